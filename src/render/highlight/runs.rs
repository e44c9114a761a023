//! How a block of code is coloured, as runs of bytes that have the same class: a small part of the HTML, and all that is kept.

use crate::html::escape_text_into;
use crate::leb128;

/// The letter of a class; none for plain text.
pub(super) type Class = Option<u8>;

/// Plain text and the letters of classes, by their numbers in runs.
pub(super) const LETTERS: [u8; 18] = *b" acdefhiklmnostvxy";

/// The first length of a run that does not fit into a byte beside the number of its class.
const LONG: usize = 13;

/// So many lengths of each class have a byte of their own.
const LENGTHS: usize = LONG + 1;

/// Runs of classes over the lines of a text. A run is a byte, the number of its class times [`LENGTHS`] and its length; what a
/// long one has above [`LONG`] follows in LEB128. What no run covers is plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Runs(Vec<u8>);

impl Runs {
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Adds a run behind the others.
    pub(super) fn push(&mut self, class: Class, length: usize) {
        let number = LETTERS.iter().position(|letter| Some(*letter) == class).unwrap_or_default();
        self.0.push((number * LENGTHS + length.min(LONG)) as u8);
        if let Some(more) = length.checked_sub(LONG) {
            leb128::push(&mut self.0, more as u64);
        }
    }

    /// Adds the runs of the next line.
    pub(super) fn extend(&mut self, line: &[u8]) {
        self.0.extend_from_slice(line);
    }
}

/// Reads a run from the front of `runs`.
fn next_run(runs: &mut &[u8]) -> Option<(Class, usize)> {
    let (byte, behind) = runs.split_first()?;
    *runs = behind;
    let (number, length) = (usize::from(*byte) / LENGTHS, usize::from(*byte) % LENGTHS);
    let more = if length == LONG { usize::try_from(leb128::take(runs)?).ok()? } else { 0 };
    let letter = *LETTERS.get(number)?;
    Some((Some(letter).filter(|_| number > 0), length.saturating_add(more)))
}

/// A line without its end.
pub(super) fn text_of(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

/// The lines of a block of code with their runs.
pub(in crate::render) struct Lines<'a> {
    pub(super) code: &'a str,
    pub(super) runs: &'a [u8],
}

/// What ends a line's HTML.
const END: &str = "</span>\n";

impl Lines<'_> {
    /// Writes each line as HTML behind what `open` gives for its number, the start of a `<span>`; gives how many there are.
    pub(in crate::render) fn write(mut self, out: &mut String, open: impl Fn(usize) -> &'static str) -> usize {
        if self.runs.is_empty() {
            return self.write_plain(out, open);
        }
        let mut count = 0;
        while !self.code.is_empty() {
            count += 1;
            out.push_str(open(count));
            self.write_next(out);
            out.push_str(END);
        }
        count
    }

    /// Writes lines without colours, which are escaped as one: the ends of lines stay what they are.
    fn write_plain(&self, out: &mut String, open: impl Fn(usize) -> &'static str) -> usize {
        let mut escaped = String::with_capacity(self.code.len() + self.code.len() / 8);
        escape_text_into(&mut escaped, self.code);
        let last = Some(escaped.len()).filter(|_| !escaped.is_empty() && !escaped.ends_with('\n'));
        let (mut start, mut count) = (0, 0);
        for end in memchr::memchr_iter(b'\n', escaped.as_bytes()).chain(last) {
            count += 1;
            out.push_str(open(count));
            out.push_str(escaped[start..end].trim_end_matches('\r'));
            out.push_str(END);
            start = end + 1;
        }
        count
    }

    /// Writes the next line, without its end.
    fn write_next(&mut self, out: &mut String) {
        let end = memchr::memchr(b'\n', self.code.as_bytes());
        let text = self.code[..end.unwrap_or(self.code.len())].trim_end_matches('\r');
        self.code = end.map_or("", |end| &self.code[end + 1..]);
        let mut done = 0;
        let mut open = None;
        while done < text.len() {
            let (class, length) = next_run(&mut self.runs).unwrap_or((None, text.len()));
            let end = text.len().min(done.saturating_add(length));
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
        let mut out = String::new();
        let count = Lines { code, runs: runs.as_bytes() }.write(&mut out, |at| if at == 1 { "1:" } else { "" });
        assert_eq!(out.matches(END).count(), count);
        out.replace(END, "|")
    }

    #[test]
    fn a_line_is_written_with_its_runs_and_what_they_do_not_cover_is_plain() {
        let mut runs = Runs::default();
        runs.push(Some(b'k'), 2);
        runs.push(Some(b'k'), 1);
        runs.push(None, 1);
        runs.push(Some(b's'), 300);
        assert_eq!(html("ab< \n\n&c", &runs), "1:<span class=\"k\">ab&lt;</span> ||<span class=\"s\">&amp;c</span>|");
        assert_eq!(html("", &runs), "");
    }

    #[test]
    fn lines_without_runs_are_plain() {
        let plain = |code| html(code, &Runs::default());
        assert_eq!(plain("a\r\n<b"), "1:a|&lt;b|");
        assert_eq!(plain("\n\nb\n"), "1:||b|");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn runs_that_are_not_ours_cost_colours_and_nothing_else() {
        let mut runs = Runs::default();
        runs.push(Some(b'k'), 1);
        assert_eq!(html("é", &runs), "1:é|");
        let long = (LENGTHS + LONG) as u8;
        assert_eq!(html("ab", &Runs(vec![long, 0xff, 0xff, 0xff])), "1:ab|", "cut");
        assert_eq!(html("ab", &Runs(vec![u8::MAX])), "1:ab|", "a class that is none");
    }

    #[test]
    fn runs_of_all_classes_and_lengths_are_read_as_they_were_pushed() {
        let classes = LETTERS.iter().map(|letter| Some(*letter).filter(|letter| *letter != b' '));
        let all: Vec<(Class, usize)> = classes
            .flat_map(|class| [1, LONG - 1, LONG, LONG + 1, 200, 70_000].map(|length| (class, length)))
            .collect();
        let mut runs = Runs::default();
        all.iter().for_each(|(class, length)| runs.push(*class, *length));
        let mut rest = runs.as_bytes();
        assert_eq!(std::iter::from_fn(|| next_run(&mut rest)).collect::<Vec<_>>(), all);
    }
}
