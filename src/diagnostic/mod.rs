//! What went wrong, where, and what to do about it.
//!
//! A stage never fails on what an author wrote: it returns its value together with [`Diagnostic`]s. Each has a
//! [`Code`] that `rasher explain` tells more about, a place in a file, and hints. How they are printed is the
//! business of [`report`].

mod code;
mod columns;
mod guard;
mod nearest;
mod origin;
pub mod report;
mod shared_text;

use std::ops::Range;
use std::sync::Arc;

pub use code::Code;
pub use guard::guarded;
pub use nearest::{Words, nearest};
pub use origin::Origin;
pub use shared_text::SharedText;

use columns::Columns;

/// How much a diagnostic matters; ordered from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never changes the exit code.
    Note,
    /// Probably a mistake; the page was built. Fails the build with `--strict`.
    Warning,
    /// A mistake; something was left out or replaced. Fails the build, which still writes every other page.
    Error,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A file's text under the name that people know it by: its path from the project's folder.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Path from the project's folder, with `/`: `content/runspaces.md`.
    pub name: String,
    /// The whole text; every span counts bytes in it.
    pub text: SharedText,
    /// Where the text comes from, when templates made it out of what stands in files.
    origin: Option<Origin>,
    columns: Columns,
}

impl SourceText {
    /// Names `text`.
    pub fn new(name: impl Into<String>, text: impl Into<SharedText>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), origin: None, columns: Columns::default() })
    }

    /// A text that templates made, under the name of the file that they stand in.
    pub fn expanded(name: impl Into<String>, text: String, origin: Origin) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), origin: Some(origin), columns: Columns::default() })
    }

    /// Whether templates made it.
    pub fn is_expanded(&self) -> bool {
        self.origin.is_some()
    }

    /// The part of the text that is the page's own, without what stands on every page.
    pub fn own(&self) -> Range<usize> {
        self.origin.as_ref().map_or(0..self.text.len(), Origin::own)
    }

    /// The name of the file that the text at `offset` comes from: that of an include, or its own.
    pub fn name_at(&self, offset: usize) -> &str {
        let from = self.origin.as_ref().and_then(|origin| origin.of(&(offset..offset)));
        from.map_or(&self.name, |(source, _)| &source.name)
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        self.columns.of(&self.text, offset)
    }
}

/// A stretch of a file, never of a text that templates made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<SourceText>,
    /// Bytes in the file's text.
    pub span: Range<usize>,
}

impl Place {
    /// The place at `span` of `source`, cut to fit: in the file that this part of the text comes from.
    fn new(source: &Arc<SourceText>, span: Range<usize>) -> Self {
        let (source, span) = source.origin.as_ref().and_then(|origin| origin.of(&span)).unwrap_or((source, span));
        Self { source: Arc::clone(source), span: fit(&source.text, span) }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding, by its stable name.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// A lower-case phrase; the author's words in backticks.
    pub message: String,
    /// Where, unless it concerns the project as a whole.
    pub place: Option<Place>,
    /// Other places that explain it, each with a short label.
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// What to write at the place instead, when that mends it for certain.
    pub replacement: Option<Box<str>>,
}

impl Diagnostic {
    /// A finding of this kind with the kind's usual severity, still without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place: None,
            related: Vec::new(),
            hints: Vec::new(),
            replacement: None,
        }
    }

    /// Puts it at `span` of `source`; a span outside the text is cut to fit.
    #[must_use]
    pub fn at(mut self, source: &Arc<SourceText>, span: Range<usize>) -> Self {
        let place = Place::new(source, span.clone());
        // What an expression made cannot be mended where it was made.
        let is_written = source.text.get(span) == place.source.text.get(place.span.clone());
        self.replacement = self.replacement.filter(|_| is_written);
        self.place = Some(place);
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says what mends it when it is written at the place instead.
    #[must_use]
    pub fn mended_by(mut self, replacement: Option<String>) -> Self {
        self.replacement = replacement.map(String::into_boxed_str);
        self
    }

    /// Adds "did you mean `…`?" when one of `candidates` is close to `written`.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        self.meant(nearest(written, candidates))
    }

    /// Adds "did you mean `…`?" for what was found to be close.
    #[must_use]
    pub fn meant(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds another place that explains it.
    #[must_use]
    pub fn related(mut self, source: &Arc<SourceText>, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push((Place::new(source, span), label.into()));
        self
    }

    /// The names of the files that it shows places in.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let related = self.related.iter().map(|(place, _)| place);
        self.place.iter().chain(related).map(|place| place.source.name.as_str())
    }

    /// The order of reports: by file, place, code, message.
    fn sort_key(&self) -> (&str, usize, &'static str, &str) {
        let (name, start) = self.place.as_ref().map_or(("", 0), |place| (place.source.name.as_str(), place.span.start));
        (name, start, self.code.name(), &self.message)
    }
}

fn fit(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.min(text.len()));
    start..end.max(start)
}

/// The value that a stage returns. What it found wrong goes to the findings of all.
pub fn telling<T>(all: &mut Vec<Diagnostic>, (value, problems): (T, Vec<Diagnostic>)) -> T {
    all.extend(problems);
    value
}

/// Sorts findings into the order of reports and drops repetitions.
pub fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_same_when_a_place_in_it_was_asked_for() {
        let [asked, other] = [(); 2].map(|()| SourceText::new("a.md", "text"));
        assert_eq!(asked.line_column(2), (1, 3));
        // By this a build knows whether there is anything to do.
        assert_eq!((&asked, format!("{asked:?}")), (&other, format!("{other:?}")));
    }

    #[test]
    fn a_span_outside_the_text_is_cut_to_fit() {
        let source = SourceText::new("a.md", "é");
        let place = |span| Diagnostic::new(Code::DeadLink, "x").at(&source, span).place.unwrap().span;
        assert_eq!(place(1..9), 0..2);
        assert_eq!(place(7..9), 2..2);
    }
}
