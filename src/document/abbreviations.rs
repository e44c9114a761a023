//! Abbreviations, `*[HTML]: HyperText Markup Language`: the line is hidden, and every whole word of the page
//! that is one gets its meaning.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::scan::{Marker, MarkerKind};
use super::tree::{Argument, Call, Kind, Node};

/// An abbreviation may be this long; what is longer is none. Bounds the work at each word.
const MAX_LENGTH: usize = 64;

/// The abbreviation that a line defines.
pub(super) fn definition(source: &str, line: Range<usize>) -> Option<Marker> {
    let text = &source[line.clone()];
    let at = line.start + (text.len() - text.trim_start().len());
    let (short, meaning) = text.trim().strip_prefix("*[")?.split_once("]:")?;
    if short.trim().is_empty() || short.len() > MAX_LENGTH || short.contains(['[', ']']) || at - line.start > 3 {
        return None;
    }
    let start = at + "*[".len();
    let short = start..start + short.len();
    let end = line.start + text.trim_end().len();
    let meaning = end - meaning.trim().len()..end;
    Some(Marker { span: at..end, kind: MarkerKind::Abbreviation { short, meaning } })
}

/// Marks the abbreviations in a page.
pub(super) fn mark<'a>(nodes: &mut Vec<Node<'a>>, source: &str, markers: &[Marker]) {
    let mut meanings: HashMap<&str, &str> = HashMap::new();
    for marker in markers {
        if let MarkerKind::Abbreviation { short, meaning } = &marker.kind {
            meanings.entry(source[short.clone()].trim()).or_insert(&source[meaning.clone()]);
        }
    }
    if meanings.is_empty() {
        return;
    }
    let mut lengths: Vec<usize> = meanings.keys().map(|short| short.len()).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    lengths.dedup();
    Marking { meanings, lengths }.nodes(nodes);
}

struct Marking<'s> {
    meanings: HashMap<&'s str, &'s str>,
    /// The lengths that abbreviations have, longest first.
    lengths: Vec<usize>,
}

impl Marking<'_> {
    fn nodes<'a>(&self, nodes: &mut Vec<Node<'a>>) {
        let mut marked = Vec::with_capacity(nodes.len());
        for mut node in std::mem::take(nodes) {
            match &mut node.kind {
                Kind::Leaf(Event::Text(_)) => {
                    self.split(node, &mut marked);
                    continue;
                }
                Kind::Component(call) => self.call(call),
                Kind::Element(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }) => {}
                _ => self.nodes(&mut node.children),
            }
            marked.push(node);
        }
        *nodes = marked;
    }

    fn call(&self, call: &mut Call<'_>) {
        for (_, argument) in &mut call.arguments {
            if let Argument::Markdown(nodes) = argument {
                self.nodes(nodes);
            }
        }
        call.panes.iter_mut().for_each(|pane| self.call(pane));
        self.nodes(&mut call.body);
    }

    fn split<'a>(&self, node: Node<'a>, out: &mut Vec<Node<'a>>) {
        let text = node.text().unwrap_or_default();
        let mut done = 0;
        let mut is_inside = false;
        for (at, c) in text.char_indices() {
            let begins = !is_inside;
            is_inside = c.is_alphanumeric();
            if at < done || !begins {
                continue;
            }
            let Some((length, meaning)) = self.at(&text[at..]) else { continue };
            out.extend(node.part(done..at));
            done = at + length;
            let (kind, span) = (Kind::Abbreviation(meaning.to_owned()), node.span_of(at..done));
            out.push(Node { kind, span, children: Vec::from_iter(node.part(at..done)) });
        }
        match done {
            0 => out.push(node),
            _ => out.extend(node.part(done..text.len())),
        }
    }

    /// The longest abbreviation that a text begins with, as a whole word.
    fn at(&self, text: &str) -> Option<(usize, &str)> {
        self.lengths.iter().find_map(|length| {
            let meaning = self.meanings.get(text.get(..*length)?)?;
            let ends = !text[*length..].starts_with(char::is_alphanumeric);
            ends.then_some((*length, *meaning))
        })
    }
}
