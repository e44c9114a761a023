//! A text file, with what in it decides what else is read. That is looked for once, when the text is read.

use std::io::{self, ErrorKind};
use std::string::FromUtf8Error;
use std::sync::Arc;

use camino::Utf8Path;
use memchr::memmem;

use super::{Project, downloads, partials, shown, utf16};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceText};
use crate::path::SourcePath;

/// Texts by their paths in the input folder.
pub(super) type Texts = Vec<(SourcePath, Arc<Text>)>;

/// A file's text.
#[derive(Debug, PartialEq)]
pub(super) struct Text {
    pub(super) source: Arc<SourceText>,
    /// What is wrong with it.
    pub(super) problem: Option<Diagnostic>,
    /// The paths that it may include.
    pub(super) includes: Vec<String>,
    /// The files that it may show pieces of.
    pub(super) shows: Vec<String>,
    /// The files that it may offer for download.
    pub(super) offers: Vec<String>,
    /// Whether it may ask when a page was last changed.
    pub(super) asks_history: bool,
    /// Whether the system refused to read it.
    pub(super) is_refused: bool,
}

impl Text {
    pub(super) fn new(source: Arc<SourceText>, problem: Option<Diagnostic>) -> Self {
        let text = source.text.as_str();
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        Self {
            includes: owned(partials::names(text)),
            shows: owned(shown::names(text).collect()),
            offers: downloads::names(text),
            asks_history: asks_history(text),
            is_refused: false,
            problem,
            source,
        }
    }

    /// Reads a file. Bytes that are neither UTF-8 nor marked as UTF-16 are replaced and told; so is a file that vanished while we looked.
    /// What is no text at all is told once, and says nothing: its markup would be found wrong a thousand times.
    pub(super) fn read(project: &Project, disk: &Utf8Path) -> Self {
        let name = project.name_of(disk);
        match std::fs::read(disk).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let source = SourceText::new(name, text);
                let problem = nul(&source);
                Self::new(source, problem)
            }
            Ok(Err(error)) => Self::otherwise_encoded(name, &error),
            Err(error) => {
                Self { is_refused: true, ..Self::new(SourceText::new(&name, ""), Some(unreadable(&name, &error))) }
            }
        }
    }

    fn otherwise_encoded(name: String, error: &FromUtf8Error) -> Self {
        if let Some(text) = utf16::decoded(error.as_bytes()) {
            let source = SourceText::new(name, text);
            let diagnostic = Diagnostic::new(Code::Utf16, "this file is UTF-16, which most programs take for no text")
                .at(&source, 0..0)
                .hint("save it as UTF-8; in PowerShell `Set-Content -Encoding utf8` does");
            return Self::new(source, Some(diagnostic));
        }
        if memchr::memchr(0, error.as_bytes()).is_some() {
            let source = SourceText::new(name, "");
            let diagnostic =
                Diagnostic::new(Code::NotUtf8, "this file is no text; its page is empty").at(&source, 0..0);
            return Self::new(
                source,
                Some(diagnostic.hint("give it an extension of its own, or leave it out with `exclude`")),
            );
        }
        let at = error.utf8_error().valid_up_to();
        let source = SourceText::new(name, String::from_utf8_lossy(error.as_bytes()));
        let diagnostic = Diagnostic::new(Code::NotUtf8, "this file is not UTF-8")
            .at(&source, at..at + '\u{fffd}'.len_utf8())
            .hint("save it as UTF-8; what could not be read is shown as `\u{fffd}`");
        Self::new(source, Some(diagnostic))
    }
}

/// Whether a text may ask when a page was last changed: `lastUpdated`, but for the case of two letters.
fn asks_history(text: &str) -> bool {
    let is_key = |at: usize| text[..at].ends_with("astU") || text[..at].ends_with("astu");
    memmem::find_iter(text.as_bytes(), b"pdated").any(is_key)
}

/// The finding for a text with NUL in it, as UTF-16 without its mark is one.
fn nul(source: &Arc<SourceText>) -> Option<Diagnostic> {
    let at = memchr::memchr(0, source.text.as_bytes())?;
    let diagnostic =
        Diagnostic::new(Code::NotUtf8, "this file has a NUL here, which no text has").at(source, at..at + 1);
    Some(diagnostic.hint("take it out; if the file is UTF-16, save it as UTF-8"))
}

/// The finding for what the system does not let us read. What vanished while we looked is hardly missed; anything else would be
/// missing on the site, or published without its text.
pub fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::MissingFile, format!("`{name}` cannot be read: {error}"));
    let is_gone = error.kind() == ErrorKind::NotFound;
    if is_gone { diagnostic } else { Diagnostic { severity: Severity::Error, ..diagnostic } }
}
