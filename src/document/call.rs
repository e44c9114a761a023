//! What an author wrote between a component's brackets or behind its marker: words, `key="value"` pairs, an address.

mod arguments;
mod brackets;
mod mistakes;
mod remark;

use std::ops::Range;
use std::sync::Arc;

pub(super) use arguments::{block_arguments, inline_arguments};
use brackets::closing_bracket;
pub(super) use brackets::{Pair, closing_parenthesis, pairs};
pub(super) use mistakes::{missing, unknown};
pub(super) use remark::remark;

use super::attributes::Attributes;
use super::scan::{Marker, MarkerKind};
use crate::theme::{Component, Grammar};

/// An inline component as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct InlineCall {
    /// The component; `None` when there is none of that name.
    pub(super) component: Option<Arc<Component>>,
    /// The bytes of its name.
    pub(super) name: Range<usize>,
    /// The bytes between its name and the closing bracket.
    pub(super) words: Range<usize>,
    /// The bytes of the address in parentheses, or of the label in brackets.
    pub(super) link: Option<Range<usize>>,
    /// Attributes in braces behind it.
    pub(super) attributes: Attributes,
}

/// An argument as an author gave it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    /// The argument's name in the template.
    pub(super) name: String,
    /// The text, entities decoded.
    pub(super) value: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

/// Reads the `[!name …](…)` that begins at `at`. Names of components may have capitals, as published sites show; what is written
/// with capitals and is none is not even unknown: `[!NOTE]` is at home elsewhere.
pub(super) fn inline_call(source: &str, at: usize, grammar: &Grammar) -> Option<Marker> {
    let rest = source[at..].strip_prefix("[!")?;
    if at > 0 && source.as_bytes()[at - 1] == b'!' {
        return None; // `![!x](…)` is an image.
    }
    let name_length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    let name = at + 2..at + 2 + name_length;
    if name_length < 2 || !matches!(source.as_bytes().get(name.end), Some(b' ' | b'\t' | b'\n' | b'\r' | b']' | b'|')) {
        return None;
    }
    let component = grammar.inline(&source[name.clone()].to_ascii_lowercase()).cloned();
    if component.is_none() && source[name.clone()].contains(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let words_end = closing_bracket(source, name.end)?;
    let mut end = words_end + 1;
    let mut link = None;
    if let Some(length) = source[end..].strip_prefix('(').and_then(closing_parenthesis) {
        link = Some(without_title(source, trimmed(source, end + 1..end + 1 + length)));
        end += length + "()".len();
    } else if let Some(label) = label(source, end) {
        end = label.end + 1;
        link = Some(label);
    }
    let mut attributes = Attributes::default();
    if let Some((length, found)) = Attributes::at_start(&source[end..]) {
        attributes = found;
        end += length;
    }
    if let Some(link) = &mut link {
        attributes.pairs.extend(take_size(source, link));
    }
    let call =
        InlineCall { component, name: name.clone(), words: trimmed(source, name.end..words_end), link, attributes };
    Some(Marker { span: at..end, kind: MarkerKind::Inline(call) })
}

/// What stands in the brackets at `at`, which may be a link's label.
fn label(source: &str, at: usize) -> Option<Range<usize>> {
    let rest = source[at..].strip_prefix('[')?;
    let label = &rest[..rest.find(['[', ']', '\n'])?];
    let behind = rest[label.len()..].strip_prefix(']')?;
    let may_be = !label.trim().is_empty() && !label.starts_with(['!', '^']) && !behind.starts_with('(');
    may_be.then_some(at + 1..at + 1 + label.len())
}

/// An address without the `"title"` that may follow it, as in any Markdown link.
fn without_title(source: &str, span: Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let address =
        text.strip_suffix('"').and_then(|text| text.rsplit_once(" \"")).map_or(text, |(address, _)| address.trim_end());
    span.start..span.start + address.len()
}

/// Takes the size off an address, `film.mp4 =320x200`, as some tools write it behind those of pictures.
fn take_size(source: &str, link: &mut Range<usize>) -> Vec<(String, String)> {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let read = |text: &str| {
        let (address, size) = text.rsplit_once(" =")?;
        let (width, height) = size.split_once('x')?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_size = size.len() > 1 && is_number(width) && is_number(height);
        is_size.then(|| (address.trim_end().len(), [("width", width), ("height", height)].map(own)))
    };
    let Some((length, size)) = read(&source[link.clone()]) else { return Vec::new() };
    link.end = link.start + length;
    size.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn trimmed(source: &str, span: Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let start = span.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}
