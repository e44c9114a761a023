//! "Did you mean …?"

/// The candidate that `written` was most likely meant to be, if one is close enough to be worth saying.
///
/// Close is a third of the longer word in edits (Damerau–Levenshtein, so that swapped letters count once), case ignored.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written, &candidate.to_lowercase()), candidate))
        .filter(|(edits, candidate)| *edits * 3 <= candidate.chars().count().max(written.chars().count()))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_word_and_another_word_does_not() {
        assert_eq!(nearest("lable", ["label", "layout"]), Some("label"));
        assert_eq!(nearest("Warnign", ["warning", "danger"]), Some("warning"));
        assert_eq!(nearest("colour", ["label", "layout"]), None);
        assert_eq!(nearest("", ["label"]), None);
    }
}
