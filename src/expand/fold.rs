//! Statements in a row to a tree: what one opens, a later one ends.
//!
//! What fits nowhere stays as the author wrote it and is told: a tag that cannot be understood, an `end` without beginning,
//! a beginning without `end`.

use std::ops::Range;
use std::sync::Arc;

use super::lex::{Extent, Piece, Syntax, Tag, TokenKind, pieces};
use super::parse::{Open, Problem, Statement, statements};
use super::tree::{Body, Definition, Expr, For, Node, NodeKind};

/// Blocks may be nested this deep.
const MAX_DEPTH: usize = 64;

/// What ends Liquid's `raw` and `comment`.
const END_RAW: &str = "endraw";
const END_COMMENT: &str = "endcomment";

/// A stretch of a text as a template, and what in it stays text.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) nodes: Vec<Node>,
    pub(super) problems: Vec<Problem>,
}

/// Understands a stretch of `text`.
pub(super) fn template(text: &str, within: Range<usize>, syntax: Syntax) -> Template {
    let last = |end| text[within.clone()].rfind(end).map(|at| within.start + at);
    let mut folding = Folding { last_ends: [END_RAW, END_COMMENT].map(last), ..Folding::default() };
    for piece in pieces(text, within, syntax) {
        match piece {
            Piece::Text(span) => folding.text(span),
            Piece::Tag(tag) => folding.tag(&tag),
            Piece::Unreadable(span, reason, at) => folding.keep(span, (reason, at)),
        }
    }
    folding.finish()
}

#[derive(Default)]
struct Folding {
    nodes: Vec<Node>,
    open: Vec<Block>,
    problems: Vec<Problem>,
    /// Where the last words stand that may end Liquid's `raw` and `comment`.
    last_ends: [Option<usize>; 2],
    /// How many tags were kept that may have opened something.
    kept: usize,
}

/// A block that still needs its `end`.
struct Block {
    opens: Open,
    /// The tag that opened it.
    tag: Extent,
    arms: Vec<Arm>,
    /// How many problems there were before it.
    problems: usize,
}

struct Arm {
    head: Head,
    tag: Extent,
    nodes: Vec<Node>,
}

enum Head {
    First,
    ElseIf(Expr),
    When(Vec<Expr>),
    Else,
}

impl Folding {
    fn push(&mut self, kind: NodeKind, extent: Extent) {
        let arm = self.open.last_mut().and_then(|block| block.arms.last_mut());
        arm.map_or(&mut self.nodes, |arm| &mut arm.nodes).push(Node { kind, extent });
    }

    fn text(&mut self, span: Range<usize>) {
        self.push(NodeKind::Text, Extent { whole: span.clone(), span });
    }

    /// Leaves a tag as it was written.
    fn keep(&mut self, span: Range<usize>, problem: Problem) {
        self.kept += 1;
        self.problems.push(problem);
        self.text(span);
    }

    fn tag(&mut self, tag: &Tag) {
        if self.is_text(tag) {
            return self.text(tag.extent.whole.clone());
        }
        match statements(tag) {
            Ok(statements) if statements.is_empty() => self.push(NodeKind::Nothing, tag.extent.clone()),
            Ok(statements) => statements.into_iter().for_each(|statement| self.statement(statement, &tag.extent)),
            Err(problem) => self.keep(tag.extent.whole.clone(), problem),
        }
    }

    /// Whether a tag stands in Liquid's `raw` or `comment`, which only their own ends end. One that is never ended is text itself, and
    /// all behind it is read.
    fn is_text(&self, tag: &Tag) -> bool {
        let [last_raw, last_comment] = self.last_ends;
        let (end, last) = match self.open.last().map(|block| &block.opens) {
            Some(Open::Raw) => (END_RAW, last_raw),
            Some(Open::Comment) => (END_COMMENT, last_comment),
            _ => return false,
        };
        let is_ended = last.is_some_and(|last| last > tag.extent.whole.start);
        is_ended && !matches!(tag.tokens.first().map(|token| &token.kind), Some(TokenKind::Name(name)) if name == end)
    }

    fn statement(&mut self, statement: Statement, tag: &Extent) {
        let kind = match statement {
            Statement::Output(value) => NodeKind::Output(value),
            Statement::Assign { target, operator, value } => NodeKind::Assign { target, operator, value },
            Statement::Define { name, parameters, value } => {
                let function = Arc::new(Definition { parameters, body: Body::Expression(value) });
                NodeKind::Function { name, function }
            }
            Statement::Break => NodeKind::Break,
            Statement::Continue => NodeKind::Continue,
            Statement::Return(value) => NodeKind::Return(value),
            Statement::Open(_) if self.open.len() == MAX_DEPTH => {
                return self.keep(tag.whole.clone(), ("blocks are nested too deep".into(), tag.span.clone()));
            }
            Statement::Open(opens) => {
                let first = Arm { head: Head::First, tag: tag.clone(), nodes: Vec::new() };
                let problems = self.problems.len();
                return self.open.push(Block { opens, tag: tag.clone(), arms: vec![first], problems });
            }
            Statement::ElseIf(condition) => return self.arm(Head::ElseIf(condition), tag),
            Statement::When(values) => return self.arm(Head::When(values), tag),
            Statement::Else => return self.arm(Head::Else, tag),
            Statement::End => return self.end(tag),
        };
        self.push(kind, tag.clone());
    }

    fn arm(&mut self, head: Head, tag: &Extent) {
        let fits = |block: &Block| match (&head, &block.opens) {
            (Head::ElseIf(_), Open::If(_)) | (Head::When(_), Open::Case(_)) => true,
            (Head::Else, opens) => matches!(opens, Open::If(_) | Open::Case(_) | Open::For(_)),
            _ => false,
        };
        match self.open.last_mut().filter(|block| fits(block)) {
            Some(block) => block.arms.push(Arm { head, tag: tag.clone(), nodes: Vec::new() }),
            None => self.stray(tag, "this belongs to nothing that is open"),
        }
    }

    fn end(&mut self, tag: &Extent) {
        match self.open.pop() {
            Some(block) => {
                let span = block.tag.span.start..tag.span.end;
                let whole = block.tag.whole.start..tag.whole.end;
                if matches!(block.opens, Open::Comment | Open::Raw) {
                    self.problems.truncate(block.problems);
                    if matches!(block.opens, Open::Raw) {
                        self.text(block.tag.span.end..tag.span.start);
                    }
                } else if let Some(kind) = block.into_node() {
                    self.push(kind, Extent { span, whole });
                }
            }
            None => self.stray(tag, "this `end` closes nothing"),
        }
    }

    /// What belongs to a tag that was kept itself is kept without a word.
    fn stray(&mut self, tag: &Extent, message: &str) {
        if self.kept == 0 {
            self.problems.push((message.into(), tag.span.clone()));
        }
        self.text(tag.whole.clone());
    }

    /// Opens what was never ended: its tags are text.
    fn finish(mut self) -> Template {
        for block in std::mem::take(&mut self.open) {
            self.problems.push(("this has no `end`".into(), block.tag.span.clone()));
            for arm in block.arms {
                self.text(arm.tag.whole);
                self.nodes.extend(arm.nodes);
            }
        }
        Template { nodes: self.nodes, problems: self.problems }
    }
}

impl Block {
    fn into_node(self) -> Option<NodeKind> {
        let mut arms = self.arms.into_iter();
        let first = arms.next()?.nodes;
        Some(match self.opens {
            Open::If(condition) => {
                let rest = arms.map(|arm| match arm.head {
                    Head::ElseIf(condition) => (Some(condition), arm.nodes),
                    _ => (None, arm.nodes),
                });
                NodeKind::If(std::iter::once((Some(condition), first)).chain(rest).collect())
            }
            Open::Case(value) => {
                let arms = arms.map(|arm| match arm.head {
                    Head::When(values) => (values, arm.nodes),
                    _ => (Vec::new(), arm.nodes),
                });
                NodeKind::Case(value, arms.collect())
            }
            Open::For(header) => {
                let otherwise = arms.next().map(|arm| arm.nodes).unwrap_or_default();
                NodeKind::For(Box::new(For { header: *header, body: first, otherwise }))
            }
            Open::While(condition) => NodeKind::While(condition, first),
            Open::Function { name, parameters } => {
                let function = Arc::new(Definition { parameters, body: Body::Nodes(first) });
                NodeKind::Function { name, function }
            }
            Open::Capture(target) => NodeKind::Capture(target, first),
            Open::Comment | Open::Raw => return None,
        })
    }
}
