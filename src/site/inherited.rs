//! What a page takes from its folders: a value that it does not give itself is that of the nearest folder above it that
//! gives one (format sheet §3).

use std::collections::HashMap;
use std::sync::Arc;

use super::Folders;
use crate::document::{Document, Meta};
use crate::path::SourcePath;

/// The values of one key that folders give, by their path in lower case.
pub(super) struct Inherited<T>(HashMap<String, T>);

impl<T: Copy> Inherited<T> {
    /// Asks the configuration of folders, and their default pages: `defaults` by the folder's path in lower case.
    pub(super) fn new(
        documents: &[Arc<Document>],
        folders: &Folders,
        defaults: &HashMap<String, SourcePath>,
        said: impl Fn(&Meta) -> Option<T>,
    ) -> Self {
        let from_files = folders.iter().map(|(folder, meta)| (folder.to_lowercase(), said(meta)));
        let from_pages = documents.iter().filter_map(|document| {
            let folder = document.path.folder().to_lowercase();
            // The page at the root speaks for itself: hiding the home page does not hide the site.
            let speaks = !folder.is_empty() && defaults.get(&folder) == Some(&document.path);
            speaks.then_some((folder, said(&document.meta)))
        });
        Self(from_files.chain(from_pages).filter_map(|(folder, said)| Some((folder, said?))).collect())
    }

    /// The value for what stands in `folder`.
    pub(super) fn in_folder(&self, folder: &str) -> Option<T> {
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
