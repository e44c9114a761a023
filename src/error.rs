//! What stops a command: the environment failed, not the author.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

/// A result with our [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// The environment does not allow what was asked. An author's mistakes are diagnostics instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no project where one was looked for.
    #[error("there is no project in `{path}`")]
    NoProject {
        /// The folder.
        path: Utf8PathBuf,
        /// What makes a project.
        hint: String,
    },
    /// The input folder is missing.
    #[error("the input folder `{path}` does not exist")]
    NoInput {
        /// The folder.
        path: Utf8PathBuf,
    },
    /// The output folder holds something that we did not write.
    #[error("the output folder `{path}` is not empty and was not written by Rasher")]
    ForeignOutput {
        /// The folder.
        path: Utf8PathBuf,
    },
    /// The output folder is one of the project's own, or holds the project.
    #[error("`{path}` cannot be the output folder: the project's own files are there")]
    OutputHoldsProject {
        /// The folder.
        path: Utf8PathBuf,
    },
    /// A file of the site would stand among the author's, or in the place of one.
    #[error("the site would write `{path}`, where the project's own texts are")]
    InPlaceOfSource {
        /// The file.
        path: Utf8PathBuf,
    },
    /// A symbolic link in the output folder leads elsewhere.
    #[error("the site would be written through the symbolic link `{path}`")]
    LinkInOutput {
        /// The link.
        path: Utf8PathBuf,
    },
    /// A file that should be made is there already.
    #[error("there is a file `{path}` already")]
    Exists {
        /// The file.
        path: Utf8PathBuf,
    },
    /// The preview cannot listen where it was told to.
    #[error("cannot listen at `{address}`: {}", if is_taken(error) { "another program does".to_owned() } else { error.to_string() })]
    Listen {
        /// Host and port.
        address: String,
        /// What the system says.
        error: io::Error,
    },
    /// The system refuses what a command needs.
    #[error("cannot {action}: {error}")]
    System {
        /// What was being done.
        action: &'static str,
        /// What the system says.
        error: io::Error,
    },
    /// A file could not be read or written.
    #[error("cannot {action} `{path}`: {error}")]
    Io {
        /// What was being done, such as `read`.
        action: &'static str,
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl Error {
    /// An operation on a file that failed.
    pub fn io(action: &'static str, path: &Utf8Path, error: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), error }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::NoProject { hint, .. } => Some(hint),
            Self::NoInput { .. } => Some("create it, or set `input` in the configuration"),
            Self::ForeignOutput { .. } => {
                Some("choose another folder with `--output`, or empty this one if nothing in it is needed")
            }
            Self::OutputHoldsProject { .. } => Some("choose a folder of its own, such as `public`"),
            Self::InPlaceOfSource { .. } => {
                Some("choose an output folder of its own with `--output`; delete the file if an earlier build left it")
            }
            Self::LinkInOutput { .. } => Some("remove the link; only the whole output folder may be one"),
            Self::Exists { .. } => Some("choose another title, or change the file that is there"),
            Self::Listen { error, .. } if is_taken(error) => {
                Some("choose another with `--port`, or leave the port out to take the next that is free")
            }
            Self::Listen { error, .. } if error.kind() == io::ErrorKind::PermissionDenied => {
                Some("ports below 1024 are the system's; choose a higher one")
            }
            Self::Listen { .. } => {
                Some("`--host` takes a name or address of this machine, such as `localhost` or `0.0.0.0`")
            }
            Self::Io { error, .. } if is_in_the_way(error) => {
                Some("a file stands where a folder is needed; choose another name, or move the file")
            }
            Self::System { .. } | Self::Io { .. } => None,
        }
    }
}

/// Whether something that is no folder stands where one is needed.
fn is_in_the_way(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists)
}

fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrInUse
}
