//! Footnotes: numbers in the text, and the notes with the way back.

use super::body;
use super::context::{Context, argument};
use crate::document::{Kind, Node};
use crate::html::escape;

/// The number in the text. In a block that is shown on another page it leads to the note on the block's own, which leads back
/// to the reference there.
pub(super) fn reference(number: usize, occurrence: usize, context: &Context<'_>) -> String {
    if let Some(home) = context.home_of_embedded() {
        let home = escape(&home);
        return format!("<sup class=\"footnote-reference\"><a href=\"{home}#fn:{number}\">{number}</a></sup>");
    }
    let id = reference_id(number, occurrence);
    format!("<sup class=\"footnote-reference\" id=\"{id}\"><a href=\"#fn:{number}\">{number}</a></sup>")
}

fn reference_id(number: usize, occurrence: usize) -> String {
    if occurrence == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{occurrence}") }
}

/// The notes at the end of the page.
pub(super) fn list(notes: &Node<'_>, context: &mut Context<'_>) -> String {
    let mut items = String::new();
    for note in &notes.children {
        if let Kind::Footnote { number, references } = note.kind {
            let body = body::blocks(&note.children, context);
            let back = back(number, references, context.renderer.site.labels.get("footnote_back"));
            // The way back stands in the note's last line.
            let (text, end) = match body.trim_end().strip_suffix("</p>") {
                Some(text) => (text, "</p>"),
                None => (body.trim_end(), ""),
            };
            items.push_str(&format!("<li id=\"fn:{number}\">{text}{back}{end}</li>\n"));
        }
    }
    let title = context.renderer.site.labels.get("footnotes").to_owned();
    context.component("footnotes", vec![argument("title", title)], Some(&items))
}

/// A link to each reference.
fn back(number: usize, references: usize, label: &str) -> String {
    let link = |occurrence: usize| {
        let id = reference_id(number, occurrence);
        let label = escape(label);
        // What is seen is part of what is read aloud.
        let (mark, spoken) = match occurrence {
            1 => Default::default(),
            _ => (format!("<sup>{occurrence}</sup>"), format!(" {occurrence}")),
        };
        format!(
            " <a class=\"footnote-back\" data-chrome href=\"#{id}\" aria-label=\"{label}{spoken}\">\u{21a9}\u{fe0e}{mark}</a>"
        )
    };
    (1..=references).map(link).collect()
}
