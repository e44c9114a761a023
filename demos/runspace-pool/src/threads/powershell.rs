//! A pipeline: one script with its argument, to be run in a pool.

use std::sync::Arc;

use super::async_result::{AsyncResult, Counter, Output};
use super::job::{Script, ScriptJob};
use super::manager::Manager;
use super::runspace_pool::RunspacePool;
use crate::ErrorRecord;
use crate::error::PoolError;
use crate::schedule::{Event, JobId};

/// One customer: `$powershell`, with a script that takes an `A` and gives a `T`.
///
/// The types replace what PowerShell finds out while running: a script gets the argument it was written for, and what it gives
/// back is not an object of any kind but a `T`.  Dropping the pipeline stops its script if it still runs.
pub struct PowerShell<A, T> {
    pool: Option<Arc<Manager>>,
    script: Option<Script<A, T>>,
    argument: Option<A>,
    stage: Stage<T>,
}

enum Stage<T> {
    NotInvoked,
    Invoked { pool: Arc<Manager>, job: JobId, counter: Arc<Counter<T>> },
    Ended { counter: Arc<Counter<T>> },
}

impl<A: Send + 'static, T: Send + 'static> PowerShell<A, T> {
    /// An empty pipeline: `[powershell]::Create()`.
    #[must_use]
    pub fn create() -> Self {
        Self { pool: None, script: None, argument: None, stage: Stage::NotInvoked }
    }

    /// Says which store to go to: `$powershell.RunspacePool = $runspacePool`.
    pub fn set_runspace_pool(&mut self, pool: &RunspacePool) -> &mut Self {
        self.pool = Some(pool.manager());
        self
    }

    /// Says what to do there: `$powershell.AddScript({ param($srv) … })`.
    ///
    /// The script runs in another thread and owns all that it uses.  What it returns as error becomes an [`ErrorRecord`].
    pub fn add_script<E: Into<ErrorRecord>>(
        &mut self,
        script: impl FnOnce(A) -> Result<T, E> + Send + 'static,
    ) -> &mut Self {
        self.script = Some(Box::new(|argument| script(argument).map_err(Into::into)));
        self
    }

    /// Gives the script its parameter: `.AddArgument($server)`.
    pub fn add_argument(&mut self, argument: A) -> &mut Self {
        self.argument = Some(argument);
        self
    }

    /// Joins the queue and returns at once, with the handle to the output: `$powershell.BeginInvoke()`.
    ///
    /// # Errors
    ///
    /// Something is missing, the pool is not open, or the pipeline was begun before.
    pub fn begin_invoke(&mut self) -> Result<AsyncResult, PoolError> {
        if !matches!(self.stage, Stage::NotInvoked) {
            return Err(PoolError::AlreadyInvoked);
        }
        let pool = self.pool.clone().ok_or(PoolError::NoRunspacePool)?;
        // Asked before the script is given away, so that the same pipeline can be begun once the pool is open.
        pool.hall().schedule.admit()?;
        if self.argument.is_none() && self.script.is_some() {
            return Err(PoolError::NoArgument);
        }
        let script = self.script.take().ok_or(PoolError::NoScript)?;
        let argument = self.argument.take().ok_or(PoolError::NoArgument)?;
        let counter = Arc::new(Counter::new());
        let job = pool.submit(Box::new(ScriptJob::new(script, argument, Arc::clone(&counter))))?;
        let handle = AsyncResult::new(Arc::clone(&counter.progress));
        self.stage = Stage::Invoked { pool, job, counter };
        Ok(handle)
    }

    /// Waits for the output and takes it: `$runspace.Pipe.EndInvoke($runspace.Status)`.
    ///
    /// The outer `Result` is about the call, the inner one, [`Output`], about the script.
    ///
    /// # Errors
    ///
    /// [`PoolError::ForeignHandle`] or [`PoolError::AlreadyEnded`].
    pub fn end_invoke(&mut self, handle: &AsyncResult) -> Result<Output<T>, PoolError> {
        match &self.stage {
            Stage::Invoked { counter, .. } if handle.is_for(&counter.progress) => {
                let counter = Arc::clone(counter);
                let output = counter.wait();
                self.stage = Stage::Ended { counter };
                Ok(output)
            }
            Stage::Ended { counter } if handle.is_for(&counter.progress) => Err(PoolError::AlreadyEnded),
            _ => Err(PoolError::ForeignHandle),
        }
    }

    /// Ends the pipeline's life, and its script's if it still runs: `$runspace.Pipe.Dispose()`.
    pub fn dispose(self) {
        drop(self);
    }
}

impl<A, T> PowerShell<A, T> {
    /// Asks for the script to be served no further: `$powershell.Stop()`.
    ///
    /// While it waits in the queue it ends at once; while it runs it is asked to give up
    /// ([`Runspace::stop_requested`](super::Runspace::stop_requested)).  Either way `end_invoke` gives its record.  Stopping a
    /// pipeline that has ended, or was never begun, does nothing.
    pub fn stop(&self) {
        if let Stage::Invoked { pool, job, .. } = &self.stage {
            let told = pool.tell(Event::StopJob(*job));
            debug_assert!(told.is_ok(), "the schedule knows every job that was begun: {told:?}");
        }
    }
}

impl<A, T> Drop for PowerShell<A, T> {
    fn drop(&mut self) {
        self.stop();
    }
}
