//! The margin of a line: what stands before its text, its indentation, the marks of the quotes that it stands in, the bullets of items.

/// What a line begins with: its indentation and quote marks.
pub(super) fn indentation(line: &str) -> &str {
    &line[..line.len() - unquoted(line).len()]
}

/// A line without its indentation and quote marks.
pub(super) fn unquoted(line: &str) -> &str {
    let marks = line.bytes().take_while(|byte| is_of_margin(*byte)).count();
    &line[marks..]
}

/// How many quotes a line stands in.
pub(super) fn quote_depth(line: &str) -> usize {
    indentation(line).matches('>').count()
}

/// The first byte of a line behind them.
pub(super) fn first(line: &str) -> Option<u8> {
    line.bytes().find(|byte| !is_of_margin(*byte))
}

/// How long the bullet or the number of an item is that a text begins with, without the white space behind it.
pub(super) fn bullet(text: &[u8]) -> Option<usize> {
    if matches!(text.first()?, b'-' | b'*' | b'+') {
        return Some(1);
    }
    let digits = text.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0 && matches!(text.get(digits), Some(b'.' | b')'))).then_some(digits + 1)
}

fn is_of_margin(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>')
}
