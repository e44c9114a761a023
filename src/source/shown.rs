//! The text files that pages show pieces of: `:::code source="…" :::`.
//!
//! What a page may show is looked for in its text before anything is parsed, so that the stages behind have it without a
//! disk. A line too many costs one file read and shows nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use memchr::memmem;

use super::Project;
use super::project::join;
use super::text::{Text, Texts};
use crate::diagnostic::SourceText;
use crate::path::from_root;

/// A file as a page names it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Its text.
    Text(Arc<SourceText>),
    /// It lies outside the project and outside `snippets.folders`, and was not read.
    Outside,
    /// There is none; the names of the files that are in its folder.
    Missing(Vec<String>),
}

/// Every file that some text names, by the name of that text and what stands there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShownFiles(BTreeMap<(String, String), Shown>);

impl ShownFiles {
    /// The file that the text called `source`, a page or what it includes, calls `name`.
    pub fn get(&self, source: &str, name: &str) -> Option<&Shown> {
        self.0.get(&(source.to_owned(), name.to_owned()))
    }
}

/// Where a file is that a page names, if it may be read.
enum Place {
    Inside(Utf8PathBuf),
    Outside,
    /// At none of these paths.
    Nowhere(Vec<Utf8PathBuf>),
}

/// Finds what the pages and the files that they include name, and reads it through `texts`. Also returns the folders in which a file
/// would be found that is not there.
pub(super) fn read(
    project: &Project,
    pages: &Texts,
    partials: &[(String, Arc<Text>)],
    texts: impl FnOnce(Vec<Utf8PathBuf>) -> Vec<Arc<Text>>,
) -> (ShownFiles, Vec<Utf8PathBuf>) {
    let (mut found, mut folders) = (BTreeMap::new(), Vec::new());
    let mut inside: Vec<((String, String), Utf8PathBuf)> = Vec::new();
    let partials = partials.iter().map(|(path, text)| (path.as_str(), text));
    for (path, text) in pages.iter().map(|(path, text)| (path.as_str(), text)).chain(partials) {
        for name in &text.shows {
            let key = (text.source.name.clone(), name.clone());
            match place(project, path, name) {
                Place::Inside(disk) => inside.push((key, disk)),
                Place::Outside => drop(found.insert(key, Shown::Outside)),
                Place::Nowhere(paths) => {
                    folders.extend(paths.iter().filter_map(|path| path.parent()).map(Utf8Path::to_owned));
                    found.insert(key, Shown::Missing(paths.first().map_or(Vec::new(), siblings)));
                }
            }
        }
    }
    let (keys, disks): (Vec<_>, Vec<Utf8PathBuf>) = inside.into_iter().unzip();
    let read = texts(disks).into_iter().map(|text| Shown::Text(Arc::clone(&text.source)));
    found.extend(keys.into_iter().zip(read));
    (ShownFiles(found), folders)
}

/// The values of `source="…"` on lines with a `:::`.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    let lines =
        memmem::find(text.as_bytes(), b":::").is_some().then(|| text.lines().filter(|line| line.contains(":::")));
    lines.into_iter().flatten().filter_map(|line| line.split_once("source=\"")?.1.split('"').next())
}

/// A path is relative to the folder of the text that names it, or with a leading `/` to the site's root, the project, or the disk.
fn place(project: &Project, from: &str, name: &str) -> Place {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let input = project.input();
    let candidates: Vec<Utf8PathBuf> = match from_root(name).strip_prefix(['/', '\\']) {
        Some(path) => {
            let folders = [input].into_iter().chain(project.static_folder()).chain([project.root.clone(), "/".into()]);
            folders.map(|folder| join(&folder, path)).collect()
        }
        None => vec![join(&join(&input, folder), name)],
    };
    let Some(disk) = candidates.iter().find(|disk| disk.is_file()) else {
        return Place::Nowhere(candidates.into_iter().filter(|disk| project.may_show(disk)).collect());
    };
    if project.may_show(disk) { Place::Inside(disk.clone()) } else { Place::Outside }
}

/// The names of the files in the folder of `disk`, in order.
fn siblings(disk: &Utf8PathBuf) -> Vec<String> {
    let entries = disk.parent().and_then(|folder| folder.read_dir_utf8().ok());
    let mut names: Vec<String> =
        entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name().to_owned())).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn only_lines_with_a_marker_name_files() {
        let text =
            "source=\"no\"\n- :::code source=\"a/b.cs\" range=\"1\" :::\n:::code title=\"x\" source=\"/c\" :::\n";
        assert_eq!(names(text).collect::<Vec<_>>(), ["a/b.cs", "/c"]);
    }
}
