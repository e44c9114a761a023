//! The page that a reader meets where a page has moved from (`redirect`).

use super::Renderer;
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::path::Url;
use crate::site::{Destination, Page, Target};
use crate::theme::Value;

pub(super) fn render(renderer: &Renderer, page: &Page, target: &Target) -> (Html, Vec<Diagnostic>) {
    let site = &renderer.site;
    let from = site.base.viewpoint(&page.url);
    let here = |url: &Url, suffix: &str, title: &str| {
        let absolute = Some(site.base.absolute(url)).filter(|absolute| !absolute.is_empty());
        let href = format!("{}{suffix}", site.base.href(from, url));
        (href.clone(), absolute.unwrap_or(href), title.to_owned())
    };
    let (href, canonical, title) = match target {
        Target::Internal { to: Destination::Page(id), suffix } => {
            here(&site.pages[*id].url, suffix, &site.pages[*id].title)
        }
        Target::Internal { to: Destination::File(id), suffix } => {
            here(&site.files[*id].url, suffix, site.files[*id].source.path.file_name())
        }
        Target::Made { url, suffix } => here(url, suffix, url.as_str()),
        Target::External(address) | Target::Dead(address) => {
            (address.to_string(), address.to_string(), address.to_string())
        }
        Target::Refused | Target::Unnamed => return (Html::default(), Vec::new()),
    };
    let variables = Value::object([
        ("title", (&*page.title).into()),
        ("target", href.into()),
        ("canonical", canonical.into()),
        ("target_title", title.into()),
    ]);
    let shared = renderer.shared.get(from).frame.variables();
    match renderer.theme.render("redirect.html", shared.chain([("page", variables)])) {
        Ok(html) => (html, Vec::new()),
        Err(problem) => (Html::default(), vec![*problem]),
    }
}
