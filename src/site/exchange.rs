//! A site after edits of which little can be seen elsewhere: other words, other headings that nothing links to, other names that
//! nothing links by, other icons, other links between the same pages and files, other tags and categories.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::arranged::components;
use super::taxonomy::Terms;
use super::{Destination, FileId, Page, PageId, Site, Target};
use super::{backlinks, blog, contents, feed, links, list, nav, routes};
use crate::document::{Document, Reach};
use crate::path::OutPath;
use crate::source::Sources;

/// A site in which the documents of some pages are others, and in which links are still to be settled.
#[derive(Debug)]
pub struct Exchanged {
    /// The site.
    pub site: Site,
    /// Whether a page is called otherwise, stands elsewhere in the navigation, which pages share, or has another icon there.
    pub is_renamed: bool,
    /// Whether pages have other tags or categories, so that there may be other lists.
    pub is_regrouped: bool,
    /// The pages whose links are to be settled anew.
    relinked: Vec<PageId>,
    /// The pages that these or those that are called otherwise linked to.
    linked: HashSet<PageId>,
}

impl Exchanged {
    /// Settles the links for a site whose files are those that `has` knows. Nothing when they show more than can be told.
    pub fn with_links(&mut self, sources: &Sources, has: impl Fn(&OutPath) -> bool) -> Option<()> {
        let Self { site, relinked, linked, .. } = self;
        site.relink(relinked, sources, has)?;
        linked.extend(relinked.iter().flat_map(|id| site.linked_from(*id)));
        site.list_backlinks(linked);
        Some(())
    }
}

impl Site {
    /// The site with other documents, each given behind the one whose place it takes. Nothing when more of it might show that: then
    /// it has to be assembled anew.
    pub fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)], sources: &Sources) -> Option<Exchanged> {
        // A list of contents names pages, and may be written at any time.
        let is_listed = |after: &Arc<Document>| contents::may_be(&after.path, sources.dialect);
        if self.contents.is_some() || edits.iter().any(|(_, after)| is_listed(after)) {
            return None;
        }
        let mut site = self.clone();
        let linked_into = LazyCell::new(|| self.linked_into());
        let (mut renamed, mut relinked, mut is_regrouped) = (Vec::new(), Vec::new(), false);
        for (before, after) in edits {
            let reach: Reach = after.reach(before)?;
            // One that is not here was left out, for what its front matter says or for its address, and still is.
            let Ok(id) = site.pages.binary_search_by(|page| page.document.path.cmp(&after.path)) else { continue };
            let is_fixed = reach.places && (self.has_configured_places || linked_into.contains(&id));
            let is_looked_up = reach.name && self.has_links_by_name;
            let is_shown = reach.name || reach.icon;
            if is_fixed || is_looked_up || (is_shown && !self.stands_for_itself(id)) {
                return None;
            }
            let page = &site.pages[id];
            let (title, label) = routes::names(after, page.role, page.visibility);
            let description = routes::description(after, page.visibility);
            site.pages[id] =
                Arc::new(Page { document: Arc::clone(after), title, label, description, ..Page::clone(page) });
            renamed.extend(is_shown.then_some(id));
            // What was wrong with links may stand elsewhere in the text now.
            relinked.extend((reach.links || self.link_problems.contains_key(&id)).then_some(id));
            is_regrouped |= reach.terms;
        }
        if !renamed.is_empty() {
            site.rename_in_nav(&renamed)?;
        }
        if is_regrouped {
            // Where a page has moved is settled before there are lists.
            let has_moved_to_made = |page: &Arc<Page>| match &page.redirect {
                Some(target) => target.depends_on_made(),
                None => page.document.meta.redirect.is_some(),
            };
            if self.pages.iter().any(has_moved_to_made) {
                return None;
            }
            site.regroup();
            // What leads to a list may lead nowhere now, or to one that is new.
            let leads_to_made = |id: &PageId| self.pages[*id].targets.iter().any(Target::depends_on_made);
            relinked = (0..self.pages.len()).filter(|id| leads_to_made(id) || relinked.contains(id)).collect();
        }
        let linked = renamed.iter().chain(&relinked).flat_map(|id| self.linked_from(*id)).collect();
        Some(Exchanged { site, is_renamed: !renamed.is_empty(), is_regrouped, relinked, linked })
    }

    /// Whether nothing but the navigation and what is rendered later shows what a page is called, and its icon.
    fn stands_for_itself(&self, id: PageId) -> bool {
        let page = &self.pages[id];
        // A page that speaks for its folder is named on the way to the pages in it; that of the blog and the first one name more.
        let has_pages_below = nav::node_at(&self.nav, &page.place).is_some_and(|node| !node.children.is_empty());
        !page.is_folder_page && !has_pages_below && self.home != Some(id) && page.is_open()
    }

    /// Settles the links of some pages anew.
    fn relink(&mut self, ids: &[PageId], sources: &Sources, has: impl Fn(&OutPath) -> bool) -> Option<()> {
        if ids.is_empty() {
            return Some(());
        }
        let index = links::Index::new(Arc::clone(&self.paths), sources, &self.actions);
        let resolved: Vec<_> = ids.par_iter().map(|id| links::resolve(*id, &self.pages, &self.files, &index)).collect();
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

    /// Groups pages by their tags and categories anew.
    fn regroup(&mut self) {
        let terms = Terms::gather(&self.pages);
        let mut lists = list::all(self.blog.as_ref(), &terms, &self.pages, self.config.blog.page_size);
        list::connect(&mut lists, &self.nav, self.blog.as_ref());
        if let Some(blog) = &self.settled.blog {
            blog::relate(&mut self.pages, blog, &terms);
        }
        let components = components(&self.pages, &lists);
        let settled = self.settled_mut();
        settled.lists_by_url = list::by_url(&lists);
        (settled.terms, settled.lists, settled.components) = (terms, lists, components);
        settled.feeds = Vec::new();
        self.settled_mut().feeds = feed::all(self);
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
            if self.pages[id].backlinks != links {
                Arc::make_mut(&mut self.pages[id]).backlinks = links;
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
