//! Expressions that are somebody else's: code of a page that is about another language with the same signs.

use super::{ESCAPE, Evaluator, Flow};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::expand::functions;
use crate::expand::tree::{Expr, ExprKind, Node, NodeKind};

impl Evaluator<'_> {
    /// The name by which an expression in code turns out to be somebody else's: nothing here is called so. What calls one of
    /// our functions is ours all the same.
    pub(super) fn foreign_name(&mut self, node: &Node) -> Option<Expr> {
        let at = node.extent.span.start;
        // `${{ secrets.TOKEN }}` is a workflow's, wherever it stands.
        if !(self.code.has(at) || self.source.text[..at].ends_with('$')) {
            return None;
        }
        let values: Vec<&Expr> = match &node.kind {
            NodeKind::Output(value) | NodeKind::Case(value, _) | NodeKind::While(value, _) => vec![value],
            NodeKind::If(arms) => arms.iter().filter_map(|(condition, _)| condition.as_ref()).collect(),
            NodeKind::For(repeated) => vec![&repeated.header.list],
            _ => Vec::new(),
        };
        let is_ours = |value: &&Expr| matches!(&value.kind, ExprKind::Call { callee, .. } if is_callable(callee));
        // A group of functions is no value.
        if let NodeKind::Output(value) = &node.kind
            && let ExprKind::Name(name) = &value.kind
            && functions::is_known(name)
            && self.variable(name).is_none()
        {
            return Some(value.clone());
        }
        let mut foreign = values.into_iter().filter(|value| !is_ours(value));
        foreign.find_map(|value| value.find_name(&mut |name| !self.is_defined(name)).cloned())
    }

    /// Whether a tag that says nothing stands in code to be seen: `{{ }}`, or `{{#each …}}`, which opens a block in Handlebars.
    pub(super) fn is_written_about(&self, node: &Node) -> bool {
        let inside = self.inside(node);
        self.code.has(node.extent.span.start) && (inside.trim().is_empty() || is_block(inside))
    }

    /// Tells a comment that is likely to be another tool's, and gone: `{{#include file.md}}` is mdBook's, `{{#if x}}` of Handlebars.
    pub(super) fn tell_gone(&mut self, node: &Node) {
        if is_block(self.inside(node)) {
            let mut diagnostic = Diagnostic::new(Code::ExpressionInvalid, "nothing is shown: `#` begins a comment");
            diagnostic.severity = Severity::Note;
            self.tell(diagnostic.hint("a comment has a space behind it, `{{# so }}`").hint(ESCAPE), &node.extent.span);
        }
    }

    /// What stands between the braces of a tag.
    fn inside(&self, node: &Node) -> &str {
        let span = &node.extent.span;
        self.source.text[span.start + 2..span.end - 2].trim_matches(['-', '~'])
    }

    /// Leaves somebody else's code as it is.
    pub(super) fn leave(&mut self, name: &Expr, node: &Node) -> Flow {
        let shown = name.path().unwrap_or_default();
        let message = format!("`{shown}` is not defined: it is code, and shown as it is written");
        self.tell(Diagnostic::new(Code::UndefinedName, message).hint(ESCAPE), &name.span);
        self.output.copy(&self.source, node.extent.whole.clone());
        Flow::Next
    }
}

/// Whether what stands in a tag begins as a block of Handlebars does, `#if x`. `# a comment` and `#this one#` are comments.
fn is_block(inside: &str) -> bool {
    let is_word = |rest: &str| rest.starts_with(char::is_alphabetic);
    inside.strip_prefix('#').is_some_and(is_word) && !inside.ends_with('#')
}

/// Whether a name is that of a function that every page has.
fn is_callable(callee: &Expr) -> bool {
    callee.path().is_some_and(|path| path == "include" || functions::is_known(&path))
}
