//! Code spans before the parser sees them: a run of backticks to the next run of the same length (CommonMark, code spans).

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

#[cfg(test)]
mod tests {
    use super::{length, ticks};

    #[test]
    fn a_span_ends_with_a_run_as_long_as_its_first() {
        for (text, expected) in
            [("`a` b`", Some(3)), ("``a`b`` c", Some(7)), ("`a``b` c", Some(6)), ("`a``", None), ("```", None)]
        {
            assert_eq!(length(text.as_bytes(), ticks(text.as_bytes())), expected, "{text}");
        }
    }
}
