//! The case of letters, in every script that has one.

use unicode_normalization::char::decompose_canonical;

use crate::path::compared;

/// A text with a capital.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A text without a capital, as messages begin.
pub fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// Whether two texts are the same but for the case of their letters, and whether these are in one piece with their accents.
pub fn is_same_but_for_case(one: &str, other: &str) -> bool {
    let may_differ_otherwise = !one.is_ascii() && !other.is_ascii();
    one.eq_ignore_ascii_case(other) || may_differ_otherwise && compared(one) == compared(other)
}

/// A text as lists are sorted by it: in lower case, and by Latin letters without their accents before these count, so that `Été`
/// stands above `Fin`.
pub fn alphabetical(text: &str) -> String {
    let lower = compared(text);
    if lower.is_ascii() {
        return lower;
    }
    let bare = lower.chars().map(|c| {
        let mut base = None;
        decompose_canonical(c, |part| base = base.or(Some(part)));
        base.filter(char::is_ascii_lowercase).unwrap_or(c)
    });
    let bare: String = bare.collect();
    if bare == lower { lower } else { format!("{bare}\0{lower}") }
}

#[cfg(test)]
mod tests {
    use super::{alphabetical, capitalized, is_same_but_for_case, uncapitalized};

    #[test]
    fn only_the_first_letter_changes_whatever_becomes_of_it() {
        assert_eq!(["", "élan Vital", "ßig", "1a"].map(capitalized), ["", "Élan Vital", "SSig", "1a"]);
        assert_eq!(["", "No Such"].map(uncapitalized), ["", "no Such"]);
    }

    #[test]
    fn case_is_ignored_in_every_script() {
        assert!(
            ["Ab", "ÜBER uns", "Установка", "ΣΊΣΥΦΟΣ"]
                .iter()
                .all(|text| is_same_but_for_case(text, &text.to_lowercase()))
        );
        assert!(is_same_but_for_case("Gro\u{308}ße", "größe"));
        assert!(!is_same_but_for_case("über", "uber") && !is_same_but_for_case("a", "ab"));
    }

    #[test]
    fn accents_decide_after_letters_and_only_latin_ones() {
        let mut sorted = ["Zut", "été", "Ete", "Fin", "Étéa", "eteb", "йод", "игра", "かき", "がき", "ê"];
        sorted.sort_by_cached_key(|text| alphabetical(text));
        assert_eq!(sorted, ["ê", "Ete", "été", "Étéa", "eteb", "Fin", "Zut", "игра", "йод", "かき", "がき"]);
    }
}
