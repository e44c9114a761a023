//! Formulas that are text.

use super::Slip;
use crate::document::scan::is_escaped;
use crate::theme::Grammar;

/// `\(x^2\)` and `\[x^2\]`, as TeX itself and chats write formulas: here the brackets are text. The first is told.
pub(super) fn in_brackets(written: &str, grammar: &Grammar) -> Option<Slip> {
    let bytes = written.as_bytes();
    let first = memchr::memchr(b'\\', bytes)?; // Most have none.
    let opening = |at: &usize| matches!(bytes.get(at + 1), Some(b'(' | b'[')) && !is_escaped(bytes, *at);
    let start = memchr::memchr_iter(b'\\', &bytes[first..]).map(|at| first + at).find(opening)?;
    let (close, dollars) = if bytes[start + 1] == b'(' { ("\\)", "$") } else { ("\\]", "$$") };
    let inside = written[start + 2..].split_once(close)?.0;
    let is_command = |(at, _): (usize, _)| inside[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count() > 1;
    // What begins with `^` is a note or a pattern: `\[^1\]`.
    let is_formula = inside.find('^') > Some(0) || inside.match_indices('\\').any(is_command);
    let is_in_code = inside.contains(['`', '$']) || memchr::memchr_iter(b'`', &bytes[..start]).count() % 2 == 1;
    let hint = format!("formulas stand between dollars: `{dollars}…{dollars}`");
    let slip = || Slip::new(start..start + inside.len() + 4, "this formula is shown as text", hint);
    (grammar.has("math") && is_formula && !is_in_code).then(slip)
}
