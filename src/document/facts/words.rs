//! How many words there are to read.

/// How many words a text has, by white space.
pub(super) fn count_words(text: &str) -> usize {
    // Eight bytes at once, each with its highest bit free: a byte's is set where a word begins, and what was counted in a byte
    // stays below 256 for as many steps.
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    const STEPS: usize = 31;
    let (mut behind_space, mut seen) = (0x80, 0);
    let mut begun_in = |bytes: u64| {
        seen |= bytes;
        // What is no more than a space has lost the bit; ASCII has no other white space above it.
        let spaces = !((bytes | HIGH) - EACH * 0x21) & HIGH;
        let begins = (spaces << 8 | behind_space) & !spaces;
        behind_space = spaces >> 56;
        begins >> 7
    };
    let (whole, rest) = text.as_bytes().as_chunks::<8>();
    let mut words = 0;
    for piece in whole.chunks(STEPS) {
        let begun: u64 = piece.iter().map(|bytes| begun_in(u64::from_le_bytes(*bytes))).sum();
        words += (begun.wrapping_mul(EACH) >> 56) as usize;
    }
    let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
    words += begun_in(last).count_ones() as usize;
    let is_ascii = seen & HIGH == 0;
    if is_ascii { words } else { text.split_whitespace().count() }
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn words_are_what_stands_between_white_space() {
        let long = "ab c ".repeat(100);
        for text in ["", " ", "a", " a\tb \n\u{b}c ", "é – £\u{a0}b", &long[..64], &long[..65], &long[1..322]] {
            assert_eq!(count_words(text), text.split_whitespace().count(), "{text:?}");
        }
    }
}
