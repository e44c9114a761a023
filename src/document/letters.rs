//! Lists numbered by letters and Roman numerals. CommonMark knows digits only, so the letters are hidden
//! behind digits of the same length, and the parser decides as ever what is a list.
//!
//! A line may begin with a letter and a point for other reasons: `A. Smith`, `i. e.`. Letters count when the one before or
//! behind stands in its place, also with other paragraphs between, or when the first one begins a paragraph.

use std::ops::Range;

use super::attributes::Attributes;
use super::margin::indentation;
use super::scan::{self, Marker, MarkerKind};
use super::tree::{Kind, Node};
use crate::theme::Grammar;

/// What a list is numbered by: letters or Roman numerals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbering {
    is_roman: bool,
    is_upper: bool,
}

impl Numbering {
    /// HTML's `type`.
    fn html_type(self) -> &'static str {
        match (self.is_roman, self.is_upper) {
            (false, false) => "a",
            (false, true) => "A",
            (true, false) => "i",
            (true, true) => "I",
        }
    }

    /// HTML's `type` as an attribute of a list that begins at `span`.
    pub(super) fn attributes<'a>(self, span: &Range<usize>) -> Node<'a> {
        let pairs = vec![("type".to_owned(), self.html_type().to_owned())];
        let attributes = Attributes { pairs, ..Attributes::default() };
        Node::bare(Kind::Attributes(attributes), span.start..span.start)
    }
}

/// What may be the number of an item: `a.`, `IV)`.
struct Letters {
    span: Range<usize>,
    /// Its place on the line, by which the items of a list belong together.
    column: usize,
    is_upper: bool,
    delimiter: u8,
    alpha: Option<u64>,
    roman: Option<u64>,
    begins_block: bool,
    /// Whether its list ended with it: another paragraph stands below.
    is_last: bool,
    /// What its neighbours say that it is.
    numbering: Option<Numbering>,
}

impl Letters {
    fn read(line: &str, start: usize, begins_block: bool) -> Option<Self> {
        let column = indentation(line).len();
        let rest = &line.as_bytes()[column..];
        let length = rest.iter().take(10).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let delimiter = *rest.get(length).filter(|byte| matches!(byte, b'.' | b')'))?;
        if !(1..=9).contains(&length) || !matches!(rest.get(length + 1), Some(b' ' | b'\t')) {
            return None;
        }
        let letters = &rest[..length];
        let is_upper = letters[0].is_ascii_uppercase();
        if letters.iter().any(|letter| letter.is_ascii_uppercase() != is_upper) {
            return None;
        }
        let alpha = (length == 1).then(|| u64::from(letters[0].to_ascii_lowercase() - b'a') + 1);
        let roman = roman(letters);
        let span = start + column..start + column + length;
        let known = alpha.is_some() || roman.is_some();
        known.then_some(Self {
            span,
            column,
            is_upper,
            delimiter,
            alpha,
            roman,
            begins_block,
            is_last: false,
            numbering: None,
        })
    }

    fn is_like(&self, other: &Self) -> bool {
        self.column == other.column && self.is_upper == other.is_upper && self.delimiter == other.delimiter
    }

    /// How the two are numbered, when the other is the next. Authors may leave counting to the list: `a.` again.
    fn numbering_with(&self, next: &Self) -> Option<Numbering> {
        let counts = !self.is_upper && self.alpha == Some(1);
        let follows = |own: Option<u64>, next: Option<u64>| {
            own.zip(next).is_some_and(|(own, next)| own + 1 == next || counts && next == 1)
        };
        let may_be = |numbering| self.numbering.is_none_or(|own| own == numbering);
        let [alpha, roman] = [false, true].map(|is_roman| Numbering { is_roman, is_upper: self.is_upper });
        if follows(self.roman, next.roman) && may_be(roman) {
            return Some(roman);
        }
        (follows(self.alpha, next.alpha) && may_be(alpha)).then_some(alpha)
    }

    fn marker(self) -> Option<Marker> {
        let is_first = !self.is_upper && self.begins_block && (self.alpha == Some(1) || self.roman == Some(1));
        let alone = is_first.then(|| Numbering { is_roman: self.roman == Some(1), is_upper: self.is_upper });
        let numbering = self.numbering.or(alone)?;
        let value = if numbering.is_roman { self.roman? } else { self.alpha? };
        Some(Marker { span: self.span, kind: MarkerKind::Letters { numbering, value } })
    }
}

/// Whether a line looks like an item that is numbered in letters. Most pages have none.
pub(super) fn is_lettered(line: &str) -> bool {
    Letters::read(line, 0, true).is_some()
}

/// The numbers of items that are written in letters, in order.
pub(super) fn markers(source: &str, body: usize, grammar: &Grammar) -> Vec<Marker> {
    let mut found: Vec<Letters> = Vec::new();
    // The last of each list that may go on.
    let mut open: Vec<usize> = Vec::new();
    let mut start = body;
    let mut begins_block = true;
    for line in scan::lines(&source[body..]) {
        let column = line.bytes().position(|byte| !matches!(byte, b' ' | b'\t' | b'>' | b'\r' | b'\n'));
        if let Some(mut letters) = Letters::read(line, start, begins_block) {
            open.retain(|at| found[*at].column <= letters.column);
            let before = open.iter().position(|at| found[*at].is_like(&letters));
            if let Some(before) = before.map(|at| open.remove(at))
                && (letters.begins_block || !found[before].is_last)
                && let Some(numbering) = found[before].numbering_with(&letters)
            {
                found[before].numbering = Some(numbering);
                letters.numbering = Some(numbering);
            }
            open.push(found.len());
            found.push(letters);
        } else if begins_block && let Some(column) = column {
            // Another paragraph ends the lists that it is not in. A new one may count on from there.
            for at in &open {
                found[*at].is_last |= found[*at].column >= column;
            }
        }
        begins_block = column.is_none_or(|column| stands_alone(&line[column..], grammar));
        start += line.len();
    }
    found.into_iter().filter_map(Letters::marker).collect()
}

/// Whether a line is a block of its own, as a heading, a rule or the marker of a component is.
fn stands_alone(line: &str, grammar: &Grammar) -> bool {
    ["#", "***", "---", "===", "```"].iter().any(|start| line.starts_with(start))
        || scan::begins_with_marker(line, grammar)
}

/// Which of the markers numbers the item that begins at `item` in letters.
pub(super) fn marker_at(text: &str, item: usize, markers: &[Marker]) -> Option<usize> {
    let at = markers.partition_point(|marker| marker.span.start < item);
    let marker = markers.get(at).filter(|marker| matches!(marker.kind, MarkerKind::Letters { .. }))?;
    // The parser takes the columns of a tab off as if they were bytes, and so may begin an item on the line above.
    let is_indentation = |before: &str| before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    text.get(item..marker.span.start).is_some_and(is_indentation).then_some(at)
}

/// Writes digits over the letters. Only a list that begins with 1 may follow a line of text without a blank line between.
pub(super) fn hide(letters: &mut [u8], value: u64) {
    letters.fill(if value == 1 { b'0' } else { b'2' });
    if value == 1
        && let Some(last) = letters.last_mut()
    {
        *last = b'1';
    }
}

/// The value of a Roman numeral that is written as it should be.
fn roman(letters: &[u8]) -> Option<u64> {
    const NUMERALS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let lower = letters.to_ascii_lowercase();
    let (mut value, mut rest) = (0, lower.as_slice());
    while !rest.is_empty() {
        // A pair of letters stands before the letter that it begins with.
        let (worth, numeral) = NUMERALS.iter().find(|(_, numeral)| rest.starts_with(numeral.as_bytes()))?;
        value += worth;
        rest = &rest[numeral.len()..];
    }
    let mut written = String::new();
    let mut left = value;
    for (worth, numeral) in NUMERALS {
        while left >= worth {
            written.push_str(numeral);
            left -= worth;
        }
    }
    (written.as_bytes() == lower).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let written = |marker: Marker| match marker.kind {
            MarkerKind::Letters { numbering, value } => format!("{}{value}", numbering.html_type()),
            _ => String::new(),
        };
        let (theme, _) = crate::theme::Theme::load(&[]);
        markers(text, 0, theme.grammar()).into_iter().map(written).collect()
    }

    #[test]
    fn letters_in_their_order_number_a_list() {
        for (text, expected) in [
            ("a. x\nb. y", vec!["a1", "a2"]),
            ("A) x\nB) y", vec!["A1", "A2"]),
            ("i. x\nii. y\niii. z\niv. w", vec!["i1", "i2", "i3", "i4"]),
            ("I. x\n\ntext\n\nII. y", vec!["I1", "I2"]),
            ("a. x\n\n![](a.png)\n\nb. y\n\nc. z", vec!["a1", "a2", "a3"]),
            ("a. x\n\ntext\nb. y", vec!["a1"]),
            ("I. x\n\ntext\nII. y", vec![]),
            ("I. x\n\n  more\n\nII. y", vec!["I1", "I2"]),
            ("h. x\ni. y\nj. z", vec!["a8", "a9", "a10"]),
            ("c. x\nd. y", vec!["a3", "a4"]),
            ("1. x\n   a. y\n   b. z\n2. w\n   a. y", vec!["a1", "a2"]),
            ("1. x\n   a. y\n   a. z\n   a. w", vec!["a1", "a1", "a1"]),
            ("> a. x\n> b. y", vec!["a1", "a2"]),
            ("text\n\na. alone", vec!["a1"]),
            ("i. alone", vec!["i1"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_for_other_reasons_are_text() {
        for text in [
            "A. Smith said", "text\na. m. or", "e. g. this", "a.b", "etc. and", "ab. x\nac. y", "Vi. x\nVii. y",
            "A. x\nA. y",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn roman_numerals_are_read_as_written() {
        for (numeral, value) in [("i", 1), ("iv", 4), ("xlii", 42), ("MCMXC", 1990), ("viii", 8)] {
            assert_eq!(roman(numeral.as_bytes()), Some(value), "{numeral}");
        }
        for text in ["iiii", "vv", "ivi", "abc", "im"] {
            assert_eq!(roman(text.as_bytes()), None, "{text}");
        }
    }
}
