//! The tags of raw HTML, read as a browser reads them (HTML, "Tokenization").

use std::ops::Range;

use crate::html::{HtmlAttribute, attributes};

/// Elements whose text is no HTML.
pub(super) const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// A tag that opens an element.
pub(super) struct HtmlTag<'h> {
    pub(super) name: &'h str,
    /// Its attributes, without those that have no value.
    pub(super) attributes: Vec<HtmlAttribute<'h>>,
    /// Where it ends.
    end: usize,
}

impl<'h> HtmlTag<'h> {
    /// The attributes by which a link finds the element: `id`, and the `name` of an `<a>`.
    pub(super) fn ids(&self) -> impl Iterator<Item = &HtmlAttribute<'h>> {
        let is_id = |name: &str| {
            name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("name") && self.name.eq_ignore_ascii_case("a")
        };
        self.attributes.iter().filter(move |attribute| is_id(attribute.name))
    }
}

/// Where the attributes stand by which links find elements.
pub fn id_attributes(html: &str) -> Vec<Range<usize>> {
    tags(html).iter().flat_map(HtmlTag::ids).map(|attribute| attribute.span.clone()).collect()
}

/// Elements that nothing closes, or that need not be closed (HTML, "Void elements" and "Optional tags").
const UNCLOSED: [&str; 32] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "wbr",
];

/// How far behind an element its end is looked for. Bounds the work on a page of thousands without one.
const FARTHEST_END: usize = 1 << 16;

/// Whether a piece of HTML, `behind` which a page goes on, is a text for which angle brackets were written: `<T>`, `<your name>`.
/// Nothing closes it, and it has no attribute with a value.
pub fn is_text_in_brackets(html: &str, behind: &str) -> bool {
    let Some(words) = html.strip_prefix('<').and_then(|html| html.strip_suffix('>')) else { return false };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b' ');
    let name = words.split(' ').next().unwrap_or_default();
    if !words.bytes().all(is_word) || UNCLOSED.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return false;
    }
    let behind = &behind.as_bytes()[..behind.len().min(FARTHEST_END)];
    memchr::memmem::find(behind, format!("</{name}").as_bytes()).is_none()
}

/// What stands in the first heading of the first level in a piece of HTML with these tags.
pub(super) fn heading<'h>(html: &'h str, tags: &[HtmlTag<'_>]) -> Option<&'h str> {
    let text = &html[tags.iter().find(|tag| tag.name.eq_ignore_ascii_case("h1"))?.end..];
    let is_close = |at: &usize| text.get(*at..at + 4).is_some_and(|tag| tag.eq_ignore_ascii_case("</h1"));
    text.match_indices('<').map(|(at, _)| at).find(is_close).map(|close| &text[..close])
}

/// The tags of a piece of HTML.
pub(super) fn tags(html: &str) -> Vec<HtmlTag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open..];
        if rest.starts_with("<!--") {
            at = open + rest.find("-->").unwrap_or(rest.len());
            continue;
        }
        let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let (attributes, end) = attributes(html, open + 1 + name.len());
        at = if RAW_TEXT.iter().any(|verbatim| verbatim.eq_ignore_ascii_case(name)) {
            end + html[end..].find("</").unwrap_or(html.len() - end)
        } else {
            end
        };
        if !name.is_empty() {
            tags.push(HtmlTag { name, attributes, end });
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::{id_attributes, is_text_in_brackets};

    #[test]
    fn ids_are_found_however_they_are_written() {
        for (html, expected) in [
            ("<span id='q1' class=x>", vec!["id='q1'"]),
            ("<p ID = \"q3\">a</p><img id=zz>", vec!["ID = \"q3\"", "id=zz"]),
            ("<a\n  name=\"anchor\">", vec!["name=\"anchor\""]),
            ("<input name=\"q\" data-id=\"x\" title=' id=\"no\"'>", vec![]),
            ("<!-- <p id=a> --> id=\"b\" </p id=c", vec![]),
        ] {
            let found: Vec<&str> = id_attributes(html).into_iter().map(|span| &html[span]).collect();
            assert_eq!(found, expected, "{html}");
        }
    }

    #[test]
    fn a_word_in_angle_brackets_is_a_text_unless_it_is_an_element() {
        for html in ["<T>", "<Path>", "<dyn Fn>", "<your-name>", "<b>"] {
            assert!(is_text_in_brackets(html, " and </i>"), "{html}");
        }
        for html in ["</T>", "<br>", "<IMG>", "<p>", "<x/>", "<a name=\"b\">", "<!-- c -->", "<i>", "<?x?>"] {
            assert!(!is_text_in_brackets(html, " and </i>"), "{html}");
        }
    }
}
