//! All that a stencil depends on, as its key, and what is written into it.

use smallvec::SmallVec;

use super::marks::{begins_mark, is_mark};
use super::{is_opaque, panes};
use crate::theme::component::Component;
use crate::theme::value::{Kind, Named, Value};

/// There are fewer marks than this.
const MARKS: usize = 1000;

/// Ends a text in a key; no byte of UTF-8.
const END: u8 = 0xff;

/// A key takes about so many bytes.
const KEY: usize = 512;

/// All that a stencil depends on, and what is written into it.
#[derive(Debug)]
pub(in crate::theme) struct Outline<'v> {
    pub(super) key: Vec<u8>,
    pub(super) fillings: SmallVec<[Filling<'v>; 16]>,
}

/// What is written into a stencil.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filling<'v> {
    Text(&'v str),
    Html(&'v str),
    Number(i64),
}

impl<'v> Outline<'v> {
    /// That of the template `name`.
    pub(in crate::theme) fn new(name: &str) -> Self {
        let mut outline = Self { key: Vec::with_capacity(KEY), fillings: SmallVec::new() };
        outline.text(name);
        outline
    }

    /// That of a component's call; nothing for one that cannot be filled in.
    pub(super) fn of_call(component: &Component, arguments: &'v [Named], body: Option<&'v str>) -> Option<Self> {
        if component.metadata.opaque.is_empty() {
            return None;
        }
        let mut outline = Self::new(&component.name);
        outline.arguments(component, arguments)?;
        outline.key.push(u8::from(body.is_some()));
        if let Some(body) = body {
            outline.written(2, body.is_empty(), Filling::Html(body))?;
        }
        Some(outline)
    }

    fn arguments(&mut self, component: &Component, arguments: &'v [Named]) -> Option<()> {
        self.length(arguments.len());
        arguments.iter().try_for_each(|(name, value)| {
            self.text(name);
            if is_opaque(component, name) {
                return self.opaque(value);
            }
            let Some(mut panes) = panes(name, value) else { return self.read(value) };
            panes.try_for_each(|pane| self.arguments(component, pane))
        })
    }

    /// Adds a value that a template asks about. Every kind of value, empty or not, begins with a byte of its own.
    fn read(&mut self, value: &Value) -> Option<()> {
        match &value.0 {
            Kind::None => self.key.push(0),
            Kind::Truth(truth) => self.key.push(1 + u8::from(*truth)),
            Kind::Number(number) if !is_mark(*number) => {
                self.key.push(3);
                self.key.extend_from_slice(&number.to_le_bytes());
            }
            Kind::Text(text) if !begins_mark(text) => {
                self.key.push(4);
                self.text(text);
            }
            Kind::Html(html) if !begins_mark(html.as_str()) => {
                self.key.push(5);
                self.text(html.as_str());
            }
            _ => return None,
        }
        Some(())
    }

    /// Adds a value of which a template only asks what is empty.
    pub(in crate::theme) fn opaque(&mut self, value: &'v Value) -> Option<()> {
        match &value.0 {
            Kind::None => self.key.push(6),
            Kind::Truth(truth) => self.key.push(7 + u8::from(*truth)),
            Kind::Number(number) => self.written(9, *number == 0, Filling::Number(*number))?,
            Kind::Text(text) => self.written(11, text.is_empty(), Filling::Text(text))?,
            Kind::Html(html) => self.written(13, html.as_str().is_empty(), Filling::Html(html.as_str()))?,
            Kind::List(values) => {
                self.key.push(15);
                self.length(values.len());
                values.iter().try_for_each(|value| self.opaque(value))?;
            }
            Kind::Object(fields) => {
                self.key.push(16);
                self.length(fields.len());
                fields.iter().try_for_each(|(name, value)| {
                    self.text(name);
                    self.opaque(value)
                })?;
            }
            Kind::Ready(_) => return None,
        }
        Some(())
    }

    /// Adds what is written unless it is empty.
    fn written(&mut self, kind: u8, is_empty: bool, filling: Filling<'v>) -> Option<()> {
        self.key.push(kind + u8::from(is_empty));
        if !is_empty {
            self.fillings.push(filling);
        }
        (self.fillings.len() < MARKS).then_some(())
    }

    pub(in crate::theme) fn text(&mut self, text: &str) {
        self.key.extend_from_slice(text.as_bytes());
        self.key.push(END);
    }

    fn length(&mut self, length: usize) {
        self.key.extend_from_slice(&length.to_le_bytes());
    }
}

impl Filling<'_> {
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Text(text) | Self::Html(text) => text.len(),
            Self::Number(_) => 8,
        }
    }
}
