//! Demos: crates under `demos/` that pages show with `[!demo NAME]`.
//!
//! A demo is compiled and run while the site is built: natively, to record what it prints, and for WebAssembly, so that
//! readers can run it. Both are cached by a digest of the sources and the compiler. Where a machine has no compiler or no
//! WebAssembly library, what the author committed under `prebuilt/` serves, if it was made from the same sources.
//!
//! The protocol is told in the manual (`content/guide/demos.md`). Building a demo runs its code: see `SECURITY.md`.

mod builder;
mod cargo;
mod crate_files;
mod excerpt;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use builder::Builder;
use cargo::Compiler;
use crate_files::CrateFiles;

use crate::diagnostic::{Code, Diagnostic};
use crate::html::Html;
use crate::source::{Project, Sources};

/// The folder of the crates in a project.
const FOLDER: &str = "demos";

/// The demos that a site shows, by name. Their modules are large, so copies share them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demos {
    demos: BTreeMap<String, Arc<Demo>>,
    /// Every crate under `demos/`, for "did you mean".
    names: BTreeSet<String>,
    /// Whether demos are left out on purpose.
    left_out: bool,
}

/// What a page needs to show a demo.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demo {
    /// Its title, plain text.
    pub title: String,
    /// What it printed, as HTML.
    pub html: Html,
    /// Its WebAssembly module, when it has one that fits its sources.
    pub module: Option<Vec<u8>>,
    /// `web/demo.js`, condensed.
    pub script: Option<Vec<u8>>,
    /// `web/demo.css`, condensed.
    pub style: Option<Vec<u8>>,
    /// Its source files, by path in the crate.
    pub sources: BTreeMap<String, String>,
}

impl Demos {
    /// A site without its demos.
    pub fn left_out() -> Self {
        Self { left_out: true, ..Self::default() }
    }

    /// The names of a project's demos, of which none is built yet.
    pub fn unbuilt(project: &Project) -> Self {
        Self { names: crates(&project.root.join(FOLDER)), ..Self::default() }
    }

    /// The demo of that name.
    pub fn get(&self, name: &str) -> Option<&Demo> {
        self.demos.get(name).map(Arc::as_ref)
    }

    /// Every demo that is shown, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Demo)> {
        self.demos.iter().map(|(name, demo)| (name.as_str(), demo.as_ref()))
    }

    /// What is wrong with showing the demo of that name.
    pub fn missing(&self, name: &str) -> Option<Diagnostic> {
        if self.left_out || self.names.contains(name) {
            return None;
        }
        let diagnostic = Diagnostic::new(Code::UnknownDemo, format!("there is no demo `{name}`"));
        let diagnostic = diagnostic.did_you_mean(name, self.names.iter().map(String::as_str));
        Some(diagnostic.hint(format!("a demo is a crate in the folder `demos/{name}`")))
    }
}

impl Demo {
    /// A source file by its path in the crate, or one item of it: `src/main.rs#serve`.
    pub fn source(&self, named: &str) -> Option<Cow<'_, str>> {
        let (path, name) = named.split_once('#').map_or((named, None), |(path, name)| (path, Some(name)));
        let text = self.sources.get(path)?;
        match name {
            Some(name) => excerpt::item(text, name).map(Cow::Owned),
            None => Some(Cow::Borrowed(text)),
        }
    }
}

/// Builds every demo that a page mentions, calling `building` with its name when that takes a while.
pub fn prepare(project: &Project, sources: &Sources, building: &dyn Fn(&str)) -> (Demos, Vec<Diagnostic>) {
    let folder = project.root.join(FOLDER);
    let names = crates(&folder);
    let wanted = wanted(sources, &names);
    let mut demos = Demos { names: names.clone(), ..Demos::default() };
    let mut diagnostics = Vec::new();
    if wanted.is_empty() {
        return (demos, diagnostics);
    }
    let compiler = Compiler::find();
    for name in wanted {
        let builder = Builder { project, folder: folder.join(name), name, compiler: compiler.as_ref(), building };
        let demo = builder.demo(&mut diagnostics).unwrap_or_default();
        demos.demos.insert(name.to_owned(), Arc::new(demo));
    }
    (demos, diagnostics)
}

/// Changes whenever the demos that pages mention would be others, or would be built from other sources.
pub fn digest(project: &Project, sources: &Sources) -> String {
    let folder = project.root.join(FOLDER);
    let names = crates(&folder);
    if names.is_empty() {
        return String::new();
    }
    let wanted = wanted(sources, &names);
    let mut hasher = blake3::Hasher::new();
    for name in &names {
        let files = if wanted.contains(name.as_str()) { CrateFiles::read(&folder.join(name)).ok() } else { None };
        hasher.update(format!("{name}\0{}\0", files.map(|files| files.digest()).unwrap_or_default()).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The folders that demos are built from.
pub fn folders(project: &Project) -> Vec<Utf8PathBuf> {
    let folder = project.root.join(FOLDER);
    let crates: Vec<Utf8PathBuf> = crates(&folder).iter().map(|name| folder.join(name)).collect();
    let parts = crates.iter().flat_map(|folder| CrateFiles::folders(folder)).collect::<Vec<_>>();
    [folder].into_iter().filter(|_| !crates.is_empty()).chain(parts).collect()
}

/// The crates of a folder.
fn crates(folder: &Utf8Path) -> BTreeSet<String> {
    let Ok(entries) = folder.read_dir_utf8() else { return BTreeSet::new() };
    let is_crate = |path: &Utf8Path| path.join("Cargo.toml").is_file();
    entries
        .filter_map(Result::ok)
        .filter(|entry| is_crate(entry.path()))
        .map(|entry| entry.file_name().to_owned())
        .collect()
}

/// Those of the demos that pages and what they include mention.
fn wanted<'s>(sources: &'s Sources, names: &BTreeSet<String>) -> BTreeSet<&'s str> {
    let pages = sources.pages.iter().map(|page| &page.source);
    let texts = pages.chain(sources.partials.iter().map(|partial| &partial.source));
    // Most projects have none: their texts are not looked through.
    let mentioned = texts.filter(|_| !names.is_empty()).flat_map(|source| mentioned(&source.text));
    mentioned.filter(|name| names.contains(*name)).collect()
}

/// The names that follow `[!demo ` in a text, also in code: building one too many costs time, nothing else.
fn mentioned(text: &str) -> impl Iterator<Item = &str> {
    const SIGN: &str = "[!demo ";
    memchr::memmem::find_iter(text.as_bytes(), SIGN).map(|at| {
        let rest = &text[at + SIGN.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

/// A module as a classic script, which works from disk, too.
pub fn module_script(name: &str, module: &[u8]) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(module);
    let name = serde_json::Value::from(name);
    format!("(window.rasherDemos ||= {{}})[{name}] = \"{encoded}\";\n")
}
