//! Sources to [`Snapshot`]: the stages in order. Read this first.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, in_order};
use crate::document::{self, Document};
use crate::outputs::{self, Content, Table};
use crate::path::OutPath;
use crate::render::{Renderer, guarded};
use crate::site::{self, Site};
use crate::source::{PageFile, Sources};
use crate::theme::{self, Grammar, Theme};

/// A site that is ready to be written or served: its table, and all it takes to render a row. Immutable.
#[derive(Debug)]
pub struct Snapshot {
    renderer: Renderer,
    table: Table,
    diagnostics: Vec<Diagnostic>,
}

/// Compiles a site. Whatever is wrong with its sources, there is a site.
pub fn compile(sources: &Sources) -> Snapshot {
    let (theme, mut diagnostics) = Theme::load(&sources.templates);
    let (documents, problems) = parse(&sources.pages, theme.grammar());
    diagnostics.extend(problems);
    let (site, problems) = site::assemble(sources, documents);
    diagnostics.extend(problems);
    let table = outputs::table(&site);
    let version = theme_version(sources);
    let (renderer, problems) = Renderer::new(Arc::new(site), Arc::new(theme), version);
    diagnostics.extend(problems);
    Snapshot { renderer, table, diagnostics: in_order(told_once(diagnostics)) }
}

impl Snapshot {
    /// The paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.table.keys()
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.table.values().filter(|recipe| recipe.is_page()).count()
    }

    /// What was found wrong before anything was rendered.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The site.
    pub fn site(&self) -> &Site {
        self.renderer.site()
    }

    /// Makes the file at `path`; `None` when there is none.
    pub fn render(&self, path: &OutPath) -> Option<(Content, Vec<Diagnostic>)> {
        let recipe = self.table.get(path)?;
        let rendered = guarded(path.as_str(), || recipe.render(&self.renderer));
        Some(rendered.unwrap_or_else(|problem| (Content::Bytes(Vec::new()), vec![problem])))
    }
}

/// Reads every page by itself, in parallel and in order. A page on which we fail is left out and told.
fn parse(pages: &[PageFile], grammar: &Grammar) -> (Vec<Document>, Vec<Diagnostic>) {
    let parsed: Vec<_> = pages
        .par_iter()
        .map(|page| {
            let parse = || document::parse(Arc::clone(&page.source), page.path.clone(), grammar);
            match guarded(&page.source.name, parse) {
                Ok((document, problems)) => (Some(document), problems),
                Err(problem) => (None, vec![problem.at(&page.source, 0..0)]),
            }
        })
        .collect();
    let (documents, problems): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
    (documents.into_iter().flatten().collect(), problems.concat())
}

/// A digest of the theme's style and scripts, so that readers' browsers keep them until they change.
fn theme_version(sources: &Sources) -> String {
    let mut hasher = blake3::Hasher::new();
    for name in theme::built_in_files() {
        hasher.update(&theme::built_in_file(&name).unwrap_or_default());
    }
    for file in &sources.files {
        hasher.update(file.digest.as_deref().unwrap_or_default().as_bytes());
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

/// A key without effect is told where it stands first, not on every page that has it.
fn told_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told = HashSet::new();
    let mut is_new =
        |diagnostic: &Diagnostic| diagnostic.code != Code::UnsupportedKey || told.insert(diagnostic.message.clone());
    in_order(diagnostics).into_iter().filter(|diagnostic| is_new(diagnostic)).collect()
}
