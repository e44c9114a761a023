//! What templates are given: text, which they escape, finished HTML, which they do not, and lists and objects of both.
//!
//! A [`Value`] becomes one of the template engine's only when a template is rendered with it, which most are not: what they
//! write is known from before (`stencil.rs`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::value::Key;

use crate::html::Html;

/// A value in a template.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Value(pub(super) Kind);

/// What a value is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Kind {
    #[default]
    None,
    Truth(bool),
    Number(i64),
    Text(String),
    Html(Html),
    List(Vec<Value>),
    Object(Vec<Named>),
    /// One of the template engine's, which many renderings share: it is cheap to clone.
    Ready(tera::Value),
}

/// A value with its name.
pub type Named = (Cow<'static, str>, Value);

impl Value {
    /// No value: false in a condition, empty in text.
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// An object with these fields.
    pub fn object<const N: usize>(fields: [(&'static str, Self); N]) -> Self {
        Self::fields(fields)
    }

    /// An object with these fields.
    pub fn fields(fields: impl IntoIterator<Item = (impl Into<Cow<'static, str>>, Self)>) -> Self {
        Self(Kind::Object(fields.into_iter().map(|(name, value)| (name.into(), value)).collect()))
    }

    /// A value that is made for the template engine once, for many renderings.
    pub(super) fn ready(&self) -> Self {
        Self(Kind::Ready(self.for_template()))
    }

    /// The template engine's value.
    pub(super) fn for_template(&self) -> tera::Value {
        match &self.0 {
            Kind::None => tera::Value::none(),
            Kind::Truth(truth) => tera::Value::from(*truth),
            Kind::Number(number) => tera::Value::from(*number),
            Kind::Text(text) => tera::Value::normal_string(text),
            Kind::Html(html) => tera::Value::safe_string(html.as_str()),
            Kind::List(values) => list(values.iter().map(Self::for_template)),
            Kind::Object(fields) => object(fields.iter().map(|(name, value)| (name, value.for_template()))),
            Kind::Ready(value) => value.clone(),
        }
    }
}

/// A list of the template engine's.
pub(super) fn list(values: impl Iterator<Item = tera::Value>) -> tera::Value {
    tera::Value::from(values.collect::<Vec<_>>())
}

/// An object of the template engine's.
pub(super) fn object<'n>(fields: impl Iterator<Item = (&'n Cow<'static, str>, tera::Value)>) -> tera::Value {
    let key = |name: &Cow<'static, str>| match name {
        Cow::Borrowed(name) => Key::from(*name),
        Cow::Owned(name) => Key::from(name.clone()),
    };
    // Tera makes a map of its own of any map; this one costs the least.
    let map: BTreeMap<Key<'_>, tera::Value> = fields.map(|(name, value)| (key(name), value)).collect();
    tera::Value::from(map)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(Kind::Text(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(Kind::Text(text))
    }
}

impl From<Html> for Value {
    fn from(html: Html) -> Self {
        Self(Kind::Html(html))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self(Kind::Number(number))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self(Kind::Number(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self(Kind::Truth(truth))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::none, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self(Kind::List(values.into_iter().map(Into::into).collect()))
    }
}
