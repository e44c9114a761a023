//! Which pages link to a page (format sheet §1.32).

use std::sync::Arc;

use rayon::prelude::*;

use super::{Page, PageId};
use crate::config::Config;
use crate::source::Patterns;

/// Tells every page which link to it.
pub(super) fn connect(pages: &mut [Arc<Page>], config: &Config) {
    for (id, links) in of(pages, config, |_| true) {
        Arc::make_mut(&mut pages[id]).backlinks = links.into();
    }
}

/// The pages that link to each of those that are `wanted`, in the order in which they are read, as many as are listed.
pub(super) fn of(
    pages: &[Arc<Page>],
    config: &Config,
    wanted: impl Fn(PageId) -> bool + Sync,
) -> Vec<(PageId, Vec<PageId>)> {
    let backlinks = &config.backlinks;
    let (exclude, include) = (Patterns::new(&backlinks.exclude), Patterns::new(&backlinks.include));
    let wanted = &wanted;
    let linked_from = |id: PageId| {
        pages[id].own_links().filter_map(move |(_, target)| target.page().filter(|to| *to != id && wanted(*to)))
    };
    let mut sources: Vec<PageId> = (0..pages.len())
        .into_par_iter()
        .filter(|id| {
            let path = &pages[*id].document.path;
            let is_listed = pages[*id].is_public() && (include.matches(path) || !exclude.matches(path));
            is_listed && linked_from(*id).next().is_some()
        })
        .collect();
    // Pages that are in no navigation come last, by path.
    sources.sort_by_cached_key(|id| (pages[*id].place.is_empty(), &pages[*id].place, *id));
    let mut found: Vec<Vec<PageId>> = vec![Vec::new(); pages.len()];
    for source in sources {
        for to in linked_from(source) {
            if found[to].last() != Some(&source) {
                found[to].push(source);
            }
        }
    }
    let listed = |(id, mut links): (PageId, Vec<PageId>)| {
        let page = &pages[id];
        let most = page.document.meta.backlinks.max_results.unwrap_or(backlinks.max_results);
        links.truncate(if page.around.backlinks { most as usize } else { 0 });
        (id, links)
    };
    found.into_iter().enumerate().filter(|(id, _)| wanted(*id)).map(listed).collect()
}
