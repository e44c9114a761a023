//! A page's text as a tree of Markdown elements and components.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag};
use smallvec::SmallVec;

use super::attributes::Attributes;
use super::size::Size;
use crate::theme::{Component, Display, Shape};

/// The `id` of a wiki link in whose place a page or a part of it is shown. A wiki link has no label that could stand there.
pub(super) const EMBEDS: &str = "embeds";

/// One element, text or component, with what is inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// The bytes of the author's file that it was made from.
    pub span: Range<usize>,
    /// What is inside, in order.
    pub children: Vec<Node<'a>>,
}

/// What one node becomes: mostly one node.
pub(super) type Nodes<'a> = SmallVec<[Node<'a>; 1]>;

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind<'a> {
    /// A Markdown element with children.
    Element(Tag<'a>),
    /// A leaf: text, code, raw HTML, a break, a rule …
    Leaf(Event<'a>),
    /// An image that stands alone on a line; its child is the image, or a link around it.
    Figure,
    /// A paragraph that describes the page, under its title.
    Description,
    /// `++inserted++` or `==marked==` text.
    Mark(Mark),
    /// A word with its meaning.
    Abbreviation(String),
    /// A reference to a footnote, and which of the references to it.
    FootnoteReference { number: usize, occurrence: usize },
    /// The footnotes, at the end of the page.
    Footnotes,
    /// One of them, and how many references it has.
    Footnote { number: usize, references: usize },
    /// `:name:`, an emoji or, as `:icon-name:`, an icon.
    Symbol(Symbol),
    /// A component.
    Component(Box<Call<'a>>),
    /// The attributes of the element that holds them.
    Attributes(Attributes),
    /// A word of the site's own, by its label; its children are the English.
    Word(String),
    /// Text of an unknown component, shown as it was written.
    Verbatim(String),
}

/// What pulldown-cmark has no element for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `++…++`.
    Inserted,
    /// `==…==`.
    Marked,
}

/// A name between colons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// An emoji's short name.
    Emoji(String),
    /// An icon's name.
    Icon(String),
}

/// A component with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<'a> {
    /// Which.
    pub component: Arc<Component>,
    /// Its arguments; those that were not given are absent.
    pub arguments: Vec<(String, Argument<'a>)>,
    /// Its panes, when it has them: each with a title of its own.
    pub panes: Vec<Call<'a>>,
    /// The Markdown inside; empty when it has panes.
    pub body: Vec<Node<'a>>,
    /// The bytes of its marker, or of the whole call in text.
    pub span: Range<usize>,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// A link to a page, file or address.
    Link,
    /// The source of an image.
    Image,
}

/// An argument's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument<'a> {
    /// Text, for the template to escape.
    Text(String),
    /// Inline Markdown.
    Markdown(Vec<Node<'a>>),
    /// The name of an icon or what stands for one.
    Icon(String),
    /// A length, which becomes a class.
    Size(Size),
    /// An address to resolve, and where it was written.
    Link(LinkKind, String, Range<usize>),
}

impl<'a> Node<'a> {
    /// A node without children, or still without.
    pub(super) fn bare(kind: Kind<'a>, span: Range<usize>) -> Self {
        Self { kind, span, children: Vec::new() }
    }

    /// A leaf.
    pub(super) fn leaf(event: Event<'a>, span: Range<usize>) -> Self {
        Self::bare(Kind::Leaf(event), span)
    }

    /// A text.
    pub(super) fn of_text(text: impl Into<CowStr<'a>>, span: Range<usize>) -> Self {
        Self::leaf(Event::Text(text.into()), span)
    }

    /// A component that stands where its call does.
    pub(super) fn component(call: Call<'a>) -> Self {
        let span = call.span.clone();
        Self::bare(Kind::Component(Box::new(call)), span)
    }

    /// The text of a text node.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Leaf(Event::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A part of a text; nothing when it is empty.
    pub(super) fn part(&self, part: Range<usize>) -> Option<Self> {
        let text = self.text().and_then(|text| text.get(part.clone())).filter(|text| !text.is_empty())?;
        Some(Self::of_text(text.to_owned(), self.span_of(part)))
    }

    /// Where a part of a text stands; what was decoded is said to stand at the whole.
    pub(super) fn span_of(&self, part: Range<usize>) -> Range<usize> {
        let is_written = self.text().is_some_and(|text| text.len() == self.span.len());
        if is_written { self.span.start + part.start..self.span.start + part.end } else { self.span.clone() }
    }

    /// Whether it is a paragraph.
    pub(super) fn is_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Element(Tag::Paragraph))
    }

    /// Whether a line of text ends here.
    pub(super) fn is_break(&self) -> bool {
        matches!(self.kind, Kind::Leaf(Event::SoftBreak | Event::HardBreak))
    }

    /// Whether it is a wiki link in whose place a page or a part of it is shown, `![[page]]`, `![[page#^id]]`.
    pub fn is_embedded(&self) -> bool {
        matches!(&self.kind, Kind::Element(Tag::Link { id, .. }) if &**id == EMBEDS)
    }

    /// Whether it is the attributes of what holds it.
    pub fn is_attributes(&self) -> bool {
        matches!(self.kind, Kind::Attributes(_))
    }

    /// Whether it stands on lines of its own.
    pub(super) fn is_block(&self) -> bool {
        match &self.kind {
            Kind::Element(tag) => matches!(
                tag,
                Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::BlockQuote(_)
                    | Tag::CodeBlock(_)
                    | Tag::HtmlBlock
                    | Tag::List(_)
                    | Tag::Table(_)
                    | Tag::DefinitionList
                    | Tag::FootnoteDefinition(_)
            ),
            Kind::Leaf(event) => matches!(event, Event::Rule),
            Kind::Component(call) => !call.is_inline(),
            Kind::Figure | Kind::Description | Kind::Footnotes | Kind::Footnote { .. } => true,
            Kind::Mark(_)
            | Kind::Abbreviation(_)
            | Kind::FootnoteReference { .. }
            | Kind::Symbol(_)
            | Kind::Attributes(_)
            | Kind::Word(_)
            | Kind::Verbatim(_) => false,
        }
    }

    /// The attributes that an author gave it, from wherever they were written.
    pub fn attributes(&self) -> Attributes {
        let mut all = Attributes::default();
        for child in &self.children {
            if let Kind::Attributes(attributes) = &child.kind {
                all.merge(attributes.clone());
            }
        }
        all
    }

    /// Calls `visit` for this node and everything inside it, components' arguments and panes included, in reading order.
    pub fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Self)) {
        visit(self);
        if let Kind::Component(call) = &self.kind {
            call.walk(visit);
        }
        for child in &self.children {
            child.walk(visit);
        }
    }

    /// Moves every span in it to where `place` says.
    pub(super) fn relocate(&mut self, place: &impl Fn(Range<usize>) -> Range<usize>) {
        self.span = place(self.span.clone());
        self.children.iter_mut().for_each(|child| child.relocate(place));
        if let Kind::Component(call) = &mut self.kind {
            call.relocate(place);
        }
    }

    /// The node without borrows.
    pub(super) fn into_static(self) -> Node<'static> {
        let kind = match self.kind {
            Kind::Element(tag) => Kind::Element(tag.into_static()),
            Kind::Leaf(event) => Kind::Leaf(event.into_static()),
            Kind::Figure => Kind::Figure,
            Kind::Description => Kind::Description,
            Kind::FootnoteReference { number, occurrence } => Kind::FootnoteReference { number, occurrence },
            Kind::Mark(mark) => Kind::Mark(mark),
            Kind::Abbreviation(meaning) => Kind::Abbreviation(meaning),
            Kind::Footnotes => Kind::Footnotes,
            Kind::Footnote { number, references } => Kind::Footnote { number, references },
            Kind::Symbol(symbol) => Kind::Symbol(symbol),
            Kind::Component(call) => Kind::Component(Box::new(call.into_static())),
            Kind::Attributes(attributes) => Kind::Attributes(attributes),
            Kind::Word(label) => Kind::Word(label),
            Kind::Verbatim(text) => Kind::Verbatim(text),
        };
        Node { kind, span: self.span, children: self.children.into_iter().map(Node::into_static).collect() }
    }
}

impl<'a> Call<'a> {
    /// A call with nothing inside, or nothing yet.
    pub(super) fn new(component: Arc<Component>, arguments: Vec<(String, Argument<'a>)>, span: Range<usize>) -> Self {
        Self { component, arguments, panes: Vec::new(), body: Vec::new(), span }
    }

    fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Node<'a>)) {
        for (_, argument) in &self.arguments {
            if let Argument::Markdown(nodes) = argument {
                nodes.iter().for_each(|node| node.walk(visit));
            }
        }
        self.panes.iter().for_each(|pane| pane.walk(visit));
        self.body.iter().for_each(|node| node.walk(visit));
    }

    fn relocate(&mut self, place: &impl Fn(Range<usize>) -> Range<usize>) {
        for (_, argument) in &mut self.arguments {
            match argument {
                Argument::Markdown(nodes) => nodes.iter_mut().for_each(|node| node.relocate(place)),
                Argument::Link(_, _, span) => *span = place(span.clone()),
                Argument::Text(_) | Argument::Icon(_) | Argument::Size(_) => {}
            }
        }
        self.span = place(self.span.clone());
        self.panes.iter_mut().for_each(|pane| pane.relocate(place));
        self.body.iter_mut().for_each(|node| node.relocate(place));
    }

    fn into_static(self) -> Call<'static> {
        let argument = |argument| match argument {
            Argument::Text(text) => Argument::Text(text),
            Argument::Markdown(nodes) => Argument::Markdown(nodes.into_iter().map(Node::into_static).collect()),
            Argument::Icon(name) => Argument::Icon(name),
            Argument::Size(size) => Argument::Size(size),
            Argument::Link(kind, address, span) => Argument::Link(kind, address, span),
        };
        Call {
            component: self.component,
            arguments: self.arguments.into_iter().map(|(name, value)| (name, argument(value))).collect(),
            panes: self.panes.into_iter().map(Call::into_static).collect(),
            body: self.body.into_iter().map(Node::into_static).collect(),
            span: self.span,
        }
    }

    /// Whether it stands in a line of text.
    pub fn is_inline(&self) -> bool {
        self.component.shape == Shape::Inline && self.component.metadata.display == Display::Inline
    }

    /// The inline Markdown of an argument.
    pub fn markdown(&self, name: &str) -> Option<&[Node<'a>]> {
        self.arguments.iter().find_map(|(own, argument)| match argument {
            Argument::Markdown(nodes) if own == name => Some(nodes.as_slice()),
            _ => None,
        })
    }

    /// The text of an argument that is plain text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find_map(|(own, argument)| match argument {
            Argument::Text(text) if own == name => Some(text.as_str()),
            _ => None,
        })
    }
}

/// The plain text inside nodes: emoji as characters, icons and components as nothing, breaks as spaces.
pub fn plain_text(nodes: &[Node<'_>]) -> String {
    let mut text = String::new();
    push_plain_text(nodes, &mut text);
    text
}

fn push_plain_text(nodes: &[Node<'_>], out: &mut String) {
    for node in nodes {
        match &node.kind {
            Kind::Leaf(Event::Text(text) | Event::Code(text) | Event::InlineMath(text)) => out.push_str(text),
            Kind::Leaf(Event::SoftBreak | Event::HardBreak) => out.push(' '),
            Kind::Symbol(Symbol::Emoji(name)) => out.push_str(&crate::theme::emoji(name).unwrap_or_default()),
            Kind::Verbatim(written) => out.push_str(written),
            _ => push_plain_text(&node.children, out),
        }
    }
}
