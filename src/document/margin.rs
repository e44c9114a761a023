//! The margin of a line: what stands before its text, its indentation and the marks of the quotes that it stands in.

/// What a line begins with: its indentation and quote marks.
pub(super) fn indentation(line: &str) -> &str {
    &line[..line.len() - unquoted(line).len()]
}

/// A line without its indentation and quote marks.
pub(super) fn unquoted(line: &str) -> &str {
    let marks = line.bytes().take_while(|byte| is_of_margin(*byte)).count();
    &line[marks..]
}

/// The first byte of a line behind them.
pub(super) fn first(line: &str) -> Option<u8> {
    line.bytes().find(|byte| !is_of_margin(*byte))
}

fn is_of_margin(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>')
}
