//! What is made of all pages together, with what it is rendered by.

use std::collections::HashSet;
use std::sync::Arc;

use super::expanded::Expander;
use super::parsed::Parsed;
use crate::demo::Demos;
use crate::diagnostic::{Diagnostic, telling};
use crate::document::Document;
use crate::outputs::Table;
use crate::render::{Highlighter, Renderer};
use crate::site::{self, Exchanged};
use crate::source::{Sources, Template};
use crate::theme::Theme;

/// What is made of all pages together, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) renderer: Renderer,
    pub(super) table: Table,
    /// What is wrong with what pages share.
    pub(super) of_renderer: Vec<Diagnostic>,
    /// What is wrong with all the rest.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Whole {
    pub(super) fn new(
        sources: &Sources,
        demos: Demos,
        look: &Look,
        parsed: &[Arc<Parsed>],
        expander: &Expander<'_>,
    ) -> Self {
        let (mut site, mut diagnostics) = site::assemble(sources, demos, &documents(parsed));
        diagnostics.extend(expander.furnish(&mut site));
        let table = telling(&mut diagnostics, Table::new(&site));
        site.settle_unfound(|path| table.get(path).is_some());
        let (theme, highlighter) = (Arc::clone(&look.theme), Arc::clone(&look.highlighter));
        let (renderer, of_renderer) = Renderer::new(Arc::new(site), theme, highlighter, expander.version().to_owned());
        diagnostics.extend(renderer.unknown_names(sources));
        diagnostics.extend(renderer.missing_libraries());
        diagnostics.extend(renderer.site().dead_in_html(|path| table.get(path).is_some()));
        Self { renderer, table, of_renderer, diagnostics }
    }

    /// The same with other texts of pages, when little of that can be seen elsewhere.
    pub(super) fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)], sources: &Sources) -> Option<Self> {
        // What is wrong with links is settled with them.
        let told: HashSet<&str> = self.diagnostics.iter().flat_map(Diagnostic::sources).collect();
        if edits.iter().any(|(before, _)| told.contains(before.source.name.as_str())) {
            return None;
        }
        let Exchanged { site, is_renamed } =
            self.renderer.site().exchanged(edits, sources, |path| self.table.get(path).is_some())?;
        let table = self.table.after(&site);
        let (renderer, of_renderer) = match is_renamed {
            true => self.renderer.anew(Arc::new(site)),
            false => (self.renderer.with(Arc::new(site)), self.of_renderer.clone()),
        };
        Some(Self { renderer, table, of_renderer, diagnostics: self.diagnostics.clone() })
    }
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
