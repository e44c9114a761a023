//! Rasher turns a folder of Markdown into a site.
//!
//! The stages are values, one after another; [`compile`](compile()) puts them in order:
//!
//! ```no_run
//! use rasher::{Demos, Overrides, Project, compile, emit, read};
//!
//! let project = Project::open("docs".into(), &Overrides::default())?;
//! let (sources, problems) = read(&project)?;
//! let snapshot = compile(&sources, Demos::left_out());
//! let report = emit(&snapshot, &project.output(), &|| {})?;
//! println!("{} files written, {} problems", report.written, problems.len() + snapshot.diagnostics().len());
//! # Ok::<(), rasher::Error>(())
//! ```

mod cache;
mod case;
mod check;
pub mod cli;
mod commands;
mod compile;
mod condense;
mod config;
mod demo;
pub mod diagnostic;
mod document;
mod emit;
mod error;
mod expand;
mod html;
mod labels;
mod leb128;
mod outputs;
mod path;
mod record;
mod render;
mod seal;
mod serve;
mod site;
mod source;
mod stack;
mod theme;
#[doc(hidden)]
pub mod trial;

pub use compile::{Snapshot, compile, compile_after, compile_knowing};
pub use demo::{Demos, prepare};
pub use emit::{Report, emit};
pub use error::{Error, Result};
pub use outputs::Content;
pub use path::{OutPath, SourcePath};
pub use render::KnownCode;
pub use source::{Changes, Overrides, PageFile, Project, Purpose, Seen, Sources, read, read_after};
