//! What is sent behind the head of an answer.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::spawn_blocking;

use crate::source::Stamp;

/// How much of a file is read at once, so that little is held for a slow reader.
const CHUNK: u64 = 64 * 1024;

/// A larger file is not held whole.
const MOST_HELD: u64 = 256 * 1024;

/// The body of an answer.
#[derive(Debug)]
pub(super) enum Body {
    /// All of it.
    Whole(Bytes),
    /// Piece by piece: a file, or events.
    Pieces(Receiver<Bytes>),
}

impl Body {
    pub(super) fn empty() -> Self {
        Self::Whole(Bytes::new())
    }

    /// A part of a file, read as fast as the reader takes it. A file that changes meanwhile cuts the answer short, which the
    /// reader sees by the length that was announced.
    pub(super) fn of_file(file: FileOnDisk, part: Range<u64>) -> Self {
        let (sender, receiver) = channel(1);
        tokio::spawn(async move {
            let mut at = part.start;
            let file = Arc::new(file);
            while at < part.end {
                let (file, end) = (Arc::clone(&file), part.end.min(at + CHUNK));
                let Ok(Ok(piece)) = spawn_blocking(move || file.read(at..end)).await else { return };
                at = end;
                if sender.send(piece.into()).await.is_err() {
                    return;
                }
            }
        });
        Self::Pieces(receiver)
    }
}

/// A file as it was when it was asked for. It is opened for each piece anew: a reader, however slow, takes one of the files that the
/// system lets us open, which is the connection.
#[derive(Debug)]
pub(super) struct FileOnDisk {
    path: PathBuf,
    pub(super) length: u64,
    pub(super) stamp: Stamp,
}

impl FileOnDisk {
    /// A part of it, unless it is another by now.
    fn read(&self, part: Range<u64>) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        if Stamp::of(&file.metadata()?)? != self.stamp {
            return Err(io::ErrorKind::InvalidData.into());
        }
        // A piece fits into memory.
        let mut bytes = vec![0; (part.end - part.start) as usize];
        file.seek(SeekFrom::Start(part.start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// A file that was asked for.
#[derive(Debug)]
pub(super) enum Found {
    /// All of it, so that what is said of it is said of these bytes, whatever becomes of the file.
    Small(Vec<u8>),
    /// More than should be held for a slow reader.
    Large(FileOnDisk),
}

/// The file at `path` as it is now, if it can be read.
pub(super) fn found(path: &Path) -> io::Result<Found> {
    let mut file = File::open(path)?;
    let data = file.metadata()?;
    if data.len() > MOST_HELD {
        return Ok(Found::Large(FileOnDisk { path: path.to_owned(), length: data.len(), stamp: Stamp::of(&data)? }));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Found::Small(bytes))
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Pieces(receiver) => {
                receiver.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_large_file_is_read_in_parts_and_never_as_a_mixture_of_two() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let write = |letter: u8| {
            fs::write(&path, vec![letter; MOST_HELD as usize + 1]).unwrap();
            // As from an archive or a copy that keeps times: length and time tell nothing.
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        };
        write(b'a');
        let Found::Large(file) = found(&path).unwrap() else { panic!("it is large") };
        assert_eq!((file.length, file.read(1..3).unwrap().as_slice()), (MOST_HELD + 1, &b"aa"[..]));
        if cfg!(unix) {
            fs::remove_file(&path).unwrap();
            write(b'b');
            assert_eq!(file.read(1..3).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
        fs::remove_file(&path).unwrap();
        assert!(file.read(1..3).is_err() && found(&path).is_err());
    }

    #[test]
    fn a_file_is_held_whole_as_long_as_it_is_small() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        for length in [0, 1, MOST_HELD as usize] {
            fs::write(&path, vec![b'a'; length]).unwrap();
            let Found::Small(bytes) = found(&path).unwrap() else { panic!("{length} bytes are few") };
            assert_eq!(bytes, vec![b'a'; length]);
        }
        assert!(found(folder.path()).is_err(), "a folder is none");
    }
}
