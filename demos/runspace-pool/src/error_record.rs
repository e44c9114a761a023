//! What a script gives back when it fails.

use std::error::Error;
use std::fmt;

/// A failure as data, so that one server that is down does not end the run: PowerShell's `ErrorRecord`, and what the post's
/// `catch` block makes of it with `[PSCustomObject]@{ Server = $srv; Error = $_.Exception.Message }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRecord {
    /// The sentence for people: `$_.Exception.Message`.
    pub message: String,
    /// The kind of failure: `$_.CategoryInfo.Category`.
    pub category: ErrorCategory,
}

/// Kinds of failure, with PowerShell's names where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCategory {
    /// The script returned an error.
    NotSpecified,
    /// A remote machine could not be reached.
    ConnectionError,
    /// The script was stopped, or the pool was closed before its turn came.
    OperationStopped,
    /// The script panicked, and its runspace was replaced.
    ScriptPanicked,
}

impl ErrorRecord {
    /// A record of the given kind.
    #[must_use]
    pub fn new(category: ErrorCategory, message: impl Into<String>) -> Self {
        Self { message: message.into(), category }
    }

    /// The record of a pipeline that was stopped, with the message that PowerShell gives.
    #[must_use]
    pub fn stopped() -> Self {
        Self::new(ErrorCategory::OperationStopped, "The pipeline has been stopped.")
    }
}

impl fmt::Display for ErrorRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ErrorRecord {}

impl From<&str> for ErrorRecord {
    fn from(message: &str) -> Self {
        Self::new(ErrorCategory::NotSpecified, message)
    }
}

impl From<String> for ErrorRecord {
    fn from(message: String) -> Self {
        Self::new(ErrorCategory::NotSpecified, message)
    }
}
