//! A page's tree in the order in which it is shown: what stands above every page, the page's own text,
//! what stands below every page, the footnotes.

use super::{Document, Kind, Node};

/// The parts of a page's tree.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'n, 't> {
    /// `_includes/top.md`.
    pub top: &'n [Node<'t>],
    /// The page's own.
    pub own: &'n [Node<'t>],
    /// `_includes/bottom.md`.
    pub bottom: &'n [Node<'t>],
    /// The footnotes.
    pub notes: &'n [Node<'t>],
}

impl Document {
    /// Cuts the page's tree into its parts.
    pub fn parts<'n, 't>(&self, nodes: &'n [Node<'t>]) -> Parts<'n, 't> {
        let own = &self.facts.own;
        let has_notes = nodes.last().is_some_and(|node| matches!(node.kind, Kind::Footnotes));
        let (text, notes) = nodes.split_at(nodes.len() - usize::from(has_notes));
        let (top, text) = text.split_at(text.partition_point(|node| node.span.start < own.start));
        let (own, bottom) = text.split_at(text.partition_point(|node| node.span.start < own.end));
        Parts { top, own, bottom, notes }
    }
}
