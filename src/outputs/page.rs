//! Pages, and what stands where a page has moved from.

use super::{Content, Recipe, Rows};
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
    let row = |id: PageId| (site.pages[id].url.out_path(), Box::new(Page(id)) as Box<dyn Recipe>);
    (0..site.pages.len()).map(row).collect()
}
