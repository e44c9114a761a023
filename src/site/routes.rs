//! Source paths to addresses.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::around::Inheritance;
use super::naming::Naming;
use super::nav::Trail;
use super::page::is_not_found;
use super::{File, Folders, NOT_FOUND, Page, PageId, Role, blog};
use crate::config::{Config, Dialect, Layout};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{Document, Visibility, called};
use crate::path::{SourcePath, Url};
use crate::source::{StaticFile, default_pages};

/// The file that a folder's address means.
const INDEX: &str = "index.html";

/// Gives every document its address. Of those that want the same, the first by path gets it. The page of a folder, which is among the
/// `defaults`, speaks for all that stands in it, also while it is `unpublished` itself.
pub(super) fn pages(
    documents: &[Arc<Document>],
    unpublished: &[Arc<Document>],
    defaults: &HashMap<String, SourcePath>,
    folders: &Folders,
    config: &Config,
) -> (Vec<Arc<Page>>, Vec<Diagnostic>) {
    let defaults: FxHashSet<&SourcePath> = defaults.values().collect();
    let is_default = |document: &Document| defaults.contains(&document.path);
    let published = documents.par_iter().map(Arc::as_ref).filter(|document| is_default(document));
    let published: Vec<&Document> = published.collect();
    let speaking: Vec<&Document> = unpublished_defaults(documents, unpublished).chain(published).collect();
    let inheritance = Inheritance::new(config, &speaking, folders);
    let naming = Naming::new(config, folder_bases(&speaking, folders));
    let placed = |addresses: &mut FxHashMap<String, String>, document: &Arc<Document>| {
        let is_default = is_default(document);
        // The page that introduces the blog stands where its summary is, unless its folder has an address of its own.
        let url = if blog::role(document, is_default) == Role::Blog && document.meta.permalink.is_none() {
            blog::url(config)
        } else {
            let folder = document.path.folder();
            let address = addresses.entry(folder.to_owned()).or_insert_with(|| naming.folder(folder));
            url(document, is_default, address, &naming)
        };
        Arc::new(page(Arc::clone(document), url, is_default, &inheritance, config))
    };
    one_at_each_address(documents.par_iter().map_init(FxHashMap::default, placed).collect())
}

/// The pages that are `unpublished` and would be those of their folders.
fn unpublished_defaults<'d>(
    documents: &[Arc<Document>],
    unpublished: &'d [Arc<Document>],
) -> impl Iterator<Item = &'d Document> {
    let all = unpublished.par_iter().chain(documents).filter(|_| !unpublished.is_empty());
    let defaults = default_pages(all.map(|document| &document.path));
    let is_default = move |document: &&Document| {
        defaults.get(&document.path.folder().to_lowercase()).is_some_and(|default| *default == document.path)
    };
    unpublished.iter().map(Arc::as_ref).filter(is_default)
}

/// Leaves each address to the first page that wants it, numbers that of the others so that none is lost, and tells of them.
fn one_at_each_address(mut pages: Vec<Arc<Page>>) -> (Vec<Arc<Page>>, Vec<Diagnostic>) {
    let mut taken: FxHashMap<Url, PageId> = FxHashMap::default();
    taken.reserve(pages.len());
    let mut late = Vec::new();
    for (id, page) in pages.iter().enumerate() {
        match taken.entry(page.url.clone()) {
            Entry::Occupied(first) => late.push((id, *first.get())),
            Entry::Vacant(address) => drop(address.insert(id)),
        }
    }
    let mut told = Vec::new();
    // The last number at each address: to count from one for every page would cost the square of their number.
    let mut numbers: FxHashMap<PageId, usize> = FxHashMap::default();
    for (id, first) in late {
        let number = numbers.entry(first).or_default();
        let free = loop {
            *number += 1;
            let url = pages[id].url.numbered(*number);
            if !taken.contains_key(&url) {
                break url;
            }
        };
        told.push(collision(&pages[first], &pages[id], &free));
        taken.insert(free.clone(), id);
        Arc::make_mut(&mut pages[id]).url = free;
    }
    (pages, told)
}

fn collision(first: &Page, page: &Page, stands_at: &Url) -> Diagnostic {
    let (first, document) = (&first.document, &page.document);
    let names = (&first.source.name, &document.source.name);
    let message = format!("`{}` and `{}` both want the address `{}`", names.0, names.1, page.url);
    let permalink = document.meta.permalink.as_deref().unwrap_or_default();
    document
        .placed(&["permalink", "route", "slug"], permalink, Diagnostic::new(Code::UrlCollision, message))
        .related(&first.source, first.first_line(), "this page got it")
        .hint(format!("it stands at `{stands_at}` instead; rename one of them, or give it another `permalink`"))
}

fn page(
    document: Arc<Document>,
    url: Url,
    is_folder_page: bool,
    inheritance: &Inheritance<'_>,
    config: &Config,
) -> Page {
    let meta = &document.meta;
    let role = blog::role(&document, is_folder_page);
    // Nobody should come to it but by an address that does not exist.
    let visibility = match inheritance.visibility(&document) {
        Visibility::Public if is_not_found(&url) => Visibility::Hidden,
        own => own,
    };
    let (title, label) = names(&document, role, visibility);
    Page {
        url,
        is_folder_page,
        visibility,
        around: inheritance.around(&document),
        layout: meta.layout.0.unwrap_or(if role == Role::Post { config.blog.layout } else { Layout::Default }),
        role,
        date: blog::date(&document, role),
        updated: None,
        committed: None,
        title,
        label,
        description: description(&document, visibility),
        redirect: None,
        targets: Box::default(),
        are_links_straight: false,
        previous: None,
        next: None,
        place: Box::default(),
        trail: Trail::default(),
        backlinks: Box::default(),
        related: Box::default(),
        document,
    }
}

/// What everybody may call a page: its title, and its label in the navigation.
pub(super) fn names(document: &Document, role: Role, visibility: Visibility) -> (Arc<str>, Arc<str>) {
    let meta = &document.meta;
    let name = || Arc::from(called(&document.path, role == Role::Post));
    let called: Option<Arc<str>> = document.facts.called().map(Arc::from);
    let title = called.clone().unwrap_or_else(name);
    let said = meta.label.clone().or_else(|| meta.title_as_markdown());
    let label = said.unwrap_or_else(|| as_markdown(title.clone()));
    // What everybody may know of a page that needs a password: a protected one stands in the navigation by its label, which a
    // post does not; a private one is known by nothing but its address.
    match visibility {
        Visibility::Public | Visibility::Hidden => (title, label),
        Visibility::Protected if role == Role::Post => {
            let label = meta.label.clone().unwrap_or_else(name);
            (label.clone(), label)
        }
        Visibility::Protected => {
            (meta.label.clone().or(called).or_else(|| meta.title.clone()).unwrap_or_else(name), label)
        }
        Visibility::Private => (name(), name()),
    }
}

/// What a page is about, as everybody may know it: the front matter's words, or the first paragraph.
pub(super) fn description(document: &Document, visibility: Visibility) -> Arc<str> {
    let meta = &document.meta;
    let own = || meta.meta.description.as_ref().or(meta.description.as_ref());
    match visibility {
        Visibility::Public | Visibility::Hidden => match own() {
            Some(lines) if lines.contains('\n') => lines.split_whitespace().collect::<Vec<_>>().join(" ").into(),
            own => own.unwrap_or(&document.facts.excerpt).clone(),
        },
        Visibility::Protected | Visibility::Private => Arc::default(),
    }
}

/// A text as Markdown that shows it as it is: a label is Markdown, and a heading's text is what is left of it.
fn as_markdown(text: Arc<str>) -> Arc<str> {
    const MARKS: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '&', '$', '~', '=', '^', '+', ':', '{', '!', '%'];
    if !text.contains(MARKS) {
        return text;
    }
    text.chars().flat_map(|c| MARKS.contains(&c).then_some('\\').into_iter().chain([c])).collect::<String>().into()
}

/// The addresses that folders take from their `permalink`, by the folder's path in lower case. `speaking` are the pages that speak
/// for their folders.
fn folder_bases(speaking: &[&Document], folders: &Folders) -> HashMap<String, String> {
    let from_pages = speaking.iter().map(|document| (document.path.folder(), document.meta.permalink.clone()));
    let from_files = folders.iter().map(|(folder, meta)| (folder.as_str(), meta.permalink.clone()));
    from_files
        .chain(from_pages)
        .filter(|(folder, _)| !folder.is_empty())
        .filter_map(|(folder, permalink)| Some((folder.to_lowercase(), permalink?.trim_matches('/').to_owned())))
        .collect()
}

/// The address of a page in a folder with the address `folder`.
fn url(document: &Document, is_default: bool, folder: &str, naming: &Naming) -> Url {
    if let Some(not_found) = of_not_found(document) {
        return not_found;
    }
    let own = match &document.meta.permalink {
        Some(permalink) if !is_default || folder.is_empty() => Url::new(&format!("{}/", naming.chosen(permalink))),
        _ => None,
    };
    // Source paths hold nothing that an address cannot.
    let of_file = || match is_default {
        true => Url::new(&format!("{folder}/")),
        false => Url::new(&format!("{folder}/{}/", naming.segment(document.path.stem()))),
    };
    own.or_else(of_file).unwrap_or_else(Url::root)
}

/// The address of a `404.md` at the root, in which authors say it, too, as for Jekyll.
fn of_not_found(document: &Document) -> Option<Url> {
    let path = &document.path;
    let is_said = document.meta.permalink.as_deref().is_none_or(|said| said.trim_matches('/') == NOT_FOUND);
    (path.folder().is_empty() && path.stem() == "404" && is_said).then(|| Url::new(NOT_FOUND)).flatten()
}

/// Gives every file its address. A page's address is not for files to take.
pub(super) fn files(
    sources: &[StaticFile],
    pages: &[Arc<Page>],
    config: &Config,
    dialect: Dialect,
) -> (Vec<File>, Vec<Diagnostic>) {
    let by_pages: FxHashMap<&Url, &Arc<Page>> = pages.iter().map(|page| (&page.url, page)).collect();
    let naming = Naming::new(config, HashMap::new());
    let mut taken: FxHashMap<Url, &StaticFile> = FxHashMap::default();
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    for source in sources {
        let Some(url) = naming.file(source.path.as_str(), dialect) else { continue };
        let in_folder = url.as_str().strip_suffix(INDEX).filter(|folder| folder.ends_with('/')).and_then(Url::new);
        // A file cannot be where the folder of a page has to be.
        let as_folder = || Url::new(&format!("{url}/")).and_then(|folder| by_pages.get(&folder));
        if let Some(page) = by_pages.get(&url).or_else(|| by_pages.get(&in_folder?)).or_else(as_folder) {
            let page = &page.document.source;
            let message =
                format!("the file `{}` and the page `{}` both want the address `{url}`", source.path, page.name);
            let mut diagnostic = Diagnostic::new(Code::UrlCollision, message).at(page, 0..0).hint("rename the file");
            diagnostic.severity = Severity::Warning;
            diagnostics.push(diagnostic);
            continue;
        }
        if let Some(first) = taken.get(&url) {
            let message = format!("`{}` and `{}` both want the address `{url}`", first.disk, source.disk);
            diagnostics.push(Diagnostic::new(Code::UrlCollision, message).hint("rename one of them"));
            continue;
        }
        taken.insert(url.clone(), source);
        files.push(File { source: source.clone(), url, published: source.published });
    }
    (files, diagnostics)
}
