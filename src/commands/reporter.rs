//! What a command prints, for whom, and how much of it.

use std::io::{IsTerminal, Write};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Outcome, here};
use crate::diagnostic::report::{self, Format};
use crate::diagnostic::{Diagnostic, Severity};

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

/// How a command tells of what it does and finds.
#[derive(Debug, Clone, Copy)]
pub struct Reporter {
    /// How findings are printed.
    pub format: Format,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// How many findings there are of those that can fail a command.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Mistakes.
    pub errors: usize,
    /// What probably is one.
    pub warnings: usize,
}

impl Reporter {
    /// Whether people are told more than what is wrong; tools get the findings alone.
    fn is_chatty(self) -> bool {
        self.verbosity > Verbosity::Quiet && self.format == Format::Human
    }

    /// Whether somebody sees how far the work is.
    pub(super) fn shows_progress(self) -> bool {
        self.is_chatty() && std::io::stderr().is_terminal()
    }

    /// Says something to people.
    pub fn say(self, line: &str) {
        if self.is_chatty() {
            // A closed pipe is no reason to stop.
            writeln!(std::io::stdout(), "{line}").ok();
        }
    }

    /// Prints findings of the project in a folder: for people to the error stream, for tools to the output.
    pub fn report(self, diagnostics: &[Diagnostic], root: &Utf8Path) -> Tally {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = std::io::stderr().is_terminal() && !no_colour;
        let project = in_repository(root);
        let least = if self.verbosity == Verbosity::Quiet { Severity::Error } else { Severity::Note };
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least) {
            match self.format {
                Format::Human => write!(anstream::stderr(), "{}", report::human(diagnostic, colour)).ok(),
                Format::Json => write!(std::io::stdout(), "{}", report::json(diagnostic)).ok(),
                Format::Github => write!(std::io::stdout(), "{}", report::github(diagnostic, &project)).ok(),
            };
        }
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        Tally { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}

/// Where a folder is in the repository that a workflow of GitHub's looks at, else in the folder that the command is run in.
fn in_repository(folder: &Utf8Path) -> Utf8PathBuf {
    let workspace = std::env::var("GITHUB_WORKSPACE").ok().map(Utf8PathBuf::from);
    let mut around = workspace.into_iter().chain([here()]);
    around.find_map(|around| Some(folder.strip_prefix(around).ok()?.to_owned())).unwrap_or_default()
}

impl Tally {
    /// How a command ends that found this. A `strict` one fails on warnings, too.
    pub fn outcome(self, strict: bool) -> Outcome {
        if self.errors > 0 || (strict && self.warnings > 0) { Outcome::Mistakes } else { Outcome::Fine }
    }
}
