//! A page that is nothing but a list of others, as GitBook's `SUMMARY.md` is: it is read as a navigation.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::{Document, Kind, Node};

/// An entry of such a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called, inline Markdown.
    pub label: Arc<str>,
    /// Where it leads, as it is written.
    pub link: Option<Box<str>>,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether it is a heading, and no element of a list.
    pub is_heading: bool,
    /// What is listed below it.
    pub entries: Vec<Entry>,
}

impl Document {
    /// What the page lists; nothing when it says anything else, or leads nowhere.
    pub fn contents(&self) -> Option<Vec<Entry>> {
        let nodes = self.tree();
        let mut entries: Vec<Entry> = Vec::new();
        for node in self.parts(&nodes).own {
            match &node.kind {
                Kind::Element(Tag::Heading { level, .. }) if *level != HeadingLevel::H1 => {
                    entries.push(Entry { is_heading: true, ..self.entry(&node.children)? });
                }
                // A line ends what stands below a heading.
                Kind::Leaf(Event::Rule) => entries.push(Entry { is_heading: true, ..Entry::between(&node.span) }),
                Kind::Element(Tag::Heading { .. } | Tag::HtmlBlock) => {}
                Kind::Element(Tag::List(_)) => {
                    let listed = self.listed(node);
                    match entries.last_mut().filter(|last| last.is_heading && !last.label.is_empty()) {
                        Some(heading) => heading.entries.extend(listed),
                        None => entries.extend(listed),
                    }
                }
                _ => return None,
            }
        }
        entries.retain(|entry| !entry.label.is_empty());
        entries.iter().flat_map(Entry::all).any(|entry| entry.link.is_some()).then_some(entries)
    }

    fn listed(&self, list: &Node<'_>) -> Vec<Entry> {
        list.children.iter().filter_map(|item| self.item(&item.children)).collect()
    }

    fn item(&self, nodes: &[Node<'_>]) -> Option<Entry> {
        let words = match nodes.first() {
            Some(Node { kind: Kind::Element(Tag::Paragraph), children, .. }) => children,
            _ => &nodes[..nodes.iter().position(Node::is_block).unwrap_or(nodes.len())],
        };
        let lists = nodes.iter().filter(|node| matches!(node.kind, Kind::Element(Tag::List(_))));
        Some(Entry { entries: lists.flat_map(|list| self.listed(list)).collect(), ..self.entry(words)? })
    }

    /// The first link among some words, or the words where there is none.
    fn entry(&self, words: &[Node<'_>]) -> Option<Entry> {
        let link = words.iter().find_map(|node| match &node.kind {
            Kind::Element(Tag::Link { dest_url, .. }) => Some((node, dest_url)),
            _ => None,
        });
        let words = link.map_or(words, |(node, _)| &node.children);
        let span = words.first()?.span.start..words.last()?.span.end;
        let label = self.source.text[span.clone()].trim().into();
        // GitBook writes `[Later]()` for a page that is not written yet.
        let link = link.filter(|(_, address)| !address.is_empty()).map(|(_, address)| address.as_ref().into());
        Some(Entry { label, link, ..Entry::between(&span) })
    }
}

impl Entry {
    /// One without words.
    fn between(span: &Range<usize>) -> Self {
        Self { label: "".into(), link: None, span: span.clone(), is_heading: false, entries: Vec::new() }
    }

    /// The entry and all below it, in order.
    pub fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.entries.iter().flat_map(Self::all)).collect()
    }
}
