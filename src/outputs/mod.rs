//! The table: every file of the built site, with the recipe to make it.
//!
//! One file per kind of output. Each adds its rows; a row knows how to become bytes. `build` renders all rows, the
//! preview the one that is asked for.

mod asset;
mod clash;
mod demo;
mod feed;
mod headers;
mod hosting;
mod list;
mod llms;
mod manifest;
mod markdown;
mod nav_tree;
mod not_found;
mod page;
mod redirect;
mod robots;
mod search;
mod sitemap;
mod sizes;
mod variables;
mod xml;

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::path::{OutPath, Url};
use crate::render::Renderer;
use crate::site::Site;

/// The file that a folder's address means, unless the configuration names another.
const INDEX: &str = "index.html";

/// What a row becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file.
    CopyOf(Utf8PathBuf),
}

/// One row of the table: how to make one file.
pub trait Recipe: Debug + Send + Sync {
    /// Makes the file.
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>);

    /// Makes the file piece by piece, for what grows with the whole site and should not be held at once, and for what is held already.
    fn pieces<'r>(&'r self, _renderer: &'r Renderer) -> Option<Pieces<'r>> {
        None
    }

    /// When it is made, where all are.
    fn turn(&self) -> Turn {
        Turn::Any(0)
    }

    /// Whether it is a page that a reader opens; pages are counted in reports.
    fn is_page(&self) -> bool {
        false
    }
}

/// What a file consists of, from its start to its end.
pub type Pieces<'r> = Box<dyn Iterator<Item = Cow<'r, str>> + 'r>;

/// When a file is made, so that no processor waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// Before the others, since it takes as long as many of them.
    First,
    /// At any time, best in the order of these numbers: what neighbours share waits until the last of them is made.
    Any(usize),
    /// When the others are made, since it needs what they leave.
    Last,
}

/// The files of a site.
#[derive(Debug)]
pub struct Table {
    rows: Arc<Rows>,
    /// Those that depend on what pages say, not only on what there is: the search's, which remember what they made.
    of_texts: Rows,
}

impl Table {
    /// Lists every file of `site`, and tells what has no place. What an author provides, such as a `robots.txt`, takes the place
    /// of what we would make.
    pub fn new(site: &Site) -> (Self, Vec<Diagnostic>) {
        let made = [
            hosting::rows,
            headers::rows,
            manifest::rows,
            robots::rows,
            sitemap::rows,
            llms::rows,
            markdown::rows,
            not_found::rows,
            redirect::rows,
            list::rows,
            feed::rows,
            asset::theme_rows,
            sizes::rows,
            variables::rows,
            nav_tree::rows,
            demo::rows,
            asset::rows,
            page::rows,
        ];
        let index = site.config.generator.directory_index.name.as_str();
        let rows = || named(in_order(made.into_par_iter().flat_map_iter(|rows| rows(site)).collect()), index);
        let (mut rows, of_texts) = rayon::join(rows, || in_order(search::rows(site)));
        let diagnostics = clash::settle(&mut rows, &of_texts, site);
        (Self { of_texts: beside(&rows, of_texts), rows: Arc::new(rows) }, diagnostics)
    }

    /// The table of a site in which only texts of pages are other than in the one that this is the table of.
    pub fn after(&self, site: &Site) -> Self {
        Self { rows: Arc::clone(&self.rows), of_texts: beside(&self.rows, in_order(search::rows(site))) }
    }

    /// The recipe for the file at `path`.
    pub fn get(&self, path: &OutPath) -> Option<&dyn Recipe> {
        row_at(&self.rows, path).or_else(|| row_at(&self.of_texts, path))
    }

    /// The paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        let mut paths: Vec<&OutPath> = self.rows.iter().chain(&self.of_texts).map(|(path, _)| path).collect();
        paths.sort();
        paths.into_iter()
    }

    /// The files in the order in which they are best made, and those that are made when these are.
    pub fn in_turn(&self) -> [Vec<(&OutPath, &dyn Recipe)>; 2] {
        let rows = self.rows.iter().chain(&self.of_texts).map(|(path, recipe)| (path, recipe.as_ref()));
        let (last, mut rows): (Vec<_>, Vec<_>) = rows.partition(|(_, recipe)| recipe.turn() == Turn::Last);
        rows.sort_by_key(|(_, recipe)| recipe.turn());
        [rows, last]
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.rows.iter().filter(|(_, recipe)| recipe.is_page()).count()
    }
}

/// Rows in the order of their paths. Of several at one path the last is the one.
fn in_order(mut rows: Rows) -> Rows {
    rows.reverse();
    rows.par_sort_by(|a, b| a.0.cmp(&b.0));
    rows.dedup_by(|behind, first| behind.0 == first.0);
    rows
}

/// The row at a path, among rows in order.
fn row_at<'r>(rows: &'r Rows, path: &OutPath) -> Option<&'r dyn Recipe> {
    let at = rows.binary_search_by(|(other, _)| other.cmp(path)).ok()?;
    rows.get(at).map(|(_, recipe)| recipe.as_ref())
}

/// The rows of `others` whose path none of `rows` has.
fn beside(rows: &Rows, mut others: Rows) -> Rows {
    others.retain(|(path, _)| row_at(rows, path).is_none());
    others
}

/// Gives the pages of folders the name that `generator.directoryIndex` says.
fn named(rows: Rows, index: &str) -> Rows {
    if index == INDEX {
        return rows;
    }
    let rename = |path: OutPath| {
        let folder = path.as_str().strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        folder.and_then(|folder| OutPath::new(&format!("{folder}{index}"))).unwrap_or(path)
    };
    let rows = rows.into_iter().map(|(path, recipe)| (if recipe.is_page() { rename(path) } else { path }, recipe));
    in_order(rows.collect())
}

/// The rows that one kind of output adds.
type Rows = Vec<Row>;

/// A file of the site, and how it is made.
type Row = (OutPath, Box<dyn Recipe>);

/// A row at a fixed path.
fn row(path: &str, recipe: impl Recipe + 'static) -> Option<Row> {
    Some((OutPath::new(path)?, Box::new(recipe)))
}

/// A row at an address of the site.
fn row_for(url: &Url, recipe: impl Recipe + 'static) -> Row {
    (url.out_path(), Box::new(recipe))
}
