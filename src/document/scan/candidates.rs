//! What may be markup in a page, line by line.

use std::cell::OnceCell;
use std::iter::Peekable;
use std::ops::Range;

use super::block::{block_marker, last_bare};
use super::code::CodeFence;
use super::html::HtmlLines;
use super::inline::{Rare, inline_candidates};
use super::open::OpenBlocks;
use super::rows::{TableRows, is_row};
use super::signs::{LineSigns, Signs};
use super::{Marker, MarkerKind};
use crate::document::attributes::Attributes;
use crate::document::margin::{self, indentation, unquoted};
use crate::document::{abbreviations, callouts, foreign, letters, math, table};
use crate::theme::Grammar;

/// What may be markup in `source` behind `body`, in order, and what characters there are.
pub(super) fn candidates(source: &str, body: usize, grammar: &Grammar) -> (Vec<Marker>, Signs) {
    candidates_around(source, body, grammar, CodeFence::before(&source[body..]))
}

/// What may be markup, and what characters there are, where nothing is passed over because it is code.
#[cfg(test)]
pub(super) fn all_candidates(source: &str, body: usize, grammar: &Grammar) -> (Vec<Marker>, Signs) {
    candidates_around(source, body, grammar, CodeFence::in_doubt())
}

fn candidates_around(source: &str, body: usize, grammar: &Grammar, mut code: CodeFence) -> (Vec<Marker>, Signs) {
    let mut found = Candidates::new(source, body, grammar);
    let mut open = OpenBlocks::default();
    // What lines of code open concerns lines of code.
    let mut open_in_code = OpenBlocks::default();
    let mut rows = TableRows::default();
    let mut signs = Signs { www: found.rare.has_www, ..Signs::default() };
    let mut start = body;
    loop {
        start = code.pass(source, start);
        let Some(whole) = lines(&source[start..]).next() else { break };
        let text = without_ending(whole);
        let has = LineSigns::of(text);
        signs.see(has);
        let first = margin::first(text);
        let line = Line { text, first, has, start, is_below_row: rows.see(text, first, has), item: code.item() };
        start += whole.len();
        code.leave(text, first);
        code.doubt(first);
        let was_code = code.is_open();
        let open = if was_code { &mut open_in_code } else { &mut open };
        if found.see(&line, open) == Seen::ForeignFence {
            continue; // It is none of code.
        }
        code.see(text, first);
        if code.is_open() || was_code {
            found.html = HtmlLines::default();
        }
        if code.is_open() && !was_code {
            open_in_code = open.in_code();
            code.judge(text, found.inline_until > line.start);
            rows = TableRows::default();
        }
    }
    (found.markers, signs)
}

/// A line without its ending.
struct Line<'s> {
    text: &'s str,
    /// Its first character behind white space and quote marks.
    first: Option<u8>,
    has: LineSigns,
    start: usize,
    /// Whether it stands directly below a line of a table.
    is_below_row: bool,
    /// The column that the text of the last list item above it begins at.
    item: usize,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn span(&self) -> Range<usize> {
        self.start..self.end()
    }
}

/// What a line was, as far as others care.
#[derive(PartialEq, Eq)]
enum Seen {
    /// A fence of another tool's component.
    ForeignFence,
    Other,
}

/// The candidates so far, and what those of the next line depend on.
struct Candidates<'s> {
    source: &'s str,
    body: usize,
    grammar: &'s Grammar,
    rare: Rare,
    /// Where the last line begins that can close tabs; looked for when one may be open.
    last_close: OnceCell<Option<usize>>,
    /// Where the last line begins that can close columns; looked for when some may be open.
    last_bars: OnceCell<Option<usize>>,
    markers: Vec<Marker>,
    html: HtmlLines,
    /// The numbers written in letters that are still to come; looked for when a line has one.
    letters: Option<Peekable<std::vec::IntoIter<Marker>>>,
    /// Whether two dollars may still follow.
    has_closing: bool,
    /// Where the last candidate ends.
    inline_until: usize,
}

impl<'s> Candidates<'s> {
    fn new(source: &'s str, body: usize, grammar: &'s Grammar) -> Self {
        let rare = Rare::of(&source[body..], grammar);
        Self {
            source,
            body,
            grammar,
            rare,
            last_close: OnceCell::new(),
            last_bars: OnceCell::new(),
            markers: Vec::new(),
            html: HtmlLines::default(),
            letters: None,
            has_closing: rare.has_maths,
            inline_until: body,
        }
    }

    /// Finds what is on a line.
    fn see(&mut self, line: &Line<'_>, open: &mut OpenBlocks) -> Seen {
        let is_lettered =
            || line.first.is_some_and(|first| first.is_ascii_alphabetic()) && letters::is_lettered(line.text);
        if self.letters.is_none() && is_lettered() {
            self.letters = Some(letters::markers(self.source, self.body, self.grammar).into_iter().peekable());
        }
        if self.is_plain(line) && line.start >= self.inline_until && self.letters.is_none() {
            self.html.see(line.text, line.first, line.start, line.item); // Most lines are.
        } else if line.start < self.inline_until {
            // Inside a comment, or behind a component that began on an earlier line.
            self.see_inline(line, line.span());
        } else if let Some(marker) = self.whole(line) {
            self.push(marker);
        } else if matches!(line.first, Some(b'{' | b'<' | b'`' | b':'))
            && let Some(marker) = foreign::marker(self.source, line.span(), self.grammar, &mut open.fences)
        {
            self.push(marker);
            return Seen::ForeignFence;
        } else if matches!(line.first, Some(b'-' | b'*' | b'+' | b'0'..=b'9'))
            && let Some(marker) = foreign::marker_in_item(self.source, line.span(), self.grammar)
        {
            self.push(marker);
        } else if let Some(marker) =
            block_marker(line.text, line.start, self.grammar, &mut open.panels, || self.last_close())
            && !is_row(&marker, self.source, open, line.is_below_row, || self.last_bars())
            && !self.goes_on_quoting(line, &marker, open)
        {
            self.see_block(line, &marker, open);
            self.push(marker);
        } else {
            self.see_text(line);
        }
        Seen::Other
    }

    /// Whether nothing on a line can be markup.
    fn is_plain(&self, line: &Line<'_>) -> bool {
        line.first.is_none_or(|first| first.is_ascii_alphabetic())
            && !line.has.has(LineSigns::BAR | LineSigns::END)
            && !self.may_have_inline(line)
    }

    /// Whether one of [`inline_candidates`] may begin on a line.
    fn may_have_inline(&self, line: &Line<'_>) -> bool {
        line.has.has(LineSigns::INLINE) || self.rare.may_have_www(line.text)
    }

    fn last_bars(&self) -> Option<usize> {
        *self.last_bars.get_or_init(|| last_bare(self.source, "|||"))
    }

    fn last_close(&self) -> Option<usize> {
        *self.last_close.get_or_init(|| last_bare(self.source, "+++"))
    }

    fn push(&mut self, marker: Marker) {
        self.inline_until = marker.span.end;
        self.markers.push(marker);
    }

    /// What the line is that begins nothing inside of it.
    fn whole(&mut self, line: &Line<'_>) -> Option<Marker> {
        match line.first? {
            b'%' => comment_block(self.source, line.span()),
            b'{' => lone_attributes(self.source, line.span()),
            b'*' => abbreviations::definition(self.source, line.span()),
            b'$' if self.rare.has_maths => math::block(self.source, line.span(), &mut self.has_closing),
            _ => None,
        }
    }

    /// Whether a line such as `>>>` or `>>> text` goes on with the quote that the line above it stands in: where no steps are
    /// open it is three quotes, as an open quote goes on before a block begins.
    fn goes_on_quoting(&self, line: &Line<'_>, marker: &Marker, open: &mut OpenBlocks) -> bool {
        let MarkerKind::Block(block) = &marker.kind else { return false };
        if !block.component.metadata.marker.starts_with('>') || open.has(block) {
            return false;
        }
        let before = &self.source[self.body..line.start];
        let above = self.body + without_ending(before).rfind('\n').map_or(0, |end| end + 1);
        let is_deeper = margin::quote_depth(&self.source[above..line.start])
            > margin::quote_depth(&self.source[line.start..marker.span.start]);
        let is_block = |last: &Marker| last.span.end > above && matches!(last.kind, MarkerKind::Block(_));
        is_deeper && !self.markers.last().is_some_and(is_block)
    }

    /// Takes note of what a marker line opens or closes.
    fn see_block(&mut self, line: &Line<'_>, marker: &Marker, open: &mut OpenBlocks) {
        let MarkerKind::Block(block) = &marker.kind else { return };
        if !self.html.is_open() || open.has(block) {
            open.count(block);
            if let Some(above) = self.html.end() {
                // Nothing in it is markup.
                let before = self.markers.partition_point(|marker| marker.span.start < above.span.start);
                self.markers.truncate(before);
                self.markers.push(above);
            }
        } else {
            self.html.see(line.text, line.first, line.start, line.item);
        }
        open.take(block, self.markers.len(), &mut self.markers);
    }

    /// Finds what stands in a line of text or of a table.
    fn see_text(&mut self, line: &Line<'_>) {
        let (start, end) = (line.start, line.end());
        if let Some(letters) = &mut self.letters {
            while letters.next_if(|letters| letters.span.start < start).is_some() {}
            self.markers.extend(letters.next_if(|letters| letters.span.start < end));
        }
        self.html.see(line.text, line.first, start, line.item);
        if line.first == Some(b':') {
            self.markers.extend(symbol(line.text, start));
        }
        let is_row = line.has.has(LineSigns::BAR);
        let behind = if is_row { table::attributes_behind(self.source, start..end) } else { None };
        let end = behind.as_ref().map_or(end, |behind| behind.span.start);
        let barred = if is_row { table::barred(self.source, start..end) } else { Vec::new() };
        for barred in barred {
            self.see_inline(line, start..barred.span.start);
            if barred.span.start >= self.inline_until {
                self.push(barred);
            }
        }
        self.see_inline(line, start..end);
        self.markers.extend(behind.filter(|behind| behind.span.start >= self.inline_until));
    }

    /// Finds what stands in a part of a line.
    fn see_inline(&mut self, line: &Line<'_>, part: Range<usize>) {
        if !self.may_have_inline(line) {
            return;
        }
        inline_candidates(self.source, part, self.rare, &mut self.inline_until, self.grammar, &mut self.markers);
    }
}

/// The lines of a text with their endings, as `split_inclusive` gives them at several times the cost.
pub(in crate::document) fn lines(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
        let (line, behind) = text.split_at(end);
        text = behind;
        (!line.is_empty()).then_some(line)
    })
}

pub(super) fn without_ending(line: &str) -> &str {
    line.strip_suffix('\n').unwrap_or(line).trim_end_matches('\r')
}

/// The colon that a line begins with, if it begins no definition: that has a space behind it, unlike `:rocket:` or `:-)`. `:--:`
/// aligns a column.
fn symbol(line: &str, start: usize) -> Option<Marker> {
    let rest = unquoted(line).strip_prefix(':')?;
    let aligns = || rest.bytes().all(|byte| matches!(byte, b':' | b'-' | b'|' | b' ' | b'\t' | b'\r' | b'\n'));
    let behind = start + line.len() - rest.len();
    let is_symbol = !rest.starts_with(|c: char| c.is_whitespace()) && !aligns();
    is_symbol.then_some(Marker { span: behind - 1..behind, kind: MarkerKind::Symbol })
}

/// A comment block that begins on a line: `%%` alone, to the next such line. In quotes there is none.
fn comment_block(source: &str, line: Range<usize>) -> Option<Marker> {
    let text = &source[line.clone()];
    if text.trim() != "%%" {
        return None;
    }
    let mut start = line.end;
    let close = lines(&source[line.end..]).find_map(|below| {
        let own = start;
        start += below.len();
        (below.trim() == "%%").then(|| own + below.trim_end().len())
    });
    let at = line.start + indentation(text).len();
    Some(Marker { span: at..close?, kind: MarkerKind::CommentBlock })
}

/// Attributes that stand alone on a line, directly above a block.
fn lone_attributes(source: &str, line: Range<usize>) -> Option<Marker> {
    let at = line.start + indentation(&source[line.clone()]).len();
    let text = source[at..line.end].trim_end();
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let is_blank = |line: &str| unquoted(line).trim().is_empty();
    let mut below = source[line.end..].lines().skip(1);
    let is_directly_above = below.next().is_some_and(|below| !is_blank(below));
    let kind = match inside.strip_prefix(':') {
        Some(inside) if is_directly_above => MarkerKind::Admonition(admonition(inside)?),
        Some(_) => return None,
        None => {
            let attributes = Attributes::parse(inside)?;
            let ends_paragraph = || source[..line.start].lines().next_back().is_some_and(|above| !is_blank(above));
            // Attributes that are a paragraph of their own belong to the block below, however far down it stands, and so does
            // at the end of one what only lists have.
            let is_for_list = attributes.classes.iter().any(|class| class == "list-icon");
            if !is_directly_above && (!is_for_list && ends_paragraph() || below.all(is_blank)) {
                return None;
            }
            MarkerKind::Attributes(attributes)
        }
    };
    Some(Marker { span: at..at + text.len(), kind })
}

/// The one class of `{: .note }`, when it is the name of a kind of callout.
fn admonition(inside: &str) -> Option<String> {
    let class = Attributes::parse(inside)?.classes.into_iter().next()?;
    let kind = class.strip_suffix("-title").unwrap_or(&class);
    callouts::variant(kind).is_some().then_some(class)
}
