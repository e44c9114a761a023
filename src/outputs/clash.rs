//! A file and a folder that want one place: `robots.txt` and the page `robots.txt.md`, which is at `/robots.txt/`.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Rows;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::OutPath;
use crate::site::Site;

/// Leaves out what is below a file: most of these files have to be where they are, and no page has to. `others` are files that
/// are not among the rows.
pub(super) fn settle(rows: &mut Rows, others: &Rows, site: &Site) -> Vec<Diagnostic> {
    let files: FxHashSet<&str> = rows.iter().chain(others).map(|(path, _)| path.as_str()).collect();
    let below = |path: &OutPath| {
        let folders = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]);
        folders.into_iter().find(|folder| files.contains(folder)).map(|file| (path.clone(), file.to_owned()))
    };
    let clashes: Vec<(OutPath, String)> = rows.par_iter().filter_map(|(path, _)| below(path)).collect();
    if !clashes.is_empty() {
        let left_out: FxHashSet<&OutPath> = clashes.iter().map(|(path, _)| path).collect();
        rows.retain(|(path, _)| !left_out.contains(path));
    }
    clashes.into_iter().map(|(path, file)| clash(&path, &file, site)).collect()
}

fn clash(path: &OutPath, file: &str, site: &Site) -> Diagnostic {
    let index = site.config.generator.directory_index.name.as_str();
    let Some(page) = site.pages.iter().find(|page| page.url.is_at(path, index)) else {
        let message = format!("`{path}` was left out, since there is a file `{file}`");
        return Diagnostic::new(Code::UrlCollision, message);
    };
    let document = &page.document;
    let message = format!("`{}` wants the address `{}`, where the file `{file}` is", document.source.name, page.url);
    let permalink = document.meta.permalink.as_deref().unwrap_or_default();
    document
        .placed(&["permalink", "route", "slug"], permalink, Diagnostic::new(Code::UrlCollision, message))
        .hint("rename it, or give it another `permalink`")
}
