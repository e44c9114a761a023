//! Blocks of code that end elsewhere than their author thought, and such that are HTML.

use std::ops::Range;

use memchr::{memmem, memrchr2};

use super::{Slip, first_line};
use crate::diagnostic::SourceText;
use crate::document::margin::unquoted;

/// So much further in, a line is code and no fence; a tab counts as much.
const INDENTED: usize = 4;

/// A block of code that does not end where its author thought: "}```" closes none, nor does a fence with a language, and what no
/// fence closes ends with what it stands in.
pub(super) fn endless(written: &str, source: &SourceText, span: &Range<usize>, info: &str) -> Option<Slip> {
    if matches!(info.split(|c: char| !c.is_alphanumeric()).next(), Some("md" | "markdown")) {
        return None;
    }
    let mark = written.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let opening = &written[..written.len() - written.trim_start_matches(mark).len()];
    let before = source.text[..span.start].rsplit('\n').next().unwrap_or_default();
    let inside = marks_in(written, opening, width(before));
    let unclosed = || {
        let hint = format!("end it with {opening} on a line of its own, as far in as this one");
        Slip::new(0..opening.len(), "this block of code is never closed", hint)
    };
    let is_closed = || inside.iter().any(|marks| marks.is_alone() && marks.behind.is_empty());
    inside.iter().find_map(|marks| marks.wrong(opening)).or_else(|| (!is_closed()).then(unclosed))
}

/// Marks in a block of code that are enough for a fence, the first on their line.
struct Marks<'w> {
    marks: Range<usize>,
    before: &'w str,
    behind: &'w str,
}

/// How far in something stands that is behind this on its line.
fn width(before: &str) -> usize {
    before.bytes().map(|byte| if byte == b'\t' { INDENTED } else { 1 }).sum()
}

/// What in a block of code may be a fence like the one that opened it, in this column. What stands deeper by the indentation of code is
/// of the code for certain, as in the documentation of a function.
fn marks_in<'w>(written: &'w str, opening: &str, column: usize) -> Vec<Marks<'w>> {
    let bytes = written.as_bytes();
    let mark = bytes[0];
    let marks = |at: usize| {
        let line = memrchr2(b'\n', mark, &bytes[..at]).filter(|before| bytes[*before] == b'\n')? + 1;
        let marks = at..at + bytes[at..].iter().take_while(|byte| **byte == mark).count();
        let behind = written[marks.end..].lines().next().unwrap_or_default().trim();
        let marks = Marks { marks, before: &written[line..at], behind };
        let is_too_deep = marks.is_alone() && width(marks.before) >= column + INDENTED;
        (!is_too_deep).then_some(marks)
    };
    memmem::find_iter(bytes, opening).filter_map(marks).collect()
}

impl Marks<'_> {
    fn is_alone(&self) -> bool {
        unquoted(self.before).is_empty()
    }

    /// Whether it stands right behind text. The signs of a line in a diff, and of a comment, are none.
    fn is_glued(&self) -> bool {
        let is_sign = |c: char| matches!(c, '+' | '-' | '/' | '#' | '*' | '!');
        self.before.ends_with(|c: char| !matches!(c, '>' | ' ' | '\t')) && !unquoted(self.before).chars().all(is_sign)
    }

    /// What is wrong with it, if it was to open a block or to close the one that `opening` has opened.
    fn wrong(&self, opening: &str) -> Option<Slip> {
        let (message, hint) =
            if self.is_alone() && self.behind.starts_with(char::is_alphabetic) && !self.behind.contains('`') {
                let hint = format!("end the code above with {opening} on a line of its own");
                ("this opens no block of code, since it stands in one", hint)
            } else if self.behind.is_empty() && self.is_glued() {
                ("this closes no code, since text stands before it", "put it on a line of its own".to_owned())
            } else {
                return None;
            };
        Some(Slip::new(self.marks.clone(), message, hint))
    }
}

/// Tags that are code, since they are indented behind a blank line: those of the element around them end the HTML above and go on
/// below.
pub(super) fn html(written: &str, source: &SourceText, span: &Range<usize>) -> Option<Slip> {
    let is_tag =
        |line: &str| line.starts_with('<') && line[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
    let first = first_line(written).trim_start();
    if !is_tag(first) {
        return None;
    }
    let above = source.text[..span.start].trim_end().rsplit('\n').next()?.trim();
    let below = source.text[span.end..].trim_start();
    let is_inside = is_tag(above) && above.ends_with('>') && below.starts_with("</") && !below.starts_with("</details");
    let start = written.len() - written.trim_start().len();
    let hint = "four spaces behind a blank line begin code: take out the blank lines, or the spaces";
    is_inside.then(|| Slip::new(start..start + first.len(), "this HTML is shown as code", hint))
}
