//! Tables. Columns are aligned by classes, which a strict policy allows; attributes in a cell of the
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
    align: Option<&'static str>,
    has_sentences: bool,
    /// The start tag of its cells that have no attributes of their own.
    start: String,
}

/// Renders a table.
pub(super) fn render(node: &Node<'_>, alignments: &[Alignment], context: &mut Context<'_>) -> String {
    let mut rows = node.children.iter().filter(|child| !child.is_attributes());
    let head = rows.next();
    let mut own = node.attributes();
    let mut columns: Vec<Column> = Vec::new();
    let mut html = String::with_capacity(node.span.len() * 2);
    if let Some(head) = head {
        own.merge(head.attributes());
        let aligns = alignments.iter().copied().map(align_class).chain(std::iter::repeat(None));
        let column =
            |(cell, align): (&Node<'_>, _)| Column { attributes: cell.attributes(), align, ..Column::default() };
        columns = cells(head).zip(aligns).map(column).collect();
        for row in rows.clone() {
            cells(row).zip(&mut columns).for_each(|(cell, column)| column.has_sentences |= is_sentence(cell));
        }
        // A grid has no head where it draws none.
        if !columns.is_empty() {
            let is_blank = cells(head).all(|cell| cell.children.is_empty());
            html.push_str(if is_blank { "<thead class=\"blank\">" } else { "<thead>" });
            push_row(head, "th", &columns, context, &mut html);
            html.push_str("</thead>");
        }
    }
    for column in &mut columns {
        // An id is one cell's.
        column.attributes.id = None;
        column.start = start("td", Attributes::default(), Some(column));
    }
    html.push_str("<tbody>\n");
    for row in rows {
        push_row(row, "td", &columns, context, &mut html);
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

fn push_row(row: &Node<'_>, element: &str, columns: &[Column], context: &mut Context<'_>, html: &mut String) {
    html.push_str("<tr>");
    for (index, cell) in cells(row).enumerate() {
        let column = columns.get(index);
        let own = cell.attributes();
        match column.filter(|column| own.is_empty() && !column.start.is_empty()) {
            Some(column) => html.push_str(&column.start),
            None => html.push_str(&start(element, own, column)),
        }
        let start = html.len();
        body::inline_into(html, &cell.children, context);
        // An empty cell keeps its height.
        if html[start..].trim().is_empty() {
            html.truncate(start);
            html.push_str("&nbsp;");
        }
        html.push_str("</");
        html.push_str(element);
        html.push('>');
    }
    html.push_str("</tr>");
}

/// The start tag of a cell with these attributes of its own.
fn start(element: &str, own: Attributes, column: Option<&Column>) -> String {
    let mut attributes = own;
    if let Some(column) = column {
        attributes.merge(column.attributes.clone());
        if element == "th" && column.has_sentences {
            attributes.classes.push("prose".to_owned());
        }
        if let Some(class) = column.align {
            attributes.classes.insert(0, class.to_owned());
        }
    }
    ["<", element, &written(&attributes), ">"].concat()
}

fn align_class(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("align-left"),
        Alignment::Center => Some("align-center"),
        Alignment::Right => Some("align-right"),
    }
}
