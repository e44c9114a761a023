//! Finds a project on disk and reads its configuration.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::read_to_string;
use crate::config::{self, Config, Dialect};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::error::{Error, Result};

/// The configuration files, the first found being read.
const CONFIG_FILES: [&str; 5] = ["rasher.yml", "rasher.yaml", "retype.yml", "retype.yaml", "retype.json"];

/// Where a configuration file is looked for, from the folder that was named.
const CONFIG_FOLDERS: [&str; 2] = ["", "docs"];

/// What the command line says over the configuration.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--output`, relative to the current folder.
    pub output: Option<Utf8PathBuf>,
    /// `--base-url`.
    pub base_url: Option<String>,
}

/// A project: its folder and its configuration.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the configuration file; everything is relative to it.
    pub root: Utf8PathBuf,
    /// What the configuration file says.
    pub config: Config,
    /// Whose format it is in.
    pub dialect: Dialect,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    output: Option<Utf8PathBuf>,
}

impl Project {
    /// Opens the project in `path`, a folder or a configuration file.
    ///
    /// # Errors
    /// When there is no project, or its configuration cannot be read.
    pub fn open(path: &Utf8Path, overrides: &Overrides) -> Result<Self> {
        let (root, file) = find(path)?;
        let (mut config, dialect, diagnostics) = match file {
            Some(file) => {
                let dialect = file.file_name().and_then(Dialect::of_file).unwrap_or_default();
                let name = file.strip_prefix(&root).unwrap_or(&file).as_str().to_owned();
                let source: Arc<SourceText> = SourceText::new(name, read_to_string(&file)?);
                let (config, diagnostics) = config::parse(&source, dialect);
                (config, dialect, diagnostics)
            }
            None => (without_file(&root), Dialect::Native, Vec::new()),
        };
        if let Some(url) = &overrides.base_url {
            config.url = Some(url.clone());
        }
        let output = overrides.output.as_deref().map(absolute).transpose()?;
        Ok(Self { root, config, dialect, diagnostics, output })
    }

    /// The folder of Markdown files.
    pub fn input(&self) -> Utf8PathBuf {
        join(&self.root, &self.config.input)
    }

    /// The folder that is written.
    pub fn output(&self) -> Utf8PathBuf {
        self.output.clone().unwrap_or_else(|| join(&self.root, &self.config.output))
    }

    /// The folder of the project's own templates.
    pub fn templates(&self) -> Utf8PathBuf {
        join(&self.root, &self.config.templates)
    }

    /// The folder whose files are copied to the root of the site, if there is one.
    pub fn static_folder(&self) -> Option<Utf8PathBuf> {
        let folder = &self.config.static_folder;
        (!folder.is_empty()).then(|| join(&self.root, folder)).filter(|folder| folder.is_dir())
    }

    /// The name that people know a file by: its path from the project's folder.
    pub(super) fn name_of(&self, file: &Utf8Path) -> String {
        file.strip_prefix(&self.root).unwrap_or(file).as_str().replace('\\', "/")
    }
}

fn find(path: &Utf8Path) -> Result<(Utf8PathBuf, Option<Utf8PathBuf>)> {
    let path = absolute(path)?;
    if path.is_file() {
        let root = path.parent().map_or_else(Utf8PathBuf::new, Utf8Path::to_owned);
        return Ok((root, Some(path)));
    }
    if !path.is_dir() {
        return Err(Error::NoProject { path, hint: "there is no such folder".into() });
    }
    for folder in CONFIG_FOLDERS {
        let root = if folder.is_empty() { path.clone() } else { path.join(folder) };
        if let Some(file) = CONFIG_FILES.iter().find_map(|name| file_named(&root, name)) {
            return Ok((root, Some(file)));
        }
    }
    let has_pages =
        path.join("content").is_dir() || ["index.md", "readme.md"].iter().any(|name| file_named(&path, name).is_some());
    if has_pages {
        return Ok((path, None));
    }
    let hint = "a project has a `rasher.yml` (or `retype.yml`), a folder `content`, or an `index.md`".into();
    Err(Error::NoProject { path, hint })
}

/// The file of that name in a folder, whatever its case.
fn file_named(folder: &Utf8Path, name: &str) -> Option<Utf8PathBuf> {
    let mut entries: Vec<Utf8PathBuf> =
        folder.read_dir_utf8().ok()?.filter_map(|entry| entry.ok().map(|entry| entry.path().to_owned())).collect();
    entries.sort();
    entries
        .into_iter()
        .find(|path| path.is_file() && path.file_name().is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

/// A folder of Markdown without a configuration file.
fn without_file(root: &Utf8Path) -> Config {
    let mut config = Config::default().with_defaults_of(Dialect::Native);
    if !root.join(&config.input).is_dir() {
        config.input = ".".into();
    }
    config
}

/// `path` without `.` and `..`, from the current folder; it need not exist.
fn absolute(path: &Utf8Path) -> Result<Utf8PathBuf> {
    let path = if path.as_str().is_empty() { Utf8Path::new(".") } else { path };
    let absolute = camino::absolute_utf8(path).map_err(|error| Error::io("find", path, error))?;
    Ok(join(&absolute, ""))
}

/// Appends `relative` and resolves `.` and `..` by the letter.
pub(super) fn join(folder: &Utf8Path, relative: &str) -> Utf8PathBuf {
    let mut joined = Utf8PathBuf::new();
    for component in folder.join(relative).components() {
        match component {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir => drop(joined.pop()),
            other => joined.push(other),
        }
    }
    joined
}
