//! A text file, with what in it decides what else is read. That is looked for once, when the text is read.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::ops::Range;
use std::string::FromUtf8Error;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use memchr::memmem;

use super::{Project, downloads, partials, shown, utf16};
use crate::diagnostic::{Code, Diagnostic, Severity, SharedText, SourceText};
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
            Ok(Ok(text)) => Self::sound(name, text),
            Ok(Err(error)) => Self::otherwise_encoded(name, &error),
            Err(error) => {
                Self { is_refused: true, ..Self::new(SourceText::new(&name, ""), Some(unreadable(&name, &error))) }
            }
        }
    }

    /// Reads files as [`read`](Self::read) does, into one block; `bytes` is room for it that was used before.
    pub(super) fn read_together(project: &Project, disks: &[Utf8PathBuf], bytes: &mut Vec<u8>) -> Vec<Self> {
        bytes.clear();
        let mut read = |disk: &Utf8PathBuf| {
            let start = bytes.len();
            File::open(disk).and_then(|mut file| file.read_to_end(bytes)).ok().map(|length| start..start + length)
        };
        let spans: Vec<Option<Range<usize>>> = disks.iter().map(&mut read).collect();
        let mut block = String::with_capacity(bytes.len());
        let mut add = |span: Range<usize>| {
            let start = block.len();
            block.push_str(str::from_utf8(bytes.get(span)?).ok()?);
            Some(start..block.len())
        };
        let spans: Vec<Option<Range<usize>>> = spans.into_iter().map(|span| add(span?)).collect();
        let mut texts = SharedText::all(block, spans.iter().flatten().cloned());
        let text = |(disk, span): (&Utf8PathBuf, &Option<Range<usize>>)| {
            // What is wrong with a file is found out by the other way to read it.
            let text = span.as_ref().and_then(|_| texts.next());
            text.map_or_else(|| Self::read(project, disk), |text| Self::sound(project.name_of(disk), text))
        };
        disks.iter().zip(&spans).map(text).collect()
    }

    fn sound(name: String, text: impl Into<SharedText>) -> Self {
        let source = SourceText::new(name, text);
        let problem = nul(&source);
        Self::new(source, problem)
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

#[cfg(test)]
mod tests {
    use std::fs;

    use camino::{Utf8Path, Utf8PathBuf};

    use super::{Project, Text};

    #[test]
    fn texts_that_are_read_together_are_those_that_are_read_alone() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        let project = Project::unconfigured(folder).unwrap();
        let files: [(&str, Vec<u8>); 7] = [
            ("a.md", "one é".into()),
            ("begins-a-letter.md", b"x\xc3".to_vec()),
            ("ends-it.md", b"\xa9 y".to_vec()),
            ("empty.md", Vec::new()),
            ("nul.md", b"a\0b".to_vec()),
            ("utf16.md", b"\xff\xfea\0".to_vec()),
            ("last.md", b"last".to_vec()),
        ];
        for (name, bytes) in &files {
            fs::write(folder.join(name), bytes).unwrap();
        }
        let names = files.iter().map(|(name, _)| *name).chain(["none.md", "."]);
        let disks: Vec<Utf8PathBuf> = names.map(|name| folder.join(name)).collect();
        let alone: Vec<Text> = disks.iter().map(|disk| Text::read(&project, disk)).collect();
        let mut room = vec![b'x'; 3];
        for _ in 0..2 {
            assert_eq!(Text::read_together(&project, &disks, &mut room), alone);
        }
        assert_eq!(&*alone[0].source.text, "one é");
        assert!(alone[1..3].iter().all(|text| text.problem.is_some()) && alone[8].is_refused);
    }
}
