//! `theme/variables.css`: what the project sets of the theme's variables and colours.

use super::{Content, Recipe, Rows, row};
use crate::config::style_sheet;
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct Variables;

impl Recipe for Variables {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        (Content::Bytes(style_sheet(&renderer.site().config).into_bytes()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let is_needed = !style_sheet(&site.config).is_empty();
    row("theme/variables.css", Variables).filter(|_| is_needed).into_iter().collect()
}
