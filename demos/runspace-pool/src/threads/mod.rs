//! The native driver: one OS thread per runspace.
//!
//! The schedule decides; this folder only carries out.  A browser has no threads, so none of it is in the WebAssembly module.

mod async_result;
mod job;
mod manager;
mod powershell;
mod runspace;
mod runspace_pool;

pub use async_result::{AsyncResult, Output};
pub use powershell::PowerShell;
pub use runspace::Runspace;
pub use runspace_pool::RunspacePool;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks even after another thread panicked while it held the lock: every value here is whole between two statements, and a
/// panic of a script happens outside of all locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
