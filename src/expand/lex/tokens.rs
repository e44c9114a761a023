//! A tag to tokens.

use std::ops::Range;

use memchr::memmem;

use super::NEVER_ENDS;

/// Braces inside a tag may be this deep.
const MAX_BRACES: usize = 16;

#[derive(Debug, Clone, PartialEq)]
pub(in crate::expand) struct Token {
    pub(in crate::expand) kind: TokenKind,
    pub(in crate::expand) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::expand) enum TokenKind {
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

/// The tokens of a tag from `start` up to its end, `close`, and where that stands. Otherwise why it cannot be read, and where that
/// was seen.
pub(super) fn tokens(text: &str, start: usize, close: &[u8]) -> Result<(Vec<Token>, usize), (String, usize)> {
    let mut lexer = Lexer { text, at: start, close, braces: 0, tokens: Vec::new() };
    match lexer.run() {
        Ok(end) => Ok((lexer.tokens, end)),
        Err(reason) => Err((reason, lexer.at.min(text.len()))),
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
    fn run(&mut self) -> Result<usize, String> {
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

/// How long the name is that a text begins with.
pub(super) fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())
}
