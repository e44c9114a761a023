//! Where raw HTML leads. It is published as it was written (format sheet §1.0), so its addresses are read as a browser reads
//! them, and no link of Markdown's.

use std::ops::Range;

use memchr::memmem;

use super::facts::Link;
use super::tree::LinkKind;

/// The attributes that name something of the site, by their elements.
const ADDRESSES: [(&str, &str, LinkKind); 7] = [
    ("a", "href", LinkKind::Link),
    ("area", "href", LinkKind::Link),
    ("audio", "src", LinkKind::Link),
    ("iframe", "src", LinkKind::Link),
    ("img", "src", LinkKind::Image),
    ("source", "src", LinkKind::Link),
    ("video", "src", LinkKind::Link),
];

/// Elements whose text is no HTML.
const VERBATIM: [&str; 4] = ["script", "style", "textarea", "title"];

/// An attribute with its value, and where the value stands.
type Attribute<'h> = (&'h str, &'h str, Range<usize>);

/// The links of a piece of HTML that begins at `start` of the page's text.
pub(super) fn links(html: &str, start: usize) -> Vec<Link> {
    let names_some = |attribute: &str| memmem::find(html.as_bytes(), attribute.as_bytes()).is_some();
    if !["href", "src", "HREF", "SRC"].into_iter().any(names_some) {
        return Vec::new();
    }
    let mut links = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open..];
        if rest.starts_with("<!--") {
            at = open + rest.find("-->").unwrap_or(rest.len());
            continue;
        }
        let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let (attributes, end) = attributes(html, open + 1 + name.len());
        let leads = |(key, value, span): Attribute<'_>| {
            let is_it = |(element, attribute, _): &&(&str, &str, LinkKind)| {
                element.eq_ignore_ascii_case(name) && attribute.eq_ignore_ascii_case(key)
            };
            let kind = ADDRESSES.iter().find(is_it)?.2;
            let destination = value.trim().replace("&amp;", "&");
            Some(Link { kind, destination, span: start + span.start..start + span.end })
        };
        links.extend(attributes.into_iter().filter_map(leads));
        at = if VERBATIM.iter().any(|verbatim| verbatim.eq_ignore_ascii_case(name)) {
            end + html[end..].find("</").unwrap_or(html.len() - end)
        } else {
            end
        };
    }
    links
}

/// The attributes of a tag behind its name, and where it ends.
fn attributes(html: &str, mut at: usize) -> (Vec<Attribute<'_>>, usize) {
    let mut attributes = Vec::new();
    let spaces = |at: usize| at + html[at..].len() - html[at..].trim_start().len();
    let until = |at: usize, ends: &dyn Fn(char) -> bool| html[at..].find(ends).map_or(html.len(), |found| at + found);
    loop {
        at = spaces(at);
        let rest = &html[at..];
        if rest.is_empty() || rest.starts_with(['>', '<']) {
            return (attributes, at + usize::from(rest.starts_with('>')));
        }
        if rest.starts_with(['/', '=', '"', '\'']) {
            at += 1;
            continue;
        }
        let end = until(at, &|c| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'));
        let key = &html[at..end];
        at = spaces(end);
        if !html[at..].starts_with('=') {
            continue;
        }
        let value = spaces(at + 1);
        let quote = html[value..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let span = match quote {
            Some(quote) => value + 1..until(value + 1, &|c| c == quote),
            None => value..until(value, &|c| c.is_whitespace() || c == '>'),
        };
        at = (span.end + usize::from(quote.is_some())).min(html.len());
        attributes.push((key, &html[span.clone()], span));
    }
}

#[cfg(test)]
mod tests {
    use super::links;

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
            ("<a href", vec![]),
            ("<a href=", vec![""]),
            ("<a href=\"", vec![""]),
            ("a < b href=\"no\" <", vec![]),
        ] {
            let found: Vec<&str> = links(html, 0).into_iter().map(|link| &html[link.span]).collect();
            assert_eq!(found, expected, "{html}");
        }
        assert_eq!(links("<a href=\"?a=1&amp;b\">", 3)[0].destination, "?a=1&b");
        assert_eq!(links("<a href=\"x\">", 3)[0].span, 12..13);
    }
}
