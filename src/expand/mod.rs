//! Templates in pages: expressions and includes to plain Markdown (format sheet §5).
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

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::DateTime;

pub use lex::Syntax;
pub use library::{Entry, Library};
pub use value::{Object, Value};

use crate::diagnostic::{Diagnostic, SourceText};
use crate::document;
use crate::theme::Grammar;
use evaluate::Evaluator;

/// What expressions can speak of.
#[derive(Debug)]
pub struct World<'a> {
    /// Which tags there are.
    pub syntax: Syntax,
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
    /// By which parts of pages are found.
    pub grammar: &'a Grammar,
}

/// Files that can be included, by their path in lower case.
#[derive(Debug, Default)]
pub struct Files(HashMap<String, (String, Arc<SourceText>)>);

impl Files {
    /// Files by their paths from the input folder, which may begin with `../`. The first of a path counts.
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f Arc<SourceText>)>) -> Self {
        let mut by_path = HashMap::new();
        for (path, source) in files {
            by_path.entry(path.to_lowercase()).or_insert_with(|| (path.to_owned(), Arc::clone(source)));
        }
        Self(by_path)
    }

    fn get(&self, path: &str) -> Option<(String, Arc<SourceText>)> {
        self.0.get(&path.to_lowercase()).cloned()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|path| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md"))
    }

    fn path_of(&self, name: &str) -> Option<&str> {
        let mut paths: Vec<&str> = self.0.values().map(|(path, _)| path.as_str()).collect();
        paths.sort_unstable();
        let is = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").eq_ignore_ascii_case(name);
        paths.into_iter().find(|path| is(path))
    }
}

/// A page to expand.
#[derive(Debug)]
pub struct Template<'a> {
    /// Its path from the input folder.
    pub path: &'a str,
    /// Its text.
    pub source: &'a Arc<SourceText>,
    /// `page`; none as long as the pages are not known.
    pub page: Option<&'a Value>,
    /// What stands before and behind its text, with their paths: `_includes/top.md` and `bottom.md`.
    pub around: [Option<(&'a str, &'a Arc<SourceText>)>; 2],
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
    lex::has_tags(text, syntax) || memchr::memmem::find(text.as_bytes(), b"///region").is_some()
}

/// Expands a page.
pub fn page(template: &Template<'_>, world: &World<'_>) -> Expansion {
    let source = template.source;
    let body = document::body_start(&source.text);
    let mut evaluator = Evaluator::new(world, template.path, source, template.page.cloned());
    evaluator.stretch(0..body);
    let matter = yaml::front_matter(evaluator.output.text());
    evaluator.define(yaml::data(matter.as_ref()));
    if let (Some(page), Some(matter)) = (template.page, &matter) {
        evaluator.set_page(Some(yaml::over(matter, page)));
    }
    let [top, bottom] = template.around;
    evaluator.around(top, "", "\n\n");
    let start = evaluator.output.len();
    for stretch in select::without_regions(&source.text, body..source.text.len()) {
        evaluator.stretch(stretch);
    }
    let own = start..evaluator.output.len();
    evaluator.around(bottom, "\n\n", "");
    finish(evaluator, &source.name, own)
}

/// Expands a text that is no page: an HTML file for every page, a line of the configuration.
pub fn text(path: &str, source: &Arc<SourceText>, page: Option<&Value>, world: &World<'_>) -> Expansion {
    let mut evaluator = Evaluator::new(world, path, source, page.cloned());
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
    /// The first part of the namespace; empty without one.
    fn namespace_root(&self) -> &str {
        self.namespace.as_deref().and_then(|name| name.split('.').next()).unwrap_or_default()
    }

    /// The last part of `namespace.page`, `namespace.project`, `namespace.content`.
    fn below_namespace<'p>(&self, path: &'p str) -> Option<&'p str> {
        let name = path.strip_prefix(self.namespace.as_deref()?)?.strip_prefix('.')?;
        matches!(name, "page" | "project" | "content").then_some(name)
    }
}
