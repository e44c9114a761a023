//! Pages that nobody wrote: the blog's summary and archive, and the lists of categories, tags and authors (format
//! sheet §6). They are values like any page; what an author wrote at the same address stands above the list.

use std::collections::BTreeSet;

use super::taxonomy::{Taxonomy, TermId, Terms};
use super::{Blog, Page, PageId};
use crate::path::Url;

/// What lists are made of, as names of components whose style they need.
pub const LIST_COMPONENTS: [&str; 2] = ["card", "list"];

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
    pub parts: Vec<Url>,
}

/// What a list lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Posts, newest first; the part of this number, from 1.
    Posts(usize),
    /// All posts by year.
    Archive,
    /// The terms of a taxonomy.
    Terms(Taxonomy),
    /// The pages of a term.
    Term(TermId),
}

/// Makes every list of a site.
pub(super) fn all(blog: Option<&Blog>, terms: &Terms, page_size: u32) -> Vec<List> {
    let mut lists = blog.map(|blog| of_blog(blog, page_size)).unwrap_or_default();
    for taxonomy in Taxonomy::ALL {
        let mut of_terms = terms.all.iter().enumerate().filter(|(_, term)| term.taxonomy == taxonomy).peekable();
        if of_terms.peek().is_some() {
            lists.push(List::new(taxonomy.url(), ListKind::Terms(taxonomy), Vec::new()));
        }
        lists.extend(of_terms.map(|(id, term)| List::new(term.url.clone(), ListKind::Term(id), term.pages.clone())));
    }
    lists
}

fn of_blog(blog: &Blog, page_size: u32) -> Vec<List> {
    let chunks: Vec<&[PageId]> = blog.summary.chunks(page_size.max(1) as usize).collect();
    let parts: Vec<Url> = (1..=chunks.len()).map(|number| blog.part(number)).collect();
    let part = |(index, posts): (usize, &&[PageId])| List {
        url: parts[index].clone(),
        kind: ListKind::Posts(index + 1),
        place: Vec::new(),
        pages: posts.to_vec(),
        parts: if parts.len() > 1 { parts.clone() } else { Vec::new() },
    };
    let summary = chunks.iter().enumerate().map(part);
    let archive = List::new(blog.archive(), ListKind::Archive, blog.posts.clone());
    summary.chain([archive]).collect()
}

impl List {
    fn new(url: Url, kind: ListKind, pages: Vec<PageId>) -> Self {
        Self { url, kind, place: Vec::new(), pages, parts: Vec::new() }
    }
}

/// The years of posts that are in order, each with how many of them are of it. Posts without a date come last, under
/// no year.
pub fn by_year(posts: &[PageId], pages: &[Page]) -> Vec<(Option<i16>, Vec<PageId>)> {
    let year = |id: &PageId| pages[*id].date.map(|date| date.0.year());
    posts.chunk_by(|a, b| year(a) == year(b)).map(|posts| (posts.first().and_then(year), posts.to_vec())).collect()
}

/// The addresses of lists that have no page of an author's.
pub(super) fn unwritten<'a>(lists: &'a [List], pages: &[Page]) -> Vec<&'a List> {
    let written: BTreeSet<&Url> = pages.iter().map(|page| &page.url).collect();
    lists.iter().filter(|list| !written.contains(&list.url)).collect()
}
