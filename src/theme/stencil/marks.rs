//! Marks that stand in a rendering for what is filled in.

use super::{is_opaque, panes};
use crate::theme::component::Component;
use crate::theme::value::{self, Kind, Value};

/// Begins a mark in a template's output; its number follows. A noncharacter, which no text is meant to hold.
pub(super) const MARK: &str = "\u{fdd2}";

/// Begins the mark of a number, to which templates may hold a number; that of the mark follows.
pub(super) const NUMBER: &str = "807060504030201";

/// A mark's number has so many digits.
pub(super) const DIGITS: usize = 4;

/// Gives out marks, in the order of an outline's fillings.
#[derive(Debug, Default)]
pub(in crate::theme) struct Marks(usize);

impl Marks {
    /// An argument of a component with marks in the place of what is filled in.
    pub(super) fn argument(&mut self, component: &Component, name: &str, value: &Value) -> tera::Value {
        if is_opaque(component, name) {
            return self.value(value);
        }
        let Some(panes) = panes(name, value) else { return value.for_template() };
        value::list(
            panes.map(|pane| {
                value::object(pane.iter().map(|(name, value)| (name, self.argument(component, name, value))))
            }),
        )
    }

    /// A value with marks in the place of what is filled in.
    pub(in crate::theme) fn value(&mut self, value: &Value) -> tera::Value {
        match &value.0 {
            Kind::Number(number) if *number != 0 => {
                let mark: i64 = self.next(NUMBER).parse().unwrap_or_default();
                tera::Value::from(mark)
            }
            Kind::Text(text) if !text.is_empty() => tera::Value::normal_string(&self.text()),
            Kind::Html(html) if !html.as_str().is_empty() => tera::Value::safe_string(&self.text()),
            Kind::List(values) => value::list(values.iter().map(|value| self.value(value))),
            Kind::Object(fields) => value::object(fields.iter().map(|(name, value)| (name, self.value(value)))),
            _ => value.for_template(),
        }
    }

    pub(super) fn text(&mut self) -> String {
        self.next(MARK)
    }

    fn next(&mut self, begin: &str) -> String {
        self.0 += 1;
        format!("{begin}{:0DIGITS$}", self.0 - 1)
    }
}

/// Whether a number is one of the marks.
pub(super) fn is_mark(number: i64) -> bool {
    number >= 1_000_000_000_000_000_000 && number.to_string().starts_with(NUMBER)
}

/// Whether anything in a text begins a mark.
pub(super) fn begins_mark(text: &str) -> bool {
    text.contains(MARK) || text.contains(NUMBER)
}

/// Whether anything in a value begins a mark.
pub(in crate::theme) fn holds_mark(value: &Value) -> bool {
    match &value.0 {
        Kind::Text(text) => begins_mark(text),
        Kind::Html(html) => begins_mark(html.as_str()),
        Kind::Number(number) => is_mark(*number),
        Kind::List(values) => values.iter().any(holds_mark),
        Kind::Object(fields) => fields.iter().any(|(_, value)| holds_mark(value)),
        Kind::None | Kind::Truth(_) => false,
        Kind::Ready(_) => true,
    }
}
