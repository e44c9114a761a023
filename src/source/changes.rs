//! What may be other than it was when a project was last read, as far as somebody knows.

use std::collections::BTreeSet;

/// What may have changed since a project was last read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Changes {
    /// Anything: nobody knows what.
    #[default]
    Anything,
    /// What stands at these paths on disk, and nothing else. Some may be of files that came and went, and some of folders. As texts,
    /// since comparing paths by their parts takes several times as long, and every file is asked for.
    At(BTreeSet<String>),
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
