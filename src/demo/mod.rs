//! Demos: crates under `demos/` that pages show with `[!demo NAME]`.
//!
//! A demo is compiled and run while the site is built: natively, to record what it prints, and for WebAssembly, so that
//! readers can run it. Both are cached by a digest of the sources and the compiler. Where a machine has no compiler or no
//! WebAssembly library, what the author committed under `prebuilt/` serves, if it was made from the same sources.
//!
//! The protocol is told in the manual (`content/guide/demos.md`). Building a demo runs its code: see `SECURITY.md`.

mod cargo;
mod crate_files;
mod excerpt;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use cargo::{BuildError, Compiler};
use crate_files::CrateFiles;

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::html::Html;
use crate::source::{Project, Sources};

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
    /// `web/demo.js`.
    pub script: Option<Vec<u8>>,
    /// `web/demo.css`.
    pub style: Option<Vec<u8>>,
    /// Its source files, by path in the crate.
    pub sources: BTreeMap<String, String>,
}

/// What a demo prints when it is asked for a record.
#[derive(Debug, Deserialize)]
struct Record {
    title: String,
    html: String,
}

impl Demos {
    /// A site without its demos.
    pub fn left_out() -> Self {
        Self { left_out: true, ..Self::default() }
    }

    /// The names of a project's demos, of which none is built yet.
    pub fn unbuilt(project: &Project) -> Self {
        Self { names: crates(&project.root.join("demos")), ..Self::default() }
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

/// Builds every demo that a page mentions, calling `building` with its name when that takes a while.
pub fn prepare(project: &Project, sources: &Sources, building: &dyn Fn(&str)) -> (Demos, Vec<Diagnostic>) {
    let folder = project.root.join("demos");
    let names = crates(&folder);
    let mentioned = sources.pages.iter().flat_map(|page| mentioned(&page.source.text));
    let wanted: BTreeSet<&str> = mentioned.filter(|name| names.contains(*name)).collect();
    let mut demos = Demos { names: names.clone(), ..Demos::default() };
    let mut diagnostics = Vec::new();
    if wanted.is_empty() {
        return (demos, diagnostics);
    }
    let compiler = Compiler::find();
    for name in wanted {
        let builder = Builder { project, folder: folder.join(name), name, compiler: &compiler, building };
        match builder.demo(&mut diagnostics) {
            Some(demo) => drop(demos.demos.insert(name.to_owned(), Arc::new(demo))),
            None => drop(demos.demos.insert(name.to_owned(), Arc::default())),
        }
    }
    (demos, diagnostics)
}

/// Changes whenever the demos that pages mention would be others, or would be built from other sources.
pub fn digest(project: &Project, sources: &Sources) -> String {
    let folder = project.root.join("demos");
    let names = crates(&folder);
    if names.is_empty() {
        return String::new();
    }
    let mentioned = sources.pages.iter().flat_map(|page| mentioned(&page.source.text));
    let wanted: BTreeSet<&str> = mentioned.filter(|name| names.contains(*name)).collect();
    let mut hasher = blake3::Hasher::new();
    for name in &names {
        let files = if wanted.contains(name.as_str()) { CrateFiles::read(&folder.join(name)).ok() } else { None };
        hasher.update(format!("{name}\0{}\0", files.map(|files| files.digest()).unwrap_or_default()).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The folders that demos are built from.
pub fn folders(project: &Project) -> Vec<Utf8PathBuf> {
    let folder = project.root.join("demos");
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

/// The names that follow `[!demo ` in a text, also in code: building one too many costs time, nothing else.
fn mentioned(text: &str) -> impl Iterator<Item = &str> {
    const SIGN: &str = "[!demo ";
    memchr::memmem::find_iter(text.as_bytes(), SIGN).map(|at| {
        let rest = &text[at + SIGN.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

struct Builder<'a> {
    project: &'a Project,
    folder: Utf8PathBuf,
    name: &'a str,
    compiler: &'a Option<Compiler>,
    building: &'a dyn Fn(&str),
}

impl Builder<'_> {
    fn demo(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Demo> {
        let files = match CrateFiles::read(&self.folder) {
            Ok(files) => files,
            Err(error) => {
                let message = format!("the demo `{}` cannot be read: {error}", self.name);
                diagnostics.push(Diagnostic::new(Code::DemoBuildFailed, message));
                return None;
            }
        };
        let digest = files.digest();
        let prebuilt = Prebuilt::read(&self.folder, &digest);
        let record = self.record(&digest, &prebuilt, diagnostics);
        let module = if files.is_library() { self.module(&digest, &prebuilt, diagnostics) } else { None };
        let (title, html) = record.map_or_else(Default::default, |text| self.shown(&text));
        let script = files.web("demo.js").filter(|_| module.is_some());
        Some(Demo { title, html, script, module, style: files.web("demo.css"), sources: files.texts() })
    }

    /// What the program prints: from the cache, by running it, or as it was committed.
    fn record(&self, digest: &str, prebuilt: &Prebuilt, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let Some(compiler) = self.compiler else {
            if prebuilt.record.is_none() {
                let message = format!("the demo `{}` cannot be built: there is no `cargo` here", self.name);
                diagnostics
                    .push(Diagnostic::new(Code::DemoBuildFailed, message).hint("install Rust from https://rustup.rs"));
            } else if !prebuilt.is_fresh {
                diagnostics.push(self.stale("there is no `cargo` here to build it"));
            }
            return prebuilt.record.clone();
        };
        let cached = self.cache(digest, &compiler.version, "record.txt");
        if let Ok(text) = fs::read_to_string(&cached) {
            return Some(text);
        }
        (self.building)(self.name);
        match cargo::record(&self.project.root, self.name) {
            Ok(text) => {
                keep(&cached, text.as_bytes());
                Some(text)
            }
            Err(error) => {
                diagnostics.extend(self.failed(error));
                prebuilt.record.clone()
            }
        }
    }

    /// The WebAssembly module: from the cache, by compiling it, or as it was committed.
    fn module(&self, digest: &str, prebuilt: &Prebuilt, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
        let committed = || prebuilt.module.clone().filter(|_| prebuilt.is_fresh);
        let Some(compiler) = self.compiler.as_ref().filter(|compiler| compiler.makes_wasm) else {
            if committed().is_none() {
                let message = format!(
                    "the demo `{}` is not live: there is no Rust library for `wasm32-unknown-unknown`",
                    self.name
                );
                let hint = "`rustup target add wasm32-unknown-unknown`, or name another cargo in `RASHER_WASM_CARGO`";
                diagnostics.push(Diagnostic::new(Code::DemoNoTarget, message).hint(hint));
                if prebuilt.module.is_some() {
                    diagnostics.push(self.stale("its module was not shipped"));
                }
            }
            return committed();
        };
        let cached = self.cache(digest, &format!("{} {}", compiler.version, compiler.wasm_cargo), "module.wasm");
        if let Ok(module) = fs::read(&cached) {
            return Some(module);
        }
        (self.building)(self.name);
        match cargo::module(&self.project.root, self.name, &compiler.wasm_cargo) {
            Ok(module) => {
                keep(&cached, &module);
                Some(module)
            }
            Err(error) => {
                diagnostics.extend(self.failed(error));
                committed()
            }
        }
    }

    /// A record as title and HTML; what is no JSON object is shown as it is.
    fn shown(&self, text: &str) -> (String, Html) {
        if text.trim_start().starts_with('{')
            && let Ok(Record { title, html }) = serde_json::from_str(text)
        {
            return (title, Html::trusted(html));
        }
        let html =
            format!("<pre tabindex=\"0\" role=\"group\" aria-label=\"Output\">{}</pre>", Html::text(text.trim_end()));
        (self.name.replace(['-', '_'], " "), Html::trusted(html))
    }

    fn stale(&self, reason: &str) -> Diagnostic {
        let message =
            format!("the sources of the demo `{}` have changed since its `prebuilt/` was made; {reason}", self.name);
        let hint = format!("make it anew with `demos/{}/prebuild.sh`", self.name);
        Diagnostic::new(Code::DemoStale, message).hint(hint)
    }

    fn failed(&self, error: BuildError) -> Vec<Diagnostic> {
        match error {
            BuildError::Compiler(problems) => problems
                .into_iter()
                .map(|problem| {
                    let message = format!("the demo `{}` does not compile: {}", self.name, problem.message);
                    let diagnostic = Diagnostic::new(Code::DemoBuildFailed, message);
                    match problem.place {
                        Some((file, span)) => match fs::read_to_string(self.project.root.join(&file)) {
                            Ok(text) => diagnostic.at(&SourceText::new(file, text), span),
                            Err(_) => diagnostic,
                        },
                        None => diagnostic,
                    }
                })
                .collect(),
            BuildError::Other(reason) => {
                let message = format!("the demo `{}` cannot be built: {reason}", self.name);
                vec![Diagnostic::new(Code::DemoBuildFailed, message)]
            }
        }
    }

    /// Where the cache keeps what was made of these sources by this compiler.
    fn cache(&self, digest: &str, compiler: &str, file: &str) -> PathBuf {
        let key = blake3::hash(format!("{digest}\n{compiler}").as_bytes()).to_hex();
        self.project.root.join(format!(".rasher/cache/demos/{}-{}", self.name, &key[..16])).join(file).into()
    }
}

/// Keeps a file in the cache. A cache that cannot be written only costs time.
fn keep(file: &std::path::Path, bytes: &[u8]) {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).and_then(|()| fs::write(file, bytes)).ok();
    }
}

/// What the author committed.
struct Prebuilt {
    record: Option<String>,
    module: Option<Vec<u8>>,
    /// Whether it was made from the sources as they are.
    is_fresh: bool,
}

impl Prebuilt {
    fn read(folder: &Utf8Path, digest: &str) -> Self {
        let file = |name: &str| folder.join("prebuilt").join(name);
        Self {
            record: fs::read_to_string(file("record.json")).ok(),
            module: fs::read(file("module.wasm")).ok(),
            is_fresh: fs::read_to_string(file("digest")).is_ok_and(|committed| committed.trim() == digest),
        }
    }
}

/// A module as a classic script, which works from disk, too.
pub fn module_script(name: &str, module: &[u8]) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(module);
    let name = serde_json::Value::from(name);
    format!("(window.rasherDemos ||= {{}})[{name}] = \"{encoded}\";\n")
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
