//! Tables as the format has them and the parser does not, hidden in its own terms.
//!
//! Attributes behind the closing bar of the first line, `| A | B | {.compact}`, would make one cell more than the table has
//! columns: they become spaces. Bars in code and in the text of links are no borders of cells, as in Markdig, where both bind
//! stronger: they are hidden. And a table has as many [`columns`](mod@columns) as its longest row.

mod columns;

use std::ops::Range;

pub(super) use columns::{changed_in, columns};

use super::attributes::Attributes;
use super::code_span;
use super::margin::unquoted;
use super::scan::{Marker, MarkerKind};

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

/// The cells of a line of a table, in which no bar is hidden.
pub(super) fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut is_escaped = false;
    between_borders(line).split(move |c: char| {
        let is_border = c == '|' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_border
    })
}

/// A line of a table without the bars at its ends.
fn between_borders(line: &str) -> &str {
    let line = unquoted(line).trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line)
}

/// `|---|:--:|`, behind quote marks.
pub(super) fn draws_columns(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'>' | b'\r')) && line.contains('-')
}

#[cfg(test)]
mod tests {
    use super::{attributes_behind, barred, code_in_cell};

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
