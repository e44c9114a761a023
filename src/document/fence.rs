//! The info string of a fenced code block (format sheet §1.5): `js !#2-5 Title {#id .class}`.

use std::ops::RangeInclusive;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Tag};

use super::attributes::Attributes;
use super::language::language_id;
use super::tree::{Kind, Node};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// What the words behind the fence say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language as written; empty when there is none.
    pub language: String,
    /// `Some(true)` for `#`, `Some(false)` for `!#`, `None` when the project decides.
    pub numbers: Option<bool>,
    /// The lines to mark, from 1.
    pub marks: Vec<RangeInclusive<usize>>,
    /// The same as written, with what is no line.
    pub list: String,
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
        if let Some(title) = fence.attributes.value("title").filter(|_| fence.title.is_empty()) {
            fence.title = title.to_owned();
        }
        Some(fence)
    }

    /// What the list of lines behind a fence names that is no line, or no line of this block.
    pub(super) fn problems(node: &Node<'_>, source: &Arc<SourceText>) -> Vec<Diagnostic> {
        let list = Self::of(node, Some(&source.text)).map(|fence| fence.list).unwrap_or_default();
        let line = source.text.get(node.span.clone()).unwrap_or_default();
        let behind = |mark| Some(node.span.start + line.find(&format!("{mark}{list}"))? + 1);
        let at = ['#', '"', '\'', '='].into_iter().find_map(behind).filter(|_| !list.is_empty());
        let Some(mut at) = at else { return Vec::new() };
        let count: usize = node.children.iter().filter_map(Node::text).map(|text| text.lines().count()).sum();
        let mut problems = Vec::new();
        for part in list.split(',') {
            let span = at..at + part.len();
            at = span.end + 1;
            let (message, hint) = match range(part) {
                None => {
                    let hint = "lines are written as `2`, `2-5` or `2,4-8`".to_owned();
                    let what = if part.is_empty() { "nothing".to_owned() } else { format!("`{part}`") };
                    (format!("{what} stands where a line or a range of lines belongs"), hint)
                }
                Some(lines) if *lines.start() > count => {
                    (format!("this block has no line {}", lines.start()), format!("its last line is {count}"))
                }
                Some(_) => continue,
            };
            problems.push(Diagnostic::new(Code::UnknownValue, message).at(source, span).hint(hint));
        }
        problems
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
        if let Some(list) = numbered(word) {
            fence.numbers = Some(!word.starts_with('!'));
            fence.take_list(list);
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
            self.take_list(list.trim_matches(['"', '\'']));
        }
    }

    /// `2-5,8`. What cannot be read in it marks nothing.
    fn take_list(&mut self, list: &str) {
        self.marks = list.split(',').filter_map(range).collect();
        self.list = list.to_owned();
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

/// What stands behind `#` or `!#`: nothing, or lines, right or not. `None` when the word is something else, such as `#Title`.
fn numbered(word: &str) -> Option<&str> {
    let list = word.strip_prefix('!').unwrap_or(word).strip_prefix('#')?;
    (list.is_empty() || list.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '-'))).then_some(list)
}

/// `2-5,8`, lines from 1; `8-` goes to the end. `None` when any part is none.
pub fn ranges(list: &str) -> Option<Vec<RangeInclusive<usize>>> {
    list.split(',').map(range).collect()
}

fn range(part: &str) -> Option<RangeInclusive<usize>> {
    let (from, to) = part.trim().split_once('-').unwrap_or((part.trim(), part.trim()));
    let from: usize = from.parse().ok()?;
    let to = if to.is_empty() { usize::MAX } else { to.parse().ok()? };
    (1..=to).contains(&from).then_some(from..=to)
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
            ("js #9-2,abc", "js|Some(true)||"),
            ("js #2,x,4-6 T", "js|Some(true)|2-2,4-6|T"),
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
