//! What looks like front matter and is none: its lines are other than `---`, it is in another language, or stands elsewhere.

use std::ops::Range;

use super::block::{has_key, is_known_key, is_of_dashes, lines_below, split, toml_length};
use super::exposed::key_that_hides;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// What a page begins with that was to be its front matter, and what is wrong with it.
pub(super) fn misread(text: &str) -> Option<(Range<usize>, Diagnostic)> {
    almost(text).or_else(|| toml(text)).or_else(|| of_others(text))
}

/// Front matter that is text, since it is never closed, or has other dashes around it, as editors make of `---`. Lines that only
/// begin a page are none: they need a key.
fn almost(text: &str) -> Option<(Range<usize>, Diagnostic)> {
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

/// TOML where the front matter belongs.
fn toml(text: &str) -> Option<(Range<usize>, Diagnostic)> {
    let block = text.trim_start_matches('\u{feff}');
    toml_length(block)?;
    let diagnostic = Diagnostic::new(Code::FrontMatterInvalid, "this front matter is TOML, which is not read");
    let start = text.len() - block.len();
    Some((start..start + 3, diagnostic.hint("front matter is YAML between two lines `---`: `title: …`")))
}

/// What may be front matter with keys of other tools alone, and is taken for text between two rules since it begins with a blank line.
fn of_others(text: &str) -> Option<(Range<usize>, Diagnostic)> {
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
