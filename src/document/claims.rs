//! The ids of a page: those that its authors chose, and those that are made of its texts and give way to them.

use std::ops::Range;
use std::sync::Arc;

use super::attributes::Attributes;
use super::slug::{Ids, slug, slug_text};
use super::tree::{Call, Kind, Node};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::Shape;

/// Hands out the ids of a page and tells when an author sets one twice.
pub(super) struct Claims<'a> {
    source: &'a Arc<SourceText>,
    ids: Ids,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Claims<'a> {
    /// The ids of the page in `source`, on which none is taken yet.
    pub(super) fn on(source: &'a Arc<SourceText>) -> Self {
        Self { source, ids: Ids::default(), diagnostics: Vec::new() }
    }

    /// Keeps the ids that an author gave a node, so that none is made of a text before.
    pub(super) fn keep(&mut self, node: &Node<'_>) {
        match &node.kind {
            Kind::Attributes(attributes) => self.keep_own(attributes),
            Kind::Component(call) => {
                let calls = std::iter::once(call.as_ref()).chain(&call.panes);
                calls.filter_map(own_id).for_each(|id| self.ids.keep(id));
            }
            _ => {}
        }
    }

    /// Keeps the id that is among attributes.
    pub(super) fn keep_own(&mut self, attributes: &Attributes) {
        attributes.id.iter().for_each(|id| self.ids.keep(id));
    }

    /// The id that the author chose, or the next free one of a text.
    pub(super) fn claim(&mut self, own: Option<&str>, text: impl FnOnce() -> String, span: &Range<usize>) -> String {
        let Some(own) = own else { return self.ids.claim(slug(&text())) };
        if !self.ids.take(own) {
            let message = format!("the id `{own}` is set twice on this page");
            self.diagnostics.push(Diagnostic::new(Code::DuplicateId, message).at(self.source, span.clone()));
        }
        own.to_owned()
    }

    /// Tells what no element may have.
    pub(super) fn tell_refused(&mut self, attributes: &Attributes, span: &Range<usize>) {
        for key in attributes.refused() {
            let diagnostic = Diagnostic::new(Code::UnsafeAttribute, format!("`{key}` was left out"));
            let hint = "an element takes an id, classes, `data-…`, `aria-…`, a `style` without addresses, and the like";
            self.diagnostics.push(diagnostic.at(self.source, span.clone()).hint(hint));
        }
    }

    /// The id of a component that declares one; a foldable one has an id only when it folds.
    pub(super) fn of_component(&mut self, call: &Call<'_>) -> Option<(usize, String)> {
        let metadata = &call.component.metadata;
        let own = own_id(call);
        let is_still = metadata.fold.as_deref().is_some_and(|fold| call.text(fold).is_none())
            && call.component.shape == Shape::Fence;
        let title = metadata.id_from.as_deref().filter(|_| !is_still).and_then(|name| call.markdown(name));
        if own.is_none() && title.is_none() {
            return None;
        }
        // A title that is nothing but a badge is called as the badge is; one without letters, such as an icon, gives no id.
        let texts = || [slug_text(title.unwrap_or_default()), components_text(title.unwrap_or_default())];
        let text = || texts().into_iter().find(|text| !slug(text).is_empty());
        let id = self.claim(own, || text().unwrap_or_else(|| call.component.name.clone()), &call.span);
        Some((call.span.start, id))
    }
}

/// The id that an author gave a component. In an address, `{id}` names the video, not a place on the page.
fn own_id<'c>(call: &'c Call<'_>) -> Option<&'c str> {
    call.text("id").filter(|_| call.component.shape != Shape::Url)
}

/// The texts of the components in a title.
fn components_text(title: &[Node<'_>]) -> String {
    let text = |node: &Node<'_>| match &node.kind {
        Kind::Component(call) => Some(slug_text(call.markdown(call.component.metadata.text.as_deref()?)?)),
        _ => None,
    };
    title.iter().filter_map(text).collect::<Vec<_>>().join(" ")
}
