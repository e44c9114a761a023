//! Links in a text.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attributes;
use super::body::{self, in_text, push_text, push_with_children};
use super::context::Context;
use crate::document::{LinkKind, Node};
use crate::html::escape;
use crate::site::{Destination, Viewpoint};

/// Writes a link, unless it leads nowhere: then its text stands there.
pub(super) fn push<'a>(node: &Node<'a>, tag: &Tag<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let Tag::Link { link_type, dest_url, title, id } = tag else { return };
    let href = context.href(LinkKind::Link, node.span.start, dest_url);
    if let Some(href) = href.as_deref().filter(|href| context.leads_out(href)) {
        push_outbound(node, href, title, context, events);
        return;
    }
    // pulldown-cmark's writer has no room for attributes, and would encode what stands for the way to the root.
    if context.from == Viewpoint::Shared || node.children.iter().any(Node::is_attributes) {
        let beside = beside(node, href.as_deref(), title, context);
        let href = href.map(|href| format!(" href=\"{}\"", escape(&href))).unwrap_or_default();
        events.push(in_text(format!("<a{href}{beside}>")));
        push_text(&node.children, context, events);
        events.push(in_text("</a>"));
        return;
    }
    let Some(href) = href else {
        node.children.iter().for_each(|child| body::push(child, context, events));
        return;
    };
    let tag = Tag::Link { link_type: *link_type, dest_url: href.into(), title: title.clone(), id: id.clone() };
    match context.destination(node.span.start) {
        // A link without text shows the title of its page.
        Some(Destination::Page(page)) if node.children.is_empty() && !dest_url.is_empty() => {
            let text = context.renderer.site.pages[page].title.to_string();
            events.extend([Event::Start(tag), Event::Text(text.into()), Event::End(TagEnd::Link)]);
        }
        _ => push_with_children(node, tag, context, events),
    }
}

/// What stands in the tag of a link beside its address: its tooltip, what its author gave it, and where a link to another site opens.
pub(super) fn beside(node: &Node<'_>, href: Option<&str>, title: &str, context: &Context<'_>) -> String {
    let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
    let own = node.attributes();
    match href.filter(|href| context.leads_out(href)) {
        Some(_) => title + &context.renderer.outbound.beside(&own, ""),
        None => title + &attributes::written(&own),
    }
}

/// A link to another site.
fn push_outbound<'a>(node: &Node<'a>, href: &str, title: &str, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let (start, end) = context.renderer.outbound.tags(href, title, &node.attributes());
    events.push(in_text(start));
    push_text(&node.children, context, events);
    events.push(in_text(end));
}
