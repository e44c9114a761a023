//! A block of a page in the place of a wiki link, `![[page#^id]]` (format sheet §1.34).
//!
//! The block is read again where it stands, so that its own links lead where they do there.

use pulldown_cmark::Tag;

use super::body;
use super::context::Context;
use crate::document::{Argument, Call, Kind, LinkKind, Node};
use crate::site::{Destination, Target};

/// A block that shows a block that shows a block …; deeper, the link stays.
const MAX_DEPTH: usize = 3;

/// The block that a link names; `None` when there is none, or when it is not for those who may read this page.
pub(super) fn block(link: &Node<'_>, context: &mut Context<'_>) -> Option<String> {
    let Some(Target::Internal { to: Destination::Page(id), suffix }) = context.target(LinkKind::Link, link.span.start)
    else {
        return None;
    };
    let name = suffix.strip_prefix('#').filter(|name| name.starts_with('^'))?;
    let renderer = context.renderer;
    let page = &renderer.site().pages[*id];
    let is_own = context.page.is_some_and(|own| own.url == page.url);
    if context.depth >= MAX_DEPTH || !(page.is_open() || is_own) {
        return None;
    }
    let mut inner = Context::of_page(renderer, page).inside(context);
    let html = page.document.with_tree(renderer.theme.grammar(), |nodes| {
        let block = find(nodes, name)?;
        Some(body::blocks(&[block], &mut inner))
    })?;
    context.styles.extend(inner.styles);
    context.scripts.extend(inner.scripts);
    Some(html)
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
        Kind::Component(call) => drop_ids_in(call),
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

/// An item needs a list around it.
fn standing_alone(block: Node<'_>) -> Node<'_> {
    match block.kind {
        Kind::Element(Tag::Item) => {
            Node { kind: Kind::Element(Tag::List(None)), span: block.span.clone(), children: vec![block] }
        }
        _ => block,
    }
}
