//! The values of expressions. Cheap to clone, never changed in place, so that no value can hold itself.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::functions::date;
use super::library::Library;
use super::tree::Function;

/// A value that is written out stops here: values may share their parts, and so be far larger written than kept.
const MAX_WRITTEN: usize = 1 << 20;

/// A value of an expression.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Nothing; written as nothing.
    #[default]
    Null,
    /// A truth.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(Arc<str>),
    /// A day with a time.
    Date(DateTime),
    /// A list.
    List(Arc<Vec<Value>>),
    /// Names with values, in their order.
    Object(Arc<Object>),
    /// The pages of the site, `content`.
    Library(Arc<Library>),
    /// A function: of the author's own, or a built-in one by its name.
    Function(Arc<Function>),
}

/// Names with values, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object(Vec<(Arc<str>, Value)>);

impl Object {
    /// The value of a name; its case is ignored when nothing else fits.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let exact = self.0.iter().find(|(own, _)| &**own == name);
        exact.or_else(|| self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))).map(|(_, value)| value)
    }

    /// Sets the value of a name.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|(own, _)| &**own == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.into(), value)),
        }
    }

    /// Takes a name out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(own, _)| &**own != name);
    }

    /// The names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<K: AsRef<str>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.as_ref().into(), value)).collect())
    }
}

impl Value {
    /// An object with these fields.
    pub fn object<K: AsRef<str>>(fields: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Object(Arc::new(fields.into_iter().collect()))
    }

    /// A list of these values.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Self {
        Self::List(Arc::new(values.into_iter().collect()))
    }

    /// Whether a condition holds: everything but nothing and `false` does.
    pub(super) fn is_true(&self) -> bool {
        !matches!(self, Self::Null | Self::Bool(false))
    }

    /// As text, the way it is written into the page.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, false);
        text
    }

    /// The word for what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a truth",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text(_) => "text",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Object(_) | Self::Library(_) => "an object",
            Self::Function(_) => "a function",
        }
    }

    /// As a number, if it is one or text that looks like one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// As a whole number.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            other => other.number().filter(|number| number.is_finite()).map(|number| number as i64),
        }
    }

    /// The elements of a list; of an object, its pairs of `key` and `value`.
    pub fn elements(&self) -> Option<Arc<Vec<Value>>> {
        match self {
            Self::List(list) => Some(Arc::clone(list)),
            Self::Object(object) => {
                let pair =
                    |(name, value): (&str, &Value)| Self::object([("key", Self::from(name)), ("value", value.clone())]);
                Some(Arc::new(object.iter().map(pair).collect()))
            }
            Self::Null => Some(Arc::default()),
            _ => None,
        }
    }

    /// The value of a member: a field, an element's number, the size of a list, a part of a date, or the element of a
    /// list that has the name as its `title` or `name`.
    pub(super) fn member(&self, name: &str) -> Option<Value> {
        match self {
            Self::Object(object) => object.get(name).cloned(),
            Self::Library(library) => library.member(name),
            Self::List(list) => match name {
                "size" | "count" => Some(Self::Int(list.len() as i64)),
                "first" => list.first().cloned(),
                "last" => list.last().cloned(),
                _ => list.iter().find(|element| element.is_named(name)).cloned(),
            },
            // An author of whom no more is known than a name.
            Self::Text(_) if name == "name" => Some(self.clone()),
            Self::Text(text) if name == "size" => Some(Self::Int(text.chars().count() as i64)),
            Self::Date(date) => date::part(*date, name),
            _ => None,
        }
    }

    /// The element at an index, counted from the end when it is negative, or the member of a name.
    pub fn element(&self, index: &Value) -> Option<Value> {
        match (self, index) {
            (Self::List(list), Self::Int(index)) => {
                let at = if *index < 0 { index.checked_add(list.len() as i64)? } else { *index };
                list.get(usize::try_from(at).ok()?).cloned()
            }
            (Self::Library(library), Self::Text(name)) => library.page(name),
            (_, Self::Text(name)) => self.member(name),
            _ => None,
        }
    }

    /// Whether a list finds it by this name.
    fn is_named(&self, name: &str) -> bool {
        let Self::Object(object) = self else { return false };
        let is = |key| matches!(object.get(key), Some(Self::Text(text)) if text.eq_ignore_ascii_case(name));
        is("title") || is("name")
    }

    /// The names of its members, for "did you mean".
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Object(object) => object.iter().map(|(name, _)| name).collect(),
            Self::Library(library) => library.names(),
            _ => Vec::new(),
        }
    }

    fn write(&self, out: &mut String, nested: bool) {
        if out.len() > MAX_WRITTEN {
            return;
        }
        match self {
            Self::Null if nested => out.push_str("null"),
            Self::Null | Self::Library(_) | Self::Function(_) => {}
            Self::Bool(truth) => drop(write!(out, "{truth}")),
            Self::Int(number) => drop(write!(out, "{number}")),
            Self::Float(number) => drop(write!(out, "{number}")),
            Self::Text(text) if nested => drop(write!(out, "\"{text}\"")),
            Self::Text(text) => out.push_str(text),
            Self::Date(date) => out.push_str(&date::written(*date)),
            Self::List(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    value.write(out, true);
                }
                out.push(']');
            }
            Self::Object(object) => {
                out.push('{');
                for (index, (name, value)) in object.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    out.push_str(name);
                    out.push_str(": ");
                    value.write(out, true);
                }
                out.push('}');
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A number as it is best kept: whole when it is whole.
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        let whole = number.fract() == 0.0 && number.abs() < 9e15;
        if whole { Self::Int(number as i64) } else { Self::Float(number) }
    }
}
