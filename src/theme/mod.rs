//! The theme: compiled templates, a project's over the built-in ones, and the components that they declare.
//!
//! Tera lives in this folder and nowhere else. The default theme is embedded in the binary; a project's template of the
//! same name replaces one, and can still extend the original as `theme/NAME`.

mod address;
mod component;
mod custom_icon;
mod declaration;
mod failure;
mod files;
mod frame;
mod grammar;
mod load;
mod stencil;
mod symbols;
mod value;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use tera::{Context, Tera};

pub use address::Parts;
pub use component::{Component, Content, Display, Kind, Metadata, Shape};
pub use files::{built_in_file, built_in_files, component_of, is_unchanged_copy, linked_component_of};
pub use frame::{Frame, Variable};
pub use grammar::Grammar;
pub use symbols::{emoji, emoji_names, icon, icon_svg, is_drawing, is_path};
pub use value::{Named, Value};

use failure::{at_declaration, failure};
use stencil::Stencils;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::html::{Ask, Html, asks};

/// What a template writes around the texts that it is given takes about so many bytes.
const FRAME: usize = 16 * 1024;

/// The prefix under which the built-in templates are known.
const BUILT_IN: &str = "theme/";

/// Before the name of an icon of the project's own, among its templates.
pub const ICONS: &str = "icon/";

/// The texts of templates by the engine's names, for the places of findings.
type Texts = BTreeMap<String, Arc<SourceText>>;

/// Compiled templates and the grammar of their components. Immutable; shared by every thread that renders.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    grammar: Arc<Grammar>,
    stencils: Stencils,
    /// The components that only templates call.
    parts: HashMap<String, Component>,
    /// Whether the project has templates beside those of the components that pages use, of which nobody knows what they do with
    /// their variables.
    has_own_templates: bool,
    texts: Texts,
}

impl Theme {
    /// What the project's own templates ask of a browser.
    pub fn asks(&self) -> BTreeSet<Ask> {
        let is_own = |(name, source): &(&String, &Arc<SourceText>)| {
            let built_in = self.texts.get(&format!("{BUILT_IN}{name}"));
            !name.starts_with(BUILT_IN) && built_in.is_none_or(|built_in| built_in.text != source.text)
        };
        self.texts.iter().filter(is_own).flat_map(|(_, source)| asks(&source.text)).collect()
    }

    /// What the components look like in Markdown.
    pub fn grammar(&self) -> &Arc<Grammar> {
        &self.grammar
    }

    /// Renders the template `name` with these variables.
    pub fn render(&self, name: &str, variables: impl IntoIterator<Item = Variable>) -> Result<Html, Box<Diagnostic>> {
        self.render_values(name, variables.into_iter().map(|(name, value)| (name, value.for_template())))
    }

    /// Renders the template `name` of a page in its frame. A built-in one does nothing with these variables but write them,
    /// or leave out what is empty.
    pub fn render_in(&self, frame: &Frame, name: &str, own: &[Variable]) -> Result<Html, Box<Diagnostic>> {
        if self.has_own_templates {
            return self.render(name, frame.variables().chain(own.iter().cloned()));
        }
        frame.fill(name, own, |variables| self.render_values(name, variables))
    }

    fn render_values(
        &self,
        name: &str,
        variables: impl IntoIterator<Item = (&'static str, tera::Value)>,
    ) -> Result<Html, Box<Diagnostic>> {
        let mut context = Context::new();
        let mut size = FRAME;
        for (name, value) in variables {
            size += value.as_str().map_or(0, str::len);
            context.insert_value(name, value);
        }
        let mut html = Vec::with_capacity(size);
        let written = self.tera.render_to(name, &context, &mut html);
        written
            .and_then(|()| Ok(Html::trusted(String::from_utf8(html)?)))
            .map_err(|error| Box::new(failure(&error, &self.texts)))
    }

    /// Whether the project has a template of that name.
    pub fn is_own(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    /// Whether the project has templates that may read anything of a page.
    pub fn has_own_templates(&self) -> bool {
        self.has_own_templates
    }

    /// Renders the component `name`.
    pub fn component(
        &self,
        name: &str,
        arguments: impl IntoIterator<Item = (impl Into<Cow<'static, str>>, Value)>,
        body: Option<&str>,
    ) -> Result<Html, Box<Diagnostic>> {
        let arguments: Vec<Named> = arguments.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let render = |arguments: Vec<(&Named, tera::Value)>, body: Option<&str>| {
            let mut context = Context::new();
            for ((name, _), value) in arguments {
                context.insert_value(name.clone(), value);
            }
            self.tera
                .render_component(name, &context, body, true)
                .map(Html::trusted)
                .map_err(|error| Box::new(self.component_failure(name, &error)))
        };
        match self.grammar.get(name).map(Arc::as_ref).or_else(|| self.parts.get(name)) {
            Some(component) => self.stencils.component(component, &arguments, body, render),
            None => render(arguments.iter().map(|named| (named, named.1.for_template())).collect(), body),
        }
    }

    /// Why a component could not be rendered; where its template does not say, the place is its declaration.
    fn component_failure(&self, name: &str, error: &tera::Error) -> Diagnostic {
        let diagnostic = failure(error, &self.texts);
        if diagnostic.place.is_some() { diagnostic } else { at_declaration(diagnostic, name, &self.texts) }
    }
}
