//! Images and figures.

use pulldown_cmark::Tag;

use super::attributes::pairs;
use super::context::{Context, argument};
use crate::document::{Kind, LinkKind, Medium, Node, alt_and_size, is_share, plain_text};
use crate::html::Html;
use crate::site::{Destination, File, Target};

/// An image on its way to its template.
pub(super) struct Image<'n, 'a> {
    pub(super) node: &'n Node<'a>,
    /// The address as written.
    pub(super) source: &'n str,
    pub(super) title: &'n str,
    /// The link that it stands in.
    pub(super) around: LinkAround<'n>,
    /// The side that its author put it on.
    pub(super) align: String,
    /// Whether it stands alone on its line.
    pub(super) figure: bool,
}

/// The link around an image.
#[derive(Clone, Default)]
pub(super) struct LinkAround<'n> {
    /// Where a click leads; empty where there is no link.
    pub(super) href: String,
    /// The action of the page that a click runs instead.
    pub(super) action: &'n str,
    /// What stands in its tag beside that.
    pub(super) attributes: Html,
}

impl Image<'_, '_> {
    pub(super) fn render(&self, context: &mut Context<'_>) -> String {
        let text = plain_text(&self.node.children);
        let (alt, size) = alt_and_size(text.trim());
        let mut attributes = self.node.attributes();
        let pair = |name: &str| attributes.value(name).and_then(|value| value.trim_end_matches("px").parse().ok());
        let size = (pair("width").or(size.0), pair("height").or(size.1));
        // A share of the width around it, `{width="50%"}`, stays as it is written; the height follows.
        let is_share = attributes.value("width").is_some_and(is_share);
        attributes.pairs.retain(|(key, _)| match key.as_str() {
            "width" => is_share,
            key => !matches!(key, "height" | "alt" | "title" | "loading"),
        });
        let (width, height) = if is_share { (0, 0) } else { displayed_size(size, self.natural_size(context)) };
        let src = context.href(LinkKind::Image, self.node.span.start, self.source);
        let Some(src) = src.filter(|src| !src.is_empty()) else {
            return self.text_instead(alt);
        };
        let medium = Medium::of(&src);
        // What has controls of its own cannot be inside a link (HTML, "the a element").
        let around = if medium.is_some() { LinkAround::default() } else { self.around.clone() };
        let dark = self.dark_twin(context);
        let lazy = context.next_image() > 0;
        let mut arguments = vec![
            argument("src", src),
            argument("alt", alt),
            argument("title", self.title),
            argument("width", i64::from(width)),
            argument("height", i64::from(height)),
            argument("link", around.href),
            argument("action", around.action),
            argument("dark", dark),
            argument("lazy", lazy),
            argument("align", self.align.as_str()),
            argument("id", attributes.id.clone().unwrap_or_default()),
            argument("classes", attributes.classes.join(" ")),
            argument("figure", self.figure),
            argument("caption", Html::text(alt)),
        ];
        arguments.extend(context.optional("image", "attributes", pairs(&attributes)));
        arguments.extend(context.optional("image", "linkAttributes", around.attributes));
        arguments.extend(context.optional("image", "medium", Html::text(medium.map_or("", Medium::name))));
        context.component("image", arguments, None)
    }

    /// An image that leads nowhere is its text.
    fn text_instead(&self, alt: &str) -> String {
        let text = if alt.is_empty() { self.source.trim_matches(['[', ']']) } else { alt };
        let text = Html::text(text);
        if self.figure { format!("<p>{text}</p>") } else { text.into_string() }
    }

    fn file<'c>(&self, context: &Context<'c>) -> Option<&'c File> {
        match context.target(LinkKind::Image, self.node.span.start) {
            Some(Target::Internal { to: Destination::File(id), .. }) => context.renderer.site.files.get(*id),
            _ => None,
        }
    }

    fn natural_size(&self, context: &Context<'_>) -> Option<(u32, u32)> {
        self.file(context)?.source.dimensions
    }

    /// `name-dark.png` beside `name.png` is shown in the dark scheme.
    fn dark_twin(&self, context: &Context<'_>) -> String {
        let site = &context.renderer.site;
        let twin = self.file(context).and_then(|file| {
            let path = file.source.path.as_str();
            let (stem, extension) = path.rsplit_once('.')?;
            site.file(&format!("{stem}-dark.{extension}"))
        });
        twin.map(|file: &File| site.base.href(context.from, &file.url)).unwrap_or_default()
    }
}

/// Whether a film or a sound is among these.
pub(super) fn shows_medium(nodes: &[Node<'_>]) -> bool {
    nodes.iter().any(|node| match &node.kind {
        Kind::Element(Tag::Image { dest_url, .. }) => Medium::of(dest_url).is_some(),
        _ => shows_medium(&node.children),
    })
}

/// The size to reserve, so that nothing moves when the image arrives: as it is wanted, and in proportion where only one side is. 0
/// where nothing is known.
pub(super) fn displayed_size(wanted: (Option<u32>, Option<u32>), natural: Option<(u32, u32)>) -> (u32, u32) {
    let scaled = |side: u32, of: u32, to: u32| {
        let scaled = u64::from(side) * u64::from(to) / u64::from(of.max(1));
        u32::try_from(scaled).unwrap_or_default().max(1)
    };
    match (wanted, natural) {
        ((Some(width), None), Some((w, h))) => (width, scaled(h, w, width)),
        ((None, Some(height)), Some((w, h))) => (scaled(w, h, height), height),
        ((None, None), Some(natural)) => natural,
        ((width, height), _) => (width.unwrap_or_default(), height.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_for_an_image_keeps_its_proportions() {
        assert_eq!(displayed_size((Some(500), None), Some((1200, 750))), (500, 312));
        assert_eq!(displayed_size((None, Some(75)), Some((1200, 750))), (120, 75));
        assert_eq!(displayed_size((Some(1), Some(2)), Some((12, 7))), (1, 2));
        assert_eq!(displayed_size((None, None), Some((12, 7))), (12, 7));
        assert_eq!(displayed_size((Some(50), None), None), (50, 0));
        assert_eq!(displayed_size((None, Some(50)), Some((12, 0))), (600, 50), "an image without a height");
    }
}
