//! What statements do, one after another.

use std::ops::Range;
use std::sync::Arc;

use super::{Evaluator, Failure, operator};
use crate::expand::output::MAX_OUTPUT;
use crate::expand::tree::{Expr, ExprKind, Function, Node, NodeKind, Operator};
use crate::expand::value::Value;

/// How the run goes on behind a statement.
#[derive(Debug)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
    Return(Value),
    /// A limit was reached: nothing more is evaluated.
    Stop,
}

impl Evaluator<'_> {
    pub(super) fn run(&mut self, nodes: &[Node]) -> Flow {
        for node in nodes {
            if self.is_stopped {
                return Flow::Stop;
            }
            match self.node(node) {
                Flow::Next => {}
                flow => return flow,
            }
            if self.output.len() > MAX_OUTPUT {
                return self.stop("the page grew to more than 16 MB", &node.extent.span);
            }
        }
        Flow::Next
    }

    fn node(&mut self, node: &Node) -> Flow {
        if let Some(name) = self.foreign_name(node) {
            return self.leave(&name, node);
        }
        let result = match &node.kind {
            NodeKind::Text => {
                self.output.copy(&self.source, node.extent.span.clone());
                Ok(Flow::Next)
            }
            NodeKind::Nothing => {
                if self.is_written_about(node) {
                    self.output.copy(&self.source, node.extent.whole.clone());
                } else {
                    self.tell_gone(node);
                }
                Ok(Flow::Next)
            }
            NodeKind::Output(value) => self.write(value, &node.extent.span).map(|()| Flow::Next),
            NodeKind::Assign { target, operator, value } => self.assign(target, *operator, value),
            NodeKind::If(arms) => self.choose(arms),
            NodeKind::Case(value, arms) => self.case(value, arms),
            NodeKind::For(repeated) => self.repeat(repeated, &node.extent.span),
            NodeKind::While(condition, body) => self.repeat_while(condition, body, &node.extent.span),
            NodeKind::Function { name, function } => {
                let function = Function::Own(Arc::clone(function), Arc::clone(&self.source));
                self.variables.set(name, Value::Function(Arc::new(function)));
                Ok(Flow::Next)
            }
            NodeKind::Capture(target, body) => {
                let (text, flow) = self.captured(|evaluator| evaluator.run(body));
                self.set(target, text.into()).map(|()| flow)
            }
            NodeKind::Break => Ok(Flow::Break),
            NodeKind::Continue => Ok(Flow::Continue),
            NodeKind::Return(value) => match value {
                Some(value) => self.value(value).map(Flow::Return),
                None => Ok(Flow::Return(Value::Null)),
            },
        };
        result.unwrap_or_else(|failure| {
            self.keep(&node.extent.whole, failure);
            if self.is_stopped { Flow::Stop } else { Flow::Next }
        })
    }

    /// `{{ value }}`.
    fn write(&mut self, value: &Expr, span: &Range<usize>) -> Result<(), Failure> {
        if let ExprKind::Call { callee, positional, named } = &value.kind
            && callee.path().as_deref() == Some("include")
            && let Some(wanted) = positional.first()
        {
            return self.include(wanted, named, span);
        }
        self.undefined = None;
        let written = self.value(value)?;
        if let Value::Function(_) = written {
            let name = value.path().map_or("this".to_owned(), |path| format!("`{path}`"));
            return Err(Failure::new(format!("{name} is a function, and nothing is given to it"), &value.span));
        }
        match self.undefined.take().filter(|_| written == Value::Null) {
            Some(undefined) => self.tell_undefined(&undefined),
            None => {
                self.output.make(&written.text(), &self.source, span.clone());
            }
        }
        Ok(())
    }

    fn assign(&mut self, target: &Expr, operator: Option<Operator>, value: &Expr) -> Result<Flow, Failure> {
        let mut value = self.value(value)?;
        if let Some(operator) = operator {
            let old = self.value(target)?;
            value = operator::apply(operator, &old, &value).map_err(|reason| Failure::new(reason, &target.span))?;
        }
        self.set(target, value)?;
        Ok(Flow::Next)
    }

    fn choose(&mut self, arms: &[(Option<Expr>, Vec<Node>)]) -> Result<Flow, Failure> {
        for (condition, body) in arms {
            let holds = match condition {
                Some(condition) => self.value(condition)?.is_true(),
                None => true,
            };
            if holds {
                return Ok(self.run(body));
            }
        }
        Ok(Flow::Next)
    }

    fn case(&mut self, value: &Expr, arms: &[(Vec<Expr>, Vec<Node>)]) -> Result<Flow, Failure> {
        let value = self.value(value)?;
        for (values, body) in arms {
            let mut fits = values.is_empty();
            for candidate in values {
                fits = fits || operator::equal(&self.value(candidate)?, &value);
            }
            if fits {
                return Ok(self.run(body));
            }
        }
        Ok(Flow::Next)
    }
}
