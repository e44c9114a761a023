//! Text to stretches of text and tags, and these to [`mod@tokens`].
//!
//! A tag that cannot be read costs no more than the way to its own `}}`, so that a hostile text stays linear.

mod tokens;

use std::ops::Range;

use memchr::{memchr, memmem};

pub(super) use tokens::{Token, TokenKind};
use tokens::{tokens, word_length};

/// So many tags end where another begins; what follows ends at the next `}}`.
const MAX_WAYS: usize = 50;

/// Which tags there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// None: everything is text.
    #[default]
    Off,
    /// `{{ … }}`.
    Braces,
    /// `{% … %}`, too, with the words of Liquid.
    Liquid,
}

/// A stretch of a template, before it is understood.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Text(Range<usize>),
    Tag(Tag),
    /// A tag that cannot be read, what is wrong with it, and where.
    Unreadable(Range<usize>, String, Range<usize>),
}

#[derive(Debug, PartialEq)]
pub(super) struct Tag {
    pub(super) extent: Extent,
    pub(super) tokens: Vec<Token>,
    pub(super) kind: TagKind,
}

/// Where a tag stands, or a block of some.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Extent {
    pub(super) span: Range<usize>,
    /// With the white space that its `-` and `~` take away.
    pub(super) whole: Range<usize>,
}

/// Whose grammar a tag is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ … }}`.
    Braces,
    /// `{{ … }}` beside `{% … %}`, where arguments may stand behind a colon.
    LiquidOutput,
    /// `{% … %}`.
    Liquid,
}

/// What is wrong with `{{` that nothing closes.
pub(super) const NEVER_ENDS: &str = "the expression never ends";

/// Whether a text may hold anything for [`pieces`] to find.
pub(super) fn has_tags(text: &str, syntax: Syntax) -> bool {
    let has = |mark: &[u8]| memmem::find(text.as_bytes(), mark).is_some();
    match syntax {
        Syntax::Off => false,
        Syntax::Braces => has(b"{{") || has(b"{%{"),
        Syntax::Liquid => has(b"{{") || has(b"{%"),
    }
}

/// Splits a stretch of `text`.
pub(super) fn pieces(text: &str, within: Range<usize>, syntax: Syntax) -> Vec<Piece> {
    if syntax == Syntax::Off {
        return vec![Piece::Text(within)];
    }
    let text = &text[..within.end];
    let mut pieces = Vec::new();
    // Where text begins that belongs to no piece yet, and where to look on.
    let (mut start, mut at) = (within.start, within.start);
    let mut unclosed = Unclosed::default();
    while let Some(found) = memchr(b'{', &text.as_bytes()[at..]) {
        at += found;
        let rest = &text[at..];
        if let Some((inside, end)) = escape(rest, &mut unclosed) {
            push_text(&mut pieces, start..at);
            push_text(&mut pieces, at + inside.start..at + inside.end);
            (start, at) = (at + end, at + end);
        } else if rest.starts_with("{{") || (syntax == Syntax::Liquid && rest.starts_with("{%")) {
            // In Liquid it is a tag before it is an escape.
            unclosed.escape = None;
            let known = unclosed.tags();
            let tag = if is_shortcode(rest) { None } else { tag(text, at, syntax, &mut unclosed) };
            let Some((mut piece, trim, next)) = tag else {
                if unclosed.tags() != known {
                    push_text(&mut pieces, start..at);
                    pieces.push(Piece::Unreadable(at..at + 2, NEVER_ENDS.to_owned(), at..at + 2));
                    start = at + 2;
                }
                at += 2;
                continue;
            };
            let whole = trim.before(text, start, at)..trim.behind(text, next);
            push_text(&mut pieces, start..whole.start);
            (start, at) = (whole.end, whole.end);
            if let Piece::Tag(tag) = &mut piece {
                tag.extent.whole = whole;
            }
            pieces.push(piece);
        } else {
            if let Some(mark) = unclosed.escape.take() {
                push_text(&mut pieces, start..at);
                let reason = "this escape is never closed".to_owned();
                pieces.push(Piece::Unreadable(at..at + 1, reason, at..at + mark));
                start = at + 1;
            }
            at += 1;
        }
    }
    push_text(&mut pieces, start..text.len());
    pieces
}

/// Whether a text begins with Hextra's `{{< callout … >}}` or its closing tag, which is a component and no expression.
fn is_shortcode(text: &str) -> bool {
    let inside = text.strip_prefix("{{<").or_else(|| text.strip_prefix("{{%")).map(str::trim_start);
    let name = inside.map(|inside| inside.strip_prefix('/').unwrap_or(inside).trim_start());
    name.and_then(|name| name.strip_prefix("callout")).is_some_and(|rest| word_length(rest) == 0)
}

fn push_text(pieces: &mut Vec<Piece>, span: Range<usize>) {
    if span.start < span.end {
        pieces.push(Piece::Text(span));
    }
}

/// The closing marks that do not come any more, by how many `%` they have; so that none is looked for twice.
#[derive(Default)]
struct Unclosed {
    escapes: [bool; 10],
    /// The length of the escape that was just found to be unclosed, to tell it.
    escape: Option<usize>,
    braces: bool,
    liquid: bool,
    /// How many tags ended where another begins.
    given_way: usize,
}

impl Unclosed {
    /// Which kinds of tags do not end any more.
    fn tags(&self) -> (bool, bool) {
        (self.braces, self.liquid)
    }
}

/// `{%{ … }%}`, with as many `%` on both sides: what is inside, and where it ends.
fn escape(rest: &str, unclosed: &mut Unclosed) -> Option<(Range<usize>, usize)> {
    let percents = rest[1..].bytes().take_while(|byte| *byte == b'%').count();
    let is_unclosed = unclosed.escapes.get_mut(percents).filter(|unclosed| !**unclosed)?;
    if percents == 0 || rest.as_bytes().get(1 + percents) != Some(&b'{') {
        return None;
    }
    let close = format!("}}{}}}", "%".repeat(percents));
    let inside = percents + 2;
    let length = memmem::find(&rest.as_bytes()[inside..], close.as_bytes());
    *is_unclosed = length.is_none();
    unclosed.escape = length.is_none().then_some(inside);
    length.map(|length| (inside..inside + length, inside + length + close.len()))
}

/// How much white space a tag takes with it on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    Nothing,
    /// `~`: to the end of the line; behind the tag with the end itself.
    Line,
    /// `-`: everything.
    All,
}

struct Trim(Take, Take);

impl Trim {
    fn before(&self, text: &str, start: usize, at: usize) -> usize {
        let before = &text[start..at];
        let kept = match self.0 {
            Take::Nothing => before,
            Take::Line => before.trim_end_matches([' ', '\t']),
            Take::All => before.trim_end(),
        };
        start + kept.len()
    }

    fn behind(&self, text: &str, at: usize) -> usize {
        let behind = &text[at..];
        let kept = match self.1 {
            Take::Nothing => behind,
            Take::Line => {
                let rest = behind.trim_start_matches([' ', '\t']);
                rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest)
            }
            Take::All => behind.trim_start(),
        };
        text.len() - kept.len()
    }
}

fn take(mark: Option<&u8>) -> Take {
    match mark {
        Some(b'~') => Take::Line,
        Some(b'-') => Take::All,
        _ => Take::Nothing,
    }
}

/// The tag that begins at `start`, and where the text goes on. `None` when it never ends.
fn tag(text: &str, start: usize, syntax: Syntax, unclosed: &mut Unclosed) -> Option<(Piece, Trim, usize)> {
    let bytes = text.as_bytes();
    let is_liquid = bytes[start + 1] == b'%';
    let is_unclosed = if is_liquid { &mut unclosed.liquid } else { &mut unclosed.braces };
    if *is_unclosed {
        return None;
    }
    let close: &[u8] = if is_liquid { b"%}" } else { b"}}" };
    let length = memmem::find(&bytes[start + 2..], close);
    *is_unclosed = length.is_none();
    let mut raw_end = start + 2 + length? + 2;
    let before = take(bytes.get(start + 2));
    let inside = start + 2 + usize::from(before != Take::Nothing);
    match tokens(text, inside, close) {
        Ok((tokens, end)) => {
            // Between the tag's own marks there may be nothing at all: `{{~}}`.
            let behind = if end > inside { take(bytes.get(end - 1)) } else { Take::Nothing };
            let kind = match syntax {
                Syntax::Liquid if is_liquid => TagKind::Liquid,
                Syntax::Liquid => TagKind::LiquidOutput,
                _ => TagKind::Braces,
            };
            let span = start..end + 2;
            let tag = Tag { extent: Extent { whole: span.clone(), span }, tokens, kind };
            Some((Piece::Tag(tag), Trim(before, behind), end + 2))
        }
        Err((reason, at)) => {
            // Where another begins, this one was left open, and costs the other nothing.
            let next = memmem::find(&bytes[at.min(raw_end)..raw_end], b"{{").filter(|_| unclosed.given_way < MAX_WAYS);
            unclosed.given_way += usize::from(next.is_some());
            raw_end = next.map_or(raw_end, |next| at + next);
            let place = if reason == NEVER_ENDS { start..start + 2 } else { at..(at + 1).min(text.len()) };
            let piece = Piece::Unreadable(start..raw_end, reason, place);
            Some((piece, Trim(Take::Nothing, Take::Nothing), raw_end))
        }
    }
}
