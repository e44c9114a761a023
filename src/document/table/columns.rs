//! A table has as many columns as its longest row, whatever the line says that draws them: that line gives some of its length to
//! the first one, for the cells that miss there. Cells of it may be empty, as in Markdig.

use std::ops::Range;

use super::{between_borders, cells, draws_columns};
use crate::document::margin::{indentation, unquoted};
use crate::document::scan::{self, Marker, MarkerKind};

/// For each table of `text` whose lines disagree on how many columns there are, or that leaves some undrawn: the end of its first
/// line and the line that draws the columns, with as many as the longest row has. A line that is too short for them stays as it is.
pub(in crate::document) fn columns(text: &str, body: usize) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut from = body;
    while let Some(bar) = memchr::memchr(b'|', &text.as_bytes()[from..]).map(|at| from + at) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..bar]).map_or(0, |at| at + 1);
        from = memchr::memchr(b'\n', &text.as_bytes()[bar..]).map_or(text.len(), |at| bar + at);
        let line = start..from;
        if draws_columns(&text[line.clone()]) {
            let rows = rows(&text[line.end..], indentation(&text[line.clone()]));
            from += rows.len();
            found.extend(even(text, body, line, rows));
        }
    }
    found
}

/// The rows of a table that `behind` begins with, which is what stands behind the line that draws the columns. A line without
/// a bar is a row, too, when it begins with a word and where that line does.
fn rows<'t>(behind: &'t str, indent: &str) -> &'t str {
    let mut length = 0;
    let mut lines = scan::lines(behind);
    let ending = lines.next().map_or(0, str::len);
    for line in lines {
        let has_word = || line.strip_prefix(indent).is_some_and(|text| text.starts_with(char::is_alphabetic));
        let text = unquoted(line);
        let is_fence = text.starts_with("```") || text.starts_with("~~~");
        let has_bar = || memchr::memchr(b'|', text.as_bytes()).is_some();
        if text.trim_start().is_empty() || is_fence || !has_bar() && !has_word() {
            break;
        }
        length += line.len();
    }
    &behind[..if length == 0 { 0 } else { ending + length }]
}

/// The end of a table's first line and the `line` below it, which draws the columns, with as many as the longest of `rows` has.
fn even(text: &str, body: usize, line: Range<usize>, rows: &str) -> Option<Marker> {
    let drawing = &text[line.clone()];
    let indent = indentation(drawing).len();
    let header = text[body..line.start].lines().next_back()?;
    // Indented lines may continue a list's item, whose bullet is no cell.
    let header = if header.starts_with(['|', '>']) { header } else { header.get(indent..).unwrap_or_default() };
    let header_end = text[..line.start].trim_end_matches(['\r', '\n']).len();
    let drawn: Vec<&str> = cells(drawing).collect();
    let in_header = count_cells(header);
    let longest = rows.lines().skip(1).map(count_cells).max().unwrap_or_default().max(in_header);
    let is_even = longest == in_header && longest == drawn.len() && drawn.iter().all(|cell| !cell.trim().is_empty());
    if unquoted(header).trim().is_empty() || is_even {
        return None;
    }
    let missing = longest - in_header;
    // A bar alone opens a cell.
    let is_closed = unquoted(header).trim().len() > 1 && header.trim_end().ends_with('|');
    let mut columns = "|".repeat(if missing > 0 && !is_closed { missing + 1 } else { missing });
    columns.push('\n');
    columns.push_str(&drawing[..indent]);
    columns.push_str(&shortest_drawing(&drawn, longest));
    let span = header_end..line.end;
    let room = span.len().checked_sub(columns.len())?;
    columns.push_str(&" ".repeat(room));
    Some(Marker { span, kind: MarkerKind::Columns(columns) })
}

/// The shortest line that draws `count` columns, which are aligned as those that are `drawn`.
fn shortest_drawing(drawn: &[&str], count: usize) -> String {
    let draw = |column: usize| {
        let cell = drawn.get(column).copied().unwrap_or("-").trim();
        let right = cell.len() > 1 && cell.ends_with(':');
        format!("{}-{}", if cell.starts_with(':') { ":" } else { "" }, if right { ":" } else { "" })
    };
    let columns = (0..count).map(draw).collect::<Vec<_>>().join("|");
    if count == 1 { columns + "|" } else { columns }
}

/// How many cells a line of a table has, in which no bar is hidden.
fn count_cells(line: &str) -> usize {
    let mut rest = between_borders(line).as_bytes();
    let mut cells = 1;
    while let Some(at) = memchr::memchr2(b'|', b'\\', rest) {
        let is_border = rest[at] == b'|';
        cells += usize::from(is_border);
        // What stands behind a backslash is no border.
        rest = rest.get(at + if is_border { 1 } else { 2 }..).unwrap_or_default();
    }
    cells
}

/// The lines of a table that were changed for the parser.
pub(in crate::document) fn changed_in(table: &Range<usize>, markers: &[Marker]) -> impl Iterator<Item = usize> {
    let first = markers.partition_point(|marker| marker.span.start < table.start);
    let inside = markers[first..].iter().take_while(|marker| marker.span.end <= table.end).enumerate();
    inside.filter(|(_, marker)| matches!(marker.kind, MarkerKind::Columns(_))).map(move |(at, _)| first + at)
}

#[cfg(test)]
mod tests {
    use super::{MarkerKind, cells, columns, count_cells};

    #[test]
    fn a_table_has_as_many_columns_as_its_longest_row() {
        let even = |text: &str| {
            columns(text, 0)
                .into_iter()
                .map(|marker| match marker.kind {
                    MarkerKind::Columns(columns) => format!("{}{columns}", &text[..marker.span.start]),
                    _ => String::new(),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(even("||\n---|---|---\na|b|c\n"), ["||||\n-|-|-    "]);
        assert_eq!(even("|\n|---|---|\n|a|b|\n"), ["|||\n-|-    "]);
        assert_eq!(even("a | b\n:---|---:\n1 | 2 | 3\n"), ["a | b||\n:-|-:|-"]);
        assert_eq!(even("> | a |\r\n> |---|---|\r\n> | 1 \\| | 2 |\n"), ["> | a ||\n> -|-       "]);
        assert_eq!(even("| a | b |\n|---|\n"), ["| a | b |\n-|-  "]);
        assert_eq!(even("| | a |\r\n| |---|\r\n|1|2|\r\n"), ["| | a |\n-|-      "]);
        assert_eq!(even("|| a | b\n||-|:-:\n"), ["|| a | b\n-|-|:-:"]);
        assert_eq!(even("|| a\n||-\n"), ["|| a\n-|-"]);
        assert_eq!(even("| a |\n|-----|\nplain\n|1|2|\n"), ["| a ||\n-|-   "]);
        for text in
            ["| a |\n|-----|\n# H\n|1|2|\n", "> | a |\n> |-----|\nplain\n|1|2|\n", "| a |\n|---|\n``` a|b\n|c|d|\n"]
        {
            assert_eq!(even(text), Vec::<String>::new(), "{text}");
        }
        // No room, or nothing to do.
        for text in
            ["a | b\n-|-\n1 | 2 | 3\n", "| a | b |\n|---|---|\n| 1 |\n", "- | a | b |\n  |---|---|\n", "a\n|---|\n"]
        {
            assert_eq!(even(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn cells_are_counted_as_they_are_cut() {
        for (line, count) in [
            ("", 1),
            ("|", 1),
            ("||", 1),
            (" > | a | b | ", 2),
            (r"| a \| b |", 1),
            (r"a \\| b", 2),
            (r"a \\\| b\", 1),
            (r"a | b \|", 2),
            ("\\é|é|é\\", 3),
        ] {
            assert_eq!((count_cells(line), cells(line).count()), (count, count), "{line}");
        }
    }
}
