//! HTML that means a component: maps, `<details>`, and Notion's `<aside>`.

use super::{OpenFences, Sign, attribute};
use crate::document::call::Given;

/// A summary may be this long; bounds the work on one that is never closed.
const MAX_SUMMARY: usize = 4 * 1024;

/// The `<iframe>` that Google gives for a map.
pub(super) fn map(text: &str, at: usize) -> Option<Sign> {
    let is_frame = text.starts_with("<iframe ") && text.ends_with("</iframe>");
    let (address, link) = is_frame.then(|| attribute(text, at, "src")).flatten()?;
    address.contains("google.com/maps/embed").then_some(Sign::Calls { component: "embed", link })
}

/// `<details><summary>Title</summary>`, on one line or more, is a panel.
pub(super) fn details(source: &str, at: usize, fences: &mut OpenFences) -> Option<Sign> {
    const CLOSING: &str = "</details>";
    let rest = &source[at..];
    if let Some(behind) = rest.strip_prefix(CLOSING) {
        let is_alone = behind.lines().next().is_none_or(|behind| behind.trim().is_empty());
        if !is_alone || !fences.close(CLOSING) {
            return None;
        }
        fences.details -= 1;
        return Some(Sign::Unnests { component: "panels", closing: CLOSING, depth: fences.details });
    }
    let tag = rest.strip_prefix("<details").filter(|tag| tag.starts_with([' ', '\t', '>']))?;
    let tag_end = tag.find('>').filter(|end| !tag[..*end].contains('\n'))?;
    let (tag, behind) = (&tag[..tag_end], &tag[tag_end + 1..]);
    let is_open = tag.split_whitespace().any(|word| word == "open");
    let gap = behind.len() - behind.trim_start_matches(['>', ' ', '\t', '\r', '\n']).len();
    let behind_at = source.len() - behind.len();
    let summary = behind[gap..].strip_prefix("<summary>");
    let (title, span, end) = match summary {
        Some(summary) => {
            let length = summary[..summary.floor_char_boundary(MAX_SUMMARY)].find("</summary>")?;
            let start = source.len() - summary.len();
            let behind = summary[length + "</summary>".len()..].lines().next().unwrap_or_default();
            if !behind.trim().is_empty() || summary[..length].contains("\n\n") {
                return None;
            }
            (summary[..length].trim(), start..start + length, start + length + "</summary>".len())
        }
        None if behind[..gap].contains('\n') => ("Details", behind_at..behind_at, behind_at),
        None => return None,
    };
    fences.open(CLOSING);
    let depth = fences.details;
    fences.details += 1;
    let fold = if is_open { "open" } else { "closed" };
    let mut given = vec![
        Given { name: "title".into(), value: title.to_owned(), span },
        Given { name: "fold".into(), value: fold.into(), span: at..at },
    ];
    given.extend(attribute(tag, at, "id").map(|(value, _)| Given { name: "id".into(), value, span: at..at }));
    Some(Sign::Nests { component: "panels", given, closing: CLOSING, depth, end })
}

/// Notion's callout: an `<aside>` whose text begins with an emoji.
pub(super) fn aside(source: &str, text: &str, end: usize, fences: &mut OpenFences) -> Option<Sign> {
    const CLOSING: &str = "</aside>";
    if text == CLOSING {
        return fences.close(CLOSING).then_some(Sign::Closes { component: "callout", closing: text.to_owned() });
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
    Some(Sign::Opens { component: "callout", given, closing: CLOSING.to_owned() })
}
