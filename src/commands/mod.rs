//! The commands, one file each. They print; the library does not.

pub mod build;
pub mod check;
pub mod explain;
pub mod init;
mod moving;
pub mod new;
mod reporter;
pub mod schema;
pub mod serve;

use camino::{Utf8Path, Utf8PathBuf};

pub use reporter::{Reporter, Verbosity};

/// How a command ends, as the exit code of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Fine,
    /// The author made mistakes.
    Mistakes,
    /// The environment does not allow it.
    Failed,
}

impl Outcome {
    /// 0, 1 or 2.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Mistakes => 1,
            Self::Failed => 2,
        }
    }
}

/// A path as people know it: from the folder that they are in.
fn shown(path: &Utf8Path) -> String {
    path.strip_prefix(here()).unwrap_or(path).to_string()
}

/// The folder that people are in.
fn here() -> Utf8PathBuf {
    std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok()).unwrap_or_default()
}

/// `1 page`, `2 pages`.
fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
