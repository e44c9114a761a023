//! Where a page's front matter says something, for what is found out about it later.

use std::ops::Range;
use std::sync::Arc;

use crate::config::{Layer, Layers};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::document::Document;

impl Document {
    /// The YAML that says what the page says about itself.
    pub fn front_matter(&self) -> &str {
        let (source, yaml) = self.front_matter_place();
        &source.text[yaml]
    }

    /// The first line of the page's file, for what is true of the page as a whole.
    pub fn first_line(&self) -> Range<usize> {
        // Before a page without front matter may stand what stands on every page.
        let start = if self.body == 0 { self.facts.own.start } else { 0 };
        start..start + self.source.text[start..].lines().next().map_or(0, str::len)
    }

    /// The text in which that stands, and where.
    pub fn front_matter_place(&self) -> (&Arc<SourceText>, Range<usize>) {
        match &self.beside {
            Some(beside) => (beside, 0..beside.text.len()),
            None => (&self.source, super::split(&self.source.text).yaml),
        }
    }

    /// Puts a finding at the key of one of these names that has this value; at the page's first line when there is none.
    #[must_use]
    pub fn placed(&self, names: &[&str], value: &str, diagnostic: Diagnostic) -> Diagnostic {
        match self.said(names, value) {
            Some((source, span)) => diagnostic.at(&source, span),
            None => diagnostic.at(&self.source, self.first_line()),
        }
    }

    /// The key of one of these names that has this value.
    pub fn said(&self, names: &[&str], value: &str) -> Option<(Arc<SourceText>, Range<usize>)> {
        let (source, yaml) = self.front_matter_place();
        let layers = Layers::from(Layer::read(source, yaml, Code::FrontMatterInvalid).0);
        let is_meant = |text: &str| text == value || self.path.climb(text).is_some_and(|path| path == value);
        let (path, _) = layers.texts_under(&[], names).into_iter().find(|(_, text)| is_meant(text))?;
        layers.place_of(&path).map(|(source, span)| (Arc::clone(source), span))
    }
}
