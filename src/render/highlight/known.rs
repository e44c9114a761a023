//! Blocks of code that were highlighted by an earlier build, as a value: who reads and writes the file is outside.
//!
//! A block is found by the digest of its text, its language as written, the grammars and this code, so an entry is never
//! stale; a file that is not whole is none.

use std::collections::HashMap;
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Highlighted, Language};

/// What a file begins with.
const HEADER: &[u8] = b"rasher: highlighted code, 1\n";

/// Everything but the block that decides what it becomes: this module's sources and the grammars.
const VERSION: [&str; 6] = [
    GRAMMARS,
    include_str!("mod.rs"),
    include_str!("runs.rs"),
    include_str!("tokens.rs"),
    include_str!("../../document/language.rs"),
    include_str!("../../leb128.rs"),
];

/// The crates of the grammars and of the engine, as `Cargo.lock` names them; a test compares.
const GRAMMARS: &str = "syntect 5.3.0, two-face 0.5.2+bat-0.26.1";

/// So many bytes of a file are written at once.
const AT_ONCE: usize = 64 * 1024;

/// The digest by which a block is found.
pub(super) type Key = [u8; 16];

/// Blocks that an earlier build highlighted.
#[derive(Debug, Default)]
pub struct KnownCode {
    bytes: Vec<u8>,
    blocks: HashMap<Key, Entry>,
}

#[derive(Debug)]
struct Entry {
    place: Range<usize>,
    is_used: AtomicBool,
}

impl Entry {
    fn is_used(&self) -> bool {
        self.is_used.load(Ordering::Relaxed)
    }
}

impl KnownCode {
    /// Reads what `Highlighter::write_code` wrote; nothing when it is damaged or of another version.
    pub fn read(bytes: Vec<u8>) -> Self {
        let blocks = blocks(&bytes).unwrap_or_default();
        Self { bytes, blocks }
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Highlighted>> {
        let entry = self.blocks.get(key)?;
        entry.is_used.store(true, Ordering::Relaxed);
        let mut rest = &self.bytes[entry.place.clone()];
        let [id, name, runs] = [take(&mut rest)?, take(&mut rest)?, take(&mut rest)?];
        let text = |bytes| std::str::from_utf8(bytes).ok().map(Box::from);
        let language = if id.is_empty() { None } else { Some(Language { id: text(id)?, name: text(name)? }.into()) };
        Some(Arc::new(Highlighted { language, runs: runs.into() }))
    }
}

/// Where the blocks are in a file.
fn blocks(bytes: &[u8]) -> Option<HashMap<Key, Entry>> {
    let (body, check) = bytes.split_last_chunk::<16>()?;
    if digest(&[body]) != *check {
        return None;
    }
    let mut rest = body.strip_prefix(HEADER)?.strip_prefix(&version()[..])?;
    let mut blocks = HashMap::new();
    while let Some((key, behind)) = rest.split_first_chunk::<16>() {
        let from = body.len() - behind.len();
        rest = behind;
        for _ in 0..3 {
            take(&mut rest)?;
        }
        let place = from..body.len() - rest.len();
        blocks.insert(*key, Entry { place, is_used: AtomicBool::new(false) });
    }
    Some(blocks)
}

/// Takes a field from the front: its length in four bytes, and its bytes.
fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, behind) = rest.split_first_chunk::<4>()?;
    let (field, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = behind;
    Some(field)
}

fn put(out: &mut impl Write, field: &[u8]) -> io::Result<()> {
    // No block of code is as long as four gigabytes: a page is read whole before.
    out.write_all(&(field.len() as u32).to_le_bytes())?;
    out.write_all(field)
}

/// A writer that knows the digest of what it wrote.
struct Checked<W> {
    out: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.out.write(bytes)?;
        self.hasher.update(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn digest(parts: &[&[u8]]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    finished(&hasher)
}

fn finished(hasher: &blake3::Hasher) -> Key {
    let mut key = Key::default();
    hasher.finalize_xof().fill(&mut key);
    key
}

fn version() -> Key {
    digest(&VERSION.map(str::as_bytes))
}

/// The key of a block.
pub(super) fn key(code: &str, language: &str) -> Key {
    digest(&[language.as_bytes(), b"\0", code.as_bytes()])
}

/// The blocks that this build highlighted.
#[derive(Debug, Default)]
pub(super) struct Found(Mutex<HashMap<Key, Arc<Highlighted>>>);

impl Found {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Highlighted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub(super) fn keep(&self, key: Key, block: &Arc<Highlighted>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(block));
    }

    /// Whether what the next build could use is other than what was `known` to this one.
    pub(super) fn differs_from(&self, known: &KnownCode) -> bool {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !found.is_empty() || !known.blocks.values().all(Entry::is_used)
    }

    /// Writes the file for the next build: what this one used of `known`, and what it found.
    pub(super) fn write(&self, known: &KnownCode, out: &mut impl Write) -> io::Result<()> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = BufWriter::with_capacity(AT_ONCE, Checked { out, hasher: blake3::Hasher::new() });
        out.write_all(HEADER)?;
        out.write_all(&version())?;
        let mut used: Vec<_> = known.blocks.iter().filter(|(_, entry)| entry.is_used()).collect();
        used.sort_unstable_by_key(|(key, _)| *key);
        for (key, entry) in used {
            out.write_all(key)?;
            out.write_all(&known.bytes[entry.place.clone()])?;
        }
        let mut new: Vec<_> = found.iter().collect();
        new.sort_unstable_by_key(|(key, _)| *key);
        for (key, block) in new {
            out.write_all(key)?;
            let language = block.language.as_ref();
            put(&mut out, language.map_or("", |language| &language.id).as_bytes())?;
            put(&mut out, language.map_or("", |language| &language.name).as_bytes())?;
            put(&mut out, &block.runs)?;
        }
        let Checked { out, hasher } = out.into_inner().map_err(IntoInnerError::into_error)?;
        out.write_all(&finished(&hasher))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(found: &Found, known: &KnownCode) -> Vec<u8> {
        let mut bytes = Vec::new();
        found.write(known, &mut bytes).unwrap();
        bytes
    }

    fn block(id: &str) -> Arc<Highlighted> {
        let language = (!id.is_empty()).then(|| Language { id: id.into(), name: id.to_uppercase().into() }.into());
        Arc::new(Highlighted { language, runs: vec![b'k', 3].into() })
    }

    #[test]
    fn what_was_found_is_known_the_next_time_and_what_is_not_used_is_dropped() {
        let found = Found::default();
        found.keep(key("a", "x"), &block("rust"));
        found.keep(key("b", "x"), &block(""));
        assert!(found.differs_from(&KnownCode::default()));
        let known = KnownCode::read(file(&found, &KnownCode::default()));
        assert_eq!(known.get(&key("a", "x")), Some(block("rust")));
        assert_eq!(known.get(&key("a", "y")), None);
        assert!(Found::default().differs_from(&known));
        let smaller = KnownCode::read(file(&Found::default(), &known));
        assert_eq!((known.blocks.len(), smaller.blocks.len()), (2, 1));
        assert_eq!(smaller.get(&key("a", "x")), Some(block("rust")));
        assert!(!Found::default().differs_from(&smaller), "nothing to write");
    }

    #[test]
    fn a_damaged_file_is_none() {
        let found = Found::default();
        found.keep(key("a", "x"), &block("rust"));
        let bytes = file(&found, &KnownCode::default());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(KnownCode::read(damaged).blocks.is_empty(), "byte {at}");
            assert!(KnownCode::read(bytes[..at].to_vec()).blocks.is_empty(), "cut at {at}");
        }
    }

    #[test]
    fn the_version_names_the_crates_that_are_compiled_in() {
        let lock = include_str!("../../../Cargo.lock");
        for named in GRAMMARS.split(", ") {
            let (name, version) = named.split_once(' ').unwrap();
            assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")), "{named}");
        }
    }
}
