//! Lists of pages at addresses where no author wrote a page; below a page they are part of it.

use super::{Content, Recipe, Rows};
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
    let row = |list: &crate::site::List| (list.url.out_path(), Box::new(List(list.url.clone())) as Box<dyn Recipe>);
    site.unwritten_lists().into_iter().map(row).collect()
}
