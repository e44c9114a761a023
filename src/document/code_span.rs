//! Code spans before the parser sees them: a run of backticks to the next run of the same length (CommonMark, code spans).

use super::margin::unquoted;

/// How many backticks `bytes` begin with.
pub(super) fn ticks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b'`').count()
}

/// The length of the span that `bytes` begin with, whose first run has as many `ticks`; `None` when no other run has.
pub(super) fn length(bytes: &[u8], ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        at += memchr::memchr(b'`', &bytes[at..])?;
        let run = self::ticks(&bytes[at..]);
        at += run;
        if run == ticks {
            return Some(at);
        }
    }
}

/// The text of a span whose lines end as on Windows: the parser makes two spaces of each end. `None` for any other.
pub(super) fn over_lines(written: &str) -> Option<String> {
    memchr::memmem::find(written.as_bytes(), b"\r\n")?;
    let ticks = ticks(written.as_bytes());
    let mut lines = written.get(ticks..written.len() - ticks)?.split("\r\n");
    let first = lines.next()?.to_owned();
    let text = lines.fold(first, |text, line| text + " " + unquoted(line));
    let padded = text.strip_prefix(' ').and_then(|inside| inside.strip_suffix(' '));
    Some(padded.filter(|inside| !inside.trim().is_empty()).map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::{length, over_lines, ticks};

    #[test]
    fn the_end_of_a_line_is_one_space() {
        for (written, expected) in
            [("`a\r\nb`", Some("a b")), ("`` a  b\r\n > c\r\n``", Some("a  b c")), ("`a\nb`", None), ("`a`", None)]
        {
            assert_eq!(over_lines(written).as_deref(), expected, "{written:?}");
        }
    }

    #[test]
    fn a_span_ends_with_a_run_as_long_as_its_first() {
        for (text, expected) in
            [("`a` b`", Some(3)), ("``a`b`` c", Some(7)), ("`a``b` c", Some(6)), ("`a``", None), ("```", None)]
        {
            assert_eq!(length(text.as_bytes(), ticks(text.as_bytes())), expected, "{text}");
        }
    }
}
