//! Where links of the configuration lead: those of the header, the footer, menus and the hub (format sheet §4.1, `links`).

use super::links::{has_file_extension, is_external};
use super::{Site, actions};
use crate::config::{Layers, Step};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::Url;

impl Site {
    /// The address of what a link of the configuration names: a page by its path, with or without `.md`, or by its address; a
    /// file; a list. The path begins at the root, with or without a slash.
    pub fn configured(&self, path: &str) -> Option<Url> {
        let key = path.trim_start_matches("./").trim_matches('/').to_lowercase();
        let paths = &self.paths;
        let by_path = || paths.pages.get(&key).or_else(|| paths.pages.get(&format!("{key}.md")));
        let by_url = || paths.urls.get(&format!("/{key}/")).or_else(|| paths.urls.get(&format!("/{key}")));
        let page = by_path().or_else(by_url).map(|id| self.pages[*id].url.clone());
        let list = || Url::new(&format!("{key}/")).filter(|url| self.list(url).is_some());
        page.or_else(|| self.file(path).map(|file| file.url.clone())).or_else(list)
    }
}

/// Tells the links of the configuration that lead nowhere. What is neither a page nor written like one may be a file that
/// another stage makes, such as the sitemap.
pub(super) fn dead(site: &Site, written: &Layers) -> Vec<Diagnostic> {
    let hint = "a path in the configuration starts at the input folder";
    let links = links(written).into_iter();
    let in_configuration = links.filter_map(|(at, link)| Some(written.placed(&at, dead_link(site, link)?.hint(hint))));
    let hint = "a path with a leading `/` starts at the root of the site, any other at the folder of the page";
    let of_badges = site.pages.iter().filter_map(|page| {
        let link = page.document.meta.nav.badge.as_ref()?.link.as_deref()?;
        let diagnostic = dead_link(site, &page.path_from_root(link))?;
        Some(page.document.placed(&["link"], link, diagnostic.hint(hint)))
    });
    in_configuration.chain(of_badges).collect()
}

/// The links of a configuration, in the header, the footer and menus, with the paths to them.
fn links(written: &Layers) -> Vec<(Vec<Step>, &str)> {
    let menus = ["links", "footer", "actions"].map(|menus| written.texts_under(&[Step::Key(menus.into())], &["link"]));
    // In short, `hub` is a link itself.
    let hub = written.texts_under(&[], &["hub"]).into_iter().filter(|(at, _)| at.len() == 1);
    menus.into_iter().flatten().chain(hub).chain(written.texts_under(&[Step::Key("hub".into())], &["link"])).collect()
}

fn dead_link(site: &Site, link: &str) -> Option<Diagnostic> {
    let path = link.trim().split(['?', '#']).next().unwrap_or_default();
    let leads_elsewhere =
        path.is_empty() || is_external(path) || actions::id(path).is_some() || has_file_extension(path);
    if leads_elsewhere || site.configured(path).is_some() {
        return None;
    }
    let known = site.pages.iter().map(|page| page.document.path.as_str());
    let diagnostic = Diagnostic::new(Code::DeadLink, format!("there is no page `{path}`"));
    Some(diagnostic.did_you_mean(path.trim_start_matches(['.', '/']), known))
}
