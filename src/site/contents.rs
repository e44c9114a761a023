//! The navigation that an author wrote down: the `SUMMARY.md` of GitBook, which Retype reads, too, at the root of the input. It
//! is no page. What it does not list is published, and stands in no navigation.

use std::collections::HashSet;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::configured::{problem, with_hint};
use super::links::{Paths, has_file_extension, is_external};
use super::nav::{Builder, NavNode};
use super::{Page, PageId, Site};
use crate::config::Dialect;
use crate::diagnostic::Diagnostic;
use crate::document::{ContentsEntry, Document, Visibility};
use crate::path::SourcePath;

/// The file in which it is written.
const FILE: &str = "SUMMARY.md";

/// A list of contents, with the file in which it stands.
#[derive(Debug, Clone)]
pub struct Contents {
    document: Arc<Document>,
    pub(super) entries: Vec<ContentsEntry>,
}

/// Whether a file may be a list of contents.
pub(super) fn may_be(path: &SourcePath, dialect: Dialect) -> bool {
    dialect == Dialect::Retype && path.as_str() == FILE
}

/// The list of contents among documents, and those that are pages.
pub(super) fn apart(documents: &[Arc<Document>], dialect: Dialect) -> (Option<Contents>, Vec<Arc<Document>>) {
    let listed = documents.iter().find(|document| may_be(&document.path, dialect));
    let contents =
        listed.and_then(|document| Some(Contents { document: Arc::clone(document), entries: document.contents()? }));
    let is_page = |document: &&Arc<Document>| contents.is_none() || !may_be(&document.path, dialect);
    let pages = documents.iter().filter(is_page).cloned().collect();
    (contents, pages)
}

impl Contents {
    /// Calls pages what they are called where they are listed first.
    pub(super) fn name(&self, pages: &mut [Arc<Page>], paths: &Paths) {
        let mut named = HashSet::new();
        for entry in self.entries.iter().flat_map(ContentsEntry::all) {
            let page = entry.link.as_deref().and_then(|link| paths.page(&decoded(link)));
            if let Some(id) = page.filter(|id| named.insert(*id)) {
                Arc::make_mut(&mut pages[id]).label = Arc::clone(&entry.label);
            }
        }
    }
}

/// Tells the entries that lead nowhere.
pub(super) fn dead(site: &Site) -> Vec<Diagnostic> {
    let Some(contents) = &site.contents else { return Vec::new() };
    let told = |entry: &ContentsEntry| {
        let problem = problem(site, &decoded(entry.link.as_deref()?), has_file_extension)?.mended_by(None);
        let problem = with_hint(problem, "its path starts at the input folder");
        Some(problem.at(&contents.document.source, entry.span.clone()))
    };
    contents.entries.iter().flat_map(ContentsEntry::all).filter_map(told).collect()
}

fn decoded(link: &str) -> String {
    percent_decode_str(link).decode_utf8_lossy().into_owned()
}

impl Builder<'_> {
    /// The entries as they are listed. A page has its place where it is listed first.
    pub(super) fn contents(&self, entries: &[ContentsEntry], placed: &mut HashSet<PageId>) -> Vec<NavNode> {
        entries.iter().filter_map(|entry| self.listed(entry, placed)).collect()
    }

    /// An entry with what is listed below it; nothing when neither it nor any of those leads anywhere, as one that is still to be written.
    fn listed(&self, entry: &ContentsEntry, placed: &mut HashSet<PageId>) -> Option<NavNode> {
        let own = match &entry.link {
            Some(link) if is_external(link) => NavNode { elsewhere: Some(link.clone()), ..NavNode::default() },
            Some(link) => self.inside(&decoded(link), placed)?,
            None => NavNode::default(),
        };
        let children = self.contents(&entry.entries, placed);
        let is_group = entry.is_heading && !children.is_empty();
        let leads = own.url.is_some() || own.elsewhere.is_some() || !children.is_empty();
        leads.then_some(NavNode { label: entry.label.clone(), is_group, children, ..own })
    }

    /// Where a path leads; nothing when the page there is not for everybody to see.
    fn inside(&self, link: &str, placed: &mut HashSet<PageId>) -> Option<NavNode> {
        let (path, suffix) = link.split_at(link.find('#').unwrap_or(link.len()));
        let Some(id) = self.paths.page(path) else {
            let list = self.lists.iter().find(|list| list.url.as_str().trim_matches('/') == path.trim_matches('/'));
            return Some(NavNode { url: list.map(|list| list.url.clone()), ..NavNode::default() });
        };
        if !matches!(self.pages[id].visibility, Visibility::Public | Visibility::Protected) {
            return None;
        }
        let node = self.page(id);
        let expanded = self.pages[id].document.meta.expanded;
        if suffix.is_empty() && placed.insert(id) {
            return Some(NavNode { expanded, ..node });
        }
        Some(NavNode { page: None, suffix: suffix.into(), ..node })
    }
}
