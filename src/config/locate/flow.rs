//! Where a key or element stands in a flow collection, `{ key: value, … }` or `[ value, … ]`, which may go over lines.

use std::ops::Range;

use super::Step;

/// The bytes of the key or element that `step` leads to in the collection that opens at `at`, and where its value begins. Of two
/// keys the last one counts.
pub(super) fn descend(text: &str, at: usize, step: &Step) -> Option<(Range<usize>, usize)> {
    let mut scanner = Scanner { text, at: at + 1 };
    let mut index = 0;
    let mut found = None;
    loop {
        scanner.skip_space();
        let rest = scanner.rest();
        if rest.is_empty() || rest.starts_with(['}', ']']) {
            return found;
        }
        match step {
            Step::Key(wanted) => {
                let key = scanner.token();
                scanner.skip_space();
                let has_value = scanner.rest().starts_with(':');
                scanner.at += usize::from(has_value);
                scanner.skip_space();
                let name = text[key.clone()].trim_matches(['"', '\'']);
                if name.eq_ignore_ascii_case(wanted) {
                    found = Some((key, scanner.at));
                }
                if has_value {
                    scanner.value();
                }
            }
            Step::Index(wanted) => {
                let start = scanner.at;
                scanner.value();
                if index == *wanted {
                    let end = start + text[start..scanner.at].trim_end().len();
                    return Some((start..end, start));
                }
                index += 1;
            }
        }
        scanner.skip_space();
        // What is neither read nor a comma is a mistake that the YAML library told, or nothing that steps lead to.
        scanner.at += scanner.rest().chars().next().filter(|c| !matches!(c, '}' | ']')).map_or(0, char::len_utf8);
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// White space, line ends and comments.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    /// A key or a plain value: in quotes, or up to what ends it.
    fn token(&mut self) -> Range<usize> {
        let start = self.at;
        if self.rest().starts_with(['"', '\'']) {
            self.quoted();
            return start..self.at;
        }
        let rest = self.rest();
        let ends = |(at, c): &(usize, char)| match c {
            ',' | '{' | '}' | '[' | ']' | '\n' => true,
            ':' => rest[at + 1..].starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | '}' | ']')),
            '#' => rest[..*at].ends_with(char::is_whitespace),
            _ => false,
        };
        let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        self.at += end;
        start..start + rest[..end].trim_end().len()
    }

    fn quoted(&mut self) {
        let mut chars = self.rest().char_indices();
        let quote = chars.next().map(|(_, quote)| quote);
        while let Some((at, c)) = chars.next() {
            if c == '\\' && quote == Some('"') {
                chars.next();
            } else if Some(c) == quote {
                self.at += at + 1;
                return;
            }
        }
        self.at = self.text.len();
    }

    /// A value of any kind, with the collections in it.
    fn value(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.skip_space();
            match self.rest().chars().next() {
                None => return,
                Some('{' | '[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some('}' | ']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(',' | '}' | ']') if depth == 0 => return,
                Some(',' | ':') => self.at += 1,
                Some(_) => drop(self.token()),
            }
        }
    }
}
