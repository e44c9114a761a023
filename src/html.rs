//! Text that is already safe HTML, and the escaping that makes it so.
//!
//! [`Html`] is the only way to hand markup to a template unescaped. It is made here, by escaping, or by a renderer
//! that vouches for what it wrote.

use std::borrow::Cow;
use std::fmt;

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
    if !text.contains(['<', '>', '&', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    escape_into(&mut escaped, text);
    Cow::Owned(escaped)
}

/// Appends `text` to `out`, escaped as by [`escape`].
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
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
    let scheme: String = url
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .take_while(|c| *c != ':' && *c != '/' && *c != '?' && *c != '#')
        .collect::<String>()
        .to_ascii_lowercase();
    let has_colon = url.contains(':');
    match scheme.as_str() {
        "javascript" | "vbscript" => has_colon,
        "data" => has_colon && !url.trim_start().to_ascii_lowercase().starts_with("data:image/"),
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
