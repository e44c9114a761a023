//! Tokens to statements. What is no statement is an error with its place: the tag stays as the author wrote it.

mod expression;
mod operand;

use std::ops::Range;
use std::sync::Arc;

use super::lex::{Tag, TagKind, Token, TokenKind};
use super::tree::{Expr, ExprKind, ForHeader, Operator};

/// A statement of a tag. What one opens, a later one ends.
#[derive(Debug, PartialEq)]
pub(super) enum Statement {
    Output(Expr),
    Assign { target: Expr, operator: Option<Operator>, value: Expr },
    Define { name: Arc<str>, parameters: Parameters, value: Expr },
    Open(Open),
    ElseIf(Expr),
    Else,
    When(Vec<Expr>),
    End,
    Break,
    Continue,
    Return(Option<Expr>),
}

/// A statement that needs an `end`.
#[derive(Debug, PartialEq)]
pub(super) enum Open {
    If(Expr),
    Case(Expr),
    For(Box<ForHeader>),
    While(Expr),
    Function {
        name: Arc<str>,
        parameters: Parameters,
    },
    Capture(Expr),
    /// What Liquid's `comment` and `raw` hold, which is nothing to us.
    Comment,
    Raw,
}

/// The names that a function takes, some with a default.
pub(super) type Parameters = Vec<(Arc<str>, Option<Expr>)>;

/// Why a tag cannot be understood, and where.
pub(super) type Problem = (String, Range<usize>);

/// Words that are no variables.
const RESERVED: [&str; 20] = [
    "if", "else", "end", "for", "in", "while", "case", "when", "func", "ret", "capture", "break", "continue",
    "contains", "and", "or", "true", "false", "null", "do",
];

/// Expressions may be nested this deep.
const MAX_DEPTH: usize = 64;

/// So many names, signs and values may stand in one tag: each may hold what stands before it, `1 + 2 + 3`.
const MAX_TOKENS: usize = 20_000;

fn too_deep(span: Range<usize>) -> Problem {
    ("the expression is nested too deep".into(), span)
}

/// Understands a tag.
pub(super) fn statements(tag: &Tag) -> Result<Vec<Statement>, Problem> {
    let (tokens, end) = (&tag.tokens, tag.extent.span.end - 2);
    if let Some(token) = tokens.get(MAX_TOKENS) {
        return Err(("the expression is too long".into(), token.span.clone()));
    }
    let mut parser = Parser { tokens, at: 0, end, depth: 0, tag: tag.kind, in_loop: false, in_argument: false };
    let mut statements = Vec::new();
    loop {
        while parser.take_if(|kind| *kind == TokenKind::End) {}
        if parser.at == tag.tokens.len() {
            return Ok(statements);
        }
        statements.push(parser.statement()?);
        if parser.peek().is_some_and(|kind| *kind != TokenKind::End) {
            return Err(parser.unexpected());
        }
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    /// Where the tag's text ends, for what is missing there.
    end: usize,
    depth: usize,
    tag: TagKind,
    /// Whether the list of a loop is being read.
    in_loop: bool,
    /// Whether an argument without brackets is being read: names in it call nothing.
    in_argument: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn take_if(&mut self, is: impl FnOnce(&TokenKind) -> bool) -> bool {
        let found = self.peek().is_some_and(is);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, wanted: &str) -> bool {
        self.take_if(|kind| matches!(kind, TokenKind::Sign(sign) if *sign == wanted))
    }

    fn word(&mut self, wanted: &str) -> bool {
        self.take_if(|kind| matches!(kind, TokenKind::Name(name) if name == wanted))
    }

    fn expect(&mut self, wanted: &str) -> Result<(), Problem> {
        if self.sign(wanted) || self.word(wanted) { Ok(()) } else { Err(self.missing(&format!("`{wanted}`"))) }
    }

    /// Where the next token is.
    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |token| token.span.clone())
    }

    /// Where the last token ends that was taken.
    fn taken_to(&self) -> usize {
        self.tokens[self.at - 1].span.end
    }

    fn missing(&self, what: &str) -> Problem {
        (format!("{what} is missing"), self.here())
    }

    fn unexpected(&self) -> Problem {
        match self.peek() {
            Some(TokenKind::Name(name)) => (format!("`{name}` is not expected here"), self.here()),
            Some(TokenKind::Sign(sign)) => (format!("`{sign}` is not expected here"), self.here()),
            Some(TokenKind::End) => ("the line ends too early".into(), self.here()),
            Some(_) => ("a value is not expected here".into(), self.here()),
            None => ("the expression ends too early".into(), self.here()),
        }
    }

    /// Whether a dot follows: `for.index` is a value, whatever `for` is alone.
    fn is_member(&self) -> bool {
        matches!(self.tokens.get(self.at + 1).map(|token| &token.kind), Some(TokenKind::Sign(".")))
    }

    fn statement(&mut self) -> Result<Statement, Problem> {
        let Some(TokenKind::Name(word)) = self.peek() else { return self.simple() };
        if self.is_member() {
            return self.simple();
        }
        let word = word.clone();
        let from = self.at;
        self.at += 1;
        let is_liquid = self.tag == TagKind::Liquid;
        match word.as_str() {
            "if" => Ok(Statement::Open(Open::If(self.expression()?))),
            "else" if !is_liquid && self.word("if") => Ok(Statement::ElseIf(self.expression()?)),
            "else" => Ok(Statement::Else),
            "for" => self.for_header(),
            "case" => Ok(Statement::Open(Open::Case(self.expression()?))),
            "when" => self.when(),
            "capture" => Ok(Statement::Open(Open::Capture(self.target()?))),
            "break" => Ok(Statement::Break),
            "continue" => Ok(Statement::Continue),
            _ if is_liquid => self.of_liquid(&word, from),
            "end" => Ok(Statement::End),
            "while" => Ok(Statement::Open(Open::While(self.expression()?))),
            "func" => self.function(),
            "ret" => {
                let is_bare = self.peek().is_none_or(|kind| *kind == TokenKind::End);
                Ok(Statement::Return(if is_bare { None } else { Some(self.expression()?) }))
            }
            _ => {
                self.at = from;
                self.simple()
            }
        }
    }

    /// The words that only Liquid has.
    fn of_liquid(&mut self, word: &str, from: usize) -> Result<Statement, Problem> {
        match word {
            "unless" => {
                let span = self.here();
                let kind = ExprKind::Not(Box::new(self.expression()?));
                Ok(Statement::Open(Open::If(Expr { kind, span })))
            }
            "elsif" | "elseif" => Ok(Statement::ElseIf(self.expression()?)),
            "comment" => Ok(Statement::Open(Open::Comment)),
            "raw" => Ok(Statement::Open(Open::Raw)),
            "endif" | "endunless" | "endfor" | "endcase" | "endcapture" | "endcomment" | "endraw" => Ok(Statement::End),
            "assign" => self.simple(),
            "include" => {
                self.at = from;
                self.simple()
            }
            _ => {
                self.at = from;
                Err((format!("there is no tag `{word}`"), self.here()))
            }
        }
    }

    fn when(&mut self) -> Result<Statement, Problem> {
        let mut values = vec![self.expression()?];
        while self.sign(",") || self.sign("||") || self.word("or") {
            values.push(self.expression()?);
        }
        Ok(Statement::When(values))
    }

    /// A variable that can be assigned to.
    fn target(&mut self) -> Result<Expr, Problem> {
        let span = self.here();
        let target = self.postfix()?;
        if is_target(&target) { Ok(target) } else { Err(("this is no variable".into(), span)) }
    }

    fn for_header(&mut self) -> Result<Statement, Problem> {
        let variable = self.target()?;
        self.expect("in")?;
        self.in_loop = true;
        let list = self.expression()?;
        self.in_loop = false;
        let (mut offset, mut limit, mut reversed) = (None, None, false);
        loop {
            if self.word("reversed") {
                reversed = true;
            } else if self.word("offset") {
                self.expect(":")?;
                offset = Some(self.postfix()?);
            } else if self.word("limit") {
                self.expect(":")?;
                limit = Some(self.postfix()?);
            } else {
                let header = ForHeader { variable, list, offset, limit, reversed };
                return Ok(Statement::Open(Open::For(Box::new(header))));
            }
        }
    }

    /// `func name(a, b = 1)`, with or without brackets and commas.
    fn function(&mut self) -> Result<Statement, Problem> {
        let name = self.name()?;
        let in_brackets = self.sign("(");
        let mut parameters = Parameters::new();
        while matches!(self.peek(), Some(TokenKind::Name(_))) {
            let name = self.name()?;
            let default = if self.sign("=") { Some(self.postfix()?) } else { None };
            parameters.push((name, default));
            self.sign(",");
        }
        if in_brackets {
            self.expect(")")?;
        }
        Ok(Statement::Open(Open::Function { name, parameters }))
    }

    fn name(&mut self) -> Result<Arc<str>, Problem> {
        match self.peek() {
            Some(TokenKind::Name(name)) if !RESERVED.contains(&name.as_str()) => {
                let name = name.as_str().into();
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.missing("a name")),
        }
    }

    /// An assignment, the definition of a function on one line, or an expression.
    fn simple(&mut self) -> Result<Statement, Problem> {
        let left = self.expression()?;
        let is_closed = matches!(self.tokens[self.at - 1].kind, TokenKind::Sign(")"));
        let operator = match self.peek() {
            Some(TokenKind::Sign("=")) => None,
            Some(TokenKind::Sign("+=")) => Some(Operator::Add),
            Some(TokenKind::Sign("-=")) => Some(Operator::Subtract),
            Some(TokenKind::Sign("*=")) => Some(Operator::Multiply),
            Some(TokenKind::Sign("/=")) => Some(Operator::Divide),
            Some(TokenKind::Sign("%=")) => Some(Operator::Remainder),
            _ => return Ok(Statement::Output(left)),
        };
        let sign = self.here();
        self.at += 1;
        let value = self.expression()?;
        if is_target(&left) {
            return Ok(Statement::Assign { target: left, operator, value });
        }
        // `youtube id="x"` defines no function, but calls one as another tool has it.
        match signature(left).filter(|_| operator.is_none() && is_closed) {
            Some((name, parameters)) => Ok(Statement::Define { name, parameters, value }),
            None => Err(("only a variable can be assigned to".into(), sign)),
        }
    }
}

fn is_target(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Local(_) => true,
        ExprKind::Member(of, _) | ExprKind::Index(of, _) => is_target(of),
        _ => false,
    }
}

/// `double(x)` as the head of a definition.
fn signature(expr: Expr) -> Option<(Arc<str>, Parameters)> {
    let ExprKind::Call { callee, positional, named } = expr.kind else { return None };
    let ExprKind::Name(name) = callee.kind else { return None };
    let parameter = |expr: Expr| match expr.kind {
        ExprKind::Name(name) => Some((name, None)),
        _ => None,
    };
    let parameters: Option<Parameters> = positional.into_iter().map(parameter).collect();
    parameters.filter(|_| named.is_empty()).map(|parameters| (name, parameters))
}
