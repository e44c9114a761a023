//! The marker lines of block components: where one may stand, and what it says.

use std::ops::Range;
use std::sync::Arc;

use super::open::OpenPanels;
use super::{BlockMarker, Fold, Marker, MarkerKind};
use crate::document::attributes::Attributes;
use crate::document::call::InlineCall;
use crate::document::margin;
use crate::theme::{Component, Grammar};

/// The character of which a marker has three, and no more: longer lines of it underline headings.
const EXACT: u8 = b'=';

/// The marker on a line, behind any list bullets and quote marks.
pub(super) fn block_marker(
    line: &str,
    start: usize,
    grammar: &Grammar,
    open_panels: &mut OpenPanels,
    last_close: impl FnOnce() -> Option<usize>,
) -> Option<Marker> {
    let (at, component) = marker_start(line, grammar)?;
    let rest = line[at..].trim_end();
    let mark = component.metadata.marker.as_bytes().first().copied()?;
    let (length, fold) = marks(rest, mark, component)?;
    let after = &rest[length..];
    let word = glued_word(after, length, component, || last_close().is_some_and(|at| at >= start))?;
    let text = after[word..].trim_start();
    if mark == b'|' && after.ends_with('|') {
        return None; // A row of a table.
    }
    let span = start + at..start + at + rest.len();
    let glued = span.start + length..span.start + length + word;
    let closing = component.metadata.marker.as_str();
    if word > 0 && component.metadata.encloses && text.ends_with(closing) {
        // `:::code source="…" :::` begins and ends on its line.
        let words = glued.end..span.end - closing.len();
        let written = &line[words.start - start..words.end - start];
        let call = line_call(grammar.line(&after[..word]), glued, words, written);
        return Some(Marker { span, kind: MarkerKind::Inline(call) });
    }
    // Outside a panel, `===` under a paragraph makes it a heading.
    let only_closes = mark == EXACT && after.is_empty() && fold.is_none();
    if mark == EXACT {
        let closes = after.is_empty() && open_panels.close(at);
        if only_closes && !closes {
            return None;
        }
        if !closes {
            open_panels.open(at);
        }
    }
    let text = span.end - text.len()..span.end;
    let component = Arc::clone(component);
    let (is_enclosed, foreign) = (false, None);
    let block = BlockMarker { component, length, fold, glued, text, only_closes, is_enclosed, foreign };
    Some(Marker { span, kind: MarkerKind::Block(block) })
}

/// Whether a line begins with a marker, wherever it stands.
pub(in crate::document) fn begins_with_marker(line: &str, grammar: &Grammar) -> bool {
    let Some(mark) = line.bytes().next() else { return false };
    grammar.block(mark).is_some_and(|component| marks(line, mark, component).is_some())
}

/// How long the marker is that a line begins with, and whether its last character says that the block starts open or closed.
fn marks(rest: &str, mark: u8, component: &Component) -> Option<(usize, Option<Fold>)> {
    let length = rest.bytes().take_while(|byte| *byte == mark).count();
    if length == 2 && component.metadata.fold.is_some() {
        return match rest.as_bytes().get(2) {
            Some(b'-') => Some((3, Some(Fold::Closed))),
            Some(b'+') => Some((3, Some(Fold::Open))),
            _ => None,
        };
    }
    (length == 3 || length > 3 && mark != EXACT).then_some((length, None))
}

/// How long the word is that stands right `after` the marker; `None` when a marker cannot stand before it.
fn glued_word(after: &str, length: usize, component: &Component, is_closed: impl FnOnce() -> bool) -> Option<usize> {
    let word = after.find([' ', '\t', '{']).unwrap_or(after.len());
    if word == 0 || component.metadata.glued.is_some() {
        return Some(word);
    }
    if !component.metadata.glued_text || length != 3 {
        return None;
    }
    // The word is the title's. `+++Title` is a tab when something closes it; otherwise it draws a line.
    let is_title = || after.starts_with(|c: char| c.is_alphabetic() || c == ':') && is_closed();
    (!component.metadata.marker.starts_with('+') || is_title()).then_some(0)
}

/// The call of a component that begins and ends on its line, by what is `written` between its name and its end.
fn line_call(component: Option<&Arc<Component>>, name: Range<usize>, words: Range<usize>, written: &str) -> InlineCall {
    let (braces, attributes) = Attributes::at_end(written).unwrap_or((written.len()..0, Attributes::default()));
    let words = words.start..words.start + braces.start;
    InlineCall { component: component.cloned(), name, words, link: None, attributes }
}

/// Where the last line begins that holds nothing but `marks`.
pub(super) fn last_bare(source: &str, marks: &str) -> Option<usize> {
    memchr::memmem::find(source.as_bytes(), marks.as_bytes())?;
    let is_alone = |at: &usize| {
        let before = source[..*at].rsplit('\n').next().unwrap_or_default();
        let behind = source[at + marks.len()..].lines().next().unwrap_or_default();
        before.trim().is_empty() && behind.trim().is_empty()
    };
    source.rmatch_indices(marks).map(|(at, _)| at).find(is_alone)
}

/// Where a marker may begin on this line, and the component that its character belongs to.
fn marker_start<'g>(line: &str, grammar: &'g Grammar) -> Option<(usize, &'g Arc<Component>)> {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let mark = *bytes.get(at)?;
        if mark.is_ascii_alphabetic() {
            return None; // Most lines are text; no marker is made of letters.
        }
        let run = bytes[at..].iter().take_while(|byte| **byte == mark).count();
        // `>>> ` is a step; `>` and `>> ` are quotes.
        let is_quote = mark == b'>' && !(run == 3 && matches!(bytes.get(at + 3), None | Some(b' ' | b'\t')));
        if is_quote || (mark == b'>' && grammar.block(mark).is_none()) {
            // Of a long run only the end can be a step: to count it again at each of its signs would cost the square of its length.
            at += run.saturating_sub(3).max(1);
            continue;
        }
        if run >= 2
            && let Some(component) = grammar.block(mark)
        {
            return Some((at, component));
        }
        let bullet = if mark == b':' { 1 } else { margin::bullet(&bytes[at..])? };
        if !matches!(bytes.get(at + bullet), Some(b' ' | b'\t')) {
            return None;
        }
        at += bullet;
    }
}
