//! Reads a project: its configuration, pages, files, templates, and today's date.
//!
//! This is the only stage that looks at the disk, the clock and the environment. What it gives, [`Sources`], is a value:
//! everything after it is a pure function of it.

mod configuration;
mod default_page;
mod digest;
mod downloads;
mod history;
mod images;
mod json;
mod partials;
mod patterns;
mod project;
mod repository;
mod seen;
mod shown;
mod text;
mod walk;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use rayon::prelude::*;

pub use configuration::{COMMAND_LINE, Purpose, configuration_in, overriding};
pub use default_page::{DEFAULT_PAGES, default_pages};
pub use history::{Change, Hand, History};
pub use partials::{Partial, include_candidates};
pub(crate) use patterns::{AddressPatterns, Patterns, Wildcards};
pub use project::{Overrides, Project};
pub use seen::{SETTLING, Seen, Stamp};
pub use shown::{Shown, ShownFiles};

use crate::config::{Config, Dialect, Layers};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::error::{Error, Result};
use crate::path::SourcePath;
use crate::seal::Password;
use repository::{Repository, Told, Worth};
use text::Text;
use walk::Paths;

/// The folder of page actions in the input folder.
const ACTIONS: &str = "_components/actions";

/// Files here take the place of the theme's own.
const THEME_FILES: &str = "theme/";

/// A Markdown file, or the configuration of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Its path in the input folder.
    pub path: SourcePath,
    /// Its text, under its path from the project's folder.
    pub source: Arc<SourceText>,
    /// The file that stands for its front matter when it has none: `page.yml` beside `page.md`, and `index.yml` for the
    /// default page of a folder (format sheet §2).
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
}

impl StaticFile {
    /// A file of which only the name is known yet.
    fn new(path: SourcePath, disk: Utf8PathBuf, published: bool) -> Self {
        Self { path, disk, published, dimensions: None, size: 0, digest: None }
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

/// Reads everything of `project`.
///
/// # Errors
/// When the input folder cannot be read.
pub fn read(project: &Project) -> Result<(Arc<Sources>, Vec<Diagnostic>)> {
    read_with(project, None).map(|(sources, diagnostics, _)| (sources, diagnostics))
}

/// Reads everything of `project`, except for files that were `seen` and are as they were. Also returns what was seen now.
///
/// # Errors
/// When the input folder cannot be read.
pub fn read_after(project: &Project, seen: &Seen) -> Result<(Arc<Sources>, Vec<Diagnostic>, Seen)> {
    read_with(project, Some(seen))
}

fn read_with(project: &Project, seen: Option<&Seen>) -> Result<(Arc<Sources>, Vec<Diagnostic>, Seen)> {
    let mut reading = Reading { project, seen, now: Seen::default(), diagnostics: project.diagnostics.clone() };
    let found = walk::input(project, &project.input())?;
    reading.walked(found.walked);
    let pages = reading.named(found.pages);
    let (beside, alone) = beside(&pages, found.beside);
    let folders = reading.named(of_folders(found.folders, alone));
    let beside = reading.named(beside);
    let mut files = found.files;
    if let Some(folder) = project.static_folder() {
        let (more, walked) = walk::everything(project, &folder)?;
        reading.walked(walked);
        files.extend(more);
    }
    let included = reading.named(found.partials);
    let partials = partials::read(project, &pages, &included, |disks| reading.shown(disks));
    files.extend(reading.offered(&pages, &partials, &files));
    let files = reading.files(files);
    let shown = shown::read(project, &pages, &partials, |disks| reading.shown(disks));
    let cname = reading.cname(&files);
    let templates = reading.templates()?;
    let history = reading.history(&pages, [&folders, &beside]);
    let actions = reading.actions()?;
    let sources = Sources {
        config: project.config.clone(),
        dialect: project.dialect,
        pages: paired(&pages, &folders, &beside),
        folders: unpaired(&folders),
        files,
        shown,
        partials: partials.into_iter().map(|(path, text)| Partial { path, source: Arc::clone(&text.source) }).collect(),
        written: project.written.clone(),
        history,
        actions,
        cname,
        templates,
        today: today(),
        unpublished: project.unpublished,
        password: project.password.clone(),
    };
    Ok((Arc::new(sources), reading.diagnostics, reading.now))
}

/// A reading of a project.
struct Reading<'a> {
    project: &'a Project,
    /// What the last one saw, when the project is followed. Only then it matters what the system tells of each text.
    seen: Option<&'a Seen>,
    now: Seen,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn walked(&mut self, walked: walk::Walked) {
        self.diagnostics.extend(walked.diagnostics);
        self.now.folders.extend(walked.entered);
        self.now.doubt(walked.is_refused);
    }

    /// Texts by their paths, in path order.
    fn named(&mut self, mut files: Paths) -> Texts {
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let (paths, disks): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        paths.into_iter().zip(self.texts(disks)).collect()
    }

    /// Files as text, in parallel and in order.
    fn texts(&mut self, disks: Vec<Utf8PathBuf>) -> Vec<Arc<Text>> {
        let (seen, project) = (self.seen, self.project);
        let read = |disk: &Utf8PathBuf| Text::read(project, disk);
        let Some(seen) = seen else {
            let texts: Vec<_> = disks.par_iter().map(|disk| Arc::new(read(disk))).collect();
            self.diagnostics.extend(texts.iter().filter_map(|text| text.problem.clone()));
            return texts;
        };
        let looks: Vec<_> = disks.par_iter().map(|disk| seen.text(disk, || read(disk))).collect();
        let mut texts = Vec::with_capacity(looks.len());
        self.now.expect_texts(looks.len());
        for (disk, (look, text)) in disks.into_iter().zip(looks) {
            texts.push(Arc::clone(&text));
            self.diagnostics.extend(text.problem.clone());
            self.now.keep_text(disk, look, text);
        }
        texts
    }

    /// Files that pages show, which may lie anywhere in the project.
    fn shown(&mut self, disks: Vec<Utf8PathBuf>) -> Vec<Arc<Text>> {
        self.now.folders.extend(disks.iter().filter_map(|disk| disk.parent()).map(Utf8Path::to_owned));
        self.texts(disks)
    }

    /// The files that texts offer for download and that are not among `files`.
    fn offered(&mut self, pages: &Texts, partials: &[(String, Arc<Text>)], files: &[StaticFile]) -> Vec<StaticFile> {
        let pages = pages.iter().map(|(path, text)| (path.as_str(), text.as_ref()));
        let partials = partials.iter().map(|(path, text)| (path.as_str(), text.as_ref()));
        let is_page = |path: &SourcePath| pages.clone().any(|(page, _)| page.eq_ignore_ascii_case(path.as_str()));
        let is_file =
            |path: &SourcePath| files.iter().any(|file| file.path.as_str().eq_ignore_ascii_case(path.as_str()));
        let is_known = |path: &SourcePath| is_file(path) || is_page(path);
        let (offered, folders) = downloads::find(self.project, pages.clone().chain(partials), is_known);
        self.now.folders.extend(folders);
        offered
    }

    /// What is to know of files that are published as they are, in path order.
    fn files(&mut self, mut files: Vec<StaticFile>) -> Vec<StaticFile> {
        if let Some(seen) = self.seen {
            let looks: Vec<_> = files.par_iter_mut().map(|file| seen.file(file, find_out)).collect();
            for (file, look) in files.iter().zip(looks) {
                self.now.keep_file(file, look);
            }
        } else {
            files.par_iter_mut().for_each(find_out);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// When pages were last changed. Only asked when the project or a page wants to know, or for the sitemap, since git takes its
    /// time.
    fn history(&mut self, pages: &Texts, beside: [&Texts; 2]) -> Arc<History> {
        let config = &self.project.config;
        let is_asked = beside.into_iter().chain([pages]).flatten().any(|(_, text)| text.asks_history);
        let worth = match config.last_updated.date.enabled || is_asked {
            true => Worth::Shown,
            false if config.url.is_some() => Worth::Helpful,
            false => return Arc::default(),
        };
        let input = self.project.input();
        let Some(repository) = Repository::around(&input) else { return Arc::default() };
        // A commit changes no page, but when it was changed.
        self.now.folders.insert(repository.folder.clone());
        let wanted = pages.iter().map(|(path, _)| path.clone()).collect();
        let told = Told::of(repository, &input, wanted, worth, self.seen.and_then(|seen| seen.told.as_ref()));
        self.diagnostics.extend(told.problem.clone());
        let history = Arc::clone(&told.history);
        self.now.doubt(!told.is_whole);
        self.now.told = Some(told);
        history
    }

    /// The project's own page actions (format sheet §9.6).
    fn actions(&mut self) -> Result<Vec<PageFile>> {
        let folder = self.project.input().join(ACTIONS);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let (files, walked) = walk::everything(self.project, &folder)?;
        self.walked(walked);
        let actions = files.into_iter().filter(|file| matches!(file.path.extension().as_str(), "yml" | "yaml" | "md"));
        Ok(unpaired(&self.named(actions.map(|file| (file.path, file.disk)).collect())))
    }

    /// What the project's own `CNAME` file says.
    fn cname(&mut self, files: &[StaticFile]) -> Option<Arc<SourceText>> {
        let file = files.iter().find(|file| file.path.as_str().eq_ignore_ascii_case("CNAME"))?;
        self.texts(vec![file.disk.clone()]).first().map(|text| Arc::clone(&text.source))
    }

    /// The drawings in `_components/icon/<pack>/<name>.svg`, named `icon/<pack>-<name>` among the templates.
    fn icons(&mut self) -> Vec<Template> {
        let folder = self.project.input().join("_components/icon");
        let entries = |folder: &Utf8Path| folder.read_dir_utf8().into_iter().flatten().flatten();
        let mut found: Vec<(String, Utf8PathBuf)> = entries(&folder)
            .flat_map(|pack| entries(pack.path()).map(move |file| (pack.file_name().to_owned(), file)))
            .filter_map(|(pack, file)| {
                let name = file.file_name().strip_suffix(".svg")?;
                Some((format!("icon/{pack}-{name}").to_lowercase(), file.path().to_owned()))
            })
            .collect();
        found.sort();
        let (names, disks): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        self.templates_of(names, disks)
    }

    /// The project's own templates: every `.html` file of its template folder.
    fn templates(&mut self) -> Result<Vec<Template>> {
        let mut templates = self.icons();
        let folder = self.project.templates();
        // The generator's own repository has the default theme there: the same files as in the binary.
        if !folder.is_dir() {
            return Ok(templates);
        }
        let (files, walked) = walk::everything(self.project, &folder)?;
        self.walked(walked);
        let (names, disks): (Vec<_>, Vec<_>) = files
            .into_iter()
            .filter(|file| file.path.extension() == "html")
            .map(|file| (file.path.as_str().to_owned(), file.disk))
            .unzip();
        templates.extend(self.templates_of(names, disks));
        templates.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(templates)
    }

    fn templates_of(&mut self, names: Vec<String>, disks: Vec<Utf8PathBuf>) -> Vec<Template> {
        names.into_iter().zip(self.texts(disks)).map(|(name, text)| (name, Arc::clone(&text.source))).collect()
    }
}

/// Texts by their paths in the input folder.
type Texts = Vec<(SourcePath, Arc<Text>)>;

/// The files that stand for the front matter of the page of the same name, and those that have no such page.
fn beside(pages: &Texts, candidates: Paths) -> (Paths, Paths) {
    if candidates.is_empty() {
        return (Paths::new(), Paths::new());
    }
    let pages: HashSet<String> = pages.iter().map(|(path, _)| without_extension(path)).collect();
    candidates.into_iter().partition(|(path, _)| pages.contains(&without_extension(path)))
}

/// The configuration of folders: their `index.yml`, else the file that is named like the folder, whose page would be the folder's.
fn of_folders(mut index: Paths, alone: Paths) -> Paths {
    let folder = |path: &SourcePath| path.folder().to_lowercase();
    let known: HashSet<String> = index.iter().map(|(path, _)| folder(path)).collect();
    let speaks = |path: &SourcePath| folder(path).rsplit('/').next() == Some(path.stem().to_lowercase().as_str());
    index.extend(alone.into_iter().filter(|(path, _)| speaks(path) && !known.contains(&folder(path))));
    index
}

/// Pages with the files that stand for their front matter: those of the same name, and of folders for their default pages.
fn paired(pages: &Texts, folders: &Texts, beside: &Texts) -> Vec<PageFile> {
    let mut paired = unpaired(pages);
    if folders.is_empty() && beside.is_empty() {
        return paired;
    }
    let of = |files: &Texts, key: fn(&SourcePath) -> String| -> HashMap<String, Arc<SourceText>> {
        files.iter().rev().map(|(path, text)| (key(path), Arc::clone(&text.source))).collect()
    };
    let (beside, folders) = (of(beside, without_extension), of(folders, |path| path.folder().to_lowercase()));
    let defaults = default_pages(pages.iter().map(|(path, _)| path));
    for page in &mut paired {
        let folder = page.path.folder().to_lowercase();
        let of_folder = || folders.get(&folder).filter(|_| defaults.get(&folder) == Some(&page.path));
        page.beside = beside.get(&without_extension(&page.path)).or_else(of_folder).cloned();
    }
    paired
}

fn unpaired(texts: &Texts) -> Vec<PageFile> {
    let page = |(path, text): &(SourcePath, Arc<Text>)| PageFile {
        path: path.clone(),
        source: Arc::clone(&text.source),
        beside: None,
    };
    texts.iter().map(page).collect()
}

/// A path by which a page and the file beside it are found to belong together.
fn without_extension(path: &SourcePath) -> String {
    let path = path.as_str().to_lowercase();
    path.rsplit_once('.').map_or(path.clone(), |(stem, _)| stem.to_owned())
}

/// Fills in what only the file itself tells.
fn find_out(file: &mut StaticFile) {
    file.dimensions = images::dimensions(&file.disk);
    file.size = std::fs::metadata(&file.disk).map_or(0, |data| data.len());
    if file.path.as_str().starts_with(THEME_FILES) {
        file.digest = std::fs::read(&file.disk).ok().map(|bytes| blake3::hash(&bytes).to_hex().to_string());
    }
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
    std::fs::read_to_string(path).map_err(|error| Error::io("read", path, error))
}
