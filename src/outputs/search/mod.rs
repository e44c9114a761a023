//! The search index, in `/search/` (format sheet §11). Pages that are hidden, locked or excluded are not in it.

mod index;
mod words;

use std::sync::{Arc, OnceLock};

use super::{Content, Recipe, Rows, Turn, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;
use crate::source::Patterns;
use index::{Index, Plan};

/// The index, made when the first of its files is asked for: a preview that nobody searches never pays for it.
#[derive(Debug)]
struct Lazy {
    plan: Plan,
    index: OnceLock<Index>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Head,
    Words(usize),
    Sections(usize),
}

#[derive(Debug)]
struct SearchFile(Arc<Lazy>, Part);

impl Recipe for SearchFile {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let Self(lazy, part) = self;
        let index = lazy.index.get_or_init(|| index::build(&lazy.plan, renderer));
        let script = match part {
            Part::Head => Some(&index.head),
            Part::Words(number) => index.parts.get(*number),
            Part::Sections(number) => index.chunks.get(*number),
        };
        (Content::Bytes(script.cloned().unwrap_or_default().into_bytes()), Vec::new())
    }

    fn turn(&self) -> Turn {
        // Whichever is first makes all.
        if matches!(self.1, Part::Head) { Turn::First } else { Turn::Last }
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let search = &site.config.search;
    let (exclude, include) = (Patterns::new(&search.exclude), Patterns::new(&search.include));
    let plan = Plan::new(site, |page| {
        let path = &page.document.path;
        page.is_public() && page.document.meta.redirect.is_none() && (include.matches(path) || !exclude.matches(path))
    });
    if plan.is_empty() {
        return Rows::new();
    }
    let parts = (0..plan.parts).map(|number| (format!("part-{number}"), Part::Words(number)));
    let chunks = (0..plan.chunks.len()).map(|number| (format!("chunk-{number}"), Part::Sections(number)));
    let files: Vec<(String, Part)> =
        std::iter::once(("head".to_owned(), Part::Head)).chain(parts).chain(chunks).collect();
    let lazy = Arc::new(Lazy { plan, index: OnceLock::new() });
    files
        .into_iter()
        .filter_map(|(name, part)| row(&format!("search/{name}.js"), SearchFile(Arc::clone(&lazy), part)))
        .collect()
}
