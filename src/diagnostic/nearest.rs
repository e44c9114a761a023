//! "Did you mean …?"

/// The candidate that `written` was most likely meant to be, if one is close enough to be worth saying.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Words::new(candidates).nearest(written).copied()
}

/// How many words are compared with a slip edit by edit: those of which its letters make it likeliest. Far more than are ever
/// close, but on a site whose thousands of pages are called alike, where any of them is as good a guess.
const MOST_COMPARED: usize = 64;

/// Words among which slips are looked up, prepared for many of these.
#[derive(Debug)]
pub struct Words<W>(Vec<(Letters, W)>);

impl<W: AsRef<str>> Words<W> {
    /// Prepares words.
    pub fn new(words: impl IntoIterator<Item = W>) -> Self {
        Self(words.into_iter().map(|word| (Letters::of(word.as_ref()), word)).collect())
    }

    /// The word that `written` was most likely meant to be, if one is close.
    ///
    /// Close is a third of the longer word in edits (Damerau–Levenshtein, so that swapped letters count once), case ignored. What
    /// cannot be that close, going by its length and the letters it has, is passed over without counting edits: on a site of ten
    /// thousand pages nearly everything is.
    pub fn nearest(&self, written: &str) -> Option<&W> {
        let written = written.to_lowercase();
        let letters = Letters::of(&written);
        let is_close = |edits: usize, other: &Letters| edits * 3 <= letters.count.max(other.count);
        let least = self.0.iter().enumerate().map(|(at, (other, _))| (letters.least_edits(other), at));
        let mut likely: Vec<_> = least.filter(|(least, at)| is_close(*least, &self.0[*at].0)).collect();
        if likely.len() > MOST_COMPARED {
            likely.select_nth_unstable(MOST_COMPARED);
            likely.truncate(MOST_COMPARED);
        }
        likely.sort_unstable();
        let mut nearest: Option<(usize, &W)> = None;
        for (least, at) in likely {
            if nearest.is_some_and(|(edits, _)| edits < least) {
                break;
            }
            let (other, word) = &self.0[at];
            let edits = strsim::damerau_levenshtein(&written, &word.as_ref().to_lowercase());
            let is_nearer = |(best, known): (usize, &W)| (edits, word.as_ref()) < (best, known.as_ref());
            if is_close(edits, other) && nearest.is_none_or(is_nearer) {
                nearest = Some((edits, word));
            }
        }
        nearest.map(|(_, word)| word)
    }
}

/// How often each letter occurs in a word, in buckets; no more than can be counted.
#[derive(Debug)]
struct Letters {
    buckets: [u8; 64],
    count: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self { buckets: [0; 64], count: 0 };
        for letter in word.chars().flat_map(char::to_lowercase) {
            let bucket = &mut letters.buckets[letter as usize % 64];
            *bucket = bucket.saturating_add(1);
            letters.count += 1;
        }
        letters
    }

    /// Fewer edits cannot make one word of the other: an edit gives or takes one letter, or exchanges one for another. So an
    /// exchange settles two differences.
    fn least_edits(&self, other: &Self) -> usize {
        let apart = self.buckets.iter().zip(&other.buckets).map(|(here, there)| u32::from(here.abs_diff(*there)));
        (apart.sum::<u32>() as usize + self.count.abs_diff(other.count)) / 2
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, nearest};

    #[test]
    fn a_slip_finds_the_word_and_another_word_does_not() {
        assert_eq!(nearest("lable", ["label", "layout"]), Some("label"));
        assert_eq!(nearest("Warnign", ["warning", "danger"]), Some("warning"));
        assert_eq!(nearest("colour", ["label", "layout"]), None);
        assert_eq!(nearest("", ["label"]), None);
    }

    #[test]
    fn the_nearest_of_thousands_that_are_called_alike_is_found() {
        let names: Vec<String> = (0..5000).map(|number| format!("post-{number:05}")).collect();
        for (written, expected) in
            [("post-0123", "post-00123"), ("Post-04322x", "post-04322"), ("post-001234", "post-00123")]
        {
            assert_eq!(nearest(written, names.iter().map(String::as_str)), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_passed_over_is_never_close() {
        let words = [
            "",
            "a",
            "label",
            "lable",
            "LAYOUT",
            "guide/über.md",
            "guide/uber.md",
            "x".repeat(300).as_str(),
            "baell",
            "la",
        ]
        .map(str::to_owned);
        for a in &words {
            for b in &words {
                let edits = strsim::damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase());
                assert!(Letters::of(a).least_edits(&Letters::of(b)) <= edits, "{a} {b}");
            }
        }
    }
}
