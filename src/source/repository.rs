//! The repository that a project is in, and what it told: git is only asked again when it may have something else to say.

use std::collections::HashSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::history::{History, git, read};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// How much the last changes are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// They are shown, so they are read however long it takes, and what is wrong with them is told.
    Shown,
    /// They only help: they are read when that is quick and they are sure.
    Helpful,
}

/// Reading the log of so many commits is quick.
const QUICK: usize = 5000;

/// Where a repository stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repository {
    /// The folder in which git notes every step, `.git` mostly.
    pub(super) folder: Utf8PathBuf,
    /// The commit that is checked out.
    head: String,
    /// Whether it lacks a part of its history.
    is_shallow: bool,
}

impl Repository {
    /// The one that `folder` is in.
    pub(super) fn around(folder: &Utf8Path) -> Option<Self> {
        // Without a repository there is no need to start git.
        if !folder.ancestors().any(|folder| folder.join(".git").exists()) {
            return None;
        }
        // Without any commit it fails, but says the rest.
        let output = git(folder)
            .args(["rev-parse", "--absolute-git-dir", "--is-shallow-repository", "--verify", "HEAD"])
            .output()
            .ok()?;
        let said = String::from_utf8(output.stdout).ok()?;
        let mut lines = said.lines();
        let (folder, is_shallow) = (lines.next()?.into(), lines.next()? == "true");
        Some(Self { folder, head: lines.next().unwrap_or_default().to_owned(), is_shallow })
    }
}

/// The last changes of files as a repository told them, which holds as long as it stands where it stood.
#[derive(Debug)]
pub(super) struct Told {
    repository: Repository,
    /// What the paths are relative to.
    input: Utf8PathBuf,
    worth: Worth,
    asked: HashSet<SourcePath>,
    /// Whether git said all that it had to say; otherwise it is asked again.
    pub(super) is_whole: bool,
    pub(super) history: Arc<History>,
    /// What is wrong with it.
    pub(super) problem: Option<Diagnostic>,
}

impl Told {
    /// What `repository` tells of `wanted`, which lie in `input`; git is only asked when `before` does not say.
    pub(super) fn of(
        repository: Repository,
        input: &Utf8Path,
        wanted: HashSet<SourcePath>,
        worth: Worth,
        before: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let holds = |told: &Arc<Self>| {
            let is_same = (&told.repository, &*told.input, told.worth) == (&repository, input, worth);
            is_same && told.is_whole && told.asked.is_superset(&wanted)
        };
        if let Some(told) = before.filter(|told| holds(told)) {
            return Arc::clone(told);
        }
        let is_told = match worth {
            _ if repository.head.is_empty() => Some(false),
            Worth::Shown => Some(true),
            Worth::Helpful if repository.is_shallow => Some(false),
            Worth::Helpful => is_short(input),
        };
        let history =
            is_told.and_then(|is_told| if is_told { read(input, wanted.clone()) } else { Some(History::new()) });
        let problem = (is_told == Some(true) && repository.is_shallow).then(|| {
            let message = "the repository is a shallow clone, so the days of last changes are those of the clone";
            Diagnostic::new(Code::ShallowClone, message).hint("fetch the whole history, in CI with a fetch depth of 0")
        });
        let is_whole = history.is_some();
        let history = Arc::new(history.unwrap_or_default());
        Arc::new(Self { repository, input: input.to_owned(), worth, asked: wanted, is_whole, history, problem })
    }
}

/// Whether the repository has few commits; none when git does not say.
fn is_short(folder: &Utf8Path) -> Option<bool> {
    let most = format!("--max-count={}", QUICK + 1);
    let output = git(folder).args(["rev-list", "--count", &most, "HEAD"]).output().ok()?;
    let count: usize = String::from_utf8_lossy(&output.stdout).trim().parse().ok()?;
    Some(count <= QUICK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_told_of_one_folder_does_not_hold_for_another() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let run = |date: &str, arguments: &[&str]| {
            let name = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
            let dates = [("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_DATE", date)];
            assert!(git(root).args(name).args(arguments).envs(dates).output().unwrap().status.success());
        };
        run("2020-01-01T00:00:00Z", &["init", "-q"]);
        for (input, date) in [("a", "2020-01-01T00:00:00Z"), ("b", "2024-01-01T00:00:00Z")] {
            std::fs::create_dir(root.join(input)).unwrap();
            std::fs::write(root.join(input).join("index.md"), input).unwrap();
            run(date, &["add", "."]);
            run(date, &["commit", "-q", "-m", input]);
        }
        let page = SourcePath::new("index.md").unwrap();
        let told = |input: &str, before| {
            let wanted = HashSet::from([page.clone()]);
            Told::of(Repository::around(root).unwrap(), &root.join(input), wanted, Worth::Shown, before)
        };
        let first = told("a", None);
        let second = told("b", Some(&first));
        let day = |told: &Told| told.history[&page].committer.at.to_string();
        assert_eq!([day(&first), day(&second)], ["2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]);
        assert!(Arc::ptr_eq(&second, &told("b", Some(&second))));
    }

    #[test]
    fn git_that_fails_does_not_say_how_many_commits_there_are() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(is_short(Utf8Path::from_path(folder.path()).unwrap()), None);
    }
}
