//! Text to the words that are looked up. `static/theme/search.js` does the same to what a reader types.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A word may have this many characters; the rest of a longer one, such as a key in hexadecimal, is nothing to look up.
const MAX_WORD: usize = 40;

/// A text as its words are looked up: in lower case, without accents, and with one small sigma, of which Greek has another at the end of
/// a word.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_ascii()) {
        let ascii = piece.trim_end_matches(|c: char| !c.is_ascii());
        let start = folded.len();
        folded.push_str(ascii);
        folded[start..].make_ascii_lowercase();
        for c in piece[ascii.len()..].chars() {
            decompose_compatible(c, |c| {
                if !is_combining_mark(c) {
                    folded.extend(c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c }));
                }
            });
        }
    }
    folded
}

/// What is behind the first part of the names in a text, each behind a space: `PoolState` and `State` of `RunspacePoolState`. A part
/// begins with a capital behind a small letter or a digit, and with the last of several, as in `HTTPServer`; two letters are none, or
/// `APIs` had one. `static/theme/search.js` marks them by the same rule.
pub(super) fn inner_parts(text: &str) -> String {
    const SHORTEST: usize = 3;
    let bytes = text.as_bytes();
    let mut parts = String::new();
    let mut from = 1;
    while let Some(at) = capital_in_word(bytes, from) {
        from = at + 1;
        let is_in_word = |byte: &&u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let before = bytes[..at].iter().rev().take(MAX_WORD).take_while(is_in_word).count();
        let behind = bytes[at..].iter().take(MAX_WORD).take_while(is_in_word).count();
        let is_first_of_small = || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if before + behind > MAX_WORD {
            // A key has as many capitals as it likes.
            from = at + behind;
        } else if behind >= SHORTEST && (!bytes[at - 1].is_ascii_uppercase() || is_first_of_small()) {
            parts.extend([" ", &text[at..at + behind]]);
        }
    }
    parts
}

/// The first capital behind another letter or a digit, from a place on that is not the first. Most capitals stand behind spaces, so
/// many bytes are asked at once.
fn capital_in_word(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let is_within = |(before, byte): (&u8, &u8)| before.is_ascii_alphanumeric() & byte.is_ascii_uppercase();
    let blocks = bytes.get(from..)?.chunks(BLOCK).zip(bytes.get(from - 1..)?.chunks(BLOCK));
    blocks.enumerate().find_map(|(number, (block, before))| {
        let pairs = || before.iter().zip(block);
        let has_any = pairs().fold(false, |has_any, pair| has_any | is_within(pair));
        has_any.then(|| pairs().position(is_within).map(|at| from + number * BLOCK + at))?
    })
}

/// A word where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    /// The text from the word on.
    rest: &'t str,
    /// How many bytes of it are the word; at least one.
    length: usize,
}

impl<'t> Word<'t> {
    fn at(place: Range<usize>, text: &'t str) -> Self {
        Self { rest: &text[place.start..], length: place.len() }
    }

    pub(super) fn text(self) -> &'t str {
        &self.rest[..self.length]
    }

    /// The bytes of a word that has few as one number, which is compared at once. No word holds a zero, so no two have the same.
    pub(super) fn number(self) -> Option<u128> {
        const BYTES: usize = size_of::<u128>();
        let unused = BYTES.checked_sub(self.length)?;
        let bytes = self.rest.as_bytes().first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; BYTES];
            bytes[..self.length].copy_from_slice(self.text().as_bytes());
            bytes
        });
        Some(u128::from_le_bytes(bytes) & (u128::MAX >> (8 * unused)))
    }
}

/// Calls `found` for each word of a text that is folded: letters and digits. Scripts that put no space between words give
/// each character with the one behind it.
pub(super) fn each<'t>(folded: &'t str, found: &mut impl FnMut(Word<'t>)) {
    if folded.is_ascii() {
        return each_ascii(folded, found);
    }
    // Most others have only dashes and quotation marks that are not.
    for text in folded.split(|c: char| !c.is_ascii() && !c.is_alphanumeric() && !is_unspaced(c)) {
        if text.is_ascii() {
            each_ascii(text, found);
            continue;
        }
        let mut splitter = Splitter { text, word: 0..0, length: 0, previous: None, found };
        text.char_indices().for_each(|(at, c)| splitter.take(at, c));
        splitter.end_word();
    }
}

/// The same for what most texts are made of. Words end where no processor expects it, so their edges are found in many bytes
/// at once.
fn each_ascii<'t>(text: &'t str, found: &mut impl FnMut(Word<'t>)) {
    const BLOCK: usize = u64::BITS as usize;
    let mut word = |start: usize, end: usize| found(Word::at(start..end.min(start + MAX_WORD), text));
    // Where the word begins that goes on behind the block.
    let mut open = None;
    for (number, bytes) in text.as_bytes().chunks(BLOCK).enumerate() {
        let mut block = [0; BLOCK];
        block[..bytes.len()].copy_from_slice(bytes);
        let letters = letters(&block);
        let mut edges = letters ^ (letters << 1 | u64::from(open.is_some()));
        let mut edge = || {
            let at = number * BLOCK + edges.trailing_zeros() as usize;
            let has_edge = edges != 0;
            edges &= edges.wrapping_sub(1);
            has_edge.then_some(at)
        };
        while let Some(start) = open.take().or_else(&mut edge) {
            let Some(end) = edge() else {
                open = Some(start);
                break;
            };
            word(start, end);
        }
    }
    if let Some(start) = open {
        word(start, text.len());
    }
}

/// Which of some ASCII characters are digits or small letters, a bit for each.
fn letters(block: &[u8; 64]) -> u64 {
    // Each byte's highest bit is free: adding sets it in those that are large enough.
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let within = |bytes: u64, first: u8, last: u8| {
        (bytes + EACH * u64::from(0x80 - first)) & !(bytes + EACH * u64::from(0x7f - last)) & HIGH
    };
    let eight = |bytes: &[u8; 8]| {
        let bytes = u64::from_le_bytes(*bytes);
        let found = within(bytes, b'a', b'z') | within(bytes, b'0', b'9');
        // Brings the highest bits of all bytes into one.
        (found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    };
    block.as_chunks().0.iter().rev().fold(0, |letters, bytes| letters << 8 | eight(bytes))
}

/// The part of the index that a word stands in, of `parts`: decided by its first two characters, so that all words that
/// begin with what a reader has typed are in one.
pub(super) fn part(word: &str, parts: usize) -> usize {
    let mut chars = word.chars().map(|c| c as usize);
    let first = chars.next().unwrap_or_default();
    let second = chars.next().unwrap_or_default();
    (first * 31 + second) % parts
}

struct Splitter<'t, 'f, F: FnMut(Word<'t>)> {
    text: &'t str,
    /// Where the word stands, if it has a letter.
    word: Range<usize>,
    /// How many characters the word has.
    length: usize,
    /// Where the character before this one stands, in a script without spaces.
    previous: Option<usize>,
    found: &'f mut F,
}

impl<'t, F: FnMut(Word<'t>)> Splitter<'t, '_, F> {
    fn take(&mut self, at: usize, c: char) {
        let end = at + c.len_utf8();
        if is_unspaced(c) {
            self.end_word();
            if let Some(previous) = self.previous {
                (self.found)(Word::at(previous..end, self.text));
            }
            self.previous = Some(at);
            return;
        }
        self.previous = None;
        if !c.is_alphanumeric() {
            self.end_word();
        } else if self.length < MAX_WORD {
            let start = if self.length == 0 { at } else { self.word.start };
            self.word = start..end;
            self.length += 1;
        }
    }

    fn end_word(&mut self) {
        if self.length > 0 {
            (self.found)(Word::at(self.word.clone(), self.text));
            self.length = 0;
        }
    }
}

/// Han, Hiragana, Katakana, Thai, Lao and Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        let folded = folded(text);
        let mut words = Vec::new();
        each(&folded, &mut |word| words.push(word.text().to_owned()));
        words
    }

    #[test]
    fn words_are_letters_and_digits_without_case_and_accents() {
        assert_eq!(words("Get-Service: Ünïcode £2,500 C# x²"), ["get", "service", "unicode", "2", "500", "c", "x2"]);
        assert_eq!(words("…"), Vec::<String>::new());
        assert_eq!(words(&"Ab".repeat(30)), words(&format!("{}…", "Ab".repeat(30))), "with and without other letters");
    }

    #[test]
    fn words_end_where_they_do_wherever_they_stand() {
        let every: String = (0..128).map(char::from).cycle().step_by(7).take(1000).collect();
        let long = "a".repeat(64) + " 0z9 " + &"b".repeat(59) + "-c";
        for text in [every.as_str(), &long, &long[..64], &long[1..65], "", "a", "-"] {
            let text = folded(text);
            let split = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            let expected: Vec<_> = split.map(|word| &word[..word.len().min(MAX_WORD)]).collect();
            assert_eq!(words(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_character_is_folded_as_a_whole_text_is() {
        let text: String = (char::MIN..char::MAX).filter(|c| *c < '\u{20000}').collect();
        let expected: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        let expected = expected.replace('ς', "σ");
        assert!(folded(&text) == expected);
    }

    #[test]
    fn words_beside_other_letters_are_the_same() {
        assert_eq!(
            words("“Till” – ½ Straße, e\u{301}te ﬁn İx 한 ก฿ข"),
            ["till", "1", "2", "straße", "ete", "fin", "ix", "\u{1112}\u{1161}\u{11ab}", "ก฿", "฿ข"]
        );
    }

    #[test]
    fn short_words_have_numbers_of_their_own() {
        let numbers = |text: &str| {
            let mut numbers = Vec::new();
            each(text, &mut |word| numbers.push((word.text().to_owned(), word.number())));
            numbers
        };
        let long = "a".repeat(17);
        let of_text = numbers(&format!("a b aa {} {long} a éa a", &long[1..]));
        assert!(of_text.iter().all(|(word, number)| number.is_none() == (*word == long)));
        for (word, number) in &of_text {
            assert_eq!(numbers(word), [(word.clone(), *number)], "at the end of a text and elsewhere");
            assert!(of_text.iter().all(|(other, of_other)| (word == other) == (number == of_other)));
        }
    }

    #[test]
    fn parts_of_names_begin_with_capitals() {
        let parts = |text: &str| inner_parts(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parts("Open the RunspacePoolState (of 2 APIs)."), ["PoolState", "State"]);
        assert_eq!(parts("HTTPServer utf8Text XMLHttpRequest"), ["Server", "Text", "HttpRequest", "Request"]);
        assert_eq!(parts("A README, iOS, Get-Service, get_service, ÄnderungsDatum"), ["Datum"]);
        assert_eq!(parts("aBé aBéc"), ["Bé", "Béc"], "a letter with an accent counts twice");
        let key = "aB".repeat(MAX_WORD);
        assert_eq!(parts(&format!("{key} {} {key}", &key[..6])), ["BaBaB", "BaB"]);
        for spaces in 0..70 {
            assert_eq!(parts(&format!("{}aBcd.", " ".repeat(spaces))), ["Bcd"]);
        }
        assert_eq!(["", "a", "A", "aB", "AB"].map(parts), [const { Vec::<String>::new() }; 5]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(words("日本語 docs"), ["日本", "本語", "docs"]);
        assert_eq!(words("日本語docs"), words("日本語 docs"));
    }

    #[test]
    fn a_greek_word_is_the_same_in_capitals() {
        assert_eq!(words("ΟΔΗΓΟΣ"), words("οδηγός"));
    }

    #[test]
    fn what_begins_alike_stands_in_one_part() {
        assert_eq!(part("runspace", 16), part("run", 16));
        assert!(part("é", 7) < 7);
    }
}
