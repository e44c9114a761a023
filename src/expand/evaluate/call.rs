//! Calls: of built-in functions, of the author's own, of what `content` can do.

use std::sync::Arc;

use super::{Evaluated, Evaluator, Failure, Flow, Frame, MAX_CALLS};
use crate::diagnostic::{SourceText, nearest};
use crate::expand::functions::{self, Outside};
use crate::expand::tree::{Body, Definition, Expr, ExprKind, Function};
use crate::expand::value::{Object, Value};

impl Evaluator<'_> {
    pub(super) fn call(
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
            return Err(unknown(&path, callee));
        }
        let arguments = positional.iter().map(|argument| self.value(argument)).collect::<Result<Vec<_>, _>>()?;
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
        match self.uncalled(callee)? {
            Value::Function(function) => {
                let mut by_name = Object::default();
                for (name, value) in named {
                    by_name.set(name, self.value(value)?);
                }
                self.apply(&function, arguments, &by_name, expr)
            }
            other => Err(Failure::new(format!("`{path}` is {}, not a function", other.kind()), &callee.span)),
        }
    }

    pub(super) fn built_in(&mut self, path: &str, arguments: Vec<Value>, expr: &Expr) -> Evaluated {
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
                self.apply(function, arguments, &Object::default(), expr).map_err(|failure| failure.message)
            }
            other => Err(format!("a function such as `@string.upcase` is needed, not {}", other.kind())),
        };
        let outcome = functions::call(path, arguments, &mut Outside { now, random: &mut random, call: &mut call });
        self.randoms = randoms;
        outcome.map_err(|reason| Failure::new(reason, &expr.span))
    }

    pub(super) fn apply(
        &mut self,
        function: &Function,
        arguments: Vec<Value>,
        named: &Object,
        expr: &Expr,
    ) -> Evaluated {
        if self.frames.len() >= MAX_CALLS {
            return Err(Failure::new("functions call each other too deep", &expr.span));
        }
        match function {
            Function::BuiltIn(path) => self.built_in(path, arguments, expr),
            Function::Own(definition, source) => {
                let frame = self.frame_of(definition, arguments, named)?;
                self.frames.push(frame);
                let result = self.body(definition, source);
                self.frames.pop();
                result.map_err(|failure| Failure { span: expr.span.clone(), ..failure })
            }
        }
    }

    /// What a function of the author's is called with: by the names that it gives, as `$0`, `$1` …, and all together as `$`.
    fn frame_of(&mut self, function: &Definition, arguments: Vec<Value>, named: &Object) -> Result<Frame, Failure> {
        let mut parameters = Object::default();
        for (index, (name, default)) in function.parameters.iter().enumerate() {
            let given = arguments.get(index).or_else(|| named.get(name)).cloned();
            let value = match (given, default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.value(default)?,
                (None, None) => Value::Null,
            };
            parameters.set(name, value);
        }
        let mut locals = Object::default();
        for (index, argument) in arguments.iter().enumerate() {
            locals.set(&index.to_string(), argument.clone());
        }
        let path = self.frame().path.clone();
        Ok(Frame { path, arguments: Value::list(arguments), parameters, locals, ..Frame::default() })
    }

    /// Runs a function where it was defined.
    fn body(&mut self, definition: &Definition, source: &Arc<SourceText>) -> Evaluated {
        let nodes = match &definition.body {
            Body::Expression(value) => return self.value(value),
            Body::Nodes(nodes) => nodes,
        };
        let (text, flow) = self.within(source, |evaluator| evaluator.captured(|evaluator| evaluator.run(nodes)));
        match flow {
            Flow::Return(value) => Ok(value),
            _ => Ok(text.into()),
        }
    }
}

/// That there is no such function, and the one that may have been meant.
fn unknown(path: &str, callee: &Expr) -> Failure {
    let names: Vec<String> = functions::names().chain(["include".to_owned()]).collect();
    let near = nearest(path, names.iter().map(String::as_str));
    let hint = near.map(|near| format!("did you mean `{near}`?"));
    Failure { hint, ..Failure::new(format!("there is no function `{path}`"), &callee.span) }
}

/// How much work a value can make for a function.
fn size(value: &Value) -> u64 {
    match value {
        Value::Text(text) => text.len() as u64 / 64,
        Value::List(list) => list.len() as u64 / 4,
        _ => 0,
    }
}
