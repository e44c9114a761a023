//! Where raw HTML leads. It is published as it was written, so its addresses are read as a browser reads
//! them, and no link of Markdown's.

use super::facts::Link;
use super::html_tags::HtmlTag;
use super::tree::LinkKind;
use crate::html::HtmlAttribute;

/// The attributes that name something of the site, by their elements.
const ADDRESSES: [(&str, &str, LinkKind); 9] = [
    ("a", "href", LinkKind::Link),
    ("area", "href", LinkKind::Link),
    ("audio", "src", LinkKind::Link),
    ("iframe", "src", LinkKind::Link),
    ("image", "href", LinkKind::Image),
    ("image", "xlink:href", LinkKind::Image),
    ("img", "src", LinkKind::Image),
    ("source", "src", LinkKind::Link),
    ("video", "src", LinkKind::Link),
];

/// The links of a piece of HTML with these tags that begins at `start` of the page's text.
pub(super) fn links(tags: &[HtmlTag<'_>], start: usize) -> impl Iterator<Item = Link> {
    tags.iter().flat_map(move |tag| tag.attributes.iter().filter_map(move |attribute| link(tag, attribute, start)))
}

fn link(tag: &HtmlTag<'_>, attribute: &HtmlAttribute<'_>, start: usize) -> Option<Link> {
    let is_it = |(element, name, _): &&(&str, &str, LinkKind)| {
        element.eq_ignore_ascii_case(tag.name) && name.eq_ignore_ascii_case(attribute.name)
    };
    let kind = ADDRESSES.iter().find(is_it)?.2;
    let destination = attribute.value.trim().replace("&amp;", "&");
    let span = &attribute.value_span;
    Some(Link {
        kind,
        destination: destination.into(),
        span: start + span.start..start + span.end,
        may_be_misread: false,
    })
}

#[cfg(test)]
mod tests {
    use super::links;
    use crate::document::html_tags::tags;

    #[test]
    fn the_addresses_of_tags_are_found_where_they_stand() {
        for (html, expected) in [
            ("<a href=\"b.md\">x</a>", vec!["b.md"]),
            ("x <IMG alt='<' SRC = 'a b.png' />", vec!["a b.png"]),
            ("<a class=x href=../y/>y</a><img\n  src=\"z\">", vec!["../y/", "z"]),
            ("<a href=\"?a=1&amp;b\">", vec!["?a=1&amp;b"]),
            ("<!-- <a href=\"no\"> --><img src=\"é\">", vec!["é"]),
            ("<script src=\"no\">\"<a href='no'>\"</script><a href=\"yes\">", vec!["yes"]),
            ("<link href=\"no\"><p data-href=\"no\" href=\"no\">src", vec![]),
            ("<svg><image href=\"a.png\"/><image xlink:href='b.png'/></svg>", vec!["a.png", "b.png"]),
            ("<img/src=a.png>", vec!["a.png"]),
            ("<a href", vec![]),
            ("<a href=", vec![""]),
            ("<a href=\"", vec![""]),
            ("a < b href=\"no\" <", vec![]),
        ] {
            let found: Vec<&str> = links(&tags(html), 0).map(|link| &html[link.span]).collect();
            assert_eq!(found, expected, "{html}");
        }
        let first = |html| links(&tags(html), 3).next().map(|link| (link.destination, link.span));
        assert_eq!(first("<a href=\"?a=1&amp;b\">"), Some(("?a=1&b".into(), 12..22)));
    }
}
