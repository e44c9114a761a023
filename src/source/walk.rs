//! Which files of a folder belong to the site.

use std::io::ErrorKind;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

use super::partials::is_partial;
use super::text::unreadable;
use super::{Project, StaticFile};
use crate::case::is_same_but_for_case;
use crate::config::{Pattern, Patterns};
use crate::diagnostic::{Code, Diagnostic};
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

/// Files by their path in the folder, and where they are on disk.
pub(super) type Paths = Vec<(SourcePath, Utf8PathBuf)>;

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

/// What a walk over a folder came by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Walked {
    /// The folders in which a change would matter: those that were entered, and those that symbolic links lead to.
    pub(super) entered: Vec<Utf8PathBuf>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the system refused to say what is in a folder.
    pub(super) is_refused: bool,
    /// Whether symbolic links were followed.
    pub(super) has_links: bool,
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
        // In any folder there may be something that is included.
        kind == Kind::Folder
            || self.include.matches(path)
            || is_partial(path)
            || !(is_hidden(path) || self.exclude.matches(path))
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
        let in_static =
            path.folder().split('/').any(|folder| STATIC_FOLDERS.iter().any(|name| folder.eq_ignore_ascii_case(name)));
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

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

/// The files below `folder` for which `keep` holds, in path order; nothing in the `own` folders is among them. Symbolic links are
/// followed to what pages may show.
fn walk(
    project: &Project,
    folder: &Utf8Path,
    own: &[Utf8PathBuf],
    keep: impl Fn(Kind, &SourcePath) -> bool,
) -> Result<(Paths, Walked)> {
    let mut files = Vec::new();
    let mut walked = Walked { entered: vec![folder.to_owned()], ..Walked::default() };
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // The folder itself must be readable.
            Err(error) if error.depth() == 0 => return Err(Error::io("read", folder, error.into())),
            Err(error) => {
                let is_wanted = |path: &Utf8Path| path_in(folder, path).is_some_and(|path| keep(Kind::File, &path));
                let path = error.path().and_then(Utf8Path::from_path).filter(|path| is_wanted(path));
                // What leads nowhere now leads to a file as soon as that comes.
                walked.has_links |= path.is_some_and(Utf8Path::is_symlink);
                let problem = path.and_then(|path| refused(project, path, &error));
                walked.is_refused |= problem.is_some();
                walked.diagnostics.extend(problem);
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let kind = if is_folder { Kind::Folder } else { Kind::File };
        let Some(disk) = Utf8Path::from_path(entry.path()) else {
            let disk = entry.path().to_string_lossy();
            let disk = Utf8Path::new(&*disk);
            let is_wanted = path_in(folder, disk).is_some_and(|path| keep(Kind::File, &path));
            walked.diagnostics.extend(is_wanted.then(|| unnamed(&project.name_of(disk))));
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        };
        let Some(path) = path_in(folder, disk) else { continue };
        // Compared as text, which takes less than by their parts.
        let is_own = || own.iter().any(|own| own.as_str() == disk.as_str());
        let is_wanted = keep(kind, &path) && !(is_folder && (is_own() || never_entered(disk)));
        let is_link = entry.path_is_symlink();
        if !is_wanted || (is_link && !is_followed(project, folder, disk, &mut walked.diagnostics)) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        walked.has_links |= is_link;
        if is_folder {
            walked.entered.push(disk.to_owned());
            continue;
        }
        if !entry.file_type().is_file() {
            // To read a pipe or a device would wait for whoever writes.
            continue;
        }
        if is_link {
            walked.entered.extend(disk.canonicalize_utf8().ok().and_then(|target| Some(target.parent()?.to_owned())));
        }
        files.push((path, disk.to_owned()));
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok((files, walked))
}

/// What the system refused to say of a file or folder; a link that leads nowhere or in a circle is passed over.
fn refused(project: &Project, path: &Utf8Path, error: &walkdir::Error) -> Option<Diagnostic> {
    let error = error.io_error()?;
    let leads_nowhere = match error.kind() {
        ErrorKind::NotFound => true,
        ErrorKind::PermissionDenied => false,
        _ => path.is_symlink(),
    };
    (!leads_nowhere).then(|| unreadable(&project.name_of(path), error))
}

/// That something is left out that no address can name.
fn unnamed(name: &str) -> Diagnostic {
    let message = format!("`{name}` is left out, since its name is not UTF-8");
    Diagnostic::new(Code::MissingFile, message)
        .hint("rename it: archives of other systems write names in other encodings")
}

/// Folders that can be huge and never hold anything to publish.
fn never_entered(folder: &Utf8Path) -> bool {
    match folder.file_name() {
        Some(".git" | "node_modules" | ".rasher" | ".retype") => true,
        // Cargo marks its own; a chapter may well be called so, too.
        Some("target") => folder.join("CACHEDIR.TAG").is_file(),
        _ => false,
    }
}

/// Whether a symbolic link is followed: not one that leads around, nor one that leads out, which is told.
fn is_followed(project: &Project, folder: &Utf8Path, link: &Utf8Path, told: &mut Vec<Diagnostic>) -> bool {
    if leads_around(folder, link) {
        return false;
    }
    let leads_out = !project.may_show(link);
    if leads_out {
        let message = format!("the symbolic link `{}` leads out of the project", project.name_of(link));
        told.push(Diagnostic::new(Code::SymlinkOutside, message).hint("copy the file into the project"));
    }
    !leads_out
}

/// Whether a link leads to a folder that holds the one that is walked over, so that all of it would be found again.
fn leads_around(folder: &Utf8Path, link: &Utf8Path) -> bool {
    matches!((link.canonicalize_utf8(), folder.canonicalize_utf8()), (Ok(target), Ok(folder)) if folder.starts_with(&target))
}

/// The path in `folder` of what a walk over it came by: every one is that of the folder and what is below it.
fn path_in(folder: &Utf8Path, disk: &Utf8Path) -> Option<SourcePath> {
    SourcePath::new(disk.as_str().strip_prefix(folder.as_str()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::PUBLISHED;

    #[test]
    fn the_list_of_extensions_is_sorted_for_searching() {
        assert!(PUBLISHED.is_sorted());
    }
}
