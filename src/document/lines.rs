//! What stands alone on a line of a paragraph.
//!
//! An image alone on a line is a figure, an address alone on a line may be a video, and a boxed component such as a
//! reference link is a block, even when text stands before and behind it on its line, or on the lines before and after without
//! a blank line between. The paragraph ends before it and another begins behind it.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag};
use smallvec::smallvec;

use super::attributes::Attributes;
use super::scan::http_length;
use super::tree::{Argument, Call, Kind, Node, Nodes};
use crate::theme::{Component, Grammar, Parts};

/// A paragraph, cut where a line is a block of its own.
pub(super) fn lift<'a>(paragraph: Node<'a>, grammar: &Grammar) -> Nodes<'a> {
    if !paragraph.children.iter().any(|child| may_stand_alone(child, grammar)) {
        return smallvec![paragraph];
    }
    let mut blocks = Nodes::new();
    for part in parts(paragraph.children, grammar, |_| false) {
        blocks.push(match part {
            Part::Block(node) => node,
            Part::Text(children) => {
                // Attributes stand behind the text that they are for, wherever they were written.
                let end = children.iter().map(|child| child.span.end).max().unwrap_or(0);
                let span = children.first().map_or(0, |child| child.span.start)..end;
                Node { kind: Kind::Element(Tag::Paragraph), span, children }
            }
        });
    }
    blocks
}

/// The text of a tight list item, which has no paragraph around it, cut where a line is a block of its own.
pub(super) fn lift_tight<'a>(mut children: Vec<Node<'a>>, grammar: &Grammar, source: &str) -> Vec<Node<'a>> {
    let is_apart = |picture: &Node<'a>| begins_line(picture, source) || is_beside_hyphen(picture, source);
    let lifts = |child: &Node<'a>| {
        is_block_component(child) || is_block_address(child, grammar) || is_picture(child) && is_apart(child)
    };
    if !children.iter().any(lifts) {
        return children;
    }
    let blocks = children.split_off(children.iter().position(Node::is_block).unwrap_or(children.len()));
    let parts = parts(children, grammar, |block| stays_in_line(block, source));
    let lifted = parts.into_iter().flat_map(|part| match part {
        Part::Block(node) => vec![node],
        Part::Text(children) => children,
    });
    lifted.chain(blocks).collect()
}

/// Whether a figure is only an image in a tight list item, where it stays in its line unless it begins the line, or hyphens put it
/// to a side.
pub(super) fn stays_in_line(node: &Node<'_>, source: &str) -> bool {
    let is_apart = || begins_line(node, source) || node.children.iter().any(Node::is_attributes);
    matches!(node.kind, Kind::Figure) && !is_apart()
}

fn begins_line(node: &Node<'_>, source: &str) -> bool {
    source[..node.span.start].ends_with('\n')
}

/// Whether a hyphen stands beside a picture or within the link around it, which may put it to a side.
fn is_beside_hyphen(picture: &Node<'_>, source: &str) -> bool {
    let Range { start, end } = picture.span;
    source[..start].ends_with('-') || source[end..].starts_with('-') || alignment_in_link(picture).is_some()
}

enum Part<'a> {
    Text(Vec<Node<'a>>),
    Block(Node<'a>),
}

/// The lines as text and blocks; what blocks `stays` names are text after all.
fn parts<'a>(children: Vec<Node<'a>>, grammar: &Grammar, stays: impl Fn(&Node<'a>) -> bool) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    let mut pending_break: Option<Node<'a>> = None;
    for (line, ending) in lines(children).into_iter().flat_map(between_boxes) {
        let line = match block_of_line(line, grammar) {
            Ok(blocks) if blocks.iter().any(&stays) => blocks.into_iter().flat_map(|block| block.children).collect(),
            Ok(blocks) => {
                // The break before a block, and the one behind it, is no text.
                pending_break = None;
                parts.extend(blocks.into_iter().map(Part::Block));
                continue;
            }
            Err(line) => line,
        };
        match parts.last_mut() {
            _ if line.is_empty() => {}
            Some(Part::Text(text)) => {
                text.extend(pending_break.take());
                text.extend(line);
            }
            _ => parts.push(Part::Text(line)),
        }
        pending_break = ending;
    }
    parts
}

/// A line of a paragraph, with the break that ends it.
type Line<'a> = (Vec<Node<'a>>, Option<Node<'a>>);

/// The lines of a paragraph.
fn lines<'a>(children: Vec<Node<'a>>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for child in children {
        if child.is_break() {
            lines.push((std::mem::take(&mut line), Some(child)));
        } else {
            line.push(child);
        }
    }
    lines.push((line, None));
    lines
}

/// A line of text with boxed components in it, as several lines: the text ends before each, and goes on behind.
fn between_boxes<'a>((line, ending): Line<'a>) -> Vec<Line<'a>> {
    if !line.iter().any(is_block_component) || is_boxes_alone(&line) {
        return vec![(line, ending)];
    }
    let mut lines: Vec<Line<'a>> = vec![(Vec::new(), None)];
    for node in line {
        let is_box = is_block_component(&node);
        if is_box || lines.last().is_some_and(|(line, _)| line.iter().any(is_block_component)) {
            lines.push((Vec::new(), None));
        }
        if let Some((line, _)) = lines.last_mut() {
            line.push(node);
        }
    }
    lines.retain(|(line, _)| !line.iter().all(is_blank));
    for (line, _) in &mut lines {
        if let Some(Node { kind: Kind::Leaf(Event::Text(text)), .. }) = line.first_mut() {
            *text = CowStr::from(text.trim_start().to_owned());
        }
        if let Some(Node { kind: Kind::Leaf(Event::Text(text)), .. }) = line.last_mut() {
            *text = CowStr::from(text.trim_end().to_owned());
        }
    }
    if let Some(last) = lines.last_mut() {
        last.1 = ending;
    }
    lines
}

fn may_stand_alone(node: &Node<'_>, grammar: &Grammar) -> bool {
    is_picture(node)
        || node.is_embedded()
        || is_block_component(node)
        || is_block_address(node, grammar)
        || alignment_in_link(node).is_some()
}

/// The blocks that a line is, or the line back when it is text. A line may hold several boxed components and nothing else.
fn block_of_line<'a>(mut line: Vec<Node<'a>>, grammar: &Grammar) -> Result<Vec<Node<'a>>, Vec<Node<'a>>> {
    if is_boxes_alone(&line) {
        line.retain(|node| !is_blank(node));
        return Ok(line);
    }
    let takes_figure = grammar.has("image");
    if let Some(align) = alignment(&line).filter(|_| takes_figure) {
        if let [link] = line.as_mut_slice() {
            link.children.retain(|child| child.text().is_none());
        }
        line.retain(is_picture);
        let span = line.first().map_or(0..0, |picture| picture.span.clone());
        let attributes = Attributes { pairs: vec![("align".to_owned(), align.to_owned())], ..Attributes::default() };
        line.push(Node::bare(Kind::Attributes(attributes), span));
        return Ok(vec![figure(line)]);
    }
    let [only] = line.as_slice() else { return Err(line) };
    if let Some(call) = video(only, grammar).or_else(|| address(only, grammar)) {
        return Ok(vec![Node::component(call)]);
    }
    let is_figure = is_picture(only) && takes_figure || only.is_embedded();
    if is_figure { Ok(vec![figure(line)]) } else { Err(line) }
}

/// A figure, which stands where its picture does.
fn figure(children: Vec<Node<'_>>) -> Node<'_> {
    let span = children.first().map_or(0..0, |first| first.span.clone());
    Node { kind: Kind::Figure, span, children }
}

/// An address as the component that takes it.
fn address<'a>(text: &Node<'a>, grammar: &Grammar) -> Option<Call<'a>> {
    let address = text.text().filter(|_| is_block_address(text, grammar))?.trim();
    let (component, parts) = grammar.url(address)?;
    Some(url_call(component, parts, address.to_owned(), text.span.clone()))
}

/// The side that hyphens glued to an image alone on its line put it on: `-![…](…)`, `![…](…)--`.
fn alignment(line: &[Node<'_>]) -> Option<&'static str> {
    let (before, after) = match line {
        [before, picture] if is_picture(picture) => (before.text()?, ""),
        [picture, after] if is_picture(picture) => ("", after.text()?),
        [before, picture, after] if is_picture(picture) => (before.text()?, after.text()?),
        [link] => return alignment_in_link(link),
        _ => return None,
    };
    match (before, after) {
        ("-", "") => Some("left"),
        ("--", "") => Some("left-plus"),
        ("", "-") => Some("right"),
        ("", "--") => Some("right-plus"),
        ("--", "--") => Some("center-plus"),
        _ => None,
    }
}

/// The same for hyphens within the link around the image: `[-![…](…)](…)`.
fn alignment_in_link(node: &Node<'_>) -> Option<&'static str> {
    let Kind::Element(Tag::Link { .. }) = node.kind else { return None };
    let attributes = node.children.iter().position(Node::is_attributes);
    alignment(&node.children[..attributes.unwrap_or(node.children.len())])
}

fn is_picture(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Element(Tag::Image { .. }) => true,
        Kind::Element(Tag::Link { .. }) => {
            let mut children = node.children.iter().filter(|child| !child.is_attributes());
            let first = children.next().map(|child| &child.kind);
            matches!(first, Some(Kind::Element(Tag::Image { .. }))) && children.next().is_none()
        }
        _ => false,
    }
}

/// The picture of a video's address as the video with its text below it.
fn video<'a>(picture: &Node<'a>, grammar: &Grammar) -> Option<Call<'a>> {
    let Kind::Element(Tag::Image { dest_url, .. }) = &picture.kind else { return None };
    let (component, parts) = grammar.url(dest_url)?;
    let mut call = url_call(component, parts, dest_url.to_string(), picture.span.clone());
    let takes_text = component.argument("text").is_some() && !picture.children.is_empty();
    call.arguments.extend(takes_text.then(|| ("text".to_owned(), Argument::Markdown(picture.children.clone()))));
    Some(call)
}

/// Whether a line holds boxed components and nothing else.
fn is_boxes_alone(line: &[Node<'_>]) -> bool {
    line.iter().any(is_block_component) && line.iter().all(|node| is_block_component(node) || is_blank(node))
}

fn is_blank(node: &Node<'_>) -> bool {
    node.text().is_some_and(|text| text.trim().is_empty())
}

fn is_block_component(node: &Node<'_>) -> bool {
    matches!(&node.kind, Kind::Component(call) if !call.is_inline())
}

fn is_block_address(node: &Node<'_>, grammar: &Grammar) -> bool {
    node.text().is_some_and(|text| {
        // Most texts are none, as their first letters tell.
        let is_address = |text: &str| http_length(text) == Some(text.len()) && grammar.url(text).is_some();
        text.trim_start().starts_with("http") && is_address(text.trim())
    })
}

/// The call of a `url` component with the parts of its address.
pub(super) fn url_call<'a>(component: &Arc<Component>, parts: Parts, address: String, span: Range<usize>) -> Call<'a> {
    let mut arguments: Vec<(String, Argument<'a>)> = parts
        .into_iter()
        .filter(|(name, _)| component.argument(name).is_some())
        .map(|(name, value)| (name, Argument::Text(value)))
        .collect();
    if component.argument("url").is_some() {
        arguments.push(("url".to_owned(), Argument::Text(address)));
    }
    Call::new(Arc::clone(component), arguments, span)
}
