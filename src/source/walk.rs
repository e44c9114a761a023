//! A walk over a folder: its files as far as they are wanted, and what the system has to say of it.

use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::{DirEntry, WalkDir};

use super::Project;
use super::text::unreadable;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Error, Result};
use crate::path::SourcePath;

/// Files by their path in the folder, and where they are on disk.
pub(super) type Paths = Vec<(SourcePath, Utf8PathBuf)>;

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

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
}

/// The files below `folder` for which `keep` holds, in path order; nothing in the `own` folders is among them. Symbolic links are
/// followed to what pages may show.
pub(super) fn walk(
    project: &Project,
    folder: &Utf8Path,
    own: &[Utf8PathBuf],
    keep: impl Fn(Kind, &SourcePath) -> bool,
) -> Result<(Paths, Walked)> {
    let walked = Walked { entered: vec![folder.to_owned()], ..Walked::default() };
    let mut walk = Walk { project, folder, own, keep, files: Vec::new(), walked };
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if walk.takes(&entry) || !entry.file_type().is_dir() => {}
            Ok(_) => entries.skip_current_dir(),
            // The folder itself must be readable.
            Err(error) if error.depth() == 0 => return Err(Error::io("read", folder, error.into())),
            Err(error) => walk.note_refused(&error),
        }
    }
    walk.files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok((walk.files, walk.walked))
}

/// A walk over a folder, as far as it has come.
struct Walk<'w, K> {
    project: &'w Project,
    folder: &'w Utf8Path,
    own: &'w [Utf8PathBuf],
    keep: K,
    files: Paths,
    walked: Walked,
}

impl<K: Fn(Kind, &SourcePath) -> bool> Walk<'_, K> {
    /// Takes a file, or a folder to walk over; tells whether it does.
    fn takes(&mut self, entry: &DirEntry) -> bool {
        let kind = if entry.file_type().is_dir() { Kind::Folder } else { Kind::File };
        let Some(disk) = Utf8Path::from_path(entry.path()) else {
            let disk = entry.path().to_string_lossy();
            let disk = Utf8Path::new(&*disk);
            let problem = self.keeps_file(disk).then(|| unnamed(&self.project.name_of(disk)));
            self.walked.diagnostics.extend(problem);
            return false;
        };
        let Some(path) = path_in(self.folder, disk) else { return true };
        // Compared as text, which takes less than by their parts.
        let is_own = || self.own.iter().any(|own| own.as_str() == disk.as_str());
        let is_wanted = (self.keep)(kind, &path) && !(kind == Kind::Folder && (is_own() || never_entered(disk)));
        let is_link = entry.path_is_symlink();
        if !is_wanted || (is_link && !is_followed(self.project, self.folder, disk, &mut self.walked.diagnostics)) {
            return false;
        }
        self.walked.has_links |= is_link;
        if kind == Kind::Folder {
            self.walked.entered.push(disk.to_owned());
            return true;
        }
        // To read a pipe or a device would wait for whoever writes.
        let is_file = entry.file_type().is_file();
        if is_file && is_link {
            let target = disk.canonicalize_utf8().ok();
            self.walked.entered.extend(target.and_then(|target| Some(target.parent()?.to_owned())));
        }
        self.files.extend(is_file.then(|| (path, disk.to_owned())));
        is_file
    }

    /// Notes what the system refuses.
    fn note_refused(&mut self, error: &walkdir::Error) {
        let path = error.path().and_then(Utf8Path::from_path).filter(|path| self.keeps_file(path));
        // What leads nowhere now leads to a file as soon as that comes.
        self.walked.has_links |= path.is_some_and(Utf8Path::is_symlink);
        let problem = path.and_then(|path| refused(self.project, path, error));
        self.walked.is_refused |= problem.is_some();
        self.walked.diagnostics.extend(problem);
    }

    fn keeps_file(&self, disk: &Utf8Path) -> bool {
        path_in(self.folder, disk).is_some_and(|path| (self.keep)(Kind::File, &path))
    }
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
pub(super) fn path_in(folder: &Utf8Path, disk: &Utf8Path) -> Option<SourcePath> {
    SourcePath::new(disk.as_str().strip_prefix(folder.as_str()).unwrap_or_default())
}
