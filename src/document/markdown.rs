//! Markdown to tree. pulldown-cmark is called here and, for writing plain elements, in `render`; nowhere else.
//!
//! One pass over the parser's events builds the tree on a stack. A live marker line opens, continues or closes a
//! component on the same stack, so components and Markdown containers nest in each other by themselves: a component that
//! its list item or quote ends first is closed there, and told.

mod blocks;
mod calls;
mod finish;
mod fragment;
mod held;
mod lists;

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, RefDefs, Tag};

pub(super) use fragment::inline;

use super::judge::{Judged, Verdict};
use super::margin::unquoted;
use super::scan::{BlockMarker, Marker, MarkerKind, Settled};
use super::symbols::Splitter;
use super::tree::{Kind, Node};
use super::{abbreviations, attach, code_span, description, footnotes, math, table};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::Grammar;

/// Quotes, lists and components may be nested this deep; what lies deeper is shown as text.
pub(super) const MAX_DEPTH: usize = 64;

/// The Markdown that Rasher reads: CommonMark with tables, strikethrough, tasks, footnotes, definition lists,
/// super- and subscript.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// The first line of an HTML block, and the indentation before it, which the parser gives as a text of its own.
fn first_line<'a>(events: &mut impl Iterator<Item = Spanned<'a>>) -> (Option<Spanned<'a>>, Option<Spanned<'a>>) {
    match events.next() {
        Some((Event::Text(indentation), span)) => (Some((Event::Text(indentation), span)), events.next()),
        first => (None, first),
    }
}

/// An event with the bytes that it was made from.
type Spanned<'a> = (Event<'a>, Range<usize>);

/// The marker line that an HTML block's line is, if it is one.
pub(super) fn block_marker_in(text: &str, line: &Range<usize>, markers: &[Marker]) -> Option<usize> {
    let at = markers.partition_point(|marker| marker.span.start < line.start);
    let marker = markers.get(at).filter(|marker| {
        use MarkerKind::{Abbreviation, Admonition, Attributes, Block, CommentBlock, Html, MathBlock};
        let is_line = matches!(marker.kind, Block(_) | Attributes(_) | Admonition(_) | Abbreviation { .. });
        is_line || matches!(marker.kind, CommentBlock | Html | MathBlock { .. })
    })?;
    let before = text.get(line.start..marker.span.start)?;
    unquoted(before).is_empty().then_some(at)
}

/// An element or component that is still open.
struct Frame<'a> {
    node: Node<'a>,
    open: Option<Box<OpenComponent>>,
    /// Whether it is what is left of a list or item that a component cut off.
    is_rest: bool,
}

/// Definitions of links, `[label]: address "title"`.
type Definitions = HashMap<String, (String, String)>;

fn definitions(found: &RefDefs<'_>) -> Definitions {
    found
        .iter()
        .map(|(label, found)| {
            let title = found.title.as_deref().unwrap_or_default().to_owned();
            (label.to_lowercase(), (found.dest.to_string(), title))
        })
        .collect()
}

/// The marker that opened a component, and the pane that is being filled.
struct OpenComponent {
    marker: BlockMarker,
    span: Range<usize>,
    /// Whether its closing line was met inside a list item or quote, with which it ends.
    is_ending: bool,
    /// How many nodes it held when one of its kind inside it was closed: all that it holds if it has no closing line of its own.
    held: Option<usize>,
}

/// Texts that follow each other without a gap, and the bytes of all of them: the parser ends a text at every character
/// that might mean something.
enum Joined {
    /// As they stand in the settled text.
    Written(Range<usize>),
    /// Otherwise, such as an entity that was decoded.
    Decoded(String, Range<usize>),
}

impl Joined {
    fn span(&self) -> &Range<usize> {
        match self {
            Self::Written(span) | Self::Decoded(_, span) => span,
        }
    }

    /// What was joined so far with `text`, which stands at `span`.
    fn extend(before: Option<Self>, text: &str, span: Range<usize>, settled: &str) -> Self {
        let is_written = settled.get(span.clone()) == Some(text);
        match before {
            None if is_written => Self::Written(span),
            None => Self::Decoded(text.to_owned(), span),
            Some(Self::Written(whole)) if is_written => Self::Written(whole.start..span.end),
            Some(Self::Written(whole)) => {
                Self::Decoded(format!("{}{text}", &settled[whole.clone()]), whole.start..span.end)
            }
            Some(Self::Decoded(mut joined, whole)) => {
                joined.push_str(text);
                Self::Decoded(joined, whole.start..span.end)
            }
        }
    }
}

struct Builder<'a, 's> {
    source: &'s Arc<SourceText>,
    settled: &'a Settled,
    grammar: &'s Grammar,
    stack: Vec<Frame<'a>>,
    /// The text that is being joined.
    joined: Option<Joined>,
    /// The page's definitions of links, by their label: address and title.
    definitions: Definitions,
    /// The callout that the next block at this depth is.
    admonition: Option<(String, usize)>,
    diagnostics: Vec<Diagnostic>,
    /// How many lines may still be read in two ways to find the better one.
    trials: Cell<usize>,
    /// Splits texts at their symbols and addresses, when one may hold any or stands beside the author's own HTML.
    splitter: Splitter<'s>,
    may_split: bool,
}

/// So many lines of a page may be read in two ways; no one's page has as many. Bounds the work on one that has.
const MAX_TRIALS: usize = 256;

/// A tree, and what is wrong in it.
pub(super) type Tree<'a> = (Vec<Node<'a>>, Vec<Diagnostic>);

/// Builds the tree of a text, and tells what the parser made of its markers: the tree holds if that is what they are.
fn tree<'a>(source: &Arc<SourceText>, settled: &'a Settled, grammar: &Grammar) -> (Tree<'a>, Vec<Verdict>) {
    let root = Node::bare(Kind::Figure, 0..settled.text.len());
    let stack = vec![Frame { node: root, open: None, is_rest: false }];
    let mut builder = Builder {
        source,
        settled,
        grammar,
        stack,
        joined: None,
        definitions: Definitions::new(),
        admonition: None,
        diagnostics: Vec::new(),
        trials: Cell::new(MAX_TRIALS),
        splitter: Splitter::of(settled, grammar),
        may_split: false,
    };
    let events = Parser::new_ext(&settled.text, options()).into_offset_iter();
    builder.definitions = definitions(events.reference_definitions());
    let mut events = Judged::new(events, &settled.text, &settled.markers);
    while let Some((event, span)) = events.next() {
        if !matches!(event, Event::Text(_)) {
            builder.end_text();
        }
        match event {
            Event::Start(Tag::HtmlBlock) => builder.html_block(span, &mut events),
            Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }) if builder.inline_component(&span) => {
                skip(&mut events, 1);
            }
            Event::Start(_) if builder.stack.len() > MAX_DEPTH => {
                skip(&mut events, 1);
                builder.too_deep(span);
            }
            Event::Start(tag) => {
                let node = Node::bare(Kind::Element(addressed(tag)), span);
                builder.stack.push(Frame { node, open: None, is_rest: false });
            }
            Event::End(_) => builder.end_element(),
            Event::Text(text) => builder.text(text, span),
            Event::Code(code) => builder.code(code, span),
            leaf => {
                builder.may_split |= matches!(leaf, Event::InlineHtml(_));
                builder.attach(Node::leaf(leaf, span));
            }
        }
    }
    builder.end_text();
    builder.close_components();
    let root = builder.stack.pop().map(|frame| frame.node.children).unwrap_or_default();
    let root = if builder.may_split { builder.splitter.split(root) } else { root };
    ((root, builder.diagnostics), events.verdicts())
}

/// Builds the tree of a page, with what concerns it as a whole: its description, its abbreviations, its notes.
pub(super) fn page<'a>(source: &Arc<SourceText>, settled: &'a Settled, grammar: &Grammar) -> Tree<'a> {
    draft(source, settled, grammar).0
}

/// Builds the tree of a page whose text need not be settled yet, and tells what the parser made of its markers.
pub(super) fn draft<'a>(source: &Arc<SourceText>, draft: &'a Settled, grammar: &Grammar) -> (Tree<'a>, Vec<Verdict>) {
    let ((mut nodes, mut diagnostics), verdicts) = tree(source, draft, grammar);
    description::mark(&mut nodes, source, &mut diagnostics);
    abbreviations::mark(&mut nodes, &source.text, &draft.markers);
    footnotes::gather(&mut nodes, source, &mut diagnostics);
    ((nodes, diagnostics), verdicts)
}

/// `<a@b.c>` as the address that it is short for, which leads to no page.
fn addressed(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Link { link_type: LinkType::Email, dest_url, title, id } => {
            Tag::Link { link_type: LinkType::Autolink, dest_url: format!("mailto:{dest_url}").into(), title, id }
        }
        tag => tag,
    }
}

/// Passes over events until `depth` elements are closed.
fn skip<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>, mut depth: usize) {
    while depth > 0 {
        match events.next() {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

impl<'a> Builder<'a, '_> {
    fn attach(&mut self, node: Node<'a>) {
        match self.stack.last_mut() {
            Some(Frame { node: holder, .. }) if !node.is_block() => {
                // Most elements hold one text, for which a list would make room for four.
                holder.children.reserve_exact(usize::from(holder.children.is_empty()));
                holder.children.push(node);
            }
            _ => self.attach_block(node),
        }
    }

    fn attach_block(&mut self, mut node: Node<'a>) {
        let Some(frame) = self.stack.last_mut() else { return };
        let siblings = &mut frame.node.children;
        // Attributes on the line above a block are its own.
        while siblings.last().is_some_and(Node::is_attributes) {
            siblings.pop().into_iter().for_each(|attributes| attach::above(&mut node, attributes));
        }
        match (attach::lone_block_id(&node), siblings.last_mut().filter(|before| before.is_block())) {
            (Some(id), Some(before)) => before.children.push(id),
            _ => siblings.push(node),
        }
    }

    /// The component that what comes next stands right in.
    fn top(&self) -> Option<&OpenComponent> {
        self.stack.last()?.open.as_deref()
    }

    /// The components that are open in the same list item or quote, innermost first.
    fn open_here(&self) -> impl Iterator<Item = &OpenComponent> {
        self.stack.iter().rev().map_while(|frame| frame.open.as_deref())
    }

    /// Inline code, or the maths that was hidden as such.
    fn code(&mut self, code: CowStr<'a>, span: Range<usize>) {
        let leaf = match self.settled.marker_at(span.start).map(|marker| &marker.kind) {
            Some(MarkerKind::Math { tex }) => Event::InlineMath(self.tex(tex)),
            Some(MarkerKind::BarredCode) => {
                Event::Code(CowStr::from(table::code_in_cell(&self.source.text[span.clone()])))
            }
            _ => Event::Code(code_span::over_lines(&self.source.text[span.clone()]).map_or(code, CowStr::from)),
        };
        self.attach(Node::leaf(leaf, span));
    }

    fn tex(&self, span: &Range<usize>) -> CowStr<'a> {
        CowStr::from(math::without_quote_marks(&self.source.text[span.clone()]))
    }

    /// Joins a text with the one before it.
    fn text(&mut self, text: CowStr<'a>, span: Range<usize>) {
        let written = self.source.text.get(span.clone());
        let is_hidden = if self.is_in_code() {
            // Code is what its author wrote, whatever was found in it and whatever tab is a space for the parser.
            written != self.settled.text.get(span.clone())
        } else {
            // Hidden text lies whole inside the text of its bytes; what the author wrote is in the source.
            let markers = &self.settled.markers;
            let next = markers.get(markers.partition_point(|marker| marker.span.end <= span.start));
            match next.filter(|marker| marker.span.start < span.end).map(|marker| &marker.kind) {
                // The last line of a block is a text when the list item or quote around it ends before; what stands below
                // the comment is a paragraph, too.
                Some(MarkerKind::CommentBlock) => {
                    return self.stack.last_mut().into_iter().for_each(|frame| frame.node.span.start = span.end);
                }
                Some(MarkerKind::Address | MarkerKind::Symbol | MarkerKind::Bar | MarkerKind::MathBlock { .. }) => true,
                _ => false,
            }
        };
        // In a draft, where a character was hidden by spaces, a part of it may pass for the indentation of a line of code.
        let written = written.filter(|_| is_hidden && text.len() == span.len());
        let text = written.map_or(text, |written| CowStr::from(written.to_owned()));
        if self.joined.as_ref().is_some_and(|joined| joined.span().end != span.start) {
            self.end_text();
        }
        self.joined = Some(Joined::extend(self.joined.take(), &text, span, &self.settled.text));
    }

    /// Attaches the text that was joined so far, if any.
    fn end_text(&mut self) {
        let Some(joined) = self.joined.take() else { return };
        let (text, span) = match joined {
            Joined::Written(span) => (CowStr::Borrowed(&self.settled.text[span.clone()]), span),
            Joined::Decoded(text, span) => (CowStr::from(text), span),
        };
        self.may_split |= !self.is_in_code() && self.splitter.may_split_text(&text);
        self.attach(Node::leaf(Event::Text(text), span));
    }

    fn is_in_code(&self) -> bool {
        self.stack.last().is_some_and(|frame| matches!(frame.node.kind, Kind::Element(Tag::CodeBlock(_))))
    }

    fn too_deep(&mut self, span: Range<usize>) {
        let message = format!("this is nested more than {MAX_DEPTH} deep");
        let diagnostic = Diagnostic::new(Code::TooDeep, message).at(self.source, span.clone());
        self.diagnostics.push(diagnostic.hint("what lies deeper is shown as plain text"));
        let text = self.source.text[span.clone()].trim().to_owned();
        self.attach(Node::bare(Kind::Verbatim(text), span));
    }
}
