//! The info string of a fenced code block: `js !#2-5 Title {#id .class}`; and what other tools write there:
//! `js {2-5} title="Title" showLineNumbers`, `js{2-5} filename="Title"`, `js#2`, `rust,ignore`.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Tag};

use super::attributes::Attributes;
use super::language::{language_id, language_names};
use super::tree::{Kind, Node};
use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};

/// What the words behind the fence say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language as written; empty when there is none.
    pub language: String,
    /// `Some(true)` for `#`, `Some(false)` for `!#`, `None` when the project decides.
    pub numbers: Option<bool>,
    /// The lines to mark, from 1.
    pub marks: Vec<RangeInclusive<usize>>,
    /// The list of lines to mark as it is written, with what in it is no line.
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
        if let Some(numbers) = fence.attributes.value("data-line-numbers").filter(|_| fence.numbers.is_none()) {
            fence.numbers = Some(numbers != "false");
        }
        Some(fence)
    }

    /// Tells what is wrong with the words behind a fence.
    pub(super) fn tell_problems(&self, node: &Node<'_>, source: &Arc<SourceText>, told: &mut Vec<Diagnostic>) {
        let line = source.text.get(node.span.clone()).and_then(|block| block.lines().next()).unwrap_or_default();
        if let Some(near) = language_slip(&self.language)
            && let Some(at) = line.find(&self.language).map(|at| node.span.start + at)
        {
            let message = format!("`{}` is no known language", self.language);
            // A name that the page has again and again is no slip.
            if told.iter().all(|known| known.message != message) {
                let diagnostic = Diagnostic::new(Code::UnknownValue, message).at(source, at..at + self.language.len());
                told.push(diagnostic.hint(format!("did you mean `{near}`?")));
            }
        }
        let behind = |mark| line.find(&format!("{mark}{}", self.list)).map(|at| node.span.start + at + 1);
        if !self.list.is_empty()
            && let Some(at) = ['#', '{', '"', '\'', '='].into_iter().find_map(behind)
        {
            let count = node.children.iter().filter_map(Node::text).map(|text| text.lines().count()).sum();
            told.extend(list_problems(&self.list, count).map(|(span, message, hint)| {
                let span = at + span.start..at + span.end;
                Diagnostic::new(Code::UnknownValue, message).at(source, span).hint(hint)
            }));
        }
    }

    /// Reads an info string with the white space before it. Behind a space the first word is the language only when it is
    /// known: ` ps1 #` is PowerShell, ` Setting up` a title.
    pub fn parse(info: &str) -> Self {
        let mut fence = Self::default();
        let mut rest = info.trim();
        if rest.is_empty() {
            return fence;
        }
        if let Some((span, attributes)) = Attributes::at_end(rest) {
            fence.attributes = attributes;
            rest = rest[..span.start].trim_end();
        }
        let glued = !info.starts_with([' ', '\t']);
        let (mut first, mut behind) = split_word(rest);
        // `js#2`, but `c#`; and `js{2-5}`.
        let sharp = first.find('#').filter(|at| language_id(first).is_none() && language_id(&first[..*at]).is_some());
        let brace = || first.find('{').filter(|at| first[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        if let Some(at) = sharp.or_else(brace) {
            (first, behind) = rest.split_at(at);
        }
        // `rust,ignore`: what rustdoc, mdBook and Zola are to do with the block; but `Go, step by step` is a title.
        if let Some((language, told)) = first.split_once(',')
            && !told.is_empty()
            && language_id(language).is_some()
        {
            first = language;
        }
        let is_numbers = first.starts_with('#') || first.starts_with("!#");
        // A word in another script, with a colon at its end, or a prompt is no name: `Ответ`, `Result:`, `Switch(config)#`.
        let is_prompt = first.contains(['(', '@', '$']);
        let may_be_name = glued && first.is_ascii() && !first.ends_with(':') && !is_prompt;
        if !is_numbers && (may_be_name || language_id(first.trim_end_matches(':')).is_some()) {
            fence.take_language(first);
            rest = behind;
        }
        let (word, behind) = split_word(rest);
        if let Some(list) = numbered(word) {
            fence.numbers = Some(!word.starts_with('!'));
            fence.take_list(list);
            rest = behind;
        }
        fence.take_words(rest);
        fence
    }

    /// What other tools write behind the language, in any order: `{2-5}`, `title="Title"`, `showLineNumbers`. Where none of it is a
    /// title, the rest is.
    fn take_words(&mut self, mut rest: &str) {
        loop {
            if let Some((list, behind)) = list_in_braces(rest) {
                self.take_list(list);
                rest = behind.trim_start();
            } else if let Some((title, behind)) = named_title(rest) {
                self.title = title.to_owned();
                rest = behind.trim_start();
            } else if let ("showLineNumbers", behind) = split_word(rest) {
                self.numbers = Some(true);
                rest = behind;
            } else {
                break;
            }
        }
        if self.title.is_empty() {
            self.title = rest.to_owned();
        }
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

/// The language that a name is almost, unless it is short: `mdx` is no slip of `md`.
fn language_slip(name: &str) -> Option<&'static str> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+'));
    let may_be_slip = name.len() > 5 && is_name && language_id(name).is_none();
    may_be_slip.then(|| nearest(name, language_names())).flatten()
}

/// The parts of a list that are no lines, or no lines of a block that has `count`: where they stand in it, what is wrong, a hint.
fn list_problems(list: &str, count: usize) -> impl Iterator<Item = (Range<usize>, String, String)> {
    let mut at = 0;
    list.split(',').filter_map(move |part| {
        let span = at..at + part.len();
        at = span.end + 1;
        let (message, hint) = match range(part) {
            None => {
                let what = if part.is_empty() { "nothing".to_owned() } else { format!("`{part}`") };
                let message = format!("{what} stands where a line or a range of lines belongs");
                (message, "lines are written as `2`, `2-5` or `2,4-8`".to_owned())
            }
            Some(lines) if *lines.start() > count => {
                let hint = if count == 0 { "it is empty".to_owned() } else { format!("its last line is {count}") };
                (format!("this block has no line {}", lines.start()), hint)
            }
            Some(_) => return None,
        };
        Some((span, message, hint))
    })
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

/// `{2-5}` at the start of a text: the lines, and what stands behind.
fn list_in_braces(text: &str) -> Option<(&str, &str)> {
    let (list, behind) = text.strip_prefix('{')?.split_once('}')?;
    list.starts_with(|c: char| c.is_ascii_digit()).then_some((list, behind))
}

/// `title="Title"` at the start of a text: the title, and what stands behind.
fn named_title(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("title=\"").or_else(|| text.strip_prefix("filename=\""))?.split_once('"')
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
            ("js {1,3-4} title=\"x.js\" y", "js|None|1-1,3-4|x.js"),
            ("js title=\"x\" {1,3}", "js|None|1-1,3-3|x"),
            ("js {2} showLineNumbers title=\"x\"", "js|Some(true)|2-2|x"),
            ("js{1,3}", "js|None|1-1,3-3|"),
            ("nosuch{2}", "nosuch|None|2-2|"),
            ("python{1, 3-4} title=\"x\"", "python|None|1-1,3-4|x"),
            ("ts filename=\"x.ts\"", "ts|None||x.ts"),
            ("{1,3}", "|None|1-1,3-3|"),
            ("js{x}", "js{x}|None||"),
            ("js#2 T", "js|Some(true)|2-2|T"),
            ("c# {x}", "c#|None||{x}"),
            ("js {x: 1}", "js|None||{x: 1}"),
            ("js #9-2,abc", "js|Some(true)||"),
            ("js #2,x,4-6 T", "js|Some(true)|2-2,4-6|T"),
            ("js:highlight=\"2-3,5\"", "js|None|2-3,5-5|"),
            ("# ps1", "|Some(true)||ps1"),
            (" ps1 #", "ps1|Some(true)||"),
            ("ps1 #", "ps1|Some(true)||"),
            ("js {.a} ", "js|None||"),
            ("bash:", "bash|None||"),
            ("Result:", "|None||Result:"),
            ("rust,ignore", "rust|None||"),
            (" rust,no_run,edition2021", "rust|None||"),
            ("rust,ignore (why) # not", "rust|None||(why) # not"),
            ("one,two", "one,two|None||"),
            (" Go, step by step", "|None||Go, step by step"),
            ("Ответ", "|None||Ответ"),
            ("Switch(config)#", "|None||Switch(config)#"),
            ("root@host:~$", "|None||root@host:~$"),
            ("Ответ сервера # x", "|None||Ответ сервера # x"),
        ] {
            assert_eq!(read(info), expected, "{info}");
        }
        assert_eq!(Fence::parse("js {#id .a}").attributes.id.as_deref(), Some("id"));
    }
}
