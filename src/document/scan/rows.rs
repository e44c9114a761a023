//! Where a table's rows stand, as far as lines tell: `||| x | y` is a row there, and a column's title elsewhere.

use super::open::OpenBlocks;
use super::signs::LineSigns;
use super::{Marker, MarkerKind};
use crate::document::table::draws_columns;

/// The table that is open.
#[derive(Debug, Default)]
pub(super) struct TableRows {
    is_open: bool,
}

impl TableRows {
    /// Takes note of a line whose first character, behind white space and quote marks, is `first`; tells whether it stands
    /// directly below a line of a table.
    pub(super) fn see(&mut self, line: &str, first: Option<u8>, signs: LineSigns) -> bool {
        let was_open = self.is_open;
        let has_bar = signs.has(LineSigns::BAR);
        self.is_open = match first {
            Some(b'|' | b'-' | b':') => has_bar && (was_open || draws_columns(line)),
            Some(_) => was_open && has_bar,
            None => false,
        };
        was_open
    }
}

/// What stands behind the bars that a line begins with.
enum Title {
    /// Nothing, or what a space keeps apart from them.
    Apart,
    /// What no cell begins with: attributes, an icon or a component.
    Mark,
    /// What may as well be a cell's text, as in `|||x`.
    Word,
}

/// Whether a marker line is a row of a table whose first cells are empty. Where the last line of bars alone begins, which can
/// close columns, is `last_bars`.
pub(super) fn is_row(
    marker: &Marker,
    source: &str,
    open: &mut OpenBlocks,
    is_below_row: bool,
    last_bars: impl FnOnce() -> Option<usize>,
) -> bool {
    let MarkerKind::Block(block) = &marker.kind else { return false };
    if !block.component.metadata.marker.starts_with('|') {
        return false;
    }
    let written = &source[block.text.clone()];
    let is_glued = !written.is_empty() && block.text.start == marker.span.start + block.length;
    let is_mark = ["{", ":icon-", "[!"].iter().any(|start| written.starts_with(start));
    let title = match (is_glued, is_mark) {
        (false, _) => Title::Apart,
        (true, true) => Title::Mark,
        (true, false) => Title::Word,
    };
    let has_bars = written.contains('|');
    let below = || source[marker.span.end..].lines().nth(1).filter(|line| draws_columns(line));
    let is_closed = || last_bars().is_some_and(|at| at >= marker.span.start);
    match (is_below_row, title) {
        (true, _) if has_bars => true,
        // The empty head of a table with two columns, since nothing is open that it could close.
        (_, Title::Apart) if written.is_empty() => !open.has(block) && below().is_some_and(|line| line.contains('|')),
        (_, Title::Apart) => false,
        (true, Title::Mark) => !open.has(block),
        (false, Title::Mark) => false,
        (true, Title::Word) => true,
        (false, Title::Word) => has_bars || !open.has(block) && (!is_closed() || below().is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::MarkerKind;
    use crate::document::scan;
    use crate::theme::Theme;

    #[test]
    fn bars_are_columns_or_rows() {
        let (theme, _) = Theme::load(&[]);
        let table = "|a|b|c|d|\n|-|-|-|-|\n";
        for (above, line, below, is_column) in [
            // A title behind a space is a column's, but for bars below a row.
            ("", "||| x", "", true),
            ("", "||| x | y", "", true),
            (table, "||| x", "", true),
            (table, "||| x | y", "", false),
            (table, "|||", "", true),
            // Bars alone close columns, or are a table's empty head.
            ("", "|||", "|-|-|\n", false),
            ("", "|||", "---\n", true),
            ("||| w\n", "|||", "|-|-|\n", true),
            // A word right behind the bars goes on with columns, or opens some that are closed.
            ("", "|||x", "", false),
            ("", "|||x", "y\n|||\n", true),
            ("||| w\n", "|||x", "", true),
            ("", "|||x", "|-|-|-|-|\n|||\n", false),
            ("", "|||x | y", "|||\n", false),
            (table, "|||x", "|||\n", false),
            // No cell begins with attributes, an icon or a component.
            ("", "|||{.x} y", "", true),
            ("", "|||:icon-gear: x | y", "", true),
            (table, "|||[!badge x]", "", false),
            (&format!("||| w\n{table}"), "|||[!badge x]", "", true),
        ] {
            let text = format!("{above}{line}\n{below}");
            let draft = scan::draft(&text, 0, theme.grammar());
            let found = draft.marker_at(above.len()).is_some_and(|marker| matches!(marker.kind, MarkerKind::Block(_)));
            assert_eq!(found, is_column, "{text}");
        }
    }
}
