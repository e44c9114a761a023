//! Where front matter stands in a page, and what only looks like it.

use std::ops::Range;

use super::Meta;
use super::exposed::key_that_hides;
use crate::diagnostic::{Code, Diagnostic, Severity};

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

/// Separates front matter from text. Blank lines may stand above it, and below its first line, where a key says that it is no rule.
pub(in crate::document) fn split(text: &str) -> Split {
    let top = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { yaml: top..top, body: top };
    let blank: usize = text[top..].split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let start = if blank > 0 && has_key(&text[top + blank..]) { top + blank } else { top };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return toml_length(&text[start..]).map_or(none, |length| Split { yaml: start..start, body: start + length });
    };
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let is_text = is_text_below_a_rule(&text[yaml_start..at]);
            return if is_text { none } else { Split { yaml: yaml_start..at, body: at + line.len() } };
        }
        at += line.len();
    }
    none
}

/// Whether what stands between two lines `---` is text between two rules: it begins with a blank line, and no line of it has a key
/// of front matter, or almost one that would hide the page.
fn is_text_below_a_rule(block: &str) -> bool {
    let is_blank = |line: &str| line.trim().is_empty();
    let is_of_front_matter = |line| is_known_key(line) == Some(true) || key_that_hides(line).is_some();
    block.lines().next().is_some_and(is_blank) && !block.lines().all(is_blank) && !block.lines().any(is_of_front_matter)
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

/// Front matter that is text, since it is never closed, or has other dashes around it, as editors make of `---`. Lines that only
/// begin a page are none: they need a key.
pub(super) fn almost(text: &str) -> Option<(Range<usize>, Diagnostic)> {
    let is_above = |c: char| c == '\u{feff}' || c.is_whitespace();
    let block = text.trim_start_matches(is_above);
    let mut lines = block.lines().map(str::trim_end);
    let first = lines.next().filter(|line| is_of_dashes(line) && has_key(block))?;
    let (message, hint) = if first == "---" && lines.clone().all(|line| line != "---") {
        ("this front matter is never closed, so it is shown as text", "close it with a line `---`")
    } else if lines.any(is_of_dashes) {
        (
            "this front matter is shown as text",
            "write three hyphens, `---`, and nothing else on the lines above and below it",
        )
    } else {
        return None;
    };
    let start = text.len() - block.len();
    Some((start..start + first.len(), Diagnostic::new(Code::FrontMatterInvalid, message).hint(hint)))
}

/// What may be front matter with keys of other tools alone, and is taken for text between two rules since it begins with a blank line.
pub(super) fn of_others(text: &str) -> Option<(Range<usize>, Diagnostic)> {
    let block = text.trim_start_matches('\u{feff}');
    let mut lines = block.lines().map(str::trim_end);
    let begins = lines.next() == Some("---") && lines.next() == Some("");
    let end = lines.clone().position(|line| line == "---").filter(|_| begins)?;
    let is_key = |line: &&str| {
        let (key, value) = line.split_once(':').unwrap_or_default();
        let is_name = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        // `Note: …` is a sentence, and so may be what stands behind a space.
        key.starts_with(|c: char| c.is_ascii_lowercase()) && is_name && (value.is_empty() || value.starts_with(' '))
    };
    let mut lines = lines.take(end).filter(|line| !line.is_empty());
    let is_front_matter = lines.next().is_some_and(|first| is_key(&first))
        && lines.all(|line| is_key(&line) || line.starts_with([' ', '\t', '-', '#']));
    let start = text.len() - block.len();
    let message = "this is shown as text: a blank line begins it, and none of its keys is one of front matter";
    let diagnostic = Diagnostic::new(Code::FrontMatterInvalid, message).hint("take the blank line out");
    is_front_matter.then_some((start..start + 3, Diagnostic { severity: Severity::Warning, ..diagnostic }))
}

/// The lines of what is front matter by its keys, but stands below a rule in a page's text, with another rule under it: under the
/// title, or once more below the page's own.
pub(in crate::document) fn below_a_rule(text: &str, rule: &Range<usize>) -> Option<Range<usize>> {
    let is_rule = |line: &str| line.trim_end() == "---";
    let lines = lines_below(text, rule.start);
    let (first, behind) = (text[lines.clone()].lines().next()?, text[lines.end..].lines().next()?);
    let is_front_matter = is_rule(&text[rule.clone()]) && is_rule(behind) && is_known_key(first) == Some(true);
    // `Date: …` may be a line of a letter.
    (is_front_matter && first.starts_with(|c: char| c.is_ascii_lowercase())).then_some(lines)
}

/// Whether front matter in a page's text would hide the page, which has none at its top.
pub(in crate::document) fn would_hide(text: &str, lines: &Range<usize>) -> bool {
    split(text).is_absent() && text[lines.clone()].lines().any(|line| key_that_hides(line).is_some())
}

/// The lines below a place up to a blank one, or to dashes.
pub(super) fn lines_below(text: &str, place: usize) -> Range<usize> {
    let start = text[place..].find('\n').map_or(text.len(), |end| place + end + 1);
    let lines = text[start..].split_inclusive('\n');
    let lines = lines.take_while(|line| !line.trim().is_empty() && !is_of_dashes(line.trim_end()));
    start..start + lines.map(str::len).sum::<usize>()
}

/// Whether keys stand below the first line, of which one is of front matter.
fn has_key(text: &str) -> bool {
    let first = text.find('\n').unwrap_or(text.len());
    let mut are_known = text[lines_below(text, first)].lines().map(is_known_key);
    are_known.next().flatten().is_some_and(|is_known| is_known || are_known.any(|is_known| is_known == Some(true)))
}

/// Whether the key that a line begins with, if any, is one of front matter.
fn is_known_key(line: &str) -> Option<bool> {
    let key = line.split_once(':')?.0.trim_end().trim_matches(['"', '\'']);
    let is_key = !key.contains(char::is_whitespace);
    is_key.then(|| Meta::KEYS.iter().any(|known| known.is_named(key)))
}

fn is_of_dashes(line: &str) -> bool {
    line.len() > 1 && line.chars().all(|c| matches!(c, '-' | '–' | '—'))
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
        assert_eq!(split("\n \n---\norder: 1\n---\nx"), Split { yaml: 7..16, body: 20 });
        assert_eq!(split("\n---\nlable: x\ntags:\n  - a\n---\nx").body, 30);
        assert_eq!(split("\n---\n\"draft\": true\n---\nx").body, 23);
        assert_eq!(split("---\n\na: b\n\ndraft: true\n---\nx").body, 27);
        assert_eq!(split("---\n\nvisbility: hidden\n---\nx").body, 27);
        assert_eq!(split("---\n\n---\nx").body, 9);
        for text in
            ["note: this is text", "note this:\ntitle: x", "note: text\n\ntitle: x", "title", "note: x\n---\ntitle: x"]
        {
            assert_eq!(split(&format!("\n---\n{text}\n---\nx")).body, 0, "{text}");
        }
    }

    #[test]
    fn a_line_of_dashes_above_a_blank_one_is_a_rule_unless_keys_follow() {
        for text in ["Text.", "# A title", "Note: this is text.", "**Note: x**\n\ntitle"] {
            assert_eq!(split(&format!("---\n\n{text}\n\n---\nx")).body, 0, "{text}");
            assert_eq!(split(&format!("---\r\n\r\n{text}\r\n---\r\nx")).body, 0, "{text}");
        }
    }
}
