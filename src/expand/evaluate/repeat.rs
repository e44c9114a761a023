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
        self.loops.push(Value::Null);
        for (index, value) in chosen.into_iter().enumerate() {
            if let Some(state) = self.loops.last_mut() {
                *state = loop_state(index, length);
            }
            let flow = match self.round(span) {
                Flow::Next => {
                    self.set(&repeated.header.variable, value.clone())?;
                    self.run(&repeated.body)
                }
                flow => flow,
            };
            match flow {
                Flow::Next | Flow::Continue => {}
                Flow::Break => break,
                flow => {
                    self.loops.pop();
                    return Ok(flow);
                }
            }
        }
        self.loops.pop();
        Ok(Flow::Next)
    }

    pub(super) fn repeat_while(
        &mut self,
        condition: &Expr,
        body: &[Node],
        span: &Range<usize>,
    ) -> Result<Flow, Failure> {
        while self.value(condition)?.is_true() {
            let flow = match self.round(span) {
                Flow::Next => self.run(body),
                flow => flow,
            };
            match flow {
                Flow::Next | Flow::Continue => {}
                Flow::Break => break,
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    /// Counts a round of a loop; all loops of a page count together.
    fn round(&mut self, span: &Range<usize>) -> Flow {
        self.rounds = self.rounds.saturating_add(1);
        let limit = self.world.loop_limit;
        if limit > 0 && self.rounds > limit {
            return self.stop(&format!("the loops of this page ran {limit} times"), span);
        }
        Flow::Next
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
