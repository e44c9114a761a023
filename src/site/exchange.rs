//! A site after edits of which little can be seen elsewhere: other words, other headings that nothing links to, other names that
//! nothing links by, other links between the same pages and files.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::{Destination, FileId, Page, PageId, Site, Target, backlinks, contents, links, nav, routes};
use crate::document::{Document, Reach};
use crate::path::OutPath;
use crate::source::Sources;

/// A site in which the documents of some pages are others.
#[derive(Debug)]
pub struct Exchanged {
    /// The site.
    pub site: Site,
    /// Whether a page is called otherwise, or stands elsewhere in the navigation, which pages share.
    pub is_renamed: bool,
}

impl Site {
    /// The site with other documents, each given behind the one whose place it takes. `has` knows its files. Nothing when more of
    /// it might show that: then it has to be assembled anew.
    pub fn exchanged(
        &self,
        edits: &[(&Arc<Document>, &Arc<Document>)],
        sources: &Sources,
        has: impl Fn(&OutPath) -> bool,
    ) -> Option<Exchanged> {
        // A list of contents names pages, and may be written at any time.
        let is_listed = |after: &Arc<Document>| contents::may_be(&after.path, sources.dialect);
        if self.contents.is_some() || edits.iter().any(|(_, after)| is_listed(after)) {
            return None;
        }
        let mut site = self.clone();
        let linked_into = LazyCell::new(|| self.linked_into());
        let (mut renamed, mut relinked) = (Vec::new(), Vec::new());
        for (before, after) in edits {
            let reach: Reach = after.reach(before)?;
            // One that is not here was left out, for what its front matter says or for its address, and still is.
            let Ok(id) = site.pages.binary_search_by(|page| page.document.path.cmp(&after.path)) else { continue };
            let is_fixed = reach.places && (self.has_configured_places || linked_into.contains(&id));
            if is_fixed || (reach.name && !self.may_be_renamed(id)) {
                return None;
            }
            let page = &site.pages[id];
            let (title, label) = routes::names(after, page.role, page.visibility);
            let description = routes::description(after, page.visibility);
            site.pages[id] =
                Arc::new(Page { document: Arc::clone(after), title, label, description, ..Page::clone(page) });
            renamed.extend(reach.name.then_some(id));
            // What was wrong with links may stand elsewhere in the text now.
            relinked.extend((reach.links || self.link_problems.contains_key(&id)).then_some(id));
        }
        // What the pages linked to, and what they link to now.
        let mut linked: HashSet<PageId> =
            renamed.iter().chain(&relinked).flat_map(|id| self.linked_from(*id)).collect();
        site.relink(&relinked, sources, has)?;
        linked.extend(relinked.iter().flat_map(|id| site.linked_from(*id)));
        if !renamed.is_empty() {
            site.rename_in_nav(&renamed)?;
        }
        site.list_backlinks(&linked);
        Some(Exchanged { site, is_renamed: !renamed.is_empty() })
    }

    /// Whether nothing but the navigation and what is rendered later shows what a page is called.
    fn may_be_renamed(&self, id: PageId) -> bool {
        let page = &self.pages[id];
        // A page that speaks for its folder is named on the way to the pages in it; that of the blog and the first one name more.
        !self.has_links_by_name && !page.is_folder_page && self.home != Some(id) && page.is_open()
    }

    /// Settles the links of some pages anew.
    fn relink(&mut self, ids: &[PageId], sources: &Sources, has: impl Fn(&OutPath) -> bool) -> Option<()> {
        if ids.is_empty() {
            return Some(());
        }
        let index = links::Index::new(Arc::clone(&self.paths), sources, &self.actions);
        let resolved: Vec<_> = ids.iter().map(|id| links::resolve(*id, &self.pages, &self.files, &index)).collect();
        if index.was_asked_for_names() && !self.has_links_by_name {
            return None;
        }
        for (id, resolved) in ids.iter().zip(resolved) {
            // What nothing links to may not be published.
            if files(&resolved.targets) != files(&self.pages[*id].targets) {
                return None;
            }
            let unfound = resolved.tell(*id, &mut self.pages, &mut self.link_problems);
            unfound.into_iter().for_each(|link| self.settle(link, &has));
        }
        Some(())
    }

    fn rename_in_nav(&mut self, renamed: &[PageId]) -> Option<()> {
        let listed: Vec<PageId> = renamed.iter().copied().filter(|id| self.pages[*id].is_listed()).collect();
        if listed.is_empty() {
            return Some(());
        }
        let grounds = nav::Grounds {
            pages: &self.pages,
            home: self.home,
            folders: &self.folders,
            paths: &self.paths,
            contents: None,
            blog: self.blog.as_ref(),
            lists: &self.lists,
            config: &self.config,
            labels: &self.labels,
        };
        let moved = match listed.as_slice() {
            [only] => nav::renamed(&self.nav, *only, grounds),
            _ => None,
        };
        let nav = moved.unwrap_or_else(|| nav::tree(grounds));
        let moved: Vec<_> = nav::positions(&self.pages, &nav)
            .into_iter()
            .filter(|(id, position)| !position.is_of(&self.pages[*id]))
            .collect();
        let mut listed = self.lists.iter().filter(|list| !list.place.is_empty());
        if listed.any(|list| nav::place_of(&nav, &list.url) != list.place) {
            return None;
        }
        for (id, position) in moved {
            position.tell(Arc::make_mut(&mut self.pages[id]));
        }
        self.nav = nav.into();
        Some(())
    }

    fn list_backlinks(&mut self, of: &HashSet<PageId>) {
        if of.is_empty() {
            return;
        }
        for (id, links) in backlinks::of(&self.pages, &self.config, |id| of.contains(&id)) {
            if *self.pages[id].backlinks != *links {
                Arc::make_mut(&mut self.pages[id]).backlinks = links.into();
            }
        }
    }

    /// The pages that a page links to.
    fn linked_from(&self, id: PageId) -> impl Iterator<Item = PageId> {
        self.pages[id].targets.iter().filter_map(Target::page)
    }

    /// The pages that a link of a page leads into, to a place on them.
    fn linked_into(&self) -> HashSet<PageId> {
        let into = |target: &Target| match target {
            Target::Internal { to: Destination::Page(to), suffix } if suffix.contains('#') => Some(*to),
            _ => None,
        };
        self.pages.iter().flat_map(|page| page.targets.iter().chain(&page.redirect)).filter_map(into).collect()
    }
}

/// The files that links lead to.
fn files(targets: &[Target]) -> BTreeSet<FileId> {
    targets.iter().filter_map(Target::file).collect()
}
