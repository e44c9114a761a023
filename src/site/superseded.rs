//! Pages that another of their folder stands for: of `index.md` and `README.md` side by side Retype publishes the first alone, as
//! sites show that it made. Repositories introduce themselves in such a `README.md`.

use std::sync::Arc;

use super::links::Paths;
use crate::config::Dialect;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::path::SourcePath;
use crate::source::{FOLDER_PAGES, default_pages};

/// Pages that are not published, each with the page of its folder.
#[derive(Debug, Default)]
pub(super) struct Superseded(Vec<(Arc<Document>, SourcePath)>);

impl Superseded {
    /// Takes them out of the documents.
    pub(super) fn apart(documents: &mut Vec<Arc<Document>>, dialect: Dialect) -> Self {
        let mut superseded = Vec::new();
        if dialect == Dialect::Native {
            return Self(superseded);
        }
        let defaults = default_pages(documents.iter().map(|document| &document.path));
        documents.retain(|document| {
            let path = &document.path;
            let is_named = FOLDER_PAGES.iter().any(|name| name.eq_ignore_ascii_case(path.stem()));
            let by = || defaults.get(&path.folder().to_lowercase()).filter(|by| *by != path);
            let by = is_named.then(by).flatten();
            superseded.extend(by.map(|by| (Arc::clone(document), by.clone())));
            by.is_none()
        });
        Self(superseded)
    }

    /// Has links to them lead to the page of the folder.
    pub(super) fn lead_on(&self, paths: &mut Paths) {
        for (document, by) in &self.0 {
            if let Some(id) = paths.pages.get(&by.lower_case()).copied() {
                paths.pages.insert(document.path.lower_case(), id);
            }
        }
    }

    pub(super) fn told(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        self.0.iter().map(|(document, by)| {
            let message = format!("`{}` is not published: `{by}` is the page of this folder", document.path);
            let diagnostic = Diagnostic::new(Code::PageSuperseded, message);
            diagnostic.at(&document.source, document.first_line()).hint("rename it if it should be a page of its own")
        })
    }
}
