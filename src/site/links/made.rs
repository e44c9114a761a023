//! Links to what nobody wrote: lists, feeds, the sitemap, copies of pages. What there is of these is known when all files of the
//! site are; before, such a link is one that leads nowhere.

use std::collections::HashSet;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::resolver::prefixed;
use super::target::Target;
use crate::diagnostic::Diagnostic;
use crate::path::{OutPath, SourcePath, Url};
use crate::site::{PageId, Site};

/// A link that leads to no page or file of an author's.
#[derive(Debug, Clone)]
pub(in crate::site) struct Unfound {
    pub(super) page: PageId,
    /// Which of the page's links it is.
    pub(super) link: usize,
    /// The paths from the root that it may mean, the likeliest first.
    pub(super) paths: Vec<SourcePath>,
    /// What follows the path.
    pub(super) suffix: String,
    /// What is told when there is nothing.
    pub(super) problem: Diagnostic,
}

impl Site {
    /// Settles these links for a site whose files are those that `has` knows.
    pub fn settle_unfound(&mut self, has: impl Fn(&OutPath) -> bool) {
        let unfound = std::mem::take(&mut self.settled_mut().unfound);
        unfound.into_iter().for_each(|link| self.settle(link, &has));
    }

    /// Whether there is something at a path that begins at the root, or at that of the host.
    pub(in crate::site) fn has_at(&self, path: &str, has: &impl Fn(&OutPath) -> bool) -> bool {
        let index = self.config.generator.directory_index.name.as_str();
        let path = percent_decode_str(path).decode_utf8_lossy();
        let paths = std::iter::once(&*path).chain(self.base.inside(&path)).filter_map(SourcePath::new);
        paths.into_iter().any(|path| made(&path, index, has).is_some())
    }

    pub(in crate::site) fn settle(&mut self, link: Unfound, has: &impl Fn(&OutPath) -> bool) {
        let index = self.config.generator.directory_index.name.as_str();
        let Some(url) = link.paths.iter().find_map(|path| made(path, index, has)) else {
            self.link_problems.entry(link.page).or_default().push(link.problem);
            return;
        };
        let page = self.pages.get_mut(link.page).map(Arc::make_mut);
        if let Some(target) = page.and_then(|page| page.targets.get_mut(link.link)) {
            *target = Target::Made { url, suffix: link.suffix.into() };
        }
    }
}

impl Unfound {
    /// The list that it leads to, of those at some addresses.
    pub(super) fn among(&self, lists: &HashSet<Url>) -> Option<Target> {
        let folder = |path: &SourcePath| Url::new(&format!("{}/", path.lower_case()));
        let url = self.paths.iter().filter_map(folder).find(|url| lists.contains(url))?;
        Some(Target::Made { url, suffix: self.suffix.as_str().into() })
    }
}

/// The address of the file, or of the folder, at a path in any case: what is made is called in lower case.
fn made(path: &SourcePath, index: &str, has: &impl Fn(&OutPath) -> bool) -> Option<Url> {
    let is_there = |path: &str| OutPath::new(path).is_some_and(|path| has(&path));
    let lower = path.lower_case();
    [path.as_str(), &lower].into_iter().find_map(|path| match path {
        file if is_there(file) => Url::new(file),
        folder if is_there(&prefixed(folder, index)) => Url::new(&format!("{folder}/")),
        _ => None,
    })
}
