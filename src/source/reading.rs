//! Reads everything of a project, or after edits what of it changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::found::{self, Found, Input};
use super::history::History;
use super::partials::{self, Partial};
use super::project::Project;
use super::repository::{Repository, Told, Worth};
use super::seen::{Ahead, Seen};
use super::text::{Text, Texts};
use super::walk::{Paths, Walked};
use super::{Changes, PageFile, Sources, StaticFile, Template, default_pages, downloads, images, shown, today};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::error::Result;
use crate::html::asks;
use crate::path::SourcePath;

/// The folder of page actions in the input folder.
const ACTIONS: &str = "_components/actions";

/// So many texts that nobody follows share a block of memory.
const TOGETHER: usize = 32;

/// Files here take the place of the theme's own.
const THEME_FILES: &str = "theme/";

/// Reads everything of `project`.
///
/// # Errors
/// When the input folder cannot be read.
pub fn read(project: &Project) -> Result<(Arc<Sources>, Vec<Diagnostic>)> {
    let found = Input::new(project).walk()?;
    read_found(Reading::new(project, None), found).map(|(sources, diagnostics, _)| (sources, diagnostics))
}

/// Reads everything of `project`, except for files that were `seen` and are as they were after the `changes` since. Also returns
/// what was seen now.
///
/// # Errors
/// When the input folder cannot be read.
pub fn read_after(project: &Project, seen: &Seen, changes: &Changes) -> Result<(Arc<Sources>, Vec<Diagnostic>, Seen)> {
    let (found, ahead) = seen.ahead(changes, &Input::new(project))?;
    let mut reading = Reading::new(project, Some((seen, ahead)));
    reading.now.found = Some(Arc::clone(&found));
    read_found(reading, Arc::unwrap_or_clone(found))
}

/// Reads what was found in the input folder, and what else belongs to the project.
fn read_found(mut reading: Reading<'_>, found: Found) -> Result<(Arc<Sources>, Vec<Diagnostic>, Seen)> {
    let project = reading.project;
    reading.walked(found.walked);
    let pages = reading.named(found.pages);
    let (beside, alone) = beside(&pages, found.beside);
    let (folders, of_other_tools) = of_folders(&pages, found.folders, alone);
    let folders = reading.named(folders);
    let beside = reading.named(beside);
    let mut files = found.files;
    files.extend(of_other_tools.into_iter().map(|(path, disk)| StaticFile::new(path, disk, false)));
    if let Some(folder) = project.static_folder() {
        let (more, walked) = found::everything(project, &folder)?;
        reading.walked(walked);
        files.extend(more);
    }
    let included = reading.named(found.partials);
    let (partials, missed) = partials::read(project, &pages, &included, |disks| reading.shown(disks));
    reading.now.folders.extend(missed);
    files.extend(reading.offered(&pages, &partials, &files));
    let files = reading.files(files);
    let (shown, missed) = shown::read(project, &pages, &partials, |disks| reading.shown(disks));
    reading.now.folders.extend(missed);
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
    /// What the last one saw, when the project is followed, and what is known of that now. Only then it matters what the system
    /// tells of each text.
    seen: Option<(&'a Seen, Ahead<'a>)>,
    now: Seen,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    fn new(project: &'a Project, seen: Option<(&'a Seen, Ahead<'a>)>) -> Self {
        Self { project, seen, now: Seen::default(), diagnostics: project.diagnostics.clone() }
    }

    fn walked(&mut self, walked: Walked) {
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
        let project = self.project;
        let read = |disk: &Utf8PathBuf| Text::read(project, disk);
        let Some((seen, ahead)) = &self.seen else {
            let together = |bytes: &mut Vec<u8>, disks: &[Utf8PathBuf]| Text::read_together(project, disks, bytes);
            let blocks = disks.par_chunks(TOGETHER).map_init(Vec::new, together);
            let texts: Vec<_> = blocks.flat_map_iter(|texts| texts.into_iter().map(Arc::new)).collect();
            texts.iter().for_each(|text| self.tell(text));
            return texts;
        };
        let looks: Vec<_> = disks.par_iter().map(|disk| seen.text(disk, ahead, || read(disk))).collect();
        let mut texts = Vec::with_capacity(looks.len());
        self.now.expect_texts(looks.len());
        for (disk, (look, text)) in disks.into_iter().zip(looks) {
            texts.push(Arc::clone(&text));
            self.tell(&text);
            self.now.keep_text(disk, look, text);
        }
        texts
    }

    fn tell(&mut self, text: &Text) {
        self.diagnostics.extend(text.problem.clone().map(|problem| self.project.dialect.weighed(problem)));
    }

    /// Files that pages show, which may lie anywhere in the project.
    fn shown(&mut self, disks: Vec<Utf8PathBuf>) -> Vec<Arc<Text>> {
        self.now.folders.extend(disks.iter().filter_map(|disk| disk.parent()).map(Utf8Path::to_owned));
        self.texts(disks)
    }

    /// The files that texts offer for download and that are not among `files`.
    fn offered(&mut self, pages: &Texts, partials: &[(String, Arc<Text>)], files: &[StaticFile]) -> Vec<StaticFile> {
        let of_pages = pages.iter().map(|(path, text)| (path.as_str(), text.as_ref()));
        let texts = of_pages.chain(partials.iter().map(|(path, text)| (path.as_str(), text.as_ref())));
        if !texts.clone().any(|(_, text)| !text.offers.is_empty()) {
            return Vec::new();
        }
        let known = pages.iter().map(|(path, _)| path).chain(files.iter().map(|file| &file.path));
        let known: HashSet<Arc<str>> = known.map(SourcePath::lower_case).collect();
        let (offered, folders) = downloads::find(self.project, texts, |path| known.contains(&path.lower_case()));
        self.now.folders.extend(folders);
        offered
    }

    /// What is to know of files that are published as they are, in path order.
    fn files(&mut self, mut files: Vec<StaticFile>) -> Vec<StaticFile> {
        if let Some((seen, ahead)) = &self.seen {
            let looks: Vec<_> = files.par_iter_mut().map(|file| seen.file(file, ahead, find_out)).collect();
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
        let told =
            Told::of(repository, &input, wanted, worth, self.seen.as_ref().and_then(|(seen, _)| seen.told.as_ref()));
        self.diagnostics.extend(told.problem.clone());
        let history = Arc::clone(&told.history);
        self.now.doubt(!told.is_whole);
        self.now.told = Some(told);
        history
    }

    /// The project's own page actions.
    fn actions(&mut self) -> Result<Vec<PageFile>> {
        let folder = self.project.input().join(ACTIONS);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let (files, walked) = found::everything(self.project, &folder)?;
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
        let (files, walked) = found::everything(self.project, &folder)?;
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

/// The files that stand for the front matter of the page of the same name, and those that have no such page.
fn beside(pages: &Texts, candidates: Paths) -> (Paths, Paths) {
    if candidates.is_empty() {
        return (Paths::new(), Paths::new());
    }
    let pages: HashSet<String> = pages.iter().map(|(path, _)| without_extension(path)).collect();
    candidates.into_iter().partition(|(path, _)| pages.contains(&without_extension(path)))
}

/// The configuration of folders: their `index.yml`, else the file that is named like the folder, whose page would be the folder's.
/// Where no page is, such files are another tool's: Helm's `index.yaml`, Ansible's `vars/vars.yml`. Those of the first are returned, too.
fn of_folders(pages: &Texts, index: Paths, alone: Paths) -> (Paths, Paths) {
    let folder = |path: &SourcePath| path.folder().to_lowercase();
    let is_of_pages = |(path, _): &(SourcePath, Utf8PathBuf)| has_page(pages, path.folder());
    let (mut folders, of_other_tools): (Paths, Paths) = index.into_iter().partition(is_of_pages);
    let known: HashSet<String> = folders.iter().map(|(path, _)| folder(path)).collect();
    let speaks = |path: &SourcePath| folder(path).rsplit('/').next() == Some(path.stem().to_lowercase().as_str());
    let alone = alone.into_iter().filter(|(path, _)| speaks(path) && !known.contains(&folder(path)));
    folders.extend(alone.filter(is_of_pages));
    (folders, of_other_tools)
}

/// Whether a page is in a folder or below it. The pages are in path order.
fn has_page(pages: &Texts, folder: &str) -> bool {
    let inside = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let first = pages.partition_point(|(page, _)| page.as_str() < inside.as_str());
    pages.get(first).is_some_and(|(page, _)| page.as_str().starts_with(&inside))
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
    let defaults = default_pages(pages.par_iter().map(|(path, _)| path));
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
    if matches!(file.path.extension().as_str(), "html" | "htm") {
        let html = std::fs::read(&file.disk).unwrap_or_default();
        file.asks = asks(&String::from_utf8_lossy(&html));
    }
}
