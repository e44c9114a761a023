//! Grid tables, `+---+---+`, as Markdig reads them, with text in their cells. They are hidden as tables of bars: their first line
//! draws the columns, and the others that draw are rows which are taken out again. Lines between two of these are one row.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::margin::{indentation, unquoted};
use super::scan::{Marker, MarkerKind};
use super::tree::{Kind, Node};

/// The lines that draw the grids of `text`, as the parser wants them.
pub(super) fn drawings(text: &str, body: usize) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut from = body;
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"+-").map(|at| from + at) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
        let (lines, end) = lines(text, start);
        // No line is looked at twice.
        from = end.max(memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end));
        if lines.len() > 2 && start >= body && !is_below_row(text, start) {
            let drawings = lines.into_iter().filter(|line| divides(&text[line.clone()])).enumerate();
            let hidden = drawings.map(|(index, line)| {
                let indent = indentation(&text[line.clone()]);
                let span = line.start + indent.len()..line.end;
                let drawing = &text[span.clone()];
                let hidden = if index == 0 {
                    first(drawing, indent)?
                } else {
                    drawing.replace(['-', '=', ':'], " ").replace('+', "|")
                };
                Some(Marker { span, kind: MarkerKind::Columns(hidden) })
            });
            // One whose first line has no room is none.
            found.extend(hidden.collect::<Option<Vec<Marker>>>().unwrap_or_default());
        }
    }
    found
}

/// The lines of the grid that begins at `start`, without their endings, none where there is no grid; and where the lines end that
/// might be of one.
fn lines(text: &str, start: usize) -> (Vec<Range<usize>>, usize) {
    let indent = indentation(text[start..].lines().next().unwrap_or_default());
    let mut lines = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let own = line.trim_end();
        let is_inside = own.strip_prefix(indent).is_some_and(|rest| rest.starts_with('|') || divides(rest));
        if !is_inside {
            break;
        }
        lines.push(at..at + own.len());
        at += line.len();
    }
    let is_line = |line: Option<&Range<usize>>| line.is_some_and(|line| divides(&text[line.clone()]));
    while !lines.is_empty() && !is_line(lines.last()) {
        lines.pop();
    }
    let is_grid = lines.first().is_some_and(|line| draws(&text[line.clone()])) && !is_line(lines.get(1));
    (if is_grid { lines } else { Vec::new() }, at)
}

/// Whether the line above `start` is one of a table of bars, which goes on.
fn is_below_row(text: &str, start: usize) -> bool {
    text[..start].lines().next_back().is_some_and(|above| unquoted(above).starts_with('|'))
}

/// `+---+===+`, behind quote marks.
fn draws(line: &str) -> bool {
    divides(line) && !unquoted(line).contains(' ')
}

/// A line that draws, or leaves cells open to those below them: `+   +---+`.
fn divides(line: &str) -> bool {
    let line = unquoted(line).as_bytes();
    line.len() > 2
        && line.first() == Some(&b'+')
        && line.last() == Some(&b'+')
        && line.iter().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b':' | b' '))
}

/// The first line as one without words and one that draws the columns, if there is room for both.
fn first(drawing: &str, indent: &str) -> Option<String> {
    let columns = drawing.bytes().filter(|byte| *byte == b'+').count() - 1;
    let lone = if columns == 1 { "|" } else { "" };
    let both = [&"|".repeat(columns + 1), "\n", indent, &vec!["-"; columns].join("|"), lone].concat();
    let room = drawing.len().checked_sub(both.len())?;
    Some(both + &" ".repeat(room))
}

/// Makes a table that was hidden as one of bars what its lines draw: what stands above `+===+` is its head. Returns the paragraph
/// right below it.
pub(super) fn settle<'a>(table: &mut Node<'a>, source: &str) -> Option<Node<'a>> {
    let drawn = |row: &Node<'_>| source[row.span.start..].lines().next().filter(|line| divides(line.trim()));
    if table.children.first().is_none_or(|head| drawn(head).is_none()) {
        return None;
    }
    let last = table.children.iter().rposition(|row| drawn(row).is_some())?;
    let below = paragraph(&table.children[last + 1..], source);
    if below.is_some() {
        table.children.truncate(last + 1);
        table.span.end = table.children.last()?.span.end;
    }
    let mut rows = std::mem::take(&mut table.children).into_iter();
    let mut head = rows.next();
    let mut body: Vec<Node<'_>> = Vec::new();
    let mut goes_on = false;
    let mut has_head = false;
    for row in rows {
        if let Some(line) = drawn(&row).filter(|_| matches!(row.kind, Kind::Element(Tag::TableRow))) {
            has_head |= line.contains('=') && body.len() == 1;
            goes_on = false;
        } else if let Some(above) = body.last_mut().filter(|_| goes_on) {
            join(above, row);
        } else {
            body.push(row);
            goes_on = true;
        }
    }
    if let Some(head) = &mut head {
        head.children = if has_head { body.remove(0).children } else { Vec::new() };
    }
    table.children = head.into_iter().chain(body).collect();
    below
}

/// Rows without a bar as what they are: Markdown takes every line below a row for another, but behind its last line a grid is done.
fn paragraph<'a>(rows: &[Node<'a>], source: &str) -> Option<Node<'a>> {
    let is_empty = |cell: &Node<'_>| matches!(cell.kind, Kind::Element(Tag::TableCell)) && cell.children.is_empty();
    let is_text =
        |row: &Node<'_>| !source[row.span.start..].starts_with('|') && row.children.iter().skip(1).all(is_empty);
    let (mut all, more) =
        rows.split_first().filter(|_| rows.iter().all(is_text)).map(|(row, more)| (row.clone(), more))?;
    more.iter().for_each(|row| join(&mut all, row.clone()));
    let text = all.children.into_iter().next()?;
    Some(Node { kind: Kind::Element(Tag::Paragraph), span: text.span, children: text.children })
}

/// Puts the text of a row's cells behind that of the cells above.
fn join<'a>(above: &mut Node<'a>, row: Node<'a>) {
    above.span.end = row.span.end;
    for (cell, more) in above.children.iter_mut().zip(row.children) {
        if more.children.is_empty() {
            continue;
        }
        if !cell.children.is_empty() {
            let span = cell.span.end..more.span.start;
            cell.children.push(Node::leaf(Event::SoftBreak, span));
        }
        cell.span.end = more.span.end;
        cell.children.extend(more.children);
    }
}

#[cfg(test)]
mod tests {
    use super::{MarkerKind, drawings};

    #[test]
    fn only_lines_that_draw_a_whole_grid_are_hidden() {
        let hidden = |text: &str| {
            let kinds = drawings(text, 0).into_iter().map(|marker| marker.kind);
            kinds
                .map(|kind| if let MarkerKind::Columns(text) = kind { text } else { String::new() })
                .collect::<Vec<_>>()
        };
        let grid = "+---+----+\n| a | b\n| c | d  |\n+===+====+\n| e\n+---+----+\n\n";
        assert_eq!(hidden(grid), ["|||\n-|-   ", "|   |    |", "|   |    |"]);
        assert_eq!(hidden("x\n\n> +-------+\n> | a     |\n> +-------+\n"), ["||\n> -|  ", "|       |"]);
        for text in [
            "+---+\n+---+\n| a |\n",
            "+---+\n| a |\n",
            "+-+-+\n| a |\n+-+-+\n",
            "+---\n| a |\n+---+\n",
            "a +-+\n| b |\n+-+\n",
            "| a | b |\n|---|---|\n+---+---+\n| c | d |\n+---+---+\n",
        ] {
            assert_eq!(hidden(text), Vec::<String>::new(), "{text}");
        }
    }
}
