//! Pages with their expressions and includes expanded, before they are parsed (format sheet §5).
//!
//! What speaks of `page` or `content` needs to know all pages, which are only known when all are parsed. Such pages are made
//! twice: first as if nothing were known, and again when the site is there. All others are made once, or not touched at all.

use std::collections::HashMap;

use jiff::civil::Time;
use rayon::prelude::*;

use crate::config::{Config, Step};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expand::{self, Expansion, Files, Object, Syntax, Template, Value, World};
use crate::site::{Insert, Inserts, PageId, Site};
use crate::source::{PageFile, Partial, Sources};
use crate::theme::Grammar;

/// The files that stand around the text of every page (format sheet §5.5).
const AROUND: [&str; 2] = ["_includes/top.md", "_includes/bottom.md"];

/// A page as it is to be parsed.
#[derive(Debug, Clone)]
pub(super) struct Expanded {
    pub(super) file: PageFile,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether it has to be made again once the site is known.
    pub(super) wants_site: bool,
}

/// The pages of a project, as templates.
pub(super) struct Expander<'a> {
    sources: &'a Sources,
    grammar: &'a Grammar,
    files: Files,
    around: [Option<&'a Partial>; 2],
    nonce: &'a str,
}

impl<'a> Expander<'a> {
    pub(super) fn new(sources: &'a Sources, grammar: &'a Grammar, nonce: &'a str) -> Self {
        let around = AROUND.map(|path| sources.partials.iter().find(|partial| partial.path == path));
        Self { sources, grammar, files: Files::new(&sources.pages, &sources.partials), around, nonce }
    }

    /// Every page, without knowing the site.
    pub(super) fn pages(&self) -> Vec<Expanded> {
        let world = self.world(None);
        self.sources.pages.par_iter().map(|page| self.page(page, None, &world)).collect()
    }

    /// Makes those pages again that want to know the site; `None` when there are none.
    pub(super) fn again(&self, pages: &[Expanded], site: &Site) -> Vec<Expanded> {
        let world = self.world(Some(site));
        let ids: HashMap<_, PageId> =
            site.pages.iter().enumerate().map(|(id, page)| (&page.document.path, id)).collect();
        let again = |(page, before): (&PageFile, &Expanded)| {
            if !before.wants_site {
                return before.clone();
            }
            let values = ids.get(&page.path).map(|id| site.page_values(*id));
            self.page(page, Some(&values.unwrap_or_default()), &world)
        };
        self.sources.pages.par_iter().zip(pages).map(again).collect()
    }

    /// Gives a site what stands on all of its pages: files of HTML, and the lines of the configuration.
    pub(super) fn furnish(&self, site: &mut Site) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut insert = |name: &str| {
            let (insert, problems) = self.insert(&format!("_includes/{name}.html"), site);
            diagnostics.extend(problems);
            insert
        };
        let inserts = Inserts {
            head_top: insert("head-top"),
            head: insert("head"),
            body_top: insert("body-top"),
            body: insert("body"),
        };
        let (footer, problems) = self.line(&site.config.footer.copyright, &["footer", "copyright"], site);
        diagnostics.extend(problems);
        let feed = site.config.blog.rss.copyright.as_deref().map(|text| {
            let (text, problems) = self.line(text, &["blog", "rss", "copyright"], site);
            diagnostics.extend(problems);
            text
        });
        diagnostics.extend(self.evaluate_actions(site));
        site.inserts = inserts;
        site.config.footer.copyright = footer;
        site.config.blog.rss.copyright = feed;
        diagnostics
    }

    /// A line of the configuration. Expressions are evaluated there in any project: who writes one means it.
    fn line(&self, text: &str, key: &[&str], site: &Site) -> (String, Vec<Diagnostic>) {
        if !expand::has_templates(text, Syntax::Braces) {
            return (text.to_owned(), Vec::new());
        }
        let source = SourceText::new("", text);
        let once = expand::text("", &source, None, Syntax::Braces, &self.world(None));
        let whole = if once.wants_pages {
            expand::text("", &source, None, Syntax::Braces, &self.world(Some(site)))
        } else {
            once
        };
        let path: Vec<Step> = key.iter().map(|name| Step::Key((*name).to_owned())).collect();
        let at_key = |diagnostic| self.sources.written.placed(&path, outside_pages(diagnostic));
        (whole.source.text.clone(), whole.diagnostics.into_iter().map(at_key).collect())
    }

    /// A file that stands on every page: the same everywhere, or one for each page when it speaks of the page.
    fn insert(&self, path: &str, site: &Site) -> (Insert, Vec<Diagnostic>) {
        let Some(partial) = self.sources.partials.iter().find(|partial| partial.path == path) else {
            return (Insert::default(), Vec::new());
        };
        let syntax = self.syntax(None);
        if !expand::has_templates(&partial.source.text, syntax) {
            return (Insert::Same(partial.source.text.clone()), Vec::new());
        }
        let text = |page: Option<&Value>, world: &World<'_>| expand::text(path, &partial.source, page, syntax, world);
        let once = text(None, &self.world(None));
        if !once.wants_pages {
            return (Insert::Same(once.source.text.clone()), once.diagnostics);
        }
        let world = self.world(Some(site));
        let each: Vec<Expansion> =
            (0..site.pages.len()).into_par_iter().map(|id| text(Some(&site.page_values(id)), &world)).collect();
        let diagnostics = each.iter().flat_map(|expansion| expansion.diagnostics.iter().cloned()).collect();
        let elsewhere = text(Some(&Value::Null), &world).source.text.clone();
        let each = each.into_iter().map(|expansion| expansion.source.text.clone()).collect();
        (Insert::Each { each, elsewhere }, diagnostics)
    }

    fn page(&self, page: &PageFile, values: Option<&Value>, world: &World<'_>) -> Expanded {
        let syntax = self.syntax(Some(&page.source.text));
        let has_around = self.around.iter().any(Option::is_some);
        if !has_around && !expand::has_templates(&page.source.text, syntax) {
            return Expanded { file: page.clone(), diagnostics: Vec::new(), wants_site: false };
        }
        let template = Template { file: page, page: values, around: self.around, syntax };
        let Expansion { source, diagnostics, wants_pages } = expand::page(&template, world);
        let file = PageFile { source, ..page.clone() };
        Expanded { file, diagnostics, wants_site: wants_pages }
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

    pub(super) fn world<'s>(&'s self, site: Option<&'s Site>) -> World<'s> {
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
            files: &self.files,
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
