//! Where links of the configuration lead: those of the header, the footer, menus and the hub (format sheet §4.1, `links`).

use std::collections::HashMap;

use super::links::{has_file_extension, is_external};
use super::{PageId, Site, actions};
use crate::config::Link;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::Url;

/// Pages by their source paths and by their addresses, both in lower case.
#[derive(Debug, Default)]
pub(super) struct PageNames {
    pub(super) by_path: HashMap<String, PageId>,
    pub(super) by_url: HashMap<String, PageId>,
}

impl Site {
    /// The address of what a link of the configuration names: a page by its path, with or without `.md`, or by its address; a
    /// file; a list. The path begins at the root, with or without a slash.
    pub fn configured(&self, path: &str) -> Option<Url> {
        let key = path.trim_start_matches("./").trim_matches('/').to_lowercase();
        let names = &self.page_names;
        let by_path = || names.by_path.get(&key).or_else(|| names.by_path.get(&format!("{key}.md")));
        let by_url = || names.by_url.get(&format!("/{key}/")).or_else(|| names.by_url.get(&format!("/{key}")));
        let page = by_path().or_else(by_url).map(|id| self.pages[*id].url.clone());
        let list = || Url::new(&format!("{key}/")).filter(|url| self.list(url).is_some());
        page.or_else(|| self.file(path).map(|file| file.url.clone())).or_else(list)
    }
}

/// Tells the links of the configuration that lead nowhere. What is neither a page nor written like one may be a file that
/// another stage makes, such as the sitemap.
pub(super) fn dead(site: &Site) -> Vec<Diagnostic> {
    let config = &site.config;
    let in_menus = |links: &'static str, list: &[Link]| -> Vec<(&'static str, String)> {
        let entries = list.iter().flat_map(|link| &link.items.0);
        list.iter().chain(entries).map(|link| (links, link.link.clone())).collect()
    };
    let links = [
        in_menus("links", &config.links),
        in_menus("footer.links", &config.footer.links),
        in_menus("actions.items", &config.actions.items),
        config.hub.link.iter().map(|link| ("hub", link.clone())).collect(),
    ];
    links.concat().into_iter().filter_map(|(key, link)| dead_link(site, key, &link)).collect()
}

fn dead_link(site: &Site, key: &str, link: &str) -> Option<Diagnostic> {
    let path = link.trim().split(['?', '#']).next().unwrap_or_default();
    let leads_elsewhere =
        path.is_empty() || is_external(path) || actions::id(path).is_some() || has_file_extension(path);
    if leads_elsewhere || site.configured(path).is_some() {
        return None;
    }
    let message = format!("`{key}` of the configuration links to `{path}`, and there is no such page");
    let known = site.pages.iter().map(|page| page.document.path.as_str());
    Some(Diagnostic::new(Code::DeadLink, message).did_you_mean(path.trim_start_matches(['.', '/']), known))
}
