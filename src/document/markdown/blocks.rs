//! Lines that open, continue and close components, and raw HTML, between which they may stand.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::fragment::inline_with;
use super::{Builder, Frame, MAX_DEPTH, OpenComponent, block_marker_in, first_line, skip};
use crate::diagnostic::{Code, Diagnostic, telling};
use crate::document::scan::{BlockMarker, Marker, MarkerKind};
use crate::document::tree::{Call, Kind, Node};
use crate::document::{callouts, remains};

impl<'a> Builder<'a, '_> {
    /// An HTML block is a marker line or what it says.
    pub(super) fn html_block(
        &mut self,
        span: Range<usize>,
        events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>,
    ) {
        let (indentation, Some((first, line))) = first_line(events) else { return };
        if let Some(at) = block_marker_in(&self.settled.text, &line, &self.settled.markers) {
            self.hidden_block(&self.settled.markers[at]);
            skip(events, 1);
            return;
        }
        let verbatim = ["<!", "<?", "<script", "<pre", "<style", "<textarea"];
        let start = self.settled.text[span.clone()].trim_start().as_bytes();
        let begins =
            |tag: &&str| start.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()));
        let may_end = !verbatim.iter().any(begins);
        let html = |span| Node::bare(Kind::Element(Tag::HtmlBlock), span);
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

    /// What a scan hid behind HTML.
    fn hidden_block(&mut self, marker: &'a Marker) {
        let Marker { kind, span } = marker;
        match kind {
            MarkerKind::Block(marker) => self.block_marker(marker, span),
            MarkerKind::Attributes(attributes) => {
                let kind = Kind::Attributes(attributes.clone());
                self.attach(Node::bare(kind, span.clone()));
            }
            MarkerKind::MathBlock { tex } => {
                let tex = self.tex(tex);
                self.attach(Node::leaf(Event::DisplayMath(tex), span.clone()));
            }
            MarkerKind::Html => {
                let html = Event::Html(CowStr::from(format!("{}\n", &self.source.text[span.clone()])));
                let children = vec![Node::leaf(html, span.clone())];
                self.attach(Node { kind: Kind::Element(Tag::HtmlBlock), span: span.clone(), children });
            }
            // In a tight list item, what stands around a comment is one text.
            MarkerKind::CommentBlock if self.is_behind_text() => {
                self.attach(Node::leaf(Event::SoftBreak, span.end..span.end));
            }
            MarkerKind::Admonition(class) => self.admonition = Some((class.clone(), self.stack.len())),
            _ => {}
        }
    }

    fn is_behind_text(&self) -> bool {
        let before = self.stack.last().and_then(|frame| frame.node.children.last());
        before.is_some_and(|before| !before.is_block())
    }

    /// Whether a line of raw HTML closes the component that is open around it: HTML only ends with a blank line, and authors
    /// do not leave one.
    fn is_closing_line(&self, line: &Range<usize>) -> bool {
        let line = self.settled.text[line.clone()].trim();
        self.top().is_some_and(|open| line == open.marker.closing())
    }

    /// A component that begins and ends on its line.
    fn whole_component(&mut self, marker: &BlockMarker, body: Range<usize>, span: &Range<usize>) {
        let arguments = self.block_arguments(marker);
        let text = &self.source.text[body.clone()];
        let inline = inline_with(self.source, body.clone(), text, &self.definitions_in(text), self.grammar);
        let children = telling(&mut self.diagnostics, inline);
        let body = vec![Node { kind: Kind::Element(Tag::Paragraph), span: body, children }];
        let component = Arc::clone(&marker.component);
        let call = Call { body, ..Call::new(component, arguments, span.clone()) };
        self.attach(Node::component(call));
    }

    fn block_marker(&mut self, marker: &BlockMarker, span: &Range<usize>) {
        if let Some(body) = marker.foreign.as_ref().and_then(|foreign| foreign.body.clone()) {
            return self.whole_component(marker, body, span);
        }
        let continues = self.top().is_some_and(|open| marker.belongs_to(&open.marker));
        if continues && marker.is_bare() && self.begins_anew(marker, span) {
            while self.top().is_some_and(|open| open.held.is_some()) {
                self.close_unclosed();
            }
            self.open_component(marker, span);
        } else if continues && marker.is_bare() {
            let open = self.stack.last();
            self.diagnostics.extend(open.and_then(|frame| remains::empty(&frame.node, self.source)));
            self.close_component();
            self.mark_held(marker);
        } else if continues && marker.component.is_sequence() {
            self.close_pane();
            self.open_pane(marker, span);
        } else if self.continue_around_lists(marker, span) {
            // The lists of the pane before end with it.
        } else if (marker.is_bare() || !marker.component.metadata.nests || self.continues_around(marker, span))
            && self.closes_enclosing(marker)
        {
            self.close_inside(marker);
            self.block_marker(marker, span);
        } else if marker.is_bare() && !self.is_paired(marker, span) && self.ends_with_its_container(marker) {
            // An indented closing line behind a list belongs to the list for Markdown, to the block around it for its author.
        } else if marker.is_bare() && (marker.only_closes || marker.component.is_sequence()) {
            self.tell_stray(span);
        } else if self.stack.len() > MAX_DEPTH {
            self.too_deep(span.clone());
        } else {
            self.open_component(marker, span);
        }
    }

    /// Closes the components inside of the one that a marker is meant for.
    fn close_inside(&mut self, marker: &BlockMarker) {
        while let Some(open) = self.top().filter(|open| !marker.belongs_to(&open.marker)) {
            // Panels in a container end with it.
            if marker.component.metadata.encloses && open.marker.component.is_sequence() {
                self.close_component();
            } else {
                self.close_unclosed();
            }
        }
    }

    fn tell_stray(&mut self, span: &Range<usize>) {
        let marks = &self.source.text[span.clone()];
        let diagnostic = Diagnostic::new(Code::StrayMarker, format!("`{marks}` closes nothing here"))
            .at(self.source, span.clone())
            .hint("its opening marker is missing, or stands in another list item or quote")
            .hint(format!("one with a title behind a space opens: `{marks} Title`"));
        self.diagnostics.push(diagnostic);
    }

    /// Whether the next marker of this kind is bare, too, and as far from its line's start: the two are one block.
    pub(super) fn is_paired(&self, marker: &BlockMarker, span: &Range<usize>) -> bool {
        let next = self.markers_behind(span).find(|(next, _)| next.belongs_to(marker));
        next.is_some_and(|(next, at)| next.is_bare() && self.column(at) == self.column(span))
    }

    /// How far from the start of its line something begins.
    pub(super) fn column(&self, span: &Range<usize>) -> usize {
        span.start - self.settled.text[..span.start].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The next marker lines behind a place.
    pub(super) fn markers_behind(&self, span: &Range<usize>) -> impl Iterator<Item = (&BlockMarker, &Range<usize>)> {
        const NEAR: usize = 128;
        let markers = &self.settled.markers;
        let behind = markers.partition_point(|other| other.span.start <= span.start);
        markers.iter().skip(behind).take(NEAR).filter_map(|other| match &other.kind {
            MarkerKind::Block(next) => Some((next, &other.span)),
            _ => None,
        })
    }

    /// Takes note of a closing line for a component that is open outside of the list item or quote that the line stands in.
    fn ends_with_its_container(&mut self, marker: &BlockMarker) -> bool {
        let open = self.stack.iter_mut().rev().filter_map(|frame| frame.open.as_deref_mut());
        let Some(open) = open.into_iter().find(|open| marker.belongs_to(&open.marker)) else { return false };
        open.is_ending = true;
        true
    }

    /// Whether a component of the marker's kind is open in this container, around others.
    fn closes_enclosing(&self, marker: &BlockMarker) -> bool {
        let ends_here =
            |open: &&OpenComponent| marker.is_enclosed && !marker.is_bare() && open.marker.component.metadata.encloses;
        self.open_here().take_while(|open| !ends_here(open)).any(|open| marker.belongs_to(&open.marker))
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
        let sequence = component.is_sequence();
        let call = match self.remark(marker, span) {
            Some(callout) => callout,
            None if sequence || is_line => Call::new(component, Vec::new(), span.clone()),
            None => Call::new(component, self.block_arguments(marker), span.clone()),
        };
        let node = Node::component(call);
        self.stack.push(Frame {
            node,
            open: Some(Box::new(OpenComponent {
                marker: marker.clone(),
                span: span.clone(),
                is_ending: false,
                held: None,
            })),
            is_rest: false,
        });
        if sequence {
            self.open_pane(marker, span);
        }
    }

    pub(super) fn open_pane(&mut self, marker: &BlockMarker, span: &Range<usize>) {
        let is_glued = self.source.text[..marker.text.start].ends_with(|c: char| !c.is_whitespace());
        let has_title = !marker.text.is_empty() && marker.attributes(&self.source.text).is_none();
        if is_glued && marker.foreign.is_none() && has_title {
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
            call.panes.push(Call::new(component, arguments, span.clone()));
        }
        if let Some(open) = self.stack.last_mut().and_then(|frame| frame.open.as_deref_mut()) {
            open.span = span.clone();
        }
    }

    /// Moves what was read since the last marker into the component or its last pane.
    pub(super) fn close_pane(&mut self) {
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
        if let Some(open) = self.top() {
            let marks = open.marker.closing();
            let message = format!("this `{}` is never closed", open.marker.component.name);
            let diagnostic = Diagnostic::new(Code::UnclosedComponent, message).at(self.source, open.span.clone());
            let mut diagnostic = diagnostic.hint(format!("close it with `{marks}` on a line of its own"));
            let begins = self.stack.last().and_then(|frame| frame.node.children.first());
            if begins.is_some_and(is_indented_code) {
                diagnostic =
                    diagnostic.hint("its text begins at the margin: what is indented, as in other tools, is code");
            }
            let mut around = self.stack.iter().rev().skip(1).filter_map(|frame| frame.open.as_deref());
            if let Some(around) = around.next().filter(|_| open.marker.is_bare()) {
                let (name, marks) = (around.marker.component.written_name(), around.marker.closing());
                diagnostic = diagnostic.hint(format!("to close the `{name}` around it, write `{marks}` instead"));
            }
            // One that should have ended on its line was told when it was opened.
            if self.grammar.line(&self.source.text[open.marker.glued.clone()]).is_none() {
                self.diagnostics.push(diagnostic);
            }
        }
        let behind = self.stack.last_mut().and_then(|Frame { node, open, .. }| {
            let OpenComponent { marker, held, .. } = open.as_deref()?;
            let held = (*held)?.min(node.children.len());
            Some((marker.clone(), node.children.split_off(held)))
        });
        self.close_component();
        if let Some((marker, behind)) = behind {
            self.mark_held(&marker);
            behind.into_iter().for_each(|node| self.attach(node));
        }
    }

    /// Closes the components that are open on top of the stack, because what holds them ends.
    pub(super) fn close_components(&mut self) {
        while self.top().is_some() {
            self.close_unclosed();
        }
    }

    fn open_call(&mut self) -> Option<&mut Call<'a>> {
        match &mut self.stack.last_mut()?.node.kind {
            Kind::Component(call) => Some(call),
            _ => None,
        }
    }

    pub(super) fn end_element(&mut self) {
        self.close_components();
        let Some(Frame { node, is_rest, .. }) = self.stack.pop() else { return };
        if is_rest {
            self.end_rest(node);
        } else {
            self.attach_finished(node);
        }
        while self.top().is_some_and(|open| open.is_ending) {
            self.close_component();
        }
    }

    fn attach_finished(&mut self, node: Node<'a>) {
        let class = self.admonition.take_if(|(_, depth)| *depth == self.stack.len()).map(|(class, _)| class);
        let mut nodes = self.finish(node);
        nodes.reverse();
        while let Some(node) = nodes.pop() {
            let node = match &class {
                Some(class) => callouts::marked(node, class, &self.source.text, self.grammar),
                None => node,
            };
            self.attach(node);
        }
    }
}

fn is_indented_code(node: &Node<'_>) -> bool {
    matches!(node.kind, Kind::Element(Tag::CodeBlock(CodeBlockKind::Indented)))
}
