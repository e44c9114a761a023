//! What operators stand between: values with their members and elements, lists, objects, and brackets.

use std::sync::Arc;

use super::{MAX_DEPTH, Parser, Problem, RESERVED, too_deep};
use crate::expand::lex::TokenKind;
use crate::expand::tree::{Expr, ExprKind};
use crate::expand::value::Value;

impl Parser<'_> {
    /// A value with its members, elements, and arguments in brackets.
    pub(super) fn postfix(&mut self) -> Result<Expr, Problem> {
        let mut value = self.primary()?;
        // Each step looks at all before it again.
        for _ in 0..=MAX_DEPTH {
            let end = value.span.end;
            let is_glued = self.here().start == end;
            if (self.peek() == Some(&TokenKind::Sign(".")) || self.peek() == Some(&TokenKind::Sign("?."))) && is_glued {
                self.at += 1;
                let Some(TokenKind::Name(name)) = self.peek() else { return Err(self.missing("a name")) };
                let name: Arc<str> = name.as_str().into();
                let span = value.span.start..self.here().end;
                self.at += 1;
                value = Expr { kind: ExprKind::Member(Box::new(value), name), span };
            } else if is_glued && self.sign("[") {
                let index = self.expression()?;
                self.expect("]")?;
                let span = value.span.start..self.taken_to();
                value = Expr { kind: ExprKind::Index(Box::new(value), Box::new(index)), span };
            } else if is_glued && value.path().is_some() && self.sign("(") {
                let (positional, named) = self.arguments()?;
                let span = value.span.start..self.taken_to();
                value = Expr { kind: ExprKind::Call { callee: Box::new(value), positional, named }, span };
            } else {
                return Ok(value);
            }
        }
        Err(too_deep(self.here()))
    }

    /// Arguments in brackets, behind the opening one.
    #[expect(clippy::type_complexity, reason = "the two kinds of arguments, named where they are used")]
    fn arguments(&mut self) -> Result<(Vec<Expr>, Vec<(Arc<str>, Expr)>), Problem> {
        let (mut positional, mut named) = (Vec::new(), Vec::new());
        while !self.sign(")") {
            let is_named = matches!(self.tokens.get(self.at + 1).map(|token| &token.kind), Some(TokenKind::Sign(":")));
            if is_named {
                let name = self.name()?;
                self.expect(":")?;
                named.push((name, self.expression()?));
            } else {
                positional.push(self.expression()?);
            }
            if !self.sign(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok((positional, named))
    }

    /// A value by itself.
    fn primary(&mut self) -> Result<Expr, Problem> {
        let span = self.here();
        let Some(kind) = self.peek().cloned() else { return Err(self.unexpected()) };
        let simple = match kind {
            TokenKind::Int(number) => ExprKind::Literal(Value::Int(number)),
            TokenKind::Float(number) => ExprKind::Literal(Value::Float(number)),
            TokenKind::Text(text) => ExprKind::Literal(text.into()),
            TokenKind::Local(name) if name.is_empty() => ExprKind::Arguments,
            TokenKind::Local(name) => ExprKind::Local(name.into()),
            TokenKind::Name(name) => match name.as_str() {
                "true" => ExprKind::Literal(true.into()),
                "false" => ExprKind::Literal(false.into()),
                "null" => ExprKind::Literal(Value::Null),
                word if RESERVED.contains(&word) && !self.is_member() => return Err(self.unexpected()),
                word => ExprKind::Name(word.into()),
            },
            TokenKind::Sign("(") => return self.in_brackets(),
            TokenKind::Sign("[") => return self.list(),
            TokenKind::Sign("{") => return self.object(),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(Expr { kind: simple, span })
    }

    fn in_brackets(&mut self) -> Result<Expr, Problem> {
        let start = self.here().start;
        self.at += 1;
        let inner = self.expression()?;
        self.expect(")")?;
        Ok(Expr { kind: inner.kind, span: start..self.taken_to() })
    }

    fn list(&mut self) -> Result<Expr, Problem> {
        let start = self.here().start;
        self.at += 1;
        let mut elements = Vec::new();
        while !self.closes("]") {
            elements.push(self.expression()?);
            if !self.sign(",") && self.peek() != Some(&TokenKind::End) {
                self.expect("]")?;
                break;
            }
        }
        Ok(Expr { kind: ExprKind::List(elements), span: start..self.taken_to() })
    }

    fn object(&mut self) -> Result<Expr, Problem> {
        let start = self.here().start;
        self.at += 1;
        let mut fields = Vec::new();
        while !self.closes("}") {
            let name: Arc<str> = match self.peek() {
                Some(TokenKind::Name(name) | TokenKind::Text(name)) => name.as_str().into(),
                _ => return Err(self.missing("a name")),
            };
            self.at += 1;
            self.expect(":")?;
            fields.push((name, self.expression()?));
            if !self.sign(",") && self.peek() != Some(&TokenKind::End) {
                self.expect("}")?;
                break;
            }
        }
        Ok(Expr { kind: ExprKind::Object(fields), span: start..self.taken_to() })
    }

    /// A closing bracket, perhaps on a line further down.
    fn closes(&mut self, bracket: &str) -> bool {
        while self.take_if(|kind| *kind == TokenKind::End) {}
        self.sign(bracket)
    }
}
