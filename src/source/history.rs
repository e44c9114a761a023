//! When pages were last changed and by whom, from git: one pass of `git log`, however many pages there are.
//!
//! The git binary is asked, since it knows every kind of repository there is. Where there is none, or no git, nothing is known.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use camino::Utf8Path;
use jiff::Timestamp;

use crate::path::SourcePath;

/// The last change of a file that was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who wrote it, and when.
    pub author: Hand,
    /// Who committed it, and when.
    pub committer: Hand,
}

/// Somebody's part in a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// The last changes of files, by their path in the input folder.
pub type History = BTreeMap<SourcePath, Change>;

/// Begins the line of a commit; no file has such a name.
const COMMIT: u8 = 0x01;

/// Reads the last change of each of `wanted`. The log is read from the newest commit back, and no further than it takes. None when
/// git fails before.
pub(super) fn read(input: &Utf8Path, mut wanted: HashSet<SourcePath>) -> Option<History> {
    let mut history = History::new();
    let log = git(input)
        .args(["-c", "core.quotePath=false", "-c", "log.showSignature=false", "log", "-z", "--name-only", "--relative"])
        .args(["--no-renames", "--format=%x01%an%x02%at%x02%cn%x02%ct", "--", "."])
        .stdout(Stdio::piped())
        .spawn();
    let mut log = log.ok()?;
    let mut change = None;
    for line in log.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(0)) {
        let Ok(line) = line else { break };
        // Between a commit and its first file git also ends a line.
        let line = line.strip_prefix(b"\n").unwrap_or(&line);
        if line.first() == Some(&COMMIT) {
            change = self::change(&String::from_utf8_lossy(&line[1..]));
            continue;
        }
        let Some(path) = std::str::from_utf8(line).ok().and_then(SourcePath::new) else { continue };
        if let Some(change) = &change
            && wanted.remove(&path)
        {
            history.insert(path, change.clone());
        }
        if wanted.is_empty() {
            break;
        }
    }
    if wanted.is_empty() {
        // What it still has to say is not needed; this can only fail when it has ended already.
        log.kill().ok();
    }
    let has_ended = log.wait().is_ok_and(|status| status.success());
    (has_ended || wanted.is_empty()).then_some(history)
}

/// A call of git in `folder` that cannot ask the author anything.
pub(super) fn git(folder: &Utf8Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).stdin(Stdio::null()).stderr(Stdio::null());
    git
}

/// `author 0x02 seconds 0x02 committer 0x02 seconds`.
fn change(line: &str) -> Option<Change> {
    let mut parts = line.split('\u{2}');
    let mut hand = || {
        let name = parts.next()?.trim().to_owned();
        let at = Timestamp::from_second(parts.next()?.trim().parse().ok()?).ok()?;
        Some(Hand { name, at })
    };
    Some(Change { author: hand()?, committer: hand()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_has_an_author_and_a_committer() {
        let change = change("Ann\u{2}1700000000\u{2}Bob\u{2}1700000060").unwrap();
        assert_eq!((change.author.name.as_str(), change.committer.name.as_str()), ("Ann", "Bob"));
        assert_eq!(change.committer.at.as_second() - change.author.at.as_second(), 60);
        assert_eq!(super::change("Ann"), None);
    }

    #[test]
    fn git_that_fails_has_told_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let no_repository = Utf8Path::from_path(folder.path()).unwrap();
        assert_eq!(read(no_repository, HashSet::from([SourcePath::new("index.md").unwrap()])), None);
    }
}
