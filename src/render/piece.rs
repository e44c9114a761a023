//! HTML that is rendered once and written on many pages.
//!
//! What differs from page to page is left open: how deep the page lies, which link is the current one, which folder is
//! open, what stands inside. Writing a piece costs its length, whatever the size of the site.

use crate::html::Html;
use crate::site::WAY_TO_ROOT;

/// Stands in a template's output where something is written per page. A noncharacter, which no text is meant to hold.
pub(super) const INSIDE: &str = "\u{fdd1}";

/// The first byte of the noncharacters, and of few others.
const NONCHARACTER: u8 = 0xef;

/// A place in a piece at which the page decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// The prefix that leads to the root.
    Root,
    /// Inside an `<a>` that leads to this address, seen from the root.
    Link(Box<str>),
    /// Inside a `<details>` that is closed.
    Fold,
    /// Where [`INSIDE`] stood.
    Inside,
}

/// Finished HTML with its slots.
#[derive(Debug, Default)]
pub(super) struct Piece {
    html: Box<str>,
    slots: Box<[(usize, Slot)]>,
}

impl Piece {
    /// Finds the slots in what a template wrote for [`crate::site::Viewpoint::Shared`].
    pub(super) fn new(marked: &Html) -> Self {
        let mut html = String::with_capacity(marked.as_str().len());
        let mut slots = Vec::new();
        let mut rest = marked.as_str();
        while let Some(at) = memchr::memchr2(b'<', NONCHARACTER, rest.as_bytes()) {
            html.push_str(&rest[..at]);
            rest = &rest[at..];
            let (kept, left_out, slot) = found(rest);
            html.push_str(&rest[..kept]);
            slots.extend(slot.map(|slot| (html.len(), slot)));
            rest = &rest[kept + left_out..];
        }
        html.push_str(rest);
        Self { html: html.into(), slots: slots.into() }
    }

    /// Appends the piece to `out` for a page from which `root` leads to the root; `fill` says what belongs into a slot, if
    /// anything does, and `inside` writes what stands inside.
    pub(super) fn write(
        &self,
        out: &mut String,
        root: &str,
        mut fill: impl FnMut(&Slot) -> Option<&'static str>,
        mut inside: impl FnMut(&mut String),
    ) {
        let mut done = 0;
        for (at, slot) in &self.slots {
            let filling = match slot {
                // At the root itself only an address that would be empty needs its prefix.
                Slot::Root if root == "./" && !self.html[*at..].starts_with(['"', '#', '?']) => None,
                Slot::Root => Some(root),
                Slot::Inside => Some(""),
                slot => fill(slot),
            };
            // Most slots stay empty: what lies between two that do not is written at once.
            if let Some(filling) = filling {
                out.push_str(&self.html[done..*at]);
                out.push_str(filling);
                done = *at;
            }
            if *slot == Slot::Inside {
                inside(out);
            }
        }
        out.push_str(&self.html[done..]);
    }

    /// How many bytes it takes with its slots filled, more or less.
    pub(super) fn size(&self) -> usize {
        self.html.len() + 16 * self.slots.len()
    }

    /// The piece on a page at `address`, whose link, if there is one, is marked as the current one.
    pub(super) fn on_page(&self, root: &str, address: &str) -> Html {
        let mut html = String::with_capacity(self.size());
        let mut marked = false;
        self.write(
            &mut html,
            root,
            |slot| {
                let is_current = !marked && matches!(slot, Slot::Link(to) if **to == *address);
                marked |= is_current;
                is_current.then_some(CURRENT)
            },
            |_| (),
        );
        Html::trusted(html)
    }
}

/// What tells readers' tools that a link leads to the page they are on.
pub(super) const CURRENT: &str = " aria-current=\"page\"";

/// Of a text that begins with a tag or a noncharacter: how much stands before its slot, how much in the slot's place, and the
/// slot.
fn found(text: &str) -> (usize, usize, Option<Slot>) {
    if text.starts_with('<') {
        let (length, slot) = tag(text);
        return (length, 0, slot);
    }
    if text.starts_with(WAY_TO_ROOT) {
        return (0, WAY_TO_ROOT.len_utf8(), Some(Slot::Root));
    }
    if text.starts_with(INSIDE) {
        return (0, INSIDE.len(), Some(Slot::Inside));
    }
    (text.chars().next().map_or(text.len(), char::len_utf8), 0, None)
}

/// How much of a tag stands before its slot, and the slot; all of a tag that has none up to its name.
fn tag(text: &str) -> (usize, Option<Slot>) {
    let end = text.find('>').unwrap_or(text.len());
    let tag = &text[..end];
    if tag == "<details" || tag.starts_with("<details ") && !tag.split(' ').any(|word| word == "open") {
        return ("<details".len(), Some(Slot::Fold));
    }
    let address = tag.strip_prefix("<a ").and_then(|tag| tag.split_once("href=\"")?.1.split('"').next());
    match address {
        Some(address) => ("<a".len(), Some(Slot::Link(address.trim_start_matches(WAY_TO_ROOT).into()))),
        None => (1, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(html: &str) -> Piece {
        Piece::new(&Html::trusted(html.replace('~', "\u{fdd0}")))
    }

    #[test]
    fn the_way_to_the_root_depends_on_the_page() {
        let piece = piece(r#"<a class="x" href="~">h</a><img src="~a.png"><a href="~a/#b">a</a>"#);
        let from = |root| piece.on_page(root, "nowhere").into_string();
        assert_eq!(from("../"), r#"<a class="x" href="../">h</a><img src="../a.png"><a href="../a/#b">a</a>"#);
        assert_eq!(from("./"), r#"<a class="x" href="./">h</a><img src="a.png"><a href="a/#b">a</a>"#);
        assert_eq!(from("/x/"), r#"<a class="x" href="/x/">h</a><img src="/x/a.png"><a href="/x/a/#b">a</a>"#);
    }

    #[test]
    fn the_first_link_to_the_page_is_marked() {
        let piece = piece(r#"<a href="~a/">a</a><a href="~b/">b</a><a href="~b/">b</a>"#);
        assert_eq!(
            piece.on_page("../", "b/").as_str(),
            r#"<a href="../a/">a</a><a aria-current="page" href="../b/">b</a><a href="../b/">b</a>"#
        );
    }

    #[test]
    fn what_is_left_open_is_filled_in_order() {
        let piece = piece("<details><p>\u{fdd1}</p></details><details open></details>");
        let mut html = String::new();
        let fill = |slot: &Slot| (*slot == Slot::Fold).then_some(" open");
        piece.write(&mut html, "", fill, |html| html.push('x'));
        assert_eq!(html, "<details open><p>x</p></details><details open></details>");
    }
}
