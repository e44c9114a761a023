//! What a driver tells the schedule.

use std::fmt;

use super::{JobId, Till};

/// Something that happened: asked for by the caller, or reported by a till.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The caller opens the pool: `$runspacePool.Open()`.
    Open,
    /// A customer joins the queue: `$powershell.BeginInvoke()`.
    Submit(JobId),
    /// A till is ready for its first customer.
    TillOpened(Till),
    /// A till could not be opened; the pool is broken.
    TillBroken(Till),
    /// A customer has left a till, with or without success.
    Ended {
        /// The customer.
        job: JobId,
        /// The till that served.
        till: Till,
        /// What became of the till.
        fate: Fate,
    },
    /// The caller wants a customer served no further: `$powershell.Stop()`.
    StopJob(JobId),
    /// The caller changes the minimum: `$runspacePool.SetMinRunspaces(n)`.
    SetMin(u32),
    /// The caller changes the maximum: `$runspacePool.SetMaxRunspaces(n)`.
    SetMax(u32),
    /// Time has passed; see [`Schedule::next_tick`](super::Schedule::next_tick).
    Tick,
    /// The caller closes the pool: `$runspacePool.Close()`.
    Close,
    /// A till is gone.
    TillClosed(Till),
}

/// What became of a till whose customer has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It can serve the next one.
    Ready,
    /// The script panicked or was killed and took its runspace with it; the schedule opens another if one is needed.
    Lost,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => write!(f, "open"),
            Self::Submit(job) => write!(f, "job {} arrives", job.0),
            Self::TillOpened(till) => write!(f, "till {} is open", till.0),
            Self::TillBroken(till) => write!(f, "till {} is broken", till.0),
            Self::Ended { job, till, fate: Fate::Ready } => write!(f, "job {} leaves till {}", job.0, till.0),
            Self::Ended { job, till, fate: Fate::Lost } => write!(f, "job {} takes till {} along", job.0, till.0),
            Self::StopJob(job) => write!(f, "stop job {}", job.0),
            Self::SetMin(min) => write!(f, "min {min}"),
            Self::SetMax(max) => write!(f, "max {max}"),
            Self::Tick => write!(f, "tick"),
            Self::Close => write!(f, "close"),
            Self::TillClosed(till) => write!(f, "till {} is closed", till.0),
        }
    }
}
