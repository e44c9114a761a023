//! Pages in their order: the terms that they name, the lists of them, and the navigation. None of that needs to know where their links
//! lead, so that both are found out at once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::nav::{self, Grounds, NavNode};
use super::taxonomy::Terms;
use super::{Blog, LIST_COMPONENTS, LOCK, List, Page, PageId, list};
use crate::document::{ComponentNames, Size};
use crate::path::Url;

/// Pages in their order.
pub(super) struct Arranged {
    pub(super) terms: Terms,
    pub(super) blog: Option<Blog>,
    pub(super) lists: Vec<List>,
    pub(super) nav: Vec<NavNode>,
    pub(super) positions: Vec<(PageId, nav::Position)>,
    pub(super) sizes: BTreeSet<Size>,
    pub(super) components: ComponentNames,
    pub(super) lists_by_url: HashMap<Url, usize>,
}

impl Arranged {
    /// Puts pages in order. What they are grounded on has no blog and no lists yet.
    pub(super) fn of(grounds: Grounds<'_>) -> Self {
        let Grounds { pages, folders, config, labels, .. } = grounds;
        let terms = Terms::gather(pages);
        let blog = Blog::of(pages, folders, config, labels);
        let lists = list::all(blog.as_ref(), &terms, pages, config.blog.page_size);
        let grounds = Grounds { blog: blog.as_ref(), lists: &lists, ..grounds };
        let nav = || {
            let nav = nav::tree(grounds);
            let positions = nav::positions(pages, &nav);
            (nav, positions)
        };
        let ((nav, positions), (sizes, components)) = rayon::join(nav, || (sizes(pages), components(pages, &lists)));
        Self { lists_by_url: list::by_url(&lists), terms, blog, lists, nav, positions, sizes, components }
    }
}

/// The components whose style and script the site needs.
pub(super) fn components(pages: &[Arc<Page>], lists: &[List]) -> ComponentNames {
    // Most pages use the same as others.
    let of_pages: FxHashSet<&ComponentNames> = pages.iter().map(|page| &page.document.facts.components).collect();
    let of_pages = of_pages.into_iter().flat_map(ComponentNames::iter);
    let of_lists = LIST_COMPONENTS.into_iter().filter(|_| !lists.is_empty());
    let of_locks = pages.iter().find(|page| !page.is_open()).map(|_| LOCK);
    of_pages.chain(of_lists).chain(of_locks).collect()
}

fn sizes(pages: &[Arc<Page>]) -> BTreeSet<Size> {
    let sizes: BTreeSet<&Size> = pages.iter().flat_map(|page| &page.document.facts.sizes).collect();
    sizes.into_iter().cloned().collect()
}
