//! The value of an expression.

use std::sync::Arc;

use super::{Evaluated, Evaluator, Failure, Flow, Frame, MAX_CALLS, MAX_STEPS, Undefined, operator};
use crate::diagnostic::nearest;
use crate::expand::code::Code as Listing;
use crate::expand::functions::{self, MAX_LIST, Outside};
use crate::expand::tree::{Body, Definition, Expr, ExprKind, Function, Operator};
use crate::expand::value::{Object, Value};

impl Evaluator<'_> {
    pub(super) fn value(&mut self, expr: &Expr) -> Evaluated {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            self.stop("this page takes too many steps", &expr.span);
            return Err(Failure::new("the page took too many steps", &expr.span));
        }
        match &expr.kind {
            ExprKind::Literal(value) => Ok(value.clone()),
            ExprKind::Name(name) => self.name(name, expr),
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
                let elements: Result<Vec<Value>, Failure> = elements.iter().map(|element| self.value(element)).collect();
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
            self.miss(name, expr, true);
        }
        Ok(Value::Null)
    }

    /// Notes a name that stands for nothing; only the first of an expression is told.
    fn miss(&mut self, name: &str, expr: &Expr, is_root: bool) {
        if self.undefined.is_some() {
            return;
        }
        let near = if is_root {
            let names: Vec<String> = self.names();
            nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
        } else {
            None
        };
        let shown = expr.path().unwrap_or_else(|| name.to_owned());
        self.undefined = Some(Undefined { name: shown, span: expr.span.clone(), is_root, near });
    }

    /// What a variable stands for: a parameter, what the page set, what the world has.
    fn variable(&mut self, name: &str) -> Option<Value> {
        if let Some(value) = self.frame().parameters.get(name) {
            return Some(value.clone());
        }
        match name {
            "for" | "forloop" => return self.loops.last().cloned(),
            "page" | "content" | "project" if self.world.namespace.is_none() => return self.of_world(name),
            _ => {}
        }
        let own = self.variables.get(name).or_else(|| self.world.values.get(name));
        own.cloned()
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
            self.miss(name, expr, false);
            let near = nearest(name, object.names()).map(str::to_owned);
            if let (Some(undefined), Some(near)) = (&mut self.undefined, near) {
                undefined.near.get_or_insert(near);
            }
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
        self.value(of)
    }

    fn call(
        &mut self,
        callee: &Expr,
        positional: &[Expr],
        named: &[(Arc<str>, Expr)],
        expr: &Expr,
    ) -> Evaluated {
        let path = callee.path().unwrap_or_default();
        if path == "include" {
            return self.included_text(positional, named, expr);
        }
        let root = callee.root().unwrap_or_default().to_owned();
        let is_ours = self.variable(&root).is_some() || root == self.world.namespace_root();
        if !is_ours && !functions::is_known(&path) {
            let names: Vec<String> = functions::names().chain(["include".to_owned()]).collect();
            let near = nearest(&path, names.iter().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            return Err(Failure { hint, ..Failure::new(format!("there is no function `{path}`"), &callee.span) });
        }
        let mut arguments = Vec::with_capacity(positional.len());
        for argument in positional {
            arguments.push(self.value(argument)?);
        }
        if !is_ours {
            return self.built_in(&path, arguments, expr);
        }
        if let ExprKind::Member(of, name) = &callee.kind
            && let Value::Library(library) = self.value(of)?
        {
            let wanted = arguments.first().map(Value::text).unwrap_or_default();
            return match &**name {
                "search" => Ok(library.search(&wanted)),
                "path" => Ok(library.below(&wanted)),
                _ => Err(Failure::new(format!("there is no function `{path}`"), &callee.span)),
            };
        }
        match self.value(callee)? {
            Value::Function(function) => {
                let mut by_name = Object::default();
                for (name, value) in named {
                    by_name.set(name, self.value(value)?);
                }
                self.apply(&function, arguments, by_name, expr)
            }
            other => Err(Failure::new(format!("`{path}` is {}, not a function", other.kind()), &callee.span)),
        }
    }

    fn built_in(&mut self, path: &str, arguments: Vec<Value>, expr: &Expr) -> Evaluated {
        let seed = self.frames.first().map(|frame| frame.path.clone()).unwrap_or_default();
        let mut randoms = self.randoms;
        let mut random = || {
            randoms += 1;
            let digest = blake3::hash(format!("{seed} {randoms}").as_bytes());
            digest.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
        };
        self.steps += arguments.iter().map(size).sum::<u64>();
        let now = self.world.now;
        let mut call = |function: &Value, arguments: Vec<Value>| match function {
            Value::Function(function) => {
                self.apply(function, arguments, Object::default(), expr).map_err(|failure| failure.message)
            }
            other => Err(format!("a function such as `@string.upcase` is needed, not {}", other.kind())),
        };
        let outcome = functions::call(path, arguments, &mut Outside { now, random: &mut random, call: &mut call });
        self.randoms = randoms;
        outcome.map_err(|reason| Failure::new(reason, &expr.span))
    }

    fn apply(&mut self, function: &Function, arguments: Vec<Value>, named: Object, expr: &Expr) -> Evaluated {
        if self.frames.len() >= MAX_CALLS {
            return Err(Failure::new("functions call each other too deep", &expr.span));
        }
        match function {
            Function::BuiltIn(path) => self.built_in(path, arguments, expr),
            Function::Own(definition, source) => {
                let mut parameters = Object::default();
                for (index, (name, default)) in definition.parameters.iter().enumerate() {
                    let given = arguments.get(index).or_else(|| named.get(name)).cloned();
                    let value = match (given, default) {
                        (Some(value), _) => value,
                        (None, Some(default)) => self.value(default)?,
                        (None, None) => Value::Null,
                    };
                    parameters.set(name, value);
                }
                let path = self.frame().path.clone();
                let frame = Frame { path, arguments: Value::list(arguments), parameters, ..Frame::default() };
                self.frames.push(frame);
                let result = self.body(definition, source);
                self.frames.pop();
                result.map_err(|failure| Failure { span: expr.span.clone(), ..failure })
            }
        }
    }

    /// Runs a function where it was defined.
    fn body(&mut self, definition: &Definition, source: &Arc<crate::diagnostic::SourceText>) -> Evaluated {
        let nodes = match &definition.body {
            Body::Expression(value) => return self.value(value),
            Body::Nodes(nodes) => nodes,
        };
        let is_elsewhere = !Arc::ptr_eq(source, &self.source);
        let code = if is_elsewhere { Arc::new(Listing::of(&source.text)) } else { Arc::clone(&self.code) };
        let outer = (std::mem::replace(&mut self.source, Arc::clone(source)), std::mem::replace(&mut self.code, code));
        let (text, flow) = self.captured(|evaluator| evaluator.run(nodes));
        (self.source, self.code) = outer;
        match flow {
            Flow::Return(value) => Ok(value),
            _ => Ok(text.into()),
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

/// How much work a value can make for a function.
fn size(value: &Value) -> u64 {
    match value {
        Value::Text(text) => text.len() as u64 / 64,
        Value::List(list) => list.len() as u64 / 4,
        _ => 0,
    }
}
