//! HTML that an author wrote into Markdown, by the setting `html`. html5gum is called here and nowhere else.
//!
//! Markdown gives HTML in pieces (a tag in a line, the lines of a block) with components between them, so there is no whole
//! that a sanitizer of documents could read. Each piece is read by the tokens of the HTML standard instead, and written anew:
//! only elements and attributes of the lists below, every value escaped, no closing tag without its opening one. None of
//! these elements changes how the text inside it is parsed, so what is written is read in no other way.

use std::ops::Range;

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

use crate::config::RawHtml;
use crate::document::is_safe_attribute;
use crate::html::{Ask, escape_into, is_active_url};

/// Elements that may stay: those of ammonia's list, and those that fold, and pictures of several sources.
const ELEMENTS: [&str; 75] = [
    "a", "abbr", "acronym", "area", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "map", "mark",
    "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul",
    "var", "wbr",
];

/// Elements without an end.
const VOID: [&str; 7] = ["area", "br", "col", "hr", "img", "source", "wbr"];

/// Elements whose text is for machines.
const WITHOUT_TEXT: [&str; 7] = ["iframe", "noembed", "noframes", "noscript", "script", "style", "title"];

/// What is left of the pieces of a page.
#[derive(Debug, Default)]
pub(super) struct Sanitizer {
    /// The elements that are open.
    open: Vec<String>,
    /// The element whose text is left out until it ends.
    silent: Option<String>,
}

/// Something that was removed, and where in the piece.
#[derive(Debug, PartialEq)]
pub(super) struct Removed {
    pub(super) what: String,
    pub(super) span: Range<usize>,
}

impl Sanitizer {
    /// Whether text is left out, because it stands in a script.
    pub(super) fn is_silent(&self) -> bool {
        self.silent.is_some()
    }

    /// A piece without what could run code or load a page.
    pub(super) fn clean(&mut self, html: &str) -> (String, Vec<Removed>) {
        let mut clean = String::with_capacity(html.len());
        let mut removed = Vec::new();
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) if self.silent.is_none() => self.start(&tag, &mut clean, &mut removed),
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name), &mut clean),
                Token::String(text) if self.silent.is_none() => {
                    escape_into(&mut clean, &String::from_utf8_lossy(&text));
                }
                _ => {}
            }
        }
        (clean, removed)
    }

    fn start(&mut self, tag: &StartTag<usize>, clean: &mut String, removed: &mut Vec<Removed>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let span = tag.span.start..tag.span.end;
        if ELEMENTS.binary_search(&name.as_str()).is_err() {
            removed.push(Removed { what: format!("<{name}>"), span });
            self.silent = Some(name).filter(|name| WITHOUT_TEXT.contains(&name.as_str()));
            return;
        }
        clean.push('<');
        clean.push_str(&name);
        for (key, value) in &tag.attributes {
            let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
            if is_allowed(&name, &key, &value) {
                clean.push(' ');
                clean.push_str(&key);
                clean.push_str("=\"");
                escape_into(clean, &value);
                clean.push('"');
            } else {
                removed.push(Removed { what: format!("{key}"), span: span.clone() });
            }
        }
        clean.push('>');
        if !VOID.contains(&name.as_str()) {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str, clean: &mut String) {
        if self.silent.is_some() {
            self.silent.take_if(|silent| silent == name);
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        self.open.truncate(at);
        clean.push_str("</");
        clean.push_str(name);
        clean.push('>');
    }
}

/// Whether what a page asks for is still asked for when its HTML is treated so. Pictures and styles need none: components show
/// icons of other hosts, and styles stand in braces.
pub(super) fn lets(html: RawHtml, ask: Ask) -> bool {
    html == RawHtml::Allow || matches!(ask, Ask::Picture | Ask::StyleAttribute)
}

fn is_allowed(element: &str, key: &str, value: &str) -> bool {
    match (element, key) {
        (_, "id" | "class") => true,
        ("a" | "area", "href") | ("img" | "source", "src") => is_safe_url(value),
        ("img" | "source", "srcset") => value.split(',').all(|candidate| is_safe_url(candidate.trim())),
        ("img", "decoding" | "sizes")
        | ("source", "media" | "sizes")
        | ("a", "name")
        | ("details", "name" | "open")
        | ("area", "shape" | "coords") => true,
        _ => is_safe_attribute(key, value),
    }
}

/// An address that leads somewhere: a path, or a scheme that browsers follow without running anything.
fn is_safe_url(url: &str) -> bool {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme);
    let known = |scheme: &str| {
        let scheme: String = scheme.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        ["http", "https", "mailto", "tel", "data"].contains(&scheme.to_ascii_lowercase().as_str())
    };
    !is_active_url(url) && scheme.is_none_or(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(html: &str) -> String {
        Sanitizer::default().clean(html).0
    }

    #[test]
    fn the_lists_are_in_order() {
        assert!(ELEMENTS.is_sorted() && VOID.is_sorted());
    }

    #[test]
    fn harmless_html_stays_as_it_means() {
        for html in [
            "<div class=\"a\" id=\"b\">x &amp; y</div>",
            "<kbd>Ctrl</kbd><br>",
            "<a name=\"a\"></a>",
            "<a href=\"/x?a=1&amp;b\" title=\"t\">x</a>",
            "<img src=\"data:image/png;base64,x\" alt=\"a\" width=\"3\">",
            "<details open=\"\"><summary>T</summary></details>",
        ] {
            let mut attributes_in_order = clean(html);
            attributes_in_order = attributes_in_order
                .replace(" alt=\"a\" src=\"data:image/png;base64,x\"", " src=\"data:image/png;base64,x\" alt=\"a\"");
            assert_eq!(attributes_in_order, html);
        }
    }

    #[test]
    fn what_could_run_code_is_removed() {
        for (html, expected) in [
            ("<script>alert(1)</script>x", "x"),
            ("<scr<script>ipt>alert(1)", "ipt&gt;alert(1)"),
            ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
            ("<img src=x name=currentScript>", "<img src=\"x\">"),
            ("<a href=\" java\nscript:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href=\"&#106;avascript:x\">x</a>", "<a>x</a>"),
            ("<a href=blob:x>x</a>", "<a>x</a>"),
            ("<svg onload=x><p>y</svg>", "<p>y"),
            ("<iframe src=x>y</iframe>", ""),
            ("<style>*{display:none}</style>", ""),
            ("<p style=\"position:fixed\">x", "<p>x"),
            ("<p style=\"background:url(x)\">x", "<p>x"),
            ("<form action=x><button>y</button></form>", "y"),
            ("</main></div>x", "x"),
            ("<!-- <script> -->x", "x"),
            ("<img src=x", ""),
            ("<b title=\"<script>\">x</b>", "<b title=\"&lt;script&gt;\">x</b>"),
            (
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
                "<table><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            ),
            ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<img src=\"x\">&quot;&gt;"),
        ] {
            assert_eq!(clean(html), expected, "{html}");
        }
    }

    #[test]
    fn pieces_belong_together() {
        let mut sanitizer = Sanitizer::default();
        assert_eq!(sanitizer.clean("<b>").0, "<b>");
        assert_eq!(sanitizer.clean("<script>").0, "");
        assert!(sanitizer.is_silent());
        assert_eq!(sanitizer.clean("</b>").0, "");
        assert_eq!(sanitizer.clean("</script>").0, "");
        assert_eq!(sanitizer.clean("</b></b>").0, "</b>");
    }

    #[test]
    fn what_was_removed_is_told_with_its_place() {
        let (_, removed) = Sanitizer::default().clean("x <p onclick=y>");
        assert_eq!(removed, [Removed { what: "onclick".into(), span: 2..15 }]);
    }
}
