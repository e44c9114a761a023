//! What the parser leaves to do in lists: boxes without a space behind them, one definition for several terms, and the
//! paragraphs of an item or a definition that is really one text.

use pulldown_cmark::{CowStr, Event, Tag};

use super::attach;
use super::lines::stays_in_line;
use super::tree::{Kind, Node};

/// Makes the box that an item begins with one to tick, although no space stands behind it: `- [ ]: text`, `- [x]text`.
/// A bracket that is escaped or written as an entity makes none.
pub(super) fn tick(item: &mut Node<'_>, source: &str) {
    let text = match item.children.first_mut() {
        Some(Node { kind: Kind::Element(Tag::Paragraph), children, .. }) => children,
        _ => &mut item.children,
    };
    let Some(Node { kind: Kind::Leaf(Event::Text(written)), span, .. }) = text.first_mut() else { return };
    let boxes = [("[ ]", false), ("[x]", true), ("[X]", true)];
    let (before, own) = source.split_at(span.start);
    let is_written = |sign: &&(&str, bool)| own.starts_with(sign.0) && !before.ends_with('\\');
    let Some((behind, done)) =
        boxes.iter().filter(is_written).find_map(|(sign, done)| Some((written.strip_prefix(sign)?, *done)))
    else {
        return;
    };
    let mark = Node::leaf(Event::TaskListMarker(done), span.start..span.start + 3);
    let behind = CowStr::from(behind.to_owned());
    if !behind.is_empty() {
        span.start += 3;
        *written = behind;
        text.insert(0, mark);
    } else if text.get(1).is_some_and(|next| !next.is_block() && !next.is_break()) {
        text[0] = mark;
    }
}

/// The terms of a definition, each on its line.
pub(super) fn terms<'a>(title: Node<'a>, source: &str) -> Vec<Node<'a>> {
    let mut terms: Vec<Node<'a>> = Vec::new();
    let mut is_new = true;
    for child in title.children {
        if child.is_break() {
            is_new = true;
            continue;
        }
        if is_new {
            let kind = Kind::Element(Tag::DefinitionListTitle);
            terms.push(Node::bare(kind, child.span.clone()));
            is_new = false;
        }
        if let Some(term) = terms.last_mut() {
            term.span.end = child.span.end;
            term.children.push(child);
        }
    }
    terms.iter_mut().for_each(|term| attach::at_end(term, source));
    terms
}

/// A definition of one paragraph is its text.
pub(super) fn unwrap_definition(node: &mut Node<'_>) {
    if !matches!(node.kind, Kind::Element(Tag::DefinitionListDefinition)) {
        return;
    }
    let mut own = node.children.iter().filter(|child| !child.is_attributes());
    if own.next().is_some_and(Node::is_paragraph) && own.next().is_none() {
        node.children = std::mem::take(&mut node.children)
            .into_iter()
            .flat_map(|child| if child.is_attributes() { vec![child] } else { child.children })
            .collect();
    }
}

/// Makes a list tight that was cut out of a loose one, when no blank line stands between its own items or inside of one.
pub(super) fn tighten(list: &mut Node<'_>, source: &str) {
    let is_item = |node: &&Node<'_>| matches!(node.kind, Kind::Element(Tag::Item));
    let items: Vec<&Node<'_>> = list.children.iter().filter(is_item).collect();
    if has_gap(&items, source) || items.iter().any(|item| has_gap(&item.children.iter().collect::<Vec<_>>(), source)) {
        return;
    }
    for item in list.children.iter_mut().filter(|node| is_item(&&**node)) {
        let children = std::mem::take(&mut item.children).into_iter().flat_map(|child| {
            if child.is_paragraph() || stays_in_line(&child, source) { child.children } else { vec![child] }
        });
        item.children = children.collect();
    }
}

/// Whether a blank line stands between two of these neighbours.
fn has_gap(nodes: &[&Node<'_>], source: &str) -> bool {
    nodes.windows(2).any(|pair| {
        let before = source.get(pair[0].span.start..pair[1].span.start).unwrap_or_default();
        let gap = before.trim_end_matches(|c: char| c.is_whitespace() || c == '>').len();
        before[gap..].matches('\n').count() > 1
    })
}
