//! The preview: a project's site as a server shows it while its author writes.
//!
//! A [`Preview`] follows the project. Each time something changed it looks at the whole project (reading and parsing only
//! what is new) and publishes a [`Moment`]: an immutable site with what is wrong. A request is answered with a row of the
//! moment's table, rendered when it is asked for, so there is nothing stale to show; open pages are told when their own bytes
//! changed. A moment that cannot be compiled keeps the site of the last that could.
//!
//! This is the only place with asynchronous code: a page that listens for changes should not cost a thread.

mod answer;
mod body;
mod conditions;
mod connection;
mod demos;
mod ending;
mod listen;
mod live;
mod media;
mod patience;
mod preview;
mod published;
mod range;
mod request;
mod watch;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use camino::Utf8PathBuf;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch as latest;

pub use listen::{Bound, Port};
pub use preview::{Look, Options, Preview};
pub use watch::Watch;

use ending::Ending;
use patience::Patience;
use published::Published;

use crate::compile::Snapshot;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::stack::STACK;

/// How long answers that are being sent may take when the server ends.
const FAREWELL: Duration = Duration::from_millis(200);

/// A site as it is shown between two changes.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Later moments have larger numbers, also those of a server that is started anew.
    number: u64,
    /// The newest site that could be compiled.
    site: Arc<Snapshot>,
    /// What is wrong with the project.
    problems: Vec<Diagnostic>,
    /// Why the project cannot be compiled as it is.
    failure: Option<Failure>,
    /// The addresses of files that changed since the server started, with the moment of the last change.
    changed_files: BTreeMap<String, u64>,
    /// What a host says of its files; read when the first of them is asked for.
    published: OnceLock<Published>,
    /// The project's folder.
    root: Utf8PathBuf,
    /// How the author's editor is called.
    editor: String,
}

/// What keeps a project from being compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A lower-case phrase.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Moment {
    /// What a host says of the site's files.
    fn published(&self) -> &Published {
        self.published.get_or_init(|| Published::of(&self.site))
    }

    /// The addresses of files that changed after a moment.
    fn files_since(&self, moment: u64) -> impl Iterator<Item = &str> {
        self.changed_files.iter().filter(move |(_, changed)| **changed > moment).map(|(address, _)| address.as_str())
    }

    /// A number for the moment after this one: the time, so that a page of an earlier server knows that it is behind.
    fn next_number(before: u64) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis());
        u64::try_from(now).unwrap_or_default().max(before + 1)
    }
}

/// A server that answers until it is dropped.
#[derive(Debug)]
pub struct Server {
    runtime: Option<Runtime>,
    ending: Ending,
}

impl Server {
    /// Starts to answer with what `moments` says last.
    ///
    /// # Errors
    /// When the system does not give it threads or sockets.
    pub fn start(bound: Bound, moments: latest::Receiver<Arc<Moment>>) -> Result<Self> {
        let failed = |action| move |error| Error::System { action, error };
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(16)
            .thread_stack_size(STACK)
            .thread_name("rasher-serve")
            .enable_all()
            .build()
            .map_err(failed("start the server"))?;
        let desk = Arc::new(connection::Desk::new(bound.names, moments, Patience::default()));
        for listener in bound.listeners {
            listener.set_nonblocking(true).map_err(failed("listen"))?;
            let _inside = runtime.enter();
            let listener = tokio::net::TcpListener::from_std(listener).map_err(failed("listen"))?;
            runtime.spawn(connection::accept(listener, Arc::clone(&desk)));
        }
        // From here on, and not only when somebody waits for it: an early Ctrl-C is one, too.
        let ending = runtime.block_on(async { Ending::expected() }).map_err(failed("wait for Ctrl-C"))?;
        Ok(Self { runtime: Some(runtime), ending })
    }

    /// Waits until the user or the system asks the program to end.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn wait(&mut self) -> Result<()> {
        let Some(runtime) = &self.runtime else { return Ok(()) };
        runtime.block_on(self.ending.comes()).map_err(|error| Error::System { action: "wait for Ctrl-C", error })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(FAREWELL);
        }
    }
}
