//! Where an author's HTML stands right above a marker line. A block of HTML only ends with a blank line, and authors do not
//! leave one: where the line is meant for a component that is open around the HTML, the block is hidden as one that ends above it.

use std::ops::Range;

use super::{Marker, MarkerKind, code};
use crate::document::foreign::tag_end;

/// The elements whose tags begin a block of HTML wherever they begin a line (CommonMark, HTML blocks, condition 6).
const BLOCKS: [&str; 62] = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
];

/// Elements whose blocks end with their own closing tag (condition 1).
const ENDED_BY_TAG: [&str; 4] = ["pre", "script", "style", "textarea"];

/// The block of HTML that is open.
#[derive(Debug, Default)]
pub(super) struct HtmlLines {
    /// Its lines so far.
    lines: Option<Range<usize>>,
    /// The column that the text of its list item begins at. A line that is less far in ends the item, and the block with it.
    item: usize,
    /// Whether the line before is text, which a tag alone on its line does not end.
    is_behind_text: bool,
}

impl HtmlLines {
    /// Takes note of a line that stands at `start` and is no marker. Its first character, behind white space and quote marks, is
    /// `first`; the text of the last list item above it begins at the column `item`.
    pub(super) fn see(&mut self, line: &str, first: Option<u8>, start: usize, item: usize) {
        if let (Some(lines), Some(_)) = (&mut self.lines, first) {
            if self.item == 0 || code::column(line) >= self.item {
                lines.end = start + line.trim_end().len();
                return;
            }
            *self = Self::default();
        }
        let text = || line.trim_matches([' ', '\t']);
        match first {
            None => *self = Self::default(),
            Some(b'<') if begins_block(text(), self.is_behind_text) => {
                let indentation = line.len() - line.trim_start().len();
                self.lines = Some(start + indentation..start + line.trim_end().len());
                self.item = item.min(code::column(line));
            }
            Some(_) => self.is_behind_text = true,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.lines.is_some()
    }

    /// Ends the block because a marker stands on the line.
    pub(super) fn end(&mut self) -> Option<Marker> {
        let Self { lines, .. } = std::mem::take(self);
        lines.map(|span| Marker { span, kind: MarkerKind::Html })
    }
}

/// Whether a line begins a block of HTML that ends with a blank line.
fn begins_block(line: &str, is_behind_text: bool) -> bool {
    let Some(tag) = line.strip_prefix('<') else { return false };
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let name = &tag[..tag.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let is_one_of = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    let ends = matches!(tag.as_bytes().get(name.len()), None | Some(b' ' | b'\t' | b'>' | b'/'));
    if name.is_empty() || !ends || is_one_of(&ENDED_BY_TAG) {
        return false;
    }
    is_one_of(&BLOCKS) || !is_behind_text && tag_end(line, ">") == Some(line.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::HtmlLines;

    #[test]
    fn html_right_above_a_marker_is_a_block() {
        let found = |text: &str| {
            let mut html = HtmlLines::default();
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                let line = line.trim_end_matches('\n');
                let first = line.bytes().find(|byte| *byte != b' ');
                html.see(line, first, start, 2);
                start += line.len() + 1;
            }
            html.end().map(|marker| text[marker.span].to_owned())
        };
        for (text, expected) in [
            ("<img src=\"a>b\">\n", "<img src=\"a>b\">"),
            ("text\n  <div>\n  text\n  </div> \n", "<div>\n  text\n  </div>"),
            ("</center>", "</center>"),
            ("  <img>\n  b\n- c\n<div>", "<div>"),
            ("<img>\nb", "<img>\nb"),
        ] {
            assert_eq!(found(text).as_deref(), Some(expected));
        }
        for text in [
            "text\n<img>", "<b>bold</b>", "<div>\n\n", "<pre>\n", "<!-- a -->", "<https://x.y>", "<img> text",
            "  <img>\n***",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
