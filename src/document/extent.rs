//! How far a component reaches in the text, for those who take one out of a page.

use std::ops::Range;

use super::Document;
use super::scan::{BlockMarker, Marker, MarkerKind};

impl Document {
    /// The bytes of the component, pane or block of code with that id. Of a pane they are its text alone, since its marker
    /// means nothing without the others.
    pub fn extent(&self, id: &str) -> Option<Range<usize>> {
        let (start, _) = self.facts.component_ids.iter().find(|(_, own)| **own == *id)?;
        let Ok(at) = self.markers.binary_search_by_key(start, |marker| marker.span.start) else {
            return self.node_extent(*start);
        };
        match &self.markers[at].kind {
            MarkerKind::Block(opening) => Some(self.block_extent(&self.markers[at], opening, &self.markers[at + 1..])),
            _ => Some(self.markers[at].span.clone()),
        }
    }

    /// From a marker to the one that closes it, or to the end of the text.
    fn block_extent(&self, first: &Marker, opening: &BlockMarker, behind: &[Marker]) -> Range<usize> {
        let next = behind.iter().find_map(|marker| match &marker.kind {
            MarkerKind::Block(next) if next.belongs_to(opening) => Some((next, &marker.span)),
            _ => None,
        });
        match next {
            Some((next, span)) if next.is_bare() && !opening.component.is_sequence() => first.span.start..span.end,
            Some((_, span)) => first.span.end..span.start,
            None => first.span.start..self.source.text.len(),
        }
    }

    fn node_extent(&self, start: usize) -> Option<Range<usize>> {
        let mut found = None;
        for node in self.tree() {
            node.walk(&mut |node| {
                if node.span.start == start {
                    found.get_or_insert(node.span.clone());
                }
            });
        }
        found
    }
}
