//! Notices that something changed, never what: that is found by looking.
//!
//! Events of the system only say when to look. They come twice, in pieces, under names that are gone a moment later, or not at
//! all; what a look at the files finds is always right. Folders are watched one by one, those that the site is read from:
//! watching a tree would also watch `node_modules` and compilers' output.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher};

/// How often it is checked whether the watched folders were replaced by others of the same name, which no event tells.
const HEARTBEAT: Duration = Duration::from_millis(500);

/// Changes that never cease are acted on all the same after this many quiet times.
const MOST_WAITS: u32 = 10;

/// How often files are looked at when the system cannot watch them.
const FALLBACK: Duration = Duration::from_secs(1);

/// Waits for changes.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    bell: Bell,
    /// For each change the paths that no longer mean what they meant.
    changes: Receiver<Vec<PathBuf>>,
    /// How long it must be quiet before a change counts as finished.
    debounce: Duration,
    /// Without a watcher: how often to look.
    interval: Duration,
    /// What is watched, with the identity that each folder has.
    watched: BTreeMap<Utf8PathBuf, Identity>,
    /// The folders that are checked for being replaced.
    roots: Vec<Utf8PathBuf>,
}

/// Ends a wait from elsewhere, as a change would.
#[derive(Debug, Clone)]
pub struct Bell(Sender<Vec<PathBuf>>);

impl Bell {
    /// Rings it.
    pub fn ring(&self) {
        // When nobody waits any more, nobody needs to hear it.
        self.0.send(Vec::new()).ok();
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
        let (sender, changes) = channel();
        let bell = Bell(sender.clone());
        let notice = move |event: notify::Result<notify::Event>| {
            if let Some(event) = event.ok().filter(matters) {
                let is_moved = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
                // The receiver lives as long as the watcher.
                sender.send(if is_moved { event.paths } else { Vec::new() }).ok();
            }
        };
        let watcher = match polling {
            Some(_) => None,
            None => RecommendedWatcher::new(notice, Config::default()).ok(),
        };
        let interval = polling.unwrap_or(FALLBACK);
        Self { watcher, bell, changes, debounce, interval, watched: BTreeMap::new(), roots: Vec::new() }
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
        self.roots = roots;
        let Some(watcher) = &mut self.watcher else { return false };
        let wanted = self.roots.iter().cloned().chain(folders).filter(|folder| folder.is_dir());
        let wanted: BTreeMap<Utf8PathBuf, Identity> =
            wanted.map(|folder| (folder.clone(), identity(&folder))).collect();
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

    /// Waits until something changed and it has been quiet since.
    pub fn wait(&mut self) {
        if self.is_polling() {
            std::thread::sleep(self.interval);
            return;
        }
        loop {
            match self.changes.recv_timeout(HEARTBEAT) {
                Ok(moved) => break self.forget(&moved),
                Err(RecvTimeoutError::Timeout) if self.is_replaced() => return,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return std::thread::sleep(self.interval),
            }
        }
        let latest = Instant::now() + self.debounce * MOST_WAITS;
        while Instant::now() < latest
            && let Ok(moved) = self.changes.recv_timeout(self.debounce)
        {
            self.forget(&moved);
        }
    }

    /// The system stops watching a folder that is moved, even when it is moved back before we look.
    fn forget(&mut self, moved: &[PathBuf]) {
        for path in moved.iter().filter_map(|path| Utf8Path::from_path(path)) {
            self.watched.retain(|folder, _| !folder.starts_with(path));
        }
    }

    fn is_replaced(&self) -> bool {
        self.roots.iter().any(|root| self.watched.get(root).copied().flatten() != identity(root))
    }
}

/// Whether an event tells of a change. Reading files, which we do ourselves, makes events, too.
fn matters(event: &notify::Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(kind)) => kind != MetadataKind::AccessTime,
        _ => true,
    }
}

fn identity(folder: &Utf8Path) -> Identity {
    std::fs::metadata(folder).ok().and_then(|data| number(&data))
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
