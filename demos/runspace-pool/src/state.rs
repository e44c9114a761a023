//! The states of a pool.

use std::fmt;

/// Where a pool stands, with the names of .NET's `RunspacePoolState`: what `$runspacePool.RunspacePoolStateInfo.State` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolState {
    /// Created; no till yet.
    BeforeOpen,
    /// The minimum of tills is being opened.
    Opening,
    /// Customers are welcome.
    Opened,
    /// Nobody new comes in, and the last ones are shown out.
    Closing,
    /// All tills are gone.
    Closed,
    /// A till could not be opened; the pool is of no further use.
    Broken,
}

impl fmt::Display for PoolState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BeforeOpen => "BeforeOpen",
            Self::Opening => "Opening",
            Self::Opened => "Opened",
            Self::Closing => "Closing",
            Self::Closed => "Closed",
            Self::Broken => "Broken",
        })
    }
}
