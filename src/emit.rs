//! Snapshot to folder, safely.
//!
//! A file is rendered, compared with what is there, written under a temporary name and renamed: a reader or a crash
//! never sees half a file, and a file that did not change is not touched. In a folder that is new there is nothing to
//! compare with and nobody to see half a site; files are written as they are. What an earlier build wrote and this one did
//! not is removed, going by the manifest that every build leaves; nothing else in the folder is ever removed.

mod manifest;
mod state;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufWriter, Write};
use std::ops::Deref;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

pub use state::State;

use crate::compile::{Row, Snapshot};
use crate::diagnostic::{Code, Diagnostic, guarded, in_order};
use crate::error::{Error, Result};
use crate::outputs::Content;
use crate::path::OutPath;
use crate::source::{Stamp, unreadable};

/// So many bytes of a file are compared at once.
const COMPARED_AT_ONCE: usize = 64 * 1024;

/// What writing a site did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were new or had changed.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
    /// What the system tells of the files that there are now.
    pub state: State,
    /// What was found wrong while rendering.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    fn of_file(path: &OutPath, file: &File, diagnostics: Vec<Diagnostic>) -> Self {
        let written = usize::from(file.is_written);
        let state = State::of(path.as_str(), file.stamp);
        Self { written, unchanged: 1 - written, removed: 0, state, diagnostics }
    }

    /// What both did.
    fn and(mut self, then: Self) -> Self {
        self.written += then.written;
        self.unchanged += then.unchanged;
        self.removed += then.removed;
        self.state = self.state.and(then.state);
        self.diagnostics.extend(then.diagnostics);
        self
    }
}

/// A file of the site, after a build.
#[derive(Debug, Default)]
struct File {
    /// Whether it was new or had changed.
    is_written: bool,
    stamp: Option<Stamp>,
}

impl File {
    fn at(file: &Utf8Path, is_written: bool) -> Self {
        Self { is_written, stamp: Stamp::written(fs::metadata(file)) }
    }
}

/// So many files are made by one thread before it looks for work again: few, so that no thread is left alone at the end.
const AT_ONCE: usize = 32;

/// Writes `snapshot` to the folder `output`, calling `progress` after each file from any thread.
///
/// # Errors
/// When the folder holds something that we did not write, or the system refuses to read or write.
pub fn emit(snapshot: &Snapshot, output: &Utf8Path, progress: &(dyn Fn() + Sync)) -> Result<Report> {
    let is_of_retype = manifest::is_of_retype(output);
    let before = manifest::read(output)?;
    let folder = Folder { path: output, is_new: before.is_empty() && !is_of_retype };
    let now: BTreeSet<&str> = snapshot.paths().map(OutPath::as_str).collect();
    let stale: Vec<&String> = before.iter().filter(|path| !now.contains(path.as_str())).collect();
    let has_stale = !stale.is_empty();
    fs::create_dir_all(output).map_err(|error| Error::io("create", output, error))?;
    // Listed before they are written: a build that is cut short leaves no file that the next one would not know as ours.
    if !now.iter().all(|path| before.contains(*path)) {
        let union = before.iter().map(String::as_str).chain(now.iter().copied()).collect();
        manifest::write(output, &union)?;
    }
    let (in_the_way, stale): (Vec<&String>, Vec<&String>) =
        stale.into_iter().partition(|path| is_in_the_way(path, &now));
    let removed = remove(output, &in_the_way)?;
    let write = |row: Row<'_>| {
        let result = write_row(row, folder);
        progress();
        result.map(|(file, diagnostics)| Report::of_file(row.path, &file, diagnostics))
    };
    let mut report = Report::default();
    for rows in snapshot.rows_in_turn() {
        let written = rows.into_par_iter().with_max_len(AT_ONCE).map(write);
        report = report.and(written.try_reduce(Report::default, |first, then| Ok(first.and(then)))?);
    }
    report.diagnostics.extend(is_of_retype.then(|| left_by_retype(output)));
    report.removed = removed + remove(output, &stale)?;
    if has_stale {
        manifest::write(output, &now)?;
    }
    report.diagnostics = in_order(report.diagnostics);
    Ok(report)
}

fn left_by_retype(output: &Utf8Path) -> Diagnostic {
    let message = format!("`{output}` held a site that Retype wrote; what this build did not replace is still there");
    let hint = "delete what is left of it; a `retype.manifest` beside the configuration lists what Retype wrote";
    Diagnostic::new(Code::OutputOfRetype, message).hint(hint)
}

/// What became of a file that is only written when there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New,
    /// There was one, and it stays as it was.
    AsItWas,
}

/// Writes a file of the author's, unless there is one.
///
/// # Errors
/// When the system refuses.
pub fn write_new(path: &Utf8Path, text: &str) -> Result<Kept> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    }
    let file = fs::File::options().write(true).create_new(true).open(path);
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Ok(Kept::New),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Kept::AsItWas),
        Err(error) => Err(Error::io("write", path, error)),
    }
}

/// Where the site is written.
#[derive(Debug, Clone, Copy)]
struct Folder<'a> {
    path: &'a Utf8Path,
    /// Whether no file was in it before.
    is_new: bool,
}

/// Renders a row and writes it if it differs from what is there.
fn write_row(row: Row<'_>, folder: Folder<'_>) -> Result<(File, Vec<Diagnostic>)> {
    let target = folder.path.join(row.path.as_str());
    if row.pieces().is_some() {
        let pieces = || row.pieces().into_iter().flatten();
        let written = guarded(row.path.as_str(), || put(folder, &target, pieces));
        return written.map_or_else(|problem| Ok((File::default(), vec![problem])), |file| Ok((file?, Vec::new())));
    }
    let (content, diagnostics) = row.render();
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::CopyOf(source) if is_same_size(&source, &target) || !target.exists() => match fs::read(&source) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(not_copied(&source, &error)),
        },
        Content::CopyOf(source) => match fs::File::open(&source) {
            Ok(_) => {
                copy(&source, &target)?;
                return Ok((File::at(&target, true), diagnostics));
            }
            Err(error) => return Ok(not_copied(&source, &error)),
        },
    };
    Ok((put(folder, &target, || std::iter::once(&bytes))?, diagnostics))
}

/// A file that the system does not let us read: the rest of the site is still built, and what an earlier build wrote of it stays.
fn not_copied(source: &Utf8Path, error: &io::Error) -> (File, Vec<Diagnostic>) {
    (File::default(), vec![unreadable(source.as_str(), error)])
}

/// Writes a file that consists of `pieces`, unless it is there already.
fn put<I: Iterator<Item: Deref<Target: AsRef<[u8]>>>>(
    folder: Folder<'_>,
    target: &Utf8Path,
    pieces: impl Fn() -> I,
) -> Result<File> {
    let write = |file: fs::File| {
        // Pieces may be small; what is larger than the writer's room goes through it uncopied.
        let mut file = BufWriter::new(file);
        pieces().try_for_each(|piece| file.write_all((*piece).as_ref()))?;
        file.flush()?;
        Ok(Stamp::written(file.get_ref().metadata()))
    };
    // Where names differ in nothing but their case, one may be there already.
    if folder.is_new
        && let Ok(stamp) = in_its_folder(target, || fs::File::create_new(target).and_then(write))
    {
        return Ok(File { is_written: true, stamp });
    }
    if holds(target, pieces()).unwrap_or(false) {
        return Ok(File::at(target, false));
    }
    replace(target, |temporary| fs::File::create(temporary).and_then(write).map(drop))?;
    Ok(File::at(target, true))
}

/// Writes a file, and makes the folder that it stands in when that is missing.
fn in_its_folder<T>(file: &Utf8Path, write: impl Fn() -> io::Result<T>) -> io::Result<T> {
    if file.file_name() == Some("index.html") {
        // It is mostly the first in its folder.
        fs::create_dir(file.parent().unwrap_or(file)).ok();
    }
    write().or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Err(error);
        }
        fs::create_dir_all(file.parent().unwrap_or(file))?;
        write()
    })
}

/// Whether a file consists of these pieces; read bit by bit, since some are large.
fn holds(file: &Utf8Path, pieces: impl Iterator<Item: Deref<Target: AsRef<[u8]>>>) -> io::Result<bool> {
    let mut there = io::BufReader::with_capacity(COMPARED_AT_ONCE, fs::File::open(file)?);
    for piece in pieces {
        let mut rest = (*piece).as_ref();
        while !rest.is_empty() {
            let read = there.fill_buf()?;
            let length = read.len().min(rest.len());
            if length == 0 || read[..length] != rest[..length] {
                return Ok(false);
            }
            rest = &rest[length..];
            there.consume(length);
        }
    }
    Ok(there.fill_buf()?.is_empty())
}

fn is_same_size(source: &Utf8Path, target: &Utf8Path) -> bool {
    let length = |path: &Utf8Path| fs::metadata(path).map(|data| data.len()).ok();
    length(source).is_some() && length(source) == length(target)
}

fn copy(source: &Utf8Path, target: &Utf8Path) -> Result<()> {
    replace(target, |temporary| fs::copy(source, temporary).map(drop))
}

/// Lets `write` make a file beside `target` and puts it in its place.
///
/// # Errors
/// With the file's name and what the system says; then the old file is still there.
pub fn replace(target: &Utf8Path, write: impl Fn(&Utf8Path) -> io::Result<()>) -> Result<()> {
    let name = target.file_name().unwrap_or_default();
    let temporary = target.with_file_name(format!(".{name}.rasher-new"));
    let attempt = in_its_folder(&temporary, || write(&temporary));
    attempt.and_then(|()| fs::rename(&temporary, target)).map_err(|error| {
        // The message is about the file, whether or not the left-over can be removed.
        fs::remove_file(&temporary).ok();
        Error::io("write", target, error)
    })
}

/// Whether a file of an earlier build stands where a folder is needed now, or the other way round.
fn is_in_the_way(stale: &str, now: &BTreeSet<&str>) -> bool {
    let below = format!("{stale}/");
    let needs_folder = now.range(below.as_str()..).next().is_some_and(|path| path.starts_with(&below));
    let is_below_file = stale.match_indices('/').any(|(at, _)| now.contains(&stale[..at]));
    needs_folder || is_below_file
}

fn is_absence(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    matches!(kind, NotFound | NotADirectory | InvalidFilename)
}

/// Removes files, and the folders that are empty without them.
fn remove(output: &Utf8Path, paths: &[&String]) -> Result<usize> {
    let mut removed = 0;
    for path in paths {
        let file = output.join(path.as_str());
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            // Where it could never be written, there is none.
            Err(error) if is_absence(error.kind()) => continue,
            Err(error) => return Err(Error::io("remove", &file, error)),
        }
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != output && fs::remove_dir(folder).is_ok()) {
            folder = empty.parent();
        }
    }
    Ok(removed)
}

/// Refuses an output folder that is one of the `sources`, its input first, or holds the project: building would mix our files with
/// the author's. Where a site was written beside the input before, the author wants it so.
///
/// # Errors
/// When it does.
pub fn check_output(output: &Utf8Path, root: &Utf8Path, sources: &[Utf8PathBuf]) -> Result<()> {
    let is_source = sources.iter().any(|folder| folder == output);
    let holds_project = sources.first().is_some_and(|input| holds_project(output, root, input));
    if is_source || holds_project && !manifest::holds_site(output) {
        Err(Error::OutputHoldsProject { path: Utf8PathBuf::from(output) })
    } else {
        Ok(())
    }
}

/// Refuses to write a site around its project where that would cost the author a file: in the input, where it would be read by the
/// next build, or in a place that no earlier site had, be it the copy of a page or the site's headers.
///
/// # Errors
/// When it would.
pub fn check_around(snapshot: &Snapshot, output: &Utf8Path, root: &Utf8Path, input: &Utf8Path) -> Result<()> {
    if !holds_project(output, root, input) {
        return Ok(());
    }
    let ours = manifest::read(output)?;
    let mut places = snapshot.paths().map(|path| (output.join(path.as_str()), ours.contains(path.as_str())));
    // What Retype left there may be replaced, and it leaves no such files.
    let is_only_ours = |place: &Utf8Path| {
        let path = place.strip_prefix(output).unwrap_or(place);
        path.extension() == Some("md")
            || path.starts_with("theme")
            || path.starts_with("search")
            || path.as_str().starts_with('_')
    };
    let is_authors = |(place, is_ours): &(Utf8PathBuf, bool)| {
        place.starts_with(input) || (!is_ours && is_only_ours(place) && place.exists())
    };
    match places.find(is_authors) {
        Some((path, _)) => Err(Error::InPlaceOfSource { path }),
        None => Ok(()),
    }
}

fn holds_project(output: &Utf8Path, root: &Utf8Path, input: &Utf8Path) -> bool {
    root.starts_with(output) || input.starts_with(output)
}
