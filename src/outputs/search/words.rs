//! Text to the words that are looked up. `static/theme/search.js` does the same to what a reader types.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word may have this many characters; the rest of a longer one, such as a key in hexadecimal, is nothing to look up.
const MAX_WORD: usize = 40;

/// Calls `found` for each word of `text`: letters and digits in lower case, without accents. Scripts that put no space
/// between words give each character with the one behind it.
pub(super) fn each(text: &str, found: &mut impl FnMut(&str)) {
    if text.is_ascii() {
        return each_ascii(text, found);
    }
    let mut splitter = Splitter { word: String::with_capacity(MAX_WORD * 4), length: 0, previous: None, found };
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    folded.for_each(|c| splitter.take(c));
    splitter.end_word();
}

/// The same for what most texts are made of, with nothing to fold but the case.
fn each_ascii(text: &str, found: &mut impl FnMut(&str)) {
    const IS_LETTER: [bool; 256] = {
        let mut letters = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            letters[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        letters
    };
    let lower = text.to_ascii_lowercase();
    let is_letter = |at: usize| lower.as_bytes().get(at).map(|byte| IS_LETTER[usize::from(*byte)]);
    let mut at = 0;
    loop {
        while is_letter(at) == Some(false) {
            at += 1;
        }
        let start = at;
        while is_letter(at) == Some(true) {
            at += 1;
        }
        if start == at {
            return;
        }
        found(&lower[start..at.min(start + MAX_WORD)]);
    }
}

/// The part of the index that a word stands in, of `parts`: decided by its first two characters, so that all words that
/// begin with what a reader has typed are in one.
pub(super) fn part(word: &str, parts: usize) -> usize {
    let mut chars = word.chars().map(|c| c as usize);
    let first = chars.next().unwrap_or_default();
    let second = chars.next().unwrap_or_default();
    (first * 31 + second) % parts
}

struct Splitter<'f, F: FnMut(&str)> {
    word: String,
    /// How many characters the word has.
    length: usize,
    /// The character before this one, in a script without spaces.
    previous: Option<char>,
    found: &'f mut F,
}

impl<F: FnMut(&str)> Splitter<'_, F> {
    fn take(&mut self, c: char) {
        if is_unspaced(c) {
            self.end_word();
            if let Some(previous) = self.previous {
                (self.found)(String::from_iter([previous, c]).as_str());
            }
            self.previous = Some(c);
            return;
        }
        self.previous = None;
        if !c.is_alphanumeric() {
            self.end_word();
        } else if self.length < MAX_WORD {
            self.word.push(c);
            self.length += 1;
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            (self.found)(&self.word);
            self.word.clear();
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
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each(text, &mut |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn words_are_letters_and_digits_without_case_and_accents() {
        assert_eq!(words("Get-Service: Ünïcode £2,500 C# x²"), ["get", "service", "unicode", "2", "500", "c", "x2"]);
        assert_eq!(words("…"), Vec::<String>::new());
        assert_eq!(words(&"Ab".repeat(30)), words(&format!("{}…", "Ab".repeat(30))), "with and without other letters");
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(words("日本語 docs"), ["日本", "本語", "docs"]);
    }

    #[test]
    fn what_begins_alike_stands_in_one_part() {
        assert_eq!(part("runspace", 16), part("run", 16));
        assert!(part("é", 7) < 7);
    }
}
