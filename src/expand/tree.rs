//! What a template is made of. Owns its names, so that a function can outlive the text that it stands in.

use std::ops::Range;
use std::sync::Arc;

use super::lex::Extent;
use super::value::Value;
use crate::diagnostic::SourceText;

/// A stretch of a template.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// From the first tag to the end of the last.
    pub(super) extent: Extent,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum NodeKind {
    /// Text as it stands.
    Text,
    /// A tag that says nothing: `{{ }}`, `{{ # comment }}`.
    Nothing,
    /// `{{ value }}`.
    Output(Expr),
    /// `{{ target = value }}`; what `+=` and its like do to the old value first.
    Assign { target: Expr, operator: Option<Operator>, value: Expr },
    /// `{{ if }}`: conditions with what follows each; the last may have none.
    If(Vec<(Option<Expr>, Vec<Node>)>),
    /// `{{ case }}`: the value, and lists of values with what follows each; the last may have none.
    Case(Expr, Vec<(Vec<Expr>, Vec<Node>)>),
    /// `{{ for }}`.
    For(Box<For>),
    /// `{{ while }}`.
    While(Expr, Vec<Node>),
    /// `{{ func }}`.
    Function { name: Arc<str>, function: Arc<Definition> },
    /// `{{ capture }}`.
    Capture(Expr, Vec<Node>),
    /// `{{ break }}`.
    Break,
    /// `{{ continue }}`.
    Continue,
    /// `{{ ret }}`.
    Return(Option<Expr>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct For {
    pub(super) header: ForHeader,
    pub(super) body: Vec<Node>,
    /// What is written when there was nothing to loop over.
    pub(super) otherwise: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct ForHeader {
    pub(super) variable: Expr,
    pub(super) list: Expr,
    pub(super) offset: Option<Expr>,
    pub(super) limit: Option<Expr>,
    pub(super) reversed: bool,
}

/// A function: a built-in one by its name, or the author's.
#[derive(Debug, Clone, PartialEq)]
pub enum Function {
    /// `string.upcase`.
    BuiltIn(Arc<str>),
    /// Defined in this text.
    Own(Arc<Definition>, Arc<SourceText>),
}

impl Function {
    /// Whether its name alone calls it: the author's, with no parameter that has to be given.
    pub(super) fn needs_nothing(&self) -> bool {
        match self {
            Self::BuiltIn(_) => false,
            Self::Own(definition, _) => definition.parameters.iter().all(|(_, default)| default.is_some()),
        }
    }
}

/// What an author's function takes and does.
#[derive(Debug, PartialEq)]
pub struct Definition {
    pub(super) parameters: Vec<(Arc<str>, Option<Expr>)>,
    pub(super) body: Body,
}

#[derive(Debug, PartialEq)]
pub(super) enum Body {
    /// `double(x) = x * 2`.
    Expression(Expr),
    /// Between `func` and `end`.
    Nodes(Vec<Node>),
}

/// An expression and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum ExprKind {
    Literal(Value),
    /// A variable.
    Name(Arc<str>),
    /// `$name`, a variable of this file or function.
    Local(Arc<str>),
    /// `$`, what an include or function was given.
    Arguments,
    Member(Box<Expr>, Arc<str>),
    Index(Box<Expr>, Box<Expr>),
    Call {
        callee: Box<Expr>,
        positional: Vec<Expr>,
        named: Vec<(Arc<str>, Expr)>,
    },
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Conditional(Box<(Expr, Expr, Expr)>),
    /// From, to, and whether the last belongs to it.
    Range(Box<Expr>, Box<Expr>, bool),
    List(Vec<Expr>),
    Object(Vec<(Arc<str>, Expr)>),
    /// `@name`: the function itself instead of what it gives.
    Reference(Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Coalesce,
    Equal,
    Unequal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Contains,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideWhole,
    Remainder,
}

impl Expr {
    /// The dotted name that it is, `string.upcase`.
    pub(super) fn path(&self) -> Option<String> {
        match &self.kind {
            ExprKind::Name(name) => Some(name.to_string()),
            ExprKind::Member(of, name) => Some(format!("{}.{name}", of.path()?)),
            _ => None,
        }
    }

    /// The variable that it begins with.
    pub(super) fn root(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Name(name) => Some(name),
            ExprKind::Member(of, _) | ExprKind::Index(of, _) => of.root(),
            _ => None,
        }
    }

    /// The first variable in it for whose name `is` holds; names of functions that are called do not count.
    pub(super) fn find_name(&self, is: &mut impl FnMut(&str) -> bool) -> Option<&Self> {
        match &self.kind {
            ExprKind::Name(name) => is(name).then_some(self),
            ExprKind::Member(of, _) | ExprKind::Not(of) | ExprKind::Negative(of) => of.find_name(is),
            ExprKind::Index(a, b) | ExprKind::Binary(_, a, b) | ExprKind::Range(a, b, _) => {
                a.find_name(is).or_else(|| b.find_name(is))
            }
            ExprKind::Call { positional, named, .. } => {
                positional.iter().chain(named.iter().map(|(_, value)| value)).find_map(|value| value.find_name(is))
            }
            ExprKind::Conditional(parts) => {
                [&parts.0, &parts.1, &parts.2].into_iter().find_map(|part| part.find_name(is))
            }
            ExprKind::List(values) => values.iter().find_map(|value| value.find_name(is)),
            ExprKind::Object(fields) => fields.iter().find_map(|(_, value)| value.find_name(is)),
            ExprKind::Literal(_) | ExprKind::Local(_) | ExprKind::Arguments | ExprKind::Reference(_) => None,
        }
    }
}
