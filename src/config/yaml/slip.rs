//! What is wrong with a text that is no YAML, and what was meant.

use std::ops::Range;

use super::read_whole;
use crate::config::locate::key_of;

/// A hint shows the mended line up to this many bytes.
const MAX_SHOWN: usize = 80;

/// What is no YAML.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::config) struct Slip {
    /// The bytes of the text that it is about.
    pub(in crate::config) span: Range<usize>,
    /// What the library says.
    pub(in crate::config) message: String,
    pub(in crate::config) hint: String,
    /// What the author meant to write there, if that is certain.
    pub(in crate::config) replacement: Option<String>,
}

impl Slip {
    /// What the library refused in a part of a text.
    pub(super) fn of(text: &str, part: Range<usize>, error: &serde_yaml::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let index = error.location().map_or(0, |location| location.index());
        let refused = Refused { text, at: part.start + index, part, message };
        refused
            .never_closed()
            .or_else(|| refused.without_quotes())
            .or_else(|| refused.glued_items())
            .or_else(|| refused.without_quotes_below())
            .unwrap_or_else(|| refused.in_words())
    }
}

/// What the library refused.
struct Refused<'t> {
    text: &'t str,
    /// The part of the text that it read.
    part: Range<usize>,
    /// Where it gave up.
    at: usize,
    message: &'t str,
}

impl Refused<'_> {
    fn slip(&self, span: Range<usize>, hint: String, replacement: Option<String>) -> Slip {
        Slip { span, message: self.message.to_owned(), hint, replacement }
    }

    /// A bracket or a quote that is closed nowhere.
    fn never_closed(&self) -> Option<Slip> {
        let start = value_of(self.text, &self.part)?.start;
        let open = opening(&self.text[start..])?;
        let is_closed = self.text[start + 1..self.part.end].contains(closing(open));
        let hint = format!("`{open}` is never closed: write `{}` where it ends", closing(open));
        (!is_closed).then(|| self.slip(start..line_end(self.text, start), hint, None))
    }

    /// A value of one line that is no YAML.
    fn without_quotes(&self) -> Option<Slip> {
        let value = value_of(self.text, &self.part)?;
        if !lacks_quotes(&self.text[value.clone()], &self.text[value.end..self.part.end]) {
            return None;
        }
        let quoted = quoted(&self.text[value.clone()]);
        let line = format!("{}{quoted}", &self.text[self.part.start..value.start]);
        let shown = if line.len() > MAX_SHOWN { "it".to_owned() } else { format!("it: `{line}`") };
        Some(self.slip(value, format!("this text needs quotes around {shown}"), Some(quoted)))
    }

    /// Items of a list that lack the space behind their hyphens, if that is all that is wrong.
    fn glued_items(&self) -> Option<Slip> {
        let Self { text, part, .. } = self;
        let mut at = part.start;
        let mut hyphens = text[part.clone()].split_inclusive('\n').filter_map(|line| {
            at += line.len();
            glued_hyphen(line).map(|hyphen| at - line.len() + hyphen)
        });
        let first = hyphens.next()?;
        let span = first..line_end(text, hyphens.last().unwrap_or(first));
        let spaced = |line: &str| match glued_hyphen(line) {
            Some(hyphen) => format!("{}- {}", &line[..hyphen], &line[hyphen + 1..]),
            None => line.to_owned(),
        };
        let replacement: String = text[span.clone()].split_inclusive('\n').map(spaced).collect();
        let mended = [&text[part.start..span.start], &replacement, &text[span.end..part.end]].concat();
        read_whole(&mended).is_ok().then(|| Slip {
            span,
            message: "an item of a list begins with a hyphen and a space".to_owned(),
            hint: "write a space behind the hyphen".to_owned(),
            replacement: Some(replacement),
        })
    }

    /// Such a value below the key that the part begins with.
    fn without_quotes_below(&self) -> Option<Slip> {
        let value = self.value_below()?;
        let quoted = quoted(&self.text[value.clone()]);
        let hint = format!("this text needs quotes around it: `{quoted}`");
        let before = &self.text[self.part.start..value.start];
        let next = read_whole(&[before, &quoted, &self.text[value.end..self.part.end]].concat()).err();
        // Where it is refused for something else, that stands in another line.
        let is_behind =
            |error: &serde_yaml::Error| error.location().is_some_and(|at| at.index() > before.len() + quoted.len());
        let replacement = next.is_none().then_some(quoted.clone());
        next.as_ref().is_none_or(is_behind).then(|| self.slip(value, hint, replacement))
    }

    /// What nobody knows the meaning of.
    fn in_words(&self) -> Slip {
        if self.message == "found unexpected end of stream" {
            let line = self.part.start..line_end(self.text, self.part.start);
            return self.slip(line, "a quote in here is never closed".to_owned(), None);
        }
        let at = self.text.floor_char_boundary(self.at.min(self.text.len()));
        let at = if self.text[..at].trim_end().is_empty() { 0 } else { self.in_text(at) };
        self.slip(at..line_end(self.text, at).max(at + 1), way_out(self.text, at), None)
    }

    /// The value in the line where the library gave up, if it is one line of text below the key that the part begins with.
    fn value_below(&self) -> Option<Range<usize>> {
        let Self { text, part, .. } = self;
        let at = self.in_text(text.floor_char_boundary(self.at.min(part.end)));
        let line = text[..at].rfind('\n').map(|end| end + 1).filter(|start| *start > part.start)?;
        let indent = text[line..].len() - text[line..].trim_start_matches([' ', '-']).len();
        let item = || item_of(text, line, line + indent);
        let value = value_of(text, &(line + indent..part.end)).or_else(item)?;
        let below = text[line_end(text, value.end)..part.end].lines().find(|line| !line.trim().is_empty());
        let goes_on = below.is_some_and(|below| below.len() - below.trim_start_matches([' ', '-']).len() > indent);
        let is_text = !goes_on && !text[value.clone()].starts_with(['|', '>', '[', '{', '"', '\'']);
        is_text.then_some(value)
    }

    /// A place in the part; behind all that it says, its last line.
    fn in_text(&self, at: usize) -> usize {
        let said = self.text[self.part.clone()].trim_end();
        let last = || self.part.start + said.rfind('\n').map_or(0, |end| end + 1);
        if at < self.part.start + said.len() { at } else { last() }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// What stands behind the key that a part begins with, up to a comment.
fn value_of(text: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let line = text[part.clone()].lines().next()?;
    let key = key_of(line).filter(|key| !key.starts_with([' ', '\t']))?;
    let rest = &line[key.len() + 1..];
    let start = part.start + key.len() + 1 + (rest.len() - rest.trim_start().len());
    said(text, start)
}

/// What stands at `start` in a line that begins at `line`, if that is an item of a list, up to a comment.
fn item_of(text: &str, line: usize, start: usize) -> Option<Range<usize>> {
    said(text, start).filter(|_| text[line..start].contains('-'))
}

/// What a line says from `start` on, up to a comment.
fn said(text: &str, start: usize) -> Option<Range<usize>> {
    let said = text[start..line_end(text, start)].split(" #").next().unwrap_or_default().trim_end();
    (!said.is_empty()).then_some(start..start + said.len())
}

/// Where the hyphen of a list's item stands that lacks the space behind it.
fn glued_hyphen(line: &str) -> Option<usize> {
    let item = line.trim_start_matches(' ');
    let is_glued = item.strip_prefix('-').is_some_and(|item| item.starts_with(char::is_alphabetic));
    is_glued.then_some(line.len() - item.len())
}

/// Whether a value that is no YAML is one line of text, for certain. `below` is what stands behind it.
fn lacks_quotes(value: &str, below: &str) -> bool {
    let is_alone = below.lines().skip(1).all(|line| line.trim().is_empty() || line.starts_with('#'));
    is_alone && !value.starts_with(['|', '>']) && opening(value).is_none_or(|open| !value.ends_with(closing(open)))
}

/// The bracket or quote that a value begins with.
fn opening(value: &str) -> Option<char> {
    value.chars().next().filter(|first| matches!(first, '[' | '{' | '"' | '\''))
}

fn closing(open: char) -> char {
    match open {
        '[' => ']',
        '{' => '}',
        quote => quote,
    }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// What to do where the library gave up.
fn way_out(text: &str, at: usize) -> String {
    if text[at..].starts_with('\t') {
        return "here is a tab; indent with spaces".to_owned();
    }
    "text that contains `: ` or `#`, ends with `:`, or begins with a quote, `[`, `{`, `*`, `&`, `!`, `%`, `@` or a backtick needs \
     quotes around it"
        .to_owned()
}
