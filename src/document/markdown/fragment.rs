//! Inline Markdown that stands by itself: titles, labels, arguments of components.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag};

use super::tree;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::scan;
use crate::document::tree::{Kind, Node};
use crate::theme::Grammar;

/// Reads `text`, which stands at `span`, as inline Markdown. Spans inside it count in the file.
pub(in crate::document) fn inline(
    source: &Arc<SourceText>,
    span: Range<usize>,
    text: &str,
    grammar: &Grammar,
) -> (Vec<Node<'static>>, Vec<Diagnostic>) {
    inline_with(source, span, text, "", grammar)
}

/// What stands before a title that begins like a block, while it is read: it takes no room, and is no white space.
const LEAD: &str = "\u{2060}";

/// Reads inline Markdown as [`inline`] does, with the definitions of links that stand elsewhere on the page.
pub(super) fn inline_with(
    source: &Arc<SourceText>,
    span: Range<usize>,
    text: &str,
    definitions: &str,
    grammar: &Grammar,
) -> (Vec<Node<'static>>, Vec<Diagnostic>) {
    if is_plain(text) {
        return (vec![Node::of_text(text.to_owned(), span)], Vec::new());
    }
    // A title such as `<div>x</div>`, `1. Install` or `=== x` is no block, and a picture alone is no figure: something
    // stands before it.
    let lead = if begins_block(text) { LEAD } else { "" };
    // A definition may turn out to be none, and a block that never ends may take it in.
    let within = |at: usize| at.saturating_sub(lead.len()).min(text.len());
    let in_text = |inner: &Range<usize>| within(inner.start)..within(inner.end);
    // A decoded text has offsets of its own: everything in it is said to stand at the whole.
    let own = source.text.get(span.clone()).is_some_and(|written| written == text);
    let in_file = |inner: Range<usize>| {
        let inner = in_text(&inner);
        if own { span.start + inner.start..span.start + inner.end } else { span.clone() }
    };
    let inner = SourceText::new(&source.name, format!("{lead}{text}{definitions}"));
    let settled = scan::settle(&inner.text, 0, grammar);
    let ((nodes, mut problems), _) = tree(&inner, &settled, grammar);
    for place in problems.iter_mut().filter_map(|problem| problem.place.as_mut()) {
        place.source = Arc::clone(source);
        place.span = in_file(place.span.clone());
    }
    let nodes = nodes.into_iter().filter(|node| node.span.start < lead.len() + text.len());
    let mut inlines: Vec<Node<'_>> = nodes.flat_map(|node| in_line(node, |span| &text[in_text(span)])).collect();
    if let Some(Node { kind: Kind::Leaf(Event::Text(first)), .. }) = inlines.first_mut().filter(|_| !lead.is_empty()) {
        *first = CowStr::from(first.trim_start_matches(lead).to_owned());
    }
    for node in &mut inlines {
        node.relocate(&in_file);
    }
    (inlines.into_iter().map(Node::into_static).collect(), problems)
}

/// What stands in a block, in line; one that is no paragraph is text, as it is `written`.
fn in_line<'a, 't>(node: Node<'a>, written: impl FnOnce(&Range<usize>) -> &'t str) -> Vec<Node<'a>> {
    match node.kind {
        Kind::Element(Tag::Paragraph) => node.children,
        Kind::Leaf(_) | Kind::Component(_) | Kind::Symbol(_) | Kind::Word(_) | Kind::Verbatim(_) => vec![node],
        _ => vec![Node::of_text(written(&node.span).trim().to_owned(), node.span)],
    }
}

/// Whether a text begins with marks that make a block of a line, or a picture of a paragraph.
fn begins_block(text: &str) -> bool {
    let behind_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = behind_number.len() < text.len() && behind_number.starts_with(['.', ')']);
    is_item || text.starts_with(['<', '!', '#', '>', '=', '|', '+', '-']) || text.starts_with(":::")
}

/// Whether a text surely holds no markup: most labels and titles do not, and need not be parsed.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '(' | ')' | '/' | '-' | '\'' | '?');
    text.starts_with(char::is_alphanumeric) && !text.ends_with(' ') && text.chars().all(plain)
}
