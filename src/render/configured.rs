//! Where links of the configuration and of actions lead, as addresses on a page.

use crate::path::{Url, cut};
use crate::site::{Page, Run, Site, Viewpoint, is_external};

/// A link of the configuration, as an address for where it stands: a page by its path, a file, or somewhere else.
pub(super) fn href(site: &Site, link: &str, from: Viewpoint) -> String {
    href_on(site, link, from, None)
}

/// A link of the configuration on a page, where an action may lead elsewhere than on others.
pub(super) fn href_on(site: &Site, link: &str, from: Viewpoint, page: Option<&Page>) -> String {
    match site.actions.run(link, page) {
        Some(Run::Script(address)) => return address,
        Some(Run::Link { link, .. }) if site.actions.run(link, page).is_none() => {
            return href_on(site, link, from, page);
        }
        _ => {}
    }
    let (path, suffix) = cut(link);
    if is_external(path) {
        return link.to_owned();
    }
    match site.configured(path).or_else(|| Url::new(path)) {
        Some(url) => format!("{}{suffix}", site.base.href(from, &url)),
        None => link.to_owned(),
    }
}
