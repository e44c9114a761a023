//! What a link that leads nowhere may have meant. Prepared for many, since a site in which a folder moved has thousands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::dead::names_folder;
use crate::diagnostic::{Words, nearest};
use crate::path::SourcePath;

/// Pages, or files, by what they are called.
#[derive(Debug)]
pub(super) struct Candidates {
    /// By their names without the extension, in lower case.
    by_stem: FxHashMap<String, Vec<SourcePath>>,
    /// The names by which they are known.
    stems: Words<String>,
    /// By their paths in lower case.
    by_path: BTreeMap<Arc<str>, SourcePath>,
}

impl Candidates {
    pub(super) fn new<'p>(paths: impl Iterator<Item = &'p SourcePath>) -> Self {
        let mut by_stem = FxHashMap::<_, Vec<_>>::default();
        let mut by_path = BTreeMap::new();
        for path in paths {
            by_path.insert(path.lower_case(), path.clone());
            by_stem.entry(path.stem().to_lowercase()).or_default().push(path.clone());
        }
        // In order, so that nothing depends on that of the map.
        let stems: BTreeSet<String> = by_stem.keys().cloned().collect();
        Self { by_stem, stems: Words::new(stems), by_path }
    }

    /// The paths whose names are `stem` and perhaps an extension, in whatever case.
    fn called(&self, stem: &str) -> &[SourcePath] {
        self.by_stem.get(&stem.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The only path with a name, whose extension may be left out.
    pub(super) fn only(&self, name: &str) -> Option<&SourcePath> {
        let path = SourcePath::new(name)?;
        let is_named = |path: &&SourcePath| path.file_name().to_lowercase() == name.to_lowercase();
        if !name.contains('.') {
            return only(self.called(name).iter());
        }
        only(self.called(path.stem()).iter().filter(is_named))
    }

    /// The paths in a folder, in their order.
    pub(super) fn inside(&self, folder: &SourcePath) -> impl Iterator<Item = &SourcePath> {
        let folder: Arc<str> = format!("{}/", folder.lower_case()).into();
        let behind = self.by_path.range(folder.clone()..);
        behind.take_while(move |(path, _)| path.starts_with(&*folder)).map(|(_, path)| path)
    }

    /// The path whose name is like that of `wanted`, and of several the one that is most like it as a whole. That of a folder's page
    /// has to be, since its name says nothing.
    pub(super) fn nearest(&self, wanted: &str) -> Option<&SourcePath> {
        let wanted = bare(wanted);
        let stem = self.stems.nearest(wanted.rsplit('/').next().unwrap_or(wanted))?;
        let named = self.called(stem);
        let by_path = nearest(wanted, named.iter().map(|path| bare(path.as_str())));
        let first = || named.first().filter(|path| !names_folder(path));
        named.iter().find(|path| by_path == Some(bare(path.as_str()))).or_else(first)
    }
}

fn only<'p>(mut paths: impl Iterator<Item = &'p SourcePath>) -> Option<&'p SourcePath> {
    paths.next().filter(|_| paths.next().is_none())
}

/// A path without its extension: an ending that many have is no likeness.
fn bare(path: &str) -> &str {
    path.rsplit_once('.')
        .filter(|(stem, extension)| !stem.is_empty() && !extension.contains('/'))
        .map_or(path, |(stem, _)| stem)
}
