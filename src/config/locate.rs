//! Where a key stands in a YAML text.
//!
//! The YAML library gives values without places. In block style, one key a line, indentation tells the place; in flow style,
//! which JSON is, too, brackets do. Where neither does, the nearest enclosing key is good enough to point at.

mod flow;

use std::fmt;
use std::ops::Range;

/// One step from an object or list to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value under a key.
    Key(String),
    /// An element of a list, from 0.
    Index(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A line: where its content begins, and how far it is indented.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    indent: usize,
    text: &'a str,
}

/// The bytes of the key or element that `path` leads to, or of the last step that was found.
pub fn locate(text: &str, path: &[Step]) -> Range<usize> {
    let mut region = lines(text);
    let mut found = region.first().map_or(0..0, |line| line.start..line.start + line.text.len());
    for (at, step) in path.iter().enumerate() {
        if let Some(open) = region.first().filter(|line| line.text.starts_with(['{', '['])) {
            return in_flow(text, open.start, &path[at..]).unwrap_or(found);
        }
        let Some((span, below)) = descend(&region, step) else { break };
        found = span;
        region = below;
    }
    found
}

/// The bytes of what `path` leads to from the collection that opens at `open`, or of the last step that was found.
fn in_flow(text: &str, open: usize, path: &[Step]) -> Option<Range<usize>> {
    let mut found = None;
    let mut open = open;
    for step in path {
        let Some((span, value)) =
            text[open..].starts_with(['{', '[']).then(|| flow::descend(text, open, step)).flatten()
        else {
            break;
        };
        found = Some(span);
        open = value;
    }
    found
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            let indent = line.len() - line.trim_start().len();
            lines.push(Line { start: start + indent, indent, text: content });
        }
        start += line.len();
    }
    lines
}

/// The bytes of the key or element that `step` leads to, and the lines of what it holds. All of `region` stands in one object or
/// list.
fn descend<'a>(region: &[Line<'a>], step: &Step) -> Option<(Range<usize>, Vec<Line<'a>>)> {
    let indent = region.iter().map(|line| line.indent).min()?;
    let mut own = (0..region.len()).filter(|at| region[*at].indent == indent);
    match step {
        Step::Key(key) => {
            // Of two the last one counts.
            let at = own.rfind(|at| is_called(region[*at].text, key))?;
            let line = region[at];
            let length = key_of(line.text)?.len();
            let value = line.text[length..].trim_start_matches(':').trim_start();
            let flow = value.starts_with(['{', '[']).then(|| line.from(value));
            // A list may stand no further in than its key.
            let is_inside = |below: &&Line<'a>| below.indent > indent || below.text.starts_with('-');
            let below = region[at + 1..].iter().take_while(is_inside).copied();
            Some((line.start..line.start + length, flow.into_iter().chain(below).collect()))
        }
        Step::Index(index) => {
            let at = own.filter(|at| region[*at].text.starts_with('-')).nth(*index)?;
            let line = region[at];
            let element = line.from(line.text[1..].trim_start());
            let below = region[at + 1..].iter().take_while(|below| below.indent > indent).copied();
            Some((line.start..line.start + line.text.len(), std::iter::once(element).chain(below).collect()))
        }
    }
}

impl<'a> Line<'a> {
    /// The line from where `rest` begins, which is its end.
    fn from(self, rest: &'a str) -> Self {
        let skipped = self.text.len() - rest.len();
        Self { start: self.start + skipped, indent: self.indent + skipped, text: rest }
    }
}

fn is_called(text: &str, key: &str) -> bool {
    key_of(text).is_some_and(|found| found.trim_matches(['"', '\'', ' ']).eq_ignore_ascii_case(key))
}

/// The key of a `key: value` line, with its quotes.
pub(super) fn key_of(text: &str) -> Option<&str> {
    let end =
        text.char_indices().find(|(at, c)| *c == ':' && !text[at + 1..].starts_with(|c: char| !c.is_whitespace()))?.0;
    Some(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, path: &[&str]) -> &'a str {
        let steps: Vec<Step> =
            path.iter().map(|step| step.parse().map_or_else(|_| Step::Key((*step).into()), Step::Index)).collect();
        &text[locate(text, &steps)]
    }

    #[test]
    fn keys_and_elements_are_found_by_their_indentation() {
        let text = "url: x\n# note\nbranding:\n  title: T\n  colors:\n    label: { text: a }\nlinks:\n- text: A\n  link: b\n- text: B\n  lnk: c\n";
        assert_eq!(found(text, &["branding", "title"]), "title");
        assert_eq!(found(text, &["branding", "colors", "label", "text"]), "text");
        assert_eq!(found(text, &["links", "1", "lnk"]), "lnk");
        assert_eq!(found(text, &["links", "0", "link"]), "link");
        assert_eq!(found(text, &["links", "1"]), "- text: B");
        assert_eq!(found(text, &["nothing"]), "url: x");
    }

    #[test]
    fn collections_in_flow_style_and_json_are_read_by_their_brackets() {
        let text =
            "a: { b: [1, {c: x}], 'd e': \"y, }: z\", # f: 1\n  f: { g: http://h/, i: } }\nlist:\n  - { k: 1, l: 2 }\n";
        assert_eq!(found(text, &["a", "b", "1", "c"]), "c");
        assert_eq!(found(text, &["a", "b", "0"]), "1");
        assert_eq!(found(text, &["a", "b", "1"]), "{c: x}");
        assert_eq!(found(text, &["a", "d e"]), "'d e'");
        assert_eq!(found(text, &["a", "f", "i"]), "i");
        assert_eq!(found(text, &["a", "f", "none"]), "f");
        assert_eq!(found(text, &["list", "0", "l"]), "l");
        let json =
            "{\n  \"url\": \"x\",\n  \"links\": [\n    {\n      \"text\": \"\\\"\",\n      \"lnk\": 1\n    }\n  ]\n}\n";
        assert_eq!(found(json, &["url"]), "\"url\"");
        assert_eq!(found(json, &["links", "0", "lnk"]), "\"lnk\"");
        assert_eq!(found("[a, [b", &["1", "0"]), "b");
        let twice = "{ a: {b: 1, c: 2}, a: {c: 3, c: {d: 4}} }";
        assert_eq!(found(twice, &["a", "c", "d"]), "d");
        let last = twice.len() - "c: {d: 4}} }".len();
        assert_eq!(locate(twice, &[Step::Key("a".into()), Step::Key("c".into())]), last..last + 1);
        assert_eq!(found("{ a: \"b", &["c"]), "{ a: \"b");
    }
}
