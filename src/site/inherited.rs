//! What a page takes from its folders: a value that it does not give itself is that of the nearest folder above it that
//! gives one.

use std::collections::HashMap;

use super::Folders;
use crate::document::{Document, Meta};

/// The values of one key that folders give, by their path in lower case.
pub(super) struct Inherited<T>(HashMap<String, T>);

impl<T: Copy> Inherited<T> {
    /// Asks the configuration of folders, and `speaking`, their default pages.
    pub(super) fn new(speaking: &[&Document], folders: &Folders, said: impl Fn(&Meta) -> Option<T>) -> Self {
        let from_files = folders.iter().map(|(folder, meta)| (folder.to_lowercase(), said(meta)));
        // The page at the root speaks for itself: hiding the home page does not hide the site.
        let below_root = speaking.iter().filter(|document| !document.path.folder().is_empty());
        let from_pages = below_root.map(|document| (document.path.folder().to_lowercase(), said(&document.meta)));
        Self(from_files.chain(from_pages).filter_map(|(folder, said)| Some((folder, said?))).collect())
    }

    /// The value for what stands in `folder`.
    pub(super) fn in_folder(&self, folder: &str) -> Option<T> {
        if self.0.is_empty() {
            return None;
        }
        let mut folder = folder.to_lowercase();
        loop {
            if let Some(value) = self.0.get(&folder) {
                return Some(*value);
            }
            let parent = folder.rfind('/').unwrap_or_default();
            if folder.is_empty() {
                return None;
            }
            folder.truncate(parent);
        }
    }
}
