//! Finds the configuration of a project and merges its files.
//!
//! Later ones win: the main file; what it `extends`; the fragments beside it, `rasher.<id>.yml`, by id; `rasher.build.yml` or
//! `rasher.start.yml`; `--override`. What any of them extends is merged over it in its place.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{json, read_to_string};
use crate::config::{self, Dialect, Layer, Layers, YamlMapping};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::error::{Error, Result};
use crate::path::slashed;

/// The configuration files, the first found being read.
const NAMES: [&str; 5] = ["rasher.yml", "rasher.yaml", "retype.yml", "retype.yaml", "retype.json"];

/// What the name of any configuration file ends with.
const ENDINGS: [&str; 3] = ["yml", "yaml", "json"];

/// Where one is looked for, from the folder that was named.
const FOLDERS: [&str; 5] = ["", "docs", "doc", "documentation", "website"];

/// Ids that are no fragments: their files belong to one command each.
const RESERVED_IDS: [&str; 2] = ["build", "start"];

/// What a configuration is read for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To build or check the site: with `rasher.build.yml`.
    #[default]
    Build,
    /// To show it while it is written: with `rasher.start.yml`.
    Preview,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What all files say together; nothing when there is no file.
    pub(super) layers: Option<Layers>,
    /// Every file that was read, the main one first.
    pub(super) files: Vec<Utf8PathBuf>,
    /// What is wrong with them.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether one is empty and may be about to be filled.
    pub(super) is_being_written: bool,
}

/// The folder of the project in `path`, a folder or a configuration file, and its main file if it has one. In a folder of a project's input,
/// where its author writes, a command is about that project; a folder that is named from elsewhere is meant itself.
pub(super) fn find(path: &Utf8Path) -> Result<(Utf8PathBuf, Option<Utf8PathBuf>)> {
    let found = find_in(path.to_owned());
    let is_here = || std::env::current_dir().is_ok_and(|here| here == *path);
    if matches!(found, Ok((_, Some(_)))) || !is_here() {
        return found;
    }
    around(path).map_or(found, |(root, main)| Ok((root, Some(main))))
}

/// The nearest project above a folder, if its input holds the folder. What lies above the folder's repository is none of its project.
fn around(folder: &Utf8Path) -> Option<(Utf8PathBuf, Utf8PathBuf)> {
    let steps = folder.ancestors().zip(folder.ancestors().skip(1));
    let mut above = steps.take_while(|(below, _)| !below.join(".git").exists()).map(|(_, above)| above);
    let (root, main) = above.find_map(|root| Some((root.to_owned(), main_in(root)?)))?;
    let layers = read(&root, Some(&main), Purpose::Build, None).ok()?.layers?;
    let (mut config, _) = config::read(&layers, dialect(&main));
    super::project::keep_in_project(&mut config);
    folder.starts_with(super::project::join(&root, &config.input)).then_some((root, main))
}

/// The main configuration file in a folder, not below it.
fn main_in(folder: &Utf8Path) -> Option<Utf8PathBuf> {
    let files = files_in(folder);
    NAMES.iter().find_map(|name| named(&files, name)).cloned()
}

fn find_in(path: Utf8PathBuf) -> Result<(Utf8PathBuf, Option<Utf8PathBuf>)> {
    if path.is_file() {
        if !path.extension().is_some_and(|extension| ENDINGS.contains(&extension.to_lowercase().as_str())) {
            return Err(Error::NoProject { path, hint: "name its folder, or its configuration file".into() });
        }
        let root = path.parent().map_or_else(Utf8PathBuf::new, Utf8Path::to_owned);
        return Ok((root, Some(path)));
    }
    if !path.is_dir() {
        return Err(Error::NoProject { path, hint: "there is no such folder".into() });
    }
    for folder in FOLDERS {
        let root = if folder.is_empty() { path.clone() } else { path.join(folder) };
        if let Some(file) = main_in(&root) {
            return Ok((root, Some(file)));
        }
    }
    let files = files_in(&path);
    if path.join("content").is_dir() || ["index.md", "readme.md"].iter().any(|name| named(&files, name).is_some()) {
        return Ok((path, None));
    }
    let hint =
        "a project has a `rasher.yml` (or `retype.yml`), a folder `content`, or an `index.md`; `rasher init` makes one";
    Err(Error::NoProject { path, hint: hint.into() })
}

/// The main configuration file of the project in a folder, if there is one.
pub fn configuration_in(folder: &Utf8Path) -> Option<Utf8PathBuf> {
    let folder = super::project::absolute(folder).ok()?;
    find_in(folder).ok().and_then(|(_, file)| file)
}

/// What the configuration from the command line is called where a finding is in it. It is no file.
pub const COMMAND_LINE: &str = "--override";

/// The value of `--override`, which is an object in JSON, or in YAML.
///
/// # Errors
/// When it is neither, with the reason.
pub fn overriding(text: &str) -> std::result::Result<String, String> {
    if serde_yaml::from_str::<YamlMapping>(text).is_ok() {
        return Ok(text.to_owned());
    }
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("this is no object in JSON: {error}")),
    }
}

/// Reads the main file and everything that belongs to it, and what the command line says over it.
pub(super) fn read(root: &Utf8Path, main: Option<&Utf8Path>, purpose: Purpose, over: Option<&str>) -> Result<Found> {
    let mut reading = Reading { root, found: Found::default() };
    if let Some(main) = main {
        reading.add_files(main, purpose)?;
    }
    if let Some(text) = over {
        reading.add_layer(&SourceText::new(COMMAND_LINE, text));
    }
    Ok(reading.found)
}

/// Whose format a configuration file is in.
pub(super) fn dialect(main: &Utf8Path) -> Dialect {
    main.file_name().and_then(Dialect::of_file).unwrap_or_default()
}

struct Reading<'a> {
    root: &'a Utf8Path,
    found: Found,
}

impl Reading<'_> {
    /// Merges the main file and those beside it.
    fn add_files(&mut self, main: &Utf8Path, purpose: Purpose) -> Result<()> {
        self.add_text(main, read_to_string(main)?, &mut Vec::new());
        let (stem, extension) = (main.file_stem().unwrap_or_default(), main.extension().unwrap_or_default());
        let mut beside = self.fragments(stem);
        beside.push(match purpose {
            Purpose::Build => main.with_file_name(format!("{stem}.build.{extension}")),
            Purpose::Preview => main.with_file_name(format!("{stem}.start.{extension}")),
        });
        for file in beside.iter().filter(|file| file.is_file()) {
            self.add_text(file, read_to_string(file)?, &mut Vec::new());
        }
        Ok(())
    }

    /// Merges a file over the others, and over it what it extends. `above` are the files that led here.
    fn add_text(&mut self, file: &Utf8Path, text: String, above: &mut Vec<Utf8PathBuf>) {
        let name = slashed(file.strip_prefix(self.root).unwrap_or(file).as_str()).into_owned();
        self.found.files.push(file.to_owned());
        let text = if file.extension() == Some("json") { json::as_yaml(&text) } else { text };
        self.found.is_being_written |= text.is_empty() && super::look::may_be_filled(file);
        let layer = self.add_layer(&SourceText::new(name, text));
        above.push(file.to_owned());
        let folder = file.parent().unwrap_or(self.root);
        for written in layer.texts("extends") {
            self.extend(&super::project::join(folder, written), written, &layer, above);
        }
        above.pop();
    }

    fn extend(&mut self, file: &Utf8Path, written: &str, by: &Layer, above: &mut Vec<Utf8PathBuf>) {
        let (source, span) = by.place_of("extends");
        if above.iter().any(|above| above == file) {
            let names: Vec<&str> = above.iter().filter_map(|file| file.file_name()).collect();
            let message = format!("`{written}` extends itself: {} → {written}", names.join(" → "));
            let diagnostic = Diagnostic::new(Code::ExtendsCircle, message).at(source, span);
            return self.found.diagnostics.push(diagnostic.hint("take one of the names out of `extends`"));
        }
        match super::text_of(file) {
            Ok(text) => self.add_text(file, text, above),
            Err(error) => {
                let message = format!("`{written}` cannot be read: {error}");
                let hint = "a path in `extends` starts at the folder of the file that it stands in";
                self.found.diagnostics.push(Diagnostic::new(Code::ConfigInvalid, message).at(source, span).hint(hint));
            }
        }
    }

    /// Merges a text over the others.
    fn add_layer(&mut self, source: &Arc<SourceText>) -> Layer {
        let (layer, problems) = Layer::read(source, 0..source.text.len(), Code::ConfigInvalid);
        self.found.diagnostics.extend(problems);
        match &mut self.found.layers {
            Some(layers) => layers.add(layer.clone()),
            none => *none = Some(Layers::from(layer.clone())),
        }
        layer
    }

    /// The fragments beside the main file, by id, a parent before its children. Of two with the same id the first counts.
    fn fragments(&mut self, stem: &str) -> Vec<Utf8PathBuf> {
        let mut fragments: Vec<(Vec<String>, Utf8PathBuf)> = files_in(self.root)
            .into_iter()
            .filter_map(|file| Some((id_of(file.file_name()?, stem)?.split('.').map(str::to_owned).collect(), file)))
            .collect();
        fragments.sort();
        fragments.dedup_by(|(id, file), (first_id, first)| {
            let is_second = id == first_id;
            if is_second {
                let names = [first, file].map(|file| file.file_name().unwrap_or_default().to_owned());
                let message = format!("`{}` and `{}` are the same fragment", names[0], names[1]);
                let hint = format!("`{}` was left out; delete or rename one of them", names[1]);
                self.found.diagnostics.push(Diagnostic::new(Code::FragmentTwice, message).hint(hint));
            }
            is_second
        });
        fragments.into_iter().map(|(_, file)| file).collect()
    }
}

/// The id of a fragment: `blog.feeds` of `rasher.blog.feeds.yml`.
fn id_of(name: &str, stem: &str) -> Option<String> {
    let name = name.to_lowercase();
    let id = name.strip_prefix(&stem.to_lowercase())?.strip_prefix('.')?;
    let id = id.strip_suffix(".yml").or_else(|| id.strip_suffix(".yaml"))?;
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    (is_id && !id.starts_with('_') && !RESERVED_IDS.contains(&id)).then(|| id.to_owned())
}

/// The files of a folder, by name; none when there is no such folder.
fn files_in(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let entries = folder.read_dir_utf8().into_iter().flatten().filter_map(std::result::Result::ok);
    let mut files: Vec<Utf8PathBuf> = entries.map(|entry| entry.into_path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// The file of that name, whatever its case.
fn named<'a>(files: &'a [Utf8PathBuf], name: &str) -> Option<&'a Utf8PathBuf> {
    files.iter().find(|path| path.file_name().is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::id_of;

    #[test]
    fn a_fragment_is_named_after_the_file_and_its_id() {
        assert_eq!(id_of("rasher.blog.yml", "rasher").as_deref(), Some("blog"));
        assert_eq!(id_of("Retype.blog.feeds.yaml", "retype").as_deref(), Some("blog.feeds"));
        for no_fragment in
            ["rasher.yml", "rasher.start.yml", "rasher.build.yml", "rasher._x.yml", "rasher.a.json", "x.a.yml"]
        {
            assert_eq!(id_of(no_fragment, "rasher"), None, "{no_fragment}");
        }
    }
}
