//! The description of a page: a paragraph between two lines of `***` right behind its title.

use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::tree::{Kind, Node};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// The line before and behind it.
const MARKER: &str = "***";

/// Takes the two lines away and makes the paragraph between them the description.
pub(super) fn mark(nodes: &mut Vec<Node<'_>>, source: &Arc<SourceText>, diagnostics: &mut Vec<Diagnostic>) {
    let is_title = |node: &Node<'_>| matches!(node.kind, Kind::Element(Tag::Heading { level: HeadingLevel::H1, .. }));
    let Some(title) = nodes.iter().position(is_title) else { return };
    let Some([before, paragraph, behind]) = nodes.get(title + 1..title + 4) else { return };
    let is_marker = |node: &Node<'_>| {
        matches!(node.kind, Kind::Leaf(Event::Rule)) && source.text[node.span.clone()].trim() == MARKER
    };
    if !(is_marker(before) && is_marker(behind) && paragraph.is_paragraph()) {
        return;
    }
    if let Some(other) = paragraph.children.iter().find(|node| !is_plain(node)) {
        let message = format!("with this, the text between the lines of `{MARKER}` is no description of the page");
        let hint = "a description takes bold, italic and struck-out text, code and emoji: no links, pictures or HTML";
        diagnostics.push(Diagnostic::new(Code::MarkupAsText, message).at(source, other.span.clone()).hint(hint));
    } else {
        nodes.remove(title + 3);
        nodes.remove(title + 1);
        nodes[title + 1].kind = Kind::Description;
    }
}

/// Whether it is text, emphasis or a symbol; links, pictures and HTML are not allowed in a description.
fn is_plain(node: &Node<'_>) -> bool {
    let is_plain = match &node.kind {
        Kind::Leaf(event) => !matches!(event, Event::Html(_) | Event::InlineHtml(_)),
        Kind::Element(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough),
        Kind::Symbol(_) => true,
        _ => false,
    };
    is_plain && node.children.iter().all(self::is_plain)
}
