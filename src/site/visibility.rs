//! Who may see a page (format sheet §8.4): what it says itself, or the nearest folder above it that says anything.

use std::collections::HashMap;
use std::sync::Arc;

use super::Folders;
use crate::document::{Document, Visibility};
use crate::path::SourcePath;

/// What folders say, by their path in lower case.
pub(super) struct FolderVisibility(HashMap<String, Visibility>);

impl FolderVisibility {
    /// Asks the configuration of folders, and their default pages: `defaults` by the folder's path in lower case.
    pub(super) fn new(documents: &[Arc<Document>], folders: &Folders, defaults: &HashMap<String, SourcePath>) -> Self {
        let from_files = folders.iter().map(|(folder, meta)| (folder.to_lowercase(), meta.visibility()));
        let from_pages = documents.iter().filter_map(|document| {
            let folder = document.path.folder().to_lowercase();
            // The page at the root speaks for itself: hiding the home page does not hide the site.
            let speaks = !folder.is_empty() && defaults.get(&folder) == Some(&document.path);
            speaks.then_some((folder, document.meta.visibility()))
        });
        Self(from_files.chain(from_pages).filter_map(|(folder, said)| Some((folder, said?))).collect())
    }

    /// The visibility of a page.
    pub(super) fn of(&self, document: &Document) -> Visibility {
        document.meta.visibility().or_else(|| self.inherited(document.path.folder())).unwrap_or_default()
    }

    fn inherited(&self, folder: &str) -> Option<Visibility> {
        let mut folder = folder.to_lowercase();
        loop {
            if let Some(visibility) = self.0.get(&folder) {
                return Some(*visibility);
            }
            let parent = folder.rfind('/').unwrap_or_default();
            if folder.is_empty() {
                return None;
            }
            folder.truncate(parent);
        }
    }
}
