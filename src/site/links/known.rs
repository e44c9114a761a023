//! Links that need not be looked up again after an edit, as they lead straight to pages and pictures that are still there.

use std::sync::Arc;

use super::Resolved;
use super::index::Index;
use super::target::{Destination, Target};
use crate::path::SourcePath;
use crate::site::{File, Page, PageId, Site};

/// What is known of links from the site before.
pub(super) struct Known<'a> {
    before: &'a [Arc<Page>],
    /// Which page each was before whose text is the same.
    were: Vec<Option<PageId>>,
    /// Which page each is now that was one before, if a link to it still leads there.
    are: Vec<Option<PageId>>,
}

impl<'a> Known<'a> {
    /// Nothing where a path may be that of several pages, or files came or went.
    pub(super) fn new(before: &'a Site, pages: &[Arc<Page>], files: &[File], index: &Index<'_>) -> Option<Self> {
        let has_own_paths = before.paths.pages.len() == before.pages.len() && index.paths.pages.len() == pages.len();
        let has_same_files = before.files.iter().map(path).eq(files.iter().map(path));
        if !has_own_paths || !has_same_files || before.config.input != index.sources.config.input {
            return None;
        }
        let before = &before.pages;
        let (mut were, mut are) = (vec![None; pages.len()], vec![None; before.len()]);
        // Both are in the order of their paths.
        let mut at = 0;
        for (id, page) in pages.iter().enumerate() {
            let is_same = |was: &Arc<Page>| Arc::ptr_eq(&was.document, &page.document);
            if !before.get(at).is_some_and(is_same) {
                at += before[at..].partition_point(|was| was.document.path < page.document.path);
            }
            if before.get(at).is_some_and(is_same) {
                were[id] = Some(at);
                are[at] = page.redirect.is_none().then_some(id);
                at += 1;
            }
        }
        Some(Self { before, were, are })
    }

    /// What the links of a page come to, if that is as it was.
    pub(super) fn resolved(&self, id: PageId) -> Option<Resolved> {
        let was = &self.before[self.were[id]?];
        if !was.are_links_straight {
            return None;
        }
        let mut targets = was.targets.clone();
        for target in &mut targets {
            if let Target::Internal { to: Destination::Page(to), .. } = target {
                *to = self.are[*to]?;
            }
        }
        Some(Resolved { targets, are_straight: true, unfound: Vec::new(), diagnostics: Vec::new() })
    }
}

fn path(file: &File) -> &SourcePath {
    &file.source.path
}
