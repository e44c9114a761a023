//! A page, a section of one or a block in the place of a wiki link: `![[page]]`, `![[page#heading]]`, `![[page#^id]]`.
//!
//! What is shown is read again where it stands, so that its own links lead where they do there.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::body;
use super::context::Context;
use crate::document::{Argument, Call, Kind, LinkKind, Node, id_attributes};
use crate::site::{Destination, Page, Target};

/// A block that shows a block that shows a block …; deeper, the link stays.
const MAX_DEPTH: usize = 3;

/// A page or section that shows one that shows one; they may show many, so they end sooner.
const MAX_DEPTH_OF_SECTIONS: usize = 2;

/// What a link names; `None` when there is no such thing, or when it is not for those who may read this page.
pub(super) fn part(link: &Node<'_>, context: &mut Context<'_>) -> Option<String> {
    let Some(Target::Internal { to: Destination::Page(id), suffix }) = context.target(LinkKind::Link, link.span.start)
    else {
        return None;
    };
    let renderer = context.renderer;
    let page = &renderer.site.pages[*id];
    let is_own = context.page.is_some_and(|own| own.url == page.url);
    let name = suffix.strip_prefix('#').unwrap_or_default();
    let max_depth = if name.starts_with('^') { MAX_DEPTH } else { MAX_DEPTH_OF_SECTIONS };
    if context.depth() >= max_depth || !(page.is_open() || is_own) {
        return None;
    }
    let mut inner = Context::of_page(renderer, page).inside(context, &link.span);
    let nodes = page.document.tree();
    let shown = if name.starts_with('^') { vec![find(&nodes, name)?] } else { section(page, &nodes, name)? };
    // Nothing can be shown inside itself, nor inside what it shows.
    let holds =
        |link: &Range<usize>| shown.iter().any(|node| node.span.start <= link.start && link.end <= node.span.end);
    let is_page = |outer: &Option<&Page>| outer.is_some_and(|outer| outer.url == page.url);
    if inner.outer.iter().any(|(outer, link)| is_page(outer) && holds(link)) {
        return None;
    }
    let html = body::blocks(&shown, &mut inner);
    context.styles.extend(inner.styles);
    context.scripts.extend(inner.scripts);
    context.embedded.push(page);
    context.embedded.extend(inner.embedded);
    Some(html)
}

/// What stands under the heading with that id, and the heading; or all that is the page's own. Without ids.
fn section<'a>(page: &Page, nodes: &[Node<'a>], id: &str) -> Option<Vec<Node<'a>>> {
    let own = page.document.parts(nodes).own;
    let mut shown = if id.is_empty() {
        own.to_vec()
    } else {
        let heading = page.document.facts.headings.iter().find(|heading| *heading.id == *id)?;
        let start = own.iter().position(|node| node.span.start == heading.span.start)?;
        let level = level(&own[start])?;
        let ends = |node: &Node<'_>| self::level(node).is_some_and(|other| other <= level);
        let length = own[start + 1..].iter().position(ends).unwrap_or(own.len() - start - 1);
        own[start..=start + length].to_vec()
    };
    shown.iter_mut().for_each(drop_ids);
    Some(shown)
}

fn level(node: &Node<'_>) -> Option<usize> {
    match &node.kind {
        Kind::Element(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    }
}

/// The block with that id, without any id: they are those of the block where it stands.
fn find<'a>(nodes: &[Node<'a>], name: &str) -> Option<Node<'a>> {
    nodes.iter().find_map(|node| {
        if node.attributes().id.as_deref() == Some(name) {
            let mut block = node.clone();
            block.children.retain(|child| !child.is_attributes());
            drop_ids(&mut block);
            return Some(standing_alone(block));
        }
        let inside = match &node.kind {
            Kind::Component(call) => {
                find(&call.body, name).or_else(|| call.panes.iter().find_map(|pane| find(&pane.body, name)))
            }
            _ => None,
        };
        inside.or_else(|| find(&node.children, name))
    })
}

/// Drops the ids that authors wrote in a block; those that headings and titles give are not looked up in an embedded block.
fn drop_ids(node: &mut Node<'_>) {
    match &mut node.kind {
        Kind::Attributes(attributes) => attributes.id = None,
        Kind::Leaf(Event::Html(html) | Event::InlineHtml(html)) => drop_id_in_html(html),
        Kind::Component(call) => drop_ids_in(call),
        Kind::Element(Tag::HtmlBlock) => join_lines(&mut node.children),
        _ => {}
    }
    node.children.iter_mut().for_each(drop_ids);
}

fn drop_ids_in(call: &mut Call<'_>) {
    call.arguments.retain(|(name, _)| name != "id");
    for (_, argument) in &mut call.arguments {
        if let Argument::Markdown(nodes) = argument {
            nodes.iter_mut().for_each(drop_ids);
        }
    }
    call.panes.iter_mut().for_each(drop_ids_in);
    call.body.iter_mut().for_each(drop_ids);
}

/// Makes the lines of a block of HTML one, since a tag may go over several.
fn join_lines(lines: &mut Vec<Node<'_>>) {
    let text = |line: &Node<'_>| match &line.kind {
        Kind::Leaf(Event::Html(html)) => Some(html.to_string()),
        _ => None,
    };
    let (Some(html), [first, .., last]) = (lines.iter().map(text).collect::<Option<String>>(), lines.as_slice()) else {
        return;
    };
    *lines = vec![Node {
        kind: Kind::Leaf(Event::Html(html.into())),
        span: first.span.start..last.span.end,
        children: Vec::new(),
    }];
}

/// Drops the ids of an author's own elements.
fn drop_id_in_html(html: &mut CowStr<'_>) {
    // The last comes first, so that the others stay where they are.
    for id in id_attributes(html).into_iter().rev() {
        *html = CowStr::from(format!("{}{}", html[..id.start].trim_end(), &html[id.end..]));
    }
}

/// An item needs a list around it.
fn standing_alone(block: Node<'_>) -> Node<'_> {
    match block.kind {
        Kind::Element(Tag::Item) => {
            Node { kind: Kind::Element(Tag::List(None)), span: block.span.clone(), children: vec![block] }
        }
        _ => block,
    }
}
