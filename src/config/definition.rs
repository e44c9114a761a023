//! One definition per key.
//!
//! The [`definitions!`] macro turns a documented struct into three things at once: the struct with its defaults, a reader
//! that takes each key by itself (a wrong value costs that key alone, and is reported at its place), and the list of
//! [`Key`]s from which references and schemas are made. A key that is not documented cannot exist.

use serde_yaml::Value;

use super::{Reader, Shape};

/// One key of the configuration or front matter.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name, in the case that the manual uses; any case is accepted.
    pub name: &'static str,
    /// Other names for the same key.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub shape: Shape,
    /// What it is when it is left out, as it would be written; nothing when there is nothing to write.
    pub default: fn() -> Option<String>,
    /// What it does, in Markdown, as it stands in the source.
    pub doc: &'static str,
    /// What readers may get that they should not when it cannot be read, if it keeps something from them.
    pub unread: Option<&'static str>,
}

impl Key {
    /// Whether it is the key of that name, whatever its case.
    pub fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }

    /// What it does, as one line of Markdown.
    pub fn effect(&self) -> String {
        self.doc.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The key of that name among `keys`.
pub fn named(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter().find(|key| key.is_named(name))
}

/// A value that can be read from YAML.
pub trait FromYaml: Sized {
    /// What it looks like.
    const SHAPE: Shape;

    /// Reads it, or reports why not.
    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self>;

    /// The value as an author would write it; nothing when there is nothing to write.
    fn written(&self) -> Option<String> {
        None
    }
}

/// Defines structs that are read from YAML: `field: Type = "key" | "alias", default value;`, each with its documentation.
/// One that keeps something from readers says what they may get where it cannot be read: `field: Type = "key", unread "…";`.
/// `pub struct Name, short field: Type` can also be written as the bare value of that field.
macro_rules! definitions {
    ($(
        $(#[doc = $about:literal])+
        pub struct $name:ident $(, short $short:ident: $short_type:ty)? {
            $(
                $(#[doc = $doc:literal])+
                $field:ident: $type:ty = $key:literal $(| $alias:literal)* $(, default $default:expr)? $(, unread $unread:literal)?;
            )*
        }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: $type, )*
        }

        impl $name {
            /// Its keys, for references.
            pub const KEYS: &'static [$crate::config::Key] = &[$( $crate::config::Key {
                name: $key,
                aliases: &[$($alias),*],
                shape: <$type as $crate::config::FromYaml>::SHAPE,
                default: || {
                    let default: $type = definitions!(@default $($default)?);
                    $crate::config::FromYaml::written(&default)
                },
                doc: concat!($($doc, "\n"),+),
                unread: definitions!(@unread $($unread)?),
            } ),*];
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: definitions!(@default $($default)?), )* }
            }
        }

        impl $crate::config::Unwritten for $name {
            fn unwritten() -> &'static Self {
                static UNWRITTEN: std::sync::LazyLock<$name> = std::sync::LazyLock::new($name::default);
                &UNWRITTEN
            }
        }

        impl $crate::config::FromYaml for $name {
            const SHAPE: $crate::config::Shape = definitions!(@shape Self::KEYS $(, $short_type)?);

            fn from_yaml(value: &serde_yaml::Value, reader: &mut $crate::config::Reader<'_>) -> Option<Self> {
                let mut read = Self::default();
                let map = match value {
                    serde_yaml::Value::Mapping(map) => map,
                    serde_yaml::Value::Null => return Some(read),
                    bare => return definitions!(@bare read, bare, reader $(, $short)?),
                };
                reader.object(map, Self::KEYS, |known, value, reader| match known.name {
                    $( $key => {
                        read.$field = $crate::config::FromYaml::from_yaml(value, reader)?;
                        Some(())
                    } )*
                    _ => None,
                });
                Some(read)
            }
        }
    )+};
    (@default $default:expr) => { $default };
    (@default) => { Default::default() };
    (@unread $unread:literal) => { Some($unread) };
    (@unread) => { None };
    (@bare $read:ident, $value:ident, $reader:ident) => { $reader.wrong(&Self::SHAPE, $value) };
    (@bare $read:ident, $value:ident, $reader:ident, $short:ident) => {{
        $read.$short = $crate::config::FromYaml::from_yaml($value, $reader)?;
        Some($read)
    }};
    (@shape $keys:expr) => { $crate::config::Shape::Object($keys) };
    (@shape $keys:expr, $short:ty) => { $crate::config::Shape::Short(&<$short as $crate::config::FromYaml>::SHAPE, $keys) };
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

        impl $crate::config::Unwritten for $name {
            fn unwritten() -> &'static Self {
                static UNWRITTEN: std::sync::LazyLock<$name> = std::sync::LazyLock::new($name::default);
                &UNWRITTEN
            }
        }

        impl $crate::config::FromYaml for $name {
            const SHAPE: $crate::config::Shape = $crate::config::Shape::Choice(&[$( &[$text $(, $alias)*] ),+]);

            fn from_yaml(value: &serde_yaml::Value, reader: &mut $crate::config::Reader<'_>) -> Option<Self> {
                let written = value.as_str().unwrap_or_default().trim().to_ascii_lowercase();
                match written.as_str() {
                    $( $text $(| $alias)* => Some(Self::$variant), )+
                    _ => reader.wrong(&Self::SHAPE, value),
                }
            }

            fn written(&self) -> Option<String> {
                Some(self.name().to_owned())
            }
        }
    };
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
