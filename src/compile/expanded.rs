//! Pages with their expressions and includes expanded, before they are parsed (format sheet §5).
//!
//! What speaks of `page` or `content` needs to know all pages, which are only known when all are parsed. Such pages are made
//! twice: first as if nothing were known, and again when the site is there. All others are made once, or not touched at all.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::Time;
use rayon::prelude::*;

use super::actions;
use crate::config::{Config, Step};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expand::{self, Expansion, Files, Object, Syntax, Template, Value, World};
use crate::site::{Insert, Inserts, PageId, Site};
use crate::source::{PageFile, Partial, Sources};
use crate::theme::Grammar;

/// The files that stand around the text of every page (format sheet §5.5).
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
    sources: &'a Sources,
    grammar: &'a Grammar,
    files: OnceLock<Files>,
    around: [Option<&'a Partial>; 2],
    nonce: &'a str,
}

/// What the texts that stand outside pages can speak of. Each world is built at most once, since the one with the pages takes time
/// that grows with the site; what is evaluated for each page, on many threads, cannot even ask for it here.
pub(super) struct Worlds<'a> {
    expander: &'a Expander<'a>,
    site: &'a Site,
    without_pages: OnceCell<World<'a>>,
    with_pages: OnceCell<World<'a>>,
}

impl<'a> Worlds<'a> {
    pub(super) fn new(expander: &'a Expander<'a>, site: &'a Site) -> Self {
        Self { expander, site, without_pages: OnceCell::new(), with_pages: OnceCell::new() }
    }

    /// As if no page were known.
    pub(super) fn without_pages(&self) -> &World<'a> {
        self.without_pages.get_or_init(|| self.expander.world(None))
    }

    /// With all pages.
    pub(super) fn with_pages(&self) -> &World<'a> {
        self.with_pages.get_or_init(|| self.expander.world(Some(self.site)))
    }
}

impl<'a> Expander<'a> {
    pub(super) fn new(sources: &'a Sources, grammar: &'a Grammar, nonce: &'a str) -> Self {
        let around = AROUND.map(|path| sources.partials.iter().find(|partial| partial.path == path));
        Self { sources, grammar, files: OnceLock::new(), around, nonce }
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
        self.nonce
    }

    /// Whether something stands around the text of every page.
    pub(super) fn has_around(&self) -> bool {
        self.around.iter().any(Option::is_some)
    }

    /// Gives a site what stands on all of its pages: files of HTML, and the lines of the configuration.
    pub(super) fn furnish(&self, site: &mut Site) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let worlds = Worlds::new(self, site);
        let mut insert = |name: &str| {
            let (insert, problems) = self.insert(&format!("_includes/{name}.html"), &worlds);
            diagnostics.extend(problems);
            insert
        };
        let inserts = Inserts {
            head_top: insert("head-top"),
            head: insert("head"),
            body_top: insert("body-top"),
            body: insert("body"),
        };
        let (footer, problems) = self.line(&site.config.footer.copyright, &["footer", "copyright"], &worlds);
        diagnostics.extend(problems);
        let feed = site.config.blog.rss.copyright.as_deref().map(|text| {
            let (text, problems) = self.line(text, &["blog", "rss", "copyright"], &worlds);
            diagnostics.extend(problems);
            text
        });
        let actions = actions::evaluate(site, &worlds);
        diagnostics.extend(actions.diagnostics);
        let settled = site.settled_mut();
        settled.actions.settle(actions.once, actions.of_pages);
        settled.inserts = inserts;
        settled.config.footer.copyright = footer;
        settled.config.blog.rss.copyright = feed;
        diagnostics
    }

    /// A line of the configuration. Expressions are evaluated there in any project: who writes one means it.
    fn line(&self, text: &str, key: &[&str], worlds: &Worlds<'_>) -> (String, Vec<Diagnostic>) {
        if !expand::has_templates(text, Syntax::Braces) {
            return (text.to_owned(), Vec::new());
        }
        let source = SourceText::new("", text);
        let once = expand::text("", &source, None, Syntax::Braces, worlds.without_pages());
        let whole =
            if once.wants_pages { expand::text("", &source, None, Syntax::Braces, worlds.with_pages()) } else { once };
        let path: Vec<Step> = key.iter().map(|name| Step::Key((*name).to_owned())).collect();
        let at_key = |diagnostic| self.sources.written.placed(&path, outside_pages(diagnostic));
        (whole.source.text.clone(), whole.diagnostics.into_iter().map(at_key).collect())
    }

    /// A file that stands on every page: the same everywhere, or one for each page when it speaks of the page.
    fn insert(&self, path: &str, worlds: &Worlds<'_>) -> (Insert, Vec<Diagnostic>) {
        let Some(partial) = self.sources.partials.iter().find(|partial| partial.path == path) else {
            return (Insert::default(), Vec::new());
        };
        let syntax = self.syntax(None);
        if !expand::has_templates(&partial.source.text, syntax) {
            return (Insert::Same(partial.source.text.clone()), Vec::new());
        }
        let text = |page: Option<&Value>, world: &World<'_>| expand::text(path, &partial.source, page, syntax, world);
        let once = text(None, worlds.without_pages());
        if !once.wants_pages {
            return (Insert::Same(once.source.text.clone()), once.diagnostics);
        }
        let (site, world) = (worlds.site, worlds.with_pages());
        let each: Vec<Expansion> =
            (0..site.pages.len()).into_par_iter().map(|id| text(Some(&site.page_values(id)), world)).collect();
        let diagnostics = each.iter().flat_map(|expansion| expansion.diagnostics.iter().cloned()).collect();
        let elsewhere = text(Some(&Value::Null), world).source.text.clone();
        let each = each.into_iter().map(|expansion| expansion.source.text.clone()).collect();
        (Insert::Each { each, elsewhere }, diagnostics)
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
    fn syntax(&self, page: Option<&str>) -> Syntax {
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

    fn world<'s>(&'s self, site: Option<&'s Site>) -> World<'s> {
        let templating = &self.config().templating;
        let mut values = match expand::of_data(&self.config().data) {
            Value::Object(data) => (*data).clone(),
            _ => Object::default(),
        };
        values.set("year", i64::from(self.sources.today.year()).into());
        values.set("nonce", self.nonce.into());
        let mut world = World {
            loop_limit: templating.loop_limit,
            namespace: templating.namespace.clone().filter(|name| !name.is_empty()),
            values,
            project: expand::of_yaml(self.sources.written.value()),
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
}

/// A finding in an expression that is not on a page: its place is still to be told, and what helps on a page does not here.
pub(super) fn outside_pages(diagnostic: Diagnostic) -> Diagnostic {
    let hints = diagnostic.hints.into_iter().filter(|hint| hint != expand::ESCAPE).collect();
    Diagnostic { place: None, hints, ..diagnostic }
}
