//! The case of a text's first letter.

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

#[cfg(test)]
mod tests {
    use super::{capitalized, uncapitalized};

    #[test]
    fn only_the_first_letter_changes_whatever_becomes_of_it() {
        assert_eq!(["", "élan Vital", "ßig", "1a"].map(capitalized), ["", "Élan Vital", "SSig", "1a"]);
        assert_eq!(["", "No Such"].map(uncapitalized), ["", "no Such"]);
    }
}
