//! How a block of code is coloured, as runs of bytes that have the same class: a hundredth of the HTML, and all that is kept.

use std::borrow::Cow;

use crate::html::escape_text_into;

/// The letter of a class; none for plain text.
pub(super) type Class = Option<u8>;

/// Runs of classes over the lines of a text, each a letter (zero for none) and a length in LEB128. What no run covers is
/// plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Runs(Vec<u8>);

impl Runs {
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Adds a run behind the others.
    pub(super) fn push(&mut self, class: Class, length: usize) {
        self.0.push(class.unwrap_or_default());
        let mut rest = length;
        while rest > 0x7f {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    /// Adds the runs of the next line.
    pub(super) fn extend(&mut self, line: &[u8]) {
        self.0.extend_from_slice(line);
    }
}

/// Reads a run from the front of `runs`.
fn next_run(runs: &mut &[u8]) -> Option<(Class, usize)> {
    let (class, mut rest) = runs.split_first()?;
    let mut length = 0_usize;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            *runs = rest;
            return Some((Some(*class).filter(|class| *class > 0), length));
        }
    }
    None
}

/// A line without its end.
pub(super) fn text_of(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

/// The lines of a block of code with their runs.
pub(in crate::render) struct Lines<'a> {
    pub(super) code: &'a str,
    pub(super) runs: Cow<'a, [u8]>,
    pub(super) at: usize,
}

impl Lines<'_> {
    /// Writes the next line as HTML, without its end; false when there is none.
    pub(in crate::render) fn write_next(&mut self, out: &mut String) -> bool {
        if self.code.is_empty() {
            return false;
        }
        let end = memchr::memchr(b'\n', self.code.as_bytes());
        let text = self.code[..end.unwrap_or(self.code.len())].trim_end_matches('\r');
        self.code = end.map_or("", |end| &self.code[end + 1..]);
        let mut runs = &self.runs[self.at..];
        let mut done = 0;
        let mut open = None;
        while done < text.len() {
            let (class, length) = next_run(&mut runs).unwrap_or((None, text.len()));
            let end = text.len().min(done + length);
            // A run that cuts a character in two is not one of ours.
            let Some(token) = text.get(done..end) else { break };
            switch(&mut open, class, out);
            escape_text_into(out, token);
            done = end;
        }
        switch(&mut open, None, out);
        if done < text.len() {
            escape_text_into(out, &text[done..]);
        }
        self.at = self.runs.len() - runs.len();
        true
    }
}

/// Closes the span of the class that is open and opens that of the next.
fn switch(open: &mut Class, class: Class, out: &mut String) {
    if *open == class {
        return;
    }
    if open.is_some() {
        out.push_str("</span>");
    }
    if let Some(class) = class {
        out.push_str("<span class=\"");
        out.push(char::from(class));
        out.push_str("\">");
    }
    *open = class;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(code: &str, runs: &Runs) -> String {
        let mut lines = Lines { code, runs: Cow::Borrowed(runs.as_bytes()), at: 0 };
        let mut out = String::new();
        while lines.write_next(&mut out) {
            out.push('|');
        }
        out
    }

    #[test]
    fn a_line_is_written_with_its_runs_and_what_they_do_not_cover_is_plain() {
        let mut runs = Runs::default();
        runs.push(Some(b'k'), 2);
        runs.push(Some(b'k'), 1);
        runs.push(None, 1);
        runs.push(Some(b's'), 300);
        assert_eq!(html("ab< \n\n&c", &runs), "<span class=\"k\">ab&lt;</span> ||<span class=\"s\">&amp;c</span>|");
        assert_eq!(html("a\r\nb", &Runs::default()), "a|b|");
        assert_eq!(html("", &Runs::default()), "");
    }

    #[test]
    fn runs_that_are_not_ours_cost_colours_and_nothing_else() {
        let mut runs = Runs::default();
        runs.push(Some(b'k'), 1);
        assert_eq!(html("é", &runs), "é|");
        assert_eq!(html("ab", &Runs(vec![b'k', 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])), "ab|");
    }
}
