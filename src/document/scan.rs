//! Finds component markup in a page and hides it from the Markdown parser, without moving a byte.
//!
//! Every candidate is overwritten in place by something that CommonMark takes for one opaque piece of the same length:
//!
//! * a marker line (`!!! Title`) by `<?>` and spaces, an HTML block that begins and ends on its line;
//! * an inline component (`[!badge …](…)`) by an autolink `<x-a:aaaa>`, which may stand wherever text may;
//! * maths in text (`$x$`) by code of the same length, which binds as strongly;
//! * the emphasis characters inside a bare address by a letter, so that `https://x/_a_` stays one address;
//! * the first colon of a line that begins with `:rocket:` by a letter, so that the line defines no term.
//!
//! The text is then parsed, and the parser is the judge: a candidate that does not come back as the piece it was hidden
//! as stands in code, in raw HTML or in a link, where nothing is a component. Its bytes are restored and the text parsed
//! again until all that is hidden is live. Since no byte moves, every span is a span in the author's file; since only
//! live candidates stay hidden, nothing that was written over can reach the page.

mod block;
mod candidates;
mod code;
mod html;
mod inline;
mod open;
mod rows;
mod signs;

use std::ops::Range;
use std::sync::Arc;

use candidates::candidates;
pub(super) use candidates::lines;
pub(super) use inline::{address_length, http_length, is_escaped, may_stand_before_address, www_length};
pub(super) use signs::Signs;

use super::attributes::Attributes;
use super::call::InlineCall;
use super::foreign::Foreign;
use super::grid;
use super::judge::{self, Verdict};
use super::list::{self, Numbering};
use super::table;
use super::wiki::WikiLink;
use crate::theme::{Component, Grammar, Shape};

/// How often a text is parsed to settle its candidates one by one. Real pages need one round or two; a text made to need
/// more loses the components behind its first false candidate, and stays linear.
const MAX_ROUNDS: usize = 8;

/// A candidate, hidden in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marker {
    /// The bytes that are hidden.
    pub(super) span: Range<usize>,
    /// What stands there.
    pub(super) kind: MarkerKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum MarkerKind {
    /// A line that opens, continues or closes a block component.
    Block(BlockMarker),
    /// A component in text.
    Inline(InlineCall),
    /// A bare address whose emphasis characters are hidden.
    Address,
    /// The first colon of a `:name:` at the start of a line.
    Symbol,
    /// `[[Page]]` in text.
    Wiki(WikiLink),
    /// `%%…%%` in a line of text.
    Comment,
    /// An author's own HTML right above a marker line.
    Html,
    /// `%%` alone on a line to the next such line.
    CommentBlock,
    /// `$x$`, and `$$x$$` in a line of text; the bytes between the dollars.
    Math { tex: Range<usize> },
    /// `$$` on a line of its own to the next `$$`.
    MathBlock { tex: Range<usize> },
    /// Code in a line of a table's cells whose bars are no borders of cells.
    BarredCode,
    /// A bar in the text of a link in a line of a table's cells, which is no border of a cell.
    Bar,
    /// The end of a table's first line and the line that draws its columns, or a line of a grid, as the parser wants them.
    Columns(String),
    /// `{.class}` alone on a line, for the block below it.
    Attributes(Attributes),
    /// `*[short]: meaning` on a line of its own.
    Abbreviation { short: Range<usize>, meaning: Range<usize> },
    /// The number of a list's item, written in letters.
    Letters { numbering: Numbering, value: u64 },
    /// `{.class}` behind the closing bar of a table's first line.
    TableAttributes(Attributes),
    /// Just-the-Docs' `{: .note }` alone on a line: the block below it is a callout.
    Admonition(String),
}

/// A marker line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BlockMarker {
    /// The component that the marker belongs to.
    pub(super) component: Arc<Component>,
    /// How many characters the marker has; a longer one encloses shorter ones.
    pub(super) length: usize,
    /// `+` or `-` as the marker's last character.
    pub(super) fold: Option<Fold>,
    /// The word glued to the marker.
    pub(super) glued: Range<usize>,
    /// The text behind it.
    pub(super) text: Range<usize>,
    /// Whether it can only close: a bare `===`, which elsewhere underlines a heading.
    pub(super) only_closes: bool,
    /// Whether it stands in a container that is closed: a block that may not nest begins anew there.
    pub(super) is_enclosed: bool,
    /// What it says when it is another tool's.
    pub(super) foreign: Option<Foreign>,
}

/// Whether a collapsible block starts open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Open,
    Closed,
}

impl BlockMarker {
    /// Whether nothing stands behind the marker, so that it may close.
    pub(super) fn is_bare(&self) -> bool {
        self.glued.is_empty() && self.text.is_empty()
    }

    /// Whether the two belong to one block, as its opening, next or closing line.
    pub(super) fn belongs_to(&self, opening: &Self) -> bool {
        let closing = |marker: &Self| marker.foreign.as_ref().map(|foreign| (foreign.closing.clone(), foreign.depth));
        self.component.name == opening.component.name
            && self.length == opening.length
            && closing(self) == closing(opening)
    }

    /// Attributes right behind the marker, `|||{.wide} Title`: their length, and what they say.
    pub(super) fn attributes(&self, source: &str) -> Option<(usize, Attributes)> {
        let is_glued = self.foreign.is_none() && self.text.start == self.glued.end;
        is_glued.then(|| Attributes::at_start(&source[self.text.clone()])).flatten()
    }

    /// The line that closes the block: as many characters as its marker has.
    pub(super) fn closing(&self) -> String {
        match &self.foreign {
            Some(foreign) => foreign.closing.clone(),
            None => self.component.metadata.marker.chars().take(1).collect::<String>().repeat(self.length),
        }
    }
}

/// A text whose live candidates are hidden.
#[derive(Debug)]
pub(super) struct Settled {
    /// The text to parse, as long as the author's.
    pub(super) text: String,
    /// What is hidden in it, in order.
    pub(super) markers: Arc<[Marker]>,
    /// What the author's text has outside of code.
    pub(super) signs: Signs,
}

impl Settled {
    /// The marker that begins at `offset`.
    pub(super) fn marker_at(&self, offset: usize) -> Option<&Marker> {
        let at = self.markers.binary_search_by_key(&offset, |marker| marker.span.start).ok()?;
        self.markers.get(at)
    }
}

/// The text with everything before `body` as one blank line.
fn without_front_matter(source: &str, body: usize) -> String {
    let mut text = String::with_capacity(source.len());
    if let Some(spaces) = body.checked_sub(1) {
        text.push_str(&" ".repeat(spaces));
        text.push('\n');
    }
    text.push_str(&source[body..]);
    text
}

/// Hides every candidate in `source`.
pub(super) fn draft(source: &str, body: usize, grammar: &Grammar) -> Settled {
    draft_of(source, body, candidates(source, body, grammar))
}

/// The same where candidates are looked for in all code, too.
#[cfg(test)]
pub(super) fn all(source: &str, body: usize, grammar: &Grammar) -> Settled {
    draft_of(source, body, candidates::all_candidates(source, body, grammar))
}

fn draft_of(source: &str, body: usize, (mut markers, signs): (Vec<Marker>, Signs)) -> Settled {
    let mut text = without_front_matter(source, body);
    hide_in(&mut text, &markers);
    let mut columns = table::columns(&text, body);
    columns.extend(grid::drawings(&text, body));
    columns.retain(|columns| {
        let behind = markers.partition_point(|marker| marker.span.end <= columns.span.start);
        markers.get(behind).is_none_or(|marker| marker.span.start >= columns.span.end)
    });
    if !columns.is_empty() {
        hide_in(&mut text, &columns);
        markers.extend(columns);
        markers.sort_by_key(|marker| marker.span.start);
    }
    Settled { text, markers: markers.into(), signs }
}

/// Hides what is live in `source`.
pub(super) fn settle(source: &str, body: usize, grammar: &Grammar) -> Settled {
    settle_draft(source, draft(source, body, grammar))
}

/// Hides what is live in a draft.
pub(super) fn settle_draft(source: &str, draft: Settled) -> Settled {
    if draft.markers.is_empty() {
        return draft;
    }
    let verdicts = judge::verdicts(&draft.text, &draft.markers);
    settle_after(source, draft, verdicts)
}

/// Restores what is not live in a draft, by the verdicts on it, until all that is hidden is live.
pub(super) fn settle_after(source: &str, draft: Settled, mut verdicts: Vec<Verdict>) -> Settled {
    let Settled { mut text, markers, signs } = draft;
    let mut markers = markers.to_vec();
    let mut round = 0;
    while let Some(first_dead) = verdicts.iter().position(|verdict| *verdict != Verdict::Live) {
        round += 1;
        let mut bytes = text.into_bytes();
        let mut index = 0;
        markers.retain(|marker| {
            let keep = verdicts[index] == Verdict::Live && (round < MAX_ROUNDS || index < first_dead);
            index += 1;
            if !keep {
                bytes[marker.span.clone()].copy_from_slice(&source.as_bytes()[marker.span.clone()]);
            }
            keep
        });
        text = into_text(bytes);
        verdicts = if markers.is_empty() { Vec::new() } else { judge::verdicts(&text, &markers) };
    }
    Settled { text, markers: markers.into(), signs }
}

/// The live markers of a draft whose tree holds already: all are live, or stand in a line of code that is the same code
/// without hiding them, since they draw no fence; and nothing outside asks for them.
pub(super) fn live_at_once(source: &str, draft: &Settled, verdicts: &[Verdict]) -> Option<Arc<[Marker]>> {
    if verdicts.iter().all(|verdict| *verdict == Verdict::Live) {
        return Some(Arc::clone(&draft.markers));
    }
    let is_harmless = |marker: &Marker| {
        let written = &source[marker.span.clone()];
        let is_asked_for = matches!(marker.kind, MarkerKind::Block(_) | MarkerKind::Abbreviation { .. });
        let is_of_table = matches!(marker.kind, MarkerKind::Columns(_));
        let draws_fence = ["```", "~~~"].into_iter().any(|fence| written.contains(fence));
        // Below a row of a table, what is hidden is code, and what is written may be another row.
        let mut lines = source[..marker.span.start].rsplit('\n');
        let begins = lines.next().is_some_and(|before| before.trim_end_matches([' ', '\t', '>']).is_empty());
        let may_be_row = begins && lines.next().is_some_and(|above| !above.trim().is_empty());
        // At a line's end the parser leaves out what it does not see where that is hidden.
        !is_asked_for && !is_of_table && !may_be_row && !draws_fence && !written.contains(['\n', '\r'])
    };
    let mut live = Vec::new();
    for (marker, verdict) in draft.markers.iter().zip(verdicts) {
        match *verdict {
            Verdict::Live => live.push(marker.clone()),
            Verdict::InCode if is_harmless(marker) => {}
            Verdict::InCode | Verdict::Dead => return None,
        }
    }
    Some(live.into())
}

/// Only whole characters are written over, and only with ASCII, so the text is still UTF-8.
fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hide_in(text: &mut String, markers: &[Marker]) {
    if markers.is_empty() {
        return; // The text is not looked through for whether it is one.
    }
    let mut bytes = std::mem::take(text).into_bytes();
    hide(&mut bytes, markers);
    *text = into_text(bytes);
}

fn hide(text: &mut [u8], markers: &[Marker]) {
    for marker in markers {
        let bytes = &mut text[marker.span.clone()];
        match marker.kind {
            MarkerKind::Block(_)
            | MarkerKind::Attributes(_)
            | MarkerKind::Admonition(_)
            | MarkerKind::Abbreviation { .. } => {
                bytes.fill(b' ');
                bytes[..3].copy_from_slice(b"<?>");
            }
            MarkerKind::TableAttributes(_) => bytes.fill(b' '),
            MarkerKind::Letters { value, .. } => list::hide(bytes, value),
            MarkerKind::CommentBlock | MarkerKind::Html => {
                // An HTML block of the same kind ends with the line that holds `?>`, blank lines or not; `<p>` becomes `<?>`.
                for byte in bytes.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
                    *byte = b' ';
                }
                let last = bytes.len() - 2;
                bytes[last..].copy_from_slice(b"?>");
                bytes[..2].copy_from_slice(b"<?");
            }
            MarkerKind::MathBlock { .. } => {
                let last = bytes.len() - 2;
                let mut is_mark = false; // Of a quote, at the start of a line.
                for byte in bytes[2..last].iter_mut() {
                    is_mark = *byte == b'\n' || is_mark && matches!(*byte, b' ' | b'\t' | b'>');
                    if !is_mark && *byte != b'\r' {
                        *byte = b' ';
                    }
                }
                bytes[..2].copy_from_slice(b"<?");
                bytes[last..].copy_from_slice(b"?>");
            }
            MarkerKind::Math { .. } => {
                let last = bytes.len() - 1;
                bytes.fill(b'a');
                bytes[0] = b'`';
                bytes[last] = b'`';
            }
            MarkerKind::Inline(_) | MarkerKind::Wiki(_) | MarkerKind::Comment => {
                bytes.fill(b'a');
                bytes[..4].copy_from_slice(b"<xx:");
                bytes[marker.span.len() - 1] = b'>';
            }
            MarkerKind::Address => {
                for byte in bytes.iter_mut().filter(|byte| matches!(byte, b'*' | b'_' | b'~' | b'^')) {
                    *byte = b'x';
                }
            }
            MarkerKind::BarredCode => {
                for byte in bytes.iter_mut().filter(|byte| **byte == b'|') {
                    *byte = b'a';
                }
            }
            MarkerKind::Columns(ref columns) => bytes.copy_from_slice(columns.as_bytes()),
            MarkerKind::Symbol => bytes.fill(b'x'),
            MarkerKind::Bar => bytes.fill(b','),
        }
    }
}

/// The shape that a marker's component must have to be repeated instead of nested.
pub(super) fn is_sequence(component: &Component) -> bool {
    component.shape == Shape::Panes
}
