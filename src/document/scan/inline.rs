//! What may be markup in a line: components, wiki links, comments, maths, addresses.

use std::ops::Range;

use super::{Marker, MarkerKind};
use crate::document::{call, math, wiki};
use crate::theme::Grammar;

/// The inline components and bare addresses that begin on a line.
pub(super) fn inline_candidates(
    source: &str,
    line: Range<usize>,
    has_maths: bool,
    until: &mut usize,
    grammar: &Grammar,
    markers: &mut Vec<Marker>,
) {
    let bytes = source.as_bytes();
    let has_inline = grammar.has_inline();
    let mut at = line.start.max(*until);
    while let Some(found) = next_candidate(&bytes[at.min(line.end)..line.end], has_maths) {
        let from = at;
        at += found;
        let candidate = if bytes[at] == b'%' {
            comment(source, at..line.end)
        } else if bytes[at] == b'$' {
            (!is_escaped(bytes, at)).then(|| math::inline(source, at)).flatten()
        } else if bytes[at..].starts_with(b"[[") {
            wiki::link(source, at).filter(|marker| marker.span.start >= *until && !is_escaped(bytes, marker.span.start))
        } else if bytes[at] == b'[' {
            let call = has_inline.then(|| call::inline_call(source, at, grammar)).flatten();
            let is_quoted = || at - line.start == quote_marks(&source[line.clone()]) && at > line.start;
            call.filter(|marker| !(is_escaped(bytes, at) || is_unknown(marker) && is_quoted()))
        } else {
            scheme_start(&bytes[from..at]).and_then(|start| address_with_emphasis(source, from + start..line.end))
        };
        match candidate {
            Some(marker) => {
                at = marker.span.end;
                *until = at;
                markers.push(marker);
            }
            None => at += 1,
        }
    }
}

fn next_candidate(bytes: &[u8], has_maths: bool) -> Option<usize> {
    let other = memchr::memchr3(b'[', b':', b'%', bytes);
    let dollar = has_maths.then(|| memchr::memchr(b'$', &bytes[..other.unwrap_or(bytes.len())])).flatten();
    dollar.or(other)
}

/// `%%…%%` on a line.
fn comment(source: &str, rest: Range<usize>) -> Option<Marker> {
    let inside = source[rest.clone()].strip_prefix("%%")?;
    // `100%% sure` is no comment.
    if source[..rest.start].ends_with(|before: char| before.is_alphanumeric()) {
        return None;
    }
    let length = inside.find("%%").filter(|length| *length > 0)?;
    Some(Marker { span: rest.start..rest.start + length + 4, kind: MarkerKind::Comment })
}

/// Where the scheme of an address begins that ends with `bytes`.
fn scheme_start(bytes: &[u8]) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| Some(bytes.strip_suffix(scheme.as_bytes())?.len()))
}

fn address_with_emphasis(source: &str, rest: Range<usize>) -> Option<Marker> {
    let length = http_length(&source[rest.clone()])?;
    let bytes = source.as_bytes();
    let hidden = bytes[rest.start..rest.start + length].iter().any(|byte| matches!(byte, b'*' | b'_' | b'~' | b'^'));
    let opens = rest.start == 0 || !bytes[rest.start - 1].is_ascii_alphanumeric();
    (hidden && opens).then(|| Marker { span: rest.start..rest.start + length, kind: MarkerKind::Address })
}

/// The length of the bare address with a scheme of the web that `text` begins with.
pub(in crate::document) fn http_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    address_length(text, scheme.len())
}

/// The length of the bare address that `text` begins with, `scheme` bytes of which stand before its host, by the rules of
/// GitHub's extended autolinks: it ends at white space or `<`, and closing punctuation, an unmatched `)` or an entity at its end
/// belong to the sentence.
pub(in crate::document) fn address_length(text: &str, scheme: usize) -> Option<usize> {
    let begins = |host: &str| host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !text.get(scheme..).is_some_and(begins) {
        return None;
    }
    let mut length = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '|')).unwrap_or(text.len());
    let count = |bracket| text[..length].matches(bracket).count();
    let mut unmatched = count(')').saturating_sub(count('('));
    loop {
        let address = &text[..length];
        let last = address.chars().next_back()?;
        let drop = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '`' | ']' | '[' => true,
            ')' if unmatched > 0 => {
                unmatched -= 1;
                true
            }
            ';' => address
                .rfind('&')
                .is_some_and(|amp| address[amp + 1..length - 1].bytes().all(|b| b.is_ascii_alphanumeric())),
            _ => false,
        };
        if !drop {
            break;
        }
        length = if last == ';' { address.rfind('&')? } else { length - last.len_utf8() };
    }
    (length > scheme).then_some(length)
}

/// How long the quote marks at the start of a line are, with the white space around them; right behind them, `[!note]` is
/// an alert.
fn quote_marks(line: &str) -> usize {
    let marks = line.bytes().take_while(|byte| matches!(byte, b'>' | b' ' | b'\t')).count();
    if line[..marks].contains('>') { marks } else { 0 }
}

fn is_unknown(marker: &Marker) -> bool {
    matches!(&marker.kind, MarkerKind::Inline(call) if call.component.is_none())
}

/// Whether an odd number of backslashes stands before `at`.
pub(in crate::document) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}
