//! Templates in pages: expressions and includes to plain Markdown.
//!
//! A page's text is expanded before Markdown is parsed, wherever an expression stands: in text, code, attributes, front
//! matter. The result is a text of its own that remembers where each byte comes from ([`Origin`](crate::diagnostic::Origin)),
//! so that every finding is told in the file that the author wrote. Pages without expressions are not touched.
//!
//! The language is the part of Scriban that the format documents: [`lex`] finds tags, [`parse`] understands them, [`fold`]
//! makes a tree, [`evaluate`] runs it over [`Value`]s. What cannot be understood stays as it was written, since `{{ … }}` is
//! at home in many languages that a site may be about.

mod code;
mod evaluate;
mod fold;
mod functions;
mod lex;
mod library;
mod output;
mod parse;
mod select;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod yaml;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::DateTime;

pub use evaluate::ESCAPE;
pub use lex::Syntax;
pub use library::{Entry, Library};
pub use value::{Object, Value};

use crate::config::{Data, Yaml, parse_yaml};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document;
use crate::path::compared;
use crate::source::{PageFile, Partial};
use crate::theme::Grammar;
use evaluate::Evaluator;

/// What expressions can speak of.
#[derive(Debug)]
pub struct World<'a> {
    /// How often the loops of a page may run together; 0 for as often as they like.
    pub loop_limit: u32,
    /// The name under which `page`, `project` and `content` stand.
    pub namespace: Option<String>,
    /// Names of the whole site: its `data`, `year`, `nonce`.
    pub values: Object,
    /// `project`.
    pub project: Value,
    /// `content`; none as long as the pages are not known.
    pub content: Option<Value>,
    /// Now.
    pub now: DateTime,
    /// What can be included.
    pub files: &'a Files,
    /// The paths of the pages that everybody may read; none as long as the pages are not known.
    pub open: Option<HashSet<&'a str>>,
    /// By which parts of pages are found.
    pub grammar: &'a Grammar,
}

/// Files that can be included, by their path as paths are compared.
#[derive(Debug, Default)]
pub struct Files(HashMap<String, Included>);

/// A file that can be included.
#[derive(Debug, Clone)]
struct Included {
    path: String,
    source: Arc<SourceText>,
    is_page: bool,
}

impl Files {
    /// The pages, and the files that are only there to be included.
    pub fn new(pages: &[PageFile], partials: &[Partial]) -> Self {
        let pages = pages.iter().map(|page| (page.path.as_str(), &page.source, true));
        let partials = partials.iter().map(|partial| (partial.path.as_str(), &partial.source, false));
        let mut by_path = HashMap::new();
        for (path, source, is_page) in pages.chain(partials) {
            let included = || Included { path: path.to_owned(), source: Arc::clone(source), is_page };
            by_path.entry(compared(path)).or_insert_with(included);
        }
        Self(by_path)
    }

    fn get(&self, path: &str) -> Option<&Included> {
        self.0.get(&compared(path))
    }

    fn is_page(&self, path: &str) -> bool {
        self.get(path).is_some_and(|file| file.is_page)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|path| name_of(path))
    }

    fn path_of(&self, name: &str) -> Option<&str> {
        let mut paths: Vec<&str> = self.0.values().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        paths.into_iter().find(|path| name_of(path).eq_ignore_ascii_case(name))
    }
}

/// What a file is called in an include, at least.
fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md")
}

/// A page to expand.
#[derive(Debug)]
pub struct Template<'a> {
    /// The page.
    pub file: &'a PageFile,
    /// `page`; none as long as the pages are not known.
    pub page: Option<&'a Value>,
    /// What stands before and behind its text: `_includes/top.md` and `bottom.md`.
    pub around: [Option<&'a Partial>; 2],
    /// Which tags there are.
    pub syntax: Syntax,
}

/// A page that was expanded.
#[derive(Debug)]
pub struct Expansion {
    /// Its text.
    pub source: Arc<SourceText>,
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the text depends on `page` or `content`, so that it has to be made again once they are known.
    pub wants_pages: bool,
}

/// Whether a text holds anything that is not simply text.
pub fn has_templates(text: &str, syntax: Syntax) -> bool {
    lex::has_tags(text, syntax)
        || (syntax != Syntax::Off && memchr::memmem::find(text.as_bytes(), b"///region").is_some())
}

/// Whether a page switches expressions on or off by itself. Its front matter cannot be read before it is expanded.
pub fn is_switched(text: &str) -> Option<bool> {
    let matter = &text[document::front_matter_span(text)];
    let key = |line: &str| {
        line.split_once(':')
            .filter(|(key, _)| key.eq_ignore_ascii_case("templating"))
            .map(|(_, value)| value.trim().to_owned())
    };
    match matter.lines().find_map(key)?.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A value of YAML as a value of expressions.
pub fn of_yaml(yaml: &Yaml) -> Value {
    yaml::value(yaml)
}

/// What a page says about itself in YAML, with what is settled for it over it.
pub fn with_front_matter(yaml: &str, page: &Value) -> Value {
    yaml::over(&parse_yaml(yaml), page)
}

/// An author's own values.
pub fn of_data(data: &Data) -> Value {
    yaml::mapping(&data.0)
}

/// Expands a page.
pub fn page(template: &Template<'_>, world: &World<'_>) -> Expansion {
    let source = &template.file.source;
    let body = document::body_start(&source.text);
    let mut evaluator = Evaluator::new(world, template.syntax, template.file.path.as_str(), source);
    evaluator.set_page(template.page.cloned());
    evaluator.stretch(0..body);
    let matter = match &template.file.beside {
        Some(beside) if body == 0 => Some(parse_yaml(&beside.text)),
        _ => yaml::front_matter(evaluator.output.text()),
    };
    evaluator.define(&yaml::data(matter.as_ref()));
    if let (Some(page), Some(matter)) = (template.page, &matter) {
        evaluator.set_page(Some(yaml::over(matter, page)));
    }
    let [top, bottom] = template.around;
    evaluator.around(top, "\n", "\n\n");
    let start = evaluator.output.len();
    if template.syntax == Syntax::Off {
        evaluator.stretch(body..source.text.len());
    } else {
        for stretch in select::without_regions(&source.text, body..source.text.len()) {
            evaluator.stretch(stretch);
        }
    }
    let own = start..evaluator.output.len();
    evaluator.around(bottom, "\n\n", "");
    finish(evaluator, &source.name, own)
}

/// Expands a text that is no page: an HTML file for every page, a line of the configuration.
pub fn text(
    path: &str,
    source: &Arc<SourceText>,
    page: Option<&Value>,
    syntax: Syntax,
    world: &World<'_>,
) -> Expansion {
    let mut evaluator = Evaluator::new(world, syntax, path, source);
    evaluator.set_page(page.cloned());
    all_of(source, evaluator)
}

/// Expands a text of an action, which names the action's `data` directly. Its expressions are evaluated in any
/// project.
pub fn text_of_action(source: &Arc<SourceText>, data: &Object, page: Option<&Value>, world: &World<'_>) -> Expansion {
    let mut evaluator = Evaluator::new(world, Syntax::Braces, "", source);
    evaluator.set_page(page.cloned());
    evaluator.define(data);
    all_of(source, evaluator)
}

fn all_of(source: &SourceText, mut evaluator: Evaluator<'_>) -> Expansion {
    evaluator.stretch(0..source.text.len());
    let own = 0..evaluator.output.len();
    finish(evaluator, &source.name, own)
}

fn finish(evaluator: Evaluator<'_>, name: &str, own: Range<usize>) -> Expansion {
    Expansion {
        source: evaluator.output.into_source(name, own),
        diagnostics: evaluator.diagnostics,
        wants_pages: evaluator.wants_pages,
    }
}

impl World<'_> {
    /// Evaluates the expressions in `data`, which is full of texts for pages.
    pub fn evaluate_data(&mut self, syntax: Syntax) {
        let names: Vec<String> = self.values.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names {
            let value = self.values.get(&name).map(|value| self.evaluated(value, syntax));
            self.values.set(&name, value.unwrap_or_default());
        }
    }

    fn evaluated(&self, value: &Value, syntax: Syntax) -> Value {
        match value {
            Value::Text(written) if has_templates(written, syntax) => {
                let source = SourceText::new("", &**written);
                text("", &source, None, syntax, self).source.text.as_str().into()
            }
            Value::List(list) => Value::list(list.iter().map(|value| self.evaluated(value, syntax))),
            Value::Object(object) => {
                Value::object(object.iter().map(|(name, value)| (name, self.evaluated(value, syntax))))
            }
            other => other.clone(),
        }
    }

    /// The first part of the namespace; empty without one.
    fn namespace_root(&self) -> &str {
        self.namespace.as_deref().and_then(|name| name.split('.').next()).unwrap_or_default()
    }

    /// The last part of `namespace.page`, `namespace.project`, `namespace.content`.
    fn below_namespace<'p>(&self, path: &'p str) -> Option<&'p str> {
        let name = path.strip_prefix(self.namespace.as_deref()?)?.strip_prefix('.')?;
        matches!(name, "page" | "project" | "content").then_some(name)
    }

    /// What `page`, `project` or `content` is called in the namespace.
    fn in_namespace(&self, name: &str) -> Option<String> {
        let path = format!("{}.{name}", self.namespace.as_deref()?);
        self.below_namespace(&path).is_some().then_some(path)
    }
}
