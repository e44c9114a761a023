//! Markdown to tree. pulldown-cmark is called here and, for writing plain elements, in `render`; nowhere else.
//!
//! One pass over the parser's events builds the tree on a stack. A live marker line opens, continues or closes a
//! component on the same stack, so components and Markdown containers nest in each other by themselves: a component that
//! its list item or quote ends first is closed there, and told.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, RefDefs, Tag, TagEnd};

use super::attach::{self, Images};
use super::call::{self, Given, InlineCall};
use super::fence::Fence;
use super::judge::{Judged, Verdict};
use super::lines::Margin;
use super::scan::{self, BlockMarker, Marker, MarkerKind, Settled};
use super::size::Size;
use super::tree::{Argument, Call, EMBEDS, Kind, LinkKind, Node};
use super::wiki::{self, WikiLink};
use super::{abbreviations, remains, spans};
use super::{callouts, description, footnotes, lines, list, math, pairs, symbols, table};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::{Component, Content, Grammar};

/// Quotes, lists and components may be nested this deep; what lies deeper is shown as text.
pub(super) const MAX_DEPTH: usize = 64;

/// The Markdown that Rasher reads: CommonMark with tables, strikethrough, tasks, footnotes, definition lists,
/// super- and subscript (format sheet §1.0).
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
        use MarkerKind::{Abbreviation, Admonition, Attributes, Block, CommentBlock, MathBlock};
        let is_line = matches!(marker.kind, Block(_) | Attributes(_) | Admonition(_) | Abbreviation { .. });
        is_line || matches!(marker.kind, CommentBlock | MathBlock { .. })
    })?;
    let before = text.get(line.start..marker.span.start)?;
    before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')).then_some(at)
}

/// An element or component that is still open.
struct Frame<'a> {
    node: Node<'a>,
    open: Option<OpenComponent>,
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
}

/// A tree, and what is wrong in it.
pub(super) type Tree<'a> = (Vec<Node<'a>>, Vec<Diagnostic>);

/// Builds the tree of a text, and tells what the parser made of its markers: the tree holds if that is what they are.
fn tree<'a>(source: &Arc<SourceText>, settled: &'a Settled, grammar: &Grammar) -> (Tree<'a>, Vec<Verdict>) {
    let root = Node { kind: Kind::Figure, span: 0..settled.text.len(), children: Vec::new() };
    let stack = vec![Frame { node: root, open: None }];
    let mut builder = Builder {
        source,
        settled,
        grammar,
        stack,
        joined: None,
        definitions: Definitions::new(),
        admonition: None,
        diagnostics: Vec::new(),
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
                let node = Node { kind: Kind::Element(tag), span, children: Vec::new() };
                builder.stack.push(Frame { node, open: None });
            }
            Event::End(_) => builder.end_element(),
            Event::Text(text) => builder.text(text, span),
            Event::Code(code) => builder.code(code, span),
            leaf => builder.attach(Node::leaf(leaf, span)),
        }
    }
    builder.end_text();
    builder.close_components();
    let root = builder.stack.pop().map(|frame| frame.node.children).unwrap_or_default();
    ((symbols::split(root, grammar), builder.diagnostics), events.verdicts())
}

/// Builds the tree of a page: what concerns it as a whole is settled.
pub(super) fn page<'a>(source: &Arc<SourceText>, settled: &'a Settled, grammar: &Grammar) -> Tree<'a> {
    draft(source, settled, grammar).0
}

/// The same for a text that need not be settled yet, and what the parser made of its markers.
pub(super) fn draft<'a>(source: &Arc<SourceText>, draft: &'a Settled, grammar: &Grammar) -> (Tree<'a>, Vec<Verdict>) {
    let ((mut nodes, mut diagnostics), verdicts) = tree(source, draft, grammar);
    description::mark(&mut nodes, &source.text);
    abbreviations::mark(&mut nodes, &source.text, &draft.markers);
    footnotes::gather(&mut nodes, source, &mut diagnostics);
    ((nodes, diagnostics), verdicts)
}

/// An icon that nobody knows.
pub(super) fn unknown_icon(source: &Arc<SourceText>, name: &str, span: Range<usize>, grammar: &Grammar) -> Diagnostic {
    let bare = name.trim_matches(':');
    Diagnostic::new(Code::UnknownIcon, format!("there is no icon `{name}`"))
        .at(source, span)
        .did_you_mean(bare.strip_prefix("icon-").unwrap_or(bare), grammar.icon_names())
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
    fn attach(&mut self, mut node: Node<'a>) {
        let Some(frame) = self.stack.last_mut() else { return };
        let siblings = &mut frame.node.children;
        // Attributes on the line above a block are its own.
        while node.is_block() && siblings.last().is_some_and(Node::is_attributes) {
            siblings.pop().into_iter().for_each(|attributes| attach::above(&mut node, attributes));
        }
        match (attach::lone_block_id(&node), siblings.last_mut().filter(|before| before.is_block())) {
            (Some(id), Some(before)) => before.children.push(id),
            _ => siblings.push(node),
        }
    }

    /// Inline code, or the maths that was hidden as such.
    fn code(&mut self, code: CowStr<'a>, span: Range<usize>) {
        let leaf = match self.settled.marker_at(span.start).map(|marker| &marker.kind) {
            Some(MarkerKind::Math { tex }) => Event::InlineMath(self.tex(tex)),
            Some(MarkerKind::BarredCode) => Event::Code(CowStr::from(table::code(&self.source.text[span.clone()]))),
            _ => Event::Code(code),
        };
        self.attach(Node::leaf(leaf, span));
    }

    fn tex(&self, span: &Range<usize>) -> CowStr<'a> {
        CowStr::from(math::without_quote_marks(&self.source.text[span.clone()]))
    }

    /// Joins a text with the one before it.
    fn text(&mut self, text: CowStr<'a>, span: Range<usize>) {
        // Hidden text, and what only looked like markup in a block of code, lies whole inside the text of its bytes; what the
        // author wrote is in the source.
        let markers = &self.settled.markers;
        let next = markers.get(markers.partition_point(|marker| marker.span.end <= span.start));
        let is_code = |frame: &Frame<'_>| matches!(frame.node.kind, Kind::Element(Tag::CodeBlock(_)));
        let is_code = self.stack.last().is_some_and(is_code);
        let hidden = next.is_some_and(|marker| {
            let is_text = matches!(marker.kind, MarkerKind::Address | MarkerKind::Symbol) || is_code;
            is_text && marker.span.start < span.end
        });
        let text = if hidden && text.len() == span.len() {
            CowStr::from(self.source.text[span.clone()].to_owned())
        } else {
            text
        };
        if self.joined.as_ref().is_some_and(|joined| joined.span().end != span.start) {
            self.end_text();
        }
        self.joined = Some(Joined::extend(self.joined.take(), &text, span, &self.settled.text));
    }

    /// Attaches the text that was joined so far, if any.
    fn end_text(&mut self) {
        let (text, span) = match self.joined.take() {
            Some(Joined::Written(span)) => (CowStr::Borrowed(&self.settled.text[span.clone()]), span),
            Some(Joined::Decoded(text, span)) => (CowStr::from(text), span),
            None => return,
        };
        self.attach(Node::leaf(Event::Text(text), span));
    }

    fn too_deep(&mut self, span: Range<usize>) {
        let message = format!("this is nested more than {MAX_DEPTH} deep");
        let diagnostic = Diagnostic::new(Code::TooDeep, message).at(self.source, span.clone());
        self.diagnostics.push(diagnostic.hint("what lies deeper is shown as plain text"));
        let text = self.source.text[span.clone()].trim().to_owned();
        self.attach(Node { kind: Kind::Verbatim(text), span, children: Vec::new() });
    }

    /// An HTML block is a marker line or what it says.
    fn html_block(&mut self, span: Range<usize>, events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>) {
        let (indentation, Some((first, line))) = first_line(events) else { return };
        let settled = self.settled;
        if let Some(at) = block_marker_in(&settled.text, &line, &settled.markers) {
            let Marker { kind, span } = &settled.markers[at];
            match kind {
                MarkerKind::Block(marker) => self.block_marker(marker, span),
                MarkerKind::Attributes(attributes) => {
                    let kind = Kind::Attributes(attributes.clone());
                    self.attach(Node { kind, span: span.clone(), children: Vec::new() });
                }
                MarkerKind::MathBlock { tex } => {
                    let tex = self.tex(tex);
                    self.attach(Node::leaf(Event::DisplayMath(tex), span.clone()));
                }
                MarkerKind::Admonition(class) => self.admonition = Some((class.clone(), self.stack.len())),
                _ => {}
            }
            skip(events, 1);
            return;
        }
        let verbatim = ["<!", "<?", "<script", "<pre", "<style", "<textarea"];
        let start = settled.text[span.clone()].trim_start().as_bytes();
        let begins =
            |tag: &&str| start.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()));
        let may_end = !verbatim.iter().any(begins);
        let html = |span| Node { kind: Kind::Element(Tag::HtmlBlock), span, children: Vec::new() };
        let mut node = html(span);
        node.children.extend(indentation.map(|(event, span)| Node::leaf(event, span)));
        let mut next = Some((first, line));
        while let Some((event, span)) = next {
            if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                break;
            }
            if may_end && self.is_closing_line(&span) {
                let behind = html(span.end..node.span.end);
                node.span.end = span.start;
                self.attach(std::mem::replace(&mut node, behind));
                self.close_component();
            } else {
                node.children.push(Node::leaf(event, span));
            }
            next = events.next();
        }
        if !node.children.is_empty() {
            self.attach(node);
        }
    }

    /// Whether a line of raw HTML closes the component that is open around it: HTML only ends with a blank line, and authors
    /// do not leave one.
    fn is_closing_line(&self, line: &Range<usize>) -> bool {
        let open = self.stack.last().and_then(|frame| frame.open.as_ref());
        let line = self.settled.text[line.clone()].trim();
        open.is_some_and(|open| {
            let closing = open.marker.closing();
            let mark = closing.as_bytes().first().copied();
            let is_run = line.len() == open.marker.length && line.bytes().all(|byte| Some(byte) == mark);
            if open.marker.foreign.is_some() { line == closing } else { is_run }
        })
    }

    /// A component that begins and ends on its line.
    fn whole_component(&mut self, marker: &BlockMarker, body: Range<usize>, span: &Range<usize>) {
        let arguments = self.block_arguments(marker);
        let text = &self.source.text[body.clone()];
        let (children, problems) =
            inline_with(self.source, body.clone(), text, &self.definitions_in(text), self.grammar);
        self.diagnostics.extend(problems);
        let body = vec![Node { kind: Kind::Element(Tag::Paragraph), span: body, children }];
        let component = Arc::clone(&marker.component);
        let call = Call { component, arguments, panes: Vec::new(), body, span: span.clone() };
        self.attach(Node { kind: Kind::Component(Box::new(call)), span: span.clone(), children: Vec::new() });
    }

    fn block_marker(&mut self, marker: &BlockMarker, span: &Range<usize>) {
        if let Some(body) = marker.foreign.as_ref().and_then(|foreign| foreign.body.clone()) {
            return self.whole_component(marker, body, span);
        }
        let top = self.stack.last().and_then(|frame| frame.open.as_ref());
        let same = |open: &OpenComponent| marker.belongs_to(&open.marker);
        let continues = top.is_some_and(same);
        if continues && marker.is_bare() {
            let open = self.stack.last();
            self.diagnostics.extend(open.and_then(|frame| remains::empty(&frame.node, self.source)));
            self.close_component();
            self.mark_held(marker);
        } else if continues && scan::is_sequence(&marker.component) {
            self.close_pane();
            self.open_pane(marker, span);
        } else if (marker.is_bare() || !marker.component.metadata.nests) && self.closes_enclosing(marker) {
            // The marker is meant for a component around the open ones, which end here.
            while let Some(open) = self.stack.last().and_then(|frame| frame.open.as_ref()).filter(|open| !same(open)) {
                // Panels in a container end with it.
                if marker.component.metadata.encloses && scan::is_sequence(&open.marker.component) {
                    self.close_component();
                } else {
                    self.close_unclosed();
                }
            }
            self.block_marker(marker, span);
        } else if marker.is_bare() && !self.is_paired(marker, span) && self.ends_with_its_container(marker) {
            // An indented closing line behind a list belongs to the list for Markdown, to the block around it for its author.
        } else if marker.is_bare() && (marker.only_closes || scan::is_sequence(&marker.component)) {
            let marks = &self.source.text[span.clone()];
            let message = format!("`{marks}` closes nothing here");
            let diagnostic = Diagnostic::new(Code::StrayMarker, message).at(self.source, span.clone());
            self.diagnostics.push(
                diagnostic
                    .hint("its opening marker is missing, or stands in another list item or quote")
                    .hint(format!("one with a title behind a space opens: `{marks} Title`")),
            );
        } else if self.stack.len() > MAX_DEPTH {
            self.too_deep(span.clone());
        } else {
            self.open_component(marker, span);
        }
    }

    /// Whether the next marker of this kind is bare, too, and as far from its line's start: the two are one block.
    fn is_paired(&self, marker: &BlockMarker, span: &Range<usize>) -> bool {
        const NEAR: usize = 64;
        let column = |at: usize| at - self.settled.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let behind = self.settled.markers.partition_point(|other| other.span.start <= span.start);
        let mut near = self.settled.markers.iter().skip(behind).take(NEAR);
        near.find_map(|other| match &other.kind {
            MarkerKind::Block(next) if next.belongs_to(marker) => {
                Some(next.is_bare() && column(other.span.start) == column(span.start))
            }
            _ => None,
        })
        .unwrap_or(false)
    }

    /// Takes note of a closing line for a component that is open outside of the list item or quote that the line stands in.
    fn ends_with_its_container(&mut self, marker: &BlockMarker) -> bool {
        let open = self.stack.iter_mut().rev().filter_map(|frame| frame.open.as_mut());
        let Some(open) = open.into_iter().find(|open| marker.belongs_to(&open.marker)) else { return false };
        open.is_ending = true;
        true
    }

    /// Whether a component of the marker's kind is open in this container, around others.
    fn closes_enclosing(&self, marker: &BlockMarker) -> bool {
        let ends_here =
            |open: &&OpenComponent| marker.is_enclosed && !marker.is_bare() && open.marker.component.metadata.encloses;
        let open = self.stack.iter().rev().map_while(|frame| frame.open.as_ref());
        open.take_while(|open| !ends_here(open)).any(|open| marker.belongs_to(&open.marker))
    }

    fn open_component(&mut self, marker: &BlockMarker, span: &Range<usize>) {
        let component = Arc::clone(&marker.component);
        let line = self.grammar.line(&self.source.text[marker.glued.clone()]);
        let is_line = line.is_some();
        if let Some(line) = line {
            let message = format!("this `{}` does not end on its line", &self.source.text[marker.glued.clone()]);
            let diagnostic = Diagnostic::new(Code::UnclosedComponent, message).at(self.source, span.clone());
            self.diagnostics.push(diagnostic.hint(format!("write it on one line: `{}`", line.metadata.example)));
        }
        let sequence = scan::is_sequence(&component);
        let arguments = if sequence || is_line { Vec::new() } else { self.block_arguments(marker) };
        let call = Call { component, arguments, panes: Vec::new(), body: Vec::new(), span: span.clone() };
        let node = Node { kind: Kind::Component(Box::new(call)), span: span.clone(), children: Vec::new() };
        self.stack.push(Frame {
            node,
            open: Some(OpenComponent { marker: marker.clone(), span: span.clone(), is_ending: false, held: None }),
        });
        if sequence {
            self.open_pane(marker, span);
        }
    }

    fn open_pane(&mut self, marker: &BlockMarker, span: &Range<usize>) {
        let is_glued = self.source.text[..marker.text.start].ends_with(|c: char| !c.is_whitespace());
        if is_glued && marker.foreign.is_none() && !marker.text.is_empty() {
            let marks = &self.source.text[span.start..marker.text.start];
            let message = format!("there is no space between `{marks}` and the title");
            let diagnostic = Diagnostic::new(Code::MissingSpace, message).at(self.source, span.clone());
            let text = &self.source.text[marker.text.clone()];
            let folds = marker.component.metadata.fold.is_some() && marker.fold.is_none();
            let hint = match text.strip_prefix('-').filter(|_| folds) {
                Some(title) => {
                    format!("one that starts closed has the hyphen for its last character: `{}-{title}`", &marks[1..])
                }
                None => "other tools show it as text".to_owned(),
            };
            self.diagnostics.push(diagnostic.hint(hint));
        }
        let arguments = self.block_arguments(marker);
        if let Some(call) = self.open_call() {
            let component = Arc::clone(&call.component);
            call.panes.push(Call { component, arguments, panes: Vec::new(), body: Vec::new(), span: span.clone() });
        }
        if let Some(open) = self.stack.last_mut().and_then(|frame| frame.open.as_mut()) {
            open.span = span.clone();
        }
    }

    /// Moves what was read since the last marker into the component or its last pane.
    fn close_pane(&mut self) {
        let Some(frame) = self.stack.last_mut() else { return };
        let body = std::mem::take(&mut frame.node.children);
        if let Kind::Component(call) = &mut frame.node.kind {
            let call = call.as_mut();
            match call.panes.last_mut() {
                Some(pane) => pane.body = body,
                None => call.body = body,
            }
        }
    }

    fn close_component(&mut self) {
        self.close_pane();
        if let Some(frame) = self.stack.pop() {
            self.attach(frame.node);
        }
    }

    fn close_unclosed(&mut self) {
        if let Some(open) = self.stack.last().and_then(|frame| frame.open.as_ref()) {
            let marks = open.marker.closing();
            let message = format!("this `{}` is never closed", open.marker.component.name);
            let diagnostic = Diagnostic::new(Code::UnclosedComponent, message).at(self.source, open.span.clone());
            let mut diagnostic = diagnostic.hint(format!("close it with `{marks}` on a line of its own"));
            let mut around = self.stack.iter().rev().skip(1).filter_map(|frame| frame.open.as_ref());
            if let Some(around) = around.next().filter(|_| open.marker.is_bare()) {
                let (name, marks) = (around.marker.component.written_name(), around.marker.closing());
                diagnostic = diagnostic.hint(format!("to close the `{name}` around it, write `{marks}` instead"));
            }
            // One that should have ended on its line was told when it was opened.
            if self.grammar.line(&self.source.text[open.marker.glued.clone()]).is_none() {
                self.diagnostics.push(diagnostic);
            }
        }
        let behind = self.stack.last_mut().and_then(|frame| {
            let held = frame.open.as_ref()?.held?;
            let marker = frame.open.as_ref()?.marker.clone();
            Some((marker, frame.node.children.split_off(held.min(frame.node.children.len()))))
        });
        self.close_component();
        if let Some((marker, behind)) = behind {
            self.mark_held(&marker);
            behind.into_iter().for_each(|node| self.attach(node));
        }
    }

    /// Takes note that a component of the marker's kind has just been closed by a line, which may have been meant for the one
    /// around it, too.
    fn mark_held(&mut self, marker: &BlockMarker) {
        if let Some(Frame { node, open: Some(open) }) = self.stack.last_mut()
            && marker.belongs_to(&open.marker)
        {
            open.held.get_or_insert(node.children.len());
        }
    }

    /// Closes the components that are open on top of the stack, because what holds them ends.
    fn close_components(&mut self) {
        while self.stack.last().is_some_and(|frame| frame.open.is_some()) {
            self.close_unclosed();
        }
    }

    fn open_call(&mut self) -> Option<&mut Call<'a>> {
        match &mut self.stack.last_mut()?.node.kind {
            Kind::Component(call) => Some(call),
            _ => None,
        }
    }

    fn end_element(&mut self) {
        self.close_components();
        let Some(Frame { node, .. }) = self.stack.pop() else { return };
        let class = self.admonition.take_if(|(_, depth)| *depth == self.stack.len()).map(|(class, _)| class);
        for node in self.finish(node) {
            let node = match &class {
                Some(class) => callouts::marked(node, class, self.grammar),
                None => node,
            };
            self.attach(node);
        }
        if self.stack.last().and_then(|frame| frame.open.as_ref()).is_some_and(|open| open.is_ending) {
            self.close_component();
        }
    }

    /// What an element becomes once everything inside it is known.
    fn finish(&self, mut node: Node<'a>) -> Vec<Node<'a>> {
        if matches!(node.kind, Kind::Element(Tag::CodeBlock(_))) {
            return vec![self.drawn(node)];
        }
        spans::pair(&mut node.children, &self.source.text);
        let is_cell = matches!(node.kind, Kind::Element(Tag::TableCell));
        attach::behind(&mut node.children, if is_cell { Images::LeaveAttributes } else { Images::TakeAttributes });
        let source = self.source.text.as_str();
        let Kind::Element(tag) = &node.kind else { return vec![node] };
        match tag {
            Tag::Paragraph => {
                let margin = if self.stack.len() == 1 { Margin::Page(source) } else { Margin::Container };
                let mut blocks = lines::lift(node, self.grammar, margin);
                let text = blocks.last_mut().filter(|last| matches!(last.kind, Kind::Element(Tag::Paragraph)));
                text.into_iter().for_each(|text| attach::at_end(text, source));
                return blocks;
            }
            Tag::Heading { .. } => attach::at_end_of_heading(&mut node),
            Tag::Item | Tag::DefinitionListDefinition => {
                node.children = lines::lift_tight(std::mem::take(&mut node.children), self.grammar);
                attach::at_end(&mut node, source);
                list::unwrap_definition(&mut node);
            }
            Tag::DefinitionListTitle => return list::terms(node, source),
            Tag::TableCell => attach::at_end(&mut node, source),
            Tag::List(Some(_)) => return self.numbered(node),
            Tag::TableHead => attach::head(&mut node, source),
            Tag::Table(_) => node.children.extend(self.attributes_behind_head(&node.span)),
            Tag::List(None) => return pairs::cards(node, self.grammar),
            Tag::BlockQuote(_) => return vec![callouts::quote(node, self.grammar)],
            _ => {}
        }
        vec![node]
    }

    /// A list, or the lists that it is: letters do not go on where digits were.
    fn numbered(&self, list: Node<'a>) -> Vec<Node<'a>> {
        let letters = |item: &Node<'a>| {
            let at = list::letters_at(&self.settled.text, item.span.start, &self.settled.markers)?;
            match self.settled.markers.get(at)?.kind {
                MarkerKind::Letters { numbering, value } => Some((numbering, value)),
                _ => None,
            }
        };
        if !list.children.iter().any(|item| letters(item).is_some()) {
            return vec![list];
        }
        let mut lists: Vec<Node<'a>> = Vec::new();
        let mut current = None;
        for item in list.children {
            let own = letters(&item);
            let numbering = own.map(|(numbering, _)| numbering);
            if lists.is_empty() || numbering != current {
                let digits =
                    || self.source.text[item.span.start..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok();
                let start = own.map(|(_, value)| value).or_else(digits).unwrap_or(1);
                let mut node =
                    Node { kind: Kind::Element(Tag::List(Some(start))), span: item.span.clone(), children: vec![] };
                node.children.extend(numbering.map(|numbering| numbering.attributes(&item.span)));
                lists.push(node);
                current = numbering;
            }
            if let Some(list) = lists.last_mut() {
                list.span.end = item.span.end;
                list.children.push(item);
            }
        }
        lists.iter_mut().for_each(|list| list::tighten(list, &self.source.text));
        lists
    }

    /// The attributes behind the closing bar of a table's first line, which were hidden.
    fn attributes_behind_head(&self, table: &Range<usize>) -> Option<Node<'a>> {
        let Marker { kind: MarkerKind::TableAttributes(attributes), span } =
            table::marker_in(&self.settled.text, table, &self.settled.markers)
                .and_then(|at| self.settled.markers.get(at))?
        else {
            return None;
        };
        Some(Node { kind: Kind::Attributes(attributes.clone()), span: span.clone(), children: Vec::new() })
    }

    /// A block of code in a language that a component draws, as a call of that component.
    fn drawn(&self, node: Node<'a>) -> Node<'a> {
        let Some(fence) = Fence::of(&node, Some(&self.source.text)) else { return node };
        let Some(component) = self.grammar.code(&fence.language) else { return node };
        let text: String = node.children.iter().filter_map(Node::text).collect();
        let own = |name: &str, value: String| Some((component.argument(name)?.name.clone(), Argument::Text(value)));
        let mut arguments: Vec<_> = component.metadata.text.iter().filter_map(|name| own(name, text.clone())).collect();
        arguments.extend(own("title", fence.title));
        arguments.extend(fence.attributes.id.and_then(|id| own("id", id)));
        arguments.extend(own("classes", fence.attributes.classes.join(" ")));
        let (component, span) = (Arc::clone(component), node.span.clone());
        let call = Call { component, arguments, panes: Vec::new(), body: Vec::new(), span };
        Node { kind: Kind::Component(Box::new(call)), span: node.span, children: Vec::new() }
    }

    /// Attaches the inline component that was hidden at `span`, if one was.
    fn inline_component(&mut self, span: &Range<usize>) -> bool {
        let settled = self.settled;
        let Some(Marker { kind, span }) = settled.marker_at(span.start) else { return false };
        let call = match kind {
            MarkerKind::Inline(call) => call,
            MarkerKind::Wiki(link) => {
                let node = self.wiki_link(link, span);
                self.attach(node);
                return true;
            }
            MarkerKind::Comment => return true,
            _ => return false,
        };
        // Brackets behind a component are its address if they hold the label of a link, and text otherwise.
        let brackets = call.link.clone().filter(|link| {
            let text = &self.source.text;
            text[..link.start].ends_with('[') && !self.definitions.contains_key(&text[link.clone()].to_lowercase())
        });
        let unlinked = brackets.as_ref().map(|_| InlineCall { link: None, ..call.clone() });
        let call = unlinked.as_ref().unwrap_or(call);
        let component = match &call.component {
            Some(component) => self.inline_call(call, component, span),
            None => {
                self.unknown_component(call);
                None
            }
        };
        let written = || Kind::Verbatim(self.source.text[span.clone()].to_owned());
        let kind = component.map_or_else(written, |call| Kind::Component(Box::new(call)));
        self.attach(Node { kind, span: span.clone(), children: Vec::new() });
        if let Some(link) = brackets {
            let span = link.start - 1..link.end + 1;
            let (nodes, problems) = inline(self.source, span.clone(), &self.source.text[span], self.grammar);
            self.diagnostics.extend(problems);
            nodes.into_iter().for_each(|node| self.attach(node));
        }
        true
    }

    /// A wiki link as the link or picture that it is; its destination keeps its brackets.
    fn wiki_link(&mut self, link: &WikiLink, span: &Range<usize>) -> Node<'a> {
        let target = &self.source.text[link.target.clone()];
        let label = link.label.clone().map(|label| (&self.source.text[label.clone()], label));
        let dest_url = CowStr::from(format!("[[{target}]]"));
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let text = |text: String, span| Node::leaf(Event::Text(CowStr::from(text)), span);
        let link_type = LinkType::WikiLink { has_pothole: label.is_some() };
        if link.embeds && wiki::is_picture(target) {
            let alt = label.map(|(label, span)| text(wiki::picture_text(label), span));
            let kind = Kind::Element(Tag::Image { link_type, dest_url, title, id });
            return Node { kind, span: span.clone(), children: alt.into_iter().collect() };
        }
        let mut children = match label {
            Some((label, span)) => {
                let (nodes, problems) = inline(self.source, span, label, self.grammar);
                self.diagnostics.extend(problems);
                nodes
            }
            None => vec![text(wiki::own_text(target), link.target.clone())],
        };
        if !link.tail.is_empty() {
            children.push(text(self.source.text[link.tail.clone()].to_owned(), link.tail.clone()));
        }
        let id = if link.embeds && target.contains("#^") { CowStr::Borrowed(EMBEDS) } else { id };
        Node { kind: Kind::Element(Tag::Link { link_type, dest_url, title, id }), span: span.clone(), children }
    }

    fn unknown_component(&mut self, call: &InlineCall) {
        self.diagnostics.push(call::unknown(self.source, call, self.grammar));
    }

    /// The call with its arguments; `None` when one is missing that the component cannot do without.
    fn inline_call(&mut self, call: &InlineCall, component: &Arc<Component>, span: &Range<usize>) -> Option<Call<'a>> {
        let given = call::inline_arguments(self.source, call, component, &mut self.diagnostics);
        let address = call.link.as_ref().map(|link| self.source.text[link.clone()].to_owned());
        if let Some(address) = address.filter(|_| component.metadata.addresses)
            && let Some((url, parts)) = self.grammar.url(&address)
        {
            let shared = given.into_iter().filter(|given| given.name != "link" && url.argument(&given.name).is_some());
            let shared = shared.collect();
            let mut call = lines::url_call(url, parts, address, span.clone());
            call.arguments.extend(self.arguments(url, shared));
            return Some(call);
        }
        if let Some(missing) = call::missing(component, &given) {
            let message = format!("`{}` needs {missing}", &self.source.text[call.name.clone()]);
            let diagnostic = Diagnostic::new(Code::MissingAttribute, message).at(self.source, call.name.clone());
            self.diagnostics.push(diagnostic.hint(format!("for example `{}`", component.metadata.example)));
            return None;
        }
        let arguments = self.arguments(component, given);
        let component = Arc::clone(component);
        Some(Call { component, arguments, panes: Vec::new(), body: Vec::new(), span: span.clone() })
    }

    /// The definitions that a text refers to, as lines behind it.
    fn definitions_in(&self, text: &str) -> String {
        let mut lines = String::new();
        for label in text.split('[').skip(1).filter_map(|rest| rest.split(']').next()) {
            if let Some((address, title)) = self.definitions.get(&label.to_lowercase()) {
                lines.push_str(&format!("\n\n[{label}]: <{address}> \"{}\"", title.replace('"', "&quot;")));
            }
        }
        lines
    }

    fn block_arguments(&mut self, marker: &BlockMarker) -> Vec<(String, Argument<'a>)> {
        let given = call::block_arguments(self.source, marker, &mut self.diagnostics);
        self.arguments(&marker.component, given)
    }

    /// Turns what was given into what the template needs.
    fn arguments(&mut self, component: &Component, given: Vec<Given>) -> Vec<(String, Argument<'a>)> {
        let argument = |given: Given| {
            let content = component.argument(&given.name).map_or(&Content::Text, |argument| &argument.content);
            let value = match content {
                // `[!button Text](action:name)` does something on the page instead of leading somewhere.
                Content::Link if component.argument("action").is_some() && given.value.starts_with("action:") => {
                    let name = given.value.trim_start_matches("action:").to_owned();
                    return Some(("action".to_owned(), Argument::Text(name)));
                }
                Content::Size(property) => match Size::new(property, &given.value) {
                    Some(size) => Argument::Size(size),
                    None => {
                        let message = format!("`{}` does not take `{}`", given.name, given.value);
                        let diagnostic = Diagnostic::new(Code::UnknownValue, message).at(self.source, given.span);
                        self.diagnostics.push(diagnostic.hint("it takes numbers of pixels, `full`, or lengths of CSS"));
                        return None;
                    }
                },
                Content::Text => Argument::Text(given.value),
                Content::Icon => {
                    if !self.grammar.shows_icon(&given.value) {
                        self.diagnostics.push(unknown_icon(self.source, &given.value, given.span, self.grammar));
                    }
                    Argument::Icon(given.value)
                }
                Content::Link => {
                    let labelled = self.definitions.get(&given.value.to_lowercase()).map(|(address, _)| address);
                    let address = labelled.cloned().unwrap_or(given.value);
                    Argument::Link(LinkKind::Link, address, given.span)
                }
                Content::Image => Argument::Link(LinkKind::Image, given.value, given.span),
                Content::Markdown => {
                    let definitions = self.definitions_in(&given.value);
                    let (nodes, problems) =
                        inline_with(self.source, given.span, &given.value, &definitions, self.grammar);
                    self.diagnostics.extend(problems);
                    Argument::Markdown(nodes)
                }
            };
            Some((given.name, value))
        };
        given.into_iter().filter_map(argument).collect()
    }
}

/// Reads `text`, which stands at `span`, as inline Markdown. Spans inside it count in the file.
pub(super) fn inline(
    source: &Arc<SourceText>,
    span: Range<usize>,
    text: &str,
    grammar: &Grammar,
) -> (Vec<Node<'static>>, Vec<Diagnostic>) {
    inline_with(source, span, text, "", grammar)
}

/// What stands before a title that begins like a block, while it is read: it takes no room, and is no white space.
const LEAD: &str = "\u{2060}";

/// The same, with the definitions of links that stand elsewhere on the page.
fn inline_with(
    source: &Arc<SourceText>,
    span: Range<usize>,
    text: &str,
    definitions: &str,
    grammar: &Grammar,
) -> (Vec<Node<'static>>, Vec<Diagnostic>) {
    if is_plain(text) {
        return (vec![Node::leaf(Event::Text(CowStr::from(text.to_owned())), span)], Vec::new());
    }
    // A title such as `<div>x</div>` is no block of HTML: something stands before it.
    let lead = if text.starts_with('<') { LEAD } else { "" };
    // A definition may turn out to be none, and a block that never ends may take it in.
    let within = |at: usize| at.saturating_sub(lead.len()).min(text.len());
    let in_text = |inner: &Range<usize>| within(inner.start)..within(inner.end);
    // A decoded text has offsets of its own: everything in it is said to stand at the whole.
    let own = source.text.get(span.clone()).is_some_and(|written| written == text);
    let in_file = |inner: Range<usize>| {
        let inner = in_text(&inner);
        if own { span.start + inner.start..span.start + inner.end } else { span.clone() }
    };
    let inner = SourceText::new(&source.name, format!("{lead}{text}{definitions}"));
    let settled = scan::settle(&inner.text, 0, grammar);
    let ((nodes, mut problems), _) = tree(&inner, &settled, grammar);
    for place in problems.iter_mut().filter_map(|problem| problem.place.as_mut()) {
        place.source = Arc::clone(source);
        place.span = in_file(place.span.clone());
    }
    let mut inlines = Vec::new();
    for node in nodes.into_iter().filter(|node| node.span.start < lead.len() + text.len()) {
        match node.kind {
            Kind::Element(Tag::Paragraph) => inlines.extend(node.children),
            // A title such as `1. Install` or `# x` is a title, not a list or a heading.
            Kind::Leaf(_) | Kind::Component(_) | Kind::Symbol(_) | Kind::Word(_) | Kind::Verbatim(_) => {
                inlines.push(node);
            }
            _ => {
                let written = text[in_text(&node.span)].trim();
                inlines.push(Node::leaf(Event::Text(CowStr::from(written.to_owned())), node.span));
            }
        }
    }
    if let Some(Node { kind: Kind::Leaf(Event::Text(first)), .. }) = inlines.first_mut().filter(|_| !lead.is_empty()) {
        *first = CowStr::from(first.trim_start_matches(lead).to_owned());
    }
    for node in &mut inlines {
        node.relocate(&in_file);
    }
    (inlines.into_iter().map(Node::into_static).collect(), problems)
}

/// Whether a text surely holds no markup: most labels and titles do not, and need not be parsed.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '(' | ')' | '/' | '-' | '\'' | '?');
    text.starts_with(char::is_alphanumeric) && !text.ends_with(' ') && text.chars().all(plain)
}
