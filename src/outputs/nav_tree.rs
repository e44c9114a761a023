//! `theme/nav.html`: the whole navigation of a site whose pages only hold a branch of it. The filter above the navigation
//! fetches it when a reader first uses it.

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct NavTree;

impl Recipe for NavTree {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let (html, problem) = renderer.whole_nav();
        (Content::Bytes(html.into_string().into_bytes()), problem.into_iter().collect())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let is_needed = site.has_large_nav() && site.config.show_sidebar_filter;
    row("theme/nav.html", NavTree).filter(|_| is_needed).into_iter().collect()
}
