//! What the system tells of a file, and whether that says that the file is as it was.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use camino::Utf8Path;

/// A file that was written less than this before it was looked at may be written again within the same tick of its clock,
/// and is read once more. The coarsest clock in use is FAT's.
pub const SETTLING: Duration = Duration::from_secs(2);

/// What the system tells of a file. As long as that is the same, so is the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    modified: SystemTime,
    length: u64,
    /// Number of the file, and the time of its last change of any kind, which no program can set back; on Windows, which tells
    /// neither, when it was made; zero where nothing is known.
    identity: (u64, i64, i64),
}

impl Stamp {
    /// Of a file of which the system told this.
    ///
    /// # Errors
    /// Where the system keeps no times.
    pub fn of(data: &Metadata) -> std::io::Result<Self> {
        Ok(Self { modified: data.modified()?, length: data.len(), identity: identity(data) })
    }

    /// None when the file is not there.
    fn new(data: std::io::Result<Metadata>) -> Option<Self> {
        Self::of(&data.ok()?).ok()
    }

    /// Of a file that is old enough that another change would give another stamp.
    pub(super) fn settled(disk: &Utf8Path) -> Option<Self> {
        let look = Look::at(disk);
        look.stamp.filter(|_| look.is_settled())
    }

    /// Of a file that we wrote just now; none where the system does not tell of changes that keep size and time.
    pub fn written(data: std::io::Result<Metadata>) -> Option<Self> {
        Self::new(data).filter(|stamp| stamp.identity != (0, 0, 0))
    }

    /// A word that only equal stamps share.
    pub fn word(&self) -> String {
        let modified = self.modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
        let (number, seconds, nanoseconds) = self.identity;
        format!("{:x}-{modified:x}-{number:x}-{seconds:x}-{nanoseconds:x}", self.length)
    }
}

/// A look at a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// None when it is not there.
    pub(super) stamp: Option<Stamp>,
    /// How long before it was written; none when that is not known, or said to be still to come.
    age: Option<Duration>,
    /// Whether what was found was not believed, and what was there before stands.
    pub(super) is_doubted: bool,
}

impl Look {
    pub(super) fn at(disk: &Utf8Path) -> Self {
        let now = SystemTime::now();
        let stamp = Stamp::new(std::fs::metadata(disk));
        let age = stamp.and_then(|stamp| now.duration_since(stamp.modified).ok());
        Self { stamp, age, is_doubted: false }
    }

    /// Whether the file was old enough that another change would give another stamp.
    fn is_settled(&self) -> bool {
        self.age.is_some_and(|age| age > SETTLING)
    }

    /// Whether what was found then still holds.
    pub(super) fn still_holds(&self, now: &Self) -> bool {
        self.is_settled() && !self.is_doubted && self.stamp == now.stamp
    }

    /// The same look, when what it found is not believed.
    pub(super) fn doubted(self) -> Self {
        Self { is_doubted: true, ..self }
    }
}

/// Whether a file that was found empty may be about to be filled: it was written just now, or is gone. Editors empty a file
/// before they write into it, or move it away.
pub(super) fn may_be_filled(disk: &Utf8Path) -> bool {
    let look = Look::at(disk);
    look.stamp.is_none() || look.age.is_some_and(|age| age <= SETTLING)
}

#[cfg(unix)]
fn identity(data: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(windows)]
fn identity(data: &Metadata) -> (u64, i64, i64) {
    use std::os::windows::fs::MetadataExt;
    (data.creation_time(), 0, 0)
}

#[cfg(not(any(unix, windows)))]
fn identity(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}
