//! The pool as a script sees it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::manager::Manager;
use super::runspace::Runspace;
use crate::error::PoolError;
use crate::schedule::{Event, Limits, Schedule, Trace};
use crate::state::PoolState;

/// How long a till above the minimum idles before it closes; .NET's default.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(15 * 60);

/// A store with between `min` and `max` tills: `$runspacePool`.
///
/// Dropping the pool closes it.
pub struct RunspacePool {
    manager: Arc<Manager>,
}

impl RunspacePool {
    /// A pool that is not open yet: `[runspacefactory]::CreateRunspacePool(1, 5)`.
    ///
    /// # Errors
    ///
    /// [`PoolError::MinBelowOne`] or [`PoolError::MaxBelowMin`].
    pub fn new(min: u32, max: u32) -> Result<Self, PoolError> {
        Self::with_cleanup_interval(min, max, CLEANUP_INTERVAL)
    }

    /// The same with an own patience for idle tills: `$runspacePool.CleanupInterval`, which is 15 minutes by default.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    pub fn with_cleanup_interval(min: u32, max: u32, cleanup_interval: Duration) -> Result<Self, PoolError> {
        Ok(Self { manager: Manager::new(Limits::new(min, max)?, cleanup_interval) })
    }

    /// Opens the minimum of tills and waits until they are ready: `$runspacePool.Open()`.
    ///
    /// # Errors
    ///
    /// [`PoolError::WrongState`] if it was opened before, or is [`PoolState::Broken`] because the machine gave no thread.
    pub fn open(&self) -> Result<(), PoolError> {
        self.manager.tell(Event::Open)?;
        self.manager.wait_until(|schedule| schedule.state() != PoolState::Opening);
        match self.state() {
            PoolState::Broken => Err(PoolError::WrongState { action: "open", state: PoolState::Broken }),
            _ => Ok(()),
        }
    }

    /// Where the pool stands: `$runspacePool.RunspacePoolStateInfo.State`.
    #[must_use]
    pub fn state(&self) -> PoolState {
        self.manager.hall().schedule.state()
    }

    /// How many tills stay open when nobody comes: `$runspacePool.GetMinRunspaces()`.
    #[must_use]
    pub fn get_min_runspaces(&self) -> u32 {
        self.manager.hall().schedule.limits().min()
    }

    /// How many tills open at most: `$runspacePool.GetMaxRunspaces()`.
    #[must_use]
    pub fn get_max_runspaces(&self) -> u32 {
        self.manager.hall().schedule.limits().max()
    }

    /// How many more customers could be served at this moment: `$runspacePool.GetAvailableRunspaces()`.
    ///
    /// As in .NET a till that is not open yet but may be opened counts; a pool that is closed or broken has none.
    #[must_use]
    pub fn get_available_runspaces(&self) -> u32 {
        let hall = self.manager.hall();
        match hall.schedule.state() {
            PoolState::BeforeOpen | PoolState::Opening | PoolState::Opened => {
                hall.schedule.limits().max().saturating_sub(hall.schedule.busy())
            }
            PoolState::Closing | PoolState::Closed | PoolState::Broken => 0,
        }
    }

    /// Changes the minimum, at once: `$runspacePool.SetMinRunspaces(2)`.
    ///
    /// # Errors
    ///
    /// [`PoolError::MinBelowOne`] or [`PoolError::MaxBelowMin`], where PowerShell returns `$false`.
    pub fn set_min_runspaces(&self, min: u32) -> Result<(), PoolError> {
        self.manager.tell(Event::SetMin(min))
    }

    /// Changes the maximum, at once: `$runspacePool.SetMaxRunspaces(8)`.
    ///
    /// Tills above a lowered maximum close as soon as their customer has left.
    ///
    /// # Errors
    ///
    /// [`PoolError::MaxBelowMin`], where PowerShell returns `$false`.
    pub fn set_max_runspaces(&self, max: u32) -> Result<(), PoolError> {
        self.manager.tell(Event::SetMax(max))
    }

    /// Sends the queue home, asks the running scripts to stop, and waits until all tills are closed: `$runspacePool.Close()`.
    ///
    /// Every job that had not ended gets the record of a stopped pipeline.  A thread cannot be killed safely, so a script that
    /// never looks up ([`Runspace::stop_requested`]) is waited for.  Closing twice is allowed.
    ///
    /// # Errors
    ///
    /// [`PoolError::ClosedFromInside`] when a script of this pool calls it, which would have to wait for itself.
    pub fn close(&self) -> Result<(), PoolError> {
        if Runspace::is_inside(&self.manager) {
            return Err(PoolError::ClosedFromInside);
        }
        self.manager.tell(Event::Close)?;
        self.manager.wait_until(is_over);
        Ok(())
    }

    /// Ends the pool's life: `$runspacePool.Dispose()`.  Letting it go out of scope does the same.
    pub fn dispose(self) {
        drop(self);
    }

    /// What the schedule was told and what it answered until now.
    #[must_use]
    pub fn trace(&self) -> Trace {
        self.manager.hall().schedule.trace().clone()
    }

    pub(super) fn manager(&self) -> Arc<Manager> {
        Arc::clone(&self.manager)
    }
}

impl Drop for RunspacePool {
    fn drop(&mut self) {
        // From inside, the pool is closed without waiting: its thread ends after this script.
        if self.manager.tell(Event::Close).is_ok() && !Runspace::is_inside(&self.manager) {
            self.manager.wait_until(is_over);
        }
    }
}

impl fmt::Debug for RunspacePool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hall = self.manager.hall();
        f.debug_struct("RunspacePool")
            .field("state", &hall.schedule.state())
            .field("limits", &hall.schedule.limits())
            .field("waiting", &hall.schedule.waiting())
            .finish_non_exhaustive()
    }
}

fn is_over(schedule: &Schedule) -> bool {
    matches!(schedule.state(), PoolState::Closed | PoolState::Broken) && schedule.tills() == 0
}
