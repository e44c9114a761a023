//! Where the listed pages stand in the navigation: the way to each, and the sequence of previous and next pages.

use std::sync::Arc;

use super::NavNode;
use crate::config::{Layout, NextPrevMode};
use crate::path::Url;
use crate::site::{Page, PageId};

/// Where a listed page stands: its place, the way to it, and its neighbours.
#[derive(Debug, Default, PartialEq)]
pub(in crate::site) struct Position {
    /// Its number on each level, outermost first.
    place: Box<[usize]>,
    trail: Trail,
    previous: Option<PageId>,
    next: Option<PageId>,
}

/// Where every listed page stands, in the order in which they are read.
pub(in crate::site) fn positions(pages: &[Arc<Page>], nav: &[NavNode]) -> Vec<(PageId, Position)> {
    let mut walk = Walk::default();
    walk.visit(nav);
    // A page in the middle stands by itself.
    let is_in_sequence =
        |id: PageId| pages[id].around.nextprev != NextPrevMode::Exclude && pages[id].layout != Layout::Central;
    let mut found = walk.found;
    let sequence: Vec<usize> = (0..found.len()).filter(|at| is_in_sequence(found[*at].0)).collect();
    for pair in sequence.windows(2) {
        let (before, after) = (found[pair[0]].0, found[pair[1]].0);
        (found[pair[0]].1.next, found[pair[1]].1.previous) = (Some(after), Some(before));
    }
    found
}

impl Position {
    /// Whether a page stands here already.
    pub(in crate::site) fn is_of(&self, page: &Page) -> bool {
        (&self.place, &self.trail, self.previous, self.next) == (&page.place, &page.trail, page.previous, page.next)
    }

    pub(in crate::site) fn tell(self, page: &mut Page) {
        (page.place, page.trail, page.previous, page.next) = (self.place, self.trail, self.previous, self.next);
    }
}

/// Labels and addresses of what stands above a page, outermost first: the same for all pages of a folder.
pub type Trail = Arc<[(Arc<str>, Option<Url>)]>;

/// A walk through the tree, page by page in the order in which it is read.
#[derive(Default)]
struct Walk {
    place: Vec<usize>,
    trail: Trail,
    found: Vec<(PageId, Position)>,
}

impl Walk {
    fn visit(&mut self, nodes: &[NavNode]) {
        for (at, node) in nodes.iter().enumerate() {
            self.place.push(at);
            if let Some(page) = node.page {
                let (place, trail) = (self.place.as_slice().into(), Arc::clone(&self.trail));
                self.found.push((page, Position { place, trail, ..Position::default() }));
            }
            if !node.children.is_empty() {
                let above = Arc::clone(&self.trail);
                self.trail = above.iter().cloned().chain([(node.label.clone(), node.url.clone())]).collect();
                self.visit(&node.children);
                self.trail = above;
            }
            self.place.pop();
        }
    }
}

/// The place of what leads to an address, on the top level; nothing when it is not there.
pub(in crate::site) fn place_of(nav: &[NavNode], url: &Url) -> Vec<usize> {
    nav.iter().position(|node| node.url.as_ref() == Some(url)).into_iter().collect()
}
