//! Templates to a [`Theme`]: the built-in ones, a project's over them, and the components that they declare.

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

    /// A theme of these templates alone, in the place of the built-in ones.
    #[cfg(test)]
    pub fn bare(templates: &[Template]) -> (Self, Vec<Diagnostic>) {
        Self::assemble(templates, &[])
    }

    fn assemble(built_in: &[Template], own: &[Template]) -> (Self, Vec<Diagnostic>) {
        let (icons, own): (Vec<Template>, Vec<Template>) =
            own.iter().cloned().partition(|(name, _)| name.starts_with(ICONS));
        let mut engine = Engine::new();
        let mut told = Vec::from_iter(engine.add(built_in).err());
        let parts = parts(&engine.tera);
        let of_theme = engine.tera.get_component_names().map(str::to_owned).collect();
        told.extend(engine.add_usable(&own));
        let Engine { tera, texts } = engine;
        let mut components = telling(&mut told, declared(&tera, &texts));
        let unchanged = unchanged(of_theme, &own, &texts);
        // The theme alone is taken at its word: what a project's own template does with its arguments nobody has compared.
        for component in components.iter_mut().filter(|component| !unchanged.contains(&component.name)) {
            component.metadata.opaque.clear();
        }
        let has_own_parts = parts.iter().any(|part| !unchanged.contains(part));
        let (parts, components): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|component| component.shape == Shape::Part);
        let mut grammar = Grammar::new(components);
        told.extend(icons.iter().filter_map(|icon| add_icon(&mut grammar, icon)));
        let has_own_templates = has_own_parts || own.iter().any(|(name, _)| !name.starts_with("components/"));
        let parts = parts.into_iter().map(|part| (part.name.clone(), part)).collect();
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
        let problem = |template: &Template| {
            let problem = self.add(std::slice::from_ref(template)).err()?;
            let is_of_theme = self.texts.contains_key(&format!("{BUILT_IN}{}", template.0));
            let own = "the theme's own template is used instead";
            Some(problem.hint(if is_of_theme { own } else { "nothing can use this template before it is mended" }))
        };
        templates.iter().filter_map(problem).collect()
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

/// Those of the theme's components that a project leaves as they are: it replaces neither them nor what they are made of.
fn unchanged(of_theme: Vec<String>, own: &[Template], texts: &Texts) -> Vec<String> {
    let is_own = |name: &String| own.iter().any(|(_, source)| declared_at(&source.text, name).is_some());
    let (mut changed, mut unchanged): (Vec<_>, Vec<_>) = of_theme.into_iter().partition(is_own);
    while let Some(called) = changed.pop() {
        let (callers, others): (Vec<_>, Vec<_>) = unchanged.into_iter().partition(|name| calls(name, &called, texts));
        changed.extend(callers);
        unchanged = others;
    }
    unchanged
}

/// Whether a component's template calls another: `{{ <pill … /> }}`, where the last brace opens. The element `<code>` stands
/// behind one that closes.
fn calls(component: &str, called: &str, texts: &Texts) -> bool {
    let Some((source, _)) = declared_in(component, texts) else { return false };
    source.text.match_indices(&format!("<{called}")).any(|(at, call)| {
        let (before, behind) = (&source.text[..at], &source.text[at + call.len()..]);
        let is_in_tag = before.rfind(['{', '}']).is_some_and(|brace| before[brace..].starts_with('{'));
        is_in_tag && !behind.starts_with(|next: char| next.is_alphanumeric() || next == '_')
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::diagnostic::SourceText;
    use crate::source::Template;
    use crate::theme::Theme;

    fn template(name: &str, text: &str) -> Template {
        (name.to_owned(), SourceText::new(name, text))
    }

    /// The components that claim to do nothing with an argument but write it, and are not taken at their word.
    fn doubted(theme: &Theme) -> Vec<String> {
        let claims = |(_, source): &(_, &Arc<SourceText>)| source.text.contains("\"opaque\": [");
        let names = theme.texts.iter().filter(claims).map(|(name, _)| name.rsplit('/').next().unwrap_or_default());
        let component = |name: &str| theme.grammar.get(name).map(AsRef::as_ref).or_else(|| theme.parts.get(name));
        let is_doubted = |name: &&str| component(name).is_none_or(|component| component.metadata.opaque.is_empty());
        names.map(|name| name.trim_end_matches(".html")).filter(is_doubted).map(str::to_owned).collect()
    }

    #[test]
    fn the_theme_is_taken_at_its_word_and_a_project_s_own_is_not() {
        assert_eq!(doubted(&Theme::load(&[]).0), [""; 0]);
        let shout = "{% component shout(text: string) {\"shape\": \"inline\", \"opaque\": [\"text\"]} -%}{{ text | upper }}\
                     {%- endcomponent shout %}";
        let pill = "{% component pill(kind: string) -%}{% endcomponent pill %}";
        let code = "{% component code(text: string) {\"shape\": \"element\"} -%}{% endcomponent code %}";
        let doubted_beside = |name: &str, text: &str| doubted(&Theme::load(&[template(name, text)]).0);
        assert_eq!(doubted_beside("components/shout.html", shout), ["shout"]);
        assert_eq!(doubted_beside("components/code.html", code), ["code"]);
        assert_eq!(doubted_beside("pills.html", pill), ["badge", "button"]);
    }

    #[test]
    fn what_is_made_of_what_a_project_replaces_is_not_taken_at_its_word() {
        let component = |name: &str, body: &str| {
            let head = "(text: string) {\"shape\": \"inline\", \"opaque\": [\"text\"]}";
            let text = format!("{{% component {name}{head} -%}}{body}{{%- endcomponent {name} %}}");
            template(&format!("theme/components/{name}.html"), &text)
        };
        let theme = [
            component("outer", "{{ <middle text={text} /> }}"),
            component("middle", "{% if text %}{% <inner text={text}>%}{% </inner> %}{% endif %}"),
            component("inner", "{{ text }}"),
            component("innermost", "{{ text }}<inner>"),
        ];
        let inner = component("inner", "{{ text | upper }}").1;
        let (theme, problems) = Theme::assemble(&theme, &[("components/inner.html".to_owned(), inner)]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(doubted(&theme), ["inner", "inner", "middle", "outer"]);
    }
}
