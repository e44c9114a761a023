//! Where a table's rows stand, as far as lines tell: `||| x | y` is a row there, and a column's title elsewhere.

use super::signs::LineSigns;
use crate::document::table;

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
            Some(b'|' | b'-' | b':') => has_bar && (was_open || table::draws_columns(line)),
            Some(_) => was_open && has_bar,
            None => false,
        };
        was_open
    }
}
