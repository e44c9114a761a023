//! Which candidates the parser gives back as the pieces that they were hidden as.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::markdown::{block_marker_in, options};
use super::scan::{Marker, MarkerKind};
use super::{letters, table};

/// What the parser made of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The piece that it was hidden as.
    Live,
    /// Text of a block of code.
    InCode,
    /// Something else: it stands in raw HTML, in a link, in inline code …
    Dead,
}

/// A parser's events, watched on their way.
pub(super) struct Judged<'m, I> {
    events: I,
    text: &'m str,
    markers: &'m [Marker],
    verdicts: Vec<Verdict>,
    /// How many links are open.
    links: usize,
    /// What a text is that is no markup: code inside a block of it.
    plain: Verdict,
    /// Whether nothing of the HTML block that has begun was seen, but its indentation.
    is_html_start: bool,
}

impl<'a, 'm, I: Iterator<Item = (Event<'a>, Range<usize>)>> Judged<'m, I> {
    /// The events of `text`, in which `markers` are hidden.
    pub(super) fn new(events: I, text: &'m str, markers: &'m [Marker]) -> Self {
        let verdicts = vec![Verdict::Dead; markers.len()];
        Self { events, text, markers, verdicts, links: 0, plain: Verdict::Dead, is_html_start: false }
    }

    /// For each marker, what was made of it by the events that passed.
    pub(super) fn verdicts(self) -> Vec<Verdict> {
        self.verdicts
    }

    fn see(&mut self, event: &Event<'_>, span: &Range<usize>) {
        let is_html_start = std::mem::take(&mut self.is_html_start);
        match event {
            Event::Start(Tag::HtmlBlock) => self.is_html_start = true,
            // The parser gives the indentation of a block's first line as a text of its own.
            Event::Text(_) if is_html_start => self.is_html_start = true,
            Event::Html(_) if is_html_start => self.live(block_marker_in(self.text, span, self.markers)),
            Event::Start(Tag::Link { link_type, .. }) => {
                self.links += 1;
                if *link_type == LinkType::Autolink {
                    use MarkerKind::{Comment, Inline, Wiki};
                    self.whole(span, |kind| matches!(kind, Inline(_) | Wiki(_) | Comment));
                }
            }
            Event::End(TagEnd::Link) => self.links -= 1,
            Event::Start(Tag::Item) => self.live(letters::marker_at(self.text, span.start, self.markers)),
            Event::Start(Tag::Table(_)) => {
                self.live(table::marker_in(self.text, span, self.markers));
                table::changed_in(span, self.markers).for_each(|at| self.live(Some(at)));
            }
            Event::Start(Tag::CodeBlock(_)) => self.plain = Verdict::InCode,
            Event::End(TagEnd::CodeBlock) => self.plain = Verdict::Dead,
            Event::Code(_) => self.whole(span, |kind| matches!(kind, MarkerKind::Math { .. } | MarkerKind::BarredCode)),
            Event::Text(_) => self.text(span),
            _ => {}
        }
    }

    fn live(&mut self, marker: Option<usize>) {
        if let Some(at) = marker {
            self.verdicts[at] = Verdict::Live;
        }
    }

    /// A marker is live as a piece that it is hidden as when it is as long.
    fn whole(&mut self, span: &Range<usize>, is_hidden_so: impl Fn(&MarkerKind) -> bool) {
        let found = self.markers.binary_search_by_key(&span.start, |marker| marker.span.start);
        let same = |at: &usize| self.markers[*at].span == *span && is_hidden_so(&self.markers[*at].kind);
        self.live(found.ok().filter(same));
    }

    fn text(&mut self, span: &Range<usize>) {
        let first = self.markers.partition_point(|marker| marker.span.start < span.start);
        let inside = self.markers.iter().enumerate().skip(first).take_while(|(_, marker)| marker.span.end <= span.end);
        for (at, marker) in inside {
            self.verdicts[at] = match marker.kind {
                MarkerKind::Symbol | MarkerKind::Bar => Verdict::Live,
                MarkerKind::Address if self.links == 0 => Verdict::Live,
                _ => self.plain,
            };
        }
    }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Judged<'_, I> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.events.next();
        if let (Some((event, span)), false) = (&next, self.markers.is_empty()) {
            self.see(event, span);
        }
        next
    }
}

/// What the parser makes of the markers that are hidden in `text`.
pub(super) fn verdicts(text: &str, markers: &[Marker]) -> Vec<Verdict> {
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let mut judged = Judged::new(events, text, markers);
    judged.by_ref().for_each(drop);
    judged.verdicts()
}
