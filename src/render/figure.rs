//! What stands alone on its line as a figure: an image, an image that leads somewhere, a piece of another page.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::Context;
use super::image::{Image, LinkAround};
use super::{body, embedded, link};
use crate::document::{Kind, LinkKind, Node};
use crate::html::Html;
use crate::site::Run;

pub(super) fn push<'a>(node: &Node<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let align = node.attributes().value("align").unwrap_or_default().to_owned();
    let image = |node: &Node<'a>, around: LinkAround<'_>, context: &mut Context<'_>| match &node.kind {
        Kind::Element(Tag::Image { dest_url: source, title, .. }) => {
            let image = Image { node, source, title, around, align: align.clone(), figure: true };
            Some(body::block(image.render(context)))
        }
        _ => None,
    };
    for child in &node.children {
        match &child.kind {
            Kind::Element(Tag::Link { .. }) if child.is_embedded() => match embedded::part(child, context) {
                Some(html) => events.push(body::block(html)),
                None => {
                    events.push(Event::Start(Tag::Paragraph));
                    body::push(child, context, events);
                    events.push(Event::End(TagEnd::Paragraph));
                }
            },
            Kind::Element(Tag::Image { .. }) => events.extend(image(child, LinkAround::default(), context)),
            Kind::Element(Tag::Link { dest_url, title, .. }) => {
                let runs = context.renderer.site.actions.run(dest_url, context.page);
                let action = match (runs, dest_url.strip_prefix("action:")) {
                    (Some(Run::Script(_)), Some(id)) => id,
                    _ => "",
                };
                let href = context.href(LinkKind::Link, child.span.start, dest_url);
                let attributes = Html::trusted(link::beside(child, href.as_deref(), title, context));
                let around = LinkAround { href: href.unwrap_or_default(), action, attributes };
                events.extend(child.children.iter().filter_map(|inner| image(inner, around.clone(), context)));
            }
            _ => body::push(child, context, events),
        }
    }
}
