//! Where front matter stands in a page, and what only looks like it.

use std::ops::Range;

use super::Meta;
use crate::diagnostic::{Code, Diagnostic};

/// Where a page's front matter and text are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Split {
    /// The YAML, without its `---` lines; empty when there is none.
    pub(in crate::document) yaml: Range<usize>,
    /// Where the Markdown begins.
    pub(in crate::document) body: usize,
}

impl Split {
    /// Whether there is no front matter, not even an empty one.
    pub(in crate::document) fn is_absent(&self) -> bool {
        self.yaml.start == self.body
    }
}

/// Separates front matter from text.
pub(in crate::document) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { yaml: start..start, body: start };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return toml_length(&text[start..]).map_or(none, |length| Split { yaml: start..start, body: start + length });
    };
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Split { yaml: yaml_start..at, body: at + line.len() };
        }
        at += line.len();
    }
    none
}

/// How long the TOML is that a text begins with, with its lines of `+++`: what Hugo and Zola take for front matter.
fn toml_length(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let mut length = lines.next().filter(|line| line.trim_end() == "+++")?.len();
    let mut has_key = false;
    for line in lines {
        length += line.len();
        if line.trim_end() == "+++" {
            return has_key.then_some(length);
        }
        let key = line.split_once('=').map(|(key, _)| key.trim()).filter(|key| !key.is_empty());
        let is_key =
            |key: &str| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        let begins = has_key || key.is_some_and(is_key);
        if !begins && !line.trim().is_empty() && !line.starts_with(['#', '[']) {
            return None;
        }
        has_key |= key.is_some_and(is_key);
    }
    None
}

/// TOML where the front matter belongs.
pub(super) fn toml(text: &str) -> Option<Diagnostic> {
    toml_length(text.trim_start_matches('\u{feff}'))?;
    let message = "this front matter is TOML, which is not read";
    Some(
        Diagnostic::new(Code::FrontMatterInvalid, message)
            .hint("front matter is YAML between two lines `---`: `title: …`"),
    )
}

/// Front matter that is opened and never closed, so that it is text. A line that only begins a page is none: it needs a key.
pub(super) fn unclosed(text: &str) -> Option<Diagnostic> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines();
    let opens = lines.next().is_some_and(|line| line.trim_end() == "---") && lines.all(|line| line.trim_end() != "---");
    let key = text.lines().nth(1).and_then(|line| line.split_once(':')).map(|(key, _)| key)?;
    let is_known = Meta::KEYS.iter().any(|known| known.is_named(key));
    let message = "this front matter is never closed, so it is shown as text";
    (opens && is_known).then(|| Diagnostic::new(Code::FrontMatterInvalid, message).hint("close it with a line `---`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_only_at_the_top_and_closed() {
        assert_eq!(split("---\na: b\n---\nx"), Split { yaml: 4..9, body: 13 });
        assert_eq!(split("\u{feff}---\r\na: b\r\n---\r\nx").body, 19);
        assert_eq!(split("---\nno end").body, 0);
        assert_eq!(split("x\n---\n").body, 0);
    }
}
