//! When pages were last changed, from git or from their own front matter.

use std::path::Path;
use std::process::Command;

use crate::support::Project;

/// Runs git in a folder as two people whose clocks stand still.
pub fn git(folder: &Path, day: &str, arguments: &[&str]) {
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments)
        .envs([("GIT_AUTHOR_NAME", "Ann"), ("GIT_AUTHOR_EMAIL", "a@example.com"), ("GIT_COMMITTER_NAME", "Bob")])
        .envs([("GIT_COMMITTER_EMAIL", "b@example.com"), ("GIT_CONFIG_GLOBAL", "/dev/null")])
        .env("GIT_AUTHOR_DATE", format!("{day}T12:00:00Z"))
        .env("GIT_COMMITTER_DATE", format!("{day}T13:00:00Z"))
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

/// A repository in which two pages were committed on one day, and one of them again on another.
fn repository(config: &str) -> Project {
    let project = Project::with(&[
        ("docs/rasher.yml", config),
        ("docs/content/index.md", "# Home\n"),
        ("docs/content/guide/Ä page.md", "# Old\n"),
        ("docs/content/said.md", "---\nlastUpdated: 2020-02-02\nlastUpdatedBy: Carl\n---\n# Said\n"),
    ]);
    git(project.path(), "2024-01-01", &["init", "-q", "-b", "main"]);
    git(project.path(), "2024-01-01", &["add", "."]);
    git(project.path(), "2024-01-01", &["commit", "-q", "-m", "first"]);
    project.write("docs/content/index.md", "# Home\n\nMore.\n");
    git(project.path(), "2024-05-05", &["commit", "-q", "-a", "-m", "second"]);
    project
}

fn updated(project: &Project, page: &str) -> String {
    let html = project.read(page);
    let Some((_, line)) = html.split_once("<p class=\"updated\">") else { return String::new() };
    let line = line.split_once("</p>").unwrap().0;
    let (before, time) = line.split_once("<time").unwrap();
    let (time, behind) = time.split_once('>').unwrap().1.split_once("</time>").unwrap();
    format!("{before}{time}{behind}")
}

#[test]
fn the_sitemap_has_the_days_of_git_although_no_page_shows_them() {
    let project = repository("url: example.com\n");
    let run = project.rasher(&["build", "docs", "-q"]);
    assert_eq!((run.code, run.err.as_str(), updated(&project, "docs/public/index.html").as_str()), (0, "", ""));
    let sitemap = project.read("docs/public/sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.com/</loc>\n  <lastmod>2024-05-05</lastmod>"), "{sitemap}");
    assert!(sitemap.contains("<loc>https://example.com/said/</loc>\n  <lastmod>2020-02-02</lastmod>"), "{sitemap}");
}

#[test]
fn git_tells_when_each_page_was_last_changed_and_the_page_knows_better() {
    let config = "url: example.com\nlastUpdated:\n  date: true\n  by:\n    enabled: true\n    source: author\n";
    let project = repository(config);
    let run = project.rasher(&["build", "docs", "-q"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(updated(&project, "docs/public/index.html"), "Last updated on 2024-05-05 by Ann");
    assert_eq!(updated(&project, "docs/public/guide/ä-page/index.html"), "Last updated on 2024-01-01 by Ann");
    assert_eq!(updated(&project, "docs/public/said/index.html"), "Last updated on 2020-02-02 by Carl");
    assert!(project.read("docs/public/sitemap.xml").contains("<lastmod>2024-05-05</lastmod>"));
}

#[test]
fn no_page_tells_when_it_changed_unless_it_is_asked_for() {
    let project = repository("");
    project.rasher(&["build", "docs", "-q"]);
    assert_eq!(updated(&project, "docs/public/index.html"), "");
    let project = Project::with(&[("rasher.yml", "lastUpdated:\n  date: true\n"), ("content/index.md", "# Home\n")]);
    let run = project.rasher(&["build", "-q"]);
    assert_eq!((run.err.as_str(), updated(&project, "public/index.html").as_str()), ("", ""), "there is no repository");
}

#[test]
fn a_shallow_clone_is_told() {
    let origin = repository("lastUpdated:\n  date: true\n");
    let clone = Project::with(&[]);
    let address = format!("file://{}", origin.path().display());
    git(clone.path(), "2024-06-06", &["clone", "-q", "--depth", "1", &address, "clone"]);
    let run = clone.rasher(&["build", "clone/docs"]);
    assert!(run.err.contains("warning[shallow-clone]"), "{}", run.err);
    assert_eq!(updated(&clone, "clone/docs/public/index.html"), "Last updated on 2024-05-05");
}
