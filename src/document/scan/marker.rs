//! What a scan finds.

use std::ops::Range;
use std::sync::Arc;

use crate::document::attributes::Attributes;
use crate::document::call::InlineCall;
use crate::document::foreign::Foreign;
use crate::document::letters::Numbering;
use crate::document::wiki::WikiLink;
use crate::theme::Component;

/// A candidate, hidden in the text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::document) struct Marker {
    /// The bytes that are hidden.
    pub(in crate::document) span: Range<usize>,
    /// What stands there.
    pub(in crate::document) kind: MarkerKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::document) enum MarkerKind {
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
pub(in crate::document) struct BlockMarker {
    /// The component that the marker belongs to.
    pub(in crate::document) component: Arc<Component>,
    /// How many characters the marker has; a longer one encloses shorter ones.
    pub(in crate::document) length: usize,
    /// `+` or `-` as the marker's last character.
    pub(in crate::document) fold: Option<Fold>,
    /// The word glued to the marker.
    pub(in crate::document) glued: Range<usize>,
    /// The text behind it.
    pub(in crate::document) text: Range<usize>,
    /// Whether it can only close: a bare `===`, which elsewhere underlines a heading.
    pub(in crate::document) only_closes: bool,
    /// Whether it stands in a container that is closed: a block that may not nest begins anew there.
    pub(in crate::document) is_enclosed: bool,
    /// What it says when it is another tool's.
    pub(in crate::document) foreign: Option<Foreign>,
}

/// Whether a collapsible block starts open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Fold {
    Open,
    Closed,
}

impl BlockMarker {
    /// Whether nothing stands behind the marker, so that it may close.
    pub(in crate::document) fn is_bare(&self) -> bool {
        self.glued.is_empty() && self.text.is_empty()
    }

    /// Whether the two belong to one block, as its opening, next or closing line.
    pub(in crate::document) fn belongs_to(&self, opening: &Self) -> bool {
        let closing = |marker: &Self| marker.foreign.as_ref().map(|foreign| (foreign.closing.clone(), foreign.depth));
        self.component.name == opening.component.name
            && self.length == opening.length
            && closing(self) == closing(opening)
    }

    /// Attributes right behind the marker, `|||{.wide} Title`: their length, and what they say.
    pub(in crate::document) fn attributes(&self, source: &str) -> Option<(usize, Attributes)> {
        let is_glued = self.foreign.is_none() && self.text.start == self.glued.end;
        is_glued.then(|| Attributes::at_start(&source[self.text.clone()])).flatten()
    }

    /// The line that closes the block: as many characters as its marker has.
    pub(in crate::document) fn closing(&self) -> String {
        match &self.foreign {
            Some(foreign) => foreign.closing.clone(),
            None => self.component.metadata.marker.chars().take(1).collect::<String>().repeat(self.length),
        }
    }
}
