//! Where the brackets and parentheses of an inline component close, and the `key="value"` pairs between them.

use std::ops::Range;

use crate::document::attributes::is_curly;

/// An inline component may be this long; what is longer is text. Bounds the work on an unclosed one.
const MAX_INLINE: usize = 8 * 1024;

/// The `]` that closes the bracket before `from`, quotes and inner brackets respected; not beyond a blank line.
pub(super) fn closing_bracket(source: &str, from: usize) -> Option<usize> {
    let limit = source.len().min(from + MAX_INLINE);
    let bytes = &source.as_bytes()[..limit];
    let mut depth = 0_usize;
    let mut at = from;
    let mut quote = None;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'[' | b']' | b'\n' | b'\\')))
    {
        at += found;
        match bytes[at] {
            // In quotes it is a sign like others: `text="C:\cache\"`.
            b'\\' if quote.is_none() => at += 1,
            b'\n' if is_blank_line(bytes, at + 1) => return None,
            closing if quote == Some(closing) => quote = None,
            // A quote only opens behind `=`: elsewhere it is an inch, a word in quotes, an apostrophe.
            opening @ (b'"' | b'\'') if quote.is_none() && bytes[from..at].trim_ascii_end().ends_with(b"=") => {
                quote = Some(opening);
            }
            // A value that runs into the next component lacks its second quotation mark.
            b'[' if quote.is_some() && bytes[..at].ends_with(b"\n") && bytes[at..].starts_with(b"[!") => return None,
            b'[' if quote.is_none() => depth += 1,
            b']' if quote.is_none() && depth == 0 => return Some(at),
            b']' if quote.is_none() => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

fn is_blank_line(bytes: &[u8], from: usize) -> bool {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|byte| *byte == b'\n')
}

/// Where the `)` stands that closes the parenthesis which a text is the inside of, on the same line, inner pairs respected.
pub(in crate::document) fn closing_parenthesis(inside: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in inside.bytes().enumerate().take(MAX_INLINE) {
        match byte {
            b'\n' => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A `key="value"` pair, as spans in the text it was found in; the value without quotes.
pub(in crate::document) struct Pair {
    pub(in crate::document) key: Range<usize>,
    pub(in crate::document) value: Range<usize>,
    /// Where it ends, with its quotes.
    end: usize,
}

/// The pairs of a text whose values stand in quotes.
pub(in crate::document) fn pairs(text: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some((equals, quote)) = opening_quote(text, at) {
        let before = text[at..equals].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let key = at + before.len()..equals;
        let value = equals + 1 + quote.len_utf8();
        // A drawing holds quotation marks of its own: those behind it close its value.
        let drawing = text[value..].starts_with("<svg").then(|| text[value..].find("</svg>")).flatten().unwrap_or(0);
        let close = closing_quote(text, value + drawing, quote);
        at = close + text[close..].chars().next().map_or(0, char::len_utf8);
        if !key.is_empty() {
            pairs.push(Pair { key, value: value..close, end: at });
        }
    }
    pairs
}

/// Pairs whose value has no quotes, `size=xl`, among the words that no other pair holds. A key has to be one that `is_key` knows:
/// elsewhere `a=b` is text, and so is all in a text that stands in quotes itself.
pub(super) fn unquoted_pairs(text: &str, pairs: &[Pair], is_key: impl Fn(&str) -> bool) -> Vec<Pair> {
    let bare = 0..pairs.first().map_or(text.len(), |pair| pair.key.start);
    let mut found = Vec::new();
    for part in std::iter::once(bare).chain(gaps(text, pairs)).filter(|part| !is_quoted(text[part.clone()].trim())) {
        let mut at = part.start;
        for word in text[part].split_inclusive(char::is_whitespace) {
            let pair = word.trim_end_matches(|c: char| c.is_whitespace() || c == ',').split_once('=');
            if let Some((key, value)) = pair.filter(|(key, value)| !value.is_empty() && is_key(key)) {
                let start = at + key.len() + 1;
                let end = start + value.len();
                found.push(Pair { key: at..at + key.len(), value: start..end, end });
            }
            at += word.len();
        }
    }
    found
}

/// Pairs with spaces around their `=`, `size = "xl"`, of keys that `is_key` knows, among the words that no other pair holds.
pub(super) fn spaced_pairs(text: &str, pairs: &[Pair], is_key: impl Fn(&str) -> bool) -> Vec<Pair> {
    let bare = 0..pairs.first().map_or(text.len(), |pair| pair.key.start);
    let mut found = Vec::new();
    for part in std::iter::once(bare).chain(gaps(text, pairs)) {
        let mut at = part.start;
        while let Some(equals) = text[at..part.end].find('=').map(|found| at + found) {
            at = equals + 1;
            let before = text[part.start..equals].trim_end();
            let key = before.rsplit(char::is_whitespace).next().filter(|key| is_key(key));
            let value = part.end - text[at..part.end].trim_start().len();
            let quote = text[value..part.end].chars().next().filter(|c| matches!(c, '"' | '\'') || is_curly(*c));
            if let (Some(key), Some(quote)) = (key, quote) {
                let start = part.start + before.len() - key.len();
                let value = value + quote.len_utf8();
                let close = closing_quote(&text[..part.end], value, quote);
                at = close + text[close..part.end].chars().next().map_or(0, char::len_utf8);
                found.push(Pair { key: start..start + key.len(), value: value..close, end: at });
            }
        }
    }
    found
}

/// Where the quote closes that stands before `from`.
fn closing_quote(text: &str, from: usize, quote: char) -> usize {
    let closes = |c: char| if is_curly(quote) { is_curly(c) } else { c == quote };
    text[from..].find(closes).map_or(text.len(), |close| from + close)
}

/// `"text"`, which is the text without its quotes.
pub(super) fn is_quoted(text: &str) -> bool {
    text.len() > 1 && text.starts_with('"') && text.ends_with('"')
}

/// What stands between the pairs and behind the last, but for what only separates them.
pub(super) fn gaps(text: &str, pairs: &[Pair]) -> Vec<Range<usize>> {
    let ends = pairs.iter().map(|pair| pair.end);
    let starts = pairs.iter().skip(1).map(|pair| pair.key.start).chain([text.len()]);
    let gaps = ends.zip(starts).map(|(end, start)| end..start);
    gaps.filter(|gap| text[gap.clone()].contains(char::is_alphanumeric)).collect()
}

/// Where the first `="`, `='` or `=“` from `at` on stands, and which quote it is.
fn opening_quote(text: &str, at: usize) -> Option<(usize, char)> {
    let mut signs = text[at..].match_indices('=').map(|(found, _)| at + found);
    signs.find_map(|equals| {
        let quote = text[equals + 1..].chars().next().filter(|c| matches!(c, '"' | '\'') || is_curly(*c))?;
        Some((equals, quote))
    })
}
