//! The Markdown copies of pages: their addresses, and what they say.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashMap;

use super::{Destination, Page, Site, Target};
use crate::config::Recase;
use crate::path::{Url, compared, composed};

impl Site {
    /// The address of a page's copy: `/api.md` for `/api/`, and for the page of a folder its file's name in the folder. Nothing
    /// that needs a password has one, and neither has a page that has moved, or that for addresses that do not exist.
    pub fn copy_url(&self, page: &Page) -> Option<Url> {
        if !page.is_open() || page.redirect.is_some() || page.is_not_found() {
            return None;
        }
        let address = page.url.as_str();
        if page.is_folder_page || address == "/" {
            let stem = page.document.path.stem();
            let stem = if self.config.generator.recase == Recase::All { compared(stem).into() } else { composed(stem) };
            return Url::new(&format!("{address}{stem}.md"));
        }
        Url::new(&format!("{}.md", address.trim_end_matches('/')))
    }

    /// What a page's copy says.
    pub fn copy<'p>(&self, page: &'p Page) -> Cow<'p, str> {
        let wiki = LazyCell::new(|| -> HashMap<usize, &Target> {
            let links = page.document.facts.links.iter().zip(&page.targets);
            let wiki = links.filter(|(link, _)| link.destination.starts_with("[["));
            wiki.map(|(link, target)| (link.span.start, target)).collect()
        });
        page.document.copy(|at| self.written(wiki.get(&at)?))
    }

    /// Where a link leads, from the root of the sources.
    fn written(&self, target: &Target) -> Option<String> {
        match target {
            Target::Internal { to: Destination::Page(id), suffix } => {
                Some(format!("/{}{suffix}", self.pages[*id].document.path))
            }
            Target::Internal { to: Destination::File(id), suffix } => {
                Some(format!("/{}{suffix}", self.files[*id].source.path))
            }
            Target::Made { url, suffix } => Some(format!("{url}{suffix}")),
            Target::External(address) => Some(address.to_string()),
            _ => None,
        }
    }
}
