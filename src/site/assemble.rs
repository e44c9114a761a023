//! The steps from documents to a [`Site`], in order.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rayon::prelude::*;

use super::actions::Actions;
use super::arranged::Arranged;
use super::contents::Contents;
use super::links::{self, Links, Paths};
use super::superseded::Superseded;
use super::taxonomy::Terms;
use super::{Base, Blog, File, Folders, Inserts, LeftOut, Page, Settled, Site};
use super::{backlinks, blog, contents, domain, feed, list, lock, nav, routes, trail, updated};
use crate::config::Config;
use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic, telling};
use crate::document::{self, Document};
use crate::labels::{DateFormat, Labels};
use crate::path::Url;
use crate::source::{PageFile, Sources, default_pages};
use crate::theme::Grammar;

/// Puts documents in their places, and tells what is wrong with them beside their links. What is the same in the site `before` comes
/// sooner.
pub fn assemble(
    sources: &Sources,
    demos: Demos,
    documents: &[Arc<Document>],
    grammar: &Grammar,
    before: Option<&Site>,
) -> (Site, Vec<Diagnostic>) {
    let (config, written) = (&sources.config, &sources.written);
    let mut told = Vec::new();
    let labels = Labels::new(config);
    let base = telling(&mut told, base(sources));
    let cname = telling(&mut told, domain::cname(config, written, &base, sources.cname.as_ref()));
    let Places { contents, left_out, folders, mut pages, mut files, locked, paths } =
        telling(&mut told, places(documents, sources));

    let actions = telling(&mut told, Actions::new(&sources.actions, config, written));
    let index = links::Index::new(Arc::clone(&paths), sources, &actions);
    let lists = |pages: &[Arc<Page>]| addresses_of_lists(pages, &folders, config, &labels);
    told.extend(links::redirect(&mut pages, &files, &index, &lists));
    let home = pages.iter().position(|page| page.url == Url::root());
    let grounds = nav::Grounds {
        pages: &pages,
        home,
        folders: &folders,
        paths: &paths,
        contents: contents.as_ref(),
        blog: None,
        lists: &[],
        config,
        labels: &labels,
    };
    let resolve = || links::resolve_all(&pages, &files, &index, before);
    let (resolved, arranged) = rayon::join(resolve, || Arranged::of(grounds));
    let Arranged { terms, blog, mut lists, nav, positions, sizes, components, lists_by_url } = arranged;
    let Links { unfound, problems } = links::tell(resolved, &mut pages, &mut files);
    let has_links_by_name = index.was_asked_for_names();
    told.extend(lock::files_in_clear(&pages, &files));
    told.extend(pages.iter().flat_map(|page| lacking(page, &demos)));

    for (id, position) in positions {
        position.tell(Arc::make_mut(&mut pages[id]));
    }
    trail::connect(&mut pages, &folders);
    lock::conceal(&mut pages);
    backlinks::connect(&mut pages, config);
    blog.iter().for_each(|blog| blog::connect(&mut pages, blog, &terms));
    list::connect(&mut lists, &nav, blog.as_ref());

    let settled = Settled {
        config: config.clone(),
        date_format: DateFormat::new(config, &labels),
        labels,
        named: config.branding.title.as_deref().and_then(|title| named(title, grammar)),
        base,
        today: sources.today,
        files,
        actions,
        blog,
        terms,
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
        lists_by_url,
        lists,
        unfound,
        has_configured_places: false,
        has_links_by_name,
        folders,
        contents,
        paths,
    };
    let mut site = Site { pages, nav: nav.into(), link_problems: problems, settled: Arc::new(settled) };
    site.settled_mut().feeds = feed::all(&site);
    told.extend(contents::dead(&site));
    (site, told)
}

/// What a name that is written as inline Markdown says.
fn named(written: &str, grammar: &Grammar) -> Option<String> {
    let nodes = document::inline(&document::with_tags_as_text(written), grammar);
    Some(document::plain_text(&nodes).trim().to_owned()).filter(|name| !name.is_empty())
}

/// Where the lists of these pages are.
fn addresses_of_lists(pages: &[Arc<Page>], folders: &Folders, config: &Config, labels: &Labels) -> HashSet<Url> {
    let (blog, terms) = (Blog::of(pages, folders, config, labels), Terms::gather(pages));
    list::all(blog.as_ref(), &terms, pages, config.blog.page_size).into_iter().map(|list| list.url).collect()
}

fn base(sources: &Sources) -> (Base, Vec<Diagnostic>) {
    let (base, problems) = Base::new(&sources.config);
    let at_url = |problem| sources.written.placed_at_key(&["url"], problem);
    (base, problems.into_iter().map(at_url).collect())
}

/// What is published, and where.
struct Places {
    contents: Option<Contents>,
    left_out: LeftOut,
    folders: Folders,
    pages: Vec<Arc<Page>>,
    files: Vec<File>,
    /// The files whose text is not for everybody, by name.
    locked: BTreeSet<String>,
    paths: Arc<Paths>,
}

fn places(documents: &[Arc<Document>], sources: &Sources) -> (Places, Vec<Diagnostic>) {
    let (config, dialect) = (&sources.config, sources.dialect);
    let mut told = Vec::new();
    let (contents, documents) = contents::apart(documents, dialect);
    let (left_out, documents, unpublished) = by_their_time(documents, sources);
    let defaults = default_pages(documents.par_iter().map(|document| &document.path));
    let (superseded, documents) = Superseded::apart(documents, &defaults, dialect);
    told.extend(superseded.told());
    let mut folders = telling(&mut told, folders(&sources.folders));
    let mut pages = telling(&mut told, routes::pages(&documents, &unpublished, &defaults, &folders, config));
    pages.par_iter_mut().map(Arc::make_mut).for_each(|page| {
        let change = sources.history.get(&page.document.path);
        page.updated = updated::last_update(&page.document.meta, config, change);
        page.committed = change.map(|change| updated::day(&change.committer));
    });
    lock::conceal_folders(&mut folders, &pages);
    let locked = lock::sources(&pages, &unpublished);
    let mut pages = telling(&mut told, lock::publishable(pages, sources.password.as_ref()));
    let files = telling(&mut told, routes::files(&sources.files, &pages, config, dialect));
    let mut paths = Paths::new(&pages, &files);
    superseded.lead_on(&mut paths);
    if let Some(contents) = &contents {
        contents.name(&mut pages, &paths);
    }
    (Places { contents, left_out, folders, pages, files, locked, paths: Arc::new(paths) }, told)
}

/// What folders say about themselves.
fn folders(files: &[PageFile]) -> (Folders, Vec<Diagnostic>) {
    let mut told = Vec::new();
    let meta = |file: &PageFile| (file.path.folder().to_owned(), telling(&mut told, document::folder_meta(file)));
    (files.iter().map(meta).collect(), told)
}

/// The documents whose time has come, or that are wanted all the same, and the others, which stand nowhere: a `README.md` is the page of
/// a folder whose `index.md` is a draft.
fn by_their_time(
    documents: Vec<Arc<Document>>,
    sources: &Sources,
) -> (LeftOut, Vec<Arc<Document>>, Vec<Arc<Document>>) {
    let tomorrow = sources.today.tomorrow().unwrap_or(Date::MAX).to_datetime(Time::midnight());
    let date = |document: &Document| blog::date(document, blog::role(document, false));
    let is_draft = |document: &Document| document.meta.draft && !sources.unpublished.drafts;
    let is_future =
        |document: &Document| !sources.unpublished.future && date(document).is_some_and(|date| date.0 >= tomorrow);
    let (unpublished, published): (Vec<_>, Vec<_>) =
        documents.into_par_iter().partition(|document| is_draft(document) || is_future(document));
    let drafts = unpublished.iter().filter(|document| is_draft(document)).count();
    (LeftOut { drafts, future: unpublished.len() - drafts }, published, unpublished)
}

/// What a page needs and has not: demos, the date of a post.
fn lacking(page: &Page, demos: &Demos) -> impl Iterator<Item = Diagnostic> {
    let document = &page.document;
    let shown = document.facts.demos.iter();
    let missing = shown.filter_map(|(name, span)| Some(demos.missing(name)?.at(&document.source, span.clone())));
    missing.chain((page.is_post() && page.date.is_none()).then(|| without_date(document)))
}

fn without_date(post: &Document) -> Diagnostic {
    Diagnostic::new(Code::PostWithoutDate, "this post has no date")
        .at(&post.source, post.first_line())
        .hint("write `date: 2025-09-05` in its front matter, or begin the file's name with the date")
}
