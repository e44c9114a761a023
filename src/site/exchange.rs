//! A site after edits of which the rest of it does not tell: other words between the same headings and links.

use std::sync::Arc;

use super::{Page, Site, routes};
use crate::document::Document;

impl Site {
    /// The site with other documents, each given behind the one whose place it takes. Nothing when other pages, lists or the
    /// navigation might show that: then it has to be assembled anew.
    pub fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)]) -> Option<Self> {
        let mut site = self.clone();
        for (before, after) in edits {
            if !after.has_outline_of(before) {
                return None;
            }
            // One that is not here was left out, for what its front matter says or for its address, and still is.
            let Ok(id) = site.pages.binary_search_by(|page| page.document.path.cmp(&after.path)) else { continue };
            let page = &site.pages[id];
            let description = routes::description(after, page.visibility);
            site.pages[id] = Arc::new(Page { document: Arc::clone(after), description, ..Page::clone(page) });
        }
        Some(site)
    }
}
