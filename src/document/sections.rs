//! A page's text cut at its headings, for the search.

use pulldown_cmark::{Event, Tag};

use super::facts::alt_and_size;
use super::tree::{Argument, Call, Kind, Node, Symbol, plain_text};

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
    let mut cutter = Cutter { sections: vec![Section::default()], headings };
    nodes.for_each(|node| cutter.take(node));
    let is_empty = |section: &Section| section.heading.is_none() && section.text.is_empty() && section.code.is_empty();
    cutter.sections.retain(|section| !is_empty(section));
    for section in &mut cutter.sections {
        section.text.truncate(section.text.trim_end().len());
        // A paragraph may end in a space that does not break.
        section.first = section.first.min(section.text.len());
    }
    cutter.sections
}

struct Cutter {
    sections: Vec<Section>,
    headings: usize,
}

impl Cutter {
    fn take(&mut self, node: &Node<'_>) {
        match &node.kind {
            // Its words are its own, not its section's.
            Kind::Element(Tag::Heading { .. }) => {
                self.sections.push(Section { heading: Some(self.headings), ..Section::default() });
                self.headings += 1;
            }
            Kind::Element(Tag::CodeBlock(_)) => node.children.iter().filter_map(Node::text).for_each(|code| {
                self.sections.last_mut().into_iter().for_each(|section| section.code.push_str(code));
            }),
            Kind::Element(Tag::Image { .. }) => self.push(alt_and_size(plain_text(&node.children).trim()).0),
            Kind::Component(call) => self.component(call),
            Kind::Leaf(Event::Text(text) | Event::Code(text)) => self.push(text),
            Kind::Leaf(Event::SoftBreak | Event::HardBreak) => self.push(" "),
            Kind::Symbol(Symbol::Emoji(name)) => self.push(&crate::theme::emoji(name).unwrap_or_default()),
            Kind::Element(tag) if !node.is_block() && !is_block(tag) => self.take_all(&node.children),
            Kind::Mark(_) | Kind::Abbreviation(_) | Kind::Word(_) => self.take_all(&node.children),
            _ => self.take_block(|cutter| cutter.take_all(&node.children)),
        }
    }

    fn take_all(&mut self, nodes: &[Node<'_>]) {
        nodes.iter().for_each(|node| self.take(node));
    }

    /// What stands between two blocks is not one word.
    fn take_block(&mut self, take: impl FnOnce(&mut Self)) {
        self.end_block();
        take(self);
        self.end_block();
    }

    fn component(&mut self, call: &Call<'_>) {
        if !call.component.metadata.searchable {
            return;
        }
        let texts = |cutter: &mut Self| {
            for (_, argument) in &call.arguments {
                if let Argument::Markdown(nodes) = argument {
                    cutter.take_all(nodes);
                }
            }
        };
        if call.is_inline() {
            return texts(self);
        }
        self.take_block(texts);
        call.panes.iter().for_each(|pane| self.component(pane));
        self.take_block(|cutter| cutter.take_all(&call.body));
    }

    fn push(&mut self, text: &str) {
        let Some(section) = self.sections.last_mut() else { return };
        // A badge that is left out leaves no gap.
        section.text.push_str(if ends_in_space(&section.text) { text.trim_start() } else { text });
    }

    fn end_block(&mut self) {
        let Some(section) = self.sections.last_mut() else { return };
        if ends_in_space(&section.text) {
            return;
        }
        if section.first == 0 {
            section.first = section.text.len();
        }
        section.text.push(' ');
    }
}

/// Whether an element inside a block is a block, too.
fn is_block(tag: &Tag<'_>) -> bool {
    use Tag::{DefinitionListDefinition, DefinitionListTitle, Item, TableCell, TableHead, TableRow};
    matches!(tag, Item | TableHead | TableRow | TableCell | DefinitionListTitle | DefinitionListDefinition)
}

/// Whether a text is empty or ends in a space.
fn ends_in_space(text: &str) -> bool {
    text.as_bytes().last().is_none_or(|byte| *byte == b' ')
}
