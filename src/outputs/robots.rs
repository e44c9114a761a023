//! `robots.txt`: everything may be read, and where the sitemap is (RFC 9309).

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::path::Url;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct Robots;

impl Recipe for Robots {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let sitemap = Url::new("/sitemap.xml").map(|url| renderer.site().base.absolute(&url)).unwrap_or_default();
        let line = if sitemap.is_empty() { String::new() } else { format!("\nSitemap: {sitemap}\n") };
        (Content::Bytes(format!("User-agent: *\nAllow: /\n{line}").into_bytes()), Vec::new())
    }
}

pub(super) fn rows(_: &Site) -> Rows {
    row("robots.txt", Robots).into_iter().collect()
}
