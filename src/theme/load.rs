//! Templates to a [`Theme`]: the built-in ones, a project's over them, and the components that they declare.

use std::collections::HashSet;
use std::sync::Arc;

use tera::{ComponentArgType, Kwargs, State, Tera};

use super::component::{Argument, Component, Content, Kind, Metadata, Shape};
use super::custom_icon::CustomIcon;
use super::failure::{at_declaration, declared_at, declared_in, failure};
use super::grammar::Grammar;
use super::stencil::Stencils;
use super::symbols::icon_svg;
use super::{BUILT_IN, ICONS, Texts, Theme, declaration};
use crate::diagnostic::{Code, Diagnostic, SourceText, telling};
use crate::source::Template;

#[derive(rust_embed::RustEmbed)]
#[folder = "templates/"]
#[include = "*.html"]
struct BuiltInTemplates;

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
        let mut engine = Engine::new();
        let mut told = Vec::from_iter(engine.add(built_in).err());
        let of_theme = parts(&engine.tera);
        let replaceable: HashSet<String> = engine.tera.get_component_names().map(str::to_owned).collect();
        told.extend(engine.add_usable(&own));
        let Engine { tera, texts } = engine;
        let components = telling(&mut told, declared(&tera, &texts));
        let (parts, mut components): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|own| own.shape == Shape::Part);
        let is_own = |name: &str| own.iter().any(|(_, source)| declared_at(&source.text, name).is_some());
        let has_own_parts = of_theme.iter().any(|part| is_own(part));
        // Where a part of the theme is changed, so is every template that is made of it.
        let made_of = if has_own_parts { of_theme.as_slice() } else { &[] };
        // What began as a copy of the theme's may do more with a text than it says.
        let is_replaced = |name: &str| replaceable.contains(name) && is_own(name);
        for component in &mut components {
            if is_replaced(&component.name) || calls_any(&component.name, made_of, &texts) {
                component.metadata.opaque.clear();
            }
        }
        let mut grammar = Grammar::new(components);
        told.extend(icons.iter().filter_map(|icon| add_icon(&mut grammar, icon)));
        let has_own_templates = has_own_parts || own.iter().any(|(name, _)| !name.starts_with("components/"));
        let parts = parts.into_iter().filter(|_| !has_own_parts).map(|part| (part.name.clone(), part)).collect();
        let (grammar, stencils) = (Arc::new(grammar), Stencils::default());
        (Self { tera, grammar, stencils, parts, has_own_templates, texts }, told)
    }
}

/// The engine while templates are added to it.
struct Engine {
    tera: Tera,
    texts: Texts,
}

impl Engine {
    fn new() -> Self {
        let mut tera = Tera::default();
        tera.register_function("icon", icon_function);
        // This can only fail on an instance that already has templates.
        tera.set_fallback_prefixes([BUILT_IN]).ok();
        Self { tera, texts: Texts::new() }
    }

    /// Adds all of these templates, or none.
    fn add(&mut self, templates: &[Template]) -> Result<(), Diagnostic> {
        let texts = templates.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        self.texts.extend(templates.iter().cloned());
        self.tera.add_raw_templates(texts).map_err(|error| failure(&error, &self.texts))
    }

    /// Adds those of these templates that can be used, and tells what is wrong with the others.
    fn add_usable(&mut self, templates: &[Template]) -> Vec<Diagnostic> {
        if templates.is_empty() || self.add(templates).is_ok() {
            return Vec::new();
        }
        // One bad template must not cost the good ones: each is tried by itself.
        let problems = templates.iter().filter_map(|template| self.add(std::slice::from_ref(template)).err());
        problems.map(|problem| problem.hint("the theme's own template is used instead")).collect()
    }
}

/// Adds an icon of the project's own, or tells why it cannot be shown.
fn add_icon(grammar: &mut Grammar, (name, source): &Template) -> Option<Diagnostic> {
    let name = name.strip_prefix(ICONS)?;
    match CustomIcon::read(&source.text) {
        Ok(icon) => {
            grammar.add_icon(name, icon);
            None
        }
        Err(reason) => {
            let message = format!("the icon `{name}` cannot be shown: {reason}");
            Some(Diagnostic::new(Code::IconRefused, message).at(source, 0..0))
        }
    }
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
fn declared(tera: &Tera, texts: &Texts) -> (Vec<Component>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut components: Vec<Component> = Vec::new();
    let mut names: Vec<&str> = tera.get_component_names().collect();
    names.sort_unstable_by_key(|name| (!texts.contains_key(&format!("{BUILT_IN}components/{name}.html")), *name));
    for name in names {
        // Without metadata it is a part of the theme's own, such as the navigation's tree.
        let Some(info) = tera.get_component_definition(name).filter(|info| !info.metadata().is_empty()) else {
            continue;
        };
        let told = |message: String| at_declaration(Diagnostic::new(Code::TemplateError, message), name, texts);
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

/// Whether a component's template calls one of these parts.
fn calls_any(component: &str, parts: &[String], texts: &Texts) -> bool {
    let Some((source, _)) = declared_in(component, texts) else { return false };
    parts.iter().any(|part| {
        let call = format!("<{part}");
        source.text.split(&call).skip(1).any(|behind| behind.starts_with(char::is_whitespace))
    })
}

/// The names of the components that only templates call.
fn parts(tera: &Tera) -> Vec<String> {
    let is_part = |name: &&str| {
        let shape = tera.get_component_definition(name).map(|info| info.metadata().get("shape").cloned());
        shape.is_some_and(|shape| shape.is_none_or(|shape| shape.as_str() == Some("part")))
    };
    tera.get_component_names().filter(is_part).map(str::to_owned).collect()
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
