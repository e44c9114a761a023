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
mod hide;
mod html;
mod inline;
mod marker;
mod open;
mod rows;
mod signs;
mod tabs;

use std::sync::Arc;

pub(super) use block::begins_with_marker;
use candidates::candidates;
pub(super) use candidates::lines;
use hide::{hide_in, into_text};
pub(super) use inline::{address_length, http_length, is_escaped, may_stand_before_address, www_length};
pub(super) use marker::{BlockMarker, Fold, Marker, MarkerKind};
pub(super) use signs::Signs;

use super::judge::{self, Verdict};
use super::margin::unquoted;
use super::{grid, table};
use crate::theme::Grammar;

/// How often a text is parsed to settle its candidates one by one. Real pages need one round or two; a text made to need
/// more loses the components behind its first false candidate, and stays linear.
const MAX_ROUNDS: usize = 8;

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

/// Hides every candidate in `source`, also those in code.
#[cfg(test)]
pub(super) fn all(source: &str, body: usize, grammar: &Grammar) -> Settled {
    draft_of(source, body, candidates::all_candidates(source, body, grammar))
}

fn draft_of(source: &str, body: usize, (mut markers, signs): (Vec<Marker>, Signs)) -> Settled {
    let mut text = tabs::to_spaces(without_front_matter(source, body));
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
        let begins = lines.next().is_some_and(|before| unquoted(before).is_empty());
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
