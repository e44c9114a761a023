//! What is open where a line stands, as far as lines tell: whether something is live is for the parser to judge.

use super::{BlockMarker, Marker, MarkerKind};
use crate::document::foreign::OpenFences;

/// The blocks that are open where a line stands.
#[derive(Default)]
pub(super) struct OpenBlocks {
    /// The blocks that `===` may close, innermost last.
    pub(super) panels: OpenPanels,
    /// The containers, innermost last.
    containers: Vec<Container>,
    /// What other tools' lines opened.
    pub(super) fences: OpenFences,
    /// How many blocks of each kind are open: by the marker's character and length.
    depths: Vec<(u8, usize, usize)>,
}

struct Container {
    /// How many characters its marker has.
    length: usize,
    /// The panels that were open around it.
    panels: OpenPanels,
    /// The markers inside it of blocks that may not nest, by their place in the list.
    enclosed: Vec<usize>,
}

/// How far from the start of their line the panels began that are open: one that stands further right is inside a list item or
/// quote of the one before.
#[derive(Default, Clone)]
pub(super) struct OpenPanels(Vec<usize>);

impl OpenPanels {
    /// Opens a panel, or goes on with the next one of those that are open.
    pub(super) fn open(&mut self, column: usize) {
        self.0.retain(|open| *open < column);
        self.0.push(column);
    }

    /// Closes the panel that a line at this column is meant for, with those that its list item or quote ended; tells whether
    /// there is one.
    pub(super) fn close(&mut self, column: usize) -> bool {
        while self.0.len() > 1 && self.0.last().is_some_and(|open| *open > column) {
            self.0.pop();
        }
        self.0.pop().is_some()
    }
}

impl OpenBlocks {
    /// What is open where code begins: a line that closes a panel may do so there, too, if the code is none.
    pub(super) fn in_code(&self) -> Self {
        Self { panels: self.panels.clone(), ..Self::default() }
    }

    fn depth(&mut self, marker: &BlockMarker) -> &mut usize {
        let mark = marker.component.metadata.marker.bytes().next().unwrap_or_default();
        let known = self.depths.iter().position(|(own, length, _)| (*own, *length) == (mark, marker.length));
        let at = known.unwrap_or_else(|| {
            self.depths.push((mark, marker.length, 0));
            self.depths.len() - 1
        });
        &mut self.depths[at].2
    }

    /// Whether a line closes a block that is open, or goes on with its next pane.
    pub(super) fn has(&mut self, marker: &BlockMarker) -> bool {
        *self.depth(marker) > 0 && (marker.is_bare() || marker.component.is_sequence())
    }

    /// Counts what a line opens or closes.
    pub(super) fn count(&mut self, marker: &BlockMarker) {
        let is_sequence = marker.component.is_sequence();
        let depth = self.depth(marker);
        *depth = match (marker.is_bare(), is_sequence) {
            (true, _) if *depth > 0 => *depth - 1,
            (true, true) => 0,
            (false, true) => (*depth).max(1),
            (_, false) => *depth + 1,
        };
    }

    /// Takes note of a marker that will stand at `index` of `markers`.
    pub(super) fn take(&mut self, marker: &BlockMarker, index: usize, markers: &mut [Marker]) {
        if !marker.component.metadata.encloses {
            if let Some(container) = self.containers.last_mut().filter(|_| !marker.component.metadata.nests) {
                container.enclosed.push(index);
            }
            return;
        }
        if !marker.is_bare() || self.containers.last().is_none_or(|open| open.length != marker.length) {
            let panels = std::mem::take(&mut self.panels);
            self.containers.push(Container { length: marker.length, panels, enclosed: Vec::new() });
        } else if let Some(closed) = self.containers.pop() {
            self.panels = closed.panels;
            for index in closed.enclosed {
                if let Some(Marker { kind: MarkerKind::Block(enclosed), .. }) = markers.get_mut(index) {
                    enclosed.is_enclosed = true;
                }
            }
        }
    }
}
