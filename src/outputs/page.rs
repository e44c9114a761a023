//! Pages, and what stands where a page has moved from.

use super::{Content, Recipe, Rows, row_for};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{PageId, Site};

#[derive(Debug)]
struct Page(PageId);

impl Recipe for Page {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let (html, diagnostics) = renderer.page(self.0);
        (Content::Bytes(html.into_string().into_bytes()), diagnostics)
    }

    fn is_page(&self) -> bool {
        true
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    (0..site.pages.len()).map(|id| row_for(&site.pages[id].url, Page(id))).collect()
}
