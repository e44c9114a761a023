//! A page's text cut at its headings, for the search.

use pulldown_cmark::{Event, Tag};

use super::tree::{Kind, Node, Symbol};

/// What stands between one heading and the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's number among the headings of the page; `None` for what stands before the first.
    pub heading: Option<usize>,
    /// Its text, blocks separated by a space.
    pub text: String,
    /// How much of the text is its first paragraph, in bytes.
    pub first: usize,
    /// Its blocks of code.
    pub code: String,
}

/// Cuts a tree into sections, in reading order. What an author wrote as raw HTML is left out: its text cannot be told
/// from its markup without reading it as a browser would.
///
/// `headings` is how many headings of the page stand before.
pub(super) fn cut<'n, 't: 'n>(nodes: impl Iterator<Item = &'n Node<'t>>, headings: usize) -> Vec<Section> {
    let mut cutter = Cutter { sections: vec![Section::default()], headings, heading_end: 0, code_end: 0 };
    for node in nodes {
        node.walk(&mut |node| cutter.take(node));
    }
    let is_empty = |section: &Section| section.heading.is_none() && section.text.is_empty() && section.code.is_empty();
    cutter.sections.retain(|section| !is_empty(section));
    cutter.sections
}

struct Cutter {
    sections: Vec<Section>,
    headings: usize,
    /// Where the heading that was met last ends: its words are its own, not its section's.
    heading_end: usize,
    /// The same for a block of code.
    code_end: usize,
}

impl Cutter {
    fn take(&mut self, node: &Node<'_>) {
        match &node.kind {
            Kind::Element(Tag::Heading { .. }) => {
                self.sections.push(Section { heading: Some(self.headings), ..Section::default() });
                self.headings += 1;
                self.heading_end = node.span.end;
            }
            Kind::Element(Tag::CodeBlock(_)) => self.code_end = node.span.end,
            Kind::Element(tag) if is_block(tag) => self.end_block(),
            Kind::Description => self.end_block(),
            Kind::Component(call) if !call.is_inline() => self.end_block(),
            Kind::Leaf(Event::Text(text) | Event::Code(text)) if node.span.start >= self.heading_end => {
                self.push(text, node.span.start);
            }
            Kind::Leaf(Event::SoftBreak | Event::HardBreak) => self.push(" ", node.span.start),
            Kind::Symbol(Symbol::Emoji(name)) if node.span.start >= self.heading_end => {
                self.push(&crate::theme::emoji(name).unwrap_or_default(), node.span.start);
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, at: usize) {
        let Some(section) = self.sections.last_mut() else { return };
        let into = if at < self.code_end { &mut section.code } else { &mut section.text };
        into.push_str(text);
    }

    fn end_block(&mut self) {
        let Some(section) = self.sections.last_mut() else { return };
        if section.text.is_empty() || section.text.ends_with(' ') {
            return;
        }
        if section.first == 0 {
            section.first = section.text.len();
        }
        section.text.push(' ');
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    use Tag::{DefinitionListDefinition, DefinitionListTitle, Item, Paragraph, Table, TableCell, TableRow};
    matches!(tag, Paragraph | Item | Table(_) | TableRow | TableCell | DefinitionListTitle | DefinitionListDefinition)
}
