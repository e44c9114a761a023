//! A runspace: one thread, one till.

use std::cell::RefCell;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::async_result::Progress;
use super::job::Job;
use super::manager::Manager;
use crate::ErrorRecord;
use crate::schedule::{Event, Fate, JobId, Till};

/// How often a sleeping script looks up to see whether it was stopped.
const GLANCE: Duration = Duration::from_millis(5);

/// One isolated place to run scripts in, as a script sees its own: `[runspace]::DefaultRunspace`.
///
/// Scripts in different runspaces share nothing: each is a thread, what a script takes in is moved to it, and thread-local
/// variables are each runspace's own.
#[derive(Clone)]
pub struct Runspace {
    till: Till,
    pool: Weak<Manager>,
    progress: Arc<Progress>,
}

thread_local! {
    static CURRENT: RefCell<Option<Runspace>> = const { RefCell::new(None) };
}

impl Runspace {
    /// The runspace that runs the calling script; `None` outside of a pool.
    #[must_use]
    pub fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// The number of the till, from 1: `$runspace.Id`.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.till.0
    }

    /// Whether somebody called [`stop`](super::PowerShell::stop) for this script or closed the pool.
    ///
    /// A thread cannot be killed safely, so a long script asks this now and then; [`start_sleep`](Self::start_sleep) does.
    #[must_use]
    pub fn stop_requested(&self) -> bool {
        self.progress.stop_requested()
    }

    /// Waits as `Start-Sleep` does, in a runspace or outside of one.
    ///
    /// # Errors
    ///
    /// When the script is stopped meanwhile, it wakes up with the record of a stopped pipeline, to be passed on with `?`.
    pub fn start_sleep(duration: Duration) -> Result<(), ErrorRecord> {
        let Some(runspace) = Self::current() else {
            thread::sleep(duration);
            return Ok(());
        };
        let end = Instant::now() + duration;
        while !runspace.stop_requested() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(GLANCE));
        }
        Err(ErrorRecord::stopped())
    }

    /// Whether the calling script runs in the pool of this manager.
    pub(super) fn is_inside(pool: &Arc<Manager>) -> bool {
        Self::current().is_some_and(|runspace| runspace.pool.as_ptr() == Arc::as_ptr(pool))
    }
}

/// A job on its way to a till.
pub(super) struct Task {
    pub(super) id: JobId,
    pub(super) job: Box<dyn Job>,
}

/// What the till's thread does from opening to closing.
///
/// It keeps no pool alive, or a pool could never be dropped.  Boredom makes it tell the schedule that time has passed, which
/// spares a thread of its own for the clock.
pub(super) fn serve(till: Till, pool: &Weak<Manager>, tasks: &Receiver<Task>, boredom: Duration) {
    report(pool, Event::TillOpened(till));
    loop {
        match tasks.recv_timeout(boredom) {
            Ok(task) => {
                if serve_one(till, pool, task) == Fate::Lost {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => report(pool, Event::Tick),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    report(pool, Event::TillClosed(till));
}

/// The schedule hears of the ending before the caller does, so that whoever holds the output finds the till free.
fn serve_one(till: Till, pool: &Weak<Manager>, mut task: Task) -> Fate {
    CURRENT.set(Some(Runspace { till, pool: pool.clone(), progress: task.job.progress() }));
    let fate = task.job.run();
    CURRENT.set(None);
    report(pool, Event::Ended { job: task.id, till, fate });
    drop(task.job);
    fate
}

fn report(pool: &Weak<Manager>, event: Event) {
    if let Some(pool) = pool.upgrade() {
        pool.report(event);
    }
}
