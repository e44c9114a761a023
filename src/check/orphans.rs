//! Pages that no reader comes to.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Page, PageId, Site, Target};
use crate::source::Sources;
use crate::theme::Grammar;

/// Walks from the pages that stand in the navigation, in the header and in lists along all links, and tells which pages are left.
pub(super) fn find(site: &Site, sources: &Sources, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut is_reached = vec![false; site.pages.len()];
    let mut next: Vec<PageId> = (0..site.pages.len()).filter(|id| is_entrance(site, *id)).collect();
    next.extend(site.pages_from_around(&sources.written, grammar));
    next.iter().for_each(|id| is_reached[*id] = true);
    while let Some(id) = next.pop() {
        let page = &site.pages[id];
        let linked = page.targets.iter().chain(&page.redirect).filter_map(Target::page);
        let reached = linked.chain(site.pages_from_html(page));
        next.extend(reached.filter(|to| !std::mem::replace(&mut is_reached[*to], true)));
    }
    // One that has moved is there for old links alone.
    let is_lost = |(page, is_reached): &(&Arc<Page>, bool)| !is_reached && page.redirect.is_none();
    let lost = site.pages.iter().zip(is_reached).filter(is_lost);
    lost.map(|(page, _)| finding(page)).collect()
}

fn is_entrance(site: &Site, id: PageId) -> bool {
    let page = &site.pages[id];
    // Where an author lists the navigation, not all that may stand in it does.
    let is_in_navigation = page.is_listed() && !(site.is_listed_by_hand() && page.place.is_empty());
    site.home == Some(id) || page.is_not_found() || is_in_navigation || (page.is_post() && page.is_findable())
}

fn finding(page: &Page) -> Diagnostic {
    let source = &page.document.source;
    Diagnostic::new(Code::Orphan, format!("nothing leads to this page at `{}`", page.url))
        .at(source, super::place(page))
        .hint("link to it from a page that readers come to, or remove it")
}
