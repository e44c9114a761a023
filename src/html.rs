//! Text that is already safe HTML, and the escaping that makes it so.
//!
//! [`Html`] is the only way to hand markup to a template unescaped. It is made here, by escaping, or by a renderer
//! that vouches for what it wrote.

mod asks;
mod attributes;

use std::borrow::Cow;
use std::fmt;

pub use asks::{Ask, asks, is_elsewhere};
pub use attributes::{HtmlAttribute, all_attributes, attributes};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(Html::text(r#"<a b="c">'&"#).as_str(), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
        assert_eq!(escape("£ – é"), "£ – é");
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
