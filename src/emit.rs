//! Snapshot to folder, safely.
//!
//! A file is rendered, compared with what is there, written under a temporary name and renamed: a reader or a crash
//! never sees half a file, and a file that did not change is not touched. In a folder that is new there is nothing to
//! compare with and nobody to see half a site; files are written as they are. What an earlier build wrote and this one did
//! not is removed, going by the manifest that every build leaves; nothing else in the folder is ever removed.

mod file;
mod manifest;
mod refused;
mod state;

use std::collections::BTreeSet;
use std::{fs, io};

use camino::Utf8Path;
use rayon::prelude::*;

use file::{File, Folder, put, put_copy};
pub use file::{Kept, replace, write_new};
pub use refused::{check_around, check_output};
pub use state::State;

use crate::compile::{Row, Snapshot};
use crate::diagnostic::{Code, Diagnostic, guarded, in_order};
use crate::error::{Error, Result};
use crate::outputs::Content;
use crate::path::OutPath;
use crate::source::unreadable;

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

/// So many files are made by one thread before it looks for work again: few, so that no thread is left alone at the end.
const AT_ONCE: usize = 32;

/// Writes `snapshot` to the folder `output`, calling `progress` after each file from any thread.
///
/// # Errors
/// When the folder holds something that we did not write, or the system refuses to read or write.
pub fn emit(snapshot: &Snapshot, output: &Utf8Path, progress: &(dyn Fn() + Sync)) -> Result<Report> {
    fs::create_dir_all(output).map_err(|error| Error::io("create", output, error))?;
    // Of two builds into one folder the second waits: they would write the same files. Where a folder cannot be locked, nobody does.
    let _turn = fs::File::open(output).ok().filter(|folder| folder.lock().is_ok());
    let is_of_retype = manifest::is_of_retype(output);
    let before = manifest::read(output)?;
    let folder = Folder { path: output, is_new: !manifest::holds_site(output) };
    let now: BTreeSet<&str> = snapshot.paths().map(OutPath::as_str).collect();
    let stale: Vec<&String> = before.iter().filter(|path| !now.contains(path.as_str())).collect();
    let has_stale = !stale.is_empty();
    // Listed before they are written: a build that is cut short leaves no file that the next one would not know as ours.
    if !now.iter().all(|path| before.contains(*path)) {
        let union = before.iter().map(String::as_str).chain(now.iter().copied()).collect();
        manifest::write(output, &union)?;
    }
    let (in_the_way, stale): (Vec<&String>, Vec<&String>) =
        stale.into_iter().partition(|path| is_in_the_way(path, &now));
    let removed = remove(folder, &in_the_way)?;
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
    report.removed = removed + remove(folder, &stale)?;
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

/// Renders a row and writes it if it differs from what is there.
fn write_row(row: Row<'_>, folder: Folder<'_>) -> Result<(File, Vec<Diagnostic>)> {
    let target = folder.path.join(row.path.as_str());
    if row.pieces().is_some() {
        let pieces = || row.pieces().into_iter().flatten();
        let written = guarded(row.path.as_str(), || put(folder, &target, pieces));
        return written.map_or_else(|problem| Ok((File::default(), vec![problem])), |file| Ok((file?, Vec::new())));
    }
    let (content, mut diagnostics) = row.render();
    let file = match content {
        Content::Bytes(bytes) => put(folder, &target, || std::iter::once(&bytes))?,
        Content::CopyOf(source) => {
            let (file, problems) = write_copy(&source, &target, folder)?;
            diagnostics.extend(problems);
            file
        }
    };
    Ok((file, diagnostics))
}

/// Writes the copy of a file. One that the system does not let us read is told: the rest of the site is still built, and what an
/// earlier build wrote of it stays.
fn write_copy(source: &Utf8Path, target: &Utf8Path, folder: Folder<'_>) -> Result<(File, Vec<Diagnostic>)> {
    match fs::File::open(source) {
        Ok(source) => Ok((put_copy(folder, target, &source)?, Vec::new())),
        Err(error) => Ok((File::default(), vec![unreadable(source.as_str(), &error)])),
    }
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
fn remove(folder: Folder<'_>, paths: &[&String]) -> Result<usize> {
    let output = folder.path;
    let mut removed = 0;
    for path in paths {
        let file = output.join(path.as_str());
        folder.refuse_link(&file)?;
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            // Where it could never be written, there is none.
            Err(error) if is_absence(error.kind()) => continue,
            Err(error) => return Err(Error::io("remove", &file, error)),
        }
        let mut above = file.parent();
        while let Some(empty) = above.filter(|folder| *folder != output && fs::remove_dir(folder).is_ok()) {
            above = empty.parent();
        }
    }
    Ok(removed)
}
