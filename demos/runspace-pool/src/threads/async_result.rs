//! The place where a job's output waits to be collected, and the handle to it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::lock;
use crate::ErrorRecord;

/// What a script gave: its output, or the record of its failure.
pub type Output<T> = Result<T, ErrorRecord>;

/// A handle to a job that was begun: the `IAsyncResult` that `$powershell.BeginInvoke()` returns, kept in the post's
/// `$runspace.Status`.
#[derive(Clone)]
pub struct AsyncResult {
    progress: Arc<Progress>,
}

/// What everybody may know about a job, whatever the type of its output.
#[derive(Default)]
pub(super) struct Progress {
    completed: AtomicBool,
    stop_requested: AtomicBool,
}

impl AsyncResult {
    pub(super) fn new(progress: Arc<Progress>) -> Self {
        Self { progress }
    }

    pub(super) fn is_for(&self, progress: &Arc<Progress>) -> bool {
        Arc::ptr_eq(&self.progress, progress)
    }

    /// Whether the output is there, so that `end_invoke` would not wait: `$runspace.Status.IsCompleted`.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.progress.completed.load(Ordering::Acquire)
    }
}

impl Progress {
    pub(super) fn request_stop(&self) {
        self.stop_requested.store(true, Ordering::Release);
    }

    pub(super) fn stop_requested(&self) -> bool {
        self.stop_requested.load(Ordering::Acquire)
    }
}

/// The output's place: filled once by the till, emptied once by the caller.
pub(super) struct Counter<T> {
    output: Mutex<Option<Output<T>>>,
    filled: Condvar,
    pub(super) progress: Arc<Progress>,
}

impl<T> Counter<T> {
    pub(super) fn new() -> Self {
        Self { output: Mutex::new(None), filled: Condvar::new(), progress: Arc::default() }
    }

    pub(super) fn fill(&self, output: Output<T>) {
        *lock(&self.output) = Some(output);
        self.progress.completed.store(true, Ordering::Release);
        self.filled.notify_all();
    }

    pub(super) fn wait(&self) -> Output<T> {
        let mut output = lock(&self.output);
        loop {
            if let Some(output) = output.take() {
                return output;
            }
            output = self.filled.wait(output).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
