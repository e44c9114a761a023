//! `:::note Title`: a box in many tools, and so a callout, though its marker is a container's. It has the class that the container had,
//! which an author's style sheet may know (§1.11).

use std::ops::Range;
use std::sync::Arc;

use super::arguments::Arguments;
use super::{Given, trimmed};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::callouts;
use crate::document::scan::BlockMarker;
use crate::theme::Component;

/// The names of the boxes; any other word is a class of the author's.
const BOXES: [&str; 7] = ["note", "tip", "info", "warning", "danger", "caution", "important"];

/// What the callout is given that a container of such a name is.
pub(in crate::document) fn remark(
    source: &Arc<SourceText>,
    marker: &BlockMarker,
    callout: &Arc<Component>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Given>> {
    let text = source.text.as_str();
    let written = trimmed(text, marker.glued.start..marker.text.end);
    let length = text[written.clone()].find(|c: char| c.is_whitespace() || matches!(c, '[' | '{'));
    let word = written.start..length.map_or(written.end, |length| written.start + length);
    let variant = variant(&text[word.clone()]).filter(|_| marker.component.name == "container")?;
    let behind = match text[word.end..written.end].starts_with('{') {
        true => word.end..written.end,
        false => trimmed(text, word.end..written.end),
    };
    let marker = BlockMarker { component: Arc::clone(callout), glued: word.clone(), text: behind, ..marker.clone() };
    let mut arguments = Arguments::new(source, callout, diagnostics);
    let title = arguments.braces(&marker);
    arguments.take("variant", variant, word.clone());
    arguments.add_class(&text[word.clone()], word.clone());
    let title = in_brackets(text, title);
    if !title.is_empty() {
        arguments.title(&marker, title);
    } else if !arguments.has("title") {
        arguments.take("title", text[word.clone()].to_uppercase(), word);
    }
    Some(arguments.given)
}

fn variant(word: &str) -> Option<&'static str> {
    let name = BOXES.into_iter().find(|name| name.eq_ignore_ascii_case(word))?;
    if name == "note" { Some("secondary") } else { callouts::variant(name) }
}

/// Docusaurus writes the title in brackets, `:::note[Title]`.
fn in_brackets(text: &str, title: Range<usize>) -> Range<usize> {
    let inside = text[title.clone()].strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inside.filter(|inside| !inside.contains(['[', ']'])) {
        Some(_) => trimmed(text, title.start + 1..title.end - 1),
        None => title,
    }
}
