//! Walks YAML, knows where it is, and collects what is wrong.

use serde_yaml::Value;

use super::definition::{key_text, named};
use super::locate::Step;
use super::{FromYaml, Key, Layers, Shape};
use crate::diagnostic::{Code, Diagnostic};

/// What to do with a key that nobody defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownKeys {
    /// Report each.
    Report,
    /// Report only one that is close to a known key.
    ReportSlips,
}

/// Walks a YAML value, knows where it is, and collects what is wrong.
pub struct Reader<'a> {
    layers: &'a Layers,
    unknown_keys: UnknownKeys,
    path: Vec<Step>,
    keys: Vec<&'static Key>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads all of `layers`.
    pub fn read<T: FromYaml + Default>(layers: &'a Layers, unknown_keys: UnknownKeys) -> (T, Vec<Diagnostic>) {
        let mut reader = Self { layers, unknown_keys, path: Vec::new(), keys: Vec::new(), diagnostics: Vec::new() };
        let read = match layers.value() {
            Value::Null => T::default(),
            value => T::from_yaml(value, &mut reader).unwrap_or_default(),
        };
        (read, reader.diagnostics)
    }

    /// Reads `value` as what stands below `step`.
    pub fn below<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads the value of a key by `read`, which is told which of `known` it is; a key that is none of them is reported.
    pub fn key(&mut self, key: &Value, known: &'static [Key], read: impl FnOnce(&'static Key, &mut Self)) {
        let Some(text) = key_text(key) else { return };
        let Some(key) = named(known, &text) else { return self.unknown(&text, known) };
        self.path.push(Step::Key(text));
        self.keys.push(key);
        read(key, self);
        self.keys.pop();
        self.path.pop();
    }

    /// Notes that a key is accepted and makes no sense here; its documentation says why.
    pub fn needless(&mut self) {
        let why = self.keys.last().map(|key| key.effect()).unwrap_or_default();
        let message = format!("`{}` is accepted, but has no effect here", self.name());
        self.report(Diagnostic::new(Code::NeedlessKey, message).hint(why));
    }

    /// The dotted name of the key that is being read.
    pub fn name(&self) -> String {
        let names: Vec<String> = self.path.iter().map(ToString::to_string).collect();
        names.join(".").replace(".[", "[")
    }

    /// Adds a finding at the key that is being read.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let (source, span) = self.layers.place_of(&self.path);
        self.diagnostics.push(diagnostic.at(source, span));
    }

    /// Reports that the value does not fit and gives nothing.
    pub fn wrong<T>(&mut self, takes: &Shape, value: &Value) -> Option<T> {
        let written = serde_yaml::to_string(value).unwrap_or_default();
        let written = written.trim().lines().next().unwrap_or_default().to_owned();
        let message = format!("`{}` takes {}, not `{written}`", self.name(), takes.words());
        self.report(Diagnostic::new(Code::WrongType, message));
        None
    }

    /// Reports a key that nobody defined.
    pub fn unknown(&mut self, key: &str, known: &[Key]) {
        let names = known.iter().flat_map(|key| std::iter::once(key.name).chain(key.aliases.iter().copied()));
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{key}`")).did_you_mean(key, names);
        if self.unknown_keys == UnknownKeys::Report || !diagnostic.hints.is_empty() {
            self.below(Step::Key(key.to_owned()), |reader| {
                reader.report(diagnostic);
                None::<()>
            });
        }
    }
}
