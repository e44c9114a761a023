//! What a build leaves for the next, in `.rasher/cache/`. Deleting it costs time and nothing else.

use std::fs;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};

use crate::render::KnownCode;

/// The highlighted code.
const CODE: &str = "code";

/// The cache of a project, or none.
#[derive(Debug, Clone)]
pub struct Cache(Option<Utf8PathBuf>);

impl Cache {
    /// The cache of the project in `root`.
    pub fn of(root: &Utf8Path) -> Self {
        Self(Some(root.join(".rasher/cache")))
    }

    /// No cache: nothing is read and nothing written.
    pub fn none() -> Self {
        Self(None)
    }

    /// The code that earlier builds highlighted.
    pub fn code(&self) -> KnownCode {
        self.read(CODE).map(KnownCode::read).unwrap_or_default()
    }

    /// Keeps highlighted code for the next build.
    pub fn keep_code(&self, write: impl FnOnce(&mut fs::File) -> io::Result<()>) {
        self.write(CODE, write);
    }

    /// A text that an earlier build kept under a name.
    pub fn text(&self, name: &str) -> Option<String> {
        self.read(name).and_then(|bytes| String::from_utf8(bytes).ok())
    }

    /// Keeps a text for the next build.
    pub fn keep_text(&self, name: &str, text: &str) {
        self.write(name, |file| file.write_all(text.as_bytes()));
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.0.as_ref()?.join(name)).ok()
    }

    /// Writes a file whole or not at all. A cache that cannot be written, such as in a project that is only mounted for
    /// reading, is no mistake of anybody's.
    fn write(&self, name: &str, write: impl FnOnce(&mut fs::File) -> io::Result<()>) {
        let Some(folder) = &self.0 else { return };
        let temporary = folder.join(format!("{name}.{}", std::process::id()));
        let attempt = || -> io::Result<()> {
            // What can be made again is nobody's to commit. The folder itself may be there already, with what demos keep in it.
            let ignored = folder.join(".gitignore");
            if !ignored.is_file() {
                fs::create_dir_all(folder)?;
                fs::write(ignored, "*\n")?;
            }
            write(&mut fs::File::create(&temporary)?)?;
            fs::rename(&temporary, folder.join(name))
        };
        if attempt().is_err() {
            fs::remove_file(&temporary).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_a_cache_that_cannot_be_written_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let cache = Cache::of(root);
        cache.keep_text("x", "first");
        cache.keep_text("x", "second");
        assert_eq!(cache.read("x").as_deref(), Some(&b"second"[..]));
        assert_eq!(fs::read_dir(root.join(".rasher/cache")).unwrap().count(), 2, "no temporary file is left");
        let beside = root.join("beside");
        fs::create_dir_all(beside.join(".rasher/cache/demos")).unwrap();
        Cache::of(&beside).keep_text("x", "y");
        assert!(beside.join(".rasher/cache/.gitignore").is_file(), "others may have made the folder");
        fs::write(root.join("file"), "").unwrap();
        Cache::of(&root.join("file")).keep_text("x", "y");
        Cache::none().keep_text("x", "y");
    }
}
