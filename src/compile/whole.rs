//! What is made of all pages together, with what it is rendered by.

use std::collections::HashSet;
use std::sync::Arc;

use super::expanded::Expander;
use super::parsed::Parsed;
use crate::demo::Demos;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::outputs::Table;
use crate::path::OutPath;
use crate::render::{Highlighter, Renderer};
use crate::site::{self, Exchanged, Site};
use crate::source::{Sources, Template};
use crate::theme::Theme;

/// What is made of all pages together, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) renderer: Renderer,
    pub(super) table: Table,
    /// What is wrong with what pages share.
    of_renderer: Vec<Diagnostic>,
    /// What is wrong with files, and with what is named or linked to beside pages.
    of_files: Vec<Diagnostic>,
    /// What of that is told of files that have no place.
    left_out: Vec<Diagnostic>,
    /// What is wrong with all the rest, but for what the site tells of its links and terms.
    diagnostics: Vec<Diagnostic>,
}

impl Whole {
    /// What is the same in the site `before` comes sooner.
    pub(super) fn new(
        sources: &Sources,
        demos: Demos,
        look: &Look,
        parsed: &[Arc<Parsed>],
        expander: &Expander<'_>,
        before: Option<&Site>,
    ) -> Self {
        let documents = documents(parsed);
        let (mut site, mut diagnostics) = site::assemble(sources, demos, &documents, look.theme.grammar(), before);
        diagnostics.extend(expander.furnish(&mut site));
        site.settle_configured(&sources.written, look.theme.grammar());
        let (table, left_out) = Table::new(&site);
        site.settle_unfound(|path| table.get(path).is_some());
        let (theme, highlighter) = (Arc::clone(&look.theme), Arc::clone(&look.highlighter));
        let (renderer, of_renderer) = Renderer::new(Arc::new(site), theme, highlighter, expander.version().to_owned());
        let of_files = of_files(&left_out, &renderer, &table, sources);
        Self { renderer, table, of_renderer, of_files, left_out, diagnostics }
    }

    /// All that is wrong with it.
    pub(super) fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_site = self.renderer.site().problems();
        self.diagnostics.iter().chain(&self.of_renderer).chain(&self.of_files).chain(of_site)
    }

    /// What all pages make together when some have other texts, if little of that can be seen elsewhere.
    pub(super) fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)], sources: &Sources) -> Option<Self> {
        // What is wrong with links is settled with them.
        let site = self.renderer.site();
        let told = self.diagnostics.iter().chain(&self.of_files).chain(&site.terms.other_spellings);
        let told: HashSet<&str> = told.flat_map(Diagnostic::sources).collect();
        if edits.iter().any(|(before, _)| told.contains(before.source.name.as_str())) {
            return None;
        }
        let mut exchanged = site.exchanged(edits, sources)?;
        let (table, left_out) = match exchanged.is_regrouped {
            true => Table::new(&exchanged.site),
            false => (self.table.after(&exchanged.site), self.left_out.clone()),
        };
        exchanged.with_links(sources, |path| table.get(path).is_some())?;
        let Exchanged { site, is_renamed, is_regrouped, .. } = exchanged;
        let diagnostics = self.diagnostics.clone();
        if !is_renamed && !is_regrouped {
            let (of_renderer, of_files) = (self.of_renderer.clone(), self.of_files.clone());
            let renderer = self.renderer.with(Arc::new(site));
            return Some(Self { renderer, table, of_renderer, of_files, left_out, diagnostics });
        }
        let (renderer, of_renderer) = self.renderer.anew(Arc::new(site));
        let of_files = of_files(&left_out, &renderer, &table, sources);
        Some(Self { renderer, table, of_renderer, of_files, left_out, diagnostics })
    }
}

/// What is wrong with files, of which some were `left_out`, and with what is named or linked to beside pages.
fn of_files(left_out: &[Diagnostic], renderer: &Renderer, table: &Table, sources: &Sources) -> Vec<Diagnostic> {
    let mut told = left_out.to_vec();
    let has = |path: &OutPath| table.get(path).is_some();
    told.extend(renderer.site().dead_around_pages(&sources.written, has));
    told.extend(renderer.unknown_names(sources, has));
    told.extend(renderer.missing_libraries());
    told.extend(renderer.site().dead_in_html(has));
    told
}

/// The compiled templates, with the texts that they were compiled from, and the highlighter, which no edit changes.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) templates: Vec<Template>,
    pub(super) theme: Arc<Theme>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) highlighter: Arc<Highlighter>,
}

impl Look {
    pub(super) fn load(templates: &[Template], highlighter: Arc<Highlighter>) -> Self {
        Self::of(templates, Theme::load(templates), highlighter)
    }

    pub(super) fn of(
        templates: &[Template],
        (theme, diagnostics): (Theme, Vec<Diagnostic>),
        highlighter: Arc<Highlighter>,
    ) -> Self {
        Self { templates: templates.to_vec(), theme: Arc::new(theme), diagnostics, highlighter }
    }
}

pub(super) fn documents(parsed: &[Arc<Parsed>]) -> Vec<Arc<Document>> {
    parsed.iter().filter_map(|page| page.document.clone()).collect()
}
