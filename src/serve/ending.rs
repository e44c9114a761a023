//! How a program is asked to end: with Ctrl-C, and on Unix also by the system.

use std::io;
#[cfg(unix)]
use std::task::Poll;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The wish of the user or the system that the program ends.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Ending {
    interrupted: Signal,
    terminated: Signal,
}

#[cfg(unix)]
impl Ending {
    /// From here on the wish is heard, also before somebody waits for it.
    pub(super) fn expected() -> io::Result<Self> {
        Ok(Self { interrupted: signal(SignalKind::interrupt())?, terminated: signal(SignalKind::terminate())? })
    }

    /// Waits for it.
    pub(super) async fn comes(&mut self) -> io::Result<()> {
        std::future::poll_fn(|context| {
            let is_ending =
                self.interrupted.poll_recv(context).is_ready() || self.terminated.poll_recv(context).is_ready();
            if is_ending { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        Ok(())
    }
}

/// The wish of the user that the program ends, where there are no signals.
#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Ending;

#[cfg(not(unix))]
impl Ending {
    pub(super) fn expected() -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) async fn comes(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
