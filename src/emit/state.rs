//! What the system tells of the files of a site, in one number.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use camino::Utf8Path;
use rayon::prelude::*;

use super::manifest;
use crate::source::Stamp;

/// What the system tells of files, in whatever order they are looked at; as long as it is the same, so are they. None where it does
/// not tell of changes that keep size and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State(Option<u64>);

impl Default for State {
    fn default() -> Self {
        Self(Some(0))
    }
}

impl State {
    pub(super) fn of(path: &str, stamp: Option<Stamp>) -> Self {
        // Another version of this hash comes with another version of the program, which a record tells apart.
        let hash = |stamp| {
            let mut hasher = DefaultHasher::new();
            (path, stamp).hash(&mut hasher);
            hasher.finish()
        };
        Self(stamp.map(hash))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0.zip(other.0).map(|(one, other)| one.wrapping_add(other)))
    }

    /// That of the files that an earlier build wrote to `output`; unknown when one is missing.
    pub fn on_disk(output: &Utf8Path) -> Self {
        // Read as a build reads it: a line that it passes over must not make each build believe that something changed.
        let Some(files) = manifest::read(output).ok().filter(|files| !files.is_empty()) else { return Self(None) };
        let state = |path: &String| Self::of(path, Stamp::written(fs::metadata(output.join(path))));
        files.par_iter().map(state).reduce(Self::default, Self::and)
    }

    /// As text, when it is known.
    pub fn text(self) -> Option<String> {
        self.0.map(|sum| format!("{sum:016x}"))
    }
}
