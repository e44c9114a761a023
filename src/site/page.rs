//! A page in its place, and who may find, list and read it: the questions that every list, feed and index asks.

use std::sync::Arc;

use jiff::civil::Date;

use super::links::is_external;
use super::nav::Trail;
use super::{Around, LastUpdate, NOT_FOUND, PageId, Target};
use crate::config::Layout;
use crate::document::{Document, Link, PageDate, Visibility};
use crate::path::{Url, cut};

/// A page in its place.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it says.
    pub document: Arc<Document>,
    /// Its address.
    pub url: Url,
    /// Whether its address is that of its folder.
    pub is_folder_page: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// How it is laid out.
    pub layout: Layout,
    /// What stands around its text.
    pub around: Around,
    /// What it is for.
    pub role: Role,
    /// When it was published.
    pub date: Option<PageDate>,
    /// When it was last changed, if it tells.
    pub updated: Option<LastUpdate>,
    /// The day of its last commit, in UTC, when that is known.
    pub committed: Option<Date>,
    /// Its title: the first heading, `title`, `label`, or the file's name.
    pub title: Arc<str>,
    /// Its label in the navigation, inline Markdown.
    pub label: Arc<str>,
    /// Its description: the front matter's, or the first paragraph.
    pub description: Arc<str>,
    /// Where it has moved, when it has.
    pub redirect: Option<Target>,
    /// Where each of its links leads, in the order of its facts.
    pub targets: Box<[Target]>,
    /// Whether each of them leads straight to the page or picture whose path it says, or elsewhere. Such links stay as they are as long
    /// as that is there.
    pub(super) are_links_straight: bool,
    /// The pages before and after it in the navigation; of a post the newer and the older one.
    pub previous: Option<PageId>,
    /// See `previous`.
    pub next: Option<PageId>,
    /// Which entry of the navigation it is: positions from the top level down. Empty when it is not in there.
    pub place: Box<[usize]>,
    /// The pages and folders above it, outermost first: their labels and addresses.
    pub trail: Trail,
    /// The pages that link to it and are listed there.
    pub backlinks: Box<[PageId]>,
    /// The posts that share most with it, when it is one.
    pub related: Box<[PageId]>,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A page of the documentation.
    Page,
    /// A post of the blog.
    Post,
    /// The page that introduces the blog.
    Blog,
}

impl Page {
    /// Whether search engines, feeds and lists may show it.
    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public
    }

    /// Whether readers should find it: in lists, feeds, the sitemap, the search. A page that has moved is found where it is.
    pub fn is_findable(&self) -> bool {
        self.is_public() && self.redirect.is_none()
    }

    /// Whether it stands in the sitemap: a protected page does, since it stands in the navigation, too.
    pub fn in_sitemap(&self) -> bool {
        matches!(self.visibility, Visibility::Public | Visibility::Protected) && self.redirect.is_none()
    }

    /// Whether it is what readers see at an address that does not exist.
    pub fn is_not_found(&self) -> bool {
        is_not_found(&self.url)
    }

    /// Whether it may be read without a password. Of a page that is not open, nothing but its address, its public title
    /// and its public label may be written anywhere but encrypted into the page itself.
    pub fn is_open(&self) -> bool {
        matches!(self.visibility, Visibility::Public | Visibility::Hidden)
    }

    /// Its own links and where they lead, without those that stand on every page.
    pub fn own_links(&self) -> impl Iterator<Item = (&Link, &Target)> {
        let facts = &self.document.facts;
        facts.links.iter().zip(&self.targets).filter(|(link, _)| facts.own.contains(&link.span.start))
    }

    /// A link in its front matter as one that begins at the root: it is written from where the page's file is.
    pub(super) fn path_from_root(&self, link: &str) -> String {
        let (path, suffix) = cut(link);
        let is_path = !path.is_empty() && !is_external(path);
        let path = is_path.then(|| self.document.path.resolve(path)).flatten();
        path.map_or_else(|| link.to_owned(), |path| format!("/{path}{suffix}"))
    }

    /// Whether it is a post of the blog.
    pub fn is_post(&self) -> bool {
        self.role == Role::Post
    }

    /// Whether it stands in the navigation.
    pub fn is_listed(&self) -> bool {
        let has_place = match self.role {
            Role::Post => false,
            Role::Blog => true,
            Role::Page => matches!(self.layout, Layout::Default | Layout::Central),
        };
        has_place && matches!(self.visibility, Visibility::Public | Visibility::Protected)
    }
}

/// Whether an address is that of the page for those that do not exist.
pub(super) fn is_not_found(url: &Url) -> bool {
    url.as_str()[1..] == *NOT_FOUND
}
