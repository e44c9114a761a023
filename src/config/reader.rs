//! Walks YAML, knows where it is, and collects what is wrong.

use serde_yaml::Value;

use super::definition::{key_text, named};
use super::elsewhere::{meant, only};
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
    all_keys: &'static [Key],
    path: Vec<Step>,
    keys: Vec<&'static Key>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads all of `layers`.
    pub fn read<T: FromYaml + Default>(layers: &'a Layers, unknown_keys: UnknownKeys) -> (T, Vec<Diagnostic>) {
        let (path, keys, diagnostics) = (Vec::new(), Vec::new(), Vec::new());
        let mut reader = Self { layers, unknown_keys, all_keys: T::SHAPE.keys(), path, keys, diagnostics };
        let read = match layers.value() {
            Value::Null => T::default(),
            value => T::from_yaml(value, &mut reader).unwrap_or_default(),
        };
        reader.diagnostics.extend(layers.told_twice());
        (read, reader.diagnostics)
    }

    /// Reads `value` as what stands below `step`.
    pub fn below<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads the value of a key by `read`, which is told which of `known` it is; a key that is none of them is reported, and
    /// one without a value is as good as left out.
    pub fn key(
        &mut self,
        key: &Value,
        value: &Value,
        known: &'static [Key],
        read: impl FnOnce(&'static Key, &mut Self),
    ) {
        let Some(text) = key_text(key) else { return };
        let Some(key) = named(known, &text) else { return self.unknown(&text, known) };
        if value.is_null() {
            return;
        }
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
        self.diagnostics.push(match self.layers.place_of(&self.path) {
            Some((source, span)) => diagnostic.at(source, span),
            None => diagnostic,
        });
    }

    /// Reports that the value does not fit and gives nothing.
    pub fn wrong<T>(&mut self, takes: &Shape, value: &Value) -> Option<T> {
        let written = match value {
            Value::Mapping(_) => "an object".to_owned(),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Null => "nothing".to_owned(),
            plain => {
                let written = serde_yaml::to_string(plain).unwrap_or_default();
                format!("`{}`", written.trim().lines().next().unwrap_or_default())
            }
        };
        let message = format!("`{}` takes {}, not {written}", self.name(), takes.words());
        self.report(Diagnostic::new(Code::WrongType, message));
        None
    }

    /// Reports a key that nobody defined.
    pub fn unknown(&mut self, key: &str, known: &[Key]) {
        let names = known.iter().flat_map(|key| std::iter::once(key.name).chain(key.aliases.iter().copied()));
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{key}`")).did_you_mean(key, names);
        let is_bare = self.unknown_keys == UnknownKeys::Report && diagnostic.hints.is_empty();
        let diagnostic = if is_bare { self.with_what_was_meant(diagnostic, key, known) } else { diagnostic };
        self.below(Step::Key(key.to_owned()), |reader| {
            reader.report_unknown(diagnostic);
            None::<()>
        });
    }

    /// Reports that something is unknown: what is near to nothing known only where everything has to be.
    pub fn report_unknown(&mut self, diagnostic: Diagnostic) {
        if self.unknown_keys == UnknownKeys::Report || !diagnostic.hints.is_empty() {
            self.report(diagnostic);
        }
    }

    /// Adds where a key belongs that nothing here is called like, or what there is here.
    fn with_what_was_meant(&self, diagnostic: Diagnostic, key: &str, known: &[Key]) -> Diagnostic {
        let meant = if self.path.is_empty() { meant(key, self.all_keys) } else { only(key, self.all_keys) };
        match meant {
            Some(meant) => diagnostic.hint(format!("did you mean `{meant}`?")),
            None if self.path.is_empty() || known.is_empty() => diagnostic,
            None => {
                let names: Vec<String> = known.iter().map(|key| format!("`{}`", key.name)).collect();
                diagnostic.hint(format!("`{}` has {}", self.name(), names.join(", ")))
            }
        }
    }
}
