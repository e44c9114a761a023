//! Attributes behind the closing bar of a table's first line, `| A | B | {.compact}` (format sheet §1.29). They would make
//! one cell more than the table has columns, so they are hidden behind spaces.

use std::ops::Range;

use super::attributes::Attributes;
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

/// `|---|:--:|`, behind quote marks.
fn draws_columns(line: &str) -> bool {
    line.contains('-') && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'>' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::attributes_behind;

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
