//! Pages that another of their folder stands for: of `index.md` and `README.md` side by side Retype publishes the first alone, as
//! sites show that it made. Repositories introduce themselves in such a `README.md`.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::links::Paths;
use crate::config::Dialect;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::path::SourcePath;
use crate::source::FOLDER_PAGES;

/// Pages that are not published, each behind the page of its folder.
#[derive(Debug, Default)]
pub(super) struct Superseded(Vec<(SourcePath, Arc<Document>)>);

impl Superseded {
    /// Takes them out of the documents, of which `defaults` are those of their folders.
    pub(super) fn apart(
        documents: Vec<Arc<Document>>,
        defaults: &HashMap<String, SourcePath>,
        dialect: Dialect,
    ) -> (Self, Vec<Arc<Document>>) {
        if dialect == Dialect::Native {
            return (Self::default(), documents);
        }
        let is_named = |path: &SourcePath| FOLDER_PAGES.iter().any(|name| name.eq_ignore_ascii_case(path.stem()));
        let by = |document: &Document| {
            let path = Some(&document.path).filter(|path| is_named(path))?;
            defaults.get(&path.folder().to_lowercase()).filter(|by| *by != path).cloned()
        };
        let (superseded, documents): (Vec<_>, Vec<_>) =
            documents.into_par_iter().partition(|document| by(document).is_some());
        (Self(superseded.into_iter().filter_map(|document| Some((by(&document)?, document))).collect()), documents)
    }

    /// Has links to them lead to the page of the folder.
    pub(super) fn lead_on(&self, paths: &mut Paths) {
        for (by, document) in &self.0 {
            if let Some(id) = paths.pages.get(&by.lower_case()).copied() {
                paths.pages.insert(document.path.lower_case(), id);
            }
        }
    }

    pub(super) fn told(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        self.0.iter().map(|(by, document)| {
            let message = format!("`{}` is not published: `{by}` is the page of this folder", document.path);
            let diagnostic = Diagnostic::new(Code::PageSuperseded, message);
            diagnostic.at(&document.source, document.first_line()).hint("rename it if it should be a page of its own")
        })
    }
}
