//! The blog: what makes a page a post, when it was written, and what is near it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::nav::Trail;
use super::order::date_of;
use super::taxonomy::{Taxonomy, Terms};
use super::{Folders, Page, PageId, Role, newest_first};
use crate::config::{Config, NextPrevMode};
pub(super) use crate::document::BLOG as FOLDER;
use crate::document::{Document, PageDate, is_post, own_name};
use crate::labels::Labels;
use crate::path::{SourcePath, Url};

/// How many posts are named as related to one.
const RELATED: usize = 3;

/// How many posts of each of a post's terms, on either side of it in time, are weighed as related. A bound, so that a tag
/// that every post has does not cost the square of their number.
const NEIGHBOURS: usize = 8;

/// The blog of a site that has posts.
#[derive(Debug, Clone)]
pub struct Blog {
    /// Its title.
    pub title: Arc<str>,
    /// What the navigation calls it.
    pub label: Arc<str>,
    /// The address of the newest posts.
    pub url: Url,
    /// The public posts, newest first.
    pub posts: Vec<PageId>,
    /// Those of them that the summary pages show.
    pub summary: Vec<PageId>,
}

impl Blog {
    /// The blog of these pages; `None` when there is no post.
    pub(super) fn of(pages: &[Arc<Page>], folders: &Folders, config: &Config, labels: &Labels) -> Option<Self> {
        let is_shown = |page: &Page| page.is_post() && page.is_findable();
        let mut posts: Vec<PageId> = (0..pages.len()).filter(|id| is_shown(&pages[*id])).collect();
        if posts.is_empty() {
            return None;
        }
        posts.sort_by_cached_key(|id| newest_first(*id, pages));
        let introduction = pages.iter().find(|page| page.role == Role::Blog);
        let title = introduction.map(|page| page.title.clone()).or_else(|| config.blog.title.as_deref().map(Arc::from));
        let title = title.unwrap_or_else(|| labels.get("blog").into());
        let label = introduction.map(|page| page.label.clone());
        let label = label.or_else(|| folders.get(FOLDER).and_then(|meta| meta.label.clone()));
        let shown = config.blog.max_results.map_or(posts.len(), |most| posts.len().min(most as usize));
        Some(Self {
            label: label.unwrap_or_else(|| title.clone()),
            title,
            url: introduction.map_or_else(|| url(config), |page| page.url.clone()),
            summary: posts[..shown].to_vec(),
            posts,
        })
    }

    /// The address of the posts by year.
    pub fn archive(&self) -> Url {
        self.below("archive/")
    }

    /// An address below the blog's.
    pub fn below(&self, path: &str) -> Url {
        Url::new(&format!("{}{path}", self.url)).unwrap_or_else(|| self.url.clone())
    }
}

/// The address of the summary pages.
pub(super) fn url(config: &Config) -> Url {
    Url::new(&format!("{}/", config.blog.base.trim_matches('/'))).unwrap_or_else(Url::root)
}

/// What a page is for. The page of the blog's folder introduces the blog.
pub(super) fn role(document: &Document, is_folder_page: bool) -> Role {
    match is_post(&document.path, &document.meta) {
        _ if is_folder_page && document.path.folder().eq_ignore_ascii_case(FOLDER) => Role::Blog,
        true => Role::Post,
        false => Role::Page,
    }
}

/// When a page was published: as its front matter says, or the name of a post's file or of the folder that is its own.
pub(super) fn date(document: &Document, role: Role) -> Option<PageDate> {
    document.meta.date.or_else(|| (role == Role::Post).then(|| date_in_name(&document.path)).flatten())
}

fn date_in_name(path: &SourcePath) -> Option<PageDate> {
    let date: Date = date_of(own_name(path))?.parse().ok()?;
    Some(PageDate(date.into()))
}

/// Tells every post which are newer, older and related.
pub(super) fn connect(pages: &mut [Arc<Page>], blog: &Blog, terms: &Terms) {
    relate(pages, blog, terms);
    let trail: Trail = Arc::new([(blog.label.clone(), Some(blog.url.clone()))]);
    for id in &blog.posts {
        Arc::make_mut(&mut pages[*id]).trail = Arc::clone(&trail);
    }
    let in_sequence = |id: &PageId| pages[*id].around.nextprev != NextPrevMode::Exclude;
    let sequence: Vec<PageId> = blog.posts.iter().copied().filter(in_sequence).collect();
    for (at, id) in sequence.iter().enumerate() {
        let page = Arc::make_mut(&mut pages[*id]);
        page.previous = at.checked_sub(1).map(|newer| sequence[newer]);
        page.next = sequence.get(at + 1).copied();
    }
}

/// Tells every post which are related.
pub(super) fn relate(pages: &mut [Arc<Page>], blog: &Blog, terms: &Terms) {
    let related: Vec<Vec<PageId>> = blog.posts.par_iter().map(|id| related(*id, pages, terms)).collect();
    for (id, related) in blog.posts.iter().zip(related) {
        if *pages[*id].related != *related {
            Arc::make_mut(&mut pages[*id]).related = related.into();
        }
    }
}

/// The posts that share most with a post; a rare tag counts for more than a common one.
fn related(id: PageId, pages: &[Arc<Page>], terms: &Terms) -> Vec<PageId> {
    let mut weights: HashMap<PageId, f64> = HashMap::new();
    let shared = terms.of_page(&pages[id]).into_iter().map(|term| &terms.all[term]);
    for term in shared.filter(|term| term.taxonomy != Taxonomy::Authors) {
        let Ok(at) = term.pages.binary_search_by_key(&newest_first(id, pages), |page| newest_first(*page, pages))
        else {
            continue;
        };
        let near = &term.pages[at.saturating_sub(NEIGHBOURS)..(at + 1 + NEIGHBOURS).min(term.pages.len())];
        for other in near.iter().filter(|other| **other != id && pages[**other].is_post()) {
            *weights.entry(*other).or_default() += 1.0 / (term.pages.len() as f64).ln_1p();
        }
    }
    let mut found: Vec<PageId> = weights.keys().copied().collect();
    found.sort_by(|a, b| {
        weights[b].total_cmp(&weights[a]).then_with(|| newest_first(*a, pages).cmp(&newest_first(*b, pages)))
    });
    found.truncate(RELATED);
    found
}
