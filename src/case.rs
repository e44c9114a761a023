//! The case of letters, in every script that has one.

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

#[cfg(test)]
mod tests {
    use super::{capitalized, is_same_but_for_case, uncapitalized};

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
}
