//! One file in the output folder, written so that a reader or a crash never sees half of it.

use std::fs;
use std::io::{self, BufRead, BufWriter, Read, Seek, Write};
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
    /// Whether nothing was in it before.
    pub(super) is_new: bool,
}

impl Folder<'_> {
    /// Refuses a file that stands behind a symbolic link in the output folder: what comes with a project must not lead out of it.
    pub(super) fn refuse_link(&self, file: &Utf8Path) -> Result<()> {
        let inside = file.ancestors().skip(1).take_while(|folder| *folder != self.path);
        match inside.filter(|folder| folder.is_symlink()).last() {
            Some(link) => Err(Error::LinkInOutput { path: link.to_owned() }),
            None => Ok(()),
        }
    }
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
    let write = |file: &fs::File| {
        // Pieces may be small; what is larger than the writer's room goes through it uncopied.
        let mut file = BufWriter::new(file);
        pieces().try_for_each(|piece| file.write_all((*piece).as_ref()))?;
        file.flush()
    };
    written(folder, target, || holds(target, pieces()), write)
}

/// Writes the copy of a file, unless it is there already. The system copies, so that films need no memory.
pub(super) fn put_copy(folder: Folder<'_>, target: &Utf8Path, mut source: &fs::File) -> Result<File> {
    let is_there = || Ok(is_same_size(source, target)? && holds(target, chunks(source))?);
    let write = |mut file: &fs::File| {
        source.rewind()?;
        io::copy(&mut source, &mut file).map(drop)
    };
    written(folder, target, is_there, write)
}

/// Lets `write` make a file, unless it is there already.
fn written(
    folder: Folder<'_>,
    target: &Utf8Path,
    is_there: impl FnOnce() -> io::Result<bool>,
    mut write: impl FnMut(&fs::File) -> io::Result<()>,
) -> Result<File> {
    let mut write = |file: &fs::File| write(file).map(|()| Stamp::written(file.metadata()));
    // Where names differ in nothing but their case, one may be there already.
    if folder.is_new
        && let Ok(stamp) = in_its_folder(target, || fs::File::create_new(target).and_then(|file| write(&file)))
    {
        return Ok(File { is_written: true, stamp });
    }
    if is_there().unwrap_or(false) {
        return Ok(File::at(target, false));
    }
    folder.refuse_link(target)?;
    replace(target, |temporary| write(temporary).map(drop))?;
    Ok(File::at(target, true))
}

/// Writes a file, and makes the folder that it stands in when that is missing.
fn in_its_folder<T>(file: &Utf8Path, mut write: impl FnMut() -> io::Result<T>) -> io::Result<T> {
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

/// What is in a file, bit by bit. It ends where the system does not let us read on.
fn chunks(file: &fs::File) -> impl Iterator<Item = Vec<u8>> {
    std::iter::from_fn(move || {
        let mut chunk = Vec::with_capacity(COMPARED_AT_ONCE);
        file.take(COMPARED_AT_ONCE as u64).read_to_end(&mut chunk).ok()?;
        (!chunk.is_empty()).then_some(chunk)
    })
}

fn is_same_size(file: &fs::File, other: &Utf8Path) -> io::Result<bool> {
    Ok(file.metadata()?.len() == fs::metadata(other)?.len())
}

/// Lets `write` fill a file beside `target`, and puts it in its place.
///
/// # Errors
/// With the file's name and what the system says; then the old file is still there.
pub fn replace(target: &Utf8Path, mut write: impl FnMut(&fs::File) -> io::Result<()>) -> Result<()> {
    // The name itself may be as long as there can be one.
    let name = blake3::hash(target.file_name().unwrap_or_default().as_bytes()).to_hex();
    let temporary = target.with_file_name(format!(".{}.rasher-new", &name[..16]));
    let create = || {
        // What a build that was cut short left there, or a link that somebody laid, is not written through.
        fs::File::create_new(&temporary).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => fs::remove_file(&temporary).and_then(|()| fs::File::create_new(&temporary)),
            _ => Err(error),
        })
    };
    let attempt = in_its_folder(&temporary, || create().and_then(|file| write(&file)));
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
