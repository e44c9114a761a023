//! How long readers are waited for, and a connection that ends when its reader is too slow or listens no more.
//!
//! Without this, whoever asks for much and takes little would keep a connection and its memory for ever.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// How long readers are waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// How long a request's head may take to come, which is also how long a connection may say nothing.
    pub(super) head: Duration,
    /// How long a reader may let us wait, in all, before they have taken a [`MORSEL`].
    pub(super) morsel: Duration,
    /// How often a page that listens hears that we are still there; and we, whether it is.
    pub(super) pulse: Duration,
    /// How long somebody who has a seat is heard out in all, once they were answered: a slow upload is still under way when it
    /// is refused.
    pub(super) hearing: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let [head, morsel, pulse, hearing] = [10, 30, 15, 10].map(Duration::from_secs);
        Self { head, morsel, pulse, hearing }
    }
}

/// What a reader has to take before they are waited for as long again.
const MORSEL: usize = 128 * 1024;

/// How much the system may hold for a reader. It tells that there is room again once a third of this is free, and would by itself
/// hold megabytes: then a reader who is merely slow would seem to take nothing for minutes.
const HELD: usize = 64 * 1024;

/// The waiting for one reader. Only time in which we could not send counts, so that an open stream may be silent for days.
#[derive(Debug)]
struct Pace {
    morsel: Duration,
    /// How much longer we wait for this morsel.
    left: Duration,
    /// How much of it was taken.
    taken: usize,
}

impl Pace {
    fn new(morsel: Duration) -> Self {
        Self { morsel, left: morsel, taken: 0 }
    }

    /// Notes how long we waited before we could send again. If that is longer than we would have, we were not running ourselves,
    /// such as while stopped by Ctrl-Z, and the reader is not to blame.
    fn waited(&mut self, time: Duration) {
        if time < self.left {
            self.left -= time;
        } else {
            *self = Self::new(self.morsel);
        }
    }

    /// Notes that bytes were taken.
    fn took(&mut self, bytes: usize) {
        self.taken += bytes;
        if self.taken >= MORSEL {
            *self = Self::new(self.morsel);
        }
    }
}

/// A stream whose writing fails when its reader is too slow; and once that reader only listens, when they close their side.
pub(super) struct Patient {
    stream: TcpStream,
    pace: Pace,
    /// Runs while a write waits, since then.
    alarm: Option<(Instant, Pin<Box<Sleep>>)>,
    /// Whether the reader has nothing more to say, and only listens for events.
    listens: Listens,
}

/// Tells a [`Patient`] that its reader only listens from now on. One who has closed their side behind a request for a file still
/// waits for it ("half-closed"); a page that listens and does so was closed.
#[derive(Debug, Clone, Default)]
pub(super) struct Listens(Arc<AtomicBool>);

impl Listens {
    pub(super) fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Patient {
    pub(super) fn new(stream: TcpStream, patience: Patience, listens: Listens) -> Self {
        // Without it, readers are asked to be quicker than they would have to be.
        SockRef::from(&stream).set_send_buffer_size(HELD).ok();
        // Events are small and should not wait for more.
        stream.set_nodelay(true).ok();
        Self { stream, pace: Pace::new(patience.morsel), alarm: None, listens }
    }

    /// What `attempt` comes to, unless its reader has let us wait for too long.
    fn patiently<T>(
        &mut self,
        context: &mut Context<'_>,
        attempt: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(result) = attempt(Pin::new(&mut self.stream), context) {
            if let Some((since, _)) = self.alarm.take() {
                self.pace.waited(since.elapsed());
            }
            return Poll::Ready(result);
        }
        let left = self.pace.left;
        let (_, alarm) = self.alarm.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        ready!(alarm.as_mut().poll(context));
        // What the system still holds for this reader would be kept until they take it, too.
        self.stream.set_zero_linger().ok();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn patiently_write(
        &mut self,
        context: &mut Context<'_>,
        attempt: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let written = ready!(self.patiently(context, attempt));
        self.pace.took(written.as_ref().copied().unwrap_or_default());
        Poll::Ready(written)
    }

    /// Whether the reader's side is closed. Otherwise we are woken when it is.
    fn is_left(&self, context: &mut Context<'_>) -> bool {
        let peeked = self.stream.poll_peek(context, &mut ReadBuf::new(&mut [0]));
        matches!(peeked, Poll::Ready(Ok(0) | Err(_)))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.patiently_write(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.patiently_write(context, |stream, context| stream.poll_write_vectored(context, pieces))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Whoever has sent everything flushes, so this is where a connection comes by that has nothing to send.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.listens.has_begun() && self.is_left(context) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        self.patiently(context, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.patiently(context, AsyncWrite::poll_shutdown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_waited_for_as_long_as_they_take_a_morsel_in_time() {
        let second = Duration::from_secs(1);
        // Bytes a second, and whether a reader of this speed is waited for.
        for (speed, is_waited_for) in
            [(1, false), (500, false), (MORSEL / 40, false), (MORSEL / 20, true), (MORSEL, true)]
        {
            let mut pace = Pace::new(30 * second);
            let is_in_time = (0..1000).all(|_| {
                let is_in_time = second < pace.left;
                pace.waited(second);
                pace.took(speed);
                is_in_time
            });
            assert_eq!(is_in_time, is_waited_for, "{speed}");
        }
    }

    #[test]
    fn a_reader_is_not_to_blame_for_time_in_which_we_were_stopped() {
        let second = Duration::from_secs(1);
        let mut pace = Pace::new(30 * second);
        pace.waited(20 * second);
        pace.took(1);
        assert_eq!((pace.left, pace.taken), (10 * second, 1));
        pace.waited(33 * second);
        assert_eq!((pace.left, pace.taken), (30 * second, 0));
    }
}
