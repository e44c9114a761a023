//! One definition per key.
//!
//! The [`definitions!`] macro turns a documented struct into three things at once: the struct with its defaults, a reader
//! that takes each key by itself (a wrong value costs that key alone, and is reported at its place), and the list of
//! [`Key`]s from which references are made. A key that is not documented cannot exist.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::Value;

use super::locate::{Step, locate};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// One key of the configuration or front matter.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name, in the case that the manual uses; any case is accepted.
    pub name: &'static str,
    /// Other names for the same key.
    pub aliases: &'static [&'static str],
    /// What it takes, in words.
    pub takes: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// The keys below it.
    pub keys: &'static [Key],
}

/// A value that can be read from YAML.
pub trait FromYaml: Sized {
    /// What the value is, in words that fit after "takes".
    const TAKES: &'static str;
    /// The keys below, for an object.
    const KEYS: &'static [Key] = &[];
    /// Reads it, or reports why not.
    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self>;
}

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
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads the YAML that stands in `block` of `source`.
    pub fn new(source: &'a Arc<SourceText>, block: Range<usize>, unknown_keys: UnknownKeys) -> Self {
        Self { source, block, unknown_keys, path: Vec::new(), diagnostics: Vec::new() }
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
    pub fn wrong<T>(&mut self, takes: &str, value: &Value) -> Option<T> {
        let written = serde_yaml::to_string(value).unwrap_or_default();
        let written = written.trim().lines().next().unwrap_or_default().to_owned();
        self.report(Diagnostic::new(Code::WrongType, format!("`{}` takes {takes}, not `{written}`", self.name())));
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

/// A key of Retype's that is read without effect. Each is told as a note.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NotYet;

impl FromYaml for NotYet {
    const TAKES: &'static str = "anything; it has no effect yet";

    fn from_yaml(_: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let message = format!("`{}` is accepted, but has no effect yet", reader.name());
        reader.report(Diagnostic::new(Code::UnsupportedKey, message));
        Some(Self)
    }
}

/// A key of another tool's that is accepted in silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ignored;

impl FromYaml for Ignored {
    const TAKES: &'static str = "anything; it has no effect";

    fn from_yaml(_: &Value, _: &mut Reader<'_>) -> Option<Self> {
        Some(Self)
    }
}

impl FromYaml for String {
    const TAKES: &'static str = "text";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null => Some(Self::new()),
            _ => reader.wrong(Self::TAKES, value),
        }
    }
}

impl FromYaml for bool {
    const TAKES: &'static str = "`true` or `false`";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Bool(truth) => Some(*truth),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => reader.wrong(Self::TAKES, value),
        }
    }
}

impl FromYaml for u32 {
    const TAKES: &'static str = "a whole number";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        match number.and_then(|number| number.try_into().ok()) {
            Some(number) => Some(number),
            None => reader.wrong(Self::TAKES, value),
        }
    }
}

impl<T: FromYaml> FromYaml for Option<T> {
    const TAKES: &'static str = T::TAKES;
    const KEYS: &'static [Key] = T::KEYS;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_yaml(value, reader).map(Some) }
    }
}

/// A list, or one element without its brackets. An element that does not fit is reported and left out.
impl<T: FromYaml> FromYaml for Vec<T> {
    const TAKES: &'static str = "a list";
    const KEYS: &'static [Key] = T::KEYS;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(Self::new()),
            Value::Sequence(values) => {
                let read = |(index, value)| reader.below(Step::Index(index), |reader| T::from_yaml(value, reader));
                Some(values.iter().enumerate().filter_map(read).collect())
            }
            one => T::from_yaml(one, reader).map(|one| vec![one]),
        }
    }
}

/// Defines structs that are read from YAML: `field: Type = "key" | "alias", default value;`, each with its documentation.
macro_rules! definitions {
    ($(
        $(#[doc = $about:literal])+
        pub struct $name:ident {
            $( $(#[doc = $doc:literal])+ $field:ident: $type:ty = $key:literal $(| $alias:literal)* $(, default $default:expr)?; )*
        }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: $type, )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: definitions!(@default $($default)?), )* }
            }
        }

        impl $crate::config::definition::FromYaml for $name {
            const TAKES: &'static str = "an object";
            const KEYS: &'static [$crate::config::Key] = &[$( $crate::config::Key {
                name: $key,
                aliases: &[$($alias),*],
                takes: <$type as $crate::config::definition::FromYaml>::TAKES,
                doc: concat!($($doc, "\n"),+),
                keys: <$type as $crate::config::definition::FromYaml>::KEYS,
            } ),*];

            fn from_yaml(value: &serde_yaml::Value, reader: &mut $crate::config::definition::Reader<'_>) -> Option<Self> {
                let serde_yaml::Value::Mapping(map) = value else { return reader.wrong(Self::TAKES, value) };
                let mut read = Self::default();
                for (key, value) in map {
                    let Some(key) = $crate::config::definition::key_text(key) else { continue };
                    $( if [$key $(, $alias)*].iter().any(|name| name.eq_ignore_ascii_case(&key)) {
                        let step = $crate::config::locate::Step::Key(key.clone());
                        let value = reader.below(step, |reader| {
                            <$type as $crate::config::definition::FromYaml>::from_yaml(value, reader)
                        });
                        if let Some(value) = value { read.$field = value; }
                        continue;
                    } )*
                    reader.unknown(&key, Self::KEYS);
                }
                Some(read)
            }
        }
    )+};
    (@default $default:expr) => { $default };
    (@default) => { Default::default() };
}

/// Defines an enum of named choices: `Variant = "name" | "alias"`, the first being the default.
macro_rules! choices {
    ($(#[doc = $about:literal])+ pub enum $name:ident { $( $(#[doc = $doc:literal])+ $variant:ident = $text:literal $(| $alias:literal)*, )+ }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $( $(#[doc = $doc])+ $variant, )+
        }

        impl $name {
            const ALL: &[Self] = &[$( Self::$variant ),+];

            /// The name that is written in YAML.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ALL[0]
            }
        }

        impl $crate::config::definition::FromYaml for $name {
            const TAKES: &'static str = $crate::config::definition::one_of(concat!("one of " $(, "`", $text, "` ")+));

            fn from_yaml(value: &serde_yaml::Value, reader: &mut $crate::config::definition::Reader<'_>) -> Option<Self> {
                let written = value.as_str().unwrap_or_default().to_ascii_lowercase();
                match written.as_str() {
                    $( $text $(| $alias)* => Some(Self::$variant), )+
                    _ => reader.wrong(Self::TAKES, value),
                }
            }
        }
    };
}

/// Cuts the trailing space that [`choices!`] leaves, at compile time.
pub const fn one_of(text: &'static str) -> &'static str {
    text.trim_ascii_end()
}

/// A mapping's key as text; YAML also allows numbers and truths.
pub fn key_text(key: &Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

pub(crate) use {choices, definitions};
