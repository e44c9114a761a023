//! `_redirects`, by which hosts such as Netlify and Cloudflare Pages send readers on before a page is loaded. Everywhere
//! else the pages themselves do.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{Site, Target};

/// What would end an address, or the line that it stands in.
const SPACES: &AsciiSet = &CONTROLS.add(b' ');

#[derive(Debug)]
struct Redirects;

impl Recipe for Redirects {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let site = renderer.site();
        let lines = site.pages.iter().filter_map(|page| {
            // A rule is a line, and its parts stand between spaces.
            let to = match page.redirect.as_ref()? {
                Target::Internal { to, suffix } => format!("{}{suffix}", site.base.on_host(site.url(*to))),
                Target::Made { url, suffix } => format!("{}{suffix}", site.base.on_host(url)),
                Target::External(address) => address.to_string(),
                Target::Dead(_) | Target::Refused | Target::Unnamed => return None,
            };
            let to = utf8_percent_encode(&to, SPACES);
            Some(format!("{} {to} 301\n", site.base.on_host(&page.url)))
        });
        (Content::Bytes(lines.collect::<String>().into_bytes()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let has_moved = site.pages.iter().any(|page| page.redirect.is_some());
    has_moved.then(|| row("_redirects", Redirects)).flatten().into_iter().collect()
}
