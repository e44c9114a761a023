//! Pages with their expressions and includes expanded, before they are parsed.
//!
//! What speaks of `page` or `content` needs to know all pages, which are only known when all are parsed. Such pages are made
//! twice: first as if nothing were known, and again when the site is there. All others are made once, or not touched at all.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Time;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::expand::{self, Expansion, Files, Object, Syntax, Template, Value, World};
use crate::labels::Labels;
use crate::site::{PageId, Site};
use crate::source::{PageFile, Partial, Sources};
use crate::theme::Grammar;

/// The files that stand around the text of every page.
const AROUND: [&str; 2] = ["_includes/top.md", "_includes/bottom.md"];

/// A page as it is to be parsed.
#[derive(Debug, PartialEq)]
pub(super) struct Expanded {
    pub(super) file: PageFile,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What its text depends on beside the file.
    pub(super) depends: Depends,
}

/// What the text of a page depends on beside its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depends {
    /// Nothing but whether expressions are switched on: it has none.
    Nothing,
    /// What it includes and the configuration.
    Project,
    /// The pages of the site, too, so that it has to be made again once they are known.
    Site,
}

/// The pages of a project, as templates.
pub(super) struct Expander<'a> {
    pub(super) sources: &'a Sources,
    grammar: &'a Grammar,
    files: OnceLock<Files>,
    around: [Option<&'a Partial>; 2],
    /// The version of the theme's files.
    version: &'a str,
}

impl<'a> Expander<'a> {
    pub(super) fn new(sources: &'a Sources, grammar: &'a Grammar, version: &'a str) -> Self {
        let around = AROUND.map(|path| sources.partials.iter().find(|partial| partial.path == path));
        Self { sources, grammar, files: OnceLock::new(), around, version }
    }

    /// Gives every page to `then`, without knowing the site. A page that `knows` how it ends is not expanded.
    pub(super) fn pages<T: Send>(
        &self,
        knows: impl Fn(usize, &PageFile) -> Option<T> + Sync,
        then: impl Fn(usize, Expanded) -> T + Sync,
    ) -> Vec<T> {
        let world = OnceLock::new();
        let expanded = |page| self.page(page, None, || world.get_or_init(|| self.world(None)));
        let page = |(at, page)| knows(at, page).unwrap_or_else(|| then(at, expanded(page)));
        self.sources.pages.par_iter().enumerate().map(page).collect()
    }

    /// Gives those pages to `then` that are to be made again, now that the site is known.
    pub(super) fn again<T: Send>(
        &self,
        is_wanted: impl Fn(usize) -> bool,
        site: &Site,
        then: impl Fn(usize, Expanded) -> T + Sync,
    ) -> Vec<(usize, T)> {
        let world = self.world(Some(site));
        let ids: HashMap<_, PageId> =
            site.pages.iter().enumerate().map(|(id, page)| (&page.document.path, id)).collect();
        let again = |at: usize| {
            let page = &self.sources.pages[at];
            let values = ids.get(&page.path).map(|id| site.page_values(*id));
            (at, then(at, self.page(page, Some(&values.unwrap_or_default()), || &world)))
        };
        let wanted: Vec<usize> = (0..self.sources.pages.len()).filter(|at| is_wanted(*at)).collect();
        wanted.into_par_iter().map(again).collect()
    }

    /// The version of the theme's files.
    pub(super) fn version(&self) -> &str {
        self.version
    }

    /// Whether something stands around the text of every page.
    pub(super) fn has_around(&self) -> bool {
        self.around.iter().any(Option::is_some)
    }

    fn page<'w, 's: 'w>(
        &self,
        page: &PageFile,
        values: Option<&Value>,
        world: impl FnOnce() -> &'w World<'s>,
    ) -> Expanded {
        let syntax = self.syntax(Some(&page.source.text));
        if !self.has_around() && !expand::has_templates(&page.source.text, syntax) {
            return Expanded { file: page.clone(), diagnostics: Vec::new(), depends: Depends::Nothing };
        }
        let template = Template { file: page, page: values, around: self.around, syntax };
        let Expansion { source, diagnostics, wants_pages } = expand::page(&template, world());
        let file = PageFile { source, ..page.clone() };
        Expanded { file, diagnostics, depends: if wants_pages { Depends::Site } else { Depends::Project } }
    }

    /// Which tags there are on a page: as it says itself, or the project.
    pub(super) fn syntax(&self, page: Option<&str>) -> Syntax {
        let templating = &self.config().templating;
        let own = page.and_then(expand::is_switched);
        match own.unwrap_or_else(|| templating.enabled.unwrap_or_default()) {
            false => Syntax::Off,
            true if templating.liquid => Syntax::Liquid,
            true => Syntax::Braces,
        }
    }

    fn config(&self) -> &'a Config {
        &self.sources.config
    }

    /// What expressions can speak of, with the pages of the site when that is known.
    pub(super) fn world<'s>(&'s self, site: Option<&'s Site>) -> World<'s> {
        let templating = &self.config().templating;
        let mut values = match expand::of_data(&self.config().data) {
            Value::Object(data) => (*data).clone(),
            _ => Object::default(),
        };
        values.set("year", i64::from(self.sources.today.year()).into());
        values.set("nonce", self.config().cache.token.as_deref().unwrap_or(self.version).into());
        let mut world = World {
            loop_limit: templating.loop_limit,
            namespace: templating.namespace.clone().filter(|name| !name.is_empty()),
            values,
            project: self.project(),
            content: site.map(Site::content),
            now: self.sources.today.to_datetime(Time::midnight()),
            files: self.files.get_or_init(|| Files::new(&self.sources.pages, &self.sources.partials)),
            open: site.map(|site| {
                site.pages.iter().filter(|page| page.is_open()).map(|page| page.document.path.as_str()).collect()
            }),
            grammar: self.grammar,
        };
        world.evaluate_data(self.syntax(None));
        world
    }

    /// `project`: the configuration as it is written; beside the collections of its `labels` stands each word as the site has it.
    fn project(&self) -> Value {
        let object = |value: Option<&Value>| match value {
            Some(Value::Object(object)) => (**object).clone(),
            _ => Object::default(),
        };
        let mut project = object(Some(&expand::of_yaml(self.sources.written.value())));
        let collections = object(project.get("labels"));
        let words = Labels::new(self.config());
        let words = words.named().map(|(name, word)| (name, word.into()));
        let own = collections.iter().map(|(name, words)| (name, words.clone()));
        project.set("labels", Value::object(own.chain(words)));
        Value::Object(Arc::new(project))
    }
}
