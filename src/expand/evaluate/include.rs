//! `{{ include "path#part" name: value }}`.

use std::ops::Range;
use std::sync::Arc;

use super::{Evaluated, Evaluator, Failure, Flow, Frame, MAX_CALLS, STEPS_OF_INCLUDE};
use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::expand::Included;
use crate::expand::select::{self, Selected};
use crate::expand::tree::Expr;
use crate::expand::value::{Object, Value};
use crate::source::include_candidates;

/// What stands where an include was not found.
const UNRESOLVED: &str = "[UNRESOLVED PARTIAL]";

/// Files with these extensions may hold expressions; any other is shown as it is.
const TEMPLATES: [&str; 4] = ["md", "markdown", "html", "htm"];

impl Evaluator<'_> {
    /// Writes what is included.
    pub(super) fn include(
        &mut self,
        wanted: &Expr,
        named: &[(Arc<str>, Expr)],
        span: &Range<usize>,
    ) -> Result<(), Failure> {
        let written = self.value(wanted)?.text();
        let mut arguments = Object::default();
        for (name, value) in named {
            arguments.set(name, self.value(value)?);
        }
        let (path, selector) = written.split_once('#').unwrap_or((&written, ""));
        let (path, selector) = (path.trim(), selector.trim().to_owned());
        if path.is_empty() && selector.is_empty() {
            return Err(no_path(wanted));
        }
        let found = if path.is_empty() { Some(self.this_file()) } else { self.open(path, &wanted.span) };
        let Some(Included { path, source, .. }) = found else {
            self.write_unresolved(span);
            return Ok(());
        };
        if self.is_running(&path, &selector) {
            let message = format!("`{written}` includes itself");
            let diagnostic = Diagnostic::new(Code::IncludeCircular, message).related(&source, 0..0, "this file");
            self.tell(diagnostic, &wanted.span);
            return Ok(());
        }
        if self.frames.len() >= MAX_CALLS {
            return Err(Failure::new("includes are nested too deep", &wanted.span));
        }
        self.take_steps(STEPS_OF_INCLUDE + source.text.len() as u64 / 16, &wanted.span)?;
        let selected = select::part(&path, &source, &selector, self.world.grammar);
        if let Some((problem, hint)) = selected.problem.clone() {
            let mut diagnostic = Diagnostic::new(Code::IncludeMissing, problem);
            diagnostic.hints.extend(hint);
            self.tell(diagnostic, &wanted.span);
        }
        if selected.stretches.is_empty() && !selector.is_empty() {
            self.write_unresolved(span);
            return Ok(());
        }
        let arguments = Value::Object(Arc::new(arguments));
        let frame = Frame { path, selector, arguments, ..Frame::default() };
        self.insert(frame, &source, selected);
        Ok(())
    }

    /// What is included, as text: for `x = include "…"` and pipes.
    pub(super) fn included_text(&mut self, positional: &[Expr], named: &[(Arc<str>, Expr)], expr: &Expr) -> Evaluated {
        let Some(wanted) = positional.first() else { return Err(Failure::new("the path is missing", &expr.span)) };
        let mut outcome = Ok(());
        let (text, _) = self.captured(|evaluator| {
            outcome = evaluator.include(wanted, named, &expr.span);
            Flow::Next
        });
        outcome.map(|()| text.into())
    }

    /// Writes a whole file.
    pub(super) fn insert_file(&mut self, path: &str, source: &Arc<SourceText>) {
        let selected = select::part(path, source, "", self.world.grammar);
        self.insert(Frame { path: path.to_owned(), ..Frame::default() }, source, selected);
    }

    fn insert(&mut self, frame: Frame, source: &Arc<SourceText>, selected: Selected) {
        let extension = frame.path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let is_template = TEMPLATES.contains(&extension.as_str());
        self.frames.push(frame);
        let indent = self.output.indent();
        self.within(source, |evaluator| {
            for stretch in selected.stretches {
                match is_template {
                    true => evaluator.stretch(stretch),
                    false => evaluator.output.copy(source, stretch),
                }
            }
        });
        self.output.set_indent(indent);
        self.frames.pop();
    }

    fn write_unresolved(&mut self, span: &Range<usize>) {
        self.output.make(UNRESOLVED, &self.source, span.clone());
    }

    /// Whether a page that is locked, a draft, or not yet published would be shown on one that is. Who may read a page is
    /// only known when all pages are.
    fn would_reveal(&mut self, page: &str) -> bool {
        let Some(open) = &self.world.open else {
            self.wants_pages = true;
            return false;
        };
        let reader = self.frames.first().map_or("", |frame| frame.path.as_str());
        !open.contains(page) && (open.contains(reader) || !self.world.files.is_page(reader))
    }

    fn this_file(&mut self) -> Included {
        Included { path: self.frame().path.clone(), source: Arc::clone(&self.source), is_page: false }
    }

    /// The file that a path means, which stands at `span`; when there is none, or not for those who may read this page, that is told.
    fn open(&mut self, wanted: &str, span: &Range<usize>) -> Option<Included> {
        let from = self.frame().path.clone();
        let files = self.world.files;
        let found = include_candidates(&from, wanted).into_iter().find_map(|candidate| files.get(&candidate));
        let Some(found) = found else {
            self.report_missing(wanted, span);
            return None;
        };
        if found.is_page && self.would_reveal(&found.path) {
            let message = format!("`{}` is not for everybody, and this page is", found.path);
            self.tell(Diagnostic::new(Code::IncludeLocked, message).hint("it was left out"), span);
            return None;
        }
        Some(found.clone())
    }

    /// Whether the same part of the same file is being written already, or the whole of it.
    fn is_running(&self, path: &str, selector: &str) -> bool {
        self.frames.iter().any(|frame| frame.path == path && frame.selector == selector)
    }

    fn report_missing(&mut self, wanted: &str, span: &Range<usize>) {
        let message = format!("there is no file `{wanted}` to include");
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let near = nearest(name, self.world.files.names());
        let hint = match near.and_then(|near| self.world.files.path_of(near)) {
            Some(path) => format!("did you mean `/{path}`?"),
            None => "it is looked for beside this file, in its `_includes`, and so on in every folder above".into(),
        };
        self.tell(Diagnostic::new(Code::IncludeMissing, message).hint(hint), span);
    }
}

/// An include that names nothing, which is mostly a path without quotes: `{{ include notice.md }}` is a member of what is no value.
fn no_path(wanted: &Expr) -> Failure {
    let hint = wanted.path().map(|path| format!("a path stands in quotes: `{{{{ include \"{path}\" }}}}`"));
    Failure { hint, ..Failure::new("this is no path", &wanted.span) }
}
