//! Theme variables: their names, what each of them changes, and the style sheet that their
//! values make.
//!
//! A variable becomes a custom property of that name, and the rules that take their values from it. Only what an author sets
//! is written, so the theme's own style sheet need not know them.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use serde_yaml::Value;

use super::definition::key_text;
use super::locate::Step;
use super::{Config, FromYaml, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic};

/// Name, selector and declarations, in which `$` stands for the value. Rules are written in this order, so what holds for
/// more stands before what holds for less. One without a selector is a custom property only, for style
/// sheets of an author's own; the selector `-` says that the theme has nothing that it would change.
const VARIABLES: &str = include_str!("variables.tsv");

/// Stands for a selector that there is not.
const NOTHING: &str = "-";

/// A value in CSS that cannot break out of its declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CssValue(String);

impl FromYaml for CssValue {
    const SHAPE: Shape = Shape::Text("a value in CSS");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::from_yaml(value, reader)?;
        if is_one_value(&text) { Some(Self(text.trim().to_owned())) } else { reader.wrong(&Self::SHAPE, value) }
    }

    fn written(&self) -> Option<String> {
        Some(self.0.clone())
    }
}

/// Whether a text stays within the declaration that it is written into: brackets and quotes are balanced, and nothing ends a
/// declaration, opens a block or a comment, or escapes.
fn is_one_value(text: &str) -> bool {
    let mut open = Vec::new();
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (_, '\\' | '<' | '\n' | '\r' | '\0') => return false,
            (Some(end), c) if c == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(c) => return false,
            (None, ';' | '{' | '}' | '!' | '@') => return false,
            _ => {}
        }
    }
    quote.is_none() && open.is_empty() && !text.trim().is_empty() && !text.contains("/*") && !text.contains("//")
}

/// Values of variables by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, CssValue>);

impl FromYaml for Variables {
    const SHAPE: Shape = Shape::Map(&CssValue::SHAPE);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let map = match value {
            Value::Mapping(map) => map,
            Value::Null => return Some(Self::default()),
            _ => return reader.wrong(&Self::SHAPE, value),
        };
        let mut read = BTreeMap::new();
        for (key, value) in map {
            let Some(written) = key_text(key) else { continue };
            let name = written.trim_start_matches('-').to_ascii_lowercase();
            let value = reader.below(Step::Key(written.clone()), |reader| {
                if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') || name.is_empty() {
                    let message = format!("`{written}` cannot be the name of a variable");
                    reader.report(Diagnostic::new(Code::UnknownKey, message));
                    return None;
                }
                if declarations(&name).is_none() {
                    let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown variable `{written}`"));
                    reader.report_unknown(diagnostic.did_you_mean(&name, names()));
                }
                if changes_nothing(&name) {
                    let message = format!("`{written}` is accepted, but has no effect here");
                    let diagnostic = Diagnostic::new(Code::NeedlessKey, message);
                    reader.report(diagnostic.hint("the theme has nothing that it would change"));
                }
                if value.is_null() { reader.nothing() } else { CssValue::from_yaml(value, reader) }
            });
            read.extend(value.map(|value| (name, value)));
        }
        Some(Self(read))
    }
}

/// The names of all variables, in the order of the list.
fn names() -> impl Iterator<Item = &'static str> {
    VARIABLES.lines().filter_map(|line| line.split('\t').next())
}

/// What a variable's line says behind its name.
fn line(name: &str) -> Option<impl Iterator<Item = &'static str>> {
    let line = VARIABLES.lines().find(|line| line.split('\t').next() == Some(name))?;
    Some(line.split('\t').skip(1))
}

/// The selector and the declarations of a variable; both empty for one that is a custom property only.
fn declarations(name: &str) -> Option<(&'static str, &'static str)> {
    let mut rest = line(name)?.filter(|part| *part != NOTHING);
    Some((rest.next().unwrap_or_default(), rest.next().unwrap_or_default()))
}

/// Whether the theme has nothing that a variable would change.
fn changes_nothing(name: &str) -> bool {
    line(name).and_then(|mut rest| rest.next()) == Some(NOTHING)
}

/// The style sheet of what the configuration says about variables and colours; empty when it says nothing.
pub fn style_sheet(config: &Config) -> String {
    let mut base = config.theme.base.0.clone();
    let label = &config.branding.colors.label;
    for (name, value) in [
        ("base-color", &config.branding.base_color),
        ("branding-label-text", &label.text),
        ("branding-label-bg", &label.background),
    ] {
        if let Some(value) = value {
            base.entry(name.to_owned()).or_insert_with(|| value.clone());
        }
    }
    let dark = &config.theme.dark.0;
    let mut css = String::new();
    if !base.is_empty() {
        css.push_str(&format!(":root {{{} }}\n", properties(&base)));
        css.push_str(&rules(base.keys(), ":root"));
    }
    if !dark.is_empty() {
        let only_dark = rules(dark.keys().filter(|name| !base.contains_key(*name)), "&");
        let block = format!("{{{}\n{only_dark}}}", properties(dark));
        css.push_str(&format!("[data-scheme=\"dark\"] {block}\n"));
        css.push_str(&format!("@media (prefers-color-scheme: dark) {{ [data-scheme=\"system\"] {block} }}\n"));
    }
    css
}

fn properties(values: &BTreeMap<String, CssValue>) -> String {
    values.iter().fold(String::new(), |mut css, (name, value)| {
        // Writing to a string cannot fail.
        write!(css, " --{name}: {};", value.0).ok();
        css
    })
}

/// The rules of these variables, in the order of the list.
fn rules<'a>(set: impl Iterator<Item = &'a String>, root: &str) -> String {
    let set: HashSet<&str> = set.map(String::as_str).collect();
    let rule = |name: &str| {
        let (selector, declarations) = declarations(name).filter(|(selector, _)| !selector.is_empty())?;
        let selector = if selector == ":root" { root } else { selector };
        Some(format!("{selector} {{ {}; }}\n", declarations.replace('$', &format!("var(--{name})"))))
    };
    names().filter(|name| set.contains(name)).filter_map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Dialect, Layer, Layers, read};
    use crate::diagnostic::SourceText;

    fn of(yaml: &str) -> (String, Vec<String>) {
        of_dialect(yaml, Dialect::Native)
    }

    fn of_dialect(yaml: &str, dialect: Dialect) -> (String, Vec<String>) {
        let source = SourceText::new("rasher.yml", yaml);
        let (layer, _) = Layer::read(&source, 0..yaml.len(), Code::ConfigInvalid);
        let (config, diagnostics) = read(&Layers::from(layer), dialect);
        let messages = diagnostics.iter().map(|d| format!("{} {}", d.message, d.hints.join(" ")).trim().to_owned());
        (style_sheet(&config), messages.collect())
    }

    #[test]
    fn a_variable_is_a_property_and_the_rule_that_takes_it() {
        let (css, problems) = of("branding:\n  baseColor: \"#5495f1\"\ntheme:\n  base:\n    nav-item-text: red\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            css,
            ":root { --base-color: #5495f1; --nav-item-text: red; }\n\
             :root { --accent: var(--base-color); --accent-soft: color-mix(in srgb, var(--base-color) 12%, var(--bg)); }\n\
             .nav a:not(.badge), .nav summary { color: var(--nav-item-text); }\n"
        );
    }

    #[test]
    fn what_holds_for_less_stands_behind_what_holds_for_more() {
        for (more, less) in [
            ("heading-text", "heading-h2"),
            ("heading-weight", "heading-h2-weight"),
            ("heading-case", "heading-h2-case"),
            ("header-title-font-size", "header-title-font-size-md"),
            ("layout-sidebar-right-width-md", "layout-sidebar-right-width-lg"),
        ] {
            let (css, _) = of(&format!("theme:\n  base:\n    {more}: inherit\n    {less}: initial\n"));
            assert!(css.find(&format!("var(--{more})")) < css.find(&format!("var(--{less})")), "{css}");
        }
    }

    #[test]
    fn what_is_only_for_the_dark_scheme_has_its_rule_there() {
        let (css, _) = of("theme:\n  base:\n    body-bg: white\n  dark:\n    body-bg: black\n    base-text: gray\n");
        let block = "{ --base-text: gray; --body-bg: black;\n& { --fg: var(--base-text); }\n}";
        assert!(css.contains(&format!("[data-scheme=\"dark\"] {block}")), "{css}");
        assert!(css.contains(&format!("{{ [data-scheme=\"system\"] {block} }}")), "{css}");
    }

    #[test]
    fn a_value_cannot_break_out_of_its_declaration() {
        for value in ["red; } a { x: y", "url(x", "a)", "\"", "red}", "\\3b", "/* ", "red !important", "</style>", ""] {
            assert!(!is_one_value(value), "{value}");
        }
        for value in ["#fff", "light-dark(#fff, rgb(0 0 0 / .5))", "0 1px 2px var(--x)", "\"Inter\", sans-serif"] {
            assert!(is_one_value(value), "{value}");
        }
    }

    #[test]
    fn an_unknown_variable_is_told_with_the_nearest() {
        let (css, problems) = of("theme:\n  base:\n    nav-item-txt: red\n");
        assert_eq!(problems, ["unknown variable `nav-item-txt` did you mean `nav-item-text`?"]);
        assert_eq!(css, ":root { --nav-item-txt: red; }\n");
        let own = "theme:\n  base:\n    brass: gold\n    nav-item-txt: red\n";
        assert_eq!((of(own).1.len(), of_dialect(own, Dialect::Retype).1.len()), (2, 1));
    }

    #[test]
    fn what_the_theme_itself_is_made_of_can_be_set() {
        let (css, problems) = of("theme:\n  base:\n    sans: Georgia, serif\n    radius: 0\n");
        assert_eq!((css.as_str(), problems), (":root { --radius: 0; --sans: Georgia, serif; }\n", vec![]));
        let theme = include_str!("../../static/theme/theme.css");
        let (_, behind) = theme.split_once(":root {").unwrap();
        let lines = behind.split('}').next().unwrap().split("\n  --").skip(1);
        let names: Vec<&str> = lines.map(|line| line.split(':').next().unwrap()).collect();
        assert!(names.contains(&"accent"), "{names:?}");
        assert!(names.iter().all(|name| declarations(name).is_some()), "{names:?}");
    }

    #[test]
    fn a_variable_of_what_does_not_exist_here_is_accepted_and_told() {
        let (_, problems) =
            of("theme:\n  base:\n    search-footer-text: red\n    mix-50: white\n    pager-gap: 1rem\n");
        assert_eq!(
            problems,
            ["`search-footer-text` is accepted, but has no effect here the theme has nothing that it would change"]
        );
    }

    #[test]
    fn every_variable_is_listed_once_and_its_rule_is_whole() {
        let names: Vec<&str> = names().collect();
        let different: HashSet<&str> = names.iter().copied().collect();
        assert!(different.len() == names.len() && names.len() > 500);
        for (selector, declarations) in names.iter().filter_map(|name| declarations(name)) {
            assert_eq!(selector.is_empty(), declarations.is_empty());
            assert!(selector.is_empty() || declarations.contains(": "), "{selector}");
        }
    }
}
