//! A script with its argument, on its way through the pool.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::async_result::{Counter, Output, Progress};
use crate::schedule::Fate;
use crate::{ErrorCategory, ErrorRecord};

/// A job of any type, as the pool carries it.
///
/// Dropping it answers the caller, with the output if it ran and with the record of a stopped pipeline if it did not.  So it is
/// answered exactly once on every way it can take, and nobody waits for a job that got lost.
pub(super) trait Job: Send {
    /// Runs the script; a panic loses the runspace, because nobody knows what state it left there.
    fn run(&mut self) -> Fate;

    /// What others may know about the job.
    fn progress(&self) -> Arc<Progress>;
}

/// A job whose types are known.
pub(super) struct ScriptJob<A, T> {
    script: Option<(Script<A, T>, A)>,
    output: Option<Output<T>>,
    counter: Arc<Counter<T>>,
}

/// The script block.
pub(super) type Script<A, T> = Box<dyn FnOnce(A) -> Output<T> + Send>;

impl<A, T> ScriptJob<A, T> {
    pub(super) fn new(script: Script<A, T>, argument: A, counter: Arc<Counter<T>>) -> Self {
        Self { script: Some((script, argument)), output: None, counter }
    }
}

impl<A: Send, T: Send> Job for ScriptJob<A, T> {
    fn run(&mut self) -> Fate {
        let Some((script, argument)) = self.script.take() else { return Fate::Ready };
        // The script owns all that it touches, so nothing half-changed can be seen after its panic.
        match catch_unwind(AssertUnwindSafe(|| script(argument))) {
            Ok(output) => {
                self.output = Some(output);
                Fate::Ready
            }
            Err(reason) => {
                self.output = Some(Err(panic_record(reason.as_ref())));
                Fate::Lost
            }
        }
    }

    fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.counter.progress)
    }
}

impl<A, T> Drop for ScriptJob<A, T> {
    fn drop(&mut self) {
        self.counter.fill(self.output.take().unwrap_or_else(|| Err(ErrorRecord::stopped())));
    }
}

fn panic_record(reason: &(dyn Any + Send)) -> ErrorRecord {
    let message = reason
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| reason.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    ErrorRecord::new(ErrorCategory::ScriptPanicked, format!("the script panicked: {message}"))
}
