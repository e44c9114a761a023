//! Components in brackets and links that stayed text: brackets that are never closed, spaces where none may stand.

use std::ops::Range;

use super::{Slip, pictures};
use crate::diagnostic::SourceText;
use crate::document::call::closing_parenthesis;
use crate::document::scan::is_escaped;
use crate::theme::Grammar;

/// What in a text was meant to be a component, a picture or a link.
pub(super) fn in_text(source: &SourceText, span: &Range<usize>, grammar: &Grammar) -> Vec<Slip> {
    let mut slips = calls(source, span, grammar);
    match pictures::unread(source, span) {
        Some(slip) => slips.push(slip),
        None => {
            slips.extend(addresses_with_spaces(source, span));
            slips.extend(gaps_before_addresses(source, span));
        }
    }
    slips
}

/// `[!badge` that is no component.
pub(super) fn calls(source: &SourceText, span: &Range<usize>, grammar: &Grammar) -> Vec<Slip> {
    let written = &source.text[span.clone()];
    let slip = |(at, sign): (usize, &str)| {
        let behind = &written[at + sign.len()..];
        let gap = behind.len() - behind.trim_start_matches(' ').len();
        let name_end = behind[gap..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(behind.len() - gap);
        let name = &behind[gap..gap + name_end];
        if is_escaped(source.text.as_bytes(), span.start + at) || grammar.inline(&name.to_ascii_lowercase()).is_none() {
            return None;
        }
        let ends = behind[gap + name_end..].starts_with([' ', '\t', ']', '|', '\n', '\r']);
        let hint = if gap > 0 {
            format!("write `[!{name}`, without a space")
        } else if !ends && gap + name_end < behind.len() {
            "a space, `|` or `]` stands behind the name".to_owned()
        } else {
            "its `]` is missing, or the second quotation mark of an attribute".to_owned()
        };
        let end = at + sign.len() + gap + name_end;
        let slip = Slip::new(at..end, format!("this `{}` is shown as text", &written[at..end]), hint);
        let is_certain = gap > 0 && ends && behind.contains(']');
        Some(Slip { replacement: is_certain.then(|| format!("[!{name}")), ..slip })
    };
    written.match_indices("[!").filter_map(slip).collect()
}

/// `[text](my page.md)`, which CommonMark takes for text.
fn addresses_with_spaces(source: &SourceText, span: &Range<usize>) -> Vec<Slip> {
    let written = &source.text[span.clone()];
    let pieces: Vec<&str> = written.split("](").collect();
    let mut at = 0;
    let slip = |(number, pair): (usize, &[&str])| {
        let (before, behind) = (pair[0], pair[1]);
        let start = at + before.len() + 2;
        // What is bold in the text of a link, and an icon there, cuts its start off.
        let open = before.rfind('[').or((number == 0).then_some(0)).filter(|open| !before[*open..].contains(']'));
        let is_link = open.is_some_and(|open| !is_escaped(source.text.as_bytes(), span.start + at + open));
        at = start;
        let is_web = is_web(&source.text[span.start + start..]);
        // A bare address is a link of its own, and cuts the text off.
        let behind = if is_web { rest_of_line(&source.text[span.start + start..]) } else { behind };
        let inside = in_parentheses(behind).filter(|_| is_link)?;
        let (address, title) = inside.find(" \"").map_or((inside, ""), |title| inside.split_at(title));
        let hint = format!("put it between `<` and `>`: `(<{address}>{title})`");
        let is_address = is_web || is_file(address) || is_path(address);
        (is_address && address.contains(' ') && !address.contains(['"', '<', '“', '‘']))
            .then(|| Slip::new(start..start + address.len(), "an address with spaces is no link", hint))
    };
    pieces.windows(2).enumerate().filter_map(slip).collect()
}

/// `[text] (page.md)`. Numbers and notes of sources are written so on purpose.
fn gaps_before_addresses(source: &SourceText, span: &Range<usize>) -> Vec<Slip> {
    let written = &source.text[span.clone()];
    let slip = |(close, _): (usize, &str)| {
        // What is bold in the text of a link, and an icon there, cuts its start off.
        let open = written[..close].rfind(['[', ']']);
        let text = &written[open.map_or(0, |open| open + 1)..close];
        let is_open = |open| written[open..].starts_with('[') && !is_escaped(source.text.as_bytes(), span.start + open);
        let is_text = open.is_none_or(is_open) && text.contains(char::is_alphabetic);
        // A bare address is a link of its own, and no part of the text before it.
        let address = in_parentheses(source.text[span.start + close + 3..].split(char::is_whitespace).next()?)?;
        let is_page = || address.split('#').next().is_some_and(|path| path.ends_with(".md"));
        let is_address = is_path(address) || is_web(address) || is_page();
        let at = close..close + 3;
        let is_link = is_text && is_address && !text.starts_with(['^', '!']);
        is_link.then(|| Slip::new(at, "this link is shown as text", "no space stands between `]` and `(`"))
    };
    written.match_indices("] (").filter_map(slip).collect()
}

/// Whether an address leads out of the site.
fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// What stands on the line, as far as an address may be long.
fn rest_of_line(rest: &str) -> &str {
    const MAX_LENGTH: usize = 1000;
    let rest = &rest[..rest.floor_char_boundary(MAX_LENGTH)];
    rest.split('\n').next().unwrap_or_default()
}

/// What stands before the `)` that closes a parenthesis on the same line.
fn in_parentheses(rest: &str) -> Option<&str> {
    closing_parenthesis(rest).map(|close| &rest[..close])
}

/// Whether an address ends as the names of files do, before a section of it.
pub(super) fn is_file(address: &str) -> bool {
    let file = address.split(['#', '?']).next().unwrap_or_default();
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    (2..=4).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether an address is a path for certain.
fn is_path(address: &str) -> bool {
    ["/", "./", "../"].iter().any(|sign| address.starts_with(sign))
}
