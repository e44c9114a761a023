//! What an earlier reading saw, so that the next reads only what changed.

mod ahead;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

pub(super) use ahead::Ahead;
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::StaticFile;
use super::found::Found;
use super::look::{Look, may_be_filled};
use super::repository::Told;
use super::text::Text;

/// The files of a project as they were when they were last looked at.
#[derive(Debug, Default)]
pub struct Seen {
    /// By the paths of their files.
    texts: FxHashMap<String, (Look, Arc<Text>)>,
    files: HashMap<Utf8PathBuf, (Look, StaticFile)>,
    /// Every folder in which a new file would matter.
    pub(super) folders: BTreeSet<Utf8PathBuf>,
    /// What the walk over the input folder found.
    pub(super) found: Option<Arc<Found>>,
    /// What the repository told.
    pub(super) told: Option<Arc<Told>>,
    /// Whether a file was empty and taken as it was before, or could not be read.
    has_doubts: bool,
}

impl Seen {
    /// Every folder in which a new file would matter.
    pub fn folders(&self) -> &BTreeSet<Utf8PathBuf> {
        &self.folders
    }

    /// Whether a file was empty that may be about to be filled, which was taken as it was before, or the system refused to say
    /// something that it may say later. Then everything is to be looked at again.
    pub fn has_doubts(&self) -> bool {
        self.has_doubts
    }

    /// The files published as they are that are other than they were `before`, new ones and lost ones included.
    pub fn changed_files<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a StaticFile> {
        let stamp = |seen: &Self, disk: &Utf8PathBuf| seen.files.get(disk).and_then(|(look, _)| look.stamp);
        let changed = self.files.iter().filter(move |(disk, (look, _))| look.stamp != stamp(before, disk));
        let lost = before.files.iter().filter(|(disk, _)| !self.files.contains_key(*disk));
        changed.chain(lost).map(|(_, (_, file))| file)
    }

    /// The text of a file, which `read` is only asked for when the file changed.
    pub(super) fn text(&self, disk: &Utf8Path, ahead: &Ahead<'_>, read: impl FnOnce() -> Text) -> (Look, Arc<Text>) {
        let known = self.texts.get(disk.as_str());
        // Looked at before it is read: what changes in between shows the next time.
        let look = ahead.look(disk, known.map(|(then, _)| *then));
        if let Some((_, text)) = known.filter(|(then, _)| then.still_holds(&look)) {
            return (look, Arc::clone(text));
        }
        let text = read();
        if text.is_refused {
            return (look.doubted(), Arc::new(text));
        }
        if let Some((then, known)) = known
            && text.source.text.is_empty()
            && !known.source.text.is_empty()
            && may_be_filled(disk)
        {
            return (then.doubted(), Arc::clone(known));
        }
        // A file that was written anew and says the same is the same to all that follows.
        let same = known.map(|(_, known)| known).filter(|known| ***known == text);
        (look, same.map_or_else(|| Arc::new(text), Arc::clone))
    }

    /// Remembers a doubt.
    pub(super) fn doubt(&mut self, is_doubted: bool) {
        self.has_doubts |= is_doubted;
    }

    /// Makes room for so many texts.
    pub(super) fn expect_texts(&mut self, count: usize) {
        self.texts.reserve(count);
    }

    /// Remembers a text.
    pub(super) fn keep_text(&mut self, disk: Utf8PathBuf, look: Look, text: Arc<Text>) {
        self.doubt(look.is_doubted);
        self.texts.insert(disk.into_string(), (look, text));
    }

    /// Fills in what is known of a file, or lets `find_out` do so when the file changed.
    pub(super) fn file(
        &self,
        file: &mut StaticFile,
        ahead: &Ahead<'_>,
        find_out: impl FnOnce(&mut StaticFile),
    ) -> Look {
        let known = self.files.get(&file.disk).filter(|(_, known)| known.path == file.path);
        let look = ahead.look(&file.disk, known.map(|(then, _)| *then));
        let as_known = |known: &StaticFile| StaticFile { published: file.published, ..known.clone() };
        if let Some((_, known)) = known.filter(|(then, _)| then.still_holds(&look)) {
            *file = as_known(known);
            return look;
        }
        let before = known.map(|(then, known)| (*then, as_known(known)));
        find_out(file);
        match before {
            Some((then, known)) if file.size == 0 && known.size > 0 && may_be_filled(&file.disk) => {
                *file = known;
                then.doubted()
            }
            _ => look,
        }
    }

    /// Remembers a file.
    pub(super) fn keep_file(&mut self, file: &StaticFile, look: Look) {
        self.doubt(look.is_doubted);
        self.files.insert(file.disk.clone(), (look, file.clone()));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::diagnostic::SourceText;
    use crate::source::look::SETTLING;

    fn seen_then_asked(change: impl FnOnce(&Utf8Path)) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let disk = Utf8PathBuf::from_path_buf(folder.path().join("a.md")).unwrap();
        fs::write(&disk, "one").unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        fs::File::options().write(true).open(&disk).unwrap().set_modified(old).unwrap();
        let read = || Text::new(SourceText::new("a.md", "one"), None);
        let mut seen = Seen::default();
        let (look, text) = seen.text(&disk, &Ahead::default(), read);
        seen.keep_text(disk.clone(), look, text);
        change(&disk);
        let mut asked = false;
        seen.text(&disk, &Ahead::default(), || {
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
        let look = Look::at(&disk);
        assert!(!look.still_holds(&look));
    }

    /// What is taken for the text of a file that said `one` and is empty since `age`, and whether it is looked at again.
    fn emptied(age: Duration) -> (String, bool) {
        let folder = tempfile::tempdir().unwrap();
        let disk = Utf8PathBuf::from_path_buf(folder.path().join("a.md")).unwrap();
        fs::write(&disk, "one").unwrap();
        let read = || Text::new(SourceText::new("a.md", fs::read_to_string(&disk).unwrap()), None);
        let mut before = Seen::default();
        let (look, text) = before.text(&disk, &Ahead::default(), read);
        before.keep_text(disk.clone(), look, text);
        let file = fs::File::create(&disk).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
        let mut now = Seen::default();
        let (look, text) = before.text(&disk, &Ahead::default(), read);
        now.keep_text(disk.clone(), look, Arc::clone(&text));
        (text.source.text.to_string(), now.has_doubts())
    }

    #[test]
    fn a_file_that_was_emptied_just_now_is_taken_as_it_was_and_looked_at_again() {
        assert_eq!(emptied(Duration::ZERO), ("one".to_owned(), true));
        assert_eq!(emptied(SETTLING * 2), (String::new(), false));
    }

    #[test]
    fn what_the_system_refuses_is_asked_for_again() {
        let disk = Utf8Path::new("Cargo.toml");
        let mut seen = Seen::default();
        let refused = Text { is_refused: true, ..Text::new(SourceText::new("a.md", ""), None) };
        let (look, text) = seen.text(disk, &Ahead::default(), || refused);
        seen.keep_text(disk.to_owned(), look, text);
        assert!(seen.has_doubts());
        let (_, text) = seen.text(disk, &Ahead::default(), || Text::new(SourceText::new("a.md", "one"), None));
        assert_eq!(&*text.source.text, "one");
    }
}
