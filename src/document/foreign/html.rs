//! HTML that means a component: maps, `<details>`, and Notion's `<aside>`.

use std::ops::Range;

use super::{Foreign, OpenFences, Sign, attribute};
use crate::document::call::Given;

/// A summary may be this long; bounds the work on one that is never closed.
const MAX_SUMMARY: usize = 4 * 1024;

/// The `<iframe>` that Google gives for a map.
pub(super) fn map(text: &str, at: usize) -> Option<Sign> {
    let is_frame = text.starts_with("<iframe ") && text.ends_with("</iframe>");
    let (address, link) = is_frame.then(|| attribute(text, at, "src")).flatten()?;
    address.contains("google.com/maps/embed").then_some(Sign::Calls("embed", link))
}

/// `<details><summary>Title</summary>`, on one line or more, is a panel; and where it ends.
pub(super) fn details(source: &str, at: usize, fences: &mut OpenFences) -> Option<(Sign, usize)> {
    const CLOSING: &str = "</details>";
    let rest = &source[at..];
    if let Some(behind) = rest.strip_prefix(CLOSING) {
        if !is_line_end(behind) || !fences.close(CLOSING) {
            return None;
        }
        fences.details -= 1;
        let foreign = Foreign { depth: fences.details, ..Foreign::new(Vec::new(), CLOSING) };
        return Some((Sign::Closes("panels", foreign), at + CLOSING.len()));
    }
    let tag = rest.strip_prefix("<details").filter(|tag| tag.starts_with([' ', '\t', '>']))?;
    let (tag, behind) = tag.split_once('>').filter(|(tag, _)| !tag.contains('\n'))?;
    let (title, span, end) = summary(source, source.len() - behind.len())?;
    fences.open(CLOSING);
    let depth = fences.details;
    fences.details += 1;
    let fold = if tag.split_whitespace().any(|word| word == "open") { "open" } else { "closed" };
    let mut given = vec![
        Given { name: "title".into(), value: title.to_owned(), span },
        Given { name: "fold".into(), value: fold.into(), span: at..at },
    ];
    given.extend(attribute(tag, at, "id").map(|(value, _)| Given { name: "id".into(), value, span: at..at }));
    Some((Sign::Opens("panels", Foreign { depth, ..Foreign::new(given, CLOSING) }), end))
}

/// The summary behind the tag that ends at `at`: its text, where that stands, and where it ends. A tag at the end of its line may
/// have none.
fn summary(source: &str, at: usize) -> Option<(&str, Range<usize>, usize)> {
    const OPENING: &str = "<summary";
    const CLOSING: &str = "</summary>";
    // `<Summary>` is the same to a browser.
    let begins = |text: &str, tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let behind = source[at..].trim_start_matches(['>', ' ', '\t', '\r', '\n']);
    let is_tag = |(inside, _): &(&str, &str)| inside.is_empty() || inside.starts_with(' ') && !inside.contains('\n');
    let tag = begins(behind, OPENING).then(|| &behind[OPENING.len()..]);
    let opened = tag.and_then(|tag| tag.split_once('>')).filter(is_tag);
    let Some((_, summary)) = opened else {
        let gap = &source[at..source.len() - behind.len()];
        return gap.contains('\n').then_some(("Details", at..at, at));
    };
    let within = &summary[..summary.floor_char_boundary(MAX_SUMMARY)];
    let length = within.match_indices("</").map(|(at, _)| at).find(|at| begins(&within[*at..], CLOSING))?;
    let text = &summary[..length];
    let start = source.len() - summary.len();
    let end = start + length + CLOSING.len();
    let is_whole = is_line_end(&source[end..]) && !text.contains("\n\n");
    is_whole.then(|| (text.trim(), start..start + length, end))
}

/// Whether nothing more stands on a line of which this is the rest.
fn is_line_end(rest: &str) -> bool {
    rest.lines().next().is_none_or(|rest| rest.trim().is_empty())
}

/// Notion's callout: an `<aside>` whose text begins with an emoji.
pub(super) fn aside(source: &str, text: &str, end: usize, fences: &mut OpenFences) -> Option<Sign> {
    const CLOSING: &str = "</aside>";
    if text == CLOSING {
        return fences.close(CLOSING).then(|| Sign::closes("callout", CLOSING));
    }
    let first = source[end..].trim_start_matches(['\r', '\n']).trim_start_matches("<aside>").chars().next()?;
    let variant = match first {
        '💡' => "tip",
        '⚠' | '🚧' => "warning",
        '❗' | '🚨' | '🛑' | '⛔' | '❌' => "danger",
        'ℹ' | '📌' | '📘' => "info",
        '❓' | '🤔' => "question",
        '✅' | '🎉' => "success",
        other if ('\u{2600}'..='\u{27bf}').contains(&other) || other >= '\u{1f000}' => "base",
        _ => return None,
    };
    if text != "<aside>" {
        return None;
    }
    fences.open(CLOSING);
    let given = vec![Given { name: "variant".into(), value: variant.into(), span: end..end }];
    Some(Sign::opens("callout", given, CLOSING))
}
