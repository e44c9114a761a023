//! Components of which the closing line is missing because one line was meant for two: what they held when the inner one was
//! closed is all that they hold.

use std::ops::Range;

use super::{Builder, Frame, OpenComponent};
use crate::document::scan::BlockMarker;

impl Builder<'_, '_> {
    /// Takes note that a component of the marker's kind has just been closed by a line, which may have been meant for the one
    /// around it, too.
    pub(super) fn mark_held(&mut self, marker: &BlockMarker) {
        if let Some(Frame { node, open: Some(open), .. }) = self.stack.last_mut()
            && marker.belongs_to(&open.marker)
        {
            open.held.get_or_insert(node.children.len());
        }
    }

    /// Whether a line with a title is the next pane of a sequence around components that lack a closing line: those held what they
    /// hold already, or fewer lines are missing or left over when they end here.
    pub(super) fn continues_around(&self, marker: &BlockMarker, span: &Range<usize>) -> bool {
        if !marker.component.is_sequence() || marker.is_bare() {
            return false;
        }
        let open: Vec<_> = self.open_here().collect();
        let Some(inner) = open.iter().position(|open| marker.belongs_to(&open.marker)).filter(|inner| *inner > 0)
        else {
            return false;
        };
        if open[..inner].iter().all(|open| open.held.is_some() && !self.is_closed_behind(&open.marker, marker, span)) {
            return true;
        }
        if !self.may_try() {
            return false;
        }
        let behind: Vec<_> = self.markers_behind(span).map(|(next, _)| next).collect();
        let nested: Vec<_> = open.iter().rev().map(|open| &open.marker).chain([marker]).collect();
        let around = nested[..open.len() - inner].to_vec();
        let (around, nested) = (inner + slips(around, &behind, BRANCHES), slips(nested, &behind, BRANCHES));
        around < nested || around == nested && !goes_on_behind(&open[0].marker, marker, &behind)
    }

    /// Whether another line may be read in two ways, which is counted.
    pub(super) fn may_try(&self) -> bool {
        let left = self.trials.get();
        self.trials.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether a line behind `span` closes the open component, and the sequence around it goes on behind that: then a marker in
    /// between is of a sequence inside the component.
    fn is_closed_behind(&self, open: &BlockMarker, sequence: &BlockMarker, span: &Range<usize>) -> bool {
        let mut depth = 0_usize;
        let mut behind = self.markers_behind(span).map(|(next, _)| next);
        let is_closed = behind.by_ref().filter(|next| next.belongs_to(open)).any(|next| {
            let closes = next.is_bare() && depth == 0;
            depth = if next.is_bare() { depth.saturating_sub(1) } else { depth + 1 };
            closes
        });
        is_closed && behind.any(|next| next.belongs_to(sequence))
    }

    /// Whether a bare line opens a block behind components that lack a closing line, instead of closing one of them: the next
    /// line of its kind is bare, too, text stands between them, and so no more is missing or left over in the end.
    pub(super) fn begins_anew(&self, marker: &BlockMarker, span: &Range<usize>) -> bool {
        let mut open: Vec<_> = self.open_here().collect();
        let is_held = |open: &&&OpenComponent| marker.belongs_to(&open.marker) && open.held.is_some();
        let held = open.iter().take_while(is_held).count();
        if held == 0 || !self.is_paired(marker, span) || !self.may_try() {
            return false;
        }
        let next = self.markers_behind(span).find(|(next, _)| next.belongs_to(marker));
        if next.is_none_or(|(_, end)| self.source.text[span.end..end.start].trim().is_empty()) {
            return false;
        }
        let behind: Vec<_> = self.markers_behind(span).map(|(next, _)| next).collect();
        open.reverse();
        let open: Vec<_> = open.iter().map(|open| &open.marker).collect();
        let closed = open[..open.len() - 1].to_vec();
        let anew = open[..open.len() - held].iter().copied().chain([marker]).collect();
        held + slips(anew, &behind, BRANCHES) <= slips(closed, &behind, BRANCHES)
    }
}

/// How many lines with a title are tried both as the next pane of a sequence and as one of a sequence inside.
pub(super) const BRANCHES: usize = 3;

/// How many blocks are left unclosed at least, and how many lines close nothing, when these lines follow where these blocks are
/// open.
pub(super) fn slips<'m>(mut open: Vec<&'m BlockMarker>, behind: &[&'m BlockMarker], mut branches: usize) -> usize {
    let mut slips = 0;
    for (at, marker) in behind.iter().enumerate() {
        let own = open.iter().rposition(|open| marker.belongs_to(open));
        let is_sequence = marker.component.is_sequence();
        match own {
            Some(own) if marker.is_bare() => {
                slips += open.len() - own - 1;
                open.truncate(own);
            }
            Some(own) if is_sequence && own + 1 == open.len() => {}
            Some(own) if is_sequence && branches > 0 => {
                branches -= 1;
                let missing = open.len() - own - 1;
                let around = slips + missing + self::slips(open[..=own].to_vec(), &behind[at + 1..], branches);
                open.push(marker);
                return around.min(slips + self::slips(open, &behind[at + 1..], branches));
            }
            None if marker.is_bare() && is_sequence => slips += 1,
            _ => open.push(marker),
        }
    }
    slips + open.len()
}

/// Whether a sequence goes on right behind the next line that closes a component in it.
fn goes_on_behind(open: &BlockMarker, sequence: &BlockMarker, behind: &[&BlockMarker]) -> bool {
    let mut ours = behind.iter().filter(|marker| marker.belongs_to(open) || marker.belongs_to(sequence));
    ours.by_ref().any(|marker| marker.belongs_to(open) && marker.is_bare())
        && ours.next().is_some_and(|marker| marker.belongs_to(sequence))
}
