//! A page's Markdown for readers that are no browsers (format sheet §7.3): without front matter and comments, with ordinary
//! links instead of wiki links, and without more than one blank line in a row. Code stays as it is.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::Document;
use super::scan::MarkerKind;
use super::tree::Kind;
use super::wiki::{self, WikiLink};
use crate::theme::Grammar;

impl Document {
    /// The copy of the page. `address` gives where the link that begins at an offset leads; `None` leaves only its text.
    pub fn copy(&self, grammar: &Grammar, address: impl Fn(usize) -> Option<String>) -> String {
        let own = self.facts.own.start.max(self.body)..self.facts.own.end;
        let code = self.code(grammar, &own);
        let mut copy = Copy { text: String::new(), code: &code };
        let mut at = own.start;
        for marker in self.markers.iter().filter(|marker| marker.span.start >= own.start && marker.span.end <= own.end)
        {
            let replacement = match &marker.kind {
                MarkerKind::Comment | MarkerKind::CommentBlock => String::new(),
                MarkerKind::Wiki(link) => self.plain_link(link, address(marker.span.start)),
                _ => continue,
            };
            copy.push(&self.source.text, at..marker.span.start);
            copy.text.push_str(&replacement);
            at = marker.span.end;
        }
        copy.push(&self.source.text, at..own.end);
        let text = copy.text.trim_matches(['\n', '\r']);
        if text.is_empty() { String::new() } else { format!("{text}\n") }
    }

    /// Where blocks of code stand; not looked for when there is nothing to squeeze.
    fn code(&self, grammar: &Grammar, own: &Range<usize>) -> Vec<Range<usize>> {
        let is_blank = |line: &str| line.trim().is_empty();
        let mut lines = self.source.text[own.clone()].lines().map(is_blank);
        let mut code = Vec::new();
        let mut before = false;
        if !lines.any(|is_blank| std::mem::replace(&mut before, is_blank) && is_blank) && self.comments() == 0 {
            return code;
        }
        self.with_tree(grammar, |nodes| {
            for node in nodes {
                node.walk(&mut |node| {
                    if matches!(node.kind, Kind::Element(Tag::CodeBlock(_))) {
                        code.push(node.span.clone());
                    }
                });
            }
        });
        code
    }

    fn comments(&self) -> usize {
        self.markers
            .iter()
            .filter(|marker| matches!(marker.kind, MarkerKind::Comment | MarkerKind::CommentBlock))
            .count()
    }

    /// A wiki link as Markdown.
    fn plain_link(&self, link: &WikiLink, address: Option<String>) -> String {
        let text = &self.source.text;
        let target = &text[link.target.clone()];
        let label = link.label.clone().map(|label| text[label].to_owned());
        let is_picture = link.embeds && wiki::is_picture(target);
        let shown = match label {
            Some(label) if is_picture => wiki::picture_text(&label),
            Some(label) => label,
            None if is_picture => String::new(),
            None => wiki::own_text(target),
        };
        let shown = format!("{shown}{}", &text[link.tail.clone()]);
        let mark = if is_picture { "!" } else { "" };
        match address {
            Some(address) if address.contains([' ', '(', ')']) => format!("{mark}[{shown}](<{address}>)"),
            Some(address) => format!("{mark}[{shown}]({address})"),
            None => shown,
        }
    }
}

struct Copy<'a> {
    text: String,
    /// Where blocks of code stand.
    code: &'a [Range<usize>],
}

impl Copy<'_> {
    /// Adds a stretch of the page, line by line.
    fn push(&mut self, text: &str, stretch: Range<usize>) {
        let mut at = stretch.start;
        for line in text[stretch].split_inclusive('\n') {
            let is_blank = line.ends_with('\n') && line.trim().is_empty();
            if !(is_blank && self.ends_with_blank_line() && !self.is_code(at)) {
                self.text.push_str(line);
            }
            at += line.len();
        }
    }

    fn is_code(&self, offset: usize) -> bool {
        let behind = self.code.partition_point(|code| code.start <= offset);
        behind > 0 && self.code[behind - 1].end > offset
    }

    fn ends_with_blank_line(&self) -> bool {
        let text = self.text.strip_suffix('\n').unwrap_or(&self.text);
        let last = text.rsplit('\n').next().unwrap_or_default();
        self.text.is_empty() || (self.text.ends_with('\n') && last.trim().is_empty())
    }
}
