//! Tables that are none, and those that draw fewer columns than their rows have cells.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::{Slip, first_line};
use crate::diagnostic::{Code, SourceText};
use crate::document::margin::{indentation, unquoted};
use crate::document::table::{cells, draws_columns};
use crate::document::tree::{Kind, Node};

const NO_TABLE: &str = "this is no table";
const SECOND_LINE: &str = "its second line has as many `---` between bars as the first has cells: `|---|---|`";

const BELOW_TEXT: &str = "leave a blank line above it";

/// `| a | b |` on several lines that are no table.
pub(super) fn undrawn(written: &str) -> Option<Slip> {
    let mut rows = written.lines().map(unquoted);
    let is_table = rows.clone().count() > 1 && rows.all(|row| row.starts_with('|') && row[1..].contains('|'));
    is_table.then(|| Slip::new(0..first_line(written).len(), NO_TABLE, SECOND_LINE))
}

/// `a | b | c` above `-|-`, which draws another number of columns.
pub(super) fn misdrawn(written: &str) -> Option<Slip> {
    memchr::memchr(b'|', written.as_bytes())?;
    let mut above: Option<Range<usize>> = None;
    let mut start = 0;
    for line in written.split_inclusive('\n') {
        let header = above.filter(|above| written[above.clone()].contains('|'));
        if let Some(header) = header.filter(|_| line.contains('|') && draws_columns(line.trim_end())) {
            let fits = cells(&written[header.clone()]).count() == cells(line).count();
            return Some(Slip::new(header, NO_TABLE, if fits { BELOW_TEXT } else { SECOND_LINE }));
        }
        let indent = indentation(line).len();
        above = Some(start + indent..start + line.trim_end().len().max(indent));
        start += line.len();
    }
    None
}

/// A table right below the text of a list's item, which Markdown takes for more of that text.
pub(super) fn lazy(item: &Node<'_>, written: &str) -> Option<Slip> {
    let own = item.children.iter().take_while(|child| !child.is_block()).last()?;
    let end = own.span.end.saturating_sub(item.span.start);
    let slip = misdrawn(written.get(..end)?)?;
    let hint = "leave a blank line above it, and indent it as far as the text if it belongs to the item";
    Some(Slip { hints: vec![hint.to_owned()], ..slip })
}

/// Cells that are not shown, since their row has more of them than the table has columns and its lines had no room for more.
pub(super) fn lost(table: &Node<'_>, source: &SourceText, columns: usize) -> Option<Slip> {
    let written = &source.text[table.span.clone()];
    let is_grid = written.starts_with('+');
    // Behind the last cell of several lines stand those of the next line.
    let is_told = |row: &&Node<'_>| !is_grid || !source.text[row.span.clone()].trim_end().contains('\n');
    let rows = table.children.iter().filter(|row| matches!(row.kind, Kind::Element(Tag::TableRow))).filter(is_told);
    let longest = rows.filter_map(|row| behind_last_cell(row, source)).max_by_key(|lost| cells(lost).count())?;
    let count = columns + cells(longest).count();
    let message =
        format!("a row of this table has {count} cells, and only {columns} are shown: this line draws no more");
    if is_grid {
        let drawing = 0..first_line(written).len();
        let hint = "draw as many columns in this line as the longest row has cells";
        return Some(Slip { code: Code::LostCells, ..Slip::new(drawing, message, hint) });
    }
    let second = written.find('\n')? + 1;
    let line = written[second..].lines().next()?;
    let drawing = unquoted(line).trim_end();
    let start = second + indentation(line).len();
    let wider = widened(drawing, count - cells(drawing).count().min(count));
    // Bars in components and code are no borders of cells.
    let is_certain = !longest.contains(['`', '[', '$', '\\']);
    Some(Slip {
        code: Code::LostCells,
        replacement: is_certain.then(|| wider.clone()),
        ..Slip::new(start..start + drawing.len(), message, format!("write `{wider}`"))
    })
}

/// What a row says behind the last of its cells that the parser kept.
fn behind_last_cell<'s>(row: &Node<'_>, source: &'s SourceText) -> Option<&'s str> {
    let last = row.children.iter().rfind(|cell| matches!(cell.kind, Kind::Element(Tag::TableCell)))?;
    let behind = source.text.get(last.span.end..row.span.end)?;
    behind.contains(|c: char| c != '|' && !c.is_whitespace()).then_some(behind)
}

/// The line that draws the columns of a table, with `more` of them, in its own manner.
fn widened(drawing: &str, more: usize) -> String {
    let gap = if drawing.contains(' ') { " " } else { "" };
    let column = if drawing.ends_with('|') { format!("{gap}---{gap}|") } else { format!("{gap}|{gap}---") };
    format!("{drawing}{}", column.repeat(more))
}

#[cfg(test)]
mod tests {
    use super::{misdrawn, widened};

    #[test]
    fn columns_are_added_in_the_manner_of_the_line() {
        for (drawing, wider) in [
            ("|---|---|", "|---|---|---|---|"),
            ("| -- | -: |", "| -- | -: | --- | --- |"),
            ("-- | --", "-- | -- | --- | ---"),
            ("---|", "---|---|---|"),
        ] {
            assert_eq!(widened(drawing, 2), wider);
        }
    }

    #[test]
    fn a_line_that_draws_other_columns_than_the_one_above_makes_no_table() {
        let found = |text: &str| misdrawn(text).map(|slip| text[slip.at].to_owned());
        assert_eq!(found("a | b | c\n-|-\n1|2").as_deref(), Some("a | b | c"));
        assert_eq!(found("Text\n> a | b | c\r\n> -|-\r\n").as_deref(), Some("a | b | c"));
        for text in ["a\n-|-", "a | b -|- c\nd", "-|-", "a | b\nc -|-"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
