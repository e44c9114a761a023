//! Files that are published as they are: the author's, and the theme's.

use camino::Utf8PathBuf;

use super::{Content, Recipe, Rows};
use crate::diagnostic::Diagnostic;
use crate::path::OutPath;
use crate::render::Renderer;
use crate::site::Site;
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
    let row =
        |file: &crate::site::File| (file.url.out_path(), Box::new(Asset(file.source.disk.clone())) as Box<dyn Recipe>);
    site.files.iter().filter(|file| file.published).map(row).collect()
}

/// The theme's own files; of its components' style and script only what some page needs.
pub(super) fn theme_rows(site: &Site) -> Rows {
    let integrations = &site.config.integrations;
    let has_google = integrations.google_analytics.id.is_some() || integrations.google_tag_manager.id.is_some();
    let is_needed = |name: &String| match theme::component_of(name) {
        Some(component) => site.components.contains(component),
        None => name != "theme/analytics.js" || has_google,
    };
    let row = |name: String| Some((OutPath::new(&name)?, Box::new(ThemeFile(name)) as Box<dyn Recipe>));
    theme::built_in_files().filter(is_needed).filter_map(row).collect()
}
