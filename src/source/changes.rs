//! What may be other than it was when a project was last read, as far as somebody knows.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

/// What may have changed since a project was last read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Changes {
    /// Anything: nobody knows what.
    #[default]
    Anything,
    /// What stands at these paths, and nothing else. Some may be of files that came and went, and some of folders.
    At(BTreeSet<Utf8PathBuf>),
}

impl Changes {
    /// No changes.
    pub fn none() -> Self {
        Self::At(BTreeSet::new())
    }

    /// Adds others.
    pub fn add(&mut self, others: Self) {
        match (&mut *self, others) {
            (Self::At(paths), Self::At(others)) => paths.extend(others),
            _ => *self = Self::Anything,
        }
    }
}
