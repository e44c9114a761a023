//! A page's tree in few bytes: the two hundred nodes of a page of eleven kilobytes take less than one.
//!
//! Pages are read before any is rendered, since a page shows what others are called. A tree takes several times the room of
//! its text, so trees of a large site cannot wait in memory; parsing each page again costs a sixth of a build. Packed, a tree
//! waits beside its text: what a node says mostly stands there, so its place is enough.
//!
//! A node is a byte for its kind, how far it begins behind the end of the one before it (or behind the start of the one that it is
//! the first in), how long it is, what its kind says, and how many are inside, if any. Numbers are LEB128, and distances have
//! their sign in the lowest bit. Nothing of it leaves the process: what is unpacked is what was packed.

mod bytes;

use std::ops::Range;
use std::sync::Arc;

use bytes::{ALIGNMENTS, AS_WRITTEN, HOLDS, LINKS, argument, byte_of, rich, words};
use memchr::memmem;
use pulldown_cmark::{HeadingLevel, LinkType, Tag};

use super::attributes::Attributes;
use super::size::Size;
use super::tree::{Argument, Call, Kind, LinkKind, Node};
use crate::leb128;
use crate::theme::Component;

/// A tree that waits to be rendered.
#[derive(Debug, Clone, Default)]
pub(super) struct Packed {
    nodes: Box<[u8]>,
    /// The texts that do not stand in the page as they are, one behind the other.
    words: Box<str>,
    /// The components that are called.
    components: Box<[Arc<Component>]>,
}

impl Packed {
    /// Packs the tree of the page that says `source`.
    pub(super) fn new(nodes: &[Node<'_>], source: &str) -> Self {
        let bytes = Vec::with_capacity(source.len() / 8);
        let mut packer = Packer { source, bytes, words: String::new(), components: Vec::new(), at: 0 };
        packer.nodes(nodes);
        // Copied, since an allocator that is asked to shrink a block may leave it as large.
        Self {
            nodes: packer.bytes.as_slice().into(),
            words: packer.words.as_str().into(),
            components: packer.components.into(),
        }
    }

    /// The tree again, with the same `source`.
    pub(super) fn unpack<'a>(&'a self, source: &'a str) -> Vec<Node<'a>> {
        Unpacker { source, bytes: &self.nodes, words: &self.words, components: &self.components, at: 0 }.nodes()
    }
}

struct Packer<'s> {
    source: &'s str,
    bytes: Vec<u8>,
    words: String,
    components: Vec<Arc<Component>>,
    /// Where the next span is expected.
    at: usize,
}

impl Packer<'_> {
    fn nodes(&mut self, nodes: &[Node<'_>]) {
        self.all(nodes, Self::node);
    }

    fn node(&mut self, Node { kind, span, children }: &Node<'_>) {
        let holds = if children.is_empty() { 0 } else { HOLDS };
        match byte_of(kind) {
            Some((byte, None)) => self.start(byte | holds, span),
            Some((byte, text)) if self.source.get(span.clone()) == text => {
                self.start(byte | holds | AS_WRITTEN, span);
            }
            Some((byte, Some(text))) => {
                self.start(byte | holds, span);
                self.text(text, span);
            }
            None => self.rich(kind, holds, span),
        }
        if !children.is_empty() {
            self.nodes(children);
        }
        self.at = span.end;
    }

    fn rich(&mut self, kind: &Kind<'_>, holds: u8, span: &Range<usize>) {
        match kind {
            Kind::Element(Tag::Heading { level, .. }) => {
                self.start(rich::HEADING | holds, span);
                self.bytes.push(*level as u8);
            }
            Kind::Element(Tag::List(Some(first))) => {
                self.start(rich::LIST | holds, span);
                self.number(*first);
            }
            Kind::Element(Tag::Table(columns)) => {
                self.start(rich::TABLE | holds, span);
                self.all(columns, |own, column| own.place(&ALIGNMENTS, column));
            }
            Kind::Element(Tag::Link { link_type, dest_url, title, id }) => {
                self.start(rich::LINK | holds, span);
                self.link(*link_type, [dest_url, title, id], span);
            }
            Kind::Element(Tag::Image { link_type, dest_url, title, id }) => {
                self.start(rich::IMAGE | holds, span);
                self.link(*link_type, [dest_url, title, id], span);
            }
            Kind::FootnoteReference { number, occurrence } => {
                self.start(rich::FOOTNOTE_REFERENCE | holds, span);
                [number, occurrence].into_iter().for_each(|count| self.size(*count));
            }
            Kind::Footnote { number, references } => {
                self.start(rich::FOOTNOTE | holds, span);
                [number, references].into_iter().for_each(|count| self.size(*count));
            }
            Kind::Component(call) => {
                self.start(rich::COMPONENT | holds, span);
                self.call(call);
            }
            Kind::Attributes(Attributes { id, classes, pairs }) => {
                self.start(rich::ATTRIBUTES | holds, span);
                self.all(id.as_slice(), |own, id| own.text(id, span));
                self.all(classes, |own, class| own.text(class, span));
                self.all(pairs, |own, (key, value)| [key, value].into_iter().for_each(|text| own.text(text, span)));
            }
            // What else the parser knows it is not asked for (`markdown::options`).
            _ => self.start(holds, span),
        }
    }

    fn link(&mut self, link_type: LinkType, texts: [&str; 3], span: &Range<usize>) {
        self.place(&LINKS, &link_type);
        texts.into_iter().for_each(|text| self.text(text, span));
    }

    fn call(&mut self, call: &Call<'_>) {
        let Call { component, arguments, panes, body, span } = call;
        let at = self.components.iter().position(|known| Arc::ptr_eq(known, component));
        self.size(at.unwrap_or(self.components.len()));
        if at.is_none() {
            self.components.push(Arc::clone(component));
        }
        self.span(span);
        self.all(arguments, |own, (name, value)| {
            own.text(name, span);
            own.argument(value, span);
        });
        self.all(panes, Self::call);
        self.nodes(body);
    }

    fn argument(&mut self, value: &Argument<'_>, call: &Range<usize>) {
        let kind = match value {
            Argument::Text(_) => argument::TEXT,
            Argument::Markdown(_) => argument::MARKDOWN,
            Argument::Icon(_) => argument::ICON,
            Argument::Size(_) => argument::SIZE,
            Argument::Link(LinkKind::Link, ..) => argument::LINK,
            Argument::Link(LinkKind::Image, ..) => argument::IMAGE,
        };
        self.bytes.push(kind);
        match value {
            Argument::Text(text) | Argument::Icon(text) => self.text(text, call),
            Argument::Markdown(nodes) => self.nodes(nodes),
            Argument::Size(Size { property, value }) => {
                [property, value].into_iter().for_each(|text| self.text(text, call));
            }
            Argument::Link(_, address, span) => {
                self.span(span);
                self.text(address, span);
            }
        }
    }

    fn start(&mut self, byte: u8, span: &Range<usize>) {
        self.bytes.push(byte);
        self.span(span);
    }

    fn span(&mut self, span: &Range<usize>) {
        let forward = span.start.wrapping_sub(self.at).cast_signed();
        self.at = span.start;
        self.size((forward << 1 ^ forward >> (isize::BITS - 1)).cast_unsigned());
        self.size(span.end.wrapping_sub(span.start));
    }

    /// A text that a node at `span` says.
    fn text(&mut self, text: &str, span: &Range<usize>) {
        let written = self.source.get(span.clone()).unwrap_or_default();
        if let Some(at) = memmem::find(written.as_bytes(), text.as_bytes()) {
            self.bytes.push(words::WITHIN);
            self.size(at);
        } else {
            self.bytes.push(words::APART);
            self.words.push_str(text);
        }
        self.size(text.len());
    }

    fn all<T>(&mut self, all: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.size(all.len());
        all.iter().for_each(|one| each(self, one));
    }

    /// The place of `wanted` among `all` that there are.
    fn place<T: PartialEq>(&mut self, all: &[T], wanted: &T) {
        self.size(all.iter().position(|one| one == wanted).unwrap_or_default());
    }

    fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    fn number(&mut self, number: u64) {
        leb128::push(&mut self.bytes, number);
    }
}

struct Unpacker<'a> {
    source: &'a str,
    bytes: &'a [u8],
    words: &'a str,
    components: &'a [Arc<Component>],
    at: usize,
}

impl<'a> Unpacker<'a> {
    fn nodes(&mut self) -> Vec<Node<'a>> {
        self.all(Self::node)
    }

    fn node(&mut self) -> Node<'a> {
        let marked = self.byte();
        let span = self.span();
        let kind = match marked & !(AS_WRITTEN | HOLDS) {
            byte if byte >= rich::HEADING => self.rich(byte, &span),
            byte if marked & AS_WRITTEN > 0 => bytes::kind(byte, || &self.source[span.clone()]),
            byte => bytes::kind(byte, || self.text(&span)),
        };
        let mut node = Node::bare(kind, span);
        if marked & HOLDS > 0 {
            node.children = self.nodes();
        }
        self.at = node.span.end;
        node
    }

    fn rich(&mut self, byte: u8, span: &Range<usize>) -> Kind<'a> {
        match byte {
            rich::HEADING => {
                let level = HeadingLevel::try_from(usize::from(self.byte())).unwrap_or(HeadingLevel::H6);
                Kind::Element(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            rich::LIST => Kind::Element(Tag::List(Some(self.number()))),
            rich::TABLE => Kind::Element(Tag::Table(self.all(|own| own.place(&ALIGNMENTS)))),
            rich::LINK | rich::IMAGE => {
                let link_type = self.place(&LINKS);
                let [dest_url, title, id] = [(); 3].map(|()| self.text(span).into());
                Kind::Element(match byte {
                    rich::LINK => Tag::Link { link_type, dest_url, title, id },
                    _ => Tag::Image { link_type, dest_url, title, id },
                })
            }
            rich::FOOTNOTE_REFERENCE => Kind::FootnoteReference { number: self.size(), occurrence: self.size() },
            rich::FOOTNOTE => Kind::Footnote { number: self.size(), references: self.size() },
            rich::COMPONENT => Kind::Component(Box::new(self.call())),
            _ => Kind::Attributes(Attributes {
                id: self.all(|own| own.text(span).to_owned()).pop(),
                classes: self.all(|own| own.text(span).to_owned()),
                pairs: self.all(|own| (own.text(span).to_owned(), own.text(span).to_owned())),
            }),
        }
    }

    fn call(&mut self) -> Call<'a> {
        let component = Arc::clone(&self.components[self.size()]);
        let span = self.span();
        let arguments = self.all(|own| (own.text(&span).to_owned(), own.argument(&span)));
        Call { component, arguments, panes: self.all(Self::call), body: self.nodes(), span }
    }

    fn argument(&mut self, call: &Range<usize>) -> Argument<'a> {
        let kind = match self.byte() {
            argument::MARKDOWN => return Argument::Markdown(self.nodes()),
            argument::ICON => return Argument::Icon(self.text(call).to_owned()),
            argument::SIZE => {
                let [property, value] = [(); 2].map(|()| self.text(call).to_owned());
                return Argument::Size(Size { property, value });
            }
            argument::LINK => LinkKind::Link,
            argument::IMAGE => LinkKind::Image,
            _ => return Argument::Text(self.text(call).to_owned()),
        };
        let span = self.span();
        Argument::Link(kind, self.text(&span).to_owned(), span)
    }

    fn span(&mut self) -> Range<usize> {
        let forward = self.size();
        self.at = self.at.wrapping_add(forward >> 1 ^ (forward & 1).wrapping_neg());
        self.at..self.at.wrapping_add(self.size())
    }

    fn text(&mut self, span: &Range<usize>) -> &'a str {
        if self.byte() == words::WITHIN {
            let start = span.start + self.size();
            &self.source[start..start + self.size()]
        } else {
            let (text, behind) = self.words.split_at(self.size());
            self.words = behind;
            text
        }
    }

    fn all<T>(&mut self, mut each: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.size()).map(|_| each(self)).collect()
    }

    fn place<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.size()]
    }

    fn size(&mut self) -> usize {
        self.number() as usize
    }

    fn number(&mut self) -> u64 {
        leb128::take(&mut self.bytes).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        let (byte, behind) = self.bytes.split_first().unwrap_or((&0, &[]));
        self.bytes = behind;
        *byte
    }
}
