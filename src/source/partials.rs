//! The files that pages include: `{{ include "path" }}` (format sheet §5.4).
//!
//! What stands in a folder `_includes` is read anyway; any other file is read when some text names it. The stages behind
//! then have all of them without a disk.

use std::collections::HashSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use memchr::memmem;

use super::project::join;
use super::{PageFile, Project};
use crate::diagnostic::SourceText;
use crate::path::SourcePath;

/// The folder of files that are only there to be included.
const FOLDER: &str = "_includes";

/// The files of that folder that may be included by a name that is only known when the page is built.
const TEXTS: [&str; 5] = ["htm", "html", "markdown", "md", "txt"];

/// A file that can be included.
#[derive(Debug, Clone, PartialEq)]
pub struct Partial {
    /// Its path from the input folder; one outside begins with `../`.
    pub path: String,
    /// Its text.
    pub source: Arc<SourceText>,
}

/// Whether a file is there to be included.
pub(super) fn is_partial(path: &SourcePath) -> bool {
    path.folder().split('/').any(|folder| folder == FOLDER) && TEXTS.contains(&path.extension().as_str())
}

/// The paths at which `wanted` is looked for when the file at `from` includes it: in that file's folder, its `_includes`,
/// and the same in every folder above; each with and without `.md`.
pub fn include_candidates(from: &str, wanted: &str) -> Vec<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let wanted = wanted.replace('\\', "/");
    let is_from_root = wanted.starts_with('/');
    let mut candidates = Vec::new();
    let mut add = |folder: &str| {
        for folder in [folder.to_owned(), format!("{folder}/{FOLDER}")] {
            let path = normal(&format!("{folder}/{}", wanted.trim_start_matches('/')));
            candidates.push(path.clone());
            candidates.push(format!("{path}.md"));
        }
    };
    let mut above = folder;
    while !is_from_root && !above.is_empty() && above != ".." {
        add(above);
        above = above.rsplit_once('/').map_or("", |(above, _)| above);
    }
    if above == ".." {
        add(above);
    }
    add("");
    candidates
}

/// A path without `.` and empty parts, and without `..` but at its beginning.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads what `pages` and `found`, the files of the folders, name, and what those name in turn.
pub(super) fn read(
    project: &Project,
    pages: &[PageFile],
    found: Vec<PageFile>,
    mut texts: impl FnMut(&[Utf8PathBuf]) -> Vec<Arc<SourceText>>,
) -> Vec<Partial> {
    let input = project.input();
    let pages = pages.iter().map(|page| (page.path.as_str().to_owned(), Arc::clone(&page.source)));
    let mut partials: Vec<Partial> =
        found.into_iter().map(|file| Partial { path: file.path.as_str().to_owned(), source: file.source }).collect();
    let mut known: HashSet<String> = HashSet::new();
    let mut fresh: Vec<(String, Arc<SourceText>)> = pages.collect();
    fresh.extend(partials.iter().map(|partial| (partial.path.clone(), Arc::clone(&partial.source))));
    while !fresh.is_empty() {
        known.extend(fresh.iter().map(|(path, _)| path.to_lowercase()));
        let mut paths: Vec<String> = Vec::new();
        for (from, source) in &fresh {
            for wanted in names(&source.text) {
                let is_there = |path: &String| known.contains(&path.to_lowercase()) || join(&input, path).is_file();
                let path = include_candidates(from, wanted).into_iter().find(is_there);
                paths.extend(path.filter(|path| known.insert(path.to_lowercase())));
            }
        }
        let disks: Vec<(String, Utf8PathBuf)> = paths
            .into_iter()
            .map(|path| (path.clone(), join(&input, &path)))
            .filter(|(_, disk)| project.may_show(disk))
            .collect();
        let read = texts(&disks.iter().map(|(_, disk)| disk.clone()).collect::<Vec<_>>());
        fresh = disks.into_iter().map(|(path, _)| path).zip(read).collect();
        partials.extend(fresh.iter().map(|(path, source)| Partial { path: path.clone(), source: Arc::clone(source) }));
    }
    partials.sort_by(|a, b| a.path.cmp(&b.path));
    partials
}

/// The paths that a text includes by a name in quotes.
fn names(text: &str) -> Vec<&str> {
    let quoted = |at: usize| {
        let rest = text[at + "include".len()..].trim_start_matches([' ', '\t', '(']);
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        let written = rest[1..].split(quote).next()?;
        Some(written.split('#').next().unwrap_or_default().trim()).filter(|path| !path.is_empty() && path.len() < 512)
    };
    memmem::find_iter(text.as_bytes(), b"include").filter_map(quoted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_include_is_looked_for_beside_its_file_and_in_every_folder_above() {
        assert_eq!(
            include_candidates("a/b/page.md", "x"),
            [
                "a/b/x",
                "a/b/x.md",
                "a/b/_includes/x",
                "a/b/_includes/x.md",
                "a/x",
                "a/x.md",
                "a/_includes/x",
                "a/_includes/x.md",
                "x",
                "x.md",
                "_includes/x",
                "_includes/x.md"
            ]
        );
        assert_eq!(include_candidates("a/page.md", "/x.md")[0], "x.md");
        assert_eq!(include_candidates("page.md", "../x.md")[0], "../x.md");
        assert_eq!(include_candidates("../x.md", "y")[1], "../y.md");
    }

    #[test]
    fn names_in_quotes_are_found() {
        let text = r#"{{ include "a#2-3" }} {{ x = include('b.md') | upcase }} {{ include name }} #include "c.h""#;
        assert_eq!(names(text), ["a", "b.md", "c.h"]);
    }
}
