//! Pages that nobody wrote: the blog's summary and archive, and the lists of categories, tags and authors. They are values like
//! any page; what an author wrote at the same address stands above the list.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::taxonomy::{Taxonomy, TermId, Terms};
use super::{Blog, NavNode, Page, PageId, nav};
use crate::path::Url;

/// What lists are made of, as names of components whose style they need.
pub const LIST_COMPONENTS: [&str; 2] = ["card", "list"];

/// So many pages of a category, tag or author stand on one page; the blog's summary has a size of its own.
const PART_OF_TERM: usize = 50;

/// A list of pages or of other lists, with an address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its address.
    pub url: Url,
    /// What it lists.
    pub kind: ListKind,
    /// Where it is in the navigation; empty when it is not there.
    pub place: Vec<usize>,
    /// The pages it shows, in order.
    pub pages: Vec<PageId>,
    /// All parts of a list that is spread over several addresses, when it is.
    pub parts: Arc<[Url]>,
    /// Which of them it is, from 1.
    pub part: usize,
}

/// What a list lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// What the navigation begins with, on a site without a home page.
    Home,
    /// Posts, newest first.
    Posts,
    /// All posts by year.
    Archive,
    /// The terms of a taxonomy.
    Terms(Taxonomy),
    /// The pages of a term.
    Term(TermId),
}

/// Makes every list of a site; those of the blog come first.
pub(super) fn all(blog: Option<&Blog>, terms: &Terms, pages: &[Arc<Page>], page_size: u32) -> Vec<List> {
    let mut lists = blog.map(|blog| of_blog(blog, page_size)).unwrap_or_default();
    for taxonomy in Taxonomy::ALL {
        let mut of_terms = terms.all.iter().enumerate().filter(|(_, term)| term.taxonomy == taxonomy).peekable();
        if of_terms.peek().is_some() {
            lists.push(List::new(taxonomy.url(), ListKind::Terms(taxonomy), Vec::new()));
        }
        lists.extend(of_terms.flat_map(|(id, term)| {
            let part = |number: usize| Url::new(&format!("{}{number}/", term.url)).unwrap_or_else(|| term.url.clone());
            spread(&term.pages, PART_OF_TERM, ListKind::Term(id), &term.url, part)
        }));
    }
    lists.extend(home(&lists, pages));
    lists
}

/// What a site without a home page has instead of one, to lead into it.
fn home(lists: &[List], pages: &[Arc<Page>]) -> Option<List> {
    let mut taken = pages.iter().map(|page| &page.url).chain(lists.iter().map(|list| &list.url));
    let is_wanted = !pages.is_empty() && !taken.any(|url| *url == Url::root());
    is_wanted.then(|| List::new(Url::root(), ListKind::Home, Vec::new()))
}

/// Tells the lists that stand in the navigation where they are there.
pub(super) fn connect(lists: &mut [List], nav: &[NavNode], blog: Option<&Blog>) {
    if let Some(home) = lists.iter_mut().find(|list| list.kind == ListKind::Home) {
        home.place = nav::place_of(nav, &home.url);
    }
    if let (Some(blog), Some(summary)) = (blog, lists.first_mut()) {
        summary.place = nav::place_of(nav, &blog.url);
    }
}

/// Spreads pages over as many lists as it takes, so that none grows with the site. `further` is the address of a part behind the
/// first.
fn spread(pages: &[PageId], size: usize, kind: ListKind, first: &Url, further: impl Fn(usize) -> Url) -> Vec<List> {
    let chunks: Vec<&[PageId]> = pages.chunks(size.max(1)).collect();
    let url = |number: usize| if number == 1 { first.clone() } else { further(number) };
    let parts: Arc<[Url]> = (1..=chunks.len()).filter(|_| chunks.len() > 1).map(url).collect();
    let list = |(index, pages): (usize, &&[PageId])| List {
        url: url(index + 1),
        kind,
        place: Vec::new(),
        pages: pages.to_vec(),
        parts: Arc::clone(&parts),
        part: index + 1,
    };
    chunks.iter().enumerate().map(list).collect()
}

fn of_blog(blog: &Blog, page_size: u32) -> Vec<List> {
    let further = |number: usize| blog.below(&format!("{number}/"));
    let mut lists = spread(&blog.summary, page_size as usize, ListKind::Posts, &blog.url, further);
    lists.push(List::new(blog.archive(), ListKind::Archive, blog.posts.clone()));
    lists
}

impl List {
    fn new(url: Url, kind: ListKind, pages: Vec<PageId>) -> Self {
        Self { url, kind, place: Vec::new(), pages, parts: Arc::default(), part: 1 }
    }
}

/// Lists by their addresses.
pub(super) fn by_url(lists: &[List]) -> HashMap<Url, usize> {
    lists.iter().enumerate().map(|(at, list)| (list.url.clone(), at)).collect()
}

/// The years of posts that are in order, each with how many of them are of it. Posts without a date come last, under
/// no year.
pub fn by_year(posts: &[PageId], pages: &[Arc<Page>]) -> Vec<(Option<i16>, Vec<PageId>)> {
    let year = |id: &PageId| pages[*id].date.map(|date| date.0.year());
    posts.chunk_by(|a, b| year(a) == year(b)).map(|posts| (posts.first().and_then(year), posts.to_vec())).collect()
}

/// The addresses of lists that have no page of an author's.
pub(super) fn unwritten<'a>(lists: &'a [List], pages: &[Arc<Page>]) -> Vec<&'a List> {
    let written: FxHashSet<&Url> = pages.iter().map(|page| &page.url).collect();
    lists.iter().filter(|list| !written.contains(&list.url)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_goes_on_at_further_addresses() {
        let url = |text: &str| Url::new(text).unwrap();
        let lists = |count: usize| {
            let pages: Vec<PageId> = (0..count).collect();
            spread(&pages, PART_OF_TERM, ListKind::Term(0), &url("tags/a/"), |number| url(&format!("tags/a/{number}/")))
        };
        let short = lists(PART_OF_TERM);
        assert_eq!((short.len(), short[0].parts.len(), short[0].pages.len()), (1, 0, 50));
        let long = lists(PART_OF_TERM * 2 + 1);
        let addresses: Vec<&str> = long.iter().map(|list| list.url.as_str()).collect();
        assert_eq!(addresses, ["/tags/a/", "/tags/a/2/", "/tags/a/3/"]);
        assert_eq!((long[2].pages.as_slice(), long[2].part, long[2].parts.len()), (&[100][..], 3, 3));
    }
}
