//! Documents to [`Site`]: what only the whole can know.
//!
//! Addresses, navigation, and where every link leads are settled here, before anything is rendered. Knows no HTML.

mod address;
mod around;
mod backlinks;
mod blog;
mod domain;
mod inherited;
mod links;
mod nav;
mod order;
mod routes;
mod trail;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

pub use address::{Base, Viewpoint, WAY_TO_ROOT};
pub use around::Around;
pub use links::{Destination, Target};
pub use nav::NavNode;

use crate::config::{Config, Layout};
use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Document, Meta, PageDate, Visibility};
use crate::path::Url;
use crate::source::{PageFile, ShownFiles, Sources, StaticFile};

/// A page's number in [`Site::pages`].
pub type PageId = usize;
/// A file's number in [`Site::files`].
pub type FileId = usize;

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
    /// Whether it is a post of the blog.
    pub is_post: bool,
    /// When it was published.
    pub date: Option<PageDate>,
    /// Its title: the first heading, `title`, `label`, or the file's name.
    pub title: String,
    /// Its label in the navigation, inline Markdown.
    pub label: String,
    /// Its description: the front matter's, or the first paragraph.
    pub description: String,
    /// Where each of its links leads, in the order of its facts.
    pub targets: Vec<Target>,
    /// The pages before and after it in the navigation.
    pub previous: Option<PageId>,
    /// See `previous`.
    pub next: Option<PageId>,
    /// Which entry of the navigation it is: positions from the top level down. Empty when it is not in there.
    pub place: Vec<usize>,
    /// The pages and folders above it, outermost first: their labels and addresses.
    pub trail: Vec<(String, Option<Url>)>,
    /// The pages that link to it and are listed there.
    pub backlinks: Vec<PageId>,
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

/// A whole site, ready to be rendered.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// Where it is published.
    pub base: Base,
    /// The day of the build.
    pub today: Date,
    /// The pages, by source path.
    pub pages: Vec<Page>,
    /// The files, by source path.
    pub files: Vec<File>,
    /// The navigation's tree.
    pub nav: Vec<NavNode>,
    /// The page at `/`.
    pub home: Option<PageId>,
    /// What the `CNAME` file says.
    pub cname: Option<String>,
    /// The demos that its pages show.
    pub demos: Demos,
    /// The text files that its pages show pieces of.
    pub shown: ShownFiles,
    /// The components and elements that its pages use: the theme's style and script of no other is published.
    pub components: BTreeSet<String>,
    files_by_path: HashMap<String, FileId>,
}

impl Site {
    /// The file that a path from the root of the site means, whatever its case.
    pub fn file(&self, path: &str) -> Option<&File> {
        let key = path.trim_start_matches('/').to_lowercase();
        self.files_by_path.get(&key).map(|id| &self.files[*id])
    }

    /// The name of the site: `branding.title`, or the home page's title.
    pub fn title(&self) -> &str {
        let home = || self.home.map(|id| self.pages[id].title.as_str());
        self.config.branding.title.as_deref().or_else(home).unwrap_or("Documentation")
    }
}

impl Page {
    /// Whether search engines, feeds and lists may show it.
    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public
    }

    /// Whether it may be read without a password. Of a page that is not open, nothing but its address, its public title
    /// and its public label may be written anywhere but encrypted into the page itself.
    pub fn is_open(&self) -> bool {
        matches!(self.visibility, Visibility::Public | Visibility::Hidden)
    }

    /// Whether it stands in the navigation (format sheet §8.1).
    pub fn is_listed(&self) -> bool {
        matches!(self.visibility, Visibility::Public | Visibility::Protected)
            && matches!(self.layout, Layout::Default | Layout::Central)
            && !self.is_post
    }
}

/// Puts documents in their places.
pub fn assemble(sources: &Sources, demos: Demos, documents: Vec<Arc<Document>>) -> (Site, Vec<Diagnostic>) {
    let (base, mut diagnostics) = Base::new(&sources.config);
    let (cname, problems) = domain::cname(&sources.config, &base, sources.cname.as_deref());
    diagnostics.extend(problems);
    let (folders, problems) = folders(&sources.folders);
    diagnostics.extend(problems);
    let (pages, problems) = routes::pages(documents, &folders, &sources.config);
    diagnostics.extend(problems);
    let (mut pages, locked): (Vec<_>, Vec<_>) = pages.into_iter().partition(Page::is_open);
    diagnostics.extend(locked.iter().map(left_out));
    let (mut files, problems) = routes::files(&sources.files, &pages);
    diagnostics.extend(problems);
    let files_by_path =
        files.iter().enumerate().map(|(id, file)| (file.source.path.as_str().to_lowercase(), id)).collect();

    let index = links::Index::new(&pages, &files);
    let resolved: Vec<_> = pages.par_iter().map(|page| links::resolve(page, &pages, &files, &index)).collect();
    for (page, (targets, problems)) in pages.iter_mut().zip(resolved) {
        page.targets = targets;
        diagnostics.extend(problems);
    }

    for target in pages.iter().flat_map(|page| &page.targets) {
        if let Target::Internal { to: Destination::File(id), .. } = target {
            files[*id].published = true;
        }
    }

    for page in &pages {
        let missing =
            |demo: &(String, Range<usize>)| Some(demos.missing(&demo.0)?.at(&page.document.source, demo.1.clone()));
        diagnostics.extend(page.document.facts.demos.iter().filter_map(missing));
    }

    let components = pages.iter().flat_map(|page| &page.document.facts.components).cloned().collect();
    let home = pages.iter().position(|page| page.url == Url::root());
    let nav = nav::tree(&pages, home, &folders);
    nav::connect(&mut pages, &nav);
    trail::connect(&mut pages, &folders);
    backlinks::connect(&mut pages, &sources.config);
    let site = Site {
        config: sources.config.clone(),
        base,
        today: sources.today,
        pages,
        files,
        nav,
        home,
        cname,
        demos,
        shown: sources.shown.clone(),
        components,
        files_by_path,
    };
    (site, diagnostics)
}

/// What folders say about themselves, by their path.
type Folders = HashMap<String, Meta>;

fn folders(files: &[PageFile]) -> (Folders, Vec<Diagnostic>) {
    let mut folders = Folders::new();
    let mut diagnostics = Vec::new();
    for file in files {
        let (meta, problems) = document::folder_meta(&file.source);
        diagnostics.extend(problems);
        folders.insert(file.path.folder().to_owned(), meta);
    }
    (folders, diagnostics)
}

/// Until pages can be encrypted, one that needs a password must not be published at all.
fn left_out(page: &Page) -> Diagnostic {
    let visibility = page.visibility.name();
    let message = format!("a `{visibility}` page needs a password, which is not supported yet; it was left out");
    let source = Arc::clone(&page.document.source);
    Diagnostic::new(Code::UnsupportedKey, message).at(&source, 0..source.text.lines().next().map_or(0, str::len))
}
