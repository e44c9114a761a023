//! The ids of a page: those of headings go first, then those that authors chose for anything else, then those
//! that are made of other texts. Who comes too late gets a number; an author who chose is told.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::attributes::{Attributes, OTHERS};
use super::slug::{Ids, slug, slug_text};
use super::tree::{Call, Kind, Node};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::Shape;

/// Hands out the ids of a page and tells when an author sets one twice.
pub(super) struct Claims<'a> {
    source: &'a Arc<SourceText>,
    ids: Ids,
    /// The ids that were chosen for headings.
    of_headings: HashSet<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Claims<'a> {
    /// The ids of the page in `source`, on which none is taken yet.
    pub(super) fn on(source: &'a Arc<SourceText>) -> Self {
        Self { source, ids: Ids::default(), of_headings: HashSet::new(), diagnostics: Vec::new() }
    }

    /// Keeps the id that is among attributes.
    pub(super) fn keep(&mut self, attributes: &Attributes) {
        attributes.id.iter().for_each(|id| self.ids.keep(id));
    }

    /// Keeps the id of a component or pane.
    pub(super) fn keep_of(&mut self, call: &Call<'_>) {
        own_id(call).into_iter().for_each(|id| self.ids.keep(id));
    }

    /// Keeps the id that was chosen for a heading.
    pub(super) fn keep_heading(&mut self, attributes: &Attributes) {
        self.keep(attributes);
        self.of_headings.extend(attributes.id.clone());
    }

    /// The id of a heading. One that is made of its text gives way to one that was chosen for another heading, which is told.
    pub(super) fn of_heading(&mut self, own: Option<&str>, made: String, span: &Range<usize>) -> String {
        let taken = Some(&made).filter(|made| own.is_none() && self.of_headings.contains(*made)).cloned();
        let id = self.claim(own, || made, span);
        taken.into_iter().for_each(|made| self.tell_twice(&made, Some(&id), span));
        id
    }

    /// The id that the author chose, or the next free one like the one that is made of a text.
    pub(super) fn claim(&mut self, own: Option<&str>, made: impl FnOnce() -> String, span: &Range<usize>) -> String {
        let Some(own) = own else { return self.ids.claim(made()) };
        if self.ids.take(own) {
            return own.to_owned();
        }
        let id = self.ids.claim(own.to_owned());
        self.tell_twice(own, Some(&id), span);
        id
    }

    /// Takes the id of an element, which is written as it is.
    pub(super) fn take(&mut self, own: &str, span: &Range<usize>) {
        if !self.ids.take(own) {
            self.tell_twice(own, None, span);
        }
    }

    fn tell_twice(&mut self, id: &str, instead: Option<&str>, span: &Range<usize>) {
        let message = format!("the id `{id}` is set twice on this page");
        let told = Diagnostic::new(Code::DuplicateId, message).at(self.source, span.clone());
        self.diagnostics.push(match instead {
            Some(instead) => told.hint(format!("a heading has it, or what stands first; this is `{instead}`")),
            None => told.hint("a heading has it, or what stands first; give this another"),
        });
    }

    /// Tells what no element may have.
    pub(super) fn tell_refused(&mut self, attributes: &Attributes, span: &Range<usize>) {
        for key in attributes.refused() {
            let diagnostic = Diagnostic::new(Code::UnsafeAttribute, format!("`{key}` was left out"));
            let hint = "an element takes an id, classes, `data-…`, `aria-…`, a `style` without addresses, and the like";
            self.diagnostics.push(diagnostic.at(self.source, span.clone()).hint(hint));
        }
    }

    /// Tells what was left out of what a component is given beside its arguments, and whether a style is among it.
    pub(super) fn others_of(&mut self, call: &Call<'_>) -> bool {
        let others = Attributes::of_lines(call.text(OTHERS).unwrap_or_default());
        self.tell_refused(&others, &call.span);
        others.value("style").is_some()
    }

    /// The id of a component that declares one; a foldable one has an id only when it folds.
    pub(super) fn of_component(&mut self, call: &Call<'_>) -> Option<(usize, Box<str>)> {
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
        let made = || texts().iter().map(|text| slug(text)).find(|made| !made.is_empty());
        let id = self.claim(own, || made().unwrap_or_else(|| slug(&call.component.name)), &call.span);
        Some((call.span.start, id.into()))
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
