//! Tables as the format has them and the parser does not, hidden in its own terms.
//!
//! Attributes behind the closing bar of the first line, `| A | B | {.compact}`, would make one cell more than the table has
//! columns: they become spaces. Bars in code and in the text of links are no borders of cells, as in Markdig, where both bind
//! stronger: they are hidden. And a table has as many columns as its longest row, whatever the line says that draws them: that line gives
//! some of its length to the first one, for the cells that miss there.

use std::ops::Range;

use super::attributes::Attributes;
use super::code_span;
use super::scan::{self, Marker, MarkerKind};

/// The attributes at the end of a line, when the line below draws the columns of a table.
pub(super) fn attributes_behind(source: &str, line: Range<usize>) -> Option<Marker> {
    let text = &source[line.clone()];
    if !text.trim_ascii_end().ends_with('}') {
        return None;
    }
    let (braces, attributes) = Attributes::at_end(text)?;
    let bar = text[..braces.start].trim_end().strip_suffix('|')?;
    if bar.ends_with('\\') || !source[line.end..].lines().nth(1).is_some_and(draws_columns) {
        return None;
    }
    let span = line.start + braces.start..line.start + braces.end;
    Some(Marker { span, kind: MarkerKind::TableAttributes(attributes) })
}

/// Where the attributes are that were hidden in the first line of a table, if there are any.
pub(super) fn marker_in(text: &str, table: &Range<usize>, markers: &[Marker]) -> Option<usize> {
    let line = text[table.clone()].lines().next().unwrap_or_default().len();
    let end = table.start + line;
    let at = markers.partition_point(|marker| marker.span.end <= end).checked_sub(1)?;
    let is_table = matches!(markers[at].kind, MarkerKind::TableAttributes(_));
    (is_table && markers[at].span.start >= table.start).then_some(at)
}

/// Bars that are no borders of cells, in a line that has others: those in code, and those in the text of links and pictures.
pub(super) fn barred(source: &str, line: Range<usize>) -> Vec<Marker> {
    let bytes = &source.as_bytes()[line.clone()];
    if memchr::memchr(b'|', bytes).is_none() || memchr::memchr2(b'`', b'[', bytes).is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut has_border = false;
    let last_address = memchr::memrchr(b')', bytes).unwrap_or_default();
    // Where the brackets end that are open, and the last closing bracket that was looked for.
    let (mut label_end, mut closing) = (0, 0);
    let mut at = 0;
    while let Some(next) = next_of_row(&bytes[at..]) {
        at += next;
        match bytes[at] {
            b'|' if at < label_end => {
                let span = line.start + at..line.start + at + 1;
                found.push(Marker { span, kind: MarkerKind::Bar });
            }
            b'|' => has_border = true,
            b'\\' => at += 1,
            b'[' if at >= closing => {
                closing = at + memchr::memchr(b']', &bytes[at..]).unwrap_or(bytes.len() - at);
                let is_link = bytes[closing..].starts_with(b"](") && closing < last_address;
                label_end = if is_link { closing } else { label_end };
            }
            b'[' => {}
            _ => {
                let ticks = code_span::ticks(&bytes[at..]);
                let Some(length) = code_span::length(&bytes[at..], ticks) else {
                    at += ticks;
                    continue;
                };
                let code = &bytes[at..at + length];
                if memchr::memchr_iter(b'|', code).any(|bar| code[bar - 1] != b'\\') {
                    let span = line.start + at..line.start + at + length;
                    found.push(Marker { span, kind: MarkerKind::BarredCode });
                }
                at += length - 1;
            }
        }
        at = (at + 1).min(bytes.len());
    }
    if has_border { found } else { Vec::new() }
}

/// Where the next character stands that may mean something in a row.
fn next_of_row(bytes: &[u8]) -> Option<usize> {
    let next = memchr::memchr3(b'|', b'`', b'[', bytes);
    memchr::memchr(b'\\', &bytes[..next.unwrap_or(bytes.len())]).or(next)
}

/// The text of a code span in a cell, in which `\|` is a bar.
pub(super) fn code_in_cell(written: &str) -> String {
    let ticks = code_span::ticks(written.as_bytes());
    let inside = written.get(ticks..written.len() - ticks).unwrap_or_default();
    let padded = inside.strip_prefix(' ').and_then(|inside| inside.strip_suffix(' '));
    padded.filter(|text| !text.trim().is_empty()).unwrap_or(inside).replace("\\|", "|")
}

/// For each table of `text` whose lines disagree on how many columns there are: the end of its first line and the line that
/// draws the columns, with as many as the longest row has. A line that is too short for them stays as it is.
pub(super) fn columns(text: &str, body: usize) -> Vec<Marker> {
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

/// The same for the table whose columns `line` draws.
fn even(text: &str, body: usize, line: Range<usize>, rows: &str) -> Option<Marker> {
    let drawing = &text[line.clone()];
    let indent = indentation(drawing).len();
    let header = text[body..line.start].lines().next_back()?;
    // Indented lines may continue a list's item, whose bullet is no cell.
    let header = if header.starts_with(['|', '>']) { header } else { header.get(indent..).unwrap_or_default() };
    let header_end = line.start - (text[..line.start].len() - text[..line.start].trim_end_matches(['\r', '\n']).len());
    let drawn: Vec<&str> = cells(drawing).collect();
    let in_header = count_cells(header);
    let longest = rows.lines().skip(1).map(count_cells).max().unwrap_or_default().max(in_header);
    if unquoted(header).trim().is_empty() || longest == in_header && longest == drawn.len() {
        return None;
    }
    let missing = longest - in_header;
    // A bar alone opens a cell.
    let is_closed = unquoted(header).trim().len() > 1 && header.trim_end().ends_with('|');
    let mut columns = "|".repeat(if missing > 0 && !is_closed { missing + 1 } else { missing });
    columns.push('\n');
    columns.push_str(&drawing[..indent]);
    let draw = |column: usize| {
        let cell = drawn.get(column).copied().unwrap_or("-").trim();
        let right = cell.len() > 1 && cell.ends_with(':');
        format!("{}-{}", if cell.starts_with(':') { ":" } else { "" }, if right { ":" } else { "" })
    };
    columns.push_str(&(0..longest).map(draw).collect::<Vec<_>>().join("|"));
    columns.push_str(if longest == 1 { "|" } else { "" });
    let span = header_end..line.end;
    let room = span.len().checked_sub(columns.len())?;
    columns.push_str(&" ".repeat(room));
    Some(Marker { span, kind: MarkerKind::Columns(columns) })
}

/// The cells of a line of a table, in which no bar is hidden.
pub(super) fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut is_escaped = false;
    between_borders(line).split(move |c: char| {
        let is_border = c == '|' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_border
    })
}

/// How many cells that are.
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

/// A line of a table without the bars at its ends.
fn between_borders(line: &str) -> &str {
    let line = unquoted(line).trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line)
}

/// What a line begins with: its indentation and quote marks.
pub(super) fn indentation(line: &str) -> &str {
    &line[..line.len() - unquoted(line).len()]
}

/// A line without its indentation and quote marks.
pub(super) fn unquoted(line: &str) -> &str {
    let marks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
    &line[marks..]
}

/// The lines of a table that were changed for the parser.
pub(super) fn changed_in(table: &Range<usize>, markers: &[Marker]) -> impl Iterator<Item = usize> {
    let first = markers.partition_point(|marker| marker.span.start < table.start);
    let inside = markers[first..].iter().take_while(|marker| marker.span.end <= table.end).enumerate();
    inside.filter(|(_, marker)| matches!(marker.kind, MarkerKind::Columns(_))).map(move |(at, _)| first + at)
}

/// `|---|:--:|`, behind quote marks.
pub(super) fn draws_columns(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'>' | b'\r')) && line.contains('-')
}

#[cfg(test)]
mod tests {
    use super::{MarkerKind, attributes_behind, barred, cells, code_in_cell, columns, count_cells};

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

    #[test]
    fn bars_in_code_and_links_are_no_borders_of_cells() {
        let found = |text: &str| {
            barred(text, 0..text.len()).into_iter().map(|marker| text[marker.span].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("| `a | b` | ``c`|`` | `d` |"), ["`a | b`", "``c`|``"]);
        assert_eq!(found("| [a | b](x) | ![c|2](y) | [d] | [e](z"), ["|", "|"]);
        assert_eq!(found("[![a|2](b)](c) | [x `|` | y](z) |"), ["|", "`|`", "|"]);
        assert_eq!(found(r"| `a \| b | c` |"), [r"`a \| b | c`"]);
        for text in ["`a | b`", "| `a | b", r"| \`a | b` |", r"| `a \| b` |", "| `` a | b ` |"] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        let text = [code_in_cell("`` a|`b ``"), code_in_cell("` `"), code_in_cell(r"`a\|b|`")];
        assert_eq!(text, ["a|`b", " ", "a|b|"]);
    }

    #[test]
    fn only_what_stands_behind_the_bar_of_a_first_line_is_the_tables() {
        let found = |text: &str| {
            let line = text.lines().next().unwrap().len();
            attributes_behind(text, 0..line).map(|marker| text[marker.span].to_owned())
        };
        assert_eq!(found("| a | {.x .y} \n|---|").as_deref(), Some("{.x .y}"));
        assert_eq!(found("> a | b | {#i}\n> --|--").as_deref(), Some("{#i}"));
        for text in ["| a | {.x}\n", "| a | {.x}\n| b |", "a | b {.x}\n--|--", "| a \\| {.x}\n|--|", "| a | {x}\n|--|"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
