//! Footnotes: numbered by their first reference, listed at the end of the page, wherever they stand.
//!
//! Titles and other arguments of components are parsed by themselves, so a reference in them comes back as text; it is found
//! there. A note without reference is told and left out, and so is a reference without note, which stays text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use super::scan::is_escaped;
use super::tree::{Argument, Call, Kind, Node};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// Numbers the footnotes and moves them to the end.
pub(super) fn gather<'a>(nodes: &mut Vec<Node<'a>>, source: &Arc<SourceText>, diagnostics: &mut Vec<Diagnostic>) {
    if memchr::memmem::find(source.text.as_bytes(), b"[^").is_none() {
        return;
    }
    let mut notes = Notes { notes: HashMap::new(), order: Vec::new(), source, diagnostics };
    notes.take_from(nodes);
    notes.number(nodes);
    let mut done = 0;
    let mut list = Vec::new();
    // Notes may refer to notes.
    while let Some(key) = notes.order.get(done).cloned() {
        done += 1;
        let Some(mut body) = notes.notes.get_mut(&key).and_then(|note| note.node.take()) else { continue };
        notes.number(&mut body.children);
        list.push((key, body));
    }
    let listed = list.into_iter().enumerate().map(|(index, (key, body))| {
        let references = notes.notes.get(&key).map_or(0, |note| note.references);
        Node { kind: Kind::Footnote { number: index + 1, references }, ..body }
    });
    let listed: Vec<Node<'a>> = listed.collect();
    notes.tell_unused();
    if let (Some(first), Some(last)) = (listed.first(), listed.last()) {
        let span = first.span.start.min(last.span.start)..first.span.start.max(last.span.start);
        nodes.push(Node { kind: Kind::Footnotes, span, children: listed });
    }
}

struct Note<'a> {
    /// The definition, until it is listed.
    node: Option<Node<'a>>,
    span: Range<usize>,
    label: String,
    number: usize,
    references: usize,
}

struct Notes<'a, 's> {
    notes: HashMap<String, Note<'a>>,
    /// The notes that were referred to, in order.
    order: Vec<String>,
    source: &'s Arc<SourceText>,
    diagnostics: &'s mut Vec<Diagnostic>,
}

impl<'a> Notes<'a, '_> {
    /// Takes the definitions out of nodes and everything inside them.
    fn take_from(&mut self, nodes: &mut Vec<Node<'a>>) {
        for node in nodes.iter_mut() {
            self.take_from(&mut node.children);
            if let Kind::Component(call) = &mut node.kind {
                self.take_from(&mut call.body);
                call.panes.iter_mut().for_each(|pane| self.take_from(&mut pane.body));
            }
        }
        if !nodes.iter().any(|node| definition(node).is_some()) {
            return;
        }
        for node in std::mem::take(nodes) {
            match definition(&node) {
                Some(label) => self.define(label, node),
                None => nodes.push(node),
            }
        }
    }

    fn define(&mut self, label: String, node: Node<'a>) {
        let span = node.span.start..node.span.start + label.len() + "[^]".len();
        if self.notes.contains_key(&key(&label)) {
            let message = format!("the footnote `{label}` is written twice; the first counts");
            self.diagnostics.push(Diagnostic::new(Code::FootnoteTwice, message).at(self.source, span));
            return;
        }
        self.notes.insert(key(&label), Note { node: Some(node), span, label, number: 0, references: 0 });
    }

    /// Numbers the references in nodes, in reading order.
    fn number(&mut self, nodes: &mut Vec<Node<'a>>) {
        if nodes.iter().any(may_refer) {
            *nodes = std::mem::take(nodes)
                .into_iter()
                .flat_map(|node| if may_refer(&node) { self.split(&node) } else { vec![node] })
                .collect();
        }
        for node in nodes {
            match &mut node.kind {
                Kind::Leaf(Event::FootnoteReference(label)) => {
                    if let Some(kind) = self.refer(label) {
                        node.kind = kind;
                    }
                }
                Kind::Component(call) => self.number_in(call),
                Kind::Element(Tag::CodeBlock(_)) => {}
                _ => self.number(&mut node.children),
            }
        }
    }

    fn number_in(&mut self, call: &mut Call<'a>) {
        for (_, argument) in &mut call.arguments {
            if let Argument::Markdown(nodes) = argument {
                self.number(nodes);
            }
        }
        call.panes.iter_mut().for_each(|pane| self.number_in(pane));
        self.number(&mut call.body);
    }

    /// A reference to the note of that label.
    fn refer(&mut self, label: &str) -> Option<Kind<'a>> {
        let key = key(label);
        let note = self.notes.get_mut(&key)?;
        if note.number == 0 {
            self.order.push(key);
            note.number = self.order.len();
        }
        note.references += 1;
        Some(Kind::FootnoteReference { number: note.number, occurrence: note.references })
    }

    /// The pieces of a text around the references in it.
    fn split(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let text = node.text().unwrap_or_default();
        let mut pieces = Vec::new();
        let (mut done, mut at) = (0, 0);
        while let Some(open) = text[at..].find("[^").map(|found| at + found) {
            at = open + 2;
            let Some(length) = text[at..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')) else {
                break;
            };
            let place = node.span_of(open..at + length + 1);
            let is_escaped = || is_escaped(self.source.text.as_bytes(), place.start);
            if length == 0 || !text[at + length..].starts_with(']') || is_escaped() {
                continue;
            }
            let label = &text[at..at + length];
            match self.refer(label) {
                Some(kind) => {
                    pieces.extend(node.part(done..open));
                    pieces.push(Node::bare(kind, place));
                    done = at + length + 1;
                }
                None => self.tell_undefined(label, place),
            }
        }
        pieces.extend(node.part(done..text.len()));
        pieces
    }

    fn tell_undefined(&mut self, label: &str, span: Range<usize>) {
        // Among very many, the nearest is not worth its search.
        let labels = self.notes.values().map(|note| note.label.as_str()).take(64);
        let diagnostic = Diagnostic::new(Code::FootnoteMissing, format!("there is no footnote `{label}`"));
        let diagnostic = diagnostic.at(self.source, span).did_you_mean(label, labels);
        self.diagnostics.push(diagnostic.hint(format!("write it on a line of its own: `[^{label}]: …`")));
    }

    fn tell_unused(&mut self) {
        let mut unused: Vec<&Note<'a>> = self.notes.values().filter(|note| note.references == 0).collect();
        unused.sort_by_key(|note| note.span.start);
        for note in unused {
            let message = format!("nothing refers to the footnote `{}`", note.label);
            let diagnostic = Diagnostic::new(Code::FootnoteUnused, message).at(self.source, note.span.clone());
            self.diagnostics.push(diagnostic.hint(format!("refer to it with `[^{}]`; it was left out", note.label)));
        }
    }
}

fn definition(node: &Node<'_>) -> Option<String> {
    match &node.kind {
        Kind::Element(Tag::FootnoteDefinition(label)) => Some(label.to_string()),
        _ => None,
    }
}

fn may_refer(node: &Node<'_>) -> bool {
    node.text().is_some_and(|text| text.contains("[^"))
}

/// Labels are the same whatever their case (CommonMark, "matches").
fn key(label: &str) -> String {
    label.to_lowercase()
}
