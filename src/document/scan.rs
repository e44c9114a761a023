//! Finds component markup in a page and hides it from the Markdown parser, without moving a byte.
//!
//! Every candidate is overwritten in place by something that CommonMark takes for one opaque piece of the same length:
//!
//! * a marker line (`!!! Title`) by `<?>` and spaces, an HTML block that begins and ends on its line;
//! * an inline component (`[!badge …](…)`) by an autolink `<x-a:aaaa>`, which may stand wherever text may;
//! * maths in text (`$x$`) by code of the same length, which binds as strongly;
//! * the emphasis characters inside a bare address by a letter, so that `https://x/_a_` stays one address;
//! * the first colon of a line that begins with `:rocket:` by a letter, so that the line defines no term.
//!
//! The text is then parsed, and the parser is the judge: a candidate that does not come back as the piece it was hidden
//! as stands in code, in raw HTML or in a link, where nothing is a component. Its bytes are restored and the text parsed
//! again until all that is hidden is live. Since no byte moves, every span is a span in the author's file; since only
//! live candidates stay hidden, nothing that was written over can reach the page.

use std::ops::Range;
use std::sync::Arc;

use super::attributes::Attributes;
use super::call::{self, InlineCall};
use super::callouts;
use super::foreign::{self, Foreign, OpenFences};
use super::judge::{self, Verdict};
use super::list::{self, Numbering};
use super::wiki::{self, WikiLink};
use super::{abbreviations, math, table};
use crate::theme::{Component, Grammar, Shape};

/// How often a text is parsed to settle its candidates one by one. Real pages need one round or two; a text made to need
/// more loses the components behind its first false candidate, and stays linear.
const MAX_ROUNDS: usize = 8;

/// A candidate, hidden in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marker {
    /// The bytes that are hidden.
    pub(super) span: Range<usize>,
    /// What stands there.
    pub(super) kind: MarkerKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum MarkerKind {
    /// A line that opens, continues or closes a block component.
    Block(BlockMarker),
    /// A component in text.
    Inline(InlineCall),
    /// A bare address whose emphasis characters are hidden.
    Address,
    /// The first colon of a `:name:` at the start of a line.
    Symbol,
    /// `[[Page]]` in text.
    Wiki(WikiLink),
    /// `%%…%%` in a line of text.
    Comment,
    /// `%%` alone on a line to the next such line.
    CommentBlock,
    /// `$x$`, and `$$x$$` in a line of text; the bytes between the dollars.
    Math { tex: Range<usize> },
    /// `$$` on a line of its own to the next `$$`.
    MathBlock { tex: Range<usize> },
    /// Code in a line of a table's cells whose bars are no borders of cells.
    BarredCode,
    /// The end of a table's first line and the line that draws its columns, as the parser wants them.
    Columns(String),
    /// `{.class}` alone on a line, for the block below it.
    Attributes(Attributes),
    /// `*[short]: meaning` on a line of its own.
    Abbreviation { short: Range<usize>, meaning: Range<usize> },
    /// The number of a list's item, written in letters.
    Letters { numbering: Numbering, value: u64 },
    /// `{.class}` behind the closing bar of a table's first line.
    TableAttributes(Attributes),
    /// Just-the-Docs' `{: .note }` alone on a line: the block below it is a callout.
    Admonition(String),
}

/// A marker line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BlockMarker {
    /// The component that the marker belongs to.
    pub(super) component: Arc<Component>,
    /// How many characters the marker has; a longer one encloses shorter ones.
    pub(super) length: usize,
    /// `+` or `-` as the marker's last character.
    pub(super) fold: Option<Fold>,
    /// The word glued to the marker.
    pub(super) glued: Range<usize>,
    /// The text behind it.
    pub(super) text: Range<usize>,
    /// Whether it can only close: a bare `===`, which elsewhere underlines a heading.
    pub(super) only_closes: bool,
    /// Whether it stands in a container that is closed: a block that may not nest begins anew there.
    pub(super) is_enclosed: bool,
    /// What it says when it is another tool's.
    pub(super) foreign: Option<Foreign>,
}

/// Whether a collapsible block starts open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Open,
    Closed,
}

impl BlockMarker {
    /// Whether nothing stands behind the marker, so that it may close.
    pub(super) fn is_bare(&self) -> bool {
        self.glued.is_empty() && self.text.is_empty()
    }

    /// Whether the two belong to one block, as its opening, next or closing line.
    pub(super) fn belongs_to(&self, opening: &Self) -> bool {
        let closing = |marker: &Self| marker.foreign.as_ref().map(|foreign| (foreign.closing.clone(), foreign.depth));
        self.component.name == opening.component.name
            && self.length == opening.length
            && closing(self) == closing(opening)
    }

    /// The line that closes the block.
    pub(super) fn closing(&self) -> &str {
        self.foreign.as_ref().map_or(&self.component.metadata.marker, |foreign| &foreign.closing)
    }
}

/// A text whose live candidates are hidden.
#[derive(Debug)]
pub(super) struct Settled {
    /// The text to parse, as long as the author's.
    pub(super) text: String,
    /// What is hidden in it, in order.
    pub(super) markers: Arc<[Marker]>,
}

impl Settled {
    /// The marker that begins at `offset`.
    pub(super) fn marker_at(&self, offset: usize) -> Option<&Marker> {
        let at = self.markers.binary_search_by_key(&offset, |marker| marker.span.start).ok()?;
        self.markers.get(at)
    }
}

/// Hides in `source` what an earlier [`settle`] found to be live in it.
pub(super) fn settled(source: &str, body: usize, markers: &Arc<[Marker]>) -> Settled {
    let mut text = without_front_matter(source, body);
    hide(&mut text, markers);
    Settled { text: into_text(text), markers: Arc::clone(markers) }
}

/// The text with everything before `body` as one blank line.
fn without_front_matter(source: &str, body: usize) -> Vec<u8> {
    let mut text = source.as_bytes().to_vec();
    if let Some((last, before)) = text[..body].split_last_mut() {
        before.fill(b' ');
        *last = b'\n';
    }
    text
}

/// Hides every candidate in `source`.
pub(super) fn draft(source: &str, body: usize, grammar: &Grammar) -> Settled {
    let mut text = without_front_matter(source, body);
    let mut markers = candidates(source, body, grammar);
    hide(&mut text, &markers);
    let mut text = into_text(text);
    let mut columns = table::columns(&text, body);
    columns.retain(|columns| {
        let behind = markers.partition_point(|marker| marker.span.end <= columns.span.start);
        markers.get(behind).is_none_or(|marker| marker.span.start >= columns.span.end)
    });
    if !columns.is_empty() {
        let mut bytes = text.into_bytes();
        hide(&mut bytes, &columns);
        text = into_text(bytes);
        markers.extend(columns);
        markers.sort_by_key(|marker| marker.span.start);
    }
    Settled { text, markers: markers.into() }
}

/// Hides what is live in `source`.
pub(super) fn settle(source: &str, body: usize, grammar: &Grammar) -> Settled {
    let draft = draft(source, body, grammar);
    if draft.markers.is_empty() {
        return draft;
    }
    let verdicts = judge::verdicts(&draft.text, &draft.markers);
    settle_after(source, draft, verdicts)
}

/// Restores what is not live in a draft, by the verdicts on it, until all that is hidden is live.
pub(super) fn settle_after(source: &str, draft: Settled, mut verdicts: Vec<Verdict>) -> Settled {
    let Settled { mut text, markers } = draft;
    let mut markers = markers.to_vec();
    let mut round = 0;
    while let Some(first_dead) = verdicts.iter().position(|verdict| *verdict != Verdict::Live) {
        round += 1;
        let mut bytes = text.into_bytes();
        let mut index = 0;
        markers.retain(|marker| {
            let keep = verdicts[index] == Verdict::Live && (round < MAX_ROUNDS || index < first_dead);
            index += 1;
            if !keep {
                bytes[marker.span.clone()].copy_from_slice(&source.as_bytes()[marker.span.clone()]);
            }
            keep
        });
        text = into_text(bytes);
        verdicts = if markers.is_empty() { Vec::new() } else { judge::verdicts(&text, &markers) };
    }
    Settled { text, markers: markers.into() }
}

/// The live markers of a draft whose tree holds already: all are live, or text of a block of code that is the same block
/// without hiding them, since they draw no fence and hide no line's end that matters; and nothing outside asks for them.
pub(super) fn live_at_once(source: &str, draft: &Settled, verdicts: &[Verdict]) -> Option<Arc<[Marker]>> {
    if verdicts.iter().all(|verdict| *verdict == Verdict::Live) {
        return Some(Arc::clone(&draft.markers));
    }
    let is_harmless = |marker: &Marker, verdict: Verdict| {
        let written = &source[marker.span.clone()];
        let is_asked_for = matches!(marker.kind, MarkerKind::Block(_) | MarkerKind::Abbreviation { .. });
        let draws_fence = ["```", "~~~"].into_iter().any(|fence| written.contains(fence));
        !is_asked_for && !draws_fence && (verdict == Verdict::InFence || !written.contains('\n'))
    };
    let mut live = Vec::new();
    for (marker, verdict) in draft.markers.iter().zip(verdicts) {
        match *verdict {
            Verdict::Live => live.push(marker.clone()),
            code @ (Verdict::InCode | Verdict::InFence) if is_harmless(marker, code) => {}
            Verdict::InCode | Verdict::InFence | Verdict::Dead => return None,
        }
    }
    Some(live.into())
}

/// Only whole characters are written over, and only with ASCII, so the text is still UTF-8.
fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hide(text: &mut [u8], markers: &[Marker]) {
    for marker in markers {
        let bytes = &mut text[marker.span.clone()];
        match marker.kind {
            MarkerKind::Block(_)
            | MarkerKind::Attributes(_)
            | MarkerKind::Admonition(_)
            | MarkerKind::Abbreviation { .. } => {
                bytes.fill(b' ');
                bytes[..3].copy_from_slice(b"<?>");
            }
            MarkerKind::TableAttributes(_) => bytes.fill(b' '),
            MarkerKind::Letters { value, .. } => list::hide(bytes, value),
            MarkerKind::CommentBlock => {
                // An HTML block of the same kind ends with the line that holds `?>`, blank lines or not.
                let last = bytes.len() - 2;
                bytes[..2].copy_from_slice(b"<?");
                bytes[last..].copy_from_slice(b"?>");
                for byte in bytes[2..last].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
                    *byte = b' ';
                }
            }
            MarkerKind::MathBlock { .. } => {
                let last = bytes.len() - 2;
                let mut is_mark = false; // Of a quote, at the start of a line.
                for byte in bytes[2..last].iter_mut() {
                    is_mark = *byte == b'\n' || is_mark && matches!(*byte, b' ' | b'\t' | b'>');
                    if !is_mark && *byte != b'\r' {
                        *byte = b' ';
                    }
                }
                bytes[..2].copy_from_slice(b"<?");
                bytes[last..].copy_from_slice(b"?>");
            }
            MarkerKind::Math { .. } => {
                let last = bytes.len() - 1;
                bytes.fill(b'a');
                bytes[0] = b'`';
                bytes[last] = b'`';
            }
            MarkerKind::Inline(_) | MarkerKind::Wiki(_) | MarkerKind::Comment => {
                bytes.fill(b'a');
                bytes[..4].copy_from_slice(b"<xx:");
                bytes[marker.span.len() - 1] = b'>';
            }
            MarkerKind::Address => {
                for byte in bytes.iter_mut().filter(|byte| matches!(byte, b'*' | b'_' | b'~' | b'^')) {
                    *byte = b'x';
                }
            }
            MarkerKind::BarredCode => {
                for byte in bytes.iter_mut().filter(|byte| **byte == b'|') {
                    *byte = b'a';
                }
            }
            MarkerKind::Columns(ref columns) => bytes.copy_from_slice(columns.as_bytes()),
            MarkerKind::Symbol => bytes.fill(b'x'),
        }
    }
}

/// What is open where a line stands, as far as lines tell.
#[derive(Default)]
struct OpenBlocks {
    /// How many blocks that `===` may close.
    panels: usize,
    /// The containers, innermost last.
    containers: Vec<Container>,
}

struct Container {
    /// How many characters its marker has.
    length: usize,
    /// The panels that were open around it.
    panels: usize,
    /// The markers inside it of blocks that may not nest, by their place in the list.
    enclosed: Vec<usize>,
}

impl OpenBlocks {
    /// Takes note of a marker that will stand at `index` of `markers`.
    fn take(&mut self, marker: &BlockMarker, index: usize, markers: &mut [Marker]) {
        if !marker.component.metadata.encloses {
            if let Some(container) = self.containers.last_mut().filter(|_| !marker.component.metadata.nests) {
                container.enclosed.push(index);
            }
            return;
        }
        if !marker.is_bare() || self.containers.last().is_none_or(|open| open.length != marker.length) {
            let panels = std::mem::take(&mut self.panels);
            self.containers.push(Container { length: marker.length, panels, enclosed: Vec::new() });
        } else if let Some(closed) = self.containers.pop() {
            self.panels = closed.panels;
            for index in closed.enclosed {
                if let Some(Marker { kind: MarkerKind::Block(enclosed), .. }) = markers.get_mut(index) {
                    enclosed.is_enclosed = true;
                }
            }
        }
    }
}

fn candidates(source: &str, body: usize, grammar: &Grammar) -> Vec<Marker> {
    let mut markers = Vec::new();
    let mut open = OpenBlocks::default();
    let mut fences = OpenFences::default();
    let mut letters = list::markers(source, body).into_iter().peekable();
    let last_close = last_bare(source, "+++");
    let has_maths = grammar.has("math") && memchr::memchr(b'$', &source.as_bytes()[body..]).is_some();
    let mut has_closing = has_maths;
    let mut inline_until = body;
    let mut start = body;
    for line in lines(&source[body..]) {
        let text = without_ending(line);
        let first = text.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
        if start < inline_until {
            // Inside a comment, or behind a component that began on an earlier line.
            inline_candidates(source, start..start + text.len(), has_maths, &mut inline_until, grammar, &mut markers);
        } else if matches!(first, Some(b'%' | b'{'))
            && let Some(marker) = whole_line(source, start..start + text.len())
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if first == Some(b'*')
            && let Some(marker) = abbreviations::definition(source, start..start + text.len())
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if first == Some(b'$')
            && has_maths
            && let Some(marker) = math::block(source, start..start + text.len(), &mut has_closing)
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if matches!(first, Some(b'{' | b'<' | b'`' | b':'))
            && let Some(marker) = foreign::marker(source, start..start + text.len(), grammar, &mut fences)
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if let Some(marker) = block_marker(text, start, grammar, &mut open.panels, last_close) {
            inline_until = marker.span.end;
            if let MarkerKind::Block(block) = &marker.kind {
                open.take(block, markers.len(), &mut markers);
            }
            markers.push(marker);
        } else {
            if letters.peek().is_some() {
                while letters.next_if(|letters| letters.span.start < start).is_some() {}
                markers.extend(letters.next_if(|letters| letters.span.start < start + text.len()));
            }
            markers.extend(symbol(text, start).filter(|_| first == Some(b':')));
            let behind = table::attributes_behind(source, start..start + text.len());
            let end = behind.as_ref().map_or(start + text.len(), |behind| behind.span.start);
            for code in table::barred_code(source, start..end) {
                let line = start..code.span.start;
                inline_candidates(source, line, has_maths, &mut inline_until, grammar, &mut markers);
                if code.span.start >= inline_until {
                    inline_until = code.span.end;
                    markers.push(code);
                }
            }
            inline_candidates(source, start..end, has_maths, &mut inline_until, grammar, &mut markers);
            markers.extend(behind.filter(|behind| behind.span.start >= inline_until));
        }
        start += line.len();
    }
    markers
}

/// The lines of a text with their endings, as `split_inclusive` gives them at several times the cost.
pub(super) fn lines(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
        let (line, behind) = text.split_at(end);
        text = behind;
        (!line.is_empty()).then_some(line)
    })
}

fn without_ending(line: &str) -> &str {
    let ending = line.bytes().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    &line[..line.len() - ending]
}

/// The first colon of a line that begins with `:name:`. A term's definition has a space behind its colon, `:--:` aligns a
/// column.
fn symbol(line: &str, start: usize) -> Option<Marker> {
    let rest = line.trim_start_matches([' ', '\t', '>']).strip_prefix(':')?;
    let (name, _) = rest.split_once(':')?;
    let may_be = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
    let is_name = name.bytes().all(may_be) && name.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let behind = start + line.len() - rest.len();
    is_name.then_some(Marker { span: behind - 1..behind, kind: MarkerKind::Symbol })
}

/// A comment block that begins on a line, or attributes that stand alone on it, directly above a block.
fn whole_line(source: &str, line: Range<usize>) -> Option<Marker> {
    let unquoted = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let text = &source[line.clone()];
    let at = line.start + unquoted(text);
    let text = source[at..line.end].trim();
    if text == "%%" && !source[line.start..at].contains('>') {
        let mut start = line.end;
        let close = source[line.end..].split_inclusive('\n').find_map(|below| {
            let own = start;
            start += below.len();
            (below.trim() == "%%").then(|| own + below.trim_end().len())
        });
        return Some(Marker { span: at..close?, kind: MarkerKind::CommentBlock });
    }
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let is_blank = |line: &str| line[unquoted(line)..].trim().is_empty();
    let mut below = source[line.end..].lines().skip(1);
    let is_directly_above = below.next().is_some_and(|below| !is_blank(below));
    let kind = match inside.strip_prefix(':') {
        Some(inside) if is_directly_above => MarkerKind::Admonition(admonition(inside)?),
        Some(_) => return None,
        // Attributes that are a paragraph of their own belong to the block below, however far down it stands.
        None if !is_directly_above
            && (source[..line.start].lines().next_back().is_some_and(|above| !is_blank(above))
                || below.all(is_blank)) =>
        {
            return None;
        }
        None => MarkerKind::Attributes(Attributes::parse(inside)?),
    };
    Some(Marker { span: at..at + text.len(), kind })
}

/// The one class of `{: .note }`, when it is the name of a kind of callout.
fn admonition(inside: &str) -> Option<String> {
    let class = Attributes::parse(inside)?.classes.into_iter().next()?;
    let kind = class.strip_suffix("-title").unwrap_or(&class);
    callouts::variant(kind).is_some().then_some(class)
}

/// The marker on a line, behind any list bullets and quote marks.
fn block_marker(
    line: &str,
    start: usize,
    grammar: &Grammar,
    open_panels: &mut usize,
    last_close: usize,
) -> Option<Marker> {
    let (at, component) = marker_start(line, grammar)?;
    let rest = line[at..].trim_end();
    let mark = component.metadata.marker.as_bytes().first().copied()?;
    let mut length = rest.bytes().take_while(|byte| *byte == mark).count();
    let mut fold = None;
    if length == 2 && component.metadata.fold.is_some() {
        fold = match rest.as_bytes().get(2) {
            Some(b'-') => Some(Fold::Closed),
            Some(b'+') => Some(Fold::Open),
            _ => None,
        };
        length += usize::from(fold.is_some());
    }
    let exact = mark == b'=';
    if length < 3 || (exact && length != 3) {
        return None;
    }
    let after = &rest[length..];
    let mut word = after.find([' ', '\t', '{']).unwrap_or(after.len());
    if word > 0 && component.metadata.glued.is_none() {
        // `+++Title` is a tab when something closes it; it may also draw a line. `|||cell` is a row of a table.
        let is_line = match mark {
            b'+' => start > last_close || !after.starts_with(|c: char| c.is_alphabetic() || c == ':'),
            b'|' => !after.starts_with(":icon-"),
            _ => false,
        };
        if !component.metadata.glued_text || length != 3 || is_line {
            return None;
        }
        word = 0;
    }
    let text = after[word..].trim_start();
    if mark == b'|' && after.contains('|') {
        return None; // A row of a table.
    }
    if word > 0 && text.ends_with(component.metadata.marker.as_str()) {
        // `:::code source="…" :::` begins and ends on its line.
        let name = start + at + length..start + at + length + word;
        let end = start + at + rest.len();
        let closing = component.metadata.marker.len();
        let mut words = name.end..end - closing;
        let line_text = &line[words.start - start..words.end - start];
        let (braces, attributes) = Attributes::at_end(line_text).unwrap_or((line_text.len()..0, Attributes::default()));
        words.end = words.start + braces.start;
        let component = grammar.line(&after[..word]).cloned();
        let call = InlineCall { component, name, words, link: None, attributes };
        return Some(Marker { span: start + at..end, kind: MarkerKind::Inline(call) });
    }
    // Outside a panel, `===` under a paragraph makes it a heading.
    let only_closes = exact && after.is_empty() && fold.is_none();
    if exact {
        if only_closes && *open_panels == 0 {
            return None;
        }
        *open_panels = if only_closes { open_panels.saturating_sub(1) } else { (*open_panels).max(1) };
    }
    let end = start + at + rest.len();
    let glued = start + at + length..start + at + length + word;
    let text = end - text.len()..end;
    let component = Arc::clone(component);
    let (is_enclosed, foreign) = (false, None);
    let block = BlockMarker { component, length, fold, glued, text, only_closes, is_enclosed, foreign };
    Some(Marker { span: start + at..end, kind: MarkerKind::Block(block) })
}

/// Where the last line begins that holds nothing but `marks`; 0 when there is none.
fn last_bare(source: &str, marks: &str) -> usize {
    if memchr::memmem::find(source.as_bytes(), marks.as_bytes()).is_none() {
        return 0;
    }
    let is_alone = |at: &usize| {
        let before = source[..*at].rsplit('\n').next().unwrap_or_default();
        let behind = source[at + marks.len()..].lines().next().unwrap_or_default();
        before.trim().is_empty() && behind.trim().is_empty()
    };
    source.rmatch_indices(marks).map(|(at, _)| at).find(is_alone).unwrap_or(0)
}

/// Where a marker may begin on this line, and the component that its character belongs to.
fn marker_start<'g>(line: &str, grammar: &'g Grammar) -> Option<(usize, &'g Arc<Component>)> {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let mark = *bytes.get(at)?;
        if mark.is_ascii_alphabetic() {
            return None; // Most lines are text; no marker is made of letters.
        }
        let run = bytes[at..].iter().take_while(|byte| **byte == mark).count();
        // `>>> ` is a step; `>` and `>> ` are quotes.
        let is_quote = mark == b'>' && !(run == 3 && matches!(bytes.get(at + 3), None | Some(b' ' | b'\t')));
        if is_quote || (mark == b'>' && grammar.block(mark).is_none()) {
            at += 1;
            continue;
        }
        if run >= 2
            && let Some(component) = grammar.block(mark)
        {
            return Some((at, component));
        }
        let bullet = match mark {
            b'-' | b'*' | b'+' => 1,
            b'0'..=b'9' => {
                let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
                if matches!(bytes.get(at + digits), Some(b'.' | b')')) { digits + 1 } else { return None }
            }
            _ => return None,
        };
        if !matches!(bytes.get(at + bullet), Some(b' ' | b'\t')) {
            return None;
        }
        at += bullet;
    }
}

/// The inline components and bare addresses that begin on a line.
fn inline_candidates(
    source: &str,
    line: Range<usize>,
    has_maths: bool,
    until: &mut usize,
    grammar: &Grammar,
    markers: &mut Vec<Marker>,
) {
    let bytes = source.as_bytes();
    let has_inline = grammar.has_inline();
    let mut at = line.start.max(*until);
    while let Some(found) = next_candidate(&bytes[at.min(line.end)..line.end], has_maths) {
        let from = at;
        at += found;
        let candidate = if bytes[at] == b'%' {
            comment(source, at..line.end)
        } else if bytes[at] == b'$' {
            (!is_escaped(bytes, at)).then(|| math::inline(source, at)).flatten()
        } else if bytes[at..].starts_with(b"[[") {
            wiki::link(source, at).filter(|marker| marker.span.start >= *until && !is_escaped(bytes, marker.span.start))
        } else if bytes[at] == b'[' {
            let call = has_inline.then(|| call::inline_call(source, at, grammar)).flatten();
            let is_quoted = || at - line.start == quote_marks(&source[line.clone()]) && at > line.start;
            call.filter(|marker| !(is_escaped(bytes, at) || is_unknown(marker) && is_quoted()))
        } else {
            scheme_start(&bytes[from..at]).and_then(|start| address_with_emphasis(source, from + start..line.end))
        };
        match candidate {
            Some(marker) => {
                at = marker.span.end;
                *until = at;
                markers.push(marker);
            }
            None => at += 1,
        }
    }
}

fn next_candidate(bytes: &[u8], has_maths: bool) -> Option<usize> {
    let other = memchr::memchr3(b'[', b':', b'%', bytes);
    let dollar = has_maths.then(|| memchr::memchr(b'$', &bytes[..other.unwrap_or(bytes.len())])).flatten();
    dollar.or(other)
}

/// `%%…%%` on a line.
fn comment(source: &str, rest: Range<usize>) -> Option<Marker> {
    let inside = source[rest.clone()].strip_prefix("%%")?;
    // `100%% sure` is no comment.
    if source[..rest.start].ends_with(|before: char| before.is_alphanumeric()) {
        return None;
    }
    let length = inside.find("%%").filter(|length| *length > 0)?;
    Some(Marker { span: rest.start..rest.start + length + 4, kind: MarkerKind::Comment })
}

/// Where the scheme of an address begins that ends with `bytes`.
fn scheme_start(bytes: &[u8]) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| Some(bytes.strip_suffix(scheme.as_bytes())?.len()))
}

fn address_with_emphasis(source: &str, rest: Range<usize>) -> Option<Marker> {
    let length = address_length(&source[rest.clone()])?;
    let bytes = source.as_bytes();
    let hidden = bytes[rest.start..rest.start + length].iter().any(|byte| matches!(byte, b'*' | b'_' | b'~' | b'^'));
    let opens = rest.start == 0 || !bytes[rest.start - 1].is_ascii_alphanumeric();
    (hidden && opens).then(|| Marker { span: rest.start..rest.start + length, kind: MarkerKind::Address })
}

/// The length of the bare address that `text` begins with, by the rules of GitHub's extended autolinks: it ends at white
/// space or `<`, and closing punctuation, an unmatched `)` or an entity at its end belong to the sentence.
pub(super) fn address_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?.len();
    let mut length = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '|')).unwrap_or(text.len());
    loop {
        let address = &text[..length];
        let last = address.chars().next_back()?;
        let drop = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '`' | ']' | '[' => true,
            ')' => address.matches(')').count() > address.matches('(').count(),
            ';' => address
                .rfind('&')
                .is_some_and(|amp| address[amp + 1..length - 1].bytes().all(|b| b.is_ascii_alphanumeric())),
            _ => false,
        };
        if !drop {
            break;
        }
        length = if last == ';' { address.rfind('&')? } else { length - last.len_utf8() };
    }
    let host = &text.get(scheme..length)?;
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[').then_some(length)
}

/// How long the quote marks at the start of a line are, with the white space around them; right behind them, `[!note]` is
/// an alert.
fn quote_marks(line: &str) -> usize {
    let marks = line.bytes().take_while(|byte| matches!(byte, b'>' | b' ' | b'\t')).count();
    if line[..marks].contains('>') { marks } else { 0 }
}

fn is_unknown(marker: &Marker) -> bool {
    matches!(&marker.kind, MarkerKind::Inline(call) if call.component.is_none())
}

/// Whether an odd number of backslashes stands before `at`.
pub(super) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The shape that a marker's component must have to be repeated instead of nested.
pub(super) fn is_sequence(component: &Component) -> bool {
    component.shape == Shape::Panes
}
