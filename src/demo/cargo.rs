//! Calls cargo: which compiler there is, what a demo prints, and its WebAssembly module.

use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};

use camino::Utf8Path;
use serde::Deserialize;

/// The target of modules that need nothing but a browser.
const WASM: &str = "wasm32-unknown-unknown";

/// Names another program that is used like cargo to compile for WebAssembly.
const WASM_CARGO: &str = "RASHER_WASM_CARGO";

/// The compiler of this machine.
pub(super) struct Compiler {
    /// What it says of its version.
    pub(super) version: String,
    /// Whether it can compile for WebAssembly.
    pub(super) makes_wasm: bool,
    /// The cargo to do that with.
    pub(super) wasm_cargo: String,
}

/// Why a demo was not built.
pub(super) enum BuildError {
    /// The compiler's own words.
    Compiler(Vec<CompilerMessage>),
    /// Anything else.
    Other(String),
}

/// An error of the compiler.
pub(super) struct CompilerMessage {
    pub(super) message: String,
    /// The file, from the project's folder, and the bytes in it.
    pub(super) place: Option<(String, Range<usize>)>,
}

impl Compiler {
    /// Asks for it; `None` when there is none.
    pub(super) fn find() -> Option<Self> {
        let ask = |arguments: &[&str]| {
            let output =
                Command::new("rustc").args(arguments).output().ok().filter(|output| output.status.success())?;
            Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        let version = ask(&["-vV"])?;
        let own = std::env::var(WASM_CARGO).ok().filter(|program| !program.is_empty());
        let has_library = || {
            ask(&["--print", "sysroot"]).is_some_and(|root| Path::new(&root).join("lib/rustlib").join(WASM).is_dir())
        };
        let makes_wasm = own.is_some() || has_library();
        Some(Self { version, makes_wasm, wasm_cargo: own.unwrap_or_else(|| "cargo".to_owned()) })
    }
}

/// Compiles a demo natively and runs it with `--record`.
pub(super) fn record(root: &Utf8Path, name: &str) -> Result<String, BuildError> {
    let target = root.join(".rasher/target/native");
    let artifacts = build(Command::new("cargo").args(["build", "--release", "--package", name]), root, &target)?;
    let program = artifacts.into_iter().find_map(|artifact| artifact.executable);
    let program = program.ok_or_else(|| BuildError::Other("its crate has no program".to_owned()))?;
    let output = Command::new(program).arg("--record").current_dir(root).stdin(Stdio::null()).output();
    let output = output.map_err(|error| BuildError::Other(format!("its program does not start: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(BuildError::Other(format!("its program failed with `--record`: {}", said.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Compiles a demo's library for WebAssembly, small rather than fast.
pub(super) fn module(root: &Utf8Path, name: &str, wasm_cargo: &str) -> Result<Vec<u8>, BuildError> {
    let target = root.join(".rasher/target/wasm");
    let program = if wasm_cargo.contains('/') { root.join(wasm_cargo).into_string() } else { wasm_cargo.to_owned() };
    let mut command = Command::new(program);
    command.args(["build", "--package", name, "--lib", "--release", "--target", WASM]);
    for (setting, value) in
        [("OPT_LEVEL", "s"), ("LTO", "fat"), ("CODEGEN_UNITS", "1"), ("PANIC", "abort"), ("STRIP", "symbols")]
    {
        command.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
    build(&mut command, root, &target)?;
    let file = target.join(WASM).join("release").join(format!("{}.wasm", name.replace('-', "_")));
    std::fs::read(&file).map_err(|error| BuildError::Other(format!("its module `{file}` cannot be read: {error}")))
}

/// A line of cargo's `--message-format=json`.
#[derive(Deserialize)]
struct Line {
    reason: String,
    #[serde(default)]
    executable: Option<String>,
    #[serde(default)]
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    is_primary: bool,
}

struct Artifact {
    executable: Option<String>,
}

fn build(command: &mut Command, root: &Utf8Path, target: &Utf8Path) -> Result<Vec<Artifact>, BuildError> {
    // Cargo runs us itself when a newcomer types `cargo run`; what it tells us about that build must not reach this one.
    let inherited =
        ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS"];
    for name in inherited {
        command.env_remove(name);
    }
    let command =
        command.arg("--message-format=json").current_dir(root).env("CARGO_TARGET_DIR", target).stdin(Stdio::null());
    let output = command.output().map_err(|error| BuildError::Other(format!("cargo does not start: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<Line> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if output.status.success() {
        let artifacts = lines.into_iter().filter(|line| line.reason == "compiler-artifact");
        return Ok(artifacts.map(|line| Artifact { executable: line.executable }).collect());
    }
    let messages: Vec<CompilerMessage> = lines
        .into_iter()
        .filter_map(|line| line.message)
        .filter(|message| message.level == "error")
        .map(placed)
        .collect();
    // The last ones only count the others.
    let messages: Vec<CompilerMessage> = match messages.iter().any(|message| message.place.is_some()) {
        true => messages.into_iter().filter(|message| message.place.is_some()).collect(),
        false => messages,
    };
    if messages.is_empty() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(BuildError::Other(said.trim().lines().next_back().unwrap_or("cargo failed").to_owned()));
    }
    Err(BuildError::Compiler(messages))
}

fn placed(message: Message) -> CompilerMessage {
    let span = message.spans.into_iter().find(|span| span.is_primary);
    CompilerMessage {
        message: message.message,
        place: span.map(|span| (span.file_name, span.byte_start..span.byte_end)),
    }
}
