//! What may be markup in a line: components, wiki links, comments, maths, addresses.

use std::ops::Range;

use super::{Marker, MarkerKind};
use crate::document::addresses::WWW;
use crate::document::east_asia;
use crate::document::margin::indentation;
use crate::document::{call, math, wiki};
use crate::theme::Grammar;

/// What may begin something in any line of a text, and mostly is nowhere in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rare {
    pub(super) has_maths: bool,
    /// Whether there are addresses without a scheme.
    pub(super) has_www: bool,
}

impl Rare {
    pub(super) fn of(text: &str, grammar: &Grammar) -> Self {
        let has_maths = grammar.has("math") && memchr::memchr(b'$', text.as_bytes()).is_some();
        Self { has_maths, has_www: memchr::memmem::find(text.as_bytes(), WWW.as_bytes()).is_some() }
    }

    /// Whether an address without a scheme may be in a line.
    pub(super) fn may_have_www(self, line: &str) -> bool {
        self.has_www && line.contains(WWW)
    }
}

/// The inline components and bare addresses that begin on a line.
pub(super) fn inline_candidates(
    source: &str,
    line: Range<usize>,
    rare: Rare,
    until: &mut usize,
    grammar: &Grammar,
    markers: &mut Vec<Marker>,
) {
    let bytes = source.as_bytes();
    let has_inline = grammar.has_inline();
    let mut at = line.start.max(*until);
    // An address is measured once, however many seem to begin in it.
    let mut measured = at;
    let mut candidates = Candidates::default();
    while let Some(found) = candidates.next(&bytes[..line.end], at, rare) {
        let from = at;
        at = found;
        let candidate = match bytes[at] {
            b'%' => comment(source, at..line.end),
            b'$' => (!is_escaped(bytes, at)).then(|| math::inline(source, at)).flatten(),
            b'[' if bytes[at..].starts_with(b"[[") => wiki::link(source, at)
                .filter(|marker| marker.span.start >= *until && !is_escaped(bytes, marker.span.start)),
            b'[' => {
                let call = has_inline.then(|| call::inline_call(source, at, grammar)).flatten();
                let is_quoted = || at - line.start == quote_marks(&source[line.clone()]) && at > line.start;
                call.filter(|marker| !(is_escaped(bytes, at) || is_unknown(marker) && is_quoted()))
            }
            sign => {
                let scheme = || scheme_start(&bytes[from..at]).map(|start| from + start);
                let start = if sign == b'w' { Some(at) } else { scheme() };
                let address =
                    start.filter(|start| *start >= measured).and_then(|start| address(source, start..line.end));
                measured = address.as_ref().map_or(measured, |address| address.end);
                let is_hidden = |address: &Range<usize>| has_emphasis(&bytes[address.clone()]);
                address.filter(is_hidden).map(|span| Marker { span, kind: MarkerKind::Address })
            }
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

/// Where the next of what may begin something stands.
#[derive(Debug, Default)]
struct Candidates {
    other: Ahead,
    dollar: Ahead,
    www: Ahead,
}

impl Candidates {
    /// The first at or behind `at`.
    fn next(&mut self, bytes: &[u8], at: usize, rare: Rare) -> Option<usize> {
        let mut first = self.other.from(bytes, at, |rest| memchr::memchr3(b'[', b':', b'%', rest));
        if rare.has_maths {
            first = first.min(self.dollar.from(bytes, at, |rest| memchr::memchr(b'$', rest)));
        }
        if rare.has_www {
            first = first.min(self.www.from(bytes, at, |rest| memchr::memmem::find(rest, WWW.as_bytes())));
        }
        (first < bytes.len()).then_some(first)
    }
}

/// Where something stands next. It is looked for anew only when it was passed, so that no byte is searched twice for it, however
/// often something else stands before it.
#[derive(Debug, Default)]
struct Ahead(Option<usize>);

impl Ahead {
    /// The first place at or behind `at` that `find` finds; where the bytes end when there is none.
    fn from(&mut self, bytes: &[u8], at: usize, find: impl FnOnce(&[u8]) -> Option<usize>) -> usize {
        if let Some(next) = self.0.filter(|next| *next >= at) {
            return next;
        }
        let found = bytes.get(at..).and_then(find);
        *self.0.insert(found.map_or(bytes.len().max(at), |found| at + found))
    }
}

/// `%%…%%` on a line.
fn comment(source: &str, rest: Range<usize>) -> Option<Marker> {
    let inside = source[rest.clone()].strip_prefix("%%")?;
    // `100%% sure` is no comment.
    if source[..rest.start].ends_with(char::is_numeric) {
        return None;
    }
    let length = inside.find("%%").filter(|length| *length > 0)?;
    Some(Marker { span: rest.start..rest.start + length + 4, kind: MarkerKind::Comment })
}

/// Where the scheme of an address begins that ends with `bytes`.
fn scheme_start(bytes: &[u8]) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| Some(bytes.strip_suffix(scheme.as_bytes())?.len()))
}

/// The bare address that the rest of a line begins with.
fn address(source: &str, rest: Range<usize>) -> Option<Range<usize>> {
    let text = &source[rest.clone()];
    let before = source[..rest.start].chars().next_back();
    let length = match text.starts_with(WWW) {
        true => www_length(text, before),
        false if before.is_some_and(|before| before.is_ascii_alphanumeric()) => None,
        false => http_length(text),
    };
    length.map(|length| rest.start..rest.start + length)
}

fn has_emphasis(address: &[u8]) -> bool {
    address.iter().any(|byte| matches!(byte, b'*' | b'_' | b'~' | b'^'))
}

/// The length of the bare address without a scheme that `text` begins with, behind `before`.
pub(in crate::document) fn www_length(text: &str, before: Option<char>) -> Option<usize> {
    if !may_stand_before_address(before) {
        return None;
    }
    address_length(text, WWW.len()).filter(|length| text[WWW.len()..*length].contains('.'))
}

/// What may stand before an address by which it is not known at once.
pub(in crate::document) fn may_stand_before_address(before: Option<char>) -> bool {
    let is_edge = |before: char| before.is_whitespace() || matches!(before, '(' | '*' | '_' | '~' | '"' | '\'');
    before.is_none_or(|before| is_edge(before) || east_asia::is_letter(before) || east_asia::is_mark(before))
}

/// The length of the bare address with a scheme of the web that `text` begins with.
pub(in crate::document) fn http_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    address_length(text, scheme.len())
}

/// The length of the bare address that `text` begins with, `scheme` bytes of which stand before its host, by the rules of
/// GitHub's extended autolinks: it ends at white space or `<`, and closing punctuation, an unmatched `)` or an entity at its end
/// belong to the sentence. So do the marks of other languages there, and it ends at `，` and `。`.
pub(in crate::document) fn address_length(text: &str, scheme: usize) -> Option<usize> {
    let begins = |host: &str| host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !text.get(scheme..).is_some_and(begins) {
        return None;
    }
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|') || east_asia::is_mark(c);
    // Most addresses are ASCII.
    let may_end = text.bytes().position(|byte| !byte.is_ascii() || is_end(char::from(byte))).unwrap_or(text.len());
    let mut length = text[may_end..].find(is_end).map_or(text.len(), |end| may_end + end);
    let count = |bracket| text.as_bytes()[..length].iter().filter(|byte| **byte == bracket).count();
    let mut unmatched = count(b')').saturating_sub(count(b'('));
    loop {
        let address = &text[..length];
        let last = address.chars().next_back()?;
        let drop = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '`' | ']' | '[' => true,
            '’' | '”' | '“' | '»' | '›' | '…' | '—' | '،' | '؛' | '؟' | '۔' | '।' => true,
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
    Some(indentation(line)).filter(|marks| marks.contains('>')).map_or(0, str::len)
}

fn is_unknown(marker: &Marker) -> bool {
    matches!(&marker.kind, MarkerKind::Inline(call) if call.component.is_none())
}

/// Whether an odd number of backslashes stands before `at`.
pub(in crate::document) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks for something from every byte on; tells where it was found, and how many bytes that took.
    fn search(text: &str, find: impl Fn(&[u8]) -> Option<usize>) -> (Vec<usize>, usize) {
        let (mut ahead, mut searched) = (Ahead::default(), 0);
        let places = (0..text.len()).map(|at| {
            ahead.from(text.as_bytes(), at, |rest| {
                let found = find(rest);
                searched += found.map_or(rest.len(), |found| found + 1);
                found
            })
        });
        (places.collect(), searched)
    }

    #[test]
    fn no_byte_is_searched_twice_for_the_same() {
        assert_eq!(search("a$b$c", |rest| memchr::memchr(b'$', rest)), (vec![1, 1, 3, 3, 5], 5));
        let dollars = "$ $a".repeat(1000);
        assert_eq!(search(&dollars, |rest| memchr::memchr(b'[', rest)).1, dollars.len());
    }

    #[test]
    fn the_first_candidate_comes_first_of_whatever_kind() {
        let text = "$x www.a [b] $ : www.";
        let rare = Rare { has_maths: true, has_www: true };
        let (mut candidates, mut found, mut at) = (Candidates::default(), Vec::new(), 0);
        while let Some(next) = candidates.next(text.as_bytes(), at, rare) {
            found.push(next);
            at = next + 1;
        }
        assert_eq!(found, [0, 3, 9, 13, 15, 17]);
        assert_eq!(candidates.next(text.as_bytes(), text.len() + 1, rare), None);
    }
}
