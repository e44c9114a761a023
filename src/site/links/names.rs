//! Pages and files by the names that wiki links call them: file name, title or folder, whatever their
//! case, with hyphens and spaces alike. A longer path tells apart what has the same name, as `guide/index` does.

use std::collections::HashMap;
use std::sync::Arc;

use super::target::Destination;
use crate::path::{SourcePath, compared};
use crate::site::{File, Page, PageId};

/// What wiki links are looked up in.
pub(super) struct Names {
    pages: ByName,
    titles: HashMap<String, Vec<PageId>>,
    /// The pages by their files, as those may be called, too, that go by their folders.
    page_files: ByName,
    files: ByName,
}

/// Pages or files by the last part of their paths, which are written as links write them, without extension for pages.
struct ByName {
    numbers: HashMap<String, Vec<usize>>,
    paths: Vec<String>,
}

/// What a name means.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    /// The best.
    pub(super) to: Destination,
    /// All that have the name, when there is more than one; the best first.
    pub(super) namesakes: Vec<Destination>,
}

impl Names {
    pub(super) fn new(pages: &[Arc<Page>], files: &[File]) -> Self {
        let titled = |(number, page)| titles(page).map(move |title| (number, title));
        Self {
            pages: ByName::new(pages.iter().map(|page| path_of_page(page)).collect()),
            titles: by(pages.iter().enumerate().flat_map(titled)),
            page_files: ByName::new(pages.iter().map(|page| file_of_page(page)).collect()),
            files: ByName::new(files.iter().map(|file| plain(file.source.path.as_str())).collect()),
        }
    }

    /// The page or file of that name; `from` decides between several, the nearest wins.
    pub(super) fn find(&self, written: &str, from: &SourcePath) -> Option<Named> {
        let wanted = plain(written.trim_matches(['/', ' ']));
        let wanted = wanted.strip_suffix(".md").unwrap_or(&wanted);
        let titled = || self.pages.nearest(self.titles.get(wanted)?.clone(), from);
        let page = self.pages.find(wanted, from).or_else(titled).or_else(|| self.page_files.find(wanted, from));
        page.map(|ids| Named::of(&ids, Destination::Page)).or_else(|| self.file(wanted, from))
    }

    /// The file of that name.
    pub(super) fn file(&self, written: &str, from: &SourcePath) -> Option<Named> {
        let wanted = plain(written.trim_matches(['/', ' ']));
        self.files.find(&wanted, from).map(|ids| Named::of(&ids, Destination::File))
    }
}

impl ByName {
    fn new(paths: Vec<String>) -> Self {
        Self { numbers: by(paths.iter().map(|path| last(path).to_owned()).enumerate()), paths }
    }

    /// Those whose paths end with the `wanted` one, the nearest first.
    fn find(&self, wanted: &str, from: &SourcePath) -> Option<Vec<usize>> {
        let fits = |path: &str| {
            let before = path.strip_suffix(wanted);
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let named = self.numbers.get(last(wanted))?.iter().copied();
        self.nearest(named.filter(|number| fits(&self.paths[*number])).collect(), from)
    }

    /// These, the nearest first.
    fn nearest(&self, mut numbers: Vec<usize>, from: &SourcePath) -> Option<Vec<usize>> {
        if numbers.len() > 1 {
            let folder = plain(from.folder());
            numbers.sort_by_cached_key(|number| {
                let path = &self.paths[*number];
                let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                (own != folder, path.matches('/').count())
            });
        }
        Some(numbers).filter(|numbers| !numbers.is_empty())
    }
}

impl Named {
    /// One of at least one, the best first.
    fn of(ids: &[usize], destination: fn(usize) -> Destination) -> Self {
        let namesakes = if ids.len() > 1 { ids } else { &[] };
        Self { to: destination(ids[0]), namesakes: namesakes.iter().map(|id| destination(*id)).collect() }
    }
}

/// The numbers of things by what they are called.
fn by(names: impl Iterator<Item = (usize, String)>) -> HashMap<String, Vec<usize>> {
    let mut numbers = HashMap::<_, Vec<usize>>::new();
    names.for_each(|(number, name)| numbers.entry(name).or_default().push(number));
    numbers
}

/// A page's title, and the heading that it has beside it.
fn titles(page: &Arc<Page>) -> impl Iterator<Item = String> {
    let heading = page.document.facts.title().filter(|heading| **heading != *page.title);
    [Some(&*page.title), heading].into_iter().flatten().map(plain)
}

/// A page's path as a link writes it; a folder's page goes by its folder.
fn path_of_page(page: &Page) -> String {
    let path = &page.document.path;
    let folder = path.folder();
    if page.is_folder_page && !folder.is_empty() {
        return plain(folder);
    }
    file_of_page(page)
}

/// The path of a page's file as a link writes it.
fn file_of_page(page: &Page) -> String {
    let path = page.document.path.as_str();
    plain(path.strip_suffix(".md").unwrap_or(path))
}

/// As names are compared, with spaces for hyphens.
fn plain(name: &str) -> String {
    compared(&name.trim().replace('-', " "))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
