//! `_redirects`, by which hosts such as Netlify and Cloudflare Pages send readers on before a page is loaded. Everywhere
//! else the pages themselves do.

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{Site, Target, Viewpoint};

#[derive(Debug)]
struct Redirects;

impl Recipe for Redirects {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let site = renderer.site();
        let lines = site.pages.iter().filter_map(|page| {
            let to = match page.redirect.as_ref()? {
                Target::Internal { to, suffix } => {
                    format!("{}{suffix}", site.base.href(Viewpoint::Anywhere, site.url(*to)))
                }
                Target::Made { url, suffix } => format!("{}{suffix}", site.base.href(Viewpoint::Anywhere, url)),
                Target::External(address) => address.replace(' ', "%20"),
                Target::Dead(_) | Target::Refused | Target::Unnamed => return None,
            };
            Some(format!("{} {to} 301\n", site.base.href(Viewpoint::Anywhere, &page.url)))
        });
        (Content::Bytes(lines.collect::<String>().into_bytes()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let has_moved = site.pages.iter().any(|page| page.redirect.is_some());
    has_moved.then(|| row("_redirects", Redirects)).flatten().into_iter().collect()
}
