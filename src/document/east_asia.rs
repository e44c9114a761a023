//! Chinese, Japanese and Korean set no space where other languages do: what is told by the spaces around it there stands between
//! letters here, `其中$x$表示`, `1~2日、3~4日`.

/// A letter of theirs.
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// A punctuation mark of theirs, of the width of a letter.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303f}')
        || matches!(c, '\u{ff01}'..='\u{ff65}') && !c.is_alphanumeric()
}
