//! Reads a project: its configuration, pages, files, templates, and today's date.
//!
//! This is the only stage that looks at the disk, the clock and the environment. What it gives, [`Sources`], is a value:
//! everything after it is a pure function of it.

mod changes;
mod configuration;
mod default_page;
mod digest;
mod downloads;
mod found;
mod history;
mod images;
mod json;
mod look;
mod partials;
mod project;
mod reading;
mod repository;
mod seen;
mod shown;
mod text;
mod utf16;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

pub use changes::Changes;
pub use configuration::{COMMAND_LINE, Purpose, configuration_in, overriding};
pub use default_page::{DEFAULT_PAGES, FOLDER_PAGES, default_pages};
pub use found::SITE_MANIFEST;
pub use history::{Change, Hand, History};
pub use look::{SETTLING, Stamp};
pub use partials::{Partial, include_candidates};
pub use project::{Overrides, Project};
pub use reading::{read, read_after};
pub use seen::Seen;
pub use shown::{Shown, ShownFiles};
pub use text::unreadable;

use crate::config::{Config, Dialect, Layers};
use crate::diagnostic::SourceText;
use crate::error::{Error, Result};
use crate::html::Ask;
use crate::path::SourcePath;
use crate::seal::Password;

/// A Markdown file, or the configuration of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Its path in the input folder.
    pub path: SourcePath,
    /// Its text, under its path from the project's folder.
    pub source: Arc<SourceText>,
    /// The file that stands for its front matter when it has none: `page.yml` beside `page.md`, and `index.yml` for the
    /// default page of a folder.
    pub beside: Option<Arc<SourceText>>,
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
    /// What it asks of a browser, when it is HTML, which hosts say the site's policy of, too.
    pub asks: BTreeSet<Ask>,
}

impl StaticFile {
    /// A file of which only the name is known yet.
    fn new(path: SourcePath, disk: Utf8PathBuf, published: bool) -> Self {
        Self { path, disk, published, dimensions: None, size: 0, digest: None, asks: BTreeSet::new() }
    }
}

/// Everything that a site is made of.
#[derive(Debug, Clone, PartialEq)]
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
    /// The text files that pages show pieces of.
    pub shown: ShownFiles,
    /// The files that pages include, by path.
    pub partials: Vec<Partial>,
    /// What the configuration files say, as they say it.
    pub written: Layers,
    /// What the project's own `CNAME` file says.
    pub cname: Option<Arc<SourceText>>,
    /// The project's own templates, by name.
    pub templates: Vec<Template>,
    /// When pages were last changed, where somebody asks.
    pub history: Arc<History>,
    /// The project's own page actions, by path in their folder.
    pub actions: Vec<PageFile>,
    /// Today, or the day of `SOURCE_DATE_EPOCH`.
    pub today: Date,
    /// What is published before its time.
    pub unpublished: Unpublished,
    /// What opens the pages that are not open to everybody.
    pub password: Option<Password>,
}

impl Sources {
    /// Whether all that differs is what pages say in their own files.
    pub fn differs_in_texts_alone(&self, other: &Self) -> bool {
        // Every field is named, so that a new one cannot be forgotten.
        let Self {
            config,
            dialect,
            pages,
            folders,
            files,
            shown,
            partials,
            written,
            cname,
            templates,
            history,
            actions,
            today,
            unpublished,
            password,
        } = self;
        let is_same_page = |(own, other): (&PageFile, &PageFile)| own.path == other.path && own.beside == other.beside;
        (config, dialect, folders, files, shown, partials)
            == (&other.config, &other.dialect, &other.folders, &other.files, &other.shown, &other.partials)
            && (written, cname, templates, history) == (&other.written, &other.cname, &other.templates, &other.history)
            && (actions, today, unpublished, password)
                == (&other.actions, &other.today, &other.unpublished, &other.password)
            && pages.len() == other.pages.len()
            && pages.iter().zip(&other.pages).all(is_same_page)
    }
}

/// Which pages are published although their time has not come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unpublished {
    /// Those with `draft: true`.
    pub drafts: bool,
    /// Those with a date in the future.
    pub future: bool,
}

/// Today in the machine's time zone; with `SOURCE_DATE_EPOCH` (reproducible-builds.org) that second's day in UTC.
pub fn today() -> Date {
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
    text_of(path).map_err(|error| Error::io("read", path, error))
}

fn text_of(path: &Utf8Path) -> std::io::Result<String> {
    String::from_utf8(std::fs::read(path)?)
        .or_else(|error| utf16::decoded(error.as_bytes()).ok_or(error))
        .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error.utf8_error()))
}
