//! What an element becomes once everything inside it is known.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};
use smallvec::smallvec;

use super::Builder;
use crate::document::attach::Images;
use crate::document::fence::Fence;
use crate::document::scan::{Marker, MarkerKind};
use crate::document::tree::{Argument, Call, Kind, Node, Nodes};
use crate::document::{attach, callouts, grid, letters, lines, list, pairs, spans, table};

/// Takes away the breaks around a text, beside which a comment stood. A hard one may also be what an author begins with.
fn without_outer_breaks(children: &mut Vec<Node<'_>>) {
    let is_above_blocks = children.last().is_some_and(Node::is_block);
    let blocks = if is_above_blocks { children.iter().position(Node::is_block) } else { None };
    let own = blocks.unwrap_or(children.len());
    if [children.first(), children[..own].last()].into_iter().flatten().any(Node::is_break) {
        let behind = children[..own].iter().rev().take_while(|child| child.is_break()).count();
        children.drain(own - behind..own);
        let is_soft = |child: &&Node<'_>| matches!(child.kind, Kind::Leaf(Event::SoftBreak));
        let before = children.iter().take_while(is_soft).count();
        children.drain(..before);
    }
}

impl<'a> Builder<'a, '_> {
    /// What an element becomes once everything inside it is known.
    pub(super) fn finish(&self, mut node: Node<'a>) -> Nodes<'a> {
        if matches!(node.kind, Kind::Element(Tag::CodeBlock(_))) {
            return smallvec![self.drawn(node)];
        }
        let source = self.source.text.as_str();
        let signs = self.settled.signs;
        if signs.spans {
            spans::pair(&mut node.children, source);
        }
        if signs.attributes {
            let is_cell = matches!(node.kind, Kind::Element(Tag::TableCell));
            attach::behind(&mut node.children, if is_cell { Images::LeaveAttributes } else { Images::TakeAttributes });
        }
        let attach_at_end = |node: &mut Node<'a>| match &node.kind {
            _ if !signs.attributes => {}
            Kind::Element(Tag::Heading { .. }) => attach::at_end_of_heading(node),
            _ => attach::at_end(node, source),
        };
        let Kind::Element(tag) = &node.kind else { return smallvec![node] };
        match tag {
            Tag::Paragraph => {
                without_outer_breaks(&mut node.children);
                if node.children.is_empty() {
                    return Nodes::new(); // Only comments stood in it.
                }
                let mut blocks = lines::lift(node, self.grammar);
                let text = blocks.last_mut().filter(|last| last.is_paragraph());
                text.into_iter().for_each(attach_at_end);
                return blocks;
            }
            Tag::Heading { .. } | Tag::TableCell => attach_at_end(&mut node),
            Tag::Item | Tag::DefinitionListDefinition => {
                if matches!(tag, Tag::Item) {
                    list::tick(&mut node, source);
                }
                without_outer_breaks(&mut node.children);
                node.children = lines::lift_tight(std::mem::take(&mut node.children), self.grammar, source);
                attach_at_end(&mut node);
                list::unwrap_definition(&mut node);
            }
            Tag::DefinitionListTitle => return list::terms(node, source).into(),
            Tag::List(Some(_)) => return self.numbered(node),
            Tag::TableHead => attach::head(&mut node, source),
            Tag::Table(_) => {
                let below = grid::settle(&mut node, source);
                node.children.extend(self.attributes_behind_head(&node.span));
                return std::iter::once(node).chain(below.into_iter().flat_map(|text| self.finish(text))).collect();
            }
            Tag::List(None) => return pairs::cards(node, source, self.grammar),
            Tag::BlockQuote(_) => return smallvec![callouts::quote(node, source, self.grammar)],
            _ => {}
        }
        smallvec![node]
    }

    /// A list, or the lists that it is: letters do not go on where digits were.
    fn numbered(&self, list: Node<'a>) -> Nodes<'a> {
        let number = |item: &Node<'a>| {
            let at = letters::marker_at(&self.settled.text, item.span.start, &self.settled.markers)?;
            match self.settled.markers.get(at)?.kind {
                MarkerKind::Letters { numbering, value } => Some((numbering, value)),
                _ => None,
            }
        };
        if !list.children.iter().any(|item| number(item).is_some()) {
            return smallvec![list];
        }
        let mut lists = Nodes::new();
        let mut current = None;
        for item in list.children {
            let own = number(&item);
            let numbering = own.map(|(numbering, _)| numbering);
            if lists.is_empty() || numbering != current {
                let digits = || {
                    let behind = self.source.text[item.span.start..].trim_start();
                    behind.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
                };
                let start = own.map(|(_, value)| value).or_else(digits).unwrap_or(1);
                let mut node = Node::bare(Kind::Element(Tag::List(Some(start))), item.span.clone());
                node.children.extend(numbering.map(|numbering| numbering.attributes(&item.span)));
                lists.push(node);
                current = numbering;
            }
            if let Some(list) = lists.last_mut() {
                list.span.end = item.span.end;
                list.children.push(item);
            }
        }
        lists.iter_mut().for_each(|list| list::tighten(list, &self.source.text));
        lists
    }

    /// The attributes behind the closing bar of a table's first line, which were hidden.
    fn attributes_behind_head(&self, table: &Range<usize>) -> Option<Node<'a>> {
        let Marker { kind: MarkerKind::TableAttributes(attributes), span } =
            table::marker_in(&self.settled.text, table, &self.settled.markers)
                .and_then(|at| self.settled.markers.get(at))?
        else {
            return None;
        };
        Some(Node::bare(Kind::Attributes(attributes.clone()), span.clone()))
    }

    /// A block of code in a language that a component draws, as a call of that component.
    fn drawn(&self, node: Node<'a>) -> Node<'a> {
        let Some(fence) = Fence::of(&node, Some(&self.source.text)) else { return node };
        let Some(component) = self.grammar.code(&fence.language) else { return node };
        let text: String = node.children.iter().filter_map(Node::text).collect();
        let own = |name: &str, value: String| Some((component.argument(name)?.name.clone(), Argument::Text(value)));
        let mut arguments: Vec<_> = component.metadata.text.iter().filter_map(|name| own(name, text.clone())).collect();
        arguments.extend(own("title", fence.title));
        arguments.extend(fence.attributes.id.and_then(|id| own("id", id)));
        arguments.extend(own("classes", fence.attributes.classes.join(" ")));
        Node::component(Call::new(Arc::clone(component), arguments, node.span))
    }
}
