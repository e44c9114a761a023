//! Misuse of the pool, as a type.
//!
//! PowerShell throws an exception for each of these.  A script that *fails* is no misuse: it gives an
//! [`ErrorRecord`](crate::ErrorRecord).

use std::error::Error;
use std::fmt;

use crate::schedule::{JobId, Till};
use crate::state::PoolState;

/// Why a call made no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolError {
    /// A pool needs at least one till.
    MinBelowOne,
    /// The maximum is lower than the minimum.
    MaxBelowMin {
        /// The minimum asked for or in force.
        min: u32,
        /// The maximum asked for or in force.
        max: u32,
    },
    /// The pool's state does not allow the action: .NET's `InvalidRunspacePoolStateException`.
    WrongState {
        /// What was tried.
        action: &'static str,
        /// The state it was tried in.
        state: PoolState,
    },
    /// `begin_invoke` before `set_runspace_pool`.
    NoRunspacePool,
    /// `begin_invoke` before `add_script`.
    NoScript,
    /// `begin_invoke` before `add_argument`.
    NoArgument,
    /// `begin_invoke` a second time.
    AlreadyInvoked,
    /// `end_invoke` with the handle of another pipeline.
    ForeignHandle,
    /// `end_invoke` a second time.
    AlreadyEnded,
    /// `close` called by a script that runs in this very pool, and that would have to wait for itself.
    ClosedFromInside,
    /// A driver spoke of a job that the schedule does not know.
    UnknownJob(JobId),
    /// A driver reported something about a till that this till was not doing.
    UnexpectedReport(Till),
}

impl fmt::Display for PoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinBelowOne => f.write_str("the pool needs at least one till"),
            Self::MaxBelowMin { min, max } => write!(f, "the maximum of {max} tills is below the minimum of {min}"),
            Self::WrongState { action, state } => write!(f, "cannot {action} while the pool is in state `{state}`"),
            Self::NoRunspacePool => f.write_str("the pipeline has no runspace pool; call `set_runspace_pool` first"),
            Self::NoScript => f.write_str("the pipeline has no script; call `add_script` first"),
            Self::NoArgument => f.write_str("the script's parameter has no value; call `add_argument` first"),
            Self::AlreadyInvoked => f.write_str("the pipeline was already invoked; create another"),
            Self::ForeignHandle => f.write_str("the handle belongs to another pipeline"),
            Self::AlreadyEnded => f.write_str("the output was already collected by `end_invoke`"),
            Self::ClosedFromInside => f.write_str("a script cannot close the pool that runs it"),
            Self::UnknownJob(job) => write!(f, "job {} is not known, or not the next one", job.0),
            Self::UnexpectedReport(till) => write!(f, "till {} was not doing what was reported", till.0),
        }
    }
}

impl Error for PoolError {}
