//! "Did you mean …?"

/// The candidate that `written` was most likely meant to be, if one is close enough to be worth saying.
///
/// Close is a third of the longer word in edits (Damerau–Levenshtein, so that swapped letters count once), case ignored. What
/// cannot be that close, going by its length and the letters it has, is passed over without counting edits: on a site of ten
/// thousand pages nearly everything is.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let letters = Letters::of(&written);
    candidates
        .into_iter()
        .filter(|candidate| {
            let other = Letters::of(candidate);
            letters.least_edits(&other) * 3 <= letters.count.max(other.count)
        })
        .map(|candidate| (strsim::damerau_levenshtein(&written, &candidate.to_lowercase()), candidate))
        .filter(|(edits, candidate)| *edits * 3 <= candidate.chars().count().max(written.chars().count()))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How often each letter occurs in a word, in buckets.
struct Letters {
    buckets: [u16; 64],
    count: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self { buckets: [0; 64], count: 0 };
        for letter in word.chars().flat_map(char::to_lowercase) {
            letters.buckets[letter as usize % 64] += 1;
            letters.count += 1;
        }
        letters
    }

    /// Fewer edits cannot make one word of the other: an edit gives or takes one letter, or exchanges one for another.
    fn least_edits(&self, other: &Self) -> usize {
        let missing = |from: &Self, of: &Self| -> usize {
            from.buckets.iter().zip(&of.buckets).map(|(here, there)| usize::from(here.saturating_sub(*there))).sum()
        };
        missing(self, other).max(missing(other, self))
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
