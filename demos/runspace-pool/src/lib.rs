//! PowerShell's RunspacePool in Rust.
//!
//! The post compares a script with a super-store: a *runspace* is a till, a *job* is a customer, and a *runspace pool* opens
//! between a minimum and a maximum of tills as the queue grows.  This crate is that store.  Its API follows the post's second
//! script step by step:
//!
//! | the post | this crate |
//! |---|---|
//! | `[runspacefactory]::CreateRunspacePool(1, 5)` | [`RunspacePool::new`] |
//! | `$runspacePool.Open()` | [`RunspacePool::open`] |
//! | `[powershell]::Create()` | [`PowerShell::create`] |
//! | `$powershell.RunspacePool = $runspacePool` | [`PowerShell::set_runspace_pool`] |
//! | `.AddScript({ param($srv) … })` | [`PowerShell::add_script`] |
//! | `.AddArgument($server)` | [`PowerShell::add_argument`] |
//! | `$powershell.BeginInvoke()` | [`PowerShell::begin_invoke`], which gives an [`AsyncResult`] |
//! | `$runspace.Pipe.EndInvoke($runspace.Status)` | [`PowerShell::end_invoke`] |
//! | `try { … } catch { [PSCustomObject]@{ … } }` | an [`ErrorRecord`] |
//! | `$runspace.Pipe.Dispose()` | [`PowerShell::dispose`] |
//! | `$runspacePool.Close(); $runspacePool.Dispose()` | [`RunspacePool::close`], [`RunspacePool::dispose`], or `Drop` |
//!
//! ```
//! use runspace_pool::{PowerShell, RunspacePool};
//!
//! let mut pool = RunspacePool::new(1, 5)?;
//! pool.open()?;
//!
//! let mut runspaces = Vec::new();
//! for server in ["Server01", "Server02", "Server03"] {
//!     let mut powershell = PowerShell::create();
//!     powershell.set_runspace_pool(&pool);
//!     powershell
//!         .add_script(|srv: &str| match srv {
//!             "Server02" => Err("Server02 does not answer"),
//!             _ => Ok(format!("{srv} is fine")),
//!         })
//!         .add_argument(server);
//!     let status = powershell.begin_invoke()?;
//!     runspaces.push((powershell, status));
//! }
//!
//! let mut results = Vec::new();
//! for (mut pipe, status) in runspaces {
//!     results.push(pipe.end_invoke(&status)?);
//!     pipe.dispose();
//! }
//! pool.close()?;
//!
//! assert_eq!(results[0].as_deref(), Ok("Server01 is fine"));
//! assert_eq!(results[1].as_ref().map_err(|error| error.message.as_str()), Err("Server02 does not answer"));
//! # Ok::<(), runspace_pool::PoolError>(())
//! ```
//!
//! What decides which till serves whom is [`schedule`], a pure state machine.  Two drivers carry its decisions out: the types
//! above with one OS thread per runspace, and the page's script with one Web Worker per runspace.  [`store`] is the post's
//! example, [`report`] draws a run, and the `wasm` module is the door to the page.

pub mod error;
pub mod error_record;
pub mod live;
pub mod report;
pub mod run;
pub mod schedule;
pub mod simulate;
pub mod state;
pub mod store;

#[cfg(not(target_family = "wasm"))]
mod threads;

#[cfg(target_family = "wasm")]
mod wasm;

pub use error::PoolError;
pub use error_record::{ErrorCategory, ErrorRecord};
pub use state::PoolState;
#[cfg(not(target_family = "wasm"))]
pub use threads::{AsyncResult, Output, PowerShell, Runspace, RunspacePool};
