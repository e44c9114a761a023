//! The expanded text as it grows, with the place that every byte of it comes from.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Origin, SourceText};

/// A page may grow to this many bytes.
pub(super) const MAX_OUTPUT: usize = 16 << 20;

/// A growing text.
#[derive(Debug, Default)]
pub(super) struct Output {
    text: String,
    origin: Origin,
    /// What every line of an include begins with that stands indented.
    indent: String,
}

impl Output {
    /// Adds a stretch of a file as it is.
    pub(super) fn copy(&mut self, source: &Arc<SourceText>, span: Range<usize>) {
        if self.indent.is_empty() {
            self.origin.copy(self.text.len(), source, span.clone());
            self.text.push_str(&source.text[span]);
            return;
        }
        let mut at = span.start;
        for line in source.text[span].split_inclusive('\n') {
            let is_blank = line.trim().is_empty();
            if self.text.ends_with('\n') && !is_blank {
                self.origin.make(self.text.len(), source, at..at);
                self.text.push_str(&self.indent);
            }
            self.origin.copy(self.text.len(), source, at..at + line.len());
            self.text.push_str(line);
            at += line.len();
        }
    }

    /// Adds `text`, which the stretch `span` of a file made.
    pub(super) fn make(&mut self, text: &str, source: &Arc<SourceText>, span: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.origin.make(self.text.len(), source, span);
        if self.indent.is_empty() {
            self.text.push_str(text);
        } else {
            self.text.push_str(&text.replace('\n', &format!("\n{}", self.indent)));
        }
    }

    /// Indents what follows as the line that it stands on, if nothing else stands before it. Returns what was before.
    pub(super) fn indent(&mut self) -> String {
        let line = &self.text[self.text.rfind('\n').map_or(0, |at| at + 1)..];
        let blank = line.chars().all(|c| matches!(c, ' ' | '\t'));
        let indent = if blank { line.to_owned() } else { self.indent.clone() };
        std::mem::replace(&mut self.indent, indent)
    }

    /// Takes back an indentation.
    pub(super) fn set_indent(&mut self, indent: String) {
        self.indent = indent;
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text alone.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// The text under a file's name; `own` is the part of it that is the page's.
    pub(super) fn into_source(mut self, name: &str, own: Range<usize>) -> Arc<SourceText> {
        self.origin.set_own(own);
        SourceText::expanded(name, self.text, self.origin)
    }
}
