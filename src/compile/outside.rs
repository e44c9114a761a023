//! Expressions in what stands on every page beside its text: files of HTML, lines of the configuration, actions. Those that
//! speak of a page are evaluated for each.

use std::cell::OnceCell;

use rayon::prelude::*;

use super::actions;
use super::expanded::Expander;
use crate::diagnostic::{Diagnostic, SourceText, telling};
use crate::expand::{self, Expansion, Syntax, Value, World};
use crate::site::{Insert, Inserts, Site};

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

/// A line of the configuration, with its expressions evaluated.
struct Line {
    text: String,
    speaks_of_pages: bool,
}

impl Expander<'_> {
    /// Gives a site what stands on all of its pages: files of HTML, and the lines of the configuration.
    pub(super) fn furnish(&self, site: &mut Site) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        let worlds = Worlds::new(self, site);
        let mut insert = |name: &str| telling(&mut told, self.insert(&format!("_includes/{name}.html"), &worlds));
        let (head_top, head) = (insert("head-top"), insert("head"));
        let (body_top, body) = (insert("body-top"), insert("body"));
        let mut lines_speak_of_pages = false;
        let mut line = |text: &str, key: &[&str]| {
            let line = telling(&mut told, self.line(text, key, &worlds));
            lines_speak_of_pages |= line.speaks_of_pages;
            line.text
        };
        let footer = line(&site.config.footer.copyright, &["footer", "copyright"]);
        let feed = site.config.blog.rss.copyright.as_deref().map(|text| line(text, &["blog", "rss", "copyright"]));
        let actions = actions::evaluate(site, &worlds);
        told.extend(actions.diagnostics);
        let settled = site.settled_mut();
        settled.actions.settle(actions.once, actions.of_pages);
        settled.inserts = Inserts { head_top, head, body_top, body, lines_speak_of_pages };
        settled.config.footer.copyright = footer;
        settled.config.blog.rss.copyright = feed;
        told
    }

    /// A line of the configuration. Expressions are evaluated there in any project: who writes one means it.
    fn line(&self, text: &str, key: &[&str], worlds: &Worlds<'_>) -> (Line, Vec<Diagnostic>) {
        if !expand::has_templates(text, Syntax::Braces) {
            return (Line { text: text.to_owned(), speaks_of_pages: false }, Vec::new());
        }
        let source = SourceText::new("", text);
        let once = expand::text("", &source, None, Syntax::Braces, worlds.without_pages());
        let speaks_of_pages = once.wants_pages;
        let whole =
            if speaks_of_pages { expand::text("", &source, None, Syntax::Braces, worlds.with_pages()) } else { once };
        let at_key = |diagnostic| self.sources.written.placed_at_key(key, outside_pages(diagnostic));
        let line = Line { text: whole.source.text.to_string(), speaks_of_pages };
        (line, whole.diagnostics.into_iter().map(at_key).collect())
    }

    /// A file that stands on every page: the same everywhere, or one for each page when it speaks of the page.
    fn insert(&self, path: &str, worlds: &Worlds<'_>) -> (Insert, Vec<Diagnostic>) {
        let Some(partial) = self.sources.partials.iter().find(|partial| partial.path == path) else {
            return (Insert::default(), Vec::new());
        };
        let syntax = self.syntax(None);
        if !expand::has_templates(&partial.source.text, syntax) {
            return (Insert::Same(partial.source.text.to_string()), Vec::new());
        }
        let text = |page: Option<&Value>, world: &World<'_>| expand::text(path, &partial.source, page, syntax, world);
        let once = text(None, worlds.without_pages());
        if !once.wants_pages {
            return (Insert::Same(once.source.text.to_string()), once.diagnostics);
        }
        let (site, world) = (worlds.site, worlds.with_pages());
        let each: Vec<Expansion> =
            (0..site.pages.len()).into_par_iter().map(|id| text(Some(&site.page_values(id)), world)).collect();
        let diagnostics = each.iter().flat_map(|expansion| expansion.diagnostics.iter().cloned()).collect();
        let elsewhere = text(Some(&Value::Null), world).source.text.to_string();
        let each = each.into_iter().map(|expansion| expansion.source.text.to_string()).collect();
        (Insert::Each { each, elsewhere }, diagnostics)
    }
}

/// A finding in an expression that is not on a page: its place is still to be told, and what helps on a page does not here.
pub(super) fn outside_pages(diagnostic: Diagnostic) -> Diagnostic {
    let hints = diagnostic.hints.into_iter().filter(|hint| hint != expand::ESCAPE).collect();
    Diagnostic { place: None, hints, ..diagnostic }
}
