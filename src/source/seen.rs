//! What an earlier reading saw, so that the next reads only what changed.

use std::collections::HashMap;
use std::fs::Metadata;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};

use super::StaticFile;
use crate::diagnostic::{Diagnostic, SourceText};

/// A file that was written less than this before it was read may be written again within the same tick of its clock, and is
/// read once more. The coarsest clock in use is FAT's.
const TICK: Duration = Duration::from_secs(2);

/// The files of a project as they were when they were last read.
#[derive(Debug, Default)]
pub struct Seen {
    texts: HashMap<Utf8PathBuf, (Stamp, Text)>,
    files: HashMap<Utf8PathBuf, (Stamp, StaticFile)>,
}

/// A text, and what is wrong with it.
type Text = (Arc<SourceText>, Option<Diagnostic>);

/// What the system tells of a file. As long as it is the same, so is the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: SystemTime,
    length: u64,
    /// Number of the file and the time of its last change of any kind, which no program can set back; zero where unknown.
    identity: (u64, i64, i64),
}

impl Stamp {
    /// None when the file is too young to be sure, or is not there.
    fn of(disk: &Utf8Path, now: SystemTime) -> Option<Self> {
        let data = std::fs::metadata(disk).ok()?;
        let modified = data.modified().ok()?;
        let is_settled = now.duration_since(modified).is_ok_and(|age| age > TICK);
        is_settled.then(|| Self { modified, length: data.len(), identity: identity(&data) })
    }
}

#[cfg(unix)]
fn identity(data: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl Seen {
    /// The text of a file, which `read` is only asked for when the file changed; and its stamp.
    pub(super) fn text(&self, disk: &Utf8Path, read: impl FnOnce() -> Text) -> (Option<Stamp>, Text) {
        // Looked at before it is read: what changes in between shows the next time.
        let stamp = Stamp::of(disk, SystemTime::now());
        let known = self.texts.get(disk).filter(|(seen, _)| Some(*seen) == stamp);
        (stamp, known.map_or_else(read, |(_, text)| text.clone()))
    }

    /// Remembers a text.
    pub(super) fn keep_text(
        &mut self,
        disk: &Utf8Path,
        stamp: Option<Stamp>,
        source: &Arc<SourceText>,
        problem: Option<&Diagnostic>,
    ) {
        if let Some(stamp) = stamp {
            self.texts.insert(disk.to_owned(), (stamp, (Arc::clone(source), problem.cloned())));
        }
    }

    /// Fills in what is known of a file, or lets `look_at` find out when the file changed; returns its stamp.
    pub(super) fn file(&self, file: &mut StaticFile, look_at: impl FnOnce(&mut StaticFile)) -> Option<Stamp> {
        let stamp = Stamp::of(&file.disk, SystemTime::now());
        let is_same = |known: &StaticFile| known.path == file.path && known.published == file.published;
        match self.files.get(&file.disk).filter(|(seen, known)| Some(*seen) == stamp && is_same(known)) {
            Some((_, known)) => *file = known.clone(),
            None => look_at(file),
        }
        stamp
    }

    /// Remembers a file.
    pub(super) fn keep_file(&mut self, file: &StaticFile, stamp: Option<Stamp>) {
        if let Some(stamp) = stamp {
            self.files.insert(file.disk.clone(), (stamp, file.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn seen_then_asked(change: impl FnOnce(&Utf8Path)) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let disk = Utf8PathBuf::from_path_buf(folder.path().join("a.md")).unwrap();
        fs::write(&disk, "one").unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        fs::File::options().write(true).open(&disk).unwrap().set_modified(old).unwrap();
        let read = || (SourceText::new("a.md", "one"), None);
        let mut seen = Seen::default();
        let (stamp, (source, _)) = seen.text(&disk, read);
        seen.keep_text(&disk, stamp, &source, None);
        change(&disk);
        let mut asked = false;
        seen.text(&disk, || {
            asked = true;
            read()
        });
        asked
    }

    #[test]
    fn a_file_is_read_again_only_when_it_changed() {
        assert!(!seen_then_asked(|_| {}));
        assert!(seen_then_asked(|disk| fs::write(disk, "three").unwrap()));
        assert!(seen_then_asked(|disk| fs::remove_file(disk).unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn a_change_that_keeps_size_and_time_shows_all_the_same() {
        assert!(seen_then_asked(|disk| {
            let time = fs::metadata(disk).unwrap().modified().unwrap();
            fs::write(disk, "two").unwrap();
            fs::File::options().write(true).open(disk).unwrap().set_modified(time).unwrap();
        }));
    }

    #[test]
    fn a_file_that_was_just_written_is_not_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Utf8PathBuf::from_path_buf(folder.path().join("a.md")).unwrap();
        fs::write(&disk, "one").unwrap();
        assert_eq!(Stamp::of(&disk, SystemTime::now()), None);
    }
}
