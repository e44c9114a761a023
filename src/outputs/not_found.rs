//! `404.html`, which hosts show for an address that does not exist.

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{NOT_FOUND, Site};

#[derive(Debug)]
struct NotFound;

impl Recipe for NotFound {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let (html, diagnostics) = renderer.not_found();
        (Content::Bytes(html.into_string().into_bytes()), diagnostics)
    }
}

pub(super) fn rows(_: &Site) -> Rows {
    row(NOT_FOUND, NotFound).into_iter().collect()
}
