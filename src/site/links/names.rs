//! Pages and files by the names that wiki links call them: file name, title or folder, whatever their
//! case, with hyphens and spaces alike. A longer path tells apart what has the same name, as `guide/index` does.

use std::collections::HashMap;
use std::sync::Arc;

use super::target::Destination;
use crate::path::{SourcePath, compared};
use crate::site::{File, FileId, Page, PageId};

/// What wiki links are looked up in.
pub(super) struct Names {
    pages: HashMap<String, Vec<PageId>>,
    titles: HashMap<String, Vec<PageId>>,
    /// The pages that go by their folders, by their files.
    of_folders: HashMap<String, Vec<PageId>>,
    files: HashMap<String, Vec<FileId>>,
    /// The paths of pages and files as links write them, without extension for pages.
    page_paths: Vec<String>,
    page_files: Vec<String>,
    file_paths: Vec<String>,
}

/// What a name means.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    /// The best.
    pub(super) to: Destination,
    /// All that have the name, when there is more than one.
    pub(super) others: Vec<Destination>,
}

impl Names {
    pub(super) fn new(pages: &[Arc<Page>], files: &[File]) -> Self {
        let page_paths: Vec<String> = pages.iter().map(|page| path_of_page(page)).collect();
        let page_files: Vec<String> = pages.iter().map(|page| file_of_page(page)).collect();
        let file_paths: Vec<String> = files.iter().map(|file| plain(file.source.path.as_str())).collect();
        let mut names = Self {
            pages: HashMap::new(),
            titles: HashMap::new(),
            of_folders: HashMap::new(),
            files: HashMap::new(),
            page_paths: Vec::new(),
            page_files: Vec::new(),
            file_paths: Vec::new(),
        };
        for (id, page) in pages.iter().enumerate() {
            names.pages.entry(last(&page_paths[id]).to_owned()).or_default().push(id);
            names.titles.entry(plain(&page.title)).or_default().push(id);
            if page_files[id] != page_paths[id] {
                names.of_folders.entry(last(&page_files[id]).to_owned()).or_default().push(id);
            }
        }
        for (id, path) in file_paths.iter().enumerate() {
            names.files.entry(last(path).to_owned()).or_default().push(id);
        }
        Self { page_paths, page_files, file_paths, ..names }
    }

    /// The page or file of that name; `from` decides between several, the nearest wins.
    pub(super) fn find(&self, written: &str, from: &SourcePath) -> Option<Found> {
        let wanted = plain(written.trim_matches(['/', ' ']));
        let wanted = wanted.strip_suffix(".md").unwrap_or(&wanted);
        let page = || self.best(self.pages.get(last(wanted))?, &self.page_paths, wanted, from, Destination::Page);
        let title = || {
            let titled = self.titles.get(wanted)?;
            self.best(titled, &self.page_paths, "", from, Destination::Page)
        };
        let of_folder =
            || self.best(self.of_folders.get(last(wanted))?, &self.page_files, wanted, from, Destination::Page);
        page().or_else(title).or_else(of_folder).or_else(|| self.file(wanted, from))
    }

    /// The file of that name.
    pub(super) fn file(&self, written: &str, from: &SourcePath) -> Option<Found> {
        let wanted = plain(written.trim_matches(['/', ' ']));
        self.best(self.files.get(last(&wanted))?, &self.file_paths, &wanted, from, Destination::File)
    }

    fn best(
        &self,
        ids: &[usize],
        paths: &[String],
        wanted: &str,
        from: &SourcePath,
        destination: fn(usize) -> Destination,
    ) -> Option<Found> {
        let fits = |path: &str| {
            let before = path.strip_suffix(wanted);
            before.is_some_and(|before| wanted.is_empty() || before.is_empty() || before.ends_with('/'))
        };
        let mut fitting: Vec<usize> = ids.iter().copied().filter(|id| fits(&paths[*id])).collect();
        let folder = plain(from.folder());
        let distance = |path: &str| {
            let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            (own != folder, path.matches('/').count())
        };
        fitting.sort_by_key(|id| distance(&paths[*id]));
        let to = destination(*fitting.first()?);
        let others = match fitting.len() {
            1 => Vec::new(),
            _ => fitting.iter().map(|id| destination(*id)).collect(),
        };
        Some(Found { to, others })
    }
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
