//! The next pane of a sequence whose line is indented into a list of the pane before: authors go on with the indentation of
//! the list's text. For Markdown the line and what stands below it are the list's, for its author it ends the list.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::held::{BRANCHES, slips};
use super::{Builder, Frame};
use crate::document::scan::BlockMarker;
use crate::document::tree::{Kind, Node};

impl<'a> Builder<'a, '_> {
    /// Goes on with the next pane around the lists that the line stands in, if it is one.
    pub(super) fn continue_around_lists(&mut self, marker: &BlockMarker, span: &Range<usize>) -> bool {
        let lists = self.lists_inside(marker);
        if lists == 0 || marker.is_bare() || self.is_nested_in_list(marker, span, lists) {
            return false;
        }
        let mut cut = Vec::new();
        for _ in 0..lists {
            let tag = self.stack.last().and_then(|frame| match &frame.node {
                Node { kind: Kind::Element(Tag::List(Some(start))), children, .. } => {
                    Some(Tag::List(Some(start + children.len() as u64)))
                }
                Node { kind: Kind::Element(tag), .. } => Some(tag.clone()),
                _ => None,
            });
            cut.extend(tag);
            self.end_element();
        }
        self.close_pane();
        self.open_pane(marker, span);
        // What the parser still has to say of the lists goes on inside the pane.
        for tag in cut.into_iter().rev() {
            let node = Node::bare(Kind::Element(tag), span.end..span.end);
            self.stack.push(Frame { node, open: None, is_rest: true });
        }
        true
    }

    /// How many lists and items are open inside the innermost component, when that is a sequence of the marker's kind.
    fn lists_inside(&self, marker: &BlockMarker) -> usize {
        let is_list = |frame: &&Frame<'_>| matches!(frame.node.kind, Kind::Element(Tag::List(_) | Tag::Item));
        let lists = self.stack.iter().rev().take_while(is_list).count();
        let around = self.stack.iter().rev().nth(lists).and_then(|frame| frame.open.as_deref());
        let is_sequence = marker.component.is_sequence();
        if is_sequence && around.is_some_and(|open| marker.belongs_to(&open.marker)) { lists } else { 0 }
    }

    /// Whether the line opens a sequence inside the list: one of its lines in there closes it, and the one around is closed, too.
    fn is_nested_in_list(&self, marker: &BlockMarker, span: &Range<usize>, lists: usize) -> bool {
        if !self.may_try() {
            return true;
        }
        let open = self.stack.iter().rev().skip(lists).map_while(|frame| frame.open.as_deref());
        let mut around: Vec<_> = open.map(|open| &open.marker).collect();
        around.reverse();
        let nested = around.iter().copied().chain([marker]).collect();
        let behind: Vec<_> = self.markers_behind(span).collect();
        let markers: Vec<_> = behind.iter().map(|(next, _)| *next).collect();
        let (around, nested) = (slips(around, &markers, BRANCHES), slips(nested, &markers, BRANCHES));
        let own = behind.iter().filter(|(next, _)| next.belongs_to(marker));
        let mut inside = own.take_while(|(_, at)| self.column(at) >= self.column(span));
        nested < around || nested == around && inside.any(|(next, _)| next.is_bare())
    }

    /// What is left of a list or item that was cut: an item's text is text of the pane, and a list without other items is none.
    pub(super) fn end_rest(&mut self, mut node: Node<'a>) {
        if matches!(node.kind, Kind::Element(Tag::Item)) {
            let list = self.stack.pop();
            for run in runs(node.children) {
                let is_text = !run.iter().any(Node::is_block);
                let span = run.first().map_or(0, |first| first.span.start)..run.last().map_or(0, |last| last.span.end);
                let paragraph = |children| Node { kind: Kind::Element(Tag::Paragraph), span, children };
                let nodes = if is_text { self.finish(paragraph(run)).into_vec() } else { run };
                nodes.into_iter().for_each(|node| self.attach(node));
            }
            self.stack.extend(list);
        } else if let (Some(first), Some(last)) = (node.children.first(), node.children.last()) {
            node.span = first.span.start..last.span.end;
            self.finish(node).into_iter().for_each(|node| self.attach(node));
        }
    }
}

/// Text and blocks by turns.
fn runs(nodes: Vec<Node<'_>>) -> Vec<Vec<Node<'_>>> {
    let mut runs: Vec<Vec<Node<'_>>> = Vec::new();
    for node in nodes {
        match runs.last_mut().filter(|run| run.last().is_some_and(|last| !last.is_block() && !node.is_block())) {
            Some(run) => run.push(node),
            None => runs.push(vec![node]),
        }
    }
    runs
}
