//! Which feeds there are: the blog's, and those of each tag and category of posts, in three formats each.

use super::taxonomy::{Taxonomy, TermId};
use super::{PageId, Site};
use crate::path::Url;

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: Url,
    /// How it is written.
    pub format: FeedFormat,
    /// Its title.
    pub title: String,
    /// The address of the list that it is the feed of.
    pub home: Url,
    /// The term whose posts it has; all posts without one.
    pub term: Option<TermId>,
    /// Its posts, newest first. All have a date, which every format asks for.
    pub posts: Vec<PageId>,
}

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// RSS 2.0 (rssboard.org).
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1 (jsonfeed.org).
    Json,
}

impl FeedFormat {
    /// All of them, the one that most readers take first.
    const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// What browsers and hosts call it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// Makes the feeds. Readers of feeds need whole addresses, so a site that does not know its own has none.
pub(super) fn all(site: &Site) -> Vec<Feed> {
    let Some(blog) = site.blog.as_ref().filter(|_| !site.base.origin.is_empty()) else { return Vec::new() };
    let rss = &site.config.blog.rss;
    let newest = |ids: &[PageId]| -> Vec<PageId> {
        let dated = ids.iter().filter(|id| site.pages[**id].is_post() && site.pages[**id].date.is_some());
        dated.take(rss.max_results as usize).copied().collect()
    };
    let name = site.config.meta.site_name.as_deref().unwrap_or(site.title());
    let title = rss.title.clone().unwrap_or_else(|| format!("{name} {}", blog.title));
    let of_blog = FeedFormat::ALL.map(|format| Feed {
        url: blog.below(format.file_name()),
        format,
        title: title.clone(),
        home: blog.url.clone(),
        term: None,
        posts: newest(&blog.posts),
    });
    let of_terms = site.terms.all.iter().enumerate().filter(|(_, term)| term.taxonomy != Taxonomy::Authors);
    let of_terms = of_terms.flat_map(|(id, term)| {
        let (title, posts) = (format!("{title}: {}", term.name), newest(&term.pages));
        FeedFormat::ALL.into_iter().filter_map(move |format| {
            let url = Url::new(&format!("{}{}", term.url, format.file_name()))?;
            let (title, posts) = (title.clone(), posts.clone());
            Some(Feed { url, format, title, home: term.url.clone(), term: Some(id), posts })
        })
    });
    of_blog.into_iter().chain(of_terms).filter(|feed| !feed.posts.is_empty()).collect()
}
