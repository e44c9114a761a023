//! A site after edits of which the rest of it does not tell: other words between the same links, and other headings that nothing
//! links to.

use std::sync::Arc;

use super::{Destination, Page, PageId, Site, Target, routes};
use crate::document::{Document, Reach};

impl Site {
    /// The site with other documents, each given behind the one whose place it takes. Nothing when other pages, lists or the
    /// navigation might show that: then it has to be assembled anew.
    pub fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)]) -> Option<Self> {
        let mut site = self.clone();
        for (before, after) in edits {
            // One that is not here was left out, for what its front matter says or for its address, and still is.
            let id = site.pages.binary_search_by(|page| page.document.path.cmp(&after.path)).ok();
            match after.reach(before) {
                Reach::Nowhere => {}
                Reach::Places if id.is_none_or(|id| !self.has_links_into(id)) => {}
                Reach::Places | Reach::Anywhere => return None,
            }
            let Some(id) = id else { continue };
            let page = &site.pages[id];
            let description = routes::description(after, page.visibility);
            site.pages[id] = Arc::new(Page { document: Arc::clone(after), description, ..Page::clone(page) });
        }
        Some(site)
    }

    /// Whether a link leads, or may lead, to a place on a page.
    fn has_links_into(&self, id: PageId) -> bool {
        let leads_into = |target: &Target| match target {
            Target::Internal { to: Destination::Page(to), suffix } => *to == id && suffix.contains('#'),
            _ => false,
        };
        self.has_configured_places
            || self.pages.iter().any(|page| page.targets.iter().chain(&page.redirect).any(leads_into))
    }
}
