//! Tables (format sheet §1.29). Columns are aligned by classes, which a strict policy allows; attributes in a cell of the
//! first line are the whole column's. Columns with sentences in them are marked, so that a narrow screen does not squeeze them to
//! a word a line.

use pulldown_cmark::{Alignment, Event};

use super::attributes::{pairs, written};
use super::body;
use super::context::{Context, argument};
use crate::document::{Attributes, Kind, Node};
use crate::html::Html;

/// A cell with more bytes of text than this holds a sentence.
const SENTENCE: usize = 40;

/// What is known of a column as a whole.
#[derive(Default)]
struct Column {
    attributes: Attributes,
    has_sentences: bool,
}

/// Renders a table.
pub(super) fn render(node: &Node<'_>, alignments: &[Alignment], context: &mut Context<'_>) -> String {
    let mut rows = node.children.iter().filter(|child| !child.is_attributes());
    let head = rows.next();
    let mut own = node.attributes();
    let mut columns: Vec<Column> = Vec::new();
    let mut html = String::new();
    if let Some(head) = head {
        own.merge(head.attributes());
        columns = cells(head).map(|cell| Column { attributes: cell.attributes(), ..Column::default() }).collect();
        for row in rows.clone() {
            cells(row).zip(&mut columns).for_each(|(cell, column)| column.has_sentences |= is_sentence(cell));
        }
        html.push_str("<thead>");
        push_row(head, "th", alignments, &columns, context, &mut html);
        html.push_str("</thead>");
    }
    // An id is one cell's.
    columns.iter_mut().for_each(|column| column.attributes.id = None);
    html.push_str("<tbody>\n");
    for row in rows {
        push_row(row, "td", alignments, &columns, context, &mut html);
        html.push('\n');
    }
    html.push_str("</tbody>");
    let mut arguments = vec![argument("classes", own.classes.join(" "))];
    arguments.extend(context.optional("table", "id", Html::text(own.id.as_deref().unwrap_or_default())));
    arguments.extend(context.optional("table", "attributes", pairs(&own)));
    context.component("table", arguments, Some(&html))
}

fn cells<'n, 'a>(row: &'n Node<'a>) -> impl Iterator<Item = &'n Node<'a>> {
    row.children.iter().filter(|child| !child.is_attributes())
}

/// Whether there is more to read in a cell than fits a narrow line. Code is not broken anyway.
fn is_sentence(cell: &Node<'_>) -> bool {
    let is_code = |node: &&Node<'_>| matches!(node.kind, Kind::Leaf(Event::Code(_)));
    cell.children.iter().filter(|node| !is_code(node)).map(|node| node.span.len()).sum::<usize>() > SENTENCE
}

fn push_row(
    row: &Node<'_>,
    element: &str,
    alignments: &[Alignment],
    columns: &[Column],
    context: &mut Context<'_>,
    html: &mut String,
) {
    html.push_str("<tr>");
    for (index, cell) in cells(row).enumerate() {
        let column = columns.get(index);
        let mut attributes = cell.attributes();
        if let Some(column) = column.filter(|column| !column.attributes.is_empty()) {
            attributes.merge(column.attributes.clone());
        }
        if element == "th" && column.is_some_and(|column| column.has_sentences) {
            attributes.classes.push("prose".to_owned());
        }
        if let Some(class) = alignments.get(index).copied().and_then(align_class) {
            attributes.classes.insert(0, class.to_owned());
        }
        html.extend(["<", element]);
        if !attributes.is_empty() {
            html.push_str(&written(&attributes));
        }
        html.push('>');
        let start = html.len();
        body::inline_into(html, &cell.children, context);
        // An empty cell keeps its height.
        if html[start..].trim().is_empty() {
            html.truncate(start);
            html.push_str("&nbsp;");
        }
        html.extend(["</", element, ">"]);
    }
    html.push_str("</tr>");
}

fn align_class(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("align-left"),
        Alignment::Center => Some("align-center"),
        Alignment::Right => Some("align-right"),
    }
}
