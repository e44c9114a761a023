//! Walks YAML, knows where it is, and collects what is wrong.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::Value;

use super::definition::{key_text, named};
use super::locate::{Step, locate};
use super::pending::is_pending;
use super::{FromYaml, Key, Shape};
use crate::diagnostic::{Code, Diagnostic, SourceText};

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
    source: &'a Arc<SourceText>,
    block: Range<usize>,
    unknown_keys: UnknownKeys,
    path: Vec<Step>,
    keys: Vec<&'static Key>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads the YAML that stands in `block` of `source`.
    pub fn new(source: &'a Arc<SourceText>, block: Range<usize>, unknown_keys: UnknownKeys) -> Self {
        Self { source, block, unknown_keys, path: Vec::new(), keys: Vec::new(), diagnostics: Vec::new() }
    }

    /// Reads the whole block as `T`. `None` and a diagnostic of kind `invalid` when it is not YAML at all.
    pub fn read<T: FromYaml + Default>(&mut self, invalid: Code) -> Option<T> {
        let text = &self.source.text[self.block.clone()];
        let value: Value = match parse(text) {
            Ok(value) => value,
            Err(error) => {
                self.diagnostics.push(self.invalid(invalid, &error));
                return None;
            }
        };
        if value.is_null() { Some(T::default()) } else { T::from_yaml(&value, self) }
    }

    fn invalid(&self, code: Code, error: &serde_yaml::Error) -> Diagnostic {
        let text = &self.source.text[self.block.clone()];
        let at = error.location().map_or(0, |location| location.index()).min(text.len());
        let at = if text[..text.floor_char_boundary(at)].trim_end().is_empty() { 0 } else { at };
        let line_end = text[text.floor_char_boundary(at)..].find('\n').map_or(text.len(), |end| at + end);
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Diagnostic::new(code, format!("this is not valid YAML: {message}"))
            .at(self.source, self.block.start + at..self.block.start + line_end.max(at + 1))
            .hint("text that contains `: `, `#` or begins with a quote, `[`, `{`, `*`, `&`, `!`, `%` or `@` needs quotes around it")
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
        self.tell_pending();
        read(key, self);
        self.keys.pop();
        self.path.pop();
    }

    /// Notes that a key is accepted, but that nothing acts on it yet.
    fn tell_pending(&mut self) {
        let names: Vec<&str> = self.keys.iter().map(|key| key.name).collect();
        if is_pending(&names.join(".")) {
            let message = format!("`{}` is accepted, but has no effect yet", self.name());
            self.report(Diagnostic::new(Code::UnsupportedKey, message));
        }
    }

    /// Notes that a key is accepted and makes no sense here; its documentation says why.
    pub fn needless(&mut self) {
        let why = self.keys.last().map(|key| key.effect()).unwrap_or_default();
        let message = format!("`{}` is accepted, but has no effect here", self.name());
        self.report(Diagnostic::new(Code::NeedlessKey, message).hint(why));
    }

    /// The bytes of the key that is being read.
    pub fn span(&self) -> Range<usize> {
        let found = locate(&self.source.text[self.block.clone()], &self.path);
        self.block.start + found.start..self.block.start + found.end
    }

    /// The dotted name of the key that is being read.
    pub fn name(&self) -> String {
        let names: Vec<String> = self.path.iter().map(ToString::to_string).collect();
        names.join(".").replace(".[", "[")
    }

    /// Adds a finding at the key that is being read.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let span = self.span();
        self.diagnostics.push(diagnostic.at(self.source, span));
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

/// Parses YAML. An integer too large for any type, which the library refuses together with the whole text, is taken as
/// text: only its own key has to cope with it.
fn parse(text: &str) -> serde_yaml::Result<Value> {
    let error = match serde_yaml::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let message = error.to_string();
    let huge = message.split_once("invalid type: integer `").and_then(|(_, rest)| rest.split('`').next());
    match huge.filter(|digits| text.contains(*digits)) {
        Some(digits) => serde_yaml::from_str(&text.replace(digits, &format!("\"{digits}\""))),
        None => Err(error),
    }
}
