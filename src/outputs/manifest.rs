//! `site.webmanifest`, by which a browser can put the site on a home screen (W3C Web Application Manifest).

use serde_json::{Value, json};

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{File, MANIFEST, Site};

#[derive(Debug)]
struct Manifest;

impl Recipe for Manifest {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let site = renderer.site();
        let icons: Vec<Value> = site.icons().into_iter().map(icon).collect();
        let manifest = json!({
            "name": site.title(),
            "description": site.config.meta.description.as_deref().unwrap_or_default(),
            "lang": site.labels.language(),
            // From the manifest's own address, so that the site can be moved.
            "start_url": ".",
            "scope": ".",
            "display": "minimal-ui",
            "icons": icons,
        });
        let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        bytes.push(b'\n');
        (Content::Bytes(bytes), Vec::new())
    }
}

fn icon(file: &File) -> Value {
    let size = file.source.dimensions.map(|(width, height)| format!("{width}x{height}"));
    let (sizes, kind) = match file.source.path.extension().as_str() {
        "svg" => ("any".to_owned(), "image/svg+xml"),
        _ => (size.unwrap_or_else(|| "any".to_owned()), "image/png"),
    };
    json!({ "src": file.url.as_str().trim_start_matches('/'), "sizes": sizes, "type": kind })
}

pub(super) fn rows(site: &Site) -> Rows {
    // Without an icon no browser offers to install the site.
    let has_icon = !site.icons().is_empty();
    has_icon.then(|| row(MANIFEST, Manifest)).flatten().into_iter().collect()
}
