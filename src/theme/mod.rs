//! The theme: compiled templates, a project's over the built-in ones, and the components that they declare.
//!
//! Tera lives in this folder and nowhere else. The default theme is embedded in the binary; a project's template of the
//! same name replaces one, and can still extend the original as `theme/NAME`.

mod address;
mod component;
mod custom_icon;
mod declaration;
mod frame;
mod grammar;
mod stencil;
mod symbols;
mod value;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use tera::{ComponentArgType, Context, Kwargs, State, Tera};

pub use address::Parts;
pub use component::{Argument, Component, Content, Display, Kind, Metadata, Shape};
pub use custom_icon::CustomIcon;
pub use frame::{Frame, Variable};
pub use grammar::Grammar;
pub use symbols::{Icon, emoji, emoji_names, icon};
pub use value::{Named, Value};

use stencil::Stencils;

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::html::{Ask, Html, asks, escape};
use crate::source::Template;

/// What a template writes around the texts that it is given takes about so many bytes.
const FRAME: usize = 16 * 1024;

/// The prefix under which the built-in templates are known.
const BUILT_IN: &str = "theme/";

#[derive(rust_embed::RustEmbed)]
#[folder = "templates/"]
#[include = "*.html"]
struct BuiltInTemplates;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/theme/"]
#[exclude = "*.gitignore"]
#[exclude = "*.version"]
#[prefix = "theme/"]
struct BuiltInFiles;

/// Compiled templates and the grammar of their components. Immutable; shared by every thread that renders.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    grammar: Arc<Grammar>,
    stencils: Stencils,
    /// The components that only templates call, where the project changes none.
    parts: HashMap<String, Component>,
    /// Whether the project has templates beside those of the components that pages use, of which nobody knows what they do with
    /// their variables.
    has_own_templates: bool,
    /// Template texts by Tera's name, for the places of errors.
    sources: BTreeMap<String, Arc<SourceText>>,
}

impl Theme {
    /// The built-in theme with a project's `templates` over it, each a name such as `components/badge.html` with its text.
    /// A template that cannot be used is reported, and the built-in one stays in force.
    pub fn load(templates: &[Template]) -> (Self, Vec<Diagnostic>) {
        let built_in = BuiltInTemplates::iter().filter_map(|name| {
            let file = BuiltInTemplates::get(&name)?;
            let text = String::from_utf8_lossy(&file.data).into_owned();
            Some((format!("{BUILT_IN}{name}"), SourceText::new(format!("{BUILT_IN}{name}"), text)))
        });
        Self::assemble(&built_in.collect::<Vec<_>>(), templates)
    }

    /// A theme of these templates alone, without the built-in ones.
    #[cfg(test)]
    pub fn bare(templates: &[Template]) -> (Self, Vec<Diagnostic>) {
        Self::assemble(&[], templates)
    }

    fn assemble(built_in: &[Template], own: &[Template]) -> (Self, Vec<Diagnostic>) {
        let (icons, own): (Vec<Template>, Vec<Template>) =
            own.iter().cloned().partition(|(name, _)| name.starts_with(ICONS));
        let mut tera = Tera::default();
        tera.register_function("icon", icon_function);
        let mut diagnostics = Vec::new();
        let mut sources = BTreeMap::new();
        // Both can only fail on an instance that already has templates.
        tera.set_fallback_prefixes([BUILT_IN]).ok();
        let mut add = |tera: &mut Tera, batch: &[Template]| {
            let texts = batch.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
            sources.extend(batch.iter().cloned());
            tera.add_raw_templates(texts).map_err(|error| failure(&error, &sources))
        };
        if let Err(problem) = add(&mut tera, built_in) {
            diagnostics.push(problem);
        }
        let of_theme = parts(&tera);
        if !own.is_empty() && add(&mut tera, &own).is_err() {
            // One bad template must not cost the good ones: each is tried by itself.
            for template in &own {
                if let Err(problem) = add(&mut tera, std::slice::from_ref(template)) {
                    diagnostics.push(problem.hint("the theme's own template is used instead"));
                }
            }
        }
        let (components, problems) = declared(&tera, &sources);
        diagnostics.extend(problems);
        let (parts, components): (Vec<_>, Vec<_>) = components.into_iter().partition(|own| own.shape == Shape::Part);
        let mut grammar = Grammar::new(components);
        for (name, source) in icons {
            let name = name.trim_start_matches(ICONS);
            match CustomIcon::read(&source.text) {
                Ok(icon) => grammar.add_icon(name, icon),
                Err(reason) => {
                    let message = format!("the icon `{name}` cannot be shown: {reason}");
                    diagnostics.push(Diagnostic::new(Code::IconRefused, message).at(&source, 0..0));
                }
            }
        }
        // Where a part of the theme is changed, so is every template that is made of it.
        let changes = |text: &str| of_theme.iter().any(|part| text.contains(&declaration_of(part)));
        let has_own_parts = own.iter().any(|(_, source)| changes(&source.text));
        let has_own_templates = has_own_parts || own.iter().any(|(name, _)| !name.starts_with("components/"));
        let parts = parts.into_iter().filter(|_| !has_own_parts).map(|part| (part.name.clone(), part)).collect();
        let (grammar, stencils) = (Arc::new(grammar), Stencils::default());
        (Self { tera, grammar, stencils, parts, has_own_templates, sources }, diagnostics)
    }

    /// What the project's own templates ask of a browser.
    pub fn asks(&self) -> BTreeSet<Ask> {
        let is_own = |(name, source): &(&String, &Arc<SourceText>)| {
            let built_in = self.sources.get(&format!("{BUILT_IN}{name}"));
            !name.starts_with(BUILT_IN) && built_in.is_none_or(|built_in| built_in.text != source.text)
        };
        self.sources.iter().filter(is_own).flat_map(|(_, source)| asks(&source.text)).collect()
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
            .map_err(|error| Box::new(failure(&error, &self.sources)))
    }

    /// Whether the project has a template of that name.
    pub fn is_own(&self, name: &str) -> bool {
        self.sources.contains_key(name)
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
        let diagnostic = failure(error, &self.sources);
        if diagnostic.place.is_some() { diagnostic } else { at_declaration(diagnostic, name, &self.sources) }
    }
}

/// A file that belongs to the built-in theme, by its address without the leading `/`: `theme/theme.css`.
pub fn built_in_file(name: &str) -> Option<Vec<u8>> {
    BuiltInFiles::get(name).map(|file| file.data.into_owned())
}

/// The addresses of the built-in theme's files, without the leading `/`.
pub fn built_in_files() -> impl Iterator<Item = String> {
    BuiltInFiles::iter().map(Cow::into_owned)
}

/// The component that a file belongs to, by the file's address: `theme/components/tabs.css`, or `tabs/…` for what its script
/// loads. Such files are published only with sites that use the component.
pub fn component_of(address: &str) -> Option<&str> {
    let file = address.strip_prefix("theme/components/")?;
    linked(file).or_else(|| file.split_once('/').map(|(name, _)| name))
}

/// The component whose style or script a file is: pages that use the component load it.
pub fn linked_component_of(address: &str) -> Option<&str> {
    linked(address.strip_prefix("theme/components/")?)
}

fn linked(file: &str) -> Option<&str> {
    file.strip_suffix(".css").or_else(|| file.strip_suffix(".js")).filter(|name| !name.contains('/'))
}

/// Before the name of an icon of the project's own, among its templates.
pub const ICONS: &str = "icon/";

/// The finished `<svg>` of an Octicon.
pub fn icon_svg(name: &str) -> Option<Html> {
    let Icon { size, markup } = icon(name)?;
    Some(Html::trusted(format!(
        r#"<svg class="icon icon-{}" viewBox="0 0 {size} {size}" aria-hidden="true">{markup}</svg>"#,
        escape(name)
    )))
}

/// `{{ icon(name="copy") }}` in a template.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn icon_function(arguments: Kwargs, _: &State<'_>) -> tera::TeraResult<tera::Value> {
    let name: String = arguments.must_get("name")?;
    match icon_svg(&name) {
        Some(svg) => Ok(tera::Value::safe_string(svg.as_str())),
        None => Err(tera::Error::message(format!("there is no icon `{name}`"))),
    }
}

/// Reads the metadata of every component. The built-in ones come first, so that a project's own is told when the two do not go
/// together.
fn declared(tera: &Tera, sources: &BTreeMap<String, Arc<SourceText>>) -> (Vec<Component>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut components: Vec<Component> = Vec::new();
    let mut names: Vec<&str> = tera.get_component_names().collect();
    names.sort_unstable_by_key(|name| (!sources.contains_key(&format!("{BUILT_IN}components/{name}.html")), *name));
    for name in names {
        // Without metadata it is a part of the theme's own, such as the navigation's tree.
        let Some(info) = tera.get_component_definition(name).filter(|info| !info.metadata().is_empty()) else {
            continue;
        };
        let told = |message: String| at_declaration(Diagnostic::new(Code::TemplateError, message), name, sources);
        match serde_json::to_value(info.metadata()).and_then(serde_json::from_value::<Metadata>) {
            Ok(metadata) => {
                let component = component(name, &info, metadata);
                let mistakes = declaration::mistakes(&component, &components).into_iter();
                diagnostics.extend(mistakes.map(|(message, hint)| told(format!("`{name}`: {message}")).hint(hint)));
                components.extend(Some(component).filter(declaration::is_usable));
            }
            Err(error) => diagnostics.push(told(format!("the metadata of component `{name}` cannot be used: {error}"))),
        }
    }
    (components, diagnostics)
}

/// The names of the components that only templates call.
fn parts(tera: &Tera) -> Vec<String> {
    let is_part = |name: &&str| {
        let shape = tera.get_component_definition(name).map(|info| info.metadata().get("shape").cloned());
        shape.is_some_and(|shape| shape.is_none_or(|shape| shape.as_str() == Some("part")))
    };
    tera.get_component_names().filter(is_part).map(str::to_owned).collect()
}

/// How a component's template begins to declare it.
fn declaration_of(name: &str) -> String {
    format!("component {name}(")
}

/// Places a finding where the component is declared.
fn at_declaration(diagnostic: Diagnostic, name: &str, sources: &BTreeMap<String, Arc<SourceText>>) -> Diagnostic {
    let declaration = declaration_of(name);
    // A project's own template hides a built-in one of the same name, and stands before it.
    let found = sources.values().find_map(|source| Some((source, source.text.find(&declaration)?)));
    match found {
        Some((source, at)) => diagnostic.at(source, at..at + declaration.len() - 1),
        None => diagnostic,
    }
}

fn component(name: &str, info: &tera::ComponentInfo, metadata: Metadata) -> Component {
    let arguments = info.args().iter().map(|argument| {
        let own = argument.name().to_owned();
        let content = if metadata.markdown.contains(&own) {
            Content::Markdown
        } else if metadata.icons.contains(&own) {
            Content::Icon
        } else if metadata.images.contains(&own) {
            Content::Image
        } else if metadata.link.as_ref() == Some(&own) {
            Content::Link
        } else if let Some(property) = metadata.sizes.get(&own) {
            Content::Size(property.clone())
        } else {
            Content::Text
        };
        let kind = match argument.arg_type() {
            Some(ComponentArgType::Integer | ComponentArgType::Number) => Kind::Integer,
            Some(ComponentArgType::Bool) => Kind::Bool,
            _ => Kind::Text,
        };
        let values = metadata.values.get(&own).cloned().unwrap_or_default();
        Argument { values, name: own, content, kind, is_required: argument.is_required() }
    });
    Component { name: name.to_owned(), shape: metadata.shape, arguments: arguments.collect(), metadata }
}

/// Tera's error as a diagnostic with the template's own line.
fn failure(error: &tera::Error, sources: &BTreeMap<String, Arc<SourceText>>) -> Diagnostic {
    use tera::ErrorKind::{RenderingError, SyntaxError};
    match error.kind() {
        SyntaxError(report) | RenderingError(report) => {
            let diagnostic = Diagnostic::new(Code::TemplateError, lower_first(report.message()));
            match sources.get(report.filename()) {
                Some(source) => diagnostic.at(source, report.span().range.clone()),
                None => diagnostic,
            }
        }
        other => {
            let report = other.to_string();
            let message = report.trim().trim_start_matches("error: ").lines().next().unwrap_or_default();
            let diagnostic = Diagnostic::new(Code::TemplateError, lower_first(message));
            match reported_place(&report, sources) {
                Some((source, span)) => diagnostic.at(source, span),
                None => diagnostic,
            }
        }
    }
}

/// The place that the engine only gives in words, `--> components/badge.html:1:65`, with a mark below each character.
fn reported_place<'s>(
    report: &str,
    sources: &'s BTreeMap<String, Arc<SourceText>>,
) -> Option<(&'s Arc<SourceText>, Range<usize>)> {
    let place = report.split_once("--> ")?.1.lines().next()?;
    let mut parts = place.trim().rsplitn(3, ':');
    let (column, line): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let source = sources.get(parts.next()?)?;
    let before: usize = source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let text = source.text.get(before..)?;
    let start = before + text.char_indices().nth(column.checked_sub(1)?)?.0;
    Some((source, start..start + report.matches('^').count().max(1)))
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}
