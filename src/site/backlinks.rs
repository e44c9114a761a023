//! Which pages link to a page.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Page, PageId};
use crate::config::{Config, Patterns};

/// Tells every page which link to it.
pub(super) fn connect(pages: &mut [Arc<Page>], config: &Config) {
    let links = of(pages, config, |_| true);
    pages.par_iter_mut().zip(links).for_each(|(page, (_, links))| Arc::make_mut(page).backlinks = links);
}

/// The pages that link to each of those that are `wanted`, in the order in which they are read, as many as are listed.
pub(super) fn of(
    pages: &[Arc<Page>],
    config: &Config,
    wanted: impl Fn(PageId) -> bool + Sync,
) -> Vec<(PageId, Box<[PageId]>)> {
    let backlinks = &config.backlinks;
    let patterns = |patterns| Patterns::new(patterns, &config.input);
    let (exclude, include) = (patterns(&backlinks.exclude), patterns(&backlinks.include));
    let linked_from = |id: PageId| {
        let page = &pages[id];
        let is_listed =
            page.is_public() && (include.matches(&page.document.path) || !exclude.matches(&page.document.path));
        let own = page.own_links().filter(|_| is_listed).filter_map(|(_, target)| target.page());
        let linked: Vec<PageId> = own.filter(|to| *to != id && wanted(*to)).collect();
        (!linked.is_empty()).then_some((id, linked))
    };
    let mut sources: Vec<(PageId, Vec<PageId>)> = (0..pages.len()).into_par_iter().filter_map(linked_from).collect();
    // Pages that are in no navigation come last, by path.
    sources.par_sort_by_cached_key(|(id, _)| (pages[*id].place.is_empty(), &pages[*id].place, *id));
    // By where they lead, and then in the order of where they stand.
    let of_source = |(source, linked): (PageId, Vec<PageId>)| linked.into_iter().map(move |to| (to, source));
    let mut links: Vec<(PageId, PageId)> = sources.into_par_iter().flat_map_iter(of_source).collect();
    links.par_sort_by_key(|(to, _)| *to);
    links.dedup();
    let listed = |id: PageId| {
        let page = &pages[id];
        let most = page.document.meta.backlinks.max_results.unwrap_or(backlinks.max_results);
        let most = if page.around.backlinks { most as usize } else { 0 };
        let own = &links[links.partition_point(|(to, _)| *to < id)..];
        let own = own.iter().take_while(|(to, _)| *to == id).take(most);
        (id, own.map(|(_, source)| *source).collect())
    };
    (0..pages.len()).into_par_iter().filter(|id| wanted(*id)).map(listed).collect()
}
