//! The committed module and record belong to the sources beside them.
//!
//! `prebuild.sh` makes all three; with `RUNSPACE_POOL_DIGEST=write` this test writes the digest instead of comparing it.

// Helpers stand outside of the `#[test]` functions, where the lints would not know them as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// What the digest covers; the README tells the scheme.
const SOURCES: [&str; 3] = ["Cargo.toml", "src", "web"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Relative paths with `/` between their parts, of all files under `path`.
fn files(path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            files(&entry.unwrap().path(), found);
        }
    } else {
        let relative = path.strip_prefix(root()).unwrap();
        let parts: Vec<_> = relative.iter().map(|part| part.to_str().unwrap()).collect();
        found.push(parts.join("/"));
    }
}

fn digest() -> String {
    let mut found = Vec::new();
    SOURCES.iter().for_each(|source| files(&root().join(source), &mut found));
    found.sort();
    let mut hasher = blake3::Hasher::new();
    for path in found {
        let content = fs::read(root().join(&path)).unwrap();
        hasher.update(format!("{path}\0{}\0", content.len()).as_bytes());
        hasher.update(&content);
    }
    hasher.finalize().to_hex().to_string()
}

#[test]
fn the_committed_digest_is_that_of_the_sources() {
    let path = root().join("prebuilt/digest");
    let digest = digest();
    if std::env::var_os("RUNSPACE_POOL_DIGEST").is_some() {
        fs::write(&path, digest + "\n").unwrap();
        return;
    }
    let committed = fs::read_to_string(path).unwrap();
    assert_eq!(committed.trim(), digest, "the sources changed after `prebuilt/` was made; run `prebuild.sh`");
}
