//! Reads a project: its configuration, pages, files, templates, and today's date.
//!
//! This is the only stage that looks at the disk, the clock and the environment. What it gives, [`Sources`], is a value:
//! everything after it is a pure function of it.

mod images;
mod patterns;
mod project;
mod walk;

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use rayon::prelude::*;

pub use project::{Overrides, Project};

use crate::config::{Config, Dialect};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::error::{Error, Result};
use crate::path::SourcePath;

/// Files here take the place of the theme's own.
const THEME_FILES: &str = "theme/";

/// A Markdown file.
#[derive(Debug, Clone)]
pub struct PageFile {
    /// Its path in the input folder.
    pub path: SourcePath,
    /// Its text, under its path from the project's folder.
    pub source: Arc<SourceText>,
}

/// A template of the project's own: its name, `components/badge.html`, and its text.
pub type Template = (String, Arc<SourceText>);

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path in the input or static folder, which is its address but for the case.
    pub path: SourcePath,
    /// Where it is on disk.
    pub disk: Utf8PathBuf,
    /// Width and height in pixels, when it is a picture whose header says so.
    pub dimensions: Option<(u32, u32)>,
    /// Its size in bytes.
    pub size: u64,
    /// Whether it is published even when nothing links to it.
    pub published: bool,
    /// A digest of the content, for a file that takes the place of one of the theme's.
    pub digest: Option<String>,
}

impl StaticFile {
    /// A file of which only the name is known yet.
    fn new(path: SourcePath, disk: Utf8PathBuf, published: bool) -> Self {
        Self { path, disk, published, dimensions: None, size: 0, digest: None }
    }
}

/// Everything that a site is made of.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The configuration.
    pub config: Config,
    /// Whose format the configuration is in.
    pub dialect: Dialect,
    /// The pages, by path.
    pub pages: Vec<PageFile>,
    /// The configuration of folders (`index.yml`), by path.
    pub folders: Vec<PageFile>,
    /// The files, by path.
    pub files: Vec<StaticFile>,
    /// The project's own templates, by name.
    pub templates: Vec<Template>,
    /// Today, or the day of `SOURCE_DATE_EPOCH`.
    pub today: Date,
}

/// Reads everything of `project`.
///
/// # Errors
/// When the input folder cannot be read.
pub fn read(project: &Project) -> Result<(Sources, Vec<Diagnostic>)> {
    let mut diagnostics = project.diagnostics.clone();
    let input = project.input();
    let (found, problems) = walk::input(project, &input)?;
    diagnostics.extend(problems);
    let (pages, problems) = texts(project, found.pages);
    diagnostics.extend(problems);
    let (folders, problems) = texts(project, found.folders);
    diagnostics.extend(problems);
    let mut files = found.files;
    if let Some(folder) = project.static_folder() {
        let (more, problems) = walk::everything(project, &folder)?;
        diagnostics.extend(problems);
        files.extend(more);
    }
    files.par_iter_mut().for_each(|file| {
        file.dimensions = images::dimensions(&file.disk);
        file.size = std::fs::metadata(&file.disk).map_or(0, |data| data.len());
        if file.path.as_str().starts_with(THEME_FILES) {
            file.digest = std::fs::read(&file.disk).ok().map(|bytes| blake3::hash(&bytes).to_hex().to_string());
        }
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (templates, problems) = templates(project)?;
    diagnostics.extend(problems);
    let config = project.config.clone();
    Ok((Sources { config, dialect: project.dialect, pages, folders, files, templates, today: today() }, diagnostics))
}

/// Reads files as text, in parallel and in order.
fn texts(project: &Project, files: Vec<(SourcePath, Utf8PathBuf)>) -> (Vec<PageFile>, Vec<Diagnostic>) {
    let read: Vec<_> = files
        .into_par_iter()
        .map(|(path, disk)| {
            let (source, problem) = text(project, &disk);
            (PageFile { path, source }, problem)
        })
        .collect();
    let (mut pages, problems): (Vec<PageFile>, Vec<Option<Diagnostic>>) = read.into_iter().unzip();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    (pages, problems.into_iter().flatten().collect())
}

/// A file's text. Bytes that are not UTF-8 are replaced and reported; so is a file that vanished while we looked.
fn text(project: &Project, disk: &Utf8Path) -> (Arc<SourceText>, Option<Diagnostic>) {
    let name = project.name_of(disk);
    match std::fs::read(disk).map(String::from_utf8) {
        Ok(Ok(text)) => (SourceText::new(name, text), None),
        Ok(Err(error)) => {
            let at = error.utf8_error().valid_up_to();
            let source = SourceText::new(name, String::from_utf8_lossy(error.as_bytes()));
            let diagnostic = Diagnostic::new(Code::NotUtf8, "this file is not UTF-8")
                .at(&source, at..at + '\u{fffd}'.len_utf8())
                .hint("save it as UTF-8; what could not be read is shown as `\u{fffd}`");
            (source, Some(diagnostic))
        }
        Err(error) => {
            let diagnostic = Diagnostic::new(Code::MissingFile, format!("`{name}` cannot be read: {error}"));
            (SourceText::new(name, ""), Some(diagnostic))
        }
    }
}

/// The project's own templates: every `.html` file of its template folder.
fn templates(project: &Project) -> Result<(Vec<Template>, Vec<Diagnostic>)> {
    let folder = project.templates();
    // The generator's own repository has the default theme there: the same files as in the binary.
    if !folder.is_dir() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (files, mut diagnostics) = walk::everything(project, &folder)?;
    let mut templates = Vec::new();
    for file in files.iter().filter(|file| file.path.extension() == "html") {
        let (source, problem) = text(project, &file.disk);
        diagnostics.extend(problem);
        templates.push((file.path.as_str().to_owned(), source));
    }
    templates.sort_by(|a, b| a.0.cmp(&b.0));
    Ok((templates, diagnostics))
}

/// Today in the machine's time zone; with `SOURCE_DATE_EPOCH` (reproducible-builds.org) that second's day in UTC.
fn today() -> Date {
    let pinned = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    match pinned.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()) {
        Some(second) => second.to_zoned(jiff::tz::TimeZone::UTC).date(),
        None => jiff::Zoned::now().date(),
    }
}

/// Reads a file that the project needs.
///
/// # Errors
/// With the file's name and what the system says.
pub fn read_to_string(path: &Utf8Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| Error::io("read", path, error))
}
