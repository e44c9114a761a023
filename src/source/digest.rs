//! One digest of everything that a site is made of: two projects with the same digest make the same site.

use std::fmt::Debug;
use std::io::{BufWriter, Write};

use super::look::Stamp;
use super::{PageFile, Sources};

impl Sources {
    /// The digest; none when a file was written so lately that it may be written again unseen, and with a password.
    ///
    /// Texts count by what they say. Files that are copied count by what the system tells of them, so that a second build
    /// need not read them.
    pub fn digest(&self) -> Option<blake3::Hash> {
        // Every field is named, so that a new one cannot be forgotten.
        let Self {
            config,
            dialect,
            pages,
            folders,
            files,
            shown,
            partials,
            written,
            cname,
            password,
            templates,
            history,
            today,
            unpublished,
            actions,
        } = self;
        // Nothing of a password is kept anywhere, not even in a digest.
        if password.is_some() {
            return None;
        }
        let mut digest = Digest::default();
        digest.debug(&(config, dialect, shown, written, cname, history, today, unpublished, actions));
        digest.texts(pages);
        digest.texts(folders);
        for partial in partials {
            digest.text(&partial.path);
            digest.text(&partial.source.name);
            digest.text(&partial.source.text);
        }
        for (name, source) in templates {
            digest.text(name);
            digest.text(&source.name);
            digest.text(&source.text);
        }
        for file in files {
            digest.debug(&(file, Stamp::settled(&file.disk)?));
        }
        Some(digest.0.into_inner().ok()?.finalize())
    }
}

/// A digest of parts, each told apart from the next. Gathered, since BLAKE3 is several times as fast on what is long.
struct Digest(BufWriter<blake3::Hasher>);

/// So much is digested at once.
const AT_ONCE: usize = 128 * 1024;

impl Default for Digest {
    fn default() -> Self {
        Self(BufWriter::with_capacity(AT_ONCE, blake3::Hasher::default()))
    }
}

impl Digest {
    /// Writing to a digest cannot fail.
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).ok();
    }

    fn text(&mut self, text: &str) {
        self.bytes(&(text.len() as u64).to_le_bytes());
        self.bytes(text.as_bytes());
    }

    fn texts(&mut self, pages: &[PageFile]) {
        self.bytes(&(pages.len() as u64).to_le_bytes());
        for PageFile { path, source, beside } in pages {
            self.text(path.as_str());
            self.text(&source.name);
            self.text(&source.text);
            self.text(beside.as_ref().map_or("", |beside| &beside.name));
            self.text(beside.as_ref().map_or("", |beside| &beside.text));
        }
    }

    /// What a value shows of itself: all of it, since its `Debug` is derived.
    fn debug(&mut self, value: &impl Debug) {
        write!(self.0, "{value:?}\0").ok();
    }
}
