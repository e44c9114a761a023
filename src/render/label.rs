//! Inline Markdown that stands outside a page, such as the label of a link: as HTML, and as text alone.

use super::context::Context;
use super::{Renderer, body};
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::html::Html;
use crate::path::Url;
use crate::site::Viewpoint;

impl Renderer {
    /// A label without its markup.
    pub fn plain(&self, label: &str) -> String {
        if is_plain(label) {
            return label.to_owned();
        }
        let nodes = document::inline(label, self.theme.grammar());
        document::plain_text(&nodes).trim().to_owned()
    }

    /// Inline Markdown that stands outside a page as HTML.
    pub(super) fn inline(&self, text: &str, from: Viewpoint) -> Html {
        self.inline_in(text, &mut Context::outside(self, from))
    }

    /// Inline Markdown that is the owner's, whose HTML is kept, scripts and all.
    pub(super) fn owners(&self, text: &str, from: Viewpoint) -> Html {
        let mut context = Context::outside(self, from);
        context.html = RawHtml::Allow;
        self.inline_in(text, &mut context)
    }

    /// Inline Markdown that stands in a link, or in a button, as HTML: links in it are their text.
    pub(super) fn label(&self, text: &str, from: Viewpoint) -> Html {
        let mut context = Context::outside(self, from);
        context.in_link = true;
        self.inline_in(text, &mut context)
    }

    /// Such a label that is the owner's.
    pub(super) fn owners_label(&self, text: &str, from: Viewpoint) -> Html {
        let mut context = Context::outside(self, from);
        (context.in_link, context.html) = (true, RawHtml::Allow);
        self.inline_in(text, &mut context)
    }

    /// What is taken out of the HTML in a label.
    pub(super) fn removed(&self, label: &str) -> Option<Diagnostic> {
        if !label.contains('<') {
            return None;
        }
        let mut context = Context::outside(self, self.site.base.viewpoint(&Url::root()));
        self.inline_in(label, &mut context);
        context.diagnostics.into_iter().find(|problem| problem.code == Code::HtmlRemoved)
    }

    fn inline_in(&self, text: &str, context: &mut Context<'_>) -> Html {
        if is_plain(text) {
            return Html::text(text);
        }
        let nodes = document::inline(text, self.theme.grammar());
        Html::trusted(body::inline(&nodes, context))
    }
}

/// Whether a text is the same in Markdown: words alone, as most labels are. They stand on many pages, and need no parser.
fn is_plain(text: &str) -> bool {
    // A colon at the end of a word is no symbol's, which has no space in it.
    let is_word = |word: &[u8]| {
        let word = word.strip_suffix(b",").or_else(|| word.strip_suffix(b":")).unwrap_or(word);
        if !word.is_ascii() {
            return str::from_utf8(word).is_ok_and(|word| word.chars().all(char::is_alphanumeric));
        }
        let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        word.first().is_some_and(u8::is_ascii_alphanumeric) && word.iter().all(is_in_word)
    };
    text.as_bytes().split(|byte| *byte == b' ').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::is_plain;
    use crate::document;
    use crate::theme::Theme;

    #[test]
    fn words_alone_need_no_parser() {
        let (theme, _) = Theme::load(&[]);
        for text in ["Getting started", "Straße, Haus", "h2o", "Set-up: a guide, part 4", "2001: 3D", "a: b: c"] {
            let parsed = document::inline(text, theme.grammar());
            assert!(is_plain(text) && parsed.len() == 1 && parsed[0].text() == Some(text), "{text}");
        }
        for text in ["", "a  b", "1. a", "- a", "a*b*", ":bacon:", "a:bacon:", "a::", "a.b", "a_b_", "https://a"] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
