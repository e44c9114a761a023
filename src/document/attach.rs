//! Gives elements the attributes that stand behind or inside them, and the block ids of Obsidian.
//!
//! What stands on the line above a block is found by `scan`, which hides it, and given to the block by `markdown`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::attributes::{Attributes, OTHERS};
use super::tree::{Argument, Call, Kind, Node};

/// What attributes behind an image are: in a cell of a table they are the cell's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Images {
    TakeAttributes,
    LeaveAttributes,
}

/// Gives a block the attributes that stand on the line above it.
pub(super) fn above<'a>(block: &mut Node<'a>, attributes: Node<'a>) {
    let picture = |child: &Node<'a>| matches!(child.kind, Kind::Element(Tag::Image { .. }));
    match (&mut block.kind, &attributes.kind) {
        (Kind::Component(call), Kind::Attributes(given)) => {
            let classes = Some(given.classes.join(" ")).filter(|classes| !classes.is_empty());
            give(call, "classes", classes);
            give(call, OTHERS, given.lines());
            // Where there are panes, each has an id, and that of the first leads to where they begin.
            let named = if call.panes.is_empty() { call } else { &mut call.panes[0] };
            give(named, "id", given.id.clone());
        }
        (Kind::Figure, _) if block.children.first().is_some_and(picture) => block.children[0].children.push(attributes),
        _ => block.children.push(attributes),
    }
}

/// Gives a component an argument that it declares and its author left open.
fn give(call: &mut Call<'_>, name: &str, value: Option<String>) {
    let is_free = call.component.argument(name).is_some() && call.text(name).is_none();
    call.arguments.extend(value.filter(|_| is_free).map(|value| (name.to_owned(), Argument::Text(value))));
}

/// Moves `{…}` right behind an inline element into it.
pub(super) fn behind(children: &mut Vec<Node<'_>>, images: Images) {
    if !children.iter().any(|child| child.text().is_some_and(|text| text.starts_with('{'))) {
        return;
    }
    let mut given: Vec<Node<'_>> = Vec::with_capacity(children.len());
    for node in std::mem::take(children) {
        let before = given.last_mut().filter(|before| before.span.end == node.span.start && takes(before, images));
        let found = node.text().and_then(Attributes::at_start);
        let (Some(before), Some((length, attributes))) = (before, found) else {
            given.push(node);
            continue;
        };
        before.children.push(attributes_node(attributes, node.span.start..node.span.start + length));
        let rest = node.text().unwrap_or_default()[length..].to_owned();
        if !rest.is_empty() {
            let span = node.span.end - rest.len()..node.span.end;
            given.push(Node::of_text(rest, span));
        }
    }
    *children = given;
}

fn takes(node: &Node<'_>, images: Images) -> bool {
    use Tag::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    match &node.kind {
        Kind::Element(Image { .. }) => images == Images::TakeAttributes,
        Kind::Element(tag) => {
            matches!(tag, Link { .. } | Emphasis | Strong | Strikethrough | Subscript | Superscript)
        }
        Kind::Leaf(Event::Code(_)) | Kind::Mark(_) => true,
        _ => false,
    }
}

/// Moves `{…}` and ` ^id` at the end of an element's own text into the element: a paragraph, a list item, a cell, a term.
pub(super) fn at_end(node: &mut Node<'_>, source: &str) {
    let own = node.children.iter().position(Node::is_block).unwrap_or(node.children.len());
    if own == 0 {
        // The text of a loose item is its first paragraph.
        if let Some(first) = node.children.first_mut().filter(|first| first.is_paragraph())
            && let Some(at) = first.children.iter().position(Node::is_attributes)
        {
            let attributes = first.children.remove(at);
            node.children.push(attributes);
        }
        return;
    }
    let last = &node.children[own - 1];
    let Some((cut, attributes)) = ending(last, source) else { return };
    // Only paragraphs and items have block ids.
    if has_block_id(&attributes) && !matches!(node.kind, Kind::Element(Tag::Paragraph | Tag::Item)) {
        return;
    }
    let text = last.text().unwrap_or_default();
    let kept = text[..cut].trim_end();
    let span = last.span.start..last.span.end - (text.len() - kept.len());
    if !kept.is_empty() {
        node.children[own - 1] = Node::of_text(kept.to_owned(), span);
    } else if own > 1 || is_cell(node) || has_block_id(&attributes) {
        let breaks = node.children[..own - 1].iter().rev().take_while(|child| child.is_break()).count();
        node.children.drain(own - 1 - breaks..own);
    } else {
        return;
    }
    node.children.push(attributes);
}

/// Takes the attributes at the end of a heading, which may be glued to it: `## Base{#base}`.
pub(super) fn at_end_of_heading(node: &mut Node<'_>) {
    let Some(last) = node.children.last_mut() else { return };
    let Some((span, attributes)) = last.text().and_then(Attributes::at_end) else { return };
    let kept = last.text().map(|text| text[..span.start].trim_end().to_owned()).unwrap_or_default();
    let place = last.span.clone();
    if kept.is_empty() {
        node.children.pop();
    } else {
        last.kind = Kind::Leaf(Event::Text(CowStr::from(kept)));
    }
    node.children.push(attributes_node(attributes, place));
}

fn is_cell(node: &Node<'_>) -> bool {
    matches!(node.kind, Kind::Element(Tag::TableCell))
}

fn has_block_id(attributes: &Node<'_>) -> bool {
    matches!(&attributes.kind, Kind::Attributes(Attributes { id: Some(id), .. }) if id.starts_with('^'))
}

/// The classes that say how a whole table looks.
const OF_TABLES: [&str; 4] = ["clean", "compact", "equal", "striped"];

/// Gives a table what stands in its first line and is not for a column: attributes at the very end of the line, and classes of
/// tables in any of its cells, where all attributes were the table's before Retype's columns had any.
pub(super) fn head(head: &mut Node<'_>, source: &str) {
    let line = source[head.span.start..].lines().next().unwrap_or_default();
    if line.trim_end().ends_with('}')
        && let Some(last) = head.children.last_mut()
        && let Some(at) = last.children.iter().position(Node::is_attributes)
    {
        let attributes = last.children.remove(at);
        head.children.push(attributes);
    }
    let mut of_table = Attributes::default();
    for given in head.children.iter_mut().filter(|child| is_cell(child)).flat_map(|cell| &mut cell.children) {
        if let Kind::Attributes(given) = &mut given.kind {
            of_table.classes.extend(given.classes.extract_if(.., |class| OF_TABLES.contains(&class.as_str())));
        }
    }
    if !of_table.classes.is_empty() {
        let span = head.span.clone();
        head.children.push(attributes_node(of_table, span));
    }
}

/// Attributes or a block id at the end of a text node: where the text ends before them, and they.
fn ending<'a>(node: &Node<'a>, source: &str) -> Option<(usize, Node<'a>)> {
    let text = node.text()?;
    let trimmed = text.trim_end();
    let (cut, attributes) = match trimmed.as_bytes().last()? {
        b'}' => {
            let (span, attributes) = Attributes::at_end(trimmed)?;
            (span.start, attributes)
        }
        _ => {
            let before = trimmed.bytes().rposition(|byte| !is_of_block_id(byte))?;
            let caret = Some(before).filter(|at| trimmed.as_bytes()[*at] == b'^')?;
            (caret, Attributes { id: Some(block_id(&trimmed[caret..])?.to_owned()), ..Attributes::default() })
        }
    };
    // What the parser has decoded is not where it was written.
    let start = node.span.end.checked_sub(text.len() - cut)?;
    let is_written = source.get(start..node.span.end) == Some(&text[cut..]);
    let before = source[..start].chars().next_back();
    let opens = before.is_none_or(char::is_whitespace) || (cut == 0 && before != Some('\\'));
    let span = start..start + trimmed.len() - cut;
    (is_written && opens).then(|| (cut, attributes_node(attributes, span)))
}

/// The id in `^id`, with its caret: links write it so, `[[page#^id]]`.
fn block_id(text: &str) -> Option<&str> {
    let name = text.strip_prefix('^')?;
    (!name.is_empty() && name.bytes().all(is_of_block_id)).then_some(text)
}

fn is_of_block_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// The block id that a paragraph consists of: that of the block before it.
pub(super) fn lone_block_id<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let [only] = node.children.as_slice() else { return None };
    (node.is_paragraph() && has_block_id(only)).then(|| only.clone())
}

fn attributes_node<'a>(attributes: Attributes, span: Range<usize>) -> Node<'a> {
    Node::bare(Kind::Attributes(attributes), span)
}
