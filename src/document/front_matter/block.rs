//! Where front matter stands in a page.

use std::ops::Range;

use super::Meta;
use super::exposed::key_that_hides;

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
pub(super) fn toml_length(text: &str) -> Option<usize> {
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

/// The lines below a place up to a blank one, or to dashes.
pub(super) fn lines_below(text: &str, place: usize) -> Range<usize> {
    let start = text[place..].find('\n').map_or(text.len(), |end| place + end + 1);
    let lines = text[start..].split_inclusive('\n');
    let lines = lines.take_while(|line| !line.trim().is_empty() && !is_of_dashes(line.trim_end()));
    start..start + lines.map(str::len).sum::<usize>()
}

/// Whether keys stand below the first line, of which one is of front matter.
pub(super) fn has_key(text: &str) -> bool {
    let first = text.find('\n').unwrap_or(text.len());
    let mut are_known = text[lines_below(text, first)].lines().map(is_known_key);
    are_known.next().flatten().is_some_and(|is_known| is_known || are_known.any(|is_known| is_known == Some(true)))
}

/// Whether the key that a line begins with, if any, is one of front matter.
pub(super) fn is_known_key(line: &str) -> Option<bool> {
    let key = line.split_once(':')?.0.trim_end().trim_matches(['"', '\'']);
    let is_key = !key.contains(char::is_whitespace);
    is_key.then(|| Meta::KEYS.iter().any(|known| known.is_named(key)))
}

pub(super) fn is_of_dashes(line: &str) -> bool {
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
