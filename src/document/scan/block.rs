//! The marker lines of block components: where one may stand, and what it says.

use std::ops::Range;
use std::sync::Arc;

use super::open::{OpenBlocks, OpenPanels};
use super::{BlockMarker, Fold, Marker, MarkerKind};
use crate::document::attributes::Attributes;
use crate::document::call::InlineCall;
use crate::document::table::draws_columns;
use crate::theme::{Component, Grammar};

/// The character of which a marker has three, and no more: longer lines of it underline headings.
const EXACT: u8 = b'=';

/// The marker on a line, behind any list bullets and quote marks.
pub(super) fn block_marker(
    line: &str,
    start: usize,
    grammar: &Grammar,
    open_panels: &mut OpenPanels,
    last_close: impl FnOnce() -> usize,
) -> Option<Marker> {
    let (at, component) = marker_start(line, grammar)?;
    let rest = line[at..].trim_end();
    let mark = component.metadata.marker.as_bytes().first().copied()?;
    let (length, fold) = marks(rest, mark, component)?;
    let after = &rest[length..];
    let mut word = after.find([' ', '\t', '{']).unwrap_or(after.len());
    if word > 0 && component.metadata.glued.is_none() {
        // `+++Title` is a tab when something closes it; it may also draw a line.
        let may_draw = || start > last_close() || !after.starts_with(|c: char| c.is_alphabetic() || c == ':');
        let is_line = mark == b'+' && may_draw();
        if !component.metadata.glued_text || length != 3 || is_line {
            return None;
        }
        word = 0;
    }
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

/// The call of a component that begins and ends on its line, by what is `written` between its name and its end.
fn line_call(component: Option<&Arc<Component>>, name: Range<usize>, words: Range<usize>, written: &str) -> InlineCall {
    let (braces, attributes) = Attributes::at_end(written).unwrap_or((written.len()..0, Attributes::default()));
    let words = words.start..words.start + braces.start;
    InlineCall { component: component.cloned(), name, words, link: None, attributes }
}

/// Whether a marker line is a row of a table, which may begin with empty cells, as in `|||x`. `||| x | y` is one below other rows,
/// since its bars are no part of a marker. A title without a space goes on with columns that are open, or opens some that
/// something closes: what stands at `last_bars`.
pub(super) fn is_row(
    marker: &Marker,
    source: &str,
    open: &mut OpenBlocks,
    is_below_row: bool,
    last_bars: impl FnOnce() -> usize,
) -> bool {
    let MarkerKind::Block(block) = &marker.kind else { return false };
    if !block.component.metadata.marker.starts_with('|') {
        return false;
    }
    let title = &source[block.text.clone()];
    let has_bars = title.contains('|');
    let is_glued = !title.is_empty() && block.text.start == marker.span.start + block.length;
    // No cell begins so.
    let is_title = ["{", ":icon-", "[!"].iter().any(|start| title.starts_with(start));
    if is_below_row || !is_glued || is_title {
        return is_below_row && (has_bars || is_glued && !(is_title && open.has(block)));
    }
    let draws = || source[marker.span.end..].lines().nth(1).is_some_and(draws_columns);
    has_bars || !open.has(block) && (last_bars() < marker.span.start || draws())
}

/// Where the last line begins that holds nothing but `marks`; 0 when there is none.
pub(super) fn last_bare(source: &str, marks: &str) -> usize {
    if memchr::memmem::find(source.as_bytes(), marks.as_bytes()).is_none() {
        return 0;
    }
    let is_alone = |at: &usize| {
        let before = source[..*at].rsplit('\n').next().unwrap_or_default();
        let behind = source[at + marks.len()..].lines().next().unwrap_or_default();
        before.trim().is_empty() && behind.trim().is_empty()
    };
    source.rmatch_indices(marks).map(|(at, _)| at).find(is_alone).unwrap_or(0)
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
            at += 1;
            continue;
        }
        if run >= 2
            && let Some(component) = grammar.block(mark)
        {
            return Some((at, component));
        }
        let bullet = match mark {
            b'-' | b'*' | b'+' | b':' => 1,
            b'0'..=b'9' => {
                let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
                if matches!(bytes.get(at + digits), Some(b'.' | b')')) { digits + 1 } else { return None }
            }
            _ => return None,
        };
        if !matches!(bytes.get(at + bullet), Some(b' ' | b'\t')) {
            return None;
        }
        at += bullet;
    }
}
