//! The configuration of a project: `rasher.yml`, or Retype's `retype.yml`, `.yaml`, `.json`, read just the same.
//!
//! This module turns text into values. Where the file is found, and reading it, is the business of `source`.

pub mod definition;
mod keys;
pub mod locate;
mod pending;
mod reader;
mod shape;
mod values;

use std::sync::Arc;

pub use definition::{FromYaml, Key};
pub(crate) use definition::{choices, definitions};
pub use keys::*;
pub use reader::{Reader, UnknownKeys};
pub use shape::Shape;
pub use values::{Data, Ignored, Needless};

use crate::diagnostic::{Code, Diagnostic, Severity, SourceText};

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
}

/// Reads a configuration. Whatever is wrong with it, there is a configuration to build with.
pub fn parse(source: &Arc<SourceText>, dialect: Dialect) -> (Config, Vec<Diagnostic>) {
    let unknown_keys = match dialect {
        Dialect::Native => UnknownKeys::Report,
        Dialect::Retype => UnknownKeys::ReportSlips,
    };
    let mut reader = Reader::new(source, 0..source.text.len(), unknown_keys);
    let config = reader.read::<Config>(Code::ConfigInvalid).unwrap_or_default();
    let mut diagnostics = reader.diagnostics;
    if dialect == Dialect::Native {
        // In a file that was written for Rasher, a key without effect is worth more than a note.
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == Code::UnsupportedKey) {
            diagnostic.severity = Severity::Warning;
        }
    }
    (config.with_defaults_of(dialect), diagnostics)
}

/// Every key of the configuration, for the manual.
pub fn keys() -> &'static [Key] {
    Config::KEYS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str, dialect: Dialect) -> Vec<String> {
        let source = SourceText::new("rasher.yml", text);
        let line = |diagnostic: &Diagnostic| {
            diagnostic.place.as_ref().map_or(0, |place| source.line_column(place.span.start).0)
        };
        let (_, diagnostics) = parse(&source, dialect);
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
    }

    #[test]
    fn a_wrong_type_costs_only_its_key() {
        let source = SourceText::new("rasher.yml", "url: [1]\nbranding:\n  title: A\n");
        let (config, diagnostics) = parse(&source, Dialect::Native);
        assert_eq!(config.branding.title.as_deref(), Some("A"));
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].message, "`url` takes text, not `- 1`");
    }

    #[test]
    fn text_that_is_not_yaml_gives_the_defaults_and_one_error() {
        let source = SourceText::new("rasher.yml", "url: x\n  bad: [\n");
        let (config, diagnostics) = parse(&source, Dialect::Native);
        assert_eq!(config.input, "content");
        assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::ConfigInvalid]);
    }

    #[test]
    fn the_dialects_differ_in_their_folders() {
        let empty = SourceText::new("x", "");
        let folders = |dialect| {
            let (config, _) = parse(&empty, dialect);
            (config.input, config.output, config.templates, config.static_folder)
        };
        assert_eq!(folders(Dialect::Native), ("content".into(), "public".into(), "templates".into(), "static".into()));
        assert_eq!(folders(Dialect::Retype), (".".into(), ".retype".into(), "_templates".into(), String::new()));
    }
}
