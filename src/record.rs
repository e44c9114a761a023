//! Whether a folder still is what an earlier build made of the same sources, so that there is nothing to do.
//!
//! A site is a function of its sources, so the same sources, demos and program make the same files. A record says from
//! which sources a folder was written, and how its files looked to the system right after: as long as both are the same, a
//! build would change nothing.

use std::fmt::Write;

use blake3::Hash;
use camino::Utf8Path;

use crate::cache::Cache;
use crate::compile::Snapshot;
use crate::demo::Demos;
use crate::emit::State;
use crate::site::LeftOut;
use crate::source::{Sources, Stamp};

/// A build, by all that decides what it writes.
#[derive(Debug, Clone)]
pub struct Record {
    inputs: Hash,
    /// The name of the entry in the cache, one for each folder that is written.
    name: String,
}

/// What a recorded build made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// How many pages there are.
    pub pages: usize,
    /// How many files.
    pub files: usize,
    /// How many pages were left out.
    pub left_out: LeftOut,
}

impl Made {
    /// What a site is about to make.
    pub fn of(snapshot: &Snapshot) -> Self {
        let left_out = snapshot.site().left_out;
        Self { pages: snapshot.page_count(), files: snapshot.paths().count(), left_out }
    }
}

impl Record {
    /// None when it cannot be told whether the sources will be the same.
    pub fn of(sources: &Sources, demos: &Demos, output: &Utf8Path) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let program = Stamp::written(std::fs::metadata(program))?;
        let mut text = String::new();
        write!(text, "{program:?} {demos:?} {}", sources.digest()?.to_hex()).ok()?;
        let name = format!("build-{}", &blake3::hash(output.as_str().as_bytes()).to_hex()[..16]);
        Some(Self { inputs: blake3::hash(text.as_bytes()), name })
    }

    /// What is in `output`, when that is just what this build would make.
    pub fn holds(&self, cache: &Cache, output: &Utf8Path) -> Option<Made> {
        let text = cache.text(&self.name)?;
        let (inputs, counts) = text.trim_end().rsplit_once('\n')?;
        let mut counts = counts.split(' ').map(|count| count.parse().ok());
        let mut count = || counts.next().flatten();
        let (pages, files) = (count()?, count()?);
        let left_out = LeftOut { drafts: count()?, future: count()? };
        (inputs == self.text(State::on_disk(output))?).then_some(Made { pages, files, left_out })
    }

    /// Records what was just written, and how it looks to the system.
    pub fn keep(&self, cache: &Cache, state: State, made: &Made) {
        let Some(text) = self.text(state) else { return };
        let Made { pages, files, left_out: LeftOut { drafts, future } } = made;
        cache.keep_text(&self.name, &format!("{text}\n{pages} {files} {drafts} {future}\n"));
    }

    fn text(&self, outputs: State) -> Option<String> {
        Some(format!("rasher: a build, 1\n{}\n{}", self.inputs.to_hex(), outputs.text()?))
    }
}
