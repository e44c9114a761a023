//! The files that pages include: `{{ include "path" }}`.
//!
//! What stands in a folder `_includes` is read anyway; any other file is read when some text names it. The stages behind
//! then have all of them without a disk.

use std::collections::HashSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use memchr::memmem;

use super::Project;
use super::project::join;
use super::text::{Text, Texts};
use crate::diagnostic::SourceText;
use crate::path::{SourcePath, compared, from_root, slashed};

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
/// and the same in every folder above; each with and without `.md`. The file itself comes last: a page may be named like what
/// it shows.
pub fn include_candidates(from: &str, wanted: &str) -> Vec<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let wanted = slashed(from_root(wanted));
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
    let (own, mut candidates): (Vec<String>, Vec<String>) =
        candidates.into_iter().partition(|path| path.eq_ignore_ascii_case(from));
    candidates.extend(own);
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

/// Reads what `pages` and `found`, the files of the folders, name, and what those name in turn. Also returns the folders outside of
/// the input in which a file would be found that is not there.
pub(super) fn read(
    project: &Project,
    pages: &Texts,
    found: &Texts,
    mut texts: impl FnMut(Vec<Utf8PathBuf>) -> Vec<Arc<Text>>,
) -> (Vec<(String, Arc<Text>)>, Vec<Utf8PathBuf>) {
    let mut folders = Vec::new();
    let input = project.input();
    let named = |(path, text): &(SourcePath, Arc<Text>)| (path.as_str().to_owned(), Arc::clone(text));
    let mut partials: Vec<(String, Arc<Text>)> = found.iter().map(named).collect();
    let including = |(_, text): &&(SourcePath, Arc<Text>)| !text.includes.is_empty();
    let mut fresh: Vec<(String, Arc<Text>)> = pages.iter().chain(found).filter(including).map(named).collect();
    let known = pages.iter().chain(found).filter(|_| !fresh.is_empty());
    let mut known: HashSet<String> = known.map(|(path, _)| compared(path.as_str())).collect();
    while !fresh.is_empty() {
        let mut paths: Vec<String> = Vec::new();
        for (from, text) in &fresh {
            for wanted in &text.includes {
                let is_there = |path: &String| known.contains(&compared(path)) || join(&input, path).is_file();
                let candidates = include_candidates(from, wanted);
                let path = candidates.iter().find(|path| is_there(path)).cloned();
                if path.is_none() {
                    let outside = candidates.iter().filter(|path| path.starts_with("../"));
                    let disks = outside.map(|path| join(&input, path)).filter(|disk| project.may_show(disk));
                    folders.extend(disks.filter_map(|disk| disk.parent().map(Into::into)));
                }
                paths.extend(path.filter(|path| known.insert(compared(path))));
            }
        }
        let disks: Vec<(String, Utf8PathBuf)> = paths
            .into_iter()
            .map(|path| (path.clone(), join(&input, &path)))
            .filter(|(_, disk)| project.may_show(disk))
            .collect();
        let (paths, disks): (Vec<String>, Vec<Utf8PathBuf>) = disks.into_iter().unzip();
        fresh = paths.into_iter().zip(texts(disks)).collect();
        partials.extend(fresh.iter().cloned());
    }
    partials.sort_by(|a, b| a.0.cmp(&b.0));
    (partials, folders)
}

/// The paths that a text includes by a name in quotes.
pub(super) fn names(text: &str) -> Vec<&str> {
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
                "a/b/x", "a/b/x.md", "a/b/_includes/x", "a/b/_includes/x.md", "a/x", "a/x.md", "a/_includes/x",
                "a/_includes/x.md", "x", "x.md", "_includes/x", "_includes/x.md"
            ]
        );
        assert_eq!(include_candidates("a/page.md", "/x.md")[0], "x.md");
        assert_eq!(include_candidates("page.md", "../x.md")[0], "../x.md");
        assert_eq!(include_candidates("../x.md", "y")[1], "../y.md");
        let own = include_candidates("news/May.md", "news/may");
        assert_eq!((own.len(), own[7].as_str()), (8, "news/may.md"), "{own:?}");
    }

    #[test]
    fn names_in_quotes_are_found() {
        let text = r#"{{ include "a#2-3" }} {{ x = include('b.md') | upcase }} {{ include name }} #include "c.h""#;
        assert_eq!(names(text), ["a", "b.md", "c.h"]);
    }
}
