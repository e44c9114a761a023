//! What templates are given: text, which they escape, finished HTML, which they do not, and lists and objects of both.
//!
//! A [`Value`] is cheap to clone (its parts are shared), so what all pages have in common is made once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::value::Key;

use crate::html::Html;

/// A value in a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Value(pub(super) tera::Value);

/// A value with its name.
pub type Named = (Cow<'static, str>, Value);

impl Value {
    /// No value: false in a condition, empty in text.
    pub fn none() -> Self {
        Self(tera::Value::none())
    }

    /// An object with these fields.
    pub fn object<const N: usize>(fields: [(&'static str, Self); N]) -> Self {
        Self::fields(fields)
    }

    /// An object with these fields.
    pub fn fields(fields: impl IntoIterator<Item = (impl Into<Cow<'static, str>>, Self)>) -> Self {
        let key = |name| match name {
            Cow::Borrowed(name) => Key::from(name),
            Cow::Owned(name) => Key::from(name),
        };
        // Tera makes a map of its own of any map; this one costs the least.
        let map: BTreeMap<Key<'_>, tera::Value> =
            fields.into_iter().map(|(name, value)| (key(name.into()), value.0)).collect();
        Self(tera::Value::from(map))
    }
}

impl Default for Value {
    fn default() -> Self {
        Self::none()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(tera::Value::normal_string(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(tera::Value::from(text))
    }
}

impl From<&Html> for Value {
    fn from(html: &Html) -> Self {
        Self(tera::Value::safe_string(html.as_str()))
    }
}

impl From<Html> for Value {
    fn from(html: Html) -> Self {
        Self::from(&html)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self(tera::Value::from(number))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self(tera::Value::from(number))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self(tera::Value::from(truth))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::none, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self(tera::Value::from(values.into_iter().map(|value| value.into().0).collect::<Vec<_>>()))
    }
}
