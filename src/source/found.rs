//! Which files of a folder belong to the site.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::partials::is_partial;
use super::walk::{Kind, Paths, Walked, path_in, walk};
use super::{Project, StaticFile};
use crate::case::is_same_but_for_case;
use crate::config::{Pattern, Patterns};
use crate::error::{Error, Result};
use crate::path::SourcePath;

/// Files with these extensions are published although nothing links to them.
const PUBLISHED: [&str; 34] = [
    "3gp", "ai", "avif", "bmp", "css", "eps", "flac", "gif", "heif", "htm", "html", "ico", "jpeg", "jpg", "js", "json",
    "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "ogv", "pdf", "png", "svg", "tiff", "txt", "wasm", "wav", "webm", "webp",
    "woff2", "zip",
];

/// In folders of these names every file is published.
const STATIC_FOLDERS: [&str; 4] = ["static", "public", "assets", "resources"];

/// The file in a folder that a site was written to which lists what we wrote there.
pub const SITE_MANIFEST: &str = ".rasher-manifest";

/// How many files may come and go before a walk is what finds them soonest.
const MOST_PLACES: usize = 32;

/// What was found in the input folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Found {
    pub(super) pages: Paths,
    pub(super) folders: Paths,
    /// Files that may stand for the front matter of a page of the same name.
    pub(super) beside: Paths,
    /// Files that are only there to be included.
    pub(super) partials: Paths,
    pub(super) files: Vec<StaticFile>,
    pub(super) walked: Walked,
    rules: Rules,
}

/// What decides, beside the files themselves, which of them are found in the input folder.
#[derive(Debug, Clone, Default, PartialEq)]
struct Rules {
    input: String,
    exclude: Vec<Pattern>,
    include: Vec<Pattern>,
    /// Folders that are not entered.
    own: Vec<Utf8PathBuf>,
    /// The files of the configuration.
    configuration: Vec<Utf8PathBuf>,
    /// Folders that symbolic links may lead to.
    shown: Vec<String>,
}

/// The input folder, and what of it is wanted.
pub(super) struct Input<'a> {
    project: &'a Project,
    folder: Utf8PathBuf,
    exclude: Patterns,
    include: Patterns,
    rules: Rules,
}

impl<'a> Input<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        let config = &project.config;
        let patterns = |patterns| Patterns::new(patterns, &config.input);
        let (exclude, include) = (patterns(&config.exclude), patterns(&config.include));
        let mut own = vec![project.output(), project.templates()];
        own.extend(project.static_folder());
        let rules = Rules {
            input: config.input.clone(),
            exclude: config.exclude.clone(),
            include: config.include.clone(),
            own,
            configuration: project.files.clone(),
            shown: config.snippets.folders.clone(),
        };
        Self { project, folder: project.input(), exclude, include, rules }
    }

    /// Finds the pages, folder configurations and files.
    pub(super) fn walk(&self) -> Result<Found> {
        if !self.folder.is_dir() {
            return Err(Error::NoInput { path: self.folder.clone() });
        }
        let keep = |kind, path: &SourcePath| self.keeps(kind, path);
        let (entries, walked) = walk(self.project, &self.folder, &self.rules.own, keep)?;
        let mut found = Found { walked, rules: self.rules.clone(), ..Found::default() };
        for (path, disk) in entries {
            self.sort(path, disk, &mut found);
        }
        Ok(found)
    }

    /// What a walk finds after files came or went at these places, if another one found this before. Nothing when that takes a walk.
    pub(super) fn after<'p>(
        &self,
        found: &Arc<Found>,
        places: impl Iterator<Item = &'p Utf8Path>,
    ) -> Option<Arc<Found>> {
        if found.rules != self.rules {
            return None;
        }
        let mut found = Arc::clone(found);
        for (number, disk) in places.filter(|disk| !self.configures(disk)).enumerate() {
            // For each all names are gone through, so that many take longer than a walk.
            if number == MOST_PLACES {
                return None;
            }
            let path = path_in(&self.folder, disk)?;
            // Pages are what comes and goes, and decide nothing about other files.
            let is_entered = found.walked.entered.iter().any(|folder| Some(folder.as_path()) == disk.parent());
            if !is_entered || !is_page(&path) {
                return None;
            }
            if !self.keeps(Kind::File, &path) {
                continue;
            }
            let found = Arc::make_mut(&mut found);
            let files = if self.is_included_only(&path) { &mut found.partials } else { &mut found.pages };
            match (files.binary_search_by(|(other, _)| other.cmp(&path)), disk.is_file()) {
                (Err(at), true) if !files.iter().any(|(other, _)| may_be_same_file(other, &path)) => {
                    files.insert(at, (path, disk.to_owned()));
                }
                (Ok(at), false) if files[at].1 == disk => drop(files.remove(at)),
                // Two files may come to one path, in the order in which the system names them; and one that is there by two names may
                // have been renamed.
                _ => return None,
            }
        }
        Some(found)
    }

    fn keeps(&self, kind: Kind, path: &SourcePath) -> bool {
        match kind {
            // In any other folder there may be something that is included.
            Kind::Folder => !self.is_site(path),
            Kind::File => {
                let is_left_out = || is_hidden(path) || self.exclude.matches(path);
                self.include.matches(path) || is_partial(path) || !is_left_out()
            }
        }
    }

    /// Whether a build wrote a site into the folder, which is still there, as with `--output` or before `output` was changed. One
    /// among files that are published as they are is meant to be.
    fn is_site(&self, folder: &SourcePath) -> bool {
        let disk = self.folder.join(folder.as_str());
        [SITE_MANIFEST, "404.html"].iter().all(|name| disk.join(name).is_file()) && !is_static(folder.folder())
    }

    /// Whether a file is only there to be included.
    fn is_included_only(&self, path: &SourcePath) -> bool {
        is_partial(path) && !self.include.matches(path)
    }

    fn configures(&self, disk: &Utf8Path) -> bool {
        self.rules.configuration.iter().any(|file| file == disk)
    }

    /// Puts a file among those of its kind.
    fn sort(&self, path: SourcePath, disk: Utf8PathBuf, found: &mut Found) {
        if self.is_included_only(&path) {
            found.partials.push((path, disk));
            return;
        }
        let included = self.include.matches(&path);
        let in_static = is_static(path.folder());
        match path.extension().as_str() {
            _ if is_page(&path) => found.pages.push((path, disk)),
            "yml" | "yaml" if path.stem().eq_ignore_ascii_case("index") && !in_static && !included => {
                found.folders.push((path, disk));
            }
            _ if self.configures(&disk) => {}
            extension => {
                if matches!(extension, "yml" | "yaml") && !in_static && !included {
                    found.beside.push((path.clone(), disk.clone()));
                }
                // Any other file is published when a page links to it.
                let published = included || in_static || PUBLISHED.binary_search(&extension).is_ok();
                found.files.push(StaticFile::new(path, disk, published));
            }
        }
    }
}

/// Finds every file of a folder that is copied as it is; names that begin with `.` or `_` stay private there, too.
pub(super) fn everything(project: &Project, folder: &Utf8Path) -> Result<(Vec<StaticFile>, Walked)> {
    let (entries, walked) = walk(project, folder, &[project.output()], |_, path| !is_hidden(path))?;
    let files = entries.into_iter().map(|(path, disk)| StaticFile::new(path, disk, true));
    Ok((files.collect(), walked))
}

/// Files and folders at the root that hosts look for, although their names begin as hidden ones do.
const FOR_HOSTS: [&str; 4] = [".nojekyll", ".well-known", "_headers", "_redirects"];

/// Whether a system that makes no difference between cases may find one file by both paths.
fn may_be_same_file(one: &SourcePath, other: &SourcePath) -> bool {
    one.folder() == other.folder() && is_same_but_for_case(one.file_name(), other.file_name())
}

/// Whether every file in the folder is published.
fn is_static(folder: &str) -> bool {
    folder.split('/').any(|folder| STATIC_FOLDERS.iter().any(|name| folder.eq_ignore_ascii_case(name)))
}

fn is_page(path: &SourcePath) -> bool {
    matches!(path.extension().as_str(), "md" | "markdown")
}

/// Names that begin with `.` or `_`, and `node_modules`, are not published. GitBook keeps pictures in
/// `.gitbook/assets`.
fn is_hidden(path: &SourcePath) -> bool {
    let names_hidden = |name: &str| name.starts_with(['.', '_']) || name == "node_modules";
    let is_for_host = FOR_HOSTS.contains(&path.as_str().split('/').next().unwrap_or_default());
    let (above, below) = path.as_str().split_once(".gitbook/assets/").unwrap_or(("", path.as_str()));
    let names = above.split('/').chain(below.split('/')).filter(|name| !name.is_empty());
    names.skip(usize::from(is_for_host)).any(names_hidden)
}

#[cfg(test)]
mod tests {
    use super::PUBLISHED;

    #[test]
    fn the_list_of_extensions_is_sorted_for_searching() {
        assert!(PUBLISHED.is_sorted());
    }
}
