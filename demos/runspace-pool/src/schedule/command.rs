//! What the schedule tells a driver.

use std::fmt;

use super::{JobId, Till};

/// Something to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Start a thread or a Worker, and report `TillOpened` or `TillBroken`.
    OpenTill(Till),
    /// Hand the job to the till, and report `Ended`.
    Start {
        /// The customer whose turn it is.
        job: JobId,
        /// The free till.
        till: Till,
    },
    /// Ask the job on this till to give up, or kill it; `Ended` is still to be reported.
    Interrupt {
        /// The customer to be served no further.
        job: JobId,
        /// The till that serves.
        till: Till,
    },
    /// End the till's thread or Worker, and report `TillClosed`.
    CloseTill(Till),
    /// This job ends without ever having started; nothing is to be reported.
    Cancel(JobId),
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OpenTill(till) => write!(f, "open till {}", till.0),
            Self::Start { job, till } => write!(f, "start job {} on till {}", job.0, till.0),
            Self::Interrupt { job, till } => write!(f, "interrupt job {} on till {}", job.0, till.0),
            Self::CloseTill(till) => write!(f, "close till {}", till.0),
            Self::Cancel(job) => write!(f, "cancel job {}", job.0),
        }
    }
}
