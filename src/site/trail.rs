//! The way to pages that stand in no navigation: the folders above them.

use std::collections::HashMap;
use std::sync::Arc;

use super::nav::Trail;
use super::{Folders, Page, PageId};
use crate::document::pretty;

/// Tells every page without a place in the navigation, posts aside, the folders above it.
pub(super) fn connect(pages: &mut [Arc<Page>], folders: &Folders) {
    let folder_pages: HashMap<&str, PageId> = (0..pages.len())
        .filter(|id| pages[*id].is_folder_page && pages[*id].is_public())
        .map(|id| (pages[id].document.path.folder(), id))
        .collect();
    let lost = |page: &Page| page.place.is_empty() && !page.is_post() && !page.document.path.folder().is_empty();
    let trails: Vec<(PageId, Trail)> = (0..pages.len())
        .filter(|id| lost(&pages[*id]))
        .map(|id| (id, above(id, pages, folders, &folder_pages)))
        .collect();
    for (id, trail) in trails {
        Arc::make_mut(&mut pages[id]).trail = trail;
    }
}

fn above(id: PageId, pages: &[Arc<Page>], folders: &Folders, folder_pages: &HashMap<&str, PageId>) -> Trail {
    let folder = pages[id].document.path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.map(|end| &folder[..end])
        .filter(|folder| folder_pages.get(folder) != Some(&id))
        .map(|folder| {
            let page = folder_pages.get(folder).map(|id| &pages[*id]);
            let label = folders.get(folder).and_then(|meta| meta.label.clone());
            let name = || pretty(folder.rsplit('/').next().unwrap_or(folder)).into();
            let label = label.or_else(|| page.map(|page| page.label.clone())).unwrap_or_else(name);
            (label, page.map(|page| page.url.clone()))
        })
        .collect()
}
