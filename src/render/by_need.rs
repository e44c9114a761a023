//! Style and script by need: `theme/components/NAME.css` and `NAME.js` are loaded only on pages that use component or
//! element NAME.
//!
//! What nearly every page has (headings, code, callouts, badges) stays in `theme.css`, since one file more costs a page more
//! than a few rules that it does not need.

use std::collections::BTreeMap;

use super::Renderer;
use crate::document::ComponentNames;
use crate::path::Url;
use crate::site::Viewpoint;
use crate::theme;

/// The addresses of the components' files, as they are written in one place of the site.
#[derive(Debug, Default)]
pub(super) struct ComponentFiles {
    styles: BTreeMap<String, String>,
    scripts: BTreeMap<String, String>,
}

impl ComponentFiles {
    /// The theme's files and the project's own.
    pub(super) fn new(renderer: &Renderer, from: Viewpoint) -> Self {
        let mut files = Self::default();
        let own = renderer.site.files.iter().map(|file| file.source.path.as_str().to_owned());
        for address in theme::built_in_files().chain(own) {
            let Some(name) = theme::linked_component_of(&address) else { continue };
            let href = theme_file(renderer, address.trim_start_matches("theme/"), from);
            let kind = if address.ends_with(".css") { &mut files.styles } else { &mut files.scripts };
            kind.insert(name.to_owned(), href);
        }
        if let Some(url) = Url::new("/theme/components/sizes.css").filter(|_| !renderer.site.sizes.is_empty()) {
            let href = renderer.digested(&url, renderer.site.sizes_css().as_bytes(), from);
            files.styles.insert("sizes".to_owned(), href);
        }
        files
    }

    /// The style sheets and the scripts of these components.
    pub(super) fn of(&self, components: &ComponentNames) -> (Vec<String>, Vec<String>) {
        let among = |files: &BTreeMap<String, String>| {
            components.iter().filter_map(|component| files.get(component)).cloned().collect()
        };
        (among(&self.styles), among(&self.scripts))
    }
}

/// The address of a file of the theme, with the digest that lets browsers keep it until it changes.
pub(super) fn theme_file(renderer: &Renderer, name: &str, from: Viewpoint) -> String {
    let url = Url::new(&format!("/theme/{name}")).unwrap_or_else(Url::root);
    renderer.stamped(&url, &renderer.version, from)
}
