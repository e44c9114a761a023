//! What the rest of the site needs to know about a page.

mod gather;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

pub(super) use gather::gather;

use super::component_names::ComponentNames;
use super::size::Size;
use super::tree::LinkKind;
use crate::case::is_same_but_for_case;
use crate::html::Ask;

/// A heading of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id on the page.
    pub id: Box<str>,
    /// Its plain text, without components.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A link that an author wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// The destination as written.
    pub destination: Box<str>,
    /// The bytes of the link or of its destination, by which rendering finds it again.
    pub span: Range<usize>,
    /// Whether there is a `\` or `...` about it, so that Markdown may have read a path for something else.
    pub may_be_misread: bool,
}

/// Facts of a page's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// The id of the heading that a page is shown with whose text has no title.
    pub title_id: Option<Box<str>>,
    /// What the front matter's title calls a page, or where its text has none, the label or a heading in HTML; without its markup.
    pub named: Option<Arc<str>>,
    /// The part of the text that is the page's own, without what stands on every page.
    pub own: Range<usize>,
    /// The ids of components and their panes, by the start of their span.
    pub component_ids: Vec<(usize, Box<str>)>,
    /// The ids that authors gave to elements.
    pub element_ids: Vec<String>,
    /// The ids in raw HTML.
    pub html_ids: Vec<String>,
    /// The links in raw HTML, which is published as it was written.
    pub html_links: Vec<Link>,
    /// The links in order.
    pub links: Vec<Link>,
    /// Where its blocks of code stand.
    pub code: Vec<Range<usize>>,
    /// How many words there are to read, code included.
    pub words: usize,
    /// The first paragraph, cut to a description.
    pub excerpt: Arc<str>,
    /// Where its components load frames and films from when the reader asks.
    pub frames: BTreeSet<String>,
    /// What its own HTML, and styles in attributes, ask of a browser.
    pub asks: BTreeSet<Ask>,
    /// The demos that the page shows, and where.
    pub demos: Vec<(String, Range<usize>)>,
    /// The sizes that components are given.
    pub sizes: Vec<Size>,
    /// The names of the components and elements on the page, and of those whose style and script they share.
    pub components: ComponentNames,
}

impl Facts {
    /// The text of the first first-level heading.
    pub fn title(&self) -> Option<&str> {
        let is_title = |heading: &&Heading| heading.level == 1 && self.own.contains(&heading.span.start);
        self.headings.iter().find(is_title).map(|heading| &*heading.text)
    }

    /// What the page is called, unless it has no name but its file's: in Retype, too, the front matter's title comes before the
    /// heading, which stands on the page all the same.
    pub fn called(&self) -> Option<&str> {
        self.named.as_deref().or_else(|| self.title().filter(|title| !title.is_empty()))
    }

    /// The id that a link to `#id` finds, if there is one; its case is ignored when nothing else fits.
    pub fn anchor(&self, id: &str) -> Option<&str> {
        let exact = self.anchors().find(|own| *own == id);
        let found = exact.or_else(|| self.anchors().find(|own| is_same_but_for_case(own, id)));
        // Browsers go to the top of a page that has no place of that name (HTML, "select the indicated part").
        found.or_else(|| id.eq_ignore_ascii_case("top").then_some("top"))
    }

    /// The first heading with this text, whatever its case.
    pub fn heading_called(&self, text: &str) -> Option<&Heading> {
        let text = text.to_lowercase();
        self.headings.iter().find(|heading| heading.text.to_lowercase() == text)
    }

    /// Every id that a link can lead to.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| &*heading.id);
        let components = self.component_ids.iter().map(|(_, id)| &**id);
        let elements = self.element_ids.iter().map(String::as_str);
        let others = self.html_ids.iter().map(String::as_str).chain(self.title_id.as_deref());
        headings.chain(components).chain(elements).chain(others)
    }
}

/// The text of an image without the size at its end, and the size: `caption|500`, `caption|300x200`.
pub fn alt_and_size(text: &str) -> (&str, (Option<u32>, Option<u32>)) {
    let Some((alt, size)) = text.rsplit_once('|') else { return (text, (None, None)) };
    let size = size.trim();
    let size = size.strip_suffix("px").unwrap_or(size);
    let (width, height) = size.split_once(['x', 'X']).unwrap_or((size, ""));
    match (width.parse(), height.parse()) {
        (Ok(width), Ok(height)) => (alt.trim_end(), (Some(width), Some(height))),
        (Ok(width), Err(_)) if height.is_empty() => (alt.trim_end(), (Some(width), None)),
        _ => (text, (None, None)),
    }
}

/// Whether the width of an image is a share of what stands around it: `50%`.
pub fn is_share(width: &str) -> bool {
    width.strip_suffix('%').is_some_and(|share| share.parse().is_ok_and(|share: f32| share > 0.0 && share.is_finite()))
}

#[cfg(test)]
mod tests {
    use super::alt_and_size;

    #[test]
    fn a_size_at_the_end_of_the_text_is_not_part_of_it() {
        assert_eq!(alt_and_size("A dog|500"), ("A dog", (Some(500), None)));
        assert_eq!(alt_and_size("A|300x200"), ("A", (Some(300), Some(200))));
        assert_eq!(alt_and_size("A|300px"), ("A", (Some(300), None)));
        assert_eq!(alt_and_size("a|b"), ("a|b", (None, None)));
        assert_eq!(alt_and_size("|20"), ("", (Some(20), None)));
    }
}
