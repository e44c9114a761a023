//! Runs a template. What fails stays as the author wrote it, and is told at its place; nothing runs without bounds.

mod call;
mod expression;
mod foreign;
mod include;
mod operator;
mod repeat;
mod statement;

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use statement::Flow;

use super::World;
use super::code::Code as Listing;
use super::lex::{NEVER_ENDS, Syntax};
use super::output::Output;
use super::value::{Object, Value};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceText};
use crate::source::Partial;

/// How many steps a page may take, so that a build ends whatever its author writes.
const MAX_STEPS: u64 = 20_000_000;

/// Functions and includes may call each other this deep.
const MAX_CALLS: usize = 48;

/// Expressions may stand in each other this deep, over all calls.
const MAX_DEPTH: u32 = 2000;

/// An include costs so many steps, and more for a long file.
const STEPS_OF_INCLUDE: u64 = 1000;

/// Why an expression has no value.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    span: Range<usize>,
    hint: Option<String>,
}

impl Failure {
    fn new(message: impl Into<String>, span: &Range<usize>) -> Self {
        Self { message: message.into(), span: span.clone(), hint: None }
    }
}

type Evaluated = Result<Value, Failure>;

/// What belongs to one file or one call of a function.
#[derive(Debug, Default)]
struct Frame {
    /// The file's path from the input folder, and the part of it that is shown.
    path: String,
    selector: String,
    arguments: Value,
    /// `$name`.
    locals: Object,
    /// What a function was given, by its names.
    parameters: Object,
}

/// A run over one page.
pub(super) struct Evaluator<'w> {
    world: &'w World<'w>,
    syntax: Syntax,
    source: Arc<SourceText>,
    /// Where code stands in `source`.
    code: Arc<Listing>,
    /// The files and calls within each other, innermost last.
    frames: Vec<Frame>,
    /// What the page assigned, and its own `data`.
    variables: Object,
    page: Option<Value>,
    /// What the loops within each other tell of their rounds as `for`, innermost last.
    loops: Vec<Value>,
    /// How many rounds all loops took, how many steps all expressions, and how many random values were asked for.
    rounds: u32,
    steps: u64,
    randoms: u64,
    /// How many expressions within each other are being evaluated.
    depth: u32,
    /// The first name that the current expression asked for in vain.
    undefined: Option<Undefined>,
    pub(super) output: Output,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the text depends on what only the whole site knows.
    pub(super) wants_pages: bool,
    is_stopped: bool,
}

/// A name that stands for nothing.
struct Undefined {
    name: String,
    span: Range<usize>,
    near: Option<String>,
}

impl<'w> Evaluator<'w> {
    pub(super) fn new(world: &'w World<'w>, syntax: Syntax, path: &str, source: &Arc<SourceText>) -> Self {
        Self {
            world,
            syntax,
            source: Arc::clone(source),
            code: Arc::new(Listing::of(&source.text)),
            frames: vec![Frame { path: path.to_owned(), ..Frame::default() }],
            variables: Object::default(),
            page: None,
            loops: Vec::new(),
            rounds: 0,
            steps: 0,
            randoms: 0,
            depth: 0,
            undefined: None,
            output: Output::default(),
            diagnostics: Vec::new(),
            wants_pages: false,
            is_stopped: false,
        }
    }

    /// Writes a stretch of the current file.
    pub(super) fn stretch(&mut self, within: Range<usize>) {
        let source = Arc::clone(&self.source);
        let template = super::fold::template(&source.text, within, self.syntax);
        for (reason, span) in template.problems {
            // In code it is a mark that somebody writes about.
            if reason == NEVER_ENDS && self.code.has(span.start) {
                continue;
            }
            self.tell_failed(not_understood(&reason), &span);
        }
        self.run(&template.nodes);
    }

    /// Writes a file that stands around every page, with what keeps it apart from the page.
    pub(super) fn around(&mut self, file: Option<&Partial>, before: &str, behind: &str) {
        let Some(Partial { path, source }) = file else { return };
        self.output.make(before, source, 0..0);
        self.insert_file(path, source);
        self.output.make(behind, source, source.text.len()..source.text.len());
    }

    /// Gives names a value, unless they have one. `page` and its like stay what they are.
    pub(super) fn define(&mut self, values: &Object) {
        let is_free = |name: &str| !matches!(name, "page" | "content" | "project");
        for (name, value) in values.iter().filter(|(name, _)| is_free(name)) {
            if self.variables.get(name).is_none() {
                self.variables.set(name, value.clone());
            }
        }
    }

    /// Gives the page's variables once its front matter is known.
    pub(super) fn set_page(&mut self, page: Option<Value>) {
        self.page = page;
    }

    fn tell(&mut self, diagnostic: Diagnostic, span: &Range<usize>) {
        self.diagnostics.push(diagnostic.at(&self.source, span.clone()));
    }

    /// Tells what is wrong with an expression. In code it is likely to be another language, and shown as it shall be.
    fn tell_failed(&mut self, mut diagnostic: Diagnostic, span: &Range<usize>) {
        if self.code.has(span.start) {
            diagnostic.severity = Severity::Note;
        }
        self.tell(diagnostic, span);
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Leaves a stretch as the author wrote it.
    fn keep(&mut self, span: &Range<usize>, failure: Failure) {
        let mut diagnostic = not_understood(&failure.message);
        diagnostic.hints.splice(0..0, failure.hint);
        self.tell_failed(diagnostic, &failure.span);
        self.output.copy(&self.source, span.clone());
    }

    fn tell_undefined(&mut self, undefined: &Undefined) {
        let message = format!("`{}` is not defined: nothing is shown", undefined.name);
        let mut diagnostic = Diagnostic::new(Code::UndefinedName, message);
        if let Some(near) = &undefined.near {
            diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
        }
        self.tell(diagnostic.hint(ESCAPE), &undefined.span);
    }

    fn stop(&mut self, reason: &str, span: &Range<usize>) -> Flow {
        if !self.is_stopped {
            self.is_stopped = true;
            let diagnostic = Diagnostic::new(Code::ExpressionLimit, format!("{reason}; the rest of it was left out"));
            self.tell(diagnostic, span);
        }
        Flow::Stop
    }

    /// Runs something that stands in another text.
    fn within<T>(&mut self, source: &Arc<SourceText>, run: impl FnOnce(&mut Self) -> T) -> T {
        let is_here = Arc::ptr_eq(source, &self.source);
        let code = if is_here { Arc::clone(&self.code) } else { Arc::new(Listing::of(&source.text)) };
        let outer = (mem::replace(&mut self.source, Arc::clone(source)), mem::replace(&mut self.code, code));
        let result = run(self);
        (self.source, self.code) = outer;
        result
    }

    /// Runs something and gives what it wrote instead of writing it.
    fn captured(&mut self, run: impl FnOnce(&mut Self) -> Flow) -> (String, Flow) {
        let outer = mem::take(&mut self.output);
        let flow = run(self);
        let inner = mem::replace(&mut self.output, outer);
        (inner.into_text(), flow)
    }
}

/// What to do with text that only looks like an expression.
pub const ESCAPE: &str =
    "text that is no expression goes between `{%{` and `}%}`, or set `templating: false` on the page";

fn not_understood(reason: &str) -> Diagnostic {
    Diagnostic::new(Code::ExpressionInvalid, format!("this expression is shown as it is written: {reason}"))
        .hint(ESCAPE)
}
