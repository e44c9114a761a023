//! Documents to [`Site`]: what only the whole can know.
//!
//! Addresses, navigation, and where every link leads are settled here, before anything is rendered. Knows no HTML.

mod actions;
mod address;
mod around;
mod backlinks;
mod blog;
mod configured;
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
mod taxonomy;
mod trail;
mod updated;
mod world;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Deref, Range};
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rayon::prelude::*;

pub use actions::{Actions, ActionsOfPages, OwnAction, Run};
pub use address::{Base, PATH, Viewpoint, WAY_TO_ROOT};
pub use around::Around;
pub use blog::Blog;
pub use exchange::Exchanged;
pub use feed::{Feed, FeedFormat};
pub use inserts::{Insert, Inserts};
pub use links::{Destination, Target, is_external};
pub use list::{LIST_COMPONENTS, List, ListKind, by_year};
pub use nav::NavNode;
pub use page::{Page, Role};
pub use taxonomy::{Taxonomy, Term, TermId, Terms};
pub use updated::LastUpdate;

use crate::config::{Config, Step};
use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, ComponentNames, Document, Meta, Size};
use crate::labels::{DateFormat, Labels};
use crate::path::Url;
use crate::seal::Password;
use crate::source::{PageFile, ShownFiles, Sources, StaticFile};

/// The web manifest, for a site that has an icon.
pub const MANIFEST: &str = "site.webmanifest";

/// Files at the root of a site that can be its icon.
const ICONS: [&str; 4] = ["favicon.svg", "favicon.png", "icon.svg", "icon.png"];

/// The component that stands in the place of a page that needs a password.
pub const LOCK: &str = "lock";

/// A page's number in [`Site::pages`].
pub type PageId = usize;
/// A file's number in [`Site::files`].
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
    /// What is wrong with links, by the pages that they stand on.
    link_problems: BTreeMap<PageId, Vec<Diagnostic>>,
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

    /// What is wrong with links that stand on pages. What else is wrong is told by [`assemble`].
    pub fn link_problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.link_problems.values().flatten()
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
        let key = path.trim_start_matches('/').to_lowercase();
        self.paths.files.get(key.as_str()).map(|id| &self.files[*id])
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
        nav::count(&self.nav) > nav::WHOLE_TREE
    }

    /// The style sheet with a rule for each of the sizes.
    pub fn sizes_css(&self) -> String {
        self.sizes.iter().map(Size::rule).collect()
    }

    /// The name of the site: `branding.title`, or the home page's title.
    pub fn title(&self) -> &str {
        let home = || self.home.map(|id| &*self.pages[id].title);
        self.config.branding.title.as_deref().or_else(home).unwrap_or_else(|| self.labels.get("site"))
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

/// Puts documents in their places, and tells what is wrong with them beside their links.
pub fn assemble(sources: &Sources, demos: Demos, documents: &[Arc<Document>]) -> (Site, Vec<Diagnostic>) {
    let (base, problems) = Base::new(&sources.config);
    let at_url = |problem| sources.written.placed(&[Step::Key("url".to_owned())], problem);
    let mut diagnostics: Vec<Diagnostic> = problems.into_iter().map(at_url).collect();
    let labels = Labels::new(&sources.config);
    let (cname, problems) = domain::cname(&sources.config, &sources.written, &base, sources.cname.as_ref());
    diagnostics.extend(problems);
    let (mut folders, problems) = folders(&sources.folders);
    diagnostics.extend(problems);
    let (mut pages, problems) = routes::pages(documents, &folders, &sources.config);
    diagnostics.extend(problems);
    for page in pages.iter_mut().map(Arc::make_mut) {
        let change = sources.history.get(&page.document.path);
        page.updated = updated::last_update(&page.document.meta, &sources.config, change);
        page.committed = change.map(|change| updated::day(&change.committer));
    }
    let (pages, left_out) = published(pages, sources);
    lock::conceal_folders(&mut folders, &pages);
    let locked = lock::sources(&pages);
    let (mut pages, problems) = lock::publishable(pages, sources.password.as_ref());
    diagnostics.extend(problems);
    let (mut files, problems) = routes::files(&sources.files, &pages, &sources.config, sources.dialect);
    diagnostics.extend(problems);

    let (actions, problems) = Actions::new(&sources.actions, &sources.config, &sources.written);
    diagnostics.extend(problems);
    let paths = Arc::new(links::Paths::new(&pages, &files));
    let index = links::Index::new(Arc::clone(&paths), sources, &actions);
    let (redirects, problems) = links::redirects(&pages, &files, &index);
    diagnostics.extend(problems);
    for (id, redirect) in redirects {
        Arc::make_mut(&mut pages[id]).redirect = Some(redirect);
    }
    let resolved: Vec<_> =
        (0..pages.len()).into_par_iter().map(|id| links::resolve(id, &pages, &files, &index)).collect();
    let has_links_by_name = index.was_asked_for_names();
    let (mut unfound, mut link_problems) = (Vec::new(), BTreeMap::new());
    for (id, resolved) in resolved.into_iter().enumerate() {
        Arc::make_mut(&mut pages[id]).targets = resolved.targets;
        unfound.extend(resolved.unfound);
        if !resolved.diagnostics.is_empty() {
            link_problems.insert(id, resolved.diagnostics);
        }
    }

    for target in pages.iter().flat_map(|page| &page.targets) {
        if let Target::Internal { to: Destination::File(id), .. } = target {
            files[*id].published = true;
        }
    }

    diagnostics.extend(lock::files_in_clear(&pages, &files));

    for page in &pages {
        let missing =
            |demo: &(String, Range<usize>)| Some(demos.missing(&demo.0)?.at(&page.document.source, demo.1.clone()));
        diagnostics.extend(page.document.facts.demos.iter().filter_map(missing));
    }

    diagnostics
        .extend(pages.iter().filter(|page| page.is_post() && page.date.is_none()).map(|page| without_date(page)));
    let (terms, problems) = Terms::gather(&pages);
    diagnostics.extend(problems);
    let blog = Blog::of(&pages, &sources.config, &labels);
    let mut lists = list::all(blog.as_ref(), &terms, sources.config.blog.page_size);
    list::add_home(&mut lists, &pages);
    let lists_by_url = lists.iter().enumerate().map(|(at, list)| (list.url.clone(), at)).collect();

    let of_pages = pages.iter().flat_map(|page| page.document.facts.components.iter());
    let of_lists = LIST_COMPONENTS.into_iter().filter(|_| !lists.is_empty());
    let of_locks = pages.iter().find(|page| !page.is_open()).map(|_| LOCK);
    let components = of_pages.chain(of_lists).chain(of_locks).collect();
    let sizes: BTreeSet<&Size> = pages.iter().flat_map(|page| &page.document.facts.sizes).collect();
    let sizes = sizes.into_iter().cloned().collect();
    let home = pages.iter().position(|page| page.url == Url::root());
    let nav = nav::tree(nav::Grounds {
        pages: &pages,
        home,
        folders: &folders,
        blog: blog.as_ref(),
        lists: &lists,
        config: &sources.config,
        labels: &labels,
    });
    for (id, position) in nav::positions(&pages, &nav) {
        position.tell(Arc::make_mut(&mut pages[id]));
    }
    trail::connect(&mut pages, &folders);
    lock::conceal(&mut pages);
    for (id, links) in backlinks::of(&pages, &sources.config, |_| true) {
        Arc::make_mut(&mut pages[id]).backlinks = links.into();
    }
    if let Some(welcome) = lists.iter_mut().find(|list| list.kind == ListKind::Home) {
        welcome.place = nav::place_of(&nav, &welcome.url);
    }
    if let Some(blog) = &blog {
        blog::connect(&mut pages, blog, &terms);
        if let Some(summary) = lists.first_mut() {
            summary.place = nav::place_of(&nav, &blog.url);
        }
    }
    let settled = Settled {
        config: sources.config.clone(),
        date_format: DateFormat::new(&sources.config, &labels),
        labels,
        base,
        today: sources.today,
        files,
        actions,
        blog,
        terms,
        lists,
        feeds: Vec::new(),
        password: sources.password.clone(),
        left_out,
        home,
        cname,
        demos,
        sizes,
        shown: sources.shown.clone(),
        locked,
        inserts: Inserts::default(),
        components,
        unfound,
        has_configured_places: false,
        has_links_by_name,
        folders,
        paths,
        lists_by_url,
    };
    let mut site = Site { pages, nav: nav.into(), link_problems, settled: Arc::new(settled) };
    site.settled_mut().feeds = feed::all(&site);
    diagnostics.extend(configured::dead(&site, &sources.written));
    site.settled_mut().has_configured_places = configured::lead_to_places(&site, &sources.written);
    (site, diagnostics)
}

/// The pages whose time has come, or that are wanted all the same.
fn published(pages: Vec<Arc<Page>>, sources: &Sources) -> (Vec<Arc<Page>>, LeftOut) {
    let mut left_out = LeftOut::default();
    let tomorrow = sources.today.tomorrow().unwrap_or(Date::MAX).to_datetime(Time::midnight());
    let mut pages = pages;
    pages.retain(|page| {
        let is_draft = page.document.meta.draft && !sources.unpublished.drafts;
        let is_future = page.date.is_some_and(|date| date.0 >= tomorrow) && !sources.unpublished.future;
        left_out.drafts += usize::from(is_draft);
        left_out.future += usize::from(is_future && !is_draft);
        !is_draft && !is_future
    });
    (pages, left_out)
}

/// The order of pages in lists: newer dates first, those without a date last; between equals by path.
fn newer_first(a: PageId, b: PageId, pages: &[Arc<Page>]) -> Ordering {
    pages[b].date.cmp(&pages[a].date).then_with(|| a.cmp(&b))
}

/// What folders say about themselves, by their path.
type Folders = HashMap<String, Meta>;

fn folders(files: &[PageFile]) -> (Folders, Vec<Diagnostic>) {
    let mut folders = Folders::new();
    let mut diagnostics = Vec::new();
    for file in files {
        let (meta, problems) = document::folder_meta(file);
        diagnostics.extend(problems);
        folders.insert(file.path.folder().to_owned(), meta);
    }
    (folders, diagnostics)
}

fn without_date(page: &Page) -> Diagnostic {
    Diagnostic::new(Code::PostWithoutDate, "this post has no date")
        .at(&page.document.source, page.document.first_line())
        .hint("write `date: 2025-09-05` in its front matter, or begin the file's name with the date")
}
