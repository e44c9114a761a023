//! `x^2^` and `H~2~O` inside words, `++inserted++` and `==marked==`, which the parser does not know.
//!
//! They are paired among the finished children of an element, so that code, links and other emphasis count as wholes. What a
//! run may open and close follows CommonMark's rule of flanking; inside words nothing with white space is raised or lowered.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::east_asia;
use super::tree::{Kind, Mark, Node};

/// A run of delimiters in a text.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// The child it stands in, and where in its text.
    child: usize,
    at: usize,
    delimiter: Delimiter,
    opens: bool,
    closes: bool,
    /// Whether it may hold a word and no more.
    is_tight: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Superscript,
    Subscript,
    Inserted,
    Marked,
}

impl Delimiter {
    const ALL: [Self; 4] = [Self::Superscript, Self::Subscript, Self::Inserted, Self::Marked];

    fn marks(self) -> &'static str {
        match self {
            Self::Superscript => "^",
            Self::Subscript => "~",
            Self::Inserted => "++",
            Self::Marked => "==",
        }
    }

    fn kind<'a>(self) -> Kind<'a> {
        match self {
            Self::Superscript => Kind::Element(Tag::Superscript),
            Self::Subscript => Kind::Element(Tag::Subscript),
            Self::Inserted => Kind::Mark(Mark::Inserted),
            Self::Marked => Kind::Mark(Mark::Marked),
        }
    }

    /// Whether it holds a word and no more.
    fn is_tight(self) -> bool {
        matches!(self, Self::Superscript | Self::Subscript)
    }
}

/// Pairs what the parser has left, and takes back what it raised of a face.
pub(super) fn pair(children: &mut Vec<Node<'_>>, source: &str) {
    lower_faces(children, source);
    if !children.iter().filter_map(Node::text).any(may_hold) {
        return;
    }
    let mut pairs = Vec::new();
    let mut open: [Option<Run>; 4] = [None; 4];
    for (index, child) in children.iter().enumerate() {
        let Some(text) = child.text() else {
            // Only texts and other emphasis may be inside.
            if child.is_break() {
                open = open.map(|open| open.filter(|open| !open.is_tight));
            }
            continue;
        };
        for run in runs(text, index, child, source) {
            let slot = run.delimiter as usize;
            match open[slot].filter(|opening| run.closes && is_pair(opening, &run, children)) {
                Some(opening) => {
                    // What it holds is paired by itself.
                    let start = (opening.child, opening.at);
                    while pairs.last().is_some_and(|(inner, _): &(Run, Run)| (inner.child, inner.at) > start) {
                        pairs.pop();
                    }
                    open = open.map(|open| open.filter(|open| (open.child, open.at) < start));
                    pairs.push((opening, run));
                }
                None if run.opens => open[slot] = Some(run),
                None => {}
            }
        }
    }
    if !pairs.is_empty() {
        *children = wrap(std::mem::take(children), pairs, source);
    }
}

/// Makes text again of what the parser raised of a face.
fn lower_faces(children: &mut [Node<'_>], source: &str) {
    for child in children.iter_mut().filter(|child| matches!(child.kind, Kind::Element(Tag::Superscript))) {
        let inside = source[child.span.clone()].trim_matches('^');
        if is_face(&source[..child.span.start], inside) {
            *child = Node::of_text(source[child.span.clone()].to_owned(), child.span.clone());
        }
    }
}

/// Whether a run may stand in a text: most have none, and are looked at as often as there are texts.
fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_double = |at: usize| bytes.get(at + 1) == Some(&bytes[at]);
    memchr::memchr2(b'^', b'~', bytes).is_some() || memchr::memchr2_iter(b'+', b'=', bytes).any(is_double)
}

/// The runs in a text, exactly as long as their delimiter.
fn runs(text: &str, child: usize, node: &Node<'_>, source: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['^', '~', '+', '=']).map(|found| at + found) {
        let mark = text.as_bytes()[found];
        let length = text.as_bytes()[found..].iter().take_while(|byte| **byte == mark).count();
        at = found + length;
        let run = &text[found..at];
        let Some(delimiter) = Delimiter::ALL.into_iter().find(|delimiter| delimiter.marks() == run) else { continue };
        if found == 0 && source[..node.span.start].ends_with('\\') {
            continue;
        }
        let before = text[..found].chars().next_back().or_else(|| source[..node.span.start].chars().next_back());
        let after = text[at..].chars().next().or_else(|| source[node.span.end..].chars().next());
        // `a==b==c` marks a letter, but `a==b or c==d` compares, and `C++20` is a name.
        let is_in_word = !delimiter.is_tight() && before.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_name = is_in_word && delimiter == Delimiter::Inserted;
        let (before, after) = (side(before), side(after));
        // `10^-3^` and `e^(x)^` are raised, too.
        let is_sign = delimiter == Delimiter::Superscript && text[at..].starts_with(['-', '+', '(']);
        let is_close = delimiter == Delimiter::Superscript && text[..found].ends_with(')');
        let opens = !is_name && (after == Side::Word || after == Side::Mark && before != Side::Word || is_sign);
        let closes = before == Side::Word || before == Side::Mark && after != Side::Word || is_close;
        let is_tight = delimiter.is_tight() || is_in_word;
        runs.push(Run { child, at: found, delimiter, opens, closes, is_tight });
    }
    runs
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Space,
    Mark,
    Word,
}

fn side(c: Option<char>) -> Side {
    match c {
        None => Side::Space,
        Some(c) if c.is_whitespace() => Side::Space,
        Some(c) if c.is_alphanumeric() => Side::Word,
        Some(_) => Side::Mark,
    }
}

fn is_pair(opening: &Run, closing: &Run, children: &[Node<'_>]) -> bool {
    let from = opening.at + opening.delimiter.marks().len();
    if opening.child != closing.child {
        return !opening.is_tight;
    }
    let Some(text) = children[opening.child].text() else { return false };
    if closing.at <= from {
        return false;
    }
    let inside = &text[from..closing.at];
    match opening.delimiter {
        Delimiter::Superscript => !inside.contains(char::is_whitespace) && !is_face(&text[..opening.at], inside),
        Delimiter::Subscript => {
            let is_range = |run: &Run| {
                text[..run.at].ends_with(|c: char| c.is_ascii_digit())
                    && text[run.at + 1..].starts_with(|c: char| c.is_ascii_digit())
            };
            // `1~2日、3~4日` are ranges.
            let is_text = |c: char| c.is_whitespace() || east_asia::is_letter(c) || east_asia::is_mark(c);
            !(inside.contains(is_text) || is_range(opening) && is_range(closing))
        }
        Delimiter::Inserted | Delimiter::Marked => !(opening.is_tight && inside.contains(char::is_whitespace)),
    }
}

/// Whether this is a face, `^_^` or `(^-^)`, and nothing raised, as the charge of `(OH)^-^` is.
fn is_face(before: &str, inside: &str) -> bool {
    let is_apart = || before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    inside == "_" || matches!(inside, "-" | ".") && is_apart()
}

/// Puts what stands between each two runs into an element of its own, in one pass.
fn wrap<'a>(children: Vec<Node<'a>>, pairs: Vec<(Run, Run)>, source: &str) -> Vec<Node<'a>> {
    let end = (children.len(), 0);
    let mut left = Left { children: children.into_iter().map(Some).collect(), from: (0, 0) };
    let mut wrapped = Vec::new();
    for (opening, closing) in pairs {
        let length = opening.delimiter.marks().len();
        left.take((opening.child, opening.at), &mut wrapped);
        let start = left.place(opening.at);
        left.from.1 += length;
        let mut inside = Vec::new();
        left.take((closing.child, closing.at), &mut inside);
        left.from.1 += length;
        pair(&mut inside, source);
        let span = start.start..left.place(left.from.1).end.max(start.start);
        wrapped.push(Node { kind: opening.delimiter.kind(), span, children: inside });
    }
    left.take(end, &mut wrapped);
    wrapped
}

/// Children that are not taken yet, and how far into the first.
struct Left<'a> {
    children: Vec<Option<Node<'a>>>,
    from: (usize, usize),
}

impl<'a> Left<'a> {
    /// Takes what stands before `to`, a child and an offset in its text.
    fn take(&mut self, to: (usize, usize), out: &mut Vec<Node<'a>>) {
        while self.from.0 < to.0 {
            let (child, at) = self.from;
            self.from = (child + 1, 0);
            match self.children[child].take() {
                Some(node) if at == 0 => out.push(node),
                Some(node) => out.extend(node.part(at..node.text().map_or(0, str::len))),
                None => {}
            }
        }
        if let Some(node) = self.children.get(to.0).and_then(Option::as_ref) {
            out.extend(node.part(self.from.1..to.1));
        }
        self.from = to;
    }

    /// Where an offset in the first child stands.
    fn place(&self, at: usize) -> Range<usize> {
        self.children.get(self.from.0).and_then(Option::as_ref).map_or(0..0, |node| node.span_of(at..at))
    }
}
