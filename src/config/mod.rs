//! The configuration of a project: `rasher.yml`, or Retype's `retype.yml`, `.yaml`, `.json`, read just the same.
//!
//! This module turns text into values. Where the file is found, and reading it, is the business of `source`.

mod definition;
mod elsewhere;
mod keys;
mod layers;
mod locate;
mod patterns;
mod plain;
mod reader;
mod reference;
mod schema;
mod seldom;
mod shape;
mod twice;
mod values;
mod variables;
mod yaml;

pub use definition::{FromYaml, Key, key_text};
pub(crate) use definition::{choices, definitions};
pub use keys::*;
pub use layers::{Layer, Layers};
pub use locate::Step;
pub use patterns::Pattern;
pub(crate) use patterns::{AddressPatterns, Patterns, Wildcards};
pub use reader::{Reader, UnknownKeys};
pub use reference::markdown as reference;
pub use schema::{ForeignKeys, schema};
pub use seldom::{Seldom, Unwritten};
pub use shape::Shape;
pub use values::{Data, Ignored, Needless};
pub use variables::{CssValue, Variables, style_sheet};
pub use yaml::parse as parse_yaml;

/// The values of YAML.
pub use serde_yaml::{Mapping as YamlMapping, Value as Yaml};

use crate::diagnostic::{Code, Diagnostic, Severity};

/// Mistakes that cost a key or a page, and never a site that Retype published.
const BUILT_BY_RETYPE: [Code; 7] = [
    Code::WrongType,
    Code::FrontMatterInvalid,
    Code::FrontMatterTooLarge,
    Code::NotUtf8,
    Code::PasswordMissing,
    Code::RedirectLoop,
    Code::UrlCollision,
];

/// Whose file it is; decides the defaults and how strict unknown keys are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// `rasher.yml`, or no file at all.
    #[default]
    Native,
    /// `retype.yml`, `retype.yaml`, `retype.json`.
    Retype,
}

impl Dialect {
    /// The dialect that a configuration file of this name is written in; `None` when it is no configuration file.
    pub fn of_file(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "rasher.yml" | "rasher.yaml" => Some(Self::Native),
            "retype.yml" | "retype.yaml" | "retype.json" => Some(Self::Retype),
            _ => None,
        }
    }

    /// A finding as much as it matters in a project of this dialect. In one that was written for Rasher, a key without effect is worth
    /// more than a note; one that Retype published is built whatever it took.
    pub fn weighed(self, diagnostic: Diagnostic) -> Diagnostic {
        let is_warning = match self {
            Self::Native => diagnostic.code == Code::NeedlessKey,
            Self::Retype => BUILT_BY_RETYPE.contains(&diagnostic.code),
        };
        if is_warning { Diagnostic { severity: Severity::Warning, ..diagnostic } } else { diagnostic }
    }
}

/// Reads a configuration. Whatever is wrong with it, there is a configuration to build with.
pub fn read(layers: &Layers, dialect: Dialect) -> (Config, Vec<Diagnostic>) {
    let unknown_keys = match dialect {
        Dialect::Native => UnknownKeys::Report,
        Dialect::Retype => UnknownKeys::ReportSlips,
    };
    let (config, diagnostics) = Reader::read::<Config>(layers, "the configuration", unknown_keys);
    // Where there are no keys at all, what they should keep from readers is not known either.
    let has_keys = matches!(layers.value(), Yaml::Mapping(_) | Yaml::Null);
    let weighed = |diagnostic| if has_keys { dialect.weighed(diagnostic) } else { diagnostic };
    let diagnostics = diagnostics.into_iter().map(weighed).collect();
    (config.with_defaults_of(dialect), diagnostics)
}

/// Every key of the configuration, for the manual.
pub fn keys() -> &'static [Key] {
    Config::KEYS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::path::SourcePath;

    fn parse(text: &str, dialect: Dialect) -> (Config, Vec<Diagnostic>) {
        let source = SourceText::new("rasher.yml", text);
        let layer = Layer::read(&source, 0..text.len(), Code::ConfigInvalid).0;
        read(&Layers::from(layer), dialect)
    }

    fn messages(text: &str, dialect: Dialect) -> Vec<String> {
        let line = |diagnostic: &Diagnostic| {
            diagnostic.place.as_ref().map_or(0, |place| place.source.line_column(place.span.start).0)
        };
        let (_, diagnostics) = parse(text, dialect);
        diagnostics.iter().map(|d| format!("{}: {} {}", line(d), d.message, d.hints.join(" "))).collect()
    }

    #[test]
    fn a_slip_in_the_native_file_is_told_with_its_line() {
        let found = messages("url: x\nbranding:\n  titel: A\n", Dialect::Native);
        assert_eq!(found, ["3: unknown key `titel` did you mean `title`?"]);
    }

    #[test]
    fn a_foreign_key_in_a_retype_file_is_accepted() {
        assert_eq!(messages("verbose: true\nplugins:\n  pro: true\n", Dialect::Retype), Vec::<String>::new());
        assert_eq!(messages("name: A\n$schema: x\n", Dialect::Retype), Vec::<String>::new());
    }

    #[test]
    fn names_of_the_first_versions_of_retype_are_known() {
        let text = "identity: {label: v1}\nplugins: {googleAnalytics: {id: G-1}}\ncache: {busting: none}\n";
        let (config, diagnostics) = parse(text, Dialect::Retype);
        assert_eq!(diagnostics, []);
        assert_eq!(config.branding.label.as_deref(), Some("v1"));
        assert_eq!(config.integrations.google_analytics.id.as_deref(), Some("G-1"));
        assert_eq!(config.cache.strategy, CacheStrategy::None);
    }

    #[test]
    fn a_wrong_type_costs_only_its_key() {
        let (config, diagnostics) = parse("url: [1]\nbranding:\n  title: A\n", Dialect::Native);
        assert_eq!(config.branding.title.as_deref(), Some("A"));
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].message, "`url` takes text, not a list");
    }

    #[test]
    fn a_configuration_without_keys_fails_the_build() {
        let severities = |text| parse(text, Dialect::Retype).1.iter().map(|d| d.severity).collect::<Vec<_>>();
        assert_eq!(severities("exclude\n- drafts\n"), [Severity::Error]);
        assert_eq!((severities("# none\n"), severities("url: [x]\n")), (vec![], vec![Severity::Warning]));
    }

    #[test]
    fn patterns_are_no_lines_of_one_text() {
        let found = messages("exclude: |\n  drafts/\n  *.tmp\n", Dialect::Native);
        assert!(found[0].ends_with("`exclude` is a text of several lines write each pattern behind a `- ` of its own"));
        assert!(found[1].contains("since `exclude` cannot be read") && found.len() == 2, "{found:?}");
    }

    #[test]
    fn a_pattern_that_takes_back_may_lack_its_quotes() {
        let (config, diagnostics) = parse("exclude:\n  - \"*.md\"\n  - !keep.md\n", Dialect::Retype);
        assert_eq!(diagnostics, []);
        let is_excluded = |path| Patterns::new(&config.exclude, "").matches(&SourcePath::new(path).unwrap());
        assert!(is_excluded("a.md") && !is_excluded("keep.md"));
    }

    #[test]
    fn pages_are_written_to_a_name_in_their_own_folders() {
        let index = |name: &str| {
            let (config, told) = parse(&format!("generator: {{directoryIndex: {{name: {name}}}}}"), Dialect::Native);
            (config.generator.directory_index.name.as_str().to_owned(), told.len())
        };
        assert_eq!((index("default.htm"), index("''")), (("default.htm".into(), 0), ("index.html".into(), 0)));
        for name in ["a/b.html", "../x.html", ".", "/"] {
            assert_eq!(index(name), ("index.html".into(), 1), "{name}");
        }
        assert_eq!(parse("cname: ''", Dialect::Native).0.cname, Cname::FromUrl);
    }

    #[test]
    fn the_dialects_differ_in_their_folders() {
        let folders = |dialect| {
            let (config, _) = parse("", dialect);
            (config.input, config.output, config.templates, config.static_folder)
        };
        assert_eq!(folders(Dialect::Native), ("content".into(), "public".into(), "templates".into(), "static".into()));
        assert_eq!(folders(Dialect::Retype), (".".into(), ".retype".into(), "_templates".into(), String::new()));
    }
}
