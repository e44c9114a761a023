//! What links are looked up in: pages and files by what they are called.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::candidates::Candidates;
use super::names::Names;
use crate::diagnostic::Words;
use crate::document::Link;
use crate::path::{SourcePath, compared};
use crate::site::Base;
use crate::site::actions::Actions;
use crate::site::contents;
use crate::site::{File, FileId, Page, PageId};
use crate::source::{PageFile, Sources};

/// What links are looked up in. What few sites ask for is made when it is.
pub(in crate::site) struct Index<'a> {
    pub(super) paths: Arc<Paths>,
    pub(super) sources: &'a Sources,
    pub(super) actions: &'a Actions,
    pub(super) base: Base,
    pub(super) names: OnceLock<Names>,
    /// What links that lead nowhere may have meant.
    pub(super) named_pages: OnceLock<Candidates>,
    pub(super) named_files: OnceLock<Candidates>,
    /// What wiki links that name nothing may have meant.
    pub(super) called_pages: OnceLock<Words<String>>,
    pub(super) called_files: OnceLock<Words<String>>,
    /// The pages that were written, by their paths in lower case, also those at no address: drafts, of the future, without
    /// a password.
    written: OnceLock<HashSet<String>>,
    /// The paths of the files that pages include, by the names that they are known by.
    included: OnceLock<HashMap<String, SourcePath>>,
}

/// Pages and files by what they are called, all in lower case.
#[derive(Debug, Clone, Default)]
pub(in crate::site) struct Paths {
    /// The pages by their source paths.
    pub(in crate::site) pages: FxHashMap<Arc<str>, PageId>,
    /// The pages by their addresses.
    pub(in crate::site) urls: FxHashMap<Arc<str>, PageId>,
    /// The files by their source paths.
    pub(in crate::site) files: FxHashMap<Arc<str>, FileId>,
}

impl Paths {
    pub(in crate::site) fn new(pages: &[Arc<Page>], files: &[File]) -> Self {
        let by_path = || pages.iter().enumerate().map(|(id, page)| (page.document.path.lower_case(), id)).collect();
        let by_url = || pages.iter().enumerate().map(|(id, page)| (page.url.lower_case(), id)).collect();
        let (pages, urls) = rayon::join(by_path, by_url);
        let files = files.iter().enumerate().map(|(id, file)| (file.source.path.lower_case(), id)).collect();
        Self { pages, urls, files }
    }
}

impl<'a> Index<'a> {
    pub(in crate::site) fn new(paths: Arc<Paths>, sources: &'a Sources, actions: &'a Actions) -> Self {
        Self {
            paths,
            sources,
            actions,
            base: Base::new(&sources.config).0,
            names: OnceLock::new(),
            named_pages: OnceLock::new(),
            named_files: OnceLock::new(),
            called_pages: OnceLock::new(),
            called_files: OnceLock::new(),
            written: OnceLock::new(),
            included: OnceLock::new(),
        }
    }

    /// Whether a link was looked up by what pages are called, so that it may lead elsewhere when one is called otherwise.
    pub(in crate::site) fn was_asked_for_names(&self) -> bool {
        self.names.get().is_some()
    }

    /// Whether there is a page at a path in lower case, at an address or not.
    pub(super) fn is_written(&self, path: &str) -> bool {
        let is_page = |page: &&PageFile| !contents::may_be(&page.path, self.sources.dialect);
        let pages = || self.sources.pages.iter().filter(is_page).map(|page| compared(page.path.as_str())).collect();
        self.written.get_or_init(pages).contains(path)
    }

    fn included(&self, name: &str) -> Option<&SourcePath> {
        let of_sources = || {
            let partials = self.sources.partials.iter();
            let partials = partials.map(|partial| (&partial.source, SourcePath::new(&partial.path)));
            let pages = self.sources.pages.iter().map(|page| (&page.source, Some(page.path.clone())));
            pages.chain(partials).filter_map(|(source, path)| Some((source.name.clone(), path?))).collect()
        };
        self.included.get_or_init(of_sources).get(name)
    }

    /// The file in which a link of a page was written: the page's, or one that it includes.
    pub(super) fn written_in<'p>(&'p self, page: &'p Page, link: &Link) -> &'p SourcePath {
        let source = &page.document.source;
        let name = source.name_at(link.span.start);
        if name == source.name { &page.document.path } else { self.included(name).unwrap_or(&page.document.path) }
    }
}
