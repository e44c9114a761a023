//! The files of a demo's crate, and their digest.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

/// Where a crate's files are, beside its manifest.
const PARTS: [&str; 2] = ["src", "web"];

/// What a demo is made of: `Cargo.toml`, `src/` and `web/`.
pub(super) struct CrateFiles {
    /// By path in the crate, with `/`.
    files: BTreeMap<String, Vec<u8>>,
}

impl CrateFiles {
    pub(super) fn read(folder: &Utf8Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        files.insert("Cargo.toml".to_owned(), fs::read(folder.join("Cargo.toml"))?);
        for part in PARTS {
            if folder.join(part).is_dir() {
                read_folder(folder, part, &mut files)?;
            }
        }
        Ok(Self { files })
    }

    /// The folders of a crate in which its files are.
    pub(super) fn folders(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let mut folders = vec![folder.to_owned()];
        folders.extend(PARTS.iter().map(|part| folder.join(part)).filter(|part| part.is_dir()));
        let mut at = 1;
        while let Some(entries) = folders.get(at).and_then(|folder| folder.read_dir_utf8().ok()) {
            let below =
                entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
            folders.extend(below.map(|entry| entry.path().to_owned()));
            at += 1;
        }
        folders
    }

    /// BLAKE3 over each file's path, length and bytes, sorted by path.
    pub(super) fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.files {
            hasher.update(format!("{path}\0{}\0", bytes.len()).as_bytes());
            hasher.update(bytes);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Whether it can be compiled to a module.
    pub(super) fn is_library(&self) -> bool {
        self.files.get("Cargo.toml").is_some_and(|manifest| String::from_utf8_lossy(manifest).contains("cdylib"))
    }

    /// A file of `web/`.
    pub(super) fn web(&self, name: &str) -> Option<Vec<u8>> {
        self.files.get(&format!("web/{name}")).cloned()
    }

    /// The files of `src/` as text.
    pub(super) fn texts(&self) -> BTreeMap<String, String> {
        let sources = self.files.iter().filter(|(path, _)| path.starts_with("src/"));
        sources.map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned())).collect()
    }
}

fn read_folder(root: &Utf8Path, folder: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in root.join(folder).read_dir_utf8()? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name());
        if entry.file_type()?.is_dir() {
            read_folder(root, &path, files)?;
        } else {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}
