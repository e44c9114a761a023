//! Lines and columns in a text, counted from the nearest place where they are known: a file that is wrong once is often wrong in
//! thousands of places, and some lines have a million characters.

use std::fmt;
use std::sync::OnceLock;

/// They are known in steps of so many bytes.
const STEP: usize = 1024;

/// Line and column, both from 1, the column in characters.
type LineColumn = (usize, usize);

/// What is known of a text: nothing before the first place in it is asked for. A text is the same whether or not that was.
#[derive(Default)]
pub(super) struct Columns(OnceLock<Box<[LineColumn]>>);

impl PartialEq for Columns {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Columns {}

impl fmt::Debug for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Columns")
    }
}

impl Columns {
    /// Line and column of a byte of `text`, which is the same text each time.
    pub(super) fn of(&self, text: &str, offset: usize) -> LineColumn {
        let known = self.0.get_or_init(|| every_step(text));
        let offset = text.floor_char_boundary(offset);
        let step = offset / STEP;
        behind(known[step], &text[step_start(text, step)..offset])
    }
}

fn every_step(text: &str) -> Box<[LineColumn]> {
    let mut at = (1, 1);
    let steps = 0..=text.len() / STEP;
    let known = steps.map(|step| {
        let before = step_start(text, step.saturating_sub(1))..step_start(text, step);
        at = behind(at, &text[before]);
        at
    });
    known.collect()
}

fn step_start(text: &str, step: usize) -> usize {
    text.floor_char_boundary(step * STEP)
}

/// Where a text ends that begins at a line and column.
fn behind((line, column): LineColumn, text: &str) -> LineColumn {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    match memchr::memrchr(b'\n', text.as_bytes()) {
        Some(end) => (line + lines, text[end + 1..].chars().count() + 1),
        None => (line, column + text.chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let columns = Columns::default();
        let places = [0, 2, 3, 5, 99].map(|offset| columns.of("£x\nyé", offset));
        assert_eq!(places, [(1, 1), (1, 2), (1, 3), (2, 2), (2, 3)]);
    }

    #[test]
    fn steps_in_the_middle_of_lines_and_characters_are_counted_from() {
        let text = format!("{}\n{}\n\n{}", "é".repeat(700), "a\n".repeat(800), "€".repeat(2000));
        let columns = Columns::default();
        let (mut line, mut column) = (1, 1);
        for (offset, sign) in text.char_indices() {
            assert_eq!(columns.of(&text, offset), (line, column), "{offset}");
            (line, column) = if sign == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(columns.of(&text, text.len()), (line, column));
    }
}
