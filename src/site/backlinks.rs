//! Which pages link to a page (format sheet §1.32).

use super::{Destination, Page, PageId, Target};
use crate::config::Config;
use crate::source::Patterns;

/// Tells every page which link to it, in the order in which they are read, as many as are listed.
pub(super) fn connect(pages: &mut [Page], config: &Config) {
    let backlinks = &config.backlinks;
    let (exclude, include) = (Patterns::new(&backlinks.exclude), Patterns::new(&backlinks.include));
    let mut sources: Vec<PageId> = (0..pages.len())
        .filter(|id| {
            let path = &pages[*id].document.path;
            pages[*id].is_public() && (include.matches(path) || !exclude.matches(path))
        })
        .collect();
    // Pages that are in no navigation come last, by path.
    let place = |id: &PageId| (pages[*id].place.is_empty(), &pages[*id].place, *id);
    sources.sort_by(|a, b| place(a).cmp(&place(b)));
    let mut found: Vec<Vec<PageId>> = vec![Vec::new(); pages.len()];
    for source in sources {
        for (_, target) in pages[source].own_links() {
            let Target::Internal { to: Destination::Page(to), .. } = target else { continue };
            if *to != source && found[*to].last() != Some(&source) {
                found[*to].push(source);
            }
        }
    }
    for (page, mut links) in pages.iter_mut().zip(found) {
        let most = page.document.meta.backlinks.max_results.unwrap_or(backlinks.max_results);
        links.truncate(if page.around.backlinks { most as usize } else { 0 });
        page.backlinks = links;
    }
}
