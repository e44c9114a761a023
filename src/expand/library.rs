//! `content`: the pages of the site, as templates ask for them.

use std::collections::HashMap;

use super::value::{Object, Value};

/// The pages of the site.
#[derive(Debug, Default, PartialEq)]
pub struct Library {
    fields: Object,
    pages: Vec<Entry>,
    by_key: HashMap<String, usize>,
}

/// A page and what it is found by.
#[derive(Debug, PartialEq)]
pub struct Entry {
    /// The page's variables.
    pub page: Value,
    /// Its path from the root, `/guides/x.md`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What else it may be found by: label, description, tags, headings.
    pub words: String,
}

impl Library {
    /// Pages in their order, and the lists made of them. Of two with the same name the first is found by it.
    pub fn new(pages: Vec<Entry>, fields: Object) -> Self {
        let mut by_key = HashMap::new();
        // A path is found before a file's name, a file's name before a title.
        for keys in [path_keys, name_keys, title_keys] {
            for (index, entry) in pages.iter().enumerate() {
                for key in keys(entry) {
                    by_key.entry(key).or_insert(index);
                }
            }
        }
        Self { fields, pages, by_key }
    }

    /// A page by its path, file name or title, without regard to case, spaces or hyphens.
    pub fn page(&self, name: &str) -> Option<Value> {
        self.by_key.get(&key(name)).map(|index| self.pages[*index].page.clone())
    }

    pub(super) fn member(&self, name: &str) -> Option<Value> {
        match name {
            "pages" => Some(Value::list(self.pages.iter().map(|entry| entry.page.clone()))),
            _ => self.fields.get(name).cloned(),
        }
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name).chain(["pages", "search", "path"]).collect()
    }

    /// Pages with the words: those that have them in their title first.
    pub(super) fn search(&self, words: &str) -> Value {
        let words = words.to_lowercase();
        let in_title = |entry: &&Entry| entry.title.to_lowercase().contains(&words);
        let elsewhere = |entry: &&Entry| !in_title(entry) && entry.words.to_lowercase().contains(&words);
        let found = self.pages.iter().filter(in_title).chain(self.pages.iter().filter(elsewhere));
        Value::list(found.map(|entry| entry.page.clone()))
    }

    /// The pages below a folder.
    pub(super) fn below(&self, folder: &str) -> Value {
        let folder = format!("/{}/", folder.trim_matches('/')).replace("//", "/").to_lowercase();
        let below = self.pages.iter().filter(|entry| entry.path.to_lowercase().starts_with(&folder));
        Value::list(below.map(|entry| entry.page.clone()))
    }
}

fn key(name: &str) -> String {
    let name = name.trim().trim_matches('/').to_lowercase().replace([' ', '_'], "-");
    name.strip_suffix(".md").map(str::to_owned).unwrap_or(name)
}

fn path_keys(entry: &Entry) -> Vec<String> {
    let path = key(&entry.path);
    // The page of a folder is found by the folder's name, too.
    let folder = path.rsplit_once('/').filter(|(_, name)| matches!(*name, "index" | "readme" | "default"));
    let folder = folder.map(|(folder, _)| folder.to_owned());
    std::iter::once(path).chain(folder).collect()
}

fn name_keys(entry: &Entry) -> Vec<String> {
    path_keys(entry).iter().filter_map(|path| path.rsplit('/').next().map(str::to_owned)).collect()
}

fn title_keys(entry: &Entry) -> Vec<String> {
    vec![key(&entry.title)]
}
