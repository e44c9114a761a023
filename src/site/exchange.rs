//! A site after edits of which the rest of it does not tell: other words between the same links, and other headings that nothing
//! links to.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Destination, Page, PageId, Site, Target, routes};
use crate::document::{Document, Reach};

impl Site {
    /// The site with other documents, each given behind the one whose place it takes. Nothing when other pages, lists or the
    /// navigation might show that: then it has to be assembled anew.
    pub fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)]) -> Option<Self> {
        let mut site = self.clone();
        let linked_into = LazyCell::new(|| self.linked_into());
        for (before, after) in edits {
            // One that is not here was left out, for what its front matter says or for its address, and still is.
            let id = site.pages.binary_search_by(|page| page.document.path.cmp(&after.path)).ok();
            match after.reach(before) {
                Reach::Nowhere => {}
                Reach::Places if id.is_none_or(|id| !self.has_configured_places && !linked_into.contains(&id)) => {}
                Reach::Places | Reach::Anywhere => return None,
            }
            let Some(id) = id else { continue };
            let page = &site.pages[id];
            let description = routes::description(after, page.visibility);
            site.pages[id] = Arc::new(Page { document: Arc::clone(after), description, ..Page::clone(page) });
        }
        Some(site)
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
