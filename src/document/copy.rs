//! A page's Markdown for readers that are no browsers: without front matter and comments, with ordinary
//! links instead of wiki links, and without more than one blank line in a row. Code stays as it is.

use std::borrow::Cow;
use std::ops::Range;

use super::scan::{self, Marker, MarkerKind};
use super::wiki::{self, WikiLink};
use super::{Document, Facts};

impl Document {
    /// The copy of the page. `address` gives where the link that begins at an offset leads; `None` leaves only its text.
    pub fn copy(&self, address: impl Fn(usize) -> Option<String>) -> Cow<'_, str> {
        match &self.copied {
            Some(stretch) => self.source.text[stretch.clone()].into(),
            None => self.rewritten(address).into(),
        }
    }

    fn rewritten(&self, address: impl Fn(usize) -> Option<String>) -> String {
        let own = own(self.body, &self.facts);
        let text = String::with_capacity(own.len());
        let mut copy = Copy { text, is_behind_blank: true, is_blank: true, code: &self.facts.code };
        let mut at = own.start;
        for marker in self.markers.iter().filter(|marker| marker.span.start >= own.start && marker.span.end <= own.end)
        {
            let replacement = match &marker.kind {
                MarkerKind::Comment | MarkerKind::CommentBlock => String::new(),
                MarkerKind::Wiki(link) => self.plain_link(link, address(marker.span.start)),
                _ => continue,
            };
            copy.push(&self.source.text, at..marker.span.start);
            copy.insert(&replacement);
            at = marker.span.end;
        }
        copy.push(&self.source.text, at..own.end);
        let mut text = copy.text;
        text.truncate(text.trim_end_matches(BREAKS).len());
        text.drain(..text.len() - text.trim_start_matches(BREAKS).len());
        if !text.is_empty() {
            text.push('\n');
        }
        // An include and what stands around a copy may end its lines otherwise.
        if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
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

const BREAKS: [char; 2] = ['\n', '\r'];

/// What is a page's own of its text, behind its front matter.
fn own(body: usize, facts: &Facts) -> Range<usize> {
    facts.own.start.max(body)..facts.own.end
}

/// The stretch of a page's text that is its copy as it stands; most pages have one.
pub(super) fn copied(text: &str, body: usize, facts: &Facts, markers: &[Marker]) -> Option<Range<usize>> {
    use MarkerKind::{Comment, CommentBlock, Wiki};
    let is_replaced = |marker: &Marker| matches!(marker.kind, Comment | CommentBlock | Wiki(_));
    if markers.iter().any(is_replaced) { None } else { as_written(text, own(body, facts), &facts.code) }
}

/// What of a stretch is not to change: all but the line breaks around it, if its lines end with nothing but a line feed, and it has no two
/// blank lines in a row outside of code.
fn as_written(text: &str, stretch: Range<usize>, code: &[Range<usize>]) -> Option<Range<usize>> {
    let own = text.get(stretch.clone())?.trim_start_matches(BREAKS);
    let start = stretch.end - own.len();
    let own = own.get(..own.trim_end_matches(BREAKS).len() + 1).filter(|own| own.ends_with('\n'))?;
    if memchr::memchr(b'\r', own.as_bytes()).is_some() {
        return None;
    }
    let end = start + own.len();
    let mut at = start;
    for code in code.iter().filter(|code| start < code.end && code.start < end).chain([&(end..end)]) {
        // What stands before the text was passed over.
        if has_two_blank_lines(&text[at..code.start.max(at)], at == start) {
            return None;
        }
        at = line_behind(&text[..end], code.end.min(end));
    }
    Some(start..end)
}

/// Where the line begins that follows code which ends at `end`.
fn line_behind(text: &str, end: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[end - 1..]).map_or(text.len(), |found| end + found)
}

fn has_two_blank_lines(text: &str, mut is_behind_blank: bool) -> bool {
    scan::lines(text).any(|line| {
        let is_blank = line.trim_ascii_start().is_empty();
        std::mem::replace(&mut is_behind_blank, is_blank) && is_blank
    })
}

/// The end of the block of code that `offset` lies in.
fn code_end(code: &[Range<usize>], offset: usize) -> Option<usize> {
    let behind = code.partition_point(|code| code.start <= offset);
    code[..behind].last().map(|code| code.end).filter(|end| *end > offset)
}

struct Copy<'a> {
    text: String,
    /// Whether the line before is blank, or there is none.
    is_behind_blank: bool,
    /// Whether the line is blank so far.
    is_blank: bool,
    /// Where blocks of code stand.
    code: &'a [Range<usize>],
}

impl Copy<'_> {
    /// Adds a stretch of the page without the blank lines that are too many.
    fn push(&mut self, text: &str, stretch: Range<usize>) {
        let (mut kept, mut at) = (stretch.start, stretch.start);
        while at < stretch.end {
            if let Some(end) = code_end(self.code, at) {
                // Code stays as it is, and its last line is not blank.
                let end = end.min(stretch.end);
                at = line_behind(&text[..stretch.end], end);
                (self.is_blank, self.is_behind_blank) = (false, false);
                continue;
            }
            let Some(line) = scan::lines(&text[at..stretch.end]).next() else { break };
            let is_whole = line.ends_with('\n');
            let is_blank = line.trim_ascii_start().is_empty();
            // The first line may go on with one that was begun.
            let begins = at > stretch.start || self.is_at_start();
            if is_blank && is_whole && begins && self.is_behind_blank {
                self.text.push_str(&text[kept..at]);
                kept = at + line.len();
            } else {
                self.is_blank = is_blank && (begins || self.is_blank);
                self.is_behind_blank = if is_whole { self.is_blank } else { self.is_behind_blank };
            }
            at += line.len();
        }
        self.text.push_str(&text[kept..at]);
    }

    /// Adds what stands in the place of something, in a line.
    fn insert(&mut self, text: &str) {
        self.is_blank = (self.is_blank || self.is_at_start()) && text.trim_ascii().is_empty();
        self.text.push_str(text);
    }

    fn is_at_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::diagnostic::SourceText;
    use crate::document::parse;
    use crate::path::SourcePath;
    use crate::source::PageFile;
    use crate::theme::Theme;

    thread_local! {
        static THEME: Theme = Theme::load(&[]).0;
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_copied_as_written_would_be_written_the_same(
            text in "(---\nicon: x\n---\n)?(```\n|    c\n|- a\n|%%\n|[ab\t ]{0,2}\r?\n){0,12}[ab ]{0,2}",
        ) {
            let path = SourcePath::new("page.md").ok_or_else(|| TestCaseError::fail("no path"))?;
            let page = PageFile { path, source: SourceText::new("page.md", text), beside: None };
            let (document, _) = THEME.with(|theme| parse(&page, theme.grammar()));
            prop_assert_eq!(document.copy(|_| None), document.rewritten(|_| None));
        }
    }
}
