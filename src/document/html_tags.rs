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
    use super::id_attributes;

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
}
