//! Notices that something changed, and where to look first; what changed is found by looking.
//!
//! Events of the system only say when to look and where. They come twice, in pieces, under names that are gone a moment later,
//! or not at all, so that soon after everything is looked at: what a look at the files finds is always right. Folders
//! are watched one by one, those that the site is read from: watching a tree would also watch `node_modules` and compilers'
//! output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::Changes;

/// How often it is checked whether the watched folders were replaced by others of the same name, which no event tells. After
/// changes of which events told, it is then checked whether they told of all.
const HEARTBEAT: Duration = Duration::from_millis(500);

/// Changes that never cease are acted on all the same after this many quiet times.
const MOST_WAITS: u32 = 10;

/// How often files are looked at when the system cannot watch them.
const FALLBACK: Duration = Duration::from_secs(1);

/// Waits for changes.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    bell: Bell,
    notices: Receiver<Notice>,
    /// Since when events are believed and not everything was looked at.
    believed_since: Option<Instant>,
    /// How long it must be quiet before a change counts as finished.
    debounce: Duration,
    /// Without a watcher: how often to look.
    interval: Duration,
    /// What is watched, with the identity that each folder has.
    watched: BTreeMap<Utf8PathBuf, Identity>,
    /// The folders that are checked for being replaced, or for coming.
    roots: BTreeSet<Utf8PathBuf>,
}

/// That something changed.
#[derive(Debug)]
struct Notice {
    changes: Changes,
    /// Whether what stood there was moved or removed.
    is_moved: bool,
}

impl Notice {
    /// What an event tells, when it tells of a change. Reading files, which we do ourselves, makes events, too.
    fn of(event: notify::Event) -> Option<Self> {
        let matters = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            EventKind::Modify(ModifyKind::Metadata(kind)) => kind != MetadataKind::AccessTime,
            _ => true,
        };
        let is_moved = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        // When the system lost events it says only that.
        let is_vague = event.paths.is_empty() || event.need_rescan();
        let paths = event.paths.into_iter().map(|path| path.into_os_string().into_string()).collect::<Result<_, _>>();
        let changes = paths.ok().filter(|_| !is_vague).map_or(Changes::Anything, Changes::At);
        matters.then_some(Self { changes, is_moved })
    }
}

/// Ends a wait from elsewhere, as a change would.
#[derive(Debug, Clone)]
pub struct Bell(Sender<Notice>);

impl Bell {
    /// Rings it.
    pub fn ring(&self) {
        // When nobody waits any more, nobody needs to hear it.
        self.0.send(Notice { changes: Changes::Anything, is_moved: false }).ok();
    }

    /// Rings it after a while.
    pub(super) fn ring_in(&self, time: Duration) {
        let bell = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(time);
            bell.ring();
        });
    }
}

/// Tells a folder from another that takes its place.
type Identity = Option<(u64, u64)>;

impl Watch {
    /// Starts to wait. With an interval, files are looked at that often instead of being watched.
    pub fn new(debounce: Duration, polling: Option<Duration>) -> Self {
        let (sender, notices) = channel();
        let bell = Bell(sender.clone());
        let notice = move |event: notify::Result<notify::Event>| {
            if let Some(notice) = event.ok().and_then(Notice::of) {
                // The receiver lives as long as the watcher.
                sender.send(notice).ok();
            }
        };
        let watcher = match polling {
            Some(_) => None,
            None => RecommendedWatcher::new(notice, Config::default()).ok(),
        };
        let interval = polling.unwrap_or(FALLBACK);
        let (watched, roots) = (BTreeMap::new(), BTreeSet::new());
        Self { watcher, bell, notices, believed_since: None, debounce, interval, watched, roots }
    }

    /// What ends a wait from elsewhere; where files are looked at from time to time, nothing has to.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Whether files are looked at from time to time, because that was asked for or the system cannot watch them.
    pub fn is_polling(&self) -> bool {
        self.watcher.is_none()
    }

    /// Watches these folders and no others. Returns whether one is new, so that something in it may have been missed.
    pub fn follow(&mut self, roots: Vec<Utf8PathBuf>, folders: impl IntoIterator<Item = Utf8PathBuf>) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        let wanted: BTreeSet<Utf8PathBuf> = roots.iter().cloned().chain(folders).collect();
        // One that comes is told where the folder around it is watched.
        let is_alone = |folder: &&Utf8PathBuf| !folder.parent().is_some_and(|around| wanted.contains(around));
        self.roots = wanted.iter().filter(is_alone).cloned().chain(roots).collect();
        let wanted: BTreeMap<Utf8PathBuf, Identity> = wanted
            .into_iter()
            .filter(|folder| folder.is_dir())
            .map(|folder| {
                let identity = identity(&folder);
                (folder, identity)
            })
            .collect();
        let is_same = |folder: &Utf8PathBuf, identity: &Identity| self.watched.get(folder) == Some(identity);
        let gone: Vec<_> = self.watched.keys().filter(|folder| !wanted.contains_key(*folder)).cloned().collect();
        let added: Vec<_> = wanted.iter().filter(|(folder, identity)| !is_same(folder, identity)).collect();
        let mut paths = watcher.paths_mut();
        for folder in &gone {
            // The watch of a folder that was removed is gone with it.
            paths.remove(folder.as_std_path()).ok();
        }
        let watching = added.iter().try_for_each(|(folder, _)| {
            if self.watched.contains_key(*folder) {
                paths.remove(folder.as_std_path()).ok();
            }
            match paths.add(folder.as_std_path(), RecursiveMode::NonRecursive) {
                Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => Err(error),
                // One that vanished or may not be read cannot be read by us either.
                _ => Ok(()),
            }
        });
        let is_new = !added.is_empty();
        if watching.and_then(|()| paths.commit()).is_err() {
            // The system watches no more folders than it was set to; looking works everywhere.
            self.watcher = None;
            return true;
        }
        self.watched = wanted;
        is_new
    }

    /// Waits until something changed and it has been quiet since. Returns what may have changed.
    pub fn wait(&mut self) -> Changes {
        let mut changes = if self.is_polling() { self.sleep() } else { self.noticed() };
        // Where something is written again and again, such as a log, it is never quiet.
        if self.believed_since.is_some_and(|since| since.elapsed() >= HEARTBEAT) {
            changes = Changes::Anything;
        }
        let is_believed = changes != Changes::Anything;
        self.believed_since = is_believed.then(|| self.believed_since.unwrap_or_else(Instant::now));
        changes
    }

    fn sleep(&self) -> Changes {
        std::thread::sleep(self.interval);
        Changes::Anything
    }

    fn noticed(&mut self) -> Changes {
        let mut changes = Changes::none();
        loop {
            match self.notices.recv_timeout(HEARTBEAT) {
                Ok(notice) => break self.take(notice, &mut changes),
                Err(RecvTimeoutError::Timeout) if self.believed_since.is_some() || self.is_replaced() => {
                    return Changes::Anything;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.sleep(),
            }
        }
        let latest = Instant::now() + self.debounce * MOST_WAITS;
        while Instant::now() < latest
            && let Ok(notice) = self.notices.recv_timeout(self.debounce)
        {
            self.take(notice, &mut changes);
        }
        changes
    }

    fn take(&mut self, notice: Notice, changes: &mut Changes) {
        if let Notice { is_moved: true, changes: Changes::At(paths) } = &notice {
            // The system stops watching a folder that is moved, even when it is moved back before we look.
            self.watched.retain(|folder, _| !paths.iter().any(|path| folder.starts_with(path)));
        }
        changes.add(notice.changes);
    }

    fn is_replaced(&self) -> bool {
        self.roots.iter().any(|root| self.watched.get(root).copied().flatten() != identity(root))
    }
}

fn identity(folder: &Utf8Path) -> Identity {
    std::fs::metadata(folder).ok().filter(Metadata::is_dir).and_then(|data| number(&data))
}

#[cfg(unix)]
fn number(data: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn number(data: &Metadata) -> Identity {
    let created = data.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((created.as_secs(), u64::from(created.subsec_nanos())))
}
