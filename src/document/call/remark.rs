//! `:::note Title`: a box in many tools, and so a callout, though its marker is a container's. It has the class that the container had,
//! which an author's style sheet may know (§1.11). Published sites of Retype show `note` and `tip` so, and `warning` as a plain
//! container, as the format says of any name. There a title would be lost, so with one it is a callout, too.

use std::ops::Range;
use std::sync::Arc;

use super::arguments::Arguments;
use super::{Given, trimmed};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::callouts;
use crate::document::scan::BlockMarker;
use crate::theme::Component;

/// The names that make a callout.
const CALLOUTS: [&str; 2] = ["note", "tip"];

/// Those that make one of a container with a title; any other word is a class of the author's.
pub(super) const BOXES: [&str; 5] = ["info", "warning", "danger", "caution", "important"];

/// What the callout is given that a container is, if it has such a name.
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
    let name = &text[word.clone()];
    let is_titled = !matches!(text[word.end..written.end].trim_start().chars().next(), None | Some('{'));
    let is_one_of = |names: &[&str]| names.iter().any(|one| one.eq_ignore_ascii_case(name));
    let is_callout = is_one_of(&CALLOUTS) || is_titled && is_one_of(&BOXES);
    if !is_callout {
        return None;
    }
    let variant = if name.eq_ignore_ascii_case("note") { "secondary" } else { callouts::variant(name)? };
    let behind = match text[word.end..written.end].starts_with('{') {
        true => word.end..written.end,
        false => trimmed(text, word.end..written.end),
    };
    let marker = BlockMarker { component: Arc::clone(callout), glued: word.clone(), text: behind, ..marker.clone() };
    let mut arguments = Arguments::new(source, callout, diagnostics);
    let title = arguments.braces(&marker);
    arguments.take("variant", variant, word.clone());
    arguments.add_class(name, word.clone());
    let title = in_brackets(text, title);
    if !title.is_empty() {
        arguments.title(&marker, title);
    } else if !arguments.has("title") {
        arguments.take("title", name.to_uppercase(), word);
    }
    Some(arguments.given)
}

/// Docusaurus writes the title in brackets, `:::note[Title]`.
fn in_brackets(text: &str, title: Range<usize>) -> Range<usize> {
    let inside = text[title.clone()].strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inside.filter(|inside| !inside.contains(['[', ']'])) {
        Some(_) => trimmed(text, title.start + 1..title.end - 1),
        None => title,
    }
}
