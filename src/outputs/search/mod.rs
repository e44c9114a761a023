//! The search index, in `/search/`. Pages that are hidden, locked or excluded are not in it.

mod index;
mod postings;
mod vocabulary;
mod words;

use std::sync::Arc;

use super::{Content, Recipe, Rows, Turn, row};
use crate::config::Patterns;
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;
use index::{Index, Plan};

#[derive(Debug, Clone, Copy)]
enum Part {
    Head,
    Words(usize),
    Sections(usize),
}

/// A file of the index, which is made as far as its files are asked for: a preview that nobody searches never pays for it.
#[derive(Debug)]
struct SearchFile(Arc<Index>, Part);

impl Recipe for SearchFile {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let Self(index, part) = self;
        let script = match part {
            Part::Head => index.head(renderer),
            Part::Words(number) => index.part(*number, renderer),
            Part::Sections(number) => index.chunk(*number, renderer),
        };
        (Content::Bytes(script), Vec::new())
    }

    fn turn(&self) -> Turn {
        match self.1 {
            Part::Sections(number) => Turn::Any(number),
            // They say where words stand in all sections.
            Part::Head | Part::Words(_) => Turn::Last,
        }
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let search = &site.config.search;
    let patterns = |patterns| Patterns::new(patterns, &site.config.input);
    let (exclude, include) = (patterns(&search.exclude), patterns(&search.include));
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
    let index = Arc::new(Index::new(plan));
    files
        .into_iter()
        .filter_map(|(name, part)| row(&format!("search/{name}.js"), SearchFile(Arc::clone(&index), part)))
        .collect()
}
