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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The prefix that leads to the root.
    Root,
    /// Inside an `<a>` that leads somewhere.
    Link,
    /// Inside a `<details>` that is closed.
    Fold,
    /// Where [`INSIDE`] stood.
    Inside,
}

/// Finished HTML with its slots.
#[derive(Debug, Default)]
pub(super) struct Piece {
    html: String,
    slots: Vec<(u32, Slot)>,
}

/// Pieces that stand next to each other: most are written one behind the other, and lie so in memory.
#[derive(Debug, Default)]
pub(super) struct Strip {
    all: Piece,
    /// Where each ends in the HTML, and in the slots; a slot's place is that in its own piece.
    ends: Vec<(usize, usize)>,
}

/// A piece of its own, or one in a strip.
#[derive(Debug, Clone, Copy)]
pub(super) struct PieceRef<'a> {
    html: &'a str,
    slots: &'a [(u32, Slot)],
}

impl Piece {
    /// Finds the slots in what a template wrote for [`crate::site::Viewpoint::Shared`].
    pub(super) fn new(marked: &Html) -> Self {
        let mut piece = Self::default();
        piece.push(marked);
        piece.html.shrink_to_fit();
        piece.slots.shrink_to_fit();
        piece
    }

    /// Appends what a template wrote; the places of its slots are counted from its beginning.
    fn push(&mut self, marked: &Html) {
        let start = self.html.len();
        let mut rest = marked.as_str();
        while let Some(at) = memchr::memchr2(b'<', NONCHARACTER, rest.as_bytes()) {
            self.html.push_str(&rest[..at]);
            rest = &rest[at..];
            let (kept, left_out, slot) = found(rest);
            self.html.push_str(&rest[..kept]);
            // A piece is no longer than a page.
            let place = u32::try_from(self.html.len() - start).unwrap_or(u32::MAX);
            self.slots.extend(slot.map(|slot| (place, slot)));
            rest = &rest[kept + left_out..];
        }
        self.html.push_str(rest);
    }

    pub(super) fn view(&self) -> PieceRef<'_> {
        PieceRef { html: &self.html, slots: &self.slots }
    }

    /// The piece on a page from which `root` leads to the root. The first link to `address` is marked as the current one.
    pub(super) fn on_page(&self, root: &str, address: Option<&str>) -> Html {
        let view = self.view();
        let mut html = String::with_capacity(view.size());
        let mut wanted = address;
        view.write(
            &mut html,
            root,
            |slot, behind| {
                let current = wanted.take_if(|wanted| slot == Slot::Link && address_in(behind) == Some(wanted));
                current.map(|_| CURRENT)
            },
            |_| (),
        );
        Html::trusted(html)
    }
}

impl Strip {
    /// Appends a piece; nothing at all stands in the place of one that could not be made.
    pub(super) fn push(&mut self, marked: Option<&Html>) {
        if let Some(marked) = marked {
            self.all.push(marked);
        }
        self.ends.push((self.all.html.len(), self.all.slots.len()));
    }

    pub(super) fn piece(&self, at: usize) -> PieceRef<'_> {
        let start = at.checked_sub(1).map_or((0, 0), |before| self.ends[before]);
        let end = self.ends[at];
        PieceRef { html: &self.all.html[start.0..end.0], slots: &self.all.slots[start.1..end.1] }
    }
}

impl<'a> PieceRef<'a> {
    /// Appends the piece to `out` for a page from which `root` leads to the root; `fill` says what belongs into a slot, if
    /// anything does, going by what stands behind it, and `inside` writes what stands inside.
    pub(super) fn write(
        self,
        out: &mut String,
        root: &str,
        mut fill: impl FnMut(Slot, &'a str) -> Option<&'static str>,
        mut inside: impl FnMut(&mut String),
    ) {
        let mut done = 0;
        for &(at, slot) in self.slots {
            let at = at as usize;
            let filling = match slot {
                // At the root itself only an address that would be empty needs its prefix.
                Slot::Root if root == "./" && !self.html[at..].starts_with(['"', '#', '?']) => None,
                Slot::Root => Some(root),
                Slot::Inside => Some(""),
                slot => fill(slot, &self.html[at..]),
            };
            // Most slots stay empty: what lies between two that do not is written at once.
            if let Some(filling) = filling {
                out.push_str(&self.html[done..at]);
                out.push_str(filling);
                done = at;
            }
            if slot == Slot::Inside {
                inside(out);
            }
        }
        out.push_str(&self.html[done..]);
    }

    /// How many bytes it takes with its slots filled, more or less.
    pub(super) fn size(self) -> usize {
        self.html.len() + 16 * self.slots.len()
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
    let behind = tag.strip_prefix("<a").filter(|behind| behind.starts_with(' ') && address_in(behind).is_some());
    behind.map_or((1, None), |_| ("<a".len(), Some(Slot::Link)))
}

/// Where a link leads, seen from the root, of which `text` is what stands behind its `<a`.
fn address_in(text: &str) -> Option<&str> {
    text.split('>').next()?.split_once("href=\"")?.1.split('"').next()
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
        let from = |root| piece.on_page(root, None).into_string();
        assert_eq!(from("../"), r#"<a class="x" href="../">h</a><img src="../a.png"><a href="../a/#b">a</a>"#);
        assert_eq!(from("./"), r#"<a class="x" href="./">h</a><img src="a.png"><a href="a/#b">a</a>"#);
        assert_eq!(from("/x/"), r#"<a class="x" href="/x/">h</a><img src="/x/a.png"><a href="/x/a/#b">a</a>"#);
    }

    #[test]
    fn the_first_link_to_the_page_is_marked() {
        let piece = piece(r#"<a href="~a/">a</a><a href="~b/">b</a><a href="~b/">b</a>"#);
        assert_eq!(
            piece.on_page("../", Some("b/")).as_str(),
            r#"<a href="../a/">a</a><a aria-current="page" href="../b/">b</a><a href="../b/">b</a>"#
        );
    }

    #[test]
    fn what_stands_before_an_address_is_none_of_it() {
        let piece = piece(r#"<a title="~é~" href="~a/">日</a><a data-x="~" href="~"#);
        assert_eq!(
            piece.on_page("../", Some("a/")).as_str(),
            r#"<a aria-current="page" title="../é../" href="../a/">日</a><a data-x="../" href="../"#
        );
    }

    #[test]
    fn what_is_left_open_is_filled_in_order() {
        let piece = piece("<details><p>\u{fdd1}</p></details><details open></details>");
        let mut html = String::new();
        let fill = |slot, _: &str| (slot == Slot::Fold).then_some(" open");
        piece.view().write(&mut html, "", fill, |html| html.push('x'));
        assert_eq!(html, "<details open><p>x</p></details><details open></details>");
    }
}
