//! Files that are published as they are: the author's, and the theme's.

use camino::Utf8PathBuf;

use super::{Content, Recipe, Rows, row, row_for};
use crate::diagnostic::Diagnostic;
use crate::render::{Renderer, lacks_favicon};
use crate::site::Site;
use crate::source::StaticFile;
use crate::theme;

/// A file of the author's.
#[derive(Debug)]
struct Asset(Utf8PathBuf);

impl Recipe for Asset {
    fn render(&self, _: &Renderer) -> (Content, Vec<Diagnostic>) {
        (Content::CopyOf(self.0.clone()), Vec::new())
    }
}

/// A file of the built-in theme, by its address.
#[derive(Debug)]
struct ThemeFile(String);

impl Recipe for ThemeFile {
    fn render(&self, _: &Renderer) -> (Content, Vec<Diagnostic>) {
        (Content::Bytes(theme::built_in_file(&self.0).unwrap_or_default()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let published = site.files.iter().filter(|file| file.published && !is_of_theme(&file.source));
    published.map(|file| row_for(&file.url, Asset(file.source.disk.clone()))).collect()
}

/// Whether the author's copy of a file of the theme says nothing else.
fn is_of_theme(file: &StaticFile) -> bool {
    file.digest.as_deref().is_some_and(|digest| theme::is_unchanged_copy(file.path.as_str(), digest))
}

/// The theme's own files; of its components' style and script only what some page needs.
pub(super) fn theme_rows(site: &Site) -> Rows {
    let has_google = site.config.integrations.has_google();
    let is_needed = |name: &String| match theme::component_of(name) {
        Some(component) => site.components.contains(component),
        None => match name.as_str() {
            "theme/analytics.js" => has_google,
            "theme/favicon.svg" => lacks_favicon(site),
            _ => true,
        },
    };
    theme::built_in_files().filter(is_needed).filter_map(|name| row(&name.clone(), ThemeFile(name))).collect()
}
