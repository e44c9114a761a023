//! Loops. All loops of a page count together, so that none runs away.

use std::ops::Range;

use super::{Evaluator, Failure, Flow};
use crate::expand::tree::{Expr, ExprKind, For, Node};
use crate::expand::value::Value;

impl Evaluator<'_> {
    pub(super) fn repeat(&mut self, repeated: &For, span: &Range<usize>) -> Result<Flow, Failure> {
        let header = &repeated.header;
        let listed = self.value(&header.list)?;
        let Some(list) = listed.elements() else {
            return Err(Failure::new(format!("this is {}, not a list", listed.kind()), &header.list.span));
        };
        let offset = self.count(header.offset.as_ref(), 0)?;
        let limit = self.count(header.limit.as_ref(), usize::MAX)?;
        let chosen = list.iter().skip(offset).take(limit);
        let chosen: Vec<&Value> = if header.reversed { chosen.rev().collect() } else { chosen.collect() };
        if chosen.is_empty() {
            return Ok(self.run(&repeated.otherwise));
        }
        // The variable is the loop's alone: what had its name has it again behind the loop.
        let hidden = match &header.variable.kind {
            ExprKind::Name(name) => Some((name, self.variables.get(name).cloned())),
            _ => None,
        };
        let flow = self.rounds_over(chosen, repeated, span);
        match hidden {
            Some((name, Some(value))) => self.variables.set(name, value),
            Some((name, None)) => self.variables.remove(name),
            None => {}
        }
        flow
    }

    fn rounds_over(&mut self, chosen: Vec<&Value>, repeated: &For, span: &Range<usize>) -> Result<Flow, Failure> {
        let length = chosen.len();
        for (index, value) in chosen.into_iter().enumerate() {
            self.loops.push(loop_state(index, length));
            let ended = self.round(span, |evaluator| {
                evaluator.set(&repeated.header.variable, value.clone())?;
                Ok(evaluator.run(&repeated.body))
            });
            self.loops.pop();
            if let Some(flow) = ended? {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn repeat_while(
        &mut self,
        condition: &Expr,
        body: &[Node],
        span: &Range<usize>,
    ) -> Result<Flow, Failure> {
        while self.value(condition)?.is_true() {
            if let Some(flow) = self.round(span, |evaluator| Ok(evaluator.run(body)))? {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    /// Does what a loop does in a round, unless the loops of the page ran too often; gives how the run goes on when it was the last.
    fn round(
        &mut self,
        span: &Range<usize>,
        run: impl FnOnce(&mut Self) -> Result<Flow, Failure>,
    ) -> Result<Option<Flow>, Failure> {
        self.rounds = self.rounds.saturating_add(1);
        let limit = self.world.loop_limit;
        if limit > 0 && self.rounds > limit {
            return Ok(Some(self.stop(&format!("the loops of this page ran {limit} times"), span)));
        }
        Ok(match run(self)? {
            Flow::Next | Flow::Continue => None,
            Flow::Break => Some(Flow::Next),
            flow => Some(flow),
        })
    }

    fn count(&mut self, value: Option<&Expr>, default: usize) -> Result<usize, Failure> {
        let Some(expr) = value else { return Ok(default) };
        let value = self.value(expr)?;
        let count = value.int().ok_or_else(|| Failure::new("a number is needed", &expr.span))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }
}

/// `for`, inside a loop.
fn loop_state(index: usize, length: usize) -> Value {
    Value::object([
        ("index", Value::Int(index as i64)),
        ("rindex", Value::Int((length - 1 - index) as i64)),
        ("first", (index == 0).into()),
        ("last", (index + 1 == length).into()),
        ("even", index.is_multiple_of(2).into()),
        ("odd", (!index.is_multiple_of(2)).into()),
        ("length", Value::Int(length as i64)),
    ])
}
