//! Finds a project on disk and reads its configuration.

use camino::{Utf8Path, Utf8PathBuf};

use super::Unpublished;
use super::configuration::{self, Purpose};
use crate::config::{self, Config, Dialect, Layers};
use crate::diagnostic::{Diagnostic, telling};
use crate::error::{Error, Result};
use crate::path::slashed;
use crate::seal::Password;

/// The variables that may hold the password, the first that does being taken.
const PASSWORD_VARIABLES: [&str; 2] = ["RASHER_PASSWORD", "RETYPE_PASSWORD"];

/// What the command line says over the configuration.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--output`, relative to the current folder.
    pub output: Option<Utf8PathBuf>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--override`: configuration as JSON or YAML, merged over that of the files.
    pub config: Option<String>,
    /// What the project is opened for.
    pub purpose: Purpose,
    /// `--drafts` and `--future`.
    pub unpublished: Unpublished,
    /// `--password`.
    pub password: Option<Password>,
}

/// A project: its folder and its configuration.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the configuration file; everything is relative to it.
    pub root: Utf8PathBuf,
    /// What the configuration files say.
    pub config: Config,
    /// The configuration files that were read, the main one first.
    pub files: Vec<Utf8PathBuf>,
    /// What they say as it is written, with the place of every key.
    pub(super) written: Layers,
    /// Whose format it is in.
    pub dialect: Dialect,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a configuration file was written just now and is empty, as where an editor is about to fill it.
    pub is_being_written: bool,
    /// What is published before its time.
    pub(super) unpublished: Unpublished,
    /// What opens the pages that are not open to everybody.
    pub(super) password: Option<Password>,
    output: Option<Utf8PathBuf>,
}

impl Project {
    /// Opens the project in `path`, a folder or a configuration file.
    ///
    /// # Errors
    /// When there is no project, or its configuration cannot be read.
    pub fn open(path: &Utf8Path, overrides: &Overrides) -> Result<Self> {
        let (root, main) = configuration::find(&absolute(path)?)?;
        Self::of(root, main.as_deref(), overrides)
    }

    /// A folder as the project that it would be without a configuration, whatever is in it.
    ///
    /// # Errors
    /// When there is no current folder that it could be relative to.
    pub fn unconfigured(folder: &Utf8Path) -> Result<Self> {
        Self::of(absolute(folder)?, None, &Overrides::default())
    }

    fn of(root: Utf8PathBuf, main: Option<&Utf8Path>, overrides: &Overrides) -> Result<Self> {
        let found = configuration::read(&root, main, overrides.purpose, overrides.config.as_deref())?;
        let dialect = main.map(configuration::dialect).unwrap_or_default();
        let mut diagnostics = found.diagnostics;
        let mut config = match &found.layers {
            Some(layers) => telling(&mut diagnostics, config::read(layers, dialect)),
            None => Config::default().with_defaults_of(dialect),
        };
        // A folder of Markdown needs no configuration.
        if main.is_none() && !root.join(&config.input).is_dir() {
            config.input = ".".into();
        }
        keep_in_project(&mut config);
        if let Some(url) = &overrides.base_url {
            config.url = Some(url.clone());
        }
        let written = found.layers.unwrap_or_default();
        let output = overrides.output.as_deref().map(absolute).transpose()?;
        let password = overrides.password.clone().or_else(password_of_environment);
        Ok(Self {
            root,
            config,
            written,
            files: found.files,
            dialect,
            diagnostics,
            is_being_written: found.is_being_written,
            unpublished: overrides.unpublished,
            password,
            output,
        })
    }

    /// What the configuration files say, as they say it.
    pub fn written(&self) -> &Layers {
        &self.written
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

    /// The folders that the author writes in, the input first.
    pub fn sources(&self) -> Vec<Utf8PathBuf> {
        [self.input(), self.templates()].into_iter().chain(self.static_folder()).collect()
    }

    /// Whether pages may show a file, or one that would stand there: it lies in the project, in the repository that holds the
    /// project (documentation often stands beside the code that it is about), or in a folder of `snippets.folders`. Links
    /// are followed. What git keeps there it may not: the key that a repository is fetched with may be among it.
    pub(super) fn may_show(&self, disk: &Utf8Path) -> bool {
        let real = |path: &Utf8Path| path.canonicalize_utf8().ok();
        let Some(file) = disk.ancestors().find_map(real) else { return false };
        // An archive, or the copy in a container, is without git's folder; GitHub's means something only at the top, and one that is a
        // repository itself, as organisations have it, nothing for what stands beside it.
        let that_hold = |sign| self.root.ancestors().filter(move |folder| folder.join(sign).exists());
        let of_github = || that_hold(".github").filter(|folder| !folder.join(".github/.git").exists()).last();
        let repository = that_hold(".git").next().or_else(of_github).map(Utf8Path::to_owned);
        let configured = self.config.snippets.folders.iter().map(|folder| join(&self.root, folder));
        let folders = std::iter::once(self.root.clone()).chain(repository).chain(configured);
        let is_gits = |path: &Utf8Path| path.components().any(|name| name.as_str().eq_ignore_ascii_case(".git"));
        folders
            .filter_map(|folder| real(&folder))
            .any(|folder| file.strip_prefix(folder).is_ok_and(|path| !is_gits(path)))
    }

    /// The name that people know a file by: its path from the project's folder.
    pub(super) fn name_of(&self, file: &Utf8Path) -> String {
        slashed(file.strip_prefix(&self.root).unwrap_or(file).as_str()).into_owned()
    }
}

/// The password of the environment, in which it is not seen by whoever lists the processes.
fn password_of_environment() -> Option<Password> {
    PASSWORD_VARIABLES.iter().find_map(|name| Password::new(std::env::var(name).ok()?))
}

/// `path` without `.` and `..`, from the current folder; it need not exist.
pub(super) fn absolute(path: &Utf8Path) -> Result<Utf8PathBuf> {
    let path = if path.as_str().is_empty() { Utf8Path::new(".") } else { path };
    let absolute = camino::absolute_utf8(path).map_err(|error| Error::io("find", path, error))?;
    Ok(join(&absolute, ""))
}

/// Takes the `/` from the folders that begin with one where the disk has none of that name: by `output: /docs` the project's is meant,
/// as by `logo: /static/logo.svg`.
pub(super) fn keep_in_project(config: &mut Config) {
    for folder in [&mut config.input, &mut config.output, &mut config.templates, &mut config.static_folder] {
        let Some(inside) = folder.strip_prefix(['/', '\\']) else { continue };
        let first = inside.split(['/', '\\']).next().unwrap_or_default();
        if !first.is_empty() && !Utf8Path::new("/").join(first).exists() {
            *folder = inside.to_owned();
        }
    }
}

/// Appends `relative` and resolves `.` and `..` by the letter.
pub(super) fn join(folder: &Utf8Path, relative: &str) -> Utf8PathBuf {
    let mut joined = Utf8PathBuf::new();
    for component in folder.join(&*slashed(relative)).components() {
        match component {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir => drop(joined.pop()),
            other => joined.push(other),
        }
    }
    joined
}
