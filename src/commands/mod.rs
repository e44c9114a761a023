//! The commands, one file each. They print; the library does not.

pub mod build;
pub mod check;
pub mod explain;
pub mod init;
mod moving;
pub mod new;
pub mod schema;
pub mod serve;

use std::io::{IsTerminal, Write};

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::report::{Format, render};
use crate::diagnostic::{Diagnostic, Severity};

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

/// How much a command says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// What an author wants to know.
    Normal,
    /// And what each step took.
    Verbose,
}

/// A path as people know it: from the folder that they are in.
fn shown(path: &Utf8Path) -> String {
    let here = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok()).unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).to_string()
}

/// Prints findings: for people to the error stream, for tools to the output. Returns how many warnings and errors there are.
pub fn report(diagnostics: &[Diagnostic], format: Format, verbosity: Verbosity) -> (usize, usize) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let least = if verbosity == Verbosity::Quiet { Severity::Error } else { Severity::Note };
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least) {
        let text = render(diagnostic, format, colour);
        // A closed pipe is no reason to stop building.
        match format {
            Format::Human => write!(anstream::stderr(), "{text}").ok(),
            Format::Json | Format::Github => write!(std::io::stdout(), "{text}").ok(),
        };
    }
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    (count(Severity::Warning), count(Severity::Error))
}
