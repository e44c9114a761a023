//! Text that is already safe HTML, and the escaping that makes it so.
//!
//! [`Html`] is the only way to hand markup to a template unescaped. It is made here, by escaping, or by a renderer
//! that vouches for what it wrote.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

/// So many bytes are looked at together.
const BLOCK: usize = 16;

/// A piece of finished HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text as HTML: `<`, `>`, `&` and quotes are escaped.
    pub fn text(text: &str) -> Self {
        Self(escape(text).into_owned())
    }

    /// Vouches that `markup` is finished HTML. Only for what a renderer wrote or a trusted template said.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escapes `text` for an element's text or a double-quoted attribute.
pub fn escape(text: &str) -> Cow<'_, str> {
    if position(text.as_bytes(), is_special).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    escape_into(&mut escaped, text);
    Cow::Owned(escaped)
}

/// Appends `text` to `out`, escaped as by [`escape`].
pub fn escape_into(out: &mut String, text: &str) {
    escape_found(out, text, is_special);
}

/// Appends `text` to `out`, escaped for an element's text, where quotes have no meaning.
pub fn escape_text_into(out: &mut String, text: &str) {
    escape_found(out, text, is_markup);
}

/// Whether a byte is escaped. Without branches and inside the loop, so that many are asked about at once.
#[inline]
fn is_special(byte: u8) -> bool {
    is_markup(byte) | (byte == b'"') | (byte == b'\'')
}

/// Whether a byte is escaped where quotes have no meaning.
#[inline]
fn is_markup(byte: u8) -> bool {
    (byte == b'<') | (byte == b'>') | (byte == b'&')
}

/// Where the first such byte stands. Blocks of bytes are asked about as one, which takes a few instructions.
fn position(bytes: &[u8], is_special: impl Fn(u8) -> bool) -> Option<usize> {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let has_special = |block: &[u8; BLOCK]| block.iter().fold(0, |found, byte| found | u8::from(is_special(*byte))) > 0;
    let start = blocks.iter().position(has_special).unwrap_or(blocks.len()) * BLOCK;
    // The last block may overlap the one before it.
    if start + BLOCK > bytes.len() && bytes.last_chunk().is_some_and(|last| !has_special(last)) {
        return None;
    }
    bytes[start..].iter().position(|byte| is_special(*byte)).map(|at| start + at)
}

fn escape_found(out: &mut String, text: &str, is_escaped: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let Some(at) = position(rest.as_bytes(), &is_escaped) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether a link with this destination runs code instead of leading somewhere (`javascript:`, `vbscript:`, and
/// `data:` other than a picture). Browsers ignore white space and control characters in the scheme, so this does too.
pub fn is_active_url(url: &str) -> bool {
    if !url.contains(':') {
        return false;
    }
    let scheme: String = url
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .take_while(|c| *c != ':' && *c != '/' && *c != '?' && *c != '#')
        .collect::<String>()
        .to_ascii_lowercase();
    match scheme.as_str() {
        "javascript" | "vbscript" => true,
        "data" => !url.trim_start().to_ascii_lowercase().starts_with("data:image/"),
        _ => false,
    }
}

/// What HTML that somebody else wrote asks of a browser, beyond text and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// To run a script that stands in the page, or another host's.
    Script,
    /// To let a script of the author's, wherever it stands, load what nobody can tell from here.
    ByScript,
    /// To take a style sheet from inside the page.
    Style,
    /// To take a style sheet from a file, and what that names: other sheets, fonts, pictures.
    StyleSheet,
    /// To take styles from attributes.
    StyleAttribute,
    /// To show another page in a frame.
    Frame,
    /// To show a document by what the browser has for its kind.
    Object,
    /// To send a form to another host.
    Form,
    /// To load pictures.
    Picture,
    /// To play sound or film.
    Media,
}

/// Whether an address is one of another host.
pub fn is_elsewhere(address: &str) -> bool {
    ["http:", "https:", "//"].iter().any(|start| address.starts_with(start))
}

/// What this HTML asks of a browser. Rather too much than too little: it decides what a page is allowed.
pub fn asks(html: &str) -> BTreeSet<Ask> {
    html.split('<').skip(1).flat_map(|piece| asked_by(piece.split_once('>').unwrap_or((piece, "")))).collect()
}

/// What one tag asks, without its brackets, and the text behind it.
fn asked_by((tag, text): (&str, &str)) -> impl Iterator<Item = Ask> {
    let tag = tag.to_ascii_lowercase();
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let attribute = |name: &str| {
        let (_, behind) = tag.split_once(&format!(" {name}="))?;
        Some(behind.trim_start_matches(['"', '\'']).to_owned())
    };
    let leads_out = |name: &str| attribute(name).is_some_and(|address| is_elsewhere(&address));
    let loads = leads_out("src") || leads_out("srcset");
    // A handler is an attribute, `onclick=`; the word alone is text.
    let has_handler = tag.split(" on").skip(1).any(|rest| {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        behind.len() < rest.len() && behind.starts_with('=')
    });
    // Data in a script is not run.
    let is_data = attribute("type").is_some_and(|kind| kind.starts_with("application/"));
    let runs = has_handler || name == "script" && !is_data;
    let is_in_page = has_handler || loads || attribute("src").is_none();
    let style = attribute("style");
    let names_files = |css: &str| css.contains("url(") || css.contains("@import");
    let asked = [
        (Ask::Script, runs && is_in_page),
        (Ask::ByScript, runs),
        (Ask::Style, name == "style"),
        (Ask::StyleSheet, name == "link" && tag.contains("stylesheet") || name == "style" && names_files(text)),
        (Ask::StyleAttribute, style.is_some()),
        (Ask::Frame, name == "iframe" && loads),
        (Ask::Object, matches!(name, "object" | "embed")),
        (Ask::Form, name == "form" && leads_out("action")),
        (Ask::Picture, name == "img" && loads || style.is_some_and(|css| names_files(&css))),
        (Ask::Media, matches!(name, "video" | "audio" | "source") && loads),
    ];
    asked.into_iter().filter_map(|(ask, is_asked)| is_asked.then_some(ask))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(Html::text(r#"<a b="c">'&"#).as_str(), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
        assert_eq!(escape("£ – é"), "£ – é");
    }

    #[test]
    fn what_html_asks_of_a_browser_is_recognised() {
        let asked = |html| asks(html).into_iter().collect::<Vec<_>>();
        assert_eq!(
            asked("<p class=x>on and on = text</p><img src=a.png><form action=\"/find\"><link rel=icon href=a>"),
            []
        );
        assert_eq!(asked("<script src=\"/a.js\"></script>"), [Ask::ByScript]);
        assert_eq!(asked("<b ONCLICK=x>"), [Ask::Script, Ask::ByScript]);
        assert_eq!(asked("<SCRIPT>x()</SCRIPT><i style='y'>"), [Ask::Script, Ask::ByScript, Ask::StyleAttribute]);
        assert_eq!(asked("<style>a { color: red }</style>"), [Ask::Style]);
        assert_eq!(asked("<style>@import 'https://a.example';</style>"), [Ask::Style, Ask::StyleSheet]);
        assert_eq!(asked("<link href=\"/a.css\" rel=\"stylesheet\">"), [Ask::StyleSheet]);
        assert_eq!(asked("<i style=\"background: url(https://a.example/b)\">"), [Ask::StyleAttribute, Ask::Picture]);
        assert_eq!(asked("<embed src=a.pdf><form action='https://a.example'>"), [Ask::Object, Ask::Form]);
        assert_eq!(asked("<script type=\"application/ld+json\">{}</script>"), []);
        let loading =
            "<iframe src=\"https://a.example\"></iframe><img src='//b.example/c'><video src=http://d.example>";
        assert_eq!(asked(loading), [Ask::Frame, Ask::Picture, Ask::Media]);
    }

    #[test]
    fn a_link_that_runs_code_is_recognised_however_it_is_written() {
        for url in ["javascript:x", " JavaScript:x", "java\nscript:x", "vbscript:x", "data:text/html,x"] {
            assert!(is_active_url(url), "{url}");
        }
        for url in ["https://x/javascript:y", "/javascript", "mailto:a@b", "data:image/png;base64,x", "#javascript:"] {
            assert!(!is_active_url(url), "{url}");
        }
    }
}
