//! A page's text as it can stand elsewhere, such as in a feed: every address is whole, and what only works on the page is
//! gone (scripts, forms, the theme's own furniture).

use crate::html::{HtmlAttribute, all_attributes};
use crate::path::cut;

/// Elements that are left out with all that is in them.
const DROPPED: [&str; 13] = [
    "button", "canvas", "dialog", "embed", "form", "iframe", "input", "object", "script", "select", "style", "svg",
    "template",
];

/// Elements that have no end tag (HTML, void elements).
const VOID: [&str; 8] = ["area", "br", "embed", "hr", "img", "input", "source", "wbr"];

/// What stands in it stays: without the theme's classes it says nothing.
const UNWRAPPED: &str = "span";

/// Elements in which `<` is text (HTML, raw text).
const RAW_TEXT: [&str; 2] = ["script", "style"];

/// Attributes that mean something elsewhere.
const KEPT: [&str; 20] = [
    "alt", "cite", "colspan", "controls", "datetime", "dir", "height", "href", "id", "lang", "open", "poster",
    "reversed", "rowspan", "src", "srcset", "start", "title", "type", "width",
];

/// Attributes that are addresses.
const ADDRESSES: [&str; 4] = ["href", "poster", "src", "srcset"];

/// The text of a page whose address is `page`. The first heading of the first level, which is the page's title, is left out:
/// it stands elsewhere, too.
pub(super) fn standalone(html: &str, page: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut has_title = false;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let Some(tag) = Tag::read(rest) else {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        };
        let is_title = tag.name == "h1" && !has_title;
        if !tag.is_end && (is_title || DROPPED.contains(&tag.name.as_str()) || tag.has("data-chrome")) {
            has_title |= is_title;
            rest = behind(rest, &tag);
            continue;
        }
        if tag.name != UNWRAPPED {
            tag.write(&mut out, page);
        }
        rest = &rest[tag.length..];
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// A tag as it is written.
struct Tag<'a> {
    /// In lower case.
    name: String,
    is_end: bool,
    /// Their values are still escaped.
    attributes: Vec<HtmlAttribute<'a>>,
    length: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag that `html` begins with; `None` for a `<` that opens none.
    fn read(html: &'a str) -> Option<Self> {
        let is_end = html.starts_with("</");
        let start = if is_end { 2 } else { 1 };
        let name = html[start..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next()?;
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
        let (attributes, length) = all_attributes(html, start + name.len());
        let last = attributes.last().map_or(start, |last| last.span.end);
        let is_whole = html[last..length].ends_with('>');
        is_whole.then(|| Self { name: name.to_ascii_lowercase(), is_end, attributes, length })
    }

    fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|own| own.name == attribute)
    }

    fn write(&self, out: &mut String, page: &str) {
        out.push_str(if self.is_end { "</" } else { "<" });
        out.push_str(&self.name);
        for HtmlAttribute { name, value, .. } in &self.attributes {
            let name = name.to_ascii_lowercase();
            // The language of a block of code lets other tools colour it.
            let is_language = name == "class" && self.name == "code";
            if !is_language && !KEPT.contains(&name.as_str()) {
                continue;
            }
            let is_address = ADDRESSES.contains(&name.as_str());
            let value = if is_address { absolute(value, page) } else { (*value).to_owned() };
            out.push(' ');
            out.push_str(&name);
            out.push_str("=\"");
            // What is escaped stays so; a quote may stand in a value that had others around it.
            out.push_str(&value.replace('"', "&quot;"));
            out.push('"');
        }
        out.push('>');
    }
}

/// What stands behind the element that `tag` opens.
fn behind<'a>(html: &'a str, tag: &Tag<'_>) -> &'a str {
    let mut rest = &html[tag.length..];
    if VOID.contains(&tag.name.as_str()) {
        return rest;
    }
    if RAW_TEXT.contains(&tag.name.as_str()) {
        let end = format!("</{}", tag.name);
        let at = rest.as_bytes().windows(end.len()).position(|text| text.eq_ignore_ascii_case(end.as_bytes()));
        let end_tag = at.map_or("", |at| &rest[at..]);
        return end_tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    let mut depth = 1;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let Some(inner) = Tag::read(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = &rest[inner.length..];
        if inner.name == tag.name {
            depth = if inner.is_end { depth - 1 } else { depth + 1 };
        }
        if depth == 0 {
            return rest;
        }
    }
    ""
}

/// An address on `page`, whole (RFC 3986 §5).
fn absolute(address: &str, page: &str) -> String {
    let scheme = address.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = address[scheme.len()..].starts_with(':') && !scheme.is_empty();
    if has_scheme || address.is_empty() {
        return address.to_owned();
    }
    let (protocol, rest) = page.split_once("://").unwrap_or(("https", page));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if let Some(other) = address.strip_prefix("//") {
        return format!("{protocol}://{other}");
    }
    if address.starts_with(['#', '?']) {
        return format!("{page}{address}");
    }
    let (path_part, suffix) = cut(address);
    let folder = if path_part.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path_part.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
    }
    let slash = if path_part.ends_with(['/', '.']) && !segments.is_empty() { "/" } else { "" };
    format!("{protocol}://{host}/{}{slash}{suffix}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://example.com/docs/blog/post/";

    #[test]
    fn addresses_are_whole() {
        for (written, whole) in [
            ("../../a.png", "https://example.com/docs/a.png"),
            ("../other/#part", "https://example.com/docs/blog/other/#part"),
            ("../", "https://example.com/docs/blog/"),
            ("../../../", "https://example.com/"),
            ("..", "https://example.com/docs/blog/"),
            ("/x?y=1", "https://example.com/x?y=1"),
            ("#part", "https://example.com/docs/blog/post/#part"),
            ("//cdn.example.org/x", "https://cdn.example.org/x"),
            ("mailto:a@b.c", "mailto:a@b.c"),
            ("data:image/png;base64,a/b", "data:image/png;base64,a/b"),
        ] {
            assert_eq!(absolute(written, PAGE), whole, "{written}");
        }
    }

    #[test]
    fn what_only_works_on_the_page_is_left_out() {
        for (html, alone) in [
            ("<h1 id=\"a\">Title</h1>\n<p class=\"x\">1 < 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
            (
                "<h2 id=b>B<a class=\"heading-anchor\" data-chrome href=\"#b\"><svg><path/></svg></a></h2>",
                "<h2 id=\"b\">B</h2>",
            ),
            ("a<script>if (a < b) { \"</p>\" }</script>b<!-- c -->", "ab"),
            ("<div data-chrome><div>x</div></div>y", "y"),
            (
                "<img src=\"../a.png\" onerror='x()' alt='\"q\"'>",
                "<img src=\"https://example.com/docs/blog/a.png\" alt=\"&quot;q&quot;\">",
            ),
            (
                "<code class=\"language-rust\"><span class=\"k\">fn</span></code>",
                "<code class=\"language-rust\">fn</code>",
            ),
            ("<svg><path d=\"<\"/></svg>z", "z"),
            ("<p>torn <a href=\"x", "<p>torn &lt;a href=\"x"),
        ] {
            assert_eq!(standalone(html, PAGE), alone, "{html}");
        }
    }
}
