//! The built-in theme's own files: styles, scripts and what these load, embedded in the binary.

use std::borrow::Cow;

/// As they are published; `build.rs` condenses them.
#[derive(rust_embed::RustEmbed)]
#[folder = "$OUT_DIR/theme/"]
#[exclude = "*.gitignore"]
#[exclude = "*.version"]
#[prefix = "theme/"]
struct BuiltInFiles;

/// The styles and scripts as they are written.
#[derive(rust_embed::RustEmbed)]
#[folder = "static/theme/"]
#[include = "*.css"]
#[include = "*.js"]
#[exclude = "*.min.js"]
#[prefix = "theme/"]
struct Sources;

/// A file that belongs to the built-in theme, by its address without the leading `/`: `theme/theme.css`.
pub fn built_in_file(name: &str) -> Option<Vec<u8>> {
    BuiltInFiles::get(name).map(|file| file.data.into_owned())
}

/// Whether a file of that digest is the built-in theme's as it is written: a copy that nobody changed is published as the theme's own.
pub fn is_unchanged_copy(name: &str, digest: &str) -> bool {
    Sources::get(name).is_some_and(|file| blake3::hash(&file.data).to_hex().as_str() == digest)
}

/// The addresses of the built-in theme's files, without the leading `/`.
pub fn built_in_files() -> impl Iterator<Item = String> {
    BuiltInFiles::iter().map(Cow::into_owned)
}

/// The component that a file belongs to, by the file's address: `theme/components/tabs.css`, or `tabs/…` for what its script
/// loads. Such files are published only with sites that use the component.
pub fn component_of(address: &str) -> Option<&str> {
    let file = address.strip_prefix("theme/components/")?;
    linked(file).or_else(|| file.split_once('/').map(|(name, _)| name))
}

/// The component whose style or script a file is: pages that use the component load it.
pub fn linked_component_of(address: &str) -> Option<&str> {
    linked(address.strip_prefix("theme/components/")?)
}

fn linked(file: &str) -> Option<&str> {
    file.strip_suffix(".css").or_else(|| file.strip_suffix(".js")).filter(|name| !name.contains('/'))
}
