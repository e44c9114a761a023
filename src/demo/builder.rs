//! Builds a demo: its record and its module, from the cache, by the compiler, or as its author committed them.

use std::fs;
use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use super::Demo;
use super::cargo::{self, BuildError, Compiler};
use super::crate_files::CrateFiles;
use crate::condense;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::html::Html;
use crate::source::Project;

/// What a demo prints when it is asked for a record.
#[derive(Debug, Deserialize)]
struct Record {
    title: String,
    html: String,
}

/// Builds one demo.
pub(super) struct Builder<'a> {
    pub(super) project: &'a Project,
    /// The crate's folder.
    pub(super) folder: Utf8PathBuf,
    pub(super) name: &'a str,
    pub(super) compiler: Option<&'a Compiler>,
    /// Told when the compiler is called, which takes a while.
    pub(super) building: &'a dyn Fn(&str),
}

impl Builder<'_> {
    /// The demo; nothing when its crate cannot be read.
    pub(super) fn demo(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Demo> {
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
        let script = files.web("demo.js").filter(|_| module.is_some()).map(|js| condensed(js, condense::script));
        let style = files.web("demo.css").map(|css| condensed(css, condense::style));
        Some(Demo { title, html, script, module, style, sources: files.texts() })
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
        let Some(compiler) = self.compiler.filter(|compiler| compiler.makes_wasm) else {
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

/// A file of a demo's without what only its author needs; one that is no text is left as it is.
fn condensed(bytes: Vec<u8>, condense: fn(&str) -> String) -> Vec<u8> {
    String::from_utf8(bytes).map_or_else(|error| error.into_bytes(), |text| condense(&text).into_bytes())
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
