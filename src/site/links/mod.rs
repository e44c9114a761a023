//! Where every link leads. Settled once, before rendering; a dead one is told here.

pub(super) mod anchors;
mod candidates;
mod dead;
mod elsewhere;
mod html;
mod index;
mod known;
mod made;
mod moved;
mod names;
pub(super) mod relink;
mod resolver;
mod target;
mod wiki;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

pub(super) use dead::{missing, names_folder, no_page_of};
pub(super) use elsewhere::{active, slip};
pub use html::EXPORTED;
pub(super) use index::{Index, Paths};
use known::Known;
pub(super) use made::Unfound;
use rayon::prelude::*;
use resolver::Resolver;
pub(super) use resolver::{has_file_extension, without_html};
pub use target::{Destination, Target, is_external};

use super::{File, Page, PageId, Site};
use crate::diagnostic::Diagnostic;
use crate::path::Url;

/// What is wrong with links, by the pages that they stand on.
pub(super) type Problems = BTreeMap<PageId, Vec<Diagnostic>>;

/// What is left of the links of a site once pages know where theirs lead.
pub(super) struct Links {
    pub(super) unfound: Vec<Unfound>,
    pub(super) problems: Problems,
}

/// Tells every page where it has moved. `lists` knows where the lists of some pages are.
pub(super) fn redirect(
    pages: &mut [Arc<Page>],
    files: &[File],
    index: &Index<'_>,
    lists: &dyn Fn(&[Arc<Page>]) -> HashSet<Url>,
) -> Vec<Diagnostic> {
    let (redirects, diagnostics) = moved::redirects(pages, files, index, lists);
    for (id, redirect) in redirects {
        Arc::make_mut(&mut pages[id]).redirect = Some(redirect);
    }
    diagnostics
}

/// Settles the links of all pages, of which some may be known from `before`.
pub(super) fn resolve_all(
    pages: &[Arc<Page>],
    files: &[File],
    index: &Index<'_>,
    before: Option<&Site>,
) -> Vec<Resolved> {
    let known = before.and_then(|before| Known::new(before, pages, files, index));
    let resolved = |id| known.as_ref().and_then(|known| known.resolved(id));
    (0..pages.len())
        .into_par_iter()
        .map(|id| resolved(id).unwrap_or_else(|| resolve(id, pages, files, index)))
        .collect()
}

/// Tells every page where its links lead, and publishes the files among these.
pub(super) fn tell(resolved: Vec<Resolved>, pages: &mut [Arc<Page>], files: &mut [File]) -> Links {
    let (mut unfound, mut problems) = (Vec::new(), Problems::new());
    for (id, resolved) in resolved.into_iter().enumerate() {
        unfound.extend(resolved.tell(id, pages, &mut problems));
    }
    for file in pages.iter().flat_map(|page| &page.targets).filter_map(Target::file) {
        files[file].published = true;
    }
    Links { unfound, problems }
}

/// What the links of a page come to.
pub(super) struct Resolved {
    pub(super) targets: Box<[Target]>,
    are_straight: bool,
    unfound: Vec<Unfound>,
    diagnostics: Vec<Diagnostic>,
}

impl Resolved {
    /// Tells the page where its links lead, and the site what is wrong with them. Gives back what is still to be settled.
    pub(super) fn tell(self, page: PageId, pages: &mut [Arc<Page>], problems: &mut Problems) -> Vec<Unfound> {
        let told = Arc::make_mut(&mut pages[page]);
        (told.targets, told.are_links_straight) = (self.targets, self.are_straight);
        problems.remove(&page);
        if !self.diagnostics.is_empty() {
            problems.insert(page, self.diagnostics);
        }
        self.unfound
    }
}

/// Settles the links of a page.
pub(super) fn resolve(id: PageId, pages: &[Arc<Page>], files: &[File], index: &Index<'_>) -> Resolved {
    let page = pages[id].as_ref();
    let mut resolver = Resolver::new(page, pages, files, index);
    let mut unfound = Vec::new();
    let targets = page.document.facts.links.iter().enumerate().map(|(at, link)| {
        resolver.from = index.written_in(page, link);
        resolver.strays |= link.may_be_misread || !std::ptr::eq(resolver.from, &page.document.path);
        let link = &*resolver.meant(link);
        resolver.target(link).unwrap_or_else(|dead| {
            unfound.push(resolver.unfound(id, at, link, *dead));
            Target::Dead(link.destination.trim().into())
        })
    });
    let targets = targets.collect();
    let Resolver { diagnostics, strays, .. } = resolver;
    let are_straight = !strays && diagnostics.is_empty();
    Resolved { targets, are_straight, unfound, diagnostics }
}
