//! Documents to [`Site`]: what only the whole can know.
//!
//! Addresses, navigation, and where every link leads are settled here, before anything is rendered. Knows no HTML.

mod actions;
mod address;
mod around;
mod arranged;
mod assemble;
mod backlinks;
mod blog;
mod configured;
mod contents;
mod copies;
mod domain;
mod exchange;
mod feed;
mod inherited;
mod inserts;
mod links;
mod list;
mod lock;
mod naming;
mod nav;
mod order;
mod page;
mod routes;
mod superseded;
mod taxonomy;
mod trail;
mod updated;
mod world;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

pub use actions::{Actions, ActionsOfPages, OwnAction, Run};
pub use address::{Base, PATH, Viewpoint, WAY_TO_ROOT};
pub use around::Around;
pub use assemble::assemble;
pub use blog::Blog;
pub use configured::configured_links;
pub use exchange::Exchanged;
pub use feed::{Feed, FeedFormat};
pub use inserts::{Insert, Inserts};
pub use links::{Destination, EXPORTED, Target, is_external};
pub use list::{LIST_COMPONENTS, List, ListKind, by_year};
pub use nav::NavNode;
pub use page::{Page, Role};
pub use taxonomy::{Taxonomy, Term, TermId, Terms};
pub use updated::LastUpdate;

use crate::config::Config;
use crate::demo::Demos;
use crate::diagnostic::Diagnostic;
use crate::document::{ComponentNames, Meta, PageDate, Size};
use crate::labels::{DateFormat, Labels};
use crate::path::{SourcePath, Url, compared, from_root, slashed};
use crate::seal::Password;
use crate::source::{ShownFiles, StaticFile};

/// The web manifest, for a site that has an icon.
pub const MANIFEST: &str = "site.webmanifest";

/// Files at the root of a site that can be its icon.
const ICONS: [&str; 4] = ["favicon.svg", "favicon.png", "icon.svg", "icon.png"];

/// The page that hosts show for an address that does not exist: the theme's, or that of an author's `404.md`.
pub const NOT_FOUND: &str = "404.html";

/// The component that stands in the place of a page that needs a password.
pub const LOCK: &str = "lock";

/// A page's number in [`Site::pages`].
pub type PageId = usize;
/// A file's number in [`Settled::files`].
pub type FileId = usize;

/// How many pages were left out because their time has not come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Pages with `draft: true`.
    pub drafts: usize,
    /// Pages with a date in the future.
    pub future: usize,
}

/// A file in its place.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it comes from.
    pub source: StaticFile,
    /// Its address.
    pub url: Url,
    /// Whether it is written: it is published anyway, or a page links to it.
    pub published: bool,
}

/// A whole site, ready to be rendered: its pages, and what is settled for all of them together. Both are shared with the site
/// after an edit, as far as they are the same.
#[derive(Debug, Clone)]
pub struct Site {
    /// The pages, by source path.
    pub pages: Vec<Arc<Page>>,
    /// The navigation's tree.
    pub nav: Arc<[NavNode]>,
    link_problems: links::Problems,
    settled: Arc<Settled>,
}

/// What is settled for all pages together. A site is read as if this were part of it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The configuration.
    pub config: Config,
    /// Its own words, in its language.
    pub labels: Labels,
    /// How it writes dates.
    pub date_format: DateFormat,
    /// What the configuration calls it, without its markup.
    named: Option<String>,
    /// Where it is published.
    pub base: Base,
    /// The day of the build.
    pub today: Date,
    /// The files, by source path.
    pub files: Vec<File>,
    /// The page actions.
    pub actions: Actions,
    /// The blog, when there are posts.
    pub blog: Option<Blog>,
    /// The categories, tags and authors.
    pub terms: Terms,
    /// The pages that nobody wrote, and the lists below pages of the same address.
    pub lists: Vec<List>,
    /// The feeds.
    pub feeds: Vec<Feed>,
    /// What opens the pages that are not open to everybody.
    pub password: Option<Password>,
    /// What was left out.
    pub left_out: LeftOut,
    /// The page at `/`.
    pub home: Option<PageId>,
    /// What the `CNAME` file says.
    pub cname: Option<String>,
    /// The demos that its pages show.
    pub demos: Demos,
    /// The sizes that its pages give components.
    pub sizes: BTreeSet<Size>,
    /// The text files that its pages show pieces of.
    pub shown: ShownFiles,
    /// The files whose text is not for everybody, by name.
    pub locked: BTreeSet<String>,
    /// What stands in the head and around the body of every page.
    pub inserts: Inserts,
    /// The components and elements that its pages use: the theme's style and script of no other is published.
    pub components: ComponentNames,
    /// The links of pages for which no author wrote anything, until they are settled.
    unfound: Vec<links::Unfound>,
    /// Whether links that stand on no page lead to places on pages.
    has_configured_places: bool,
    /// Whether a link leads to a page by what that is called.
    has_links_by_name: bool,
    /// What folders say about themselves.
    folders: Folders,
    /// The navigation as an author listed it.
    contents: Option<contents::Contents>,
    paths: Arc<links::Paths>,
    lists_by_url: HashMap<Url, usize>,
}

impl Deref for Site {
    type Target = Settled;

    fn deref(&self) -> &Settled {
        &self.settled
    }
}

impl Site {
    /// What is settled, to be changed before the site is shared.
    pub fn settled_mut(&mut self) -> &mut Settled {
        Arc::make_mut(&mut self.settled)
    }

    /// What is wrong with links that stand on pages, and with how these write their terms. What else is wrong is told by
    /// [`assemble()`].
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.terms.other_spellings.iter().chain(self.link_problems.values().flatten())
    }

    /// Whether the navigation is what an author wrote down.
    pub fn is_listed_by_hand(&self) -> bool {
        self.contents.is_some()
    }

    /// The address of something of the site.
    pub fn url(&self, of: Destination) -> &Url {
        match of {
            Destination::Page(id) => &self.pages[id].url,
            Destination::File(id) => &self.files[id].url,
        }
    }

    /// The list at an address.
    pub fn list(&self, url: &Url) -> Option<&List> {
        self.lists_by_url.get(url).map(|at| &self.lists[*at])
    }

    /// The lists that stand by themselves, at an address where no author wrote a page.
    pub fn unwritten_lists(&self) -> Vec<&List> {
        list::unwritten(&self.lists, &self.pages)
    }

    /// The file that a path from the root of the site means, whatever its case.
    pub fn file(&self, path: &str) -> Option<&File> {
        Some(&self.files[self.file_id(path)?])
    }

    fn file_id(&self, path: &str) -> Option<FileId> {
        let path = slashed(from_root(path));
        if path.starts_with("../") {
            let found = SourcePath::new("x")?.resolve_around(&self.config.input, &path)?;
            return self.file_id(found.as_str());
        }
        let key = compared(path.trim_start_matches("./").trim_start_matches('/'));
        self.paths.files.get(key.as_str()).copied()
    }

    /// The feeds of a term's posts.
    pub fn feeds_of(&self, term: TermId) -> &[Feed] {
        // Those of the terms stand behind the blog's own, in the order of the terms.
        let first = self.feeds.partition_point(|feed| feed.term < Some(term));
        let end = self.feeds.partition_point(|feed| feed.term <= Some(term));
        &self.feeds[first..end]
    }

    /// What the blog is about: `blog.rss.description`, or the site's description.
    pub fn blog_description(&self) -> &str {
        let config = &self.config;
        config.blog.rss.description.as_deref().or(config.meta.description.as_deref()).unwrap_or_default()
    }

    /// Whether the navigation is too large to stand in every page.
    pub fn has_large_nav(&self) -> bool {
        nav::is_large(&self.nav)
    }

    /// The style sheet with a rule for each of the sizes.
    pub fn sizes_css(&self) -> String {
        self.sizes.iter().map(Size::rule).collect()
    }

    /// The name of the site: `branding.title` without its markup, or the home page's title.
    pub fn title(&self) -> &str {
        let home = || self.home.map(|id| &*self.pages[id].title);
        self.named.as_deref().or_else(home).unwrap_or_else(|| self.labels.get("site"))
    }

    /// The files that can be its icon, best first.
    pub fn icons(&self) -> Vec<&File> {
        ICONS.iter().filter_map(|path| self.file(path)).collect()
    }

    /// A day as the site writes it.
    pub fn written_date(&self, date: Date) -> String {
        self.date_format.write(date, &self.labels)
    }
}

/// The order of pages in lists: newer dates first, those without a date last; between equals by path.
fn newest_first(id: PageId, pages: &[Arc<Page>]) -> (Reverse<Option<PageDate>>, PageId) {
    (Reverse(pages[id].date), id)
}

/// What folders say about themselves, by their path.
type Folders = HashMap<String, Meta>;
