//! One file in the output folder, written so that a reader or a crash never sees half of it.

use std::fs;
use std::io::{self, BufRead, BufWriter, Write};
use std::ops::Deref;

use camino::Utf8Path;

use crate::error::{Error, Result};
use crate::source::Stamp;

/// So many bytes of a file are compared at once.
const COMPARED_AT_ONCE: usize = 64 * 1024;

/// Where the site is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder<'a> {
    pub(super) path: &'a Utf8Path,
    /// Whether no file was in it before.
    pub(super) is_new: bool,
}

/// A file of the site, after a build.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Whether it was new or had changed.
    pub(super) is_written: bool,
    pub(super) stamp: Option<Stamp>,
}

impl File {
    pub(super) fn at(file: &Utf8Path, is_written: bool) -> Self {
        Self { is_written, stamp: Stamp::written(fs::metadata(file)) }
    }
}

/// Writes a file that consists of `pieces`, unless it is there already.
pub(super) fn put<I: Iterator<Item: Deref<Target: AsRef<[u8]>>>>(
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

pub(super) fn is_same_size(source: &Utf8Path, target: &Utf8Path) -> bool {
    let length = |path: &Utf8Path| fs::metadata(path).map(|data| data.len()).ok();
    length(source).is_some() && length(source) == length(target)
}

pub(super) fn copy(source: &Utf8Path, target: &Utf8Path) -> Result<()> {
    replace(target, |temporary| fs::copy(source, temporary).map(drop))
}

/// Lets `write` make a file beside `target` and puts it in its place.
///
/// # Errors
/// With the file's name and what the system says; then the old file is still there.
pub fn replace(target: &Utf8Path, write: impl Fn(&Utf8Path) -> io::Result<()>) -> Result<()> {
    // The name itself may be as long as there can be one.
    let name = blake3::hash(target.file_name().unwrap_or_default().as_bytes()).to_hex();
    let temporary = target.with_file_name(format!(".{}.rasher-new", &name[..16]));
    let attempt = in_its_folder(&temporary, || write(&temporary));
    attempt.and_then(|()| fs::rename(&temporary, target)).map_err(|error| {
        // The message is about the file, whether or not the left-over can be removed.
        fs::remove_file(&temporary).ok();
        Error::io("write", target, error)
    })
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
