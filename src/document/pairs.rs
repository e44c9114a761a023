//! A bullet list in which each item is a wiki link with one bullet below it is a group of compact cards.

use std::sync::Arc;

use pulldown_cmark::Tag;
use smallvec::smallvec;

use super::symbols::Splitter;
use super::tree::{Argument, Call, Kind, LinkKind, Node, Nodes, plain_text};
use super::wiki;
use crate::theme::{Component, Grammar};

/// The cards that a list means; any other list as it is.
pub(super) fn cards<'a>(list: Node<'a>, source: &str, grammar: &Grammar) -> Nodes<'a> {
    let Some(card) = grammar.get("card") else { return smallvec![list] };
    let is_bullets = matches!(list.kind, Kind::Element(Tag::List(None)));
    if !is_bullets || list.children.is_empty() || !list.children.iter().all(is_pair) {
        return smallvec![list];
    }
    list.children.into_iter().filter_map(|item| self::card(item, card, source, grammar)).collect()
}

/// Whether an item holds a wiki link and a list of one item, and nothing else.
fn is_pair(item: &Node<'_>) -> bool {
    let [link, below] = item.children.as_slice() else { return false };
    let link = match inline(link) {
        [only] => only,
        _ => link,
    };
    let is_wiki = matches!(&link.kind, Kind::Element(Tag::Link { dest_url, .. }) if dest_url.starts_with("[["));
    let is_single = matches!(&below.kind, Kind::Element(Tag::List(None))) && below.children.len() == 1;
    is_wiki && is_single && below.children.iter().all(|item| text_of(item).is_some())
}

/// The text of an item that holds nothing else.
fn text_of<'n, 'a>(item: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
    match item.children.as_slice() {
        [only] if only.is_paragraph() => Some(&only.children),
        children => children.iter().all(is_inline).then_some(children),
    }
}

fn is_inline(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Leaf(_) | Kind::Symbol(_) => true,
        Kind::Element(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }),
        Kind::Component(call) => call.is_inline(),
        _ => false,
    }
}

/// What is inside a paragraph; nothing for what is none.
fn inline<'n, 'a>(node: &'n Node<'a>) -> &'n [Node<'a>] {
    if node.is_paragraph() { &node.children } else { &[] }
}

fn card<'a>(mut item: Node<'a>, card: &Arc<Component>, source: &str, grammar: &Grammar) -> Option<Node<'a>> {
    let below = item.children.pop()?;
    let mut link = item.children.pop()?;
    if link.is_paragraph() {
        link = link.children.pop()?;
    }
    let Kind::Element(Tag::Link { dest_url, .. }) = link.kind else { return None };
    let text = text_of(below.children.first()?)?.to_vec();
    let mut arguments = vec![
        ("layout".to_owned(), Argument::Text("compact".to_owned())),
        ("link".to_owned(), Argument::Link(LinkKind::Link, dest_url.to_string(), link.span.clone())),
        ("text".to_owned(), Argument::Markdown(Splitter::part_of(source, grammar).split(text))),
    ];
    let target = dest_url.trim_start_matches('[').trim_end_matches(']');
    if plain_text(&link.children) != wiki::own_text(target) {
        arguments
            .push(("title".to_owned(), Argument::Markdown(Splitter::part_of(source, grammar).split(link.children))));
    }
    let call = Call::new(Arc::clone(card), arguments, link.span);
    Some(Node::bare(Kind::Component(Box::new(call)), item.span))
}
