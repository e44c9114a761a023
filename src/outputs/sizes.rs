//! `theme/components/sizes.css`: a rule for each size that authors give their components.

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct Sizes;

impl Recipe for Sizes {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        (Content::Bytes(renderer.site().sizes_css().into_bytes()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    row("theme/components/sizes.css", Sizes).filter(|_| !site.sizes.is_empty()).into_iter().collect()
}
