//! What the author's own HTML in a line makes of what stands between its tags: an `<a>` is a link, in which
//! no other may stand, and the text of `<code>` or `<script>` is none to look for addresses in.

use pulldown_cmark::{Event, Tag};

use super::html_tags::RAW_TEXT;
use super::tree::{Kind, Node};

/// Elements in whose text nothing is a link.
const WITHOUT_LINKS: [&str; 7] = ["a", "code", "pre", "script", "style", "textarea", "title"];

/// What a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Text,
    /// A link of Markdown's.
    Link,
    /// The author's own link, which ends further on.
    OwnLink,
    /// Another element in which nothing is a link, by its name.
    Element(&'static str),
}

impl Around {
    pub(super) fn may_hold_links(self) -> bool {
        self == Self::Text
    }

    pub(super) fn may_hold_symbols(self) -> bool {
        !matches!(self, Self::Element(name) if RAW_TEXT.contains(&name))
    }

    /// The name of the author's element that it is.
    fn element(self) -> Option<&'static str> {
        match self {
            Self::Text | Self::Link => None,
            Self::OwnLink => Some("a"),
            Self::Element(name) => Some(name),
        }
    }
}

/// A walk along neighbours, some of which are tags.
pub(super) struct Walk {
    outside: Around,
    inside: Around,
    /// How many neighbours are behind, and how many there are up to the last that ends a link.
    behind: usize,
    to_last_end: usize,
}

impl Walk {
    /// Along the nodes that stand in `outside`.
    pub(super) fn along(nodes: &[Node<'_>], outside: Around) -> Self {
        let last_end = nodes.iter().rposition(|node| tag(node).is_some_and(|tag| tag.name == "a" && tag.is_end));
        Self { outside, inside: outside, behind: 0, to_last_end: last_end.map_or(0, |at| at + 1) }
    }

    /// What the next node stands in.
    pub(super) fn next(&mut self, node: &Node<'_>) -> Around {
        self.behind += 1;
        let Some(tag) = tag(node) else { return self.inside };
        match self.inside.element() {
            Some(name) if tag.is_end && tag.name == name => self.inside = self.outside,
            None if !tag.is_end => {
                let leads = tag.leads && self.behind < self.to_last_end;
                self.inside = if leads { Around::OwnLink } else { Around::Element(tag.name) };
            }
            _ => {}
        }
        self.inside
    }
}

/// Whether a node is a link of Markdown's that is inside of the author's own, or has one inside.
pub(super) fn is_nested(node: &Node<'_>, around: Around) -> bool {
    let Kind::Element(Tag::Link { dest_url, .. }) = &node.kind else { return false };
    let holds_own = || node.children.iter().filter_map(tag).any(|tag| tag.leads && !tag.is_end);
    !dest_url.starts_with("[[") && (around == Around::OwnLink || holds_own())
}

/// A tag of an element in which nothing is a link.
struct OwnTag {
    name: &'static str,
    is_end: bool,
    /// Whether it is one of a link.
    leads: bool,
}

fn tag(node: &Node<'_>) -> Option<OwnTag> {
    let Kind::Leaf(Event::InlineHtml(html)) = &node.kind else { return None };
    let inside = html.strip_prefix('<')?;
    let start = inside.strip_prefix('/');
    let rest = start.unwrap_or(inside);
    let written = &rest[..rest.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    if matches!(rest.as_bytes().get(written.len()), Some(b'-' | b':')) {
        return None; // An element of the author's.
    }
    let name = WITHOUT_LINKS.into_iter().find(|name| name.eq_ignore_ascii_case(written))?;
    let leads = name == "a" && rest.to_ascii_lowercase().contains("href");
    Some(OwnTag { name, is_end: start.is_some(), leads })
}

#[cfg(test)]
mod tests {
    use super::{Around, Event, Node, Walk};

    #[test]
    fn tags_tell_what_a_text_stands_in() {
        let around = |tags: &[&str]| {
            let nodes: Vec<_> = tags.iter().map(|tag| Node::leaf(Event::InlineHtml((*tag).into()), 0..0)).collect();
            let mut walk = Walk::along(&nodes, Around::Text);
            nodes.iter().map(|node| walk.next(node)).collect::<Vec<_>>()
        };
        assert_eq!(around(&["<a\nhref=x>", "<code>", "</code>", "</A >"])[..3], [Around::OwnLink; 3]);
        assert_eq!(around(&["<a href=x>", "</a>"]), [Around::OwnLink, Around::Text]);
        assert_eq!(around(&["<a href=x>", "<b>"]), [Around::Element("a"); 2], "it does not end");
        assert_eq!(around(&["<a name=x>", "</a>"]), [Around::Element("a"), Around::Text]);
        assert_eq!(around(&["<Script>", "<a href=x>", "</script>"])[1..], [Around::Element("script"), Around::Text]);
        assert_eq!(around(&["<abbr>", "<a-b>", "<!-- <a -->"]), [Around::Text; 3]);
    }
}
