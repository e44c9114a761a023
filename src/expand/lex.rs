//! Text to stretches of text and tags, and tags to tokens (format sheet §5.1).
//!
//! A tag that cannot be read costs no more than the way to its own `}}`, so that a hostile text stays linear.

use std::ops::Range;

use memchr::{memchr, memmem};

/// Braces inside a tag may be this deep.
const MAX_BRACES: usize = 16;

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
    pub(super) span: Range<usize>,
    pub(super) tokens: Vec<Token>,
    pub(super) kind: TagKind,
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

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Name(String),
    /// `$name`, or `$` alone.
    Local(String),
    Int(i64),
    Float(f64),
    Text(String),
    /// An operator or a bracket.
    Sign(&'static str),
    /// The end of a statement: a line's end or `;`.
    End,
}

/// Operators and brackets, the longer before those that they begin with.
const SIGNS: [&str; 39] = [
    "...", "..<", "|>", "||", "&&", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "??", "?.", "..", "//", "|",
    "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "<", ">", "!", "+", "-", "*", "/", "%", "?", "@",
];

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
            let Some((piece, trim, next)) = tag else {
                if unclosed.tags() != known {
                    push_text(&mut pieces, start..at);
                    pieces.push(Piece::Unreadable(at..at + 2, NEVER_ENDS.to_owned(), at..at + 2));
                    start = at + 2;
                }
                at += 2;
                continue;
            };
            push_text(&mut pieces, start..trim.before(text, start, at));
            pieces.push(piece);
            at = trim.behind(text, next);
            start = at;
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
    let mut lexer = Lexer { text, at: inside, close, braces: 0, tokens: Vec::new() };
    match lexer.tokens() {
        Ok(end) => {
            // Between the tag's own marks there may be nothing at all: `{{~}}`.
            let behind = if end > inside { take(bytes.get(end - 1)) } else { Take::Nothing };
            let kind = match syntax {
                Syntax::Liquid if is_liquid => TagKind::Liquid,
                Syntax::Liquid => TagKind::LiquidOutput,
                _ => TagKind::Braces,
            };
            let tag = Tag { span: start..end + 2, tokens: lexer.tokens, kind };
            Some((Piece::Tag(tag), Trim(before, behind), end + 2))
        }
        Err(reason) => {
            let at = lexer.at.min(text.len());
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

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    close: &'t [u8],
    braces: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    /// Reads tokens up to the end of the tag, which it returns.
    fn tokens(&mut self) -> Result<usize, String> {
        loop {
            let rest = &self.text[self.at..];
            let Some(first) = rest.chars().next() else { return Err(NEVER_ENDS.into()) };
            if self.braces == 0 && self.is_close(0) {
                return Ok(self.at);
            }
            // The mark that takes white space away belongs to the end of the tag.
            if self.braces == 0 && matches!(first, '~' | '-') && self.is_close(1) {
                self.at += 1;
                return Ok(self.at);
            }
            match first {
                '\n' | ';' => self.push(TokenKind::End, 1),
                '#' => self.comment(),
                '"' | '\'' => self.quoted(first)?,
                '`' => self.verbatim()?,
                '$' => {
                    let length = word_length(&rest[1..]);
                    self.push(TokenKind::Local(rest[1..1 + length].to_owned()), 1 + length);
                }
                '0'..='9' => self.number(),
                _ if first.is_whitespace() => self.at += first.len_utf8(),
                _ if first.is_alphabetic() || first == '_' => {
                    let length = word_length(rest);
                    self.push(TokenKind::Name(rest[..length].to_owned()), length);
                }
                _ => self.sign()?,
            }
        }
    }

    fn is_close(&self, behind: usize) -> bool {
        self.text.as_bytes()[self.at + behind..].starts_with(self.close)
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token { kind, span: self.at..self.at + length });
        self.at += length;
    }

    /// `# …` to the end of the line or tag; `## … ##` over lines.
    fn comment(&mut self) {
        let rest = &self.text[self.at..];
        let over_lines = rest.strip_prefix("##").and_then(|inside| inside.find("##")).map(|length| length + 4);
        let line = rest.find('\n').unwrap_or(rest.len());
        let tag = memmem::find(rest.as_bytes(), self.close).unwrap_or(rest.len());
        self.at += over_lines.filter(|length| *length <= tag).unwrap_or(line.min(tag));
    }

    fn quoted(&mut self, quote: char) -> Result<(), String> {
        let mut value = String::new();
        let mut chars = self.text[self.at + 1..].char_indices();
        while let Some((offset, c)) = chars.next() {
            match c {
                _ if c == quote => {
                    self.push(TokenKind::Text(value), offset + 2);
                    return Ok(());
                }
                '\n' => break,
                '\\' => value.push(match chars.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, 'r')) => '\r',
                    Some((_, '0')) => '\0',
                    Some((_, c)) => c,
                    None => break,
                }),
                c => value.push(c),
            }
        }
        Err("the text in quotes never ends".into())
    }

    fn verbatim(&mut self) -> Result<(), String> {
        let inside = &self.text[self.at + 1..];
        let length = inside.find('`').filter(|length| *length < 4096).ok_or("the text in backticks never ends")?;
        self.push(TokenKind::Text(inside[..length].to_owned()), length + 2);
        Ok(())
    }

    fn number(&mut self) {
        let rest = &self.text[self.at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let fraction =
            rest[digits..].strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let length = if fraction > 0 { digits + 1 + fraction } else { digits };
        let kind = match rest[..length].parse() {
            Ok(number) => TokenKind::Int(number),
            Err(_) => TokenKind::Float(rest[..length].parse().unwrap_or_default()),
        };
        self.push(kind, length);
    }

    fn sign(&mut self) -> Result<(), String> {
        let rest = &self.text[self.at..];
        let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) else {
            return Err(format!("`{}` means nothing here", rest.chars().next().unwrap_or_default()));
        };
        match sign {
            // No value begins with two: another expression does.
            "{" if rest.starts_with("{{") => return Err(NEVER_ENDS.into()),
            "{" if self.braces == MAX_BRACES => return Err("braces are nested too deep".into()),
            "{" => self.braces += 1,
            "}" if self.braces == 0 => return Err("`}` closes nothing".into()),
            "}" => self.braces -= 1,
            _ => {}
        }
        self.push(TokenKind::Sign(sign), sign.len());
        Ok(())
    }
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())
}
