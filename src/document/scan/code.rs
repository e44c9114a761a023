//! Where fenced code stands, as far as lines tell: what is opened there is open in no page, and what is closed there closes
//! nothing of it. Whether a line is code is for the parser to judge.

use super::candidates::without_ending;
use crate::document::{letters, margin};

/// A line that is so much further in than its container is code of its own, or goes on with a paragraph.
const INDENTED: usize = 4;

/// The fence that is open, and the list's item that one may stand in.
#[derive(Debug, Default)]
pub(super) struct CodeFence {
    mark: u8,
    /// How many marks it has; 0 when none is open.
    length: usize,
    /// How many quotes it stands in.
    quotes: usize,
    /// The column that its container begins at.
    container: usize,
    /// The column that the text of the last item begins at.
    item: usize,
    is_behind_blank: bool,
    /// Whether the code that is open is code for the parser, too, whatever becomes of the candidates.
    is_certain: bool,
    /// Whether lines were seen behind which no code is certain.
    is_doubtful: bool,
}

impl CodeFence {
    /// Before the first line of a text.
    pub(super) fn before(text: &str) -> Self {
        // For the parser a lone carriage return ends a line, too.
        let mut returns = memchr::memchr_iter(b'\r', text.as_bytes());
        let is_lone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
        Self { is_doubtful: returns.any(is_lone), ..Self::default() }
    }

    /// Before the first line of a text in which all code is looked at.
    #[cfg(test)]
    pub(super) fn in_doubt() -> Self {
        Self { is_doubtful: true, ..Self::default() }
    }

    /// Whether code begins behind the last line that was seen, or has begun before.
    pub(super) fn is_open(&self) -> bool {
        self.length > 0
    }

    /// The column that the text of the last list item begins at.
    pub(super) fn item(&self) -> usize {
        self.item
    }

    /// Where the next line begins that is not of code that is certain, in which nothing is looked for. The one that would be
    /// next begins at `start`.
    pub(super) fn pass(&mut self, source: &str, start: usize) -> usize {
        let mut at = start;
        while self.is_certain {
            let (passed, behind) = source.split_at(at);
            // No line without three of the marks closes it.
            let found = memchr::memmem::find(behind.as_bytes(), &[self.mark; 3]).unwrap_or(behind.len());
            let (before, marks) = behind.split_at(found);
            let line = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
            let end = memchr::memchr(b'\n', marks.as_bytes()).map_or(behind.len(), |end| found + end + 1);
            if end == behind.len() || self.is_closed_by(without_ending(&behind[line..end])) {
                (self.length, self.is_certain) = (0, false);
            }
            at = passed.len() + end;
        }
        at
    }

    /// Whether a line is a closing fence for code that stands in nothing.
    fn is_closed_by(&self, line: &str) -> bool {
        let marks = line.trim_start_matches(' ');
        let behind = marks.trim_start_matches(char::from(self.mark));
        let is_fence = line.len() - marks.len() < INDENTED && marks.len() - behind.len() >= self.length;
        is_fence && behind.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    /// Takes note of a line behind which the parser may see other code than we: one that may begin a block of HTML.
    pub(super) fn doubt(&mut self, first: Option<u8>) {
        self.is_doubtful |= first == Some(b'<');
    }

    /// Tells whether the code that a line has begun is code for the parser, too. A fence at the very start of a line ends
    /// paragraphs, lists and quotes (CommonMark, fenced code blocks), so it begins code wherever no HTML, no other code and,
    /// as the line `is_hidden` by none, no candidate is open at the top.
    pub(super) fn judge(&mut self, line: &str, is_hidden: bool) {
        self.is_certain = !self.is_doubtful && !is_hidden && line.as_bytes().first() == Some(&self.mark);
        self.is_doubtful |= !self.is_certain;
    }

    /// Ends the code above a line that no longer stands in its quote or item.
    pub(super) fn leave(&mut self, line: &str, first: Option<u8>) {
        if !self.is_open() || self.quotes == 0 && (self.container == 0 || first.is_none()) {
            return;
        }
        let mut start = Start::default();
        while start.quotes < self.quotes && start.quote(line) {}
        start.skip_spaces(line);
        let is_blank = start.at == line.len();
        if start.quotes < self.quotes || start.column < self.container && !is_blank {
            self.length = 0;
        }
    }

    /// Takes note of a line whose first character, behind white space and quote marks, is `first`.
    pub(super) fn see(&mut self, line: &str, first: Option<u8>) {
        if self.is_open() {
            return self.close(line, first);
        }
        let is_behind_blank = std::mem::replace(&mut self.is_behind_blank, first.is_none());
        if is_behind_blank && line.starts_with(|c: char| !matches!(c, ' ' | '\t' | '>')) {
            self.item = 0;
        }
        let is_lettered = || first.is_some_and(|first| first.is_ascii_alphabetic()) && letters::is_lettered(line);
        if matches!(first, Some(b'`' | b'~' | b'-' | b'*' | b'+' | b'0'..=b'9')) || is_lettered() {
            self.open(line);
        }
    }

    fn open(&mut self, line: &str) {
        let mut start = Start::default();
        let (mut container, mut is_item) = (self.item, false);
        loop {
            start.skip_spaces(line);
            if start.column >= container + INDENTED {
                return;
            }
            if start.quote(line) {
                container = container.max(start.column);
            } else if start.bullet(line) {
                container = start.column + 1;
                is_item = true;
                self.item = container;
            } else {
                break;
            }
        }
        let marks = &line[start.at..];
        let Some(mark) = marks.bytes().next().filter(|mark| matches!(mark, b'`' | b'~')) else { return };
        let length = marks.bytes().take_while(|byte| *byte == mark).count();
        if length < 3 || mark == b'`' && marks[length..].contains('`') {
            return;
        }
        (self.mark, self.length, self.quotes) = (mark, length, start.quotes);
        let is_inside = is_item || start.column >= self.item;
        self.container = if is_inside { self.item } else { 0 };
    }

    /// A closing line stands behind no bullet.
    fn close(&mut self, line: &str, first: Option<u8>) {
        if first != Some(self.mark) {
            return;
        }
        let marks = line.trim_matches([' ', '\t', '>', '\r']);
        if marks.len() >= self.length && marks.bytes().all(|byte| byte == self.mark) {
            self.length = 0;
        }
    }
}

/// The column that the first character of a line stands at.
pub(super) fn column(line: &str) -> usize {
    let mut start = Start::default();
    start.skip_spaces(line);
    start.column
}

/// How far the start of a line is read.
#[derive(Debug, Default)]
struct Start {
    at: usize,
    column: usize,
    quotes: usize,
}

impl Start {
    fn skip_spaces(&mut self, line: &str) {
        for byte in line.as_bytes()[self.at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')) {
            self.at += 1;
            self.column += if *byte == b'\t' { INDENTED - self.column % INDENTED } else { 1 };
        }
    }

    /// Reads the mark of a quote.
    fn quote(&mut self, line: &str) -> bool {
        self.skip_spaces(line);
        let is_quote = line.as_bytes().get(self.at) == Some(&b'>');
        self.quotes += usize::from(is_quote);
        self.advance(usize::from(is_quote));
        is_quote
    }

    /// Reads a bullet, or the number of an item; a space stands behind each.
    fn bullet(&mut self, line: &str) -> bool {
        let text = &line[self.at..];
        let lettered = || if letters::is_lettered(text) { text.find(['.', ')']).map(|at| at + 1) } else { None };
        let length = margin::bullet(text.as_bytes()).or_else(lettered);
        let length = length.filter(|length| matches!(text.as_bytes().get(*length), Some(b' ' | b'\t')));
        self.advance(length.unwrap_or_default());
        length.is_some()
    }

    fn advance(&mut self, length: usize) {
        self.at += length;
        self.column += length;
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidates::{lines, without_ending};
    use super::{CodeFence, margin};

    fn open(text: &str) -> String {
        let mut fence = CodeFence::default();
        let open = |line: &str| {
            let first = margin::first(line);
            fence.leave(line, first);
            fence.see(line, first);
            if fence.is_open() { '#' } else { '.' }
        };
        text.lines().map(open).collect()
    }

    #[test]
    fn a_fence_is_open_to_the_line_that_closes_it() {
        for (text, expected) in [
            ("a\n```js\n===\n```\nb", ".##.."),
            ("~~~\n```\n~~~\nb", "##.."),
            ("````\n```\n````\nb", "##.."),
            ("- ```\n  x\n  ```\nb", "##.."),
            ("> ```\n> - ```\n> ```\nb", "##.."),
            ("1. a\n\n   ```\n\n   x\n   ```\nb", "..###.."),
            ("1. a\n   - b\n\n     ```\n     x\n     ```", "...##."),
            ("- a\n\n\t~~~\n\tx\n\t~~~", "..##."),
            ("a. b\n\n   ```\n   x\nb. c", "..##."),
        ] {
            assert_eq!(open(text), expected, "{text}");
        }
    }

    #[test]
    fn code_ends_with_its_quote_or_item() {
        for (text, expected) in [
            ("> ```\n> x\ny", "##."),
            ("> ```\n>\n> x\n\ny", "###.."),
            ("> > ```\n> x", "#."),
            ("- ~~~gone~~~ text\n\n+++ A", "##."),
            ("1. ~~~old~~~ new\n2. b", "#."),
            ("- a\n  ```\n  x\nb", ".##."),
        ] {
            assert_eq!(open(text), expected, "{text}");
        }
    }

    /// Marks the lines that are passed over.
    fn passed(text: &str) -> String {
        let mut fence = CodeFence::before(text);
        let (mut start, mut behind) = (0, 0);
        let pass = |whole: &str| {
            behind = if behind == start { fence.pass(text, start) } else { behind };
            let is_passed = start < behind;
            start += whole.len();
            if is_passed {
                return '#';
            }
            behind = start;
            let line = without_ending(whole);
            let first = margin::first(line);
            let was_open = fence.is_open();
            fence.leave(line, first);
            fence.doubt(first);
            fence.see(line, first);
            if fence.is_open() && !was_open {
                fence.judge(line, false);
            }
            '.'
        };
        lines(text).map(pass).collect()
    }

    #[test]
    fn code_is_passed_over_where_it_is_code_for_certain() {
        for (text, expected) in [
            ("```js\n===\n```\nb\n~~~\nx", ".##..#"),
            ("````\n```\n> ````\n    ````\n```` x\n ````` \nb", ".#####."),
            ("- a\n```\nx\n```\nb", "..##."),
            ("```\nx\n``` \t\nx\n```\nb", ".##..#"),
            ("<!--\n\n```\n-->\n\nb\n```\nx", "........"),
            ("- ```\n  x\n\n```\nx\n```", "......"),
            (" ```\nx\n> ```\n```\nx", "....."),
            ("a\r\n```\r\nx\r\n```\r\nb", "..##."),
            ("~~~\rx\r~~~\nb", ".."),
        ] {
            assert_eq!(passed(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_fence_opens_nothing() {
        for text in
            ["```a``` b\n``\n--- ", "*~~~x~~~*", "-----~~~", "a\n\n    ```", "-     ```", "text ~~~x~~~", "1.~~~"]
        {
            assert!(!open(text).contains('#'), "{text}");
        }
    }
}
