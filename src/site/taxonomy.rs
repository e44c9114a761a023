//! Categories, tags and authors: which pages name each, and where they are listed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Page, PageId, naming, newest_first};
use crate::case::alphabetical;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Author;
use crate::path::{Url, compared};

/// The file of the list of all terms, beside which the terms have their folders.
const INDEX: &str = "index.html";

/// A way in which pages are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Taxonomy {
    /// By `category`.
    Categories,
    /// By `tags`.
    Tags,
    /// By who wrote them; posts only.
    Authors,
}

impl Taxonomy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Categories, Self::Tags, Self::Authors];

    /// Its name, which is also that of the folder of its lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Categories => "categories",
            Self::Tags => "tags",
            Self::Authors => "authors",
        }
    }

    /// The name of one of its terms' kind.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Categories => "category",
            Self::Tags => "tag",
            Self::Authors => "author",
        }
    }

    /// The address of the list of its terms.
    pub fn url(self) -> Url {
        Url::new(&format!("/{}/", self.name())).unwrap_or_else(Url::root)
    }

    /// The terms that a page names, as written.
    fn names(self, page: &Page) -> impl Iterator<Item = &str> {
        let meta = &page.document.meta;
        let (texts, authors): (&[String], &[Author]) = match self {
            Self::Categories => (&meta.categories, &[]),
            Self::Tags => (&meta.tags.0, &[]),
            Self::Authors if page.is_post() => (&[], &meta.authors.0),
            Self::Authors => (&[], &[]),
        };
        let names = texts.iter().map(String::as_str).chain(authors.iter().map(Author::called));
        names.map(str::trim).filter(|name| !name.is_empty())
    }
}

/// A category, tag or author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is.
    pub taxonomy: Taxonomy,
    /// Its name in its most common spelling.
    pub name: String,
    /// The address of its list.
    pub url: Url,
    /// The public pages that name it, newest first.
    pub pages: Vec<PageId>,
}

/// A term's number in [`Terms::all`].
pub type TermId = usize;

/// Every term of a site.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// By taxonomy, then by name.
    pub all: Vec<Term>,
    by_name: HashMap<(Taxonomy, String), TermId>,
    /// Where pages write them otherwise than most.
    pub other_spellings: Vec<Diagnostic>,
}

impl Terms {
    /// The terms of one taxonomy, by name.
    pub fn of(&self, taxonomy: Taxonomy) -> impl Iterator<Item = &Term> {
        self.all.iter().filter(move |term| term.taxonomy == taxonomy)
    }

    /// The term of that name, whatever its case.
    pub fn named(&self, taxonomy: Taxonomy, name: &str) -> Option<TermId> {
        self.by_name.get(&(taxonomy, compared(name.trim()))).copied()
    }

    /// The terms that a page names, each once.
    pub fn of_page(&self, page: &Page) -> Vec<TermId> {
        let mut seen = HashSet::new();
        let named = Taxonomy::ALL
            .into_iter()
            .flat_map(|taxonomy| taxonomy.names(page).filter_map(move |name| self.named(taxonomy, name)));
        named.filter(|id| seen.insert(*id)).collect()
    }

    /// Gathers the terms of public pages. Spellings that differ only in case are one term, and told.
    pub(super) fn gather(pages: &[Arc<Page>]) -> Self {
        let mut terms = Self::default();
        // To look at every page, and to put those of a term in order, is what takes time.
        let found = |taxonomy: &Taxonomy| grouped(pages, |page| taxonomy.names(page));
        let found: Vec<_> = Taxonomy::ALL.par_iter().map(found).collect();
        for (taxonomy, found) in Taxonomy::ALL.into_iter().zip(found) {
            let mut slugs = HashSet::from([INDEX.to_owned()]);
            for (key, ids, uses) in found {
                let name = most_common(&uses);
                terms.other_spellings.extend(
                    uses.iter()
                        .filter(|(spelling, _)| *spelling != name)
                        .map(|(spelling, page)| other_spelling(taxonomy, spelling, name, &pages[*page])),
                );
                let segment = free_slug(name, &mut slugs);
                let url = Url::new(&format!("/{}/{segment}/", taxonomy.name())).unwrap_or_else(|| taxonomy.url());
                terms.by_name.insert((taxonomy, key), terms.all.len());
                terms.all.push(Term { taxonomy, name: name.to_owned(), url, pages: ids });
            }
        }
        terms
    }
}

/// The authors of all public pages by name, each with theirs, newest first. Only those of posts are terms and have lists.
pub(super) fn authors<'p>(pages: &'p [Arc<Page>]) -> Vec<(&'p str, Vec<PageId>)> {
    let names = |page: &'p Page| page.document.meta.authors.0.iter().map(Author::called);
    let found = grouped(pages, names);
    found.into_iter().map(|(_, ids, uses)| (most_common(&uses), ids)).collect()
}

/// Each spelling with the page that uses it.
type Uses<'p> = Vec<(&'p str, PageId)>;

/// What public pages name: by the name in lower case, with the pages that name it, newest first, and how they write it.
fn grouped<'p, N: Iterator<Item = &'p str>>(
    pages: &'p [Arc<Page>],
    names: impl Fn(&'p Page) -> N,
) -> Vec<(String, Vec<PageId>, Uses<'p>)> {
    let newest = |uses: &[(&str, PageId)]| {
        let mut ids: Vec<PageId> = uses.iter().map(|(_, page)| *page).collect();
        ids.dedup();
        ids.sort_by_cached_key(|id| newest_first(*id, pages));
        ids
    };
    let uses = uses(pages, names).into_par_iter();
    let mut found: Vec<_> = uses.map(|(key, uses)| (key, newest(&uses), uses)).collect();
    found.sort_by_cached_key(|(key, ..)| alphabetical(key));
    found
}

/// Each spelling with the page that uses it, by the name in lower case, in any order.
fn uses<'p, N: Iterator<Item = &'p str>>(
    pages: &'p [Arc<Page>],
    names: impl Fn(&'p Page) -> N,
) -> Vec<(String, Uses<'p>)> {
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    let mut uses: Vec<Uses<'p>> = Vec::new();
    // Most pages write a name alike, so it is put into lower case once for each spelling.
    let mut by_spelling: FxHashMap<&str, usize> = FxHashMap::default();
    for (id, page) in pages.iter().enumerate().filter(|(_, page)| page.is_findable()) {
        for name in names(page) {
            let at = *by_spelling
                .entry(name)
                .or_insert_with(|| *by_name.entry(compared(name)).or_insert_with_key(|_| uses.len()));
            uses.resize_with(uses.len().max(at + 1), Vec::new);
            uses[at].push((name, id));
        }
    }
    by_name.into_iter().map(|(name, at)| (name, std::mem::take(&mut uses[at]))).collect()
}

/// The spelling that is used most; of equals, the first by page.
fn most_common<'a>(uses: &[(&'a str, PageId)]) -> &'a str {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (spelling, _) in uses {
        match counts.iter_mut().find(|(known, _)| known == spelling) {
            Some((_, count)) => *count += 1,
            None => counts.push((spelling, 1)),
        }
    }
    // The last of the largest is found, so the first by page has to come last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or("", |(spelling, _)| spelling)
}

/// The last part of a term's address. Names such as `C` and `C#` have the same slug; the second gets a number.
fn free_slug(name: &str, taken: &mut HashSet<String>) -> String {
    let slug = naming::segment(name).map_or_else(|| "other".to_owned(), |name| name.to_lowercase());
    let slug = Url::fitting(&slug);
    let numbered = (1..).map(|number| format!("{slug}-{number}"));
    let free = std::iter::once(slug.to_owned()).chain(numbered).find(|candidate| !taken.contains(candidate));
    let free = free.unwrap_or_else(|| slug.to_owned());
    taken.insert(free.clone());
    free
}

fn other_spelling(taxonomy: Taxonomy, spelling: &str, name: &str, page: &Page) -> Diagnostic {
    let (source, yaml) = page.document.front_matter_place();
    let at = yaml.start + source.text[yaml].find(spelling).unwrap_or_default();
    let message = format!("`{spelling}` is elsewhere among the {} written `{name}`", taxonomy.name());
    Diagnostic::new(Code::TermSpelling, message)
        .at(source, at..at + spelling.len())
        .hint(format!("both are listed together; write `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_common_spelling_is_the_name_and_of_equals_the_first() {
        assert_eq!(most_common(&[("rust", 0), ("Rust", 1), ("Rust", 2)]), "Rust");
        assert_eq!(most_common(&[("rust", 0), ("Rust", 1)]), "rust");
    }

    #[test]
    fn names_with_the_same_slug_have_addresses_of_their_own() {
        let mut taken = HashSet::from([INDEX.to_owned()]);
        let names =
            ["index.html", "C", "C#", "C++", "Getting Started", "#", "Node.js", "CI/CD", "Tips & tricks", "Règlement"];
        let slugs = names.map(|name| free_slug(name, &mut taken));
        let expected = [
            "index.html-1", "c", "c-1", "c-2", "getting-started", "other", "node.js", "ci-cd", "tips-tricks",
            "règlement",
        ];
        assert_eq!(slugs, expected);
    }

    #[test]
    fn an_address_is_no_longer_than_the_name_of_a_file_may_be() {
        let mut taken = HashSet::new();
        let long = "é".repeat(300);
        let slugs = ["", "!"].map(|end| free_slug(&format!("x{long}{end}"), &mut taken));
        let cut = format!("x{}", "é".repeat(99));
        assert_eq!(slugs, [cut.clone(), format!("{cut}-1")]);
    }
}
