//! The info string of a fenced code block (format sheet §1.5): `js !#2-5 Title {#id .class}`.

use std::ops::RangeInclusive;

use pulldown_cmark::{CodeBlockKind, Tag};

use super::attributes::Attributes;
use super::language::language_id;
use super::tree::{Kind, Node};

/// What the words behind the fence say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language as written; empty when there is none.
    pub language: String,
    /// `Some(true)` for `#`, `Some(false)` for `!#`, `None` when the project decides.
    pub numbers: Option<bool>,
    /// The lines to mark, from 1.
    pub marks: Vec<RangeInclusive<usize>>,
    /// The title.
    pub title: String,
    /// Attributes in braces.
    pub attributes: Attributes,
}

impl Fence {
    /// What stands behind the fence of a block of code in `source`; `None` for what is no block of code.
    pub fn of(node: &Node<'_>, source: Option<&str>) -> Option<Self> {
        let Kind::Element(Tag::CodeBlock(kind)) = &node.kind else { return None };
        let mut fence = match kind {
            CodeBlockKind::Fenced(info) => {
                Self::parse(source.and_then(|source| raw_info(node, source)).unwrap_or(info))
            }
            CodeBlockKind::Indented => Self::default(),
        };
        fence.attributes.merge(node.attributes());
        Some(fence)
    }

    /// Reads an info string with the white space before it. Behind a space the first word is the language only when it is
    /// known: ` ps1 #` is PowerShell, ` Setting up` a title.
    pub fn parse(info: &str) -> Self {
        let mut fence = Self::default();
        let mut rest = info.trim();
        if let Some((span, attributes)) = Attributes::at_end(rest) {
            fence.attributes = attributes;
            rest = rest[..span.start].trim_end();
        }
        let glued = !info.starts_with([' ', '\t']);
        let (first, behind) = split_word(rest);
        let is_numbers = first.starts_with('#') || first.starts_with("!#");
        if !is_numbers && (glued || language_id(first).is_some()) {
            fence.take_language(first);
            rest = behind;
        }
        let (word, behind) = split_word(rest);
        if let Some((numbers, marks)) = numbers(word) {
            fence.numbers = Some(numbers);
            fence.marks = marks;
            rest = behind;
        }
        fence.title = rest.to_owned();
        fence
    }

    /// `js:highlight="2-3"`, or just `js`.
    fn take_language(&mut self, word: &str) {
        let (language, attribute) = word.split_once(':').unwrap_or((word, ""));
        self.language = language.to_owned();
        if let Some(list) = attribute.strip_prefix("highlight=") {
            self.marks = ranges(list.trim_matches(['"', '\''])).unwrap_or_default();
        }
    }

    /// Whether the line, from 1, is marked.
    pub fn marks(&self, line: usize) -> bool {
        self.marks.iter().any(|range| range.contains(&line))
    }
}

/// The info string with the white space before it, which the parser trims.
fn raw_info<'s>(node: &Node<'_>, source: &'s str) -> Option<&'s str> {
    let line = source.get(node.span.clone())?.lines().next()?;
    let fence = line.trim_start();
    let mark = fence.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    Some(fence.trim_start_matches(mark))
}

fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_at(text.find([' ', '\t']).unwrap_or(text.len()));
    (word, rest.trim_start())
}

/// `#`, `!#`, `#2-5,8`. `None` when the word is something else, such as `#Title`.
fn numbers(word: &str) -> Option<(bool, Vec<RangeInclusive<usize>>)> {
    let (numbers, list) = match word.strip_prefix("!#") {
        Some(list) => (false, list),
        None => (true, word.strip_prefix('#')?),
    };
    let marks = if list.is_empty() { Vec::new() } else { ranges(list)? };
    Some((numbers, marks))
}

/// `2-5,8`, lines from 1; `8-` goes to the end.
pub fn ranges(list: &str) -> Option<Vec<RangeInclusive<usize>>> {
    list.split(',')
        .map(|part| {
            let (from, to) = part.trim().split_once('-').unwrap_or((part.trim(), part.trim()));
            let to = if to.is_empty() { usize::MAX } else { to.parse().ok()? };
            Some(from.parse().ok()?..=to)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_info_string_is_read() {
        let read = |info: &str| {
            let fence = Fence::parse(info);
            let marks: Vec<String> =
                fence.marks.iter().map(|range| format!("{}-{}", range.start(), range.end())).collect();
            format!("{}|{:?}|{}|{}", fence.language, fence.numbers, marks.join(","), fence.title)
        };
        for (info, expected) in [
            ("", "|None||"),
            ("js", "js|None||"),
            ("js Title words", "js|None||Title words"),
            (" Title words", "|None||Title words"),
            ("js #", "js|Some(true)||"),
            ("js !#", "js|Some(false)||"),
            ("js #2,4-8 T", "js|Some(true)|2-2,4-8|T"),
            ("js !#2-5", "js|Some(false)|2-5|"),
            ("js #Title", "js|None||#Title"),
            ("js:highlight=\"2-3,5\"", "js|None|2-3,5-5|"),
            ("# ps1", "|Some(true)||ps1"),
            (" ps1 #", "ps1|Some(true)||"),
            ("ps1 #", "ps1|Some(true)||"),
            ("js {.a} ", "js|None||"),
        ] {
            assert_eq!(read(info), expected, "{info}");
        }
        assert_eq!(Fence::parse("js {#id .a}").attributes.id.as_deref(), Some("id"));
    }
}
