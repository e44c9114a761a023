//! Copies of pages as Markdown, beside their folders. An author's own file at the address wins.

use super::{Content, Pieces, Recipe, Rows, row_for};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{PageId, Site};

#[derive(Debug)]
struct Copy(PageId);

impl Recipe for Copy {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let text = renderer.markdown(self.0);
        (Content::Bytes(text.into_owned().into_bytes()), Vec::new())
    }

    fn pieces<'r>(&'r self, renderer: &'r Renderer) -> Option<Pieces<'r>> {
        // Most copies are a stretch of what was read.
        Some(Box::new(std::iter::once_with(|| renderer.markdown(self.0))))
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    (0..site.pages.len()).filter_map(|id| Some(row_for(&site.copy_url(&site.pages[id])?, Copy(id)))).collect()
}
