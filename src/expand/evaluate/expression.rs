//! The value of an expression.

use std::ops::Range;
use std::sync::Arc;

use super::{Evaluated, Evaluator, Failure, MAX_DEPTH, MAX_STEPS, Undefined, operator};
use crate::diagnostic::nearest;
use crate::expand::functions::{self, MAX_LIST};
use crate::expand::tree::{Expr, ExprKind, Function, Operator};
use crate::expand::value::{Object, Value};

impl Evaluator<'_> {
    pub(super) fn value(&mut self, expr: &Expr) -> Evaluated {
        self.take_steps(1, &expr.span)?;
        if self.depth == MAX_DEPTH {
            return Err(Failure::new("the expression is nested too deep", &expr.span));
        }
        self.depth += 1;
        let value = self.value_of(expr);
        self.depth -= 1;
        value
    }

    /// Counts steps; when there are too many, the page ends here.
    pub(super) fn take_steps(&mut self, steps: u64, span: &Range<usize>) -> Result<(), Failure> {
        self.steps += steps;
        if self.steps > MAX_STEPS {
            self.stop("this page takes too many steps", span);
            return Err(Failure::new("the page took too many steps", span));
        }
        Ok(())
    }

    fn value_of(&mut self, expr: &Expr) -> Evaluated {
        match &expr.kind {
            ExprKind::Literal(value) => Ok(value.clone()),
            ExprKind::Name(name) => match self.name(name, expr)? {
                Value::Function(function) if function.needs_nothing() => {
                    self.apply(&function, Vec::new(), &Object::default(), expr)
                }
                value => Ok(value),
            },
            ExprKind::Local(name) => Ok(self.frame().locals.get(name).cloned().unwrap_or_default()),
            ExprKind::Arguments => Ok(self.frame().arguments.clone()),
            ExprKind::Member(of, name) => self.member(of, name, expr),
            ExprKind::Index(of, index) => {
                let (of, index) = (self.value(of)?, self.value(index)?);
                Ok(of.element(&index).unwrap_or_default())
            }
            ExprKind::Call { callee, positional, named } => self.call(callee, positional, named, expr),
            ExprKind::Not(of) => Ok((!self.value(of)?.is_true()).into()),
            ExprKind::Negative(of) => {
                let value = self.value(of)?;
                operator::apply(Operator::Multiply, &value, &Value::Int(-1))
                    .map_err(|reason| Failure::new(reason, &of.span))
            }
            ExprKind::Binary(operator, left, right) => self.binary(*operator, left, right, expr),
            ExprKind::Conditional(parts) => {
                let (condition, then, otherwise) = &**parts;
                if self.value(condition)?.is_true() { self.value(then) } else { self.value(otherwise) }
            }
            ExprKind::Range(from, to, inclusive) => self.range(from, to, *inclusive, expr),
            ExprKind::List(elements) => {
                let elements: Result<Vec<Value>, Failure> =
                    elements.iter().map(|element| self.value(element)).collect();
                elements.map(Value::list)
            }
            ExprKind::Object(fields) => {
                let mut object = Object::default();
                for (name, value) in fields {
                    object.set(name, self.value(value)?);
                }
                Ok(Value::Object(Arc::new(object)))
            }
            ExprKind::Reference(of) => self.reference(of),
        }
    }

    fn name(&mut self, name: &str, expr: &Expr) -> Evaluated {
        if let Some(value) = self.variable(name) {
            return Ok(value);
        }
        if !functions::is_known(name) && name != self.world.namespace_root() {
            let names = self.names();
            let near = || {
                let nearest = || nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
                self.world.in_namespace(name).or_else(nearest)
            };
            let dashed = self.dashed(name, expr, |dashed| {
                let of_project = || self.world.values.get(dashed).map(|_| "project.data");
                self.variables.get(dashed).map(|_| "page.data").or_else(of_project).map(str::to_owned)
            });
            self.miss(name, expr, dashed.or_else(near));
        }
        Ok(Value::Null)
    }

    /// How the name is written that goes on behind `name` with a `-`, which subtracts, if `owner` knows what has one of that name.
    fn dashed(&self, name: &str, expr: &Expr, owner: impl FnOnce(&str) -> Option<String>) -> Option<String> {
        let behind = self.source.text.get(expr.span.end..)?;
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let rest = &behind[..behind.find(|c| !is_of_name(c)).unwrap_or(behind.len())];
        let dashed = rest.starts_with('-').then(|| format!("{name}{rest}"))?;
        owner(&dashed).map(|owner| format!("{owner}[\"{dashed}\"]"))
    }

    /// Notes a name that stands for nothing; only the first of an expression is told.
    fn miss(&mut self, name: &str, expr: &Expr, near: Option<String>) {
        let shown = || expr.path().unwrap_or_else(|| name.to_owned());
        self.undefined.get_or_insert_with(|| Undefined { name: shown(), span: expr.span.clone(), near });
    }

    /// What a variable stands for: a parameter, what the page set, what the world has.
    pub(super) fn variable(&mut self, name: &str) -> Option<Value> {
        if let Some(value) = self.frame().parameters.get(name) {
            return Some(value.clone());
        }
        if matches!(name, "for" | "forloop") {
            return self.loops.last().cloned();
        }
        // `for page in …` hides the page of that name.
        if let Some(own) = self.variables.get(name) {
            return Some(own.clone());
        }
        if matches!(name, "page" | "content" | "project") && self.world.namespace.is_none() {
            return self.of_world(name);
        }
        self.world.values.get(name).cloned()
    }

    /// `page`, `content` and `project`. Without the pages there is nothing yet, and the text has to be made again.
    fn of_world(&mut self, name: &str) -> Option<Value> {
        let value = match name {
            "project" => return Some(self.world.project.clone()),
            "page" => self.page.clone(),
            _ => self.world.content.clone(),
        };
        self.wants_pages |= value.is_none();
        Some(value.unwrap_or_default())
    }

    pub(super) fn is_defined(&mut self, name: &str) -> bool {
        self.variable(name).is_some()
            || functions::is_known(name)
            || name == "include"
            || name == self.world.namespace_root()
    }

    /// The names that could have been meant.
    fn names(&self) -> Vec<String> {
        let own = self.variables.iter().chain(self.world.values.iter()).map(|(name, _)| name.to_owned());
        own.chain(["page", "project", "content", "include"].map(str::to_owned)).collect()
    }

    fn member(&mut self, of: &Expr, name: &str, expr: &Expr) -> Evaluated {
        if let Some(path) = expr.path() {
            if let Some(name) = self.world.below_namespace(&path) {
                return Ok(self.of_world(name).unwrap_or_default());
            }
            let root = path.split('.').next().unwrap_or_default();
            if functions::is_known(&path) && self.variable(root).is_none() {
                return self.built_in(&path, Vec::new(), expr);
            }
        }
        let object = self.value(of)?;
        if let Some(value) = object.member(name) {
            return Ok(value);
        }
        // What an include was not given may be missing on purpose.
        if object != Value::Null && !matches!(of.kind, ExprKind::Arguments) {
            let near = || nearest(name, object.names()).map(str::to_owned);
            let dashed = self.dashed(name, expr, |dashed| object.member(dashed).and_then(|_| of.path()));
            self.miss(name, expr, dashed.or_else(near));
        }
        Ok(Value::Null)
    }

    fn binary(&mut self, operator: Operator, left: &Expr, right: &Expr, expr: &Expr) -> Evaluated {
        let left = self.value(left)?;
        match operator {
            Operator::Or if left.is_true() => return Ok(left),
            Operator::And if !left.is_true() => return Ok(left),
            Operator::Coalesce if left != Value::Null => return Ok(left),
            _ => {}
        }
        let right = self.value(right)?;
        operator::apply(operator, &left, &right).map_err(|reason| Failure::new(reason, &expr.span))
    }

    fn range(&mut self, from: &Expr, to: &Expr, inclusive: bool, expr: &Expr) -> Evaluated {
        let (from, to) = (self.value(from)?.int(), self.value(to)?.int());
        let (Some(from), Some(to)) = (from, to) else { return Err(Failure::new("a range needs numbers", &expr.span)) };
        if from.abs_diff(to) > MAX_LIST as u64 {
            return Err(Failure::new("the range has more than 100,000 numbers", &expr.span));
        }
        let mut numbers: Vec<Value> = (from.min(to)..=from.max(to)).map(Value::Int).collect();
        if from > to {
            numbers.reverse();
        }
        if !inclusive {
            numbers.pop();
        }
        Ok(Value::list(numbers))
    }

    fn reference(&mut self, of: &Expr) -> Evaluated {
        let path = of.path().unwrap_or_default();
        if functions::is_known(&path) {
            return Ok(Value::Function(Arc::new(Function::BuiltIn(path.into()))));
        }
        self.uncalled(of)
    }

    /// The value of an expression; a function as itself, rather than what it gives.
    pub(super) fn uncalled(&mut self, expr: &Expr) -> Evaluated {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, expr),
            _ => self.value(expr),
        }
    }

    /// Sets a variable, or a member of one.
    pub(super) fn set(&mut self, target: &Expr, value: Value) -> Result<(), Failure> {
        match &target.kind {
            ExprKind::Name(name) => {
                let frame = self.frame();
                if frame.parameters.get(name).is_some() {
                    frame.parameters.set(name, value);
                } else {
                    self.variables.set(name, value);
                }
                Ok(())
            }
            ExprKind::Local(name) => {
                self.frame().locals.set(name, value);
                Ok(())
            }
            ExprKind::Member(of, name) => self.set_member(of, name, value),
            ExprKind::Index(of, index) => {
                let name = self.value(index)?.text();
                self.set_member(of, &name, value)
            }
            _ => Err(Failure::new("only a variable can be assigned to", &target.span)),
        }
    }

    fn set_member(&mut self, of: &Expr, name: &str, value: Value) -> Result<(), Failure> {
        let mut object = match self.value(of)? {
            Value::Object(object) => (*object).clone(),
            Value::Null => Object::default(),
            other => return Err(Failure::new(format!("this is {}, which has no members", other.kind()), &of.span)),
        };
        object.set(name, value);
        self.set(of, Value::Object(Arc::new(object)))
    }
}
