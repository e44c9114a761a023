//! The least that any generator does: read the sources, turn Markdown into HTML, write as many bytes.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// The argument that makes this program do it.
pub const FLOOR: &str = "floor";

/// Does it for the site in `site`; writes files as large as those in `like` to `output`.
pub fn floor(site: &Path, like: &Path, output: &Path) {
    let sources = files_below(&site.join("content"));
    let html: usize = sources
        .par_iter()
        .map(|source| {
            let text = fs::read_to_string(source).unwrap_or_default();
            let mut html = String::with_capacity(text.len() * 2);
            pulldown_cmark::html::push_html(
                &mut html,
                pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()),
            );
            html.len()
        })
        .sum();
    assert!(html > 0);
    files_below(like).par_iter().for_each(|file| {
        let target = output.join(file.strip_prefix(like).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, vec![b'x'; fs::metadata(file).unwrap().len() as usize]).unwrap();
    });
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}
