//! Lists of pages at addresses where no author wrote a page; below a page they are part of it.

use super::{Content, Recipe, Rows, row_for};
use crate::diagnostic::Diagnostic;
use crate::path::Url;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct List(Url);

impl Recipe for List {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let (html, diagnostics) = renderer.list(&self.0);
        (Content::Bytes(html.into_string().into_bytes()), diagnostics)
    }

    fn is_page(&self) -> bool {
        true
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    site.unwritten_lists().into_iter().map(|list| row_for(&list.url, List(list.url.clone()))).collect()
}
