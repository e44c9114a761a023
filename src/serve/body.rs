//! What is sent behind the head of an answer.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::spawn_blocking;

/// How much of a large file is read at once.
const CHUNK: u64 = 64 * 1024;

/// The body of an answer.
#[derive(Debug)]
pub(super) enum Body {
    /// All of it.
    Whole(Bytes),
    /// Piece by piece: a large file, or events.
    Pieces(Receiver<Bytes>),
}

impl Body {
    pub(super) fn empty() -> Self {
        Self::Whole(Bytes::new())
    }

    /// A part of a file, read as fast as the reader takes it. A file that ends early cuts the answer short, which the reader
    /// sees by the length that was announced.
    pub(super) fn of_file(file: File, part: Range<u64>) -> Self {
        let (sender, receiver) = channel(2);
        tokio::spawn(async move {
            let mut at = part.start;
            let file = Arc::new(file);
            while at < part.end {
                let (file, length) = (Arc::clone(&file), CHUNK.min(part.end - at));
                let Ok(Ok(piece)) = spawn_blocking(move || read(&file, at, length)).await else { return };
                at += piece.len() as u64;
                if piece.is_empty() || sender.send(piece.into()).await.is_err() {
                    return;
                }
            }
        });
        Self::Pieces(receiver)
    }
}

fn read(mut file: &File, at: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(length).read_to_end(&mut piece)?;
    Ok(piece)
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
