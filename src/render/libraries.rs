//! What a component's script loads and this program was built without: it is too large for the repository.

use std::ops::Range;

use super::Renderer;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Kind};
use crate::theme::{self, Component};

impl Renderer {
    /// What is missing for components on pages, told where the first of them stands.
    pub fn missing_libraries(&self) -> Vec<Diagnostic> {
        let used = self.site.components.iter().filter_map(|name| self.theme.grammar().get(name));
        used.filter_map(|component| self.missing_library(component)).collect()
    }

    fn missing_library(&self, component: &Component) -> Option<Diagnostic> {
        let name = component.metadata.library.as_deref()?;
        let path = format!("theme/components/{}/{name}", component.name);
        if theme::built_in_file(&path).is_some() || self.site.file(&path).is_some() {
            return None;
        }
        let documents = self.site.pages.iter().map(|page| &page.document);
        let document = documents.into_iter().find(|document| document.facts.components.contains(&component.name))?;
        let message = format!("this build of Rasher has no `{name}`, which `{}` needs", component.name);
        let place = place(document, component).unwrap_or_else(|| document.first_line());
        let diagnostic = Diagnostic::new(Code::MissingLibrary, message).at(&document.source, place);
        Some(diagnostic.hint("its text is shown; `rasher explain missing-library` tells how to get it"))
    }
}

/// The first place where the component stands.
fn place(document: &Document, component: &Component) -> Option<Range<usize>> {
    let mut place = None;
    for node in document.tree() {
        node.walk(&mut |node| match &node.kind {
            Kind::Component(call) if call.component.name == component.name && place.is_none() => {
                place = Some(call.span.clone());
            }
            _ => {}
        });
    }
    place
}
