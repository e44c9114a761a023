//! Pages by themselves: expanded and parsed, or taken over from before when what they are made of is the same.

use std::sync::Arc;

use super::expanded::{Depends, Expanded, Expander};
use crate::diagnostic::{Diagnostic, guarded};
use crate::document::{self, Document};
use crate::path::{SourcePath, find_near};
use crate::site::Site;
use crate::source::PageFile;
use crate::theme::Grammar;

/// What a page by itself says, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Parsed {
    expanded: Expanded,
    /// None when we failed on it.
    pub(super) document: Option<Arc<Document>>,
    diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether its text depends on what other pages say.
    pub(super) fn wants_site(&self) -> bool {
        self.expanded.depends == Depends::Site
    }

    /// What it says, when that stands in its file and nowhere else.
    pub(super) fn as_written(&self) -> Option<&Arc<Document>> {
        self.document.as_ref().filter(|_| self.expanded.depends == Depends::Nothing)
    }

    /// What is wrong with it.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.expanded.diagnostics.iter().chain(&self.diagnostics)
    }
}

/// What is known from before.
#[derive(Clone, Copy, Default)]
pub(super) struct Known<'a> {
    /// The pages, in path order.
    pub(super) pages: &'a [Arc<Parsed>],
    /// Whether expressions are switched on for the same pages as then.
    pub(super) has_same_templating: bool,
}

impl<'a> Known<'a> {
    /// The page at `path`, which now is the one `at` this place.
    fn page(self, at: usize, path: &SourcePath) -> Option<&'a Arc<Parsed>> {
        find_near(self.pages, at, path, |page| &page.expanded.file.path)
    }
}

/// Reads every page by itself, in parallel and in order. What a page says depends on its expanded text and the grammar alone,
/// so one that is `known` with the same text is not read again.
pub(super) fn parse(expander: &Expander<'_>, grammar: &Grammar, known: Known<'_>) -> Vec<Arc<Parsed>> {
    let stays = known.has_same_templating && !expander.has_around();
    let is_same = |page: &PageFile, before: &Parsed| {
        stays && before.expanded.depends == Depends::Nothing && before.expanded.file == *page
    };
    expander.pages(
        |at, page| known.page(at, &page.path).filter(|before| is_same(page, before)).cloned(),
        |at, expanded| {
            let before = known.page(at, &expanded.file.path);
            parsed(expanded, grammar, [before])
        },
    )
}

/// Reads those pages again whose text depends on other pages, now that `site` tells what these say.
pub(super) fn parse_again(
    mut pages: Vec<Arc<Parsed>>,
    expander: &Expander<'_>,
    grammar: &Grammar,
    site: &Site,
    known: Known<'_>,
) -> Vec<Arc<Parsed>> {
    let again = expander.again(
        |at| pages[at].wants_site(),
        site,
        |at, expanded| {
            let before = [Some(&pages[at]), known.page(at, &expanded.file.path)];
            parsed(expanded, grammar, before)
        },
    );
    for (at, page) in again {
        pages[at] = page;
    }
    pages
}

/// Reads one page, unless it is one of those from `before`. One on which we fail is left out and told.
fn parsed<const N: usize>(expanded: Expanded, grammar: &Grammar, before: [Option<&Arc<Parsed>>; N]) -> Arc<Parsed> {
    if let Some(same) = before.into_iter().flatten().find(|before| before.expanded == expanded) {
        return Arc::clone(same);
    }
    let page = &expanded.file;
    let (document, diagnostics) = match guarded(&page.source.name, || document::parse(page, grammar)) {
        Ok((document, problems)) => (Some(Arc::new(document)), problems),
        Err(problem) => (None, vec![problem.at(&page.source, 0..0)]),
    };
    Arc::new(Parsed { expanded, document, diagnostics })
}
