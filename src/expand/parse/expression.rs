//! Expressions: operators, pipes and calls, from what binds least to what binds most.

use std::mem;

use super::{MAX_DEPTH, Parser, Problem, RESERVED, too_deep};
use crate::expand::functions;
use crate::expand::lex::{TagKind, TokenKind};
use crate::expand::tree::{Expr, ExprKind, Operator};

/// What the operators mean and how closely they bind.
const OPERATORS: [(&str, u8, Operator); 18] = [
    ("??", 1, Operator::Coalesce),
    ("||", 2, Operator::Or),
    ("or", 2, Operator::Or),
    ("&&", 3, Operator::And),
    ("and", 3, Operator::And),
    ("==", 4, Operator::Equal),
    ("!=", 4, Operator::Unequal),
    ("<", 5, Operator::Less),
    (">", 5, Operator::Greater),
    ("<=", 5, Operator::LessOrEqual),
    (">=", 5, Operator::GreaterOrEqual),
    ("contains", 5, Operator::Contains),
    ("+", 7, Operator::Add),
    ("-", 7, Operator::Subtract),
    ("*", 8, Operator::Multiply),
    ("/", 8, Operator::Divide),
    ("//", 8, Operator::DivideWhole),
    ("%", 8, Operator::Remainder),
];

/// How closely a range binds: less than sums.
const RANGE: u8 = 6;

impl Parser<'_> {
    /// A whole expression, with its pipes.
    pub(super) fn expression(&mut self) -> Result<Expr, Problem> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(self.here()));
        }
        let in_argument = mem::take(&mut self.in_argument);
        let condition = self.binary(0)?;
        let mut value = self.choice(condition)?;
        while self.pipe() {
            let mut call = self.call_after_pipe()?;
            let span = value.span.start..call.span.end;
            call.kind = match call.kind {
                ExprKind::Call { callee, mut positional, named } => {
                    positional.insert(0, value);
                    ExprKind::Call { callee, positional, named }
                }
                kind => {
                    let callee = Box::new(Expr { kind, span: call.span.clone() });
                    ExprKind::Call { callee, positional: vec![value], named: Vec::new() }
                }
            };
            // `list | array.size > 0`: what is compared is what comes out of the pipe.
            let piped = self.operators(Expr { kind: call.kind, span }, 0)?;
            value = self.choice(piped)?;
        }
        self.in_argument = in_argument;
        self.depth -= 1;
        Ok(value)
    }

    /// `|`, at the end of a line or the beginning of the next.
    fn pipe(&mut self) -> bool {
        let from = self.at;
        while self.take_if(|kind| *kind == TokenKind::End) {}
        if self.sign("|") || self.sign("|>") {
            while self.take_if(|kind| *kind == TokenKind::End) {}
            return true;
        }
        self.at = from;
        false
    }

    /// What stands behind a pipe; in Liquid with a colon before its arguments.
    fn call_after_pipe(&mut self) -> Result<Expr, Problem> {
        let has_colon = self.tokens.get(self.at..).and_then(|tokens| {
            tokens.iter().find(|token| !matches!(token.kind, TokenKind::Name(_) | TokenKind::Sign(".")))
        });
        if self.tag == TagKind::Braces {
            return self.call(0);
        }
        if has_colon.is_none_or(|token| token.kind != TokenKind::Sign(":")) {
            return self.call(0).map(filter);
        }
        let callee = filter(self.postfix()?);
        self.expect(":")?;
        let mut positional = vec![self.postfix()?];
        while self.sign(",") {
            positional.push(self.postfix()?);
        }
        let span = callee.span.clone();
        Ok(Expr { kind: ExprKind::Call { callee: Box::new(callee), positional, named: Vec::new() }, span })
    }

    /// `? a : b` behind a condition.
    fn choice(&mut self, condition: Expr) -> Result<Expr, Problem> {
        if !self.sign("?") {
            return Ok(condition);
        }
        let then = self.expression()?;
        self.expect(":")?;
        let otherwise = self.expression()?;
        let span = condition.span.start..otherwise.span.end;
        Ok(Expr { kind: ExprKind::Conditional(Box::new((condition, then, otherwise))), span })
    }

    fn range_after(
        &mut self,
        from: Expr,
        last: impl FnOnce(&mut Self) -> Result<Expr, Problem>,
    ) -> Result<Expr, Problem> {
        let inclusive = self.sign("..") || self.sign("...");
        if !inclusive && !self.sign("..<") {
            return Ok(from);
        }
        let to = last(self)?;
        let span = from.span.start..to.span.end;
        Ok(Expr { kind: ExprKind::Range(Box::new(from), Box::new(to), inclusive), span })
    }

    fn binary(&mut self, least: u8) -> Result<Expr, Problem> {
        let left = self.unary(least)?;
        self.operators(left, least)
    }

    /// The operators behind a value, and what they join to it.
    fn operators(&mut self, mut left: Expr, least: u8) -> Result<Expr, Problem> {
        loop {
            if least <= RANGE && matches!(self.peek(), Some(TokenKind::Sign(".." | "..." | "..<"))) {
                left = self.range_after(left, |parser| parser.binary(RANGE + 1))?;
                continue;
            }
            let word = match self.peek() {
                Some(TokenKind::Sign(sign)) => *sign,
                Some(TokenKind::Name(name)) => name.as_str(),
                _ => return Ok(left),
            };
            let found = OPERATORS.into_iter().find(|(sign, binds, _)| *sign == word && *binds >= least);
            let Some((_, binds, operator)) = found else { return Ok(left) };
            self.at += 1;
            let right = self.binary(binds + 1)?;
            let span = left.span.start..right.span.end;
            left = Expr { kind: ExprKind::Binary(operator, Box::new(left), Box::new(right)), span };
        }
    }

    fn unary(&mut self, least: u8) -> Result<Expr, Problem> {
        let span = self.here();
        let wrap: fn(Box<Expr>) -> ExprKind = if self.sign("!") {
            ExprKind::Not
        } else if self.sign("-") {
            ExprKind::Negative
        } else if self.sign("@") {
            ExprKind::Reference
        } else {
            return self.call(least);
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(span));
        }
        let operand = self.unary(least)?;
        self.depth -= 1;
        let span = span.start..operand.span.end;
        Ok(Expr { kind: wrap(Box::new(operand)), span })
    }

    /// A value, or a function with its arguments behind it: `f a b + 1 name: c`. Of the operators between arguments those that bind
    /// more closely than `least` belong to them; comparisons never do.
    fn call(&mut self, least: u8) -> Result<Expr, Problem> {
        let callee = self.postfix()?;
        if self.in_argument || callee.path().is_none() {
            return Ok(callee);
        }
        let (mut positional, mut named) = (Vec::new(), Vec::new());
        loop {
            if self.ends_list() {
                break;
            }
            let is_named = matches!(self.tokens.get(self.at + 1).map(|token| &token.kind), Some(TokenKind::Sign(":")))
                && matches!(self.peek(), Some(TokenKind::Name(_)));
            // `a ? b : c`: the colon belongs to the condition when nothing was passed yet.
            if is_named && !(positional.is_empty() && named.is_empty() && !self.is_function(&callee)) {
                let name = self.name()?;
                self.expect(":")?;
                named.push((name, self.argument(least)?));
            } else if self.begins_argument() {
                positional.push(self.argument(least)?);
            } else {
                break;
            }
        }
        if positional.is_empty() && named.is_empty() {
            return Ok(callee);
        }
        let span = callee.span.start..self.taken_to();
        Ok(Expr { kind: ExprKind::Call { callee: Box::new(callee), positional, named }, span })
    }

    /// An argument of a function without brackets, and the comma that may stand behind it.
    fn argument(&mut self, least: u8) -> Result<Expr, Problem> {
        self.in_argument = true;
        let argument = self.binary(least.max(RANGE))?;
        self.in_argument = false;
        self.sign(",");
        Ok(argument)
    }

    /// Only `include` takes named arguments alone.
    fn is_function(&self, callee: &Expr) -> bool {
        callee.path().is_some_and(|path| path == "include")
    }

    /// Whether the list of a loop ends here, before what says how much of it is taken.
    fn ends_list(&self) -> bool {
        self.in_loop
            && matches!(self.peek(), Some(TokenKind::Name(name)) if ["offset", "limit", "reversed"].contains(&name.as_str()))
    }

    fn begins_argument(&self) -> bool {
        match self.peek() {
            Some(TokenKind::Name(name)) => {
                let is_value = matches!(name.as_str(), "true" | "false" | "null") || self.is_member();
                is_value || !RESERVED.contains(&name.as_str())
            }
            Some(TokenKind::Local(_) | TokenKind::Int(_) | TokenKind::Float(_) | TokenKind::Text(_)) => true,
            Some(TokenKind::Sign(sign)) => matches!(*sign, "(" | "@" | "[" | "{"),
            _ => false,
        }
    }
}

/// What Liquid calls by its name alone, `upcase`, as the function that it is.
fn filter(expr: Expr) -> Expr {
    let function = match &expr.kind {
        ExprKind::Name(name) => functions::of_liquid(name),
        _ => None,
    };
    let Some((space, name)) = function else { return expr };
    let space = Expr { kind: ExprKind::Name(space.into()), span: expr.span.clone() };
    Expr { kind: ExprKind::Member(Box::new(space), name.into()), span: expr.span }
}
