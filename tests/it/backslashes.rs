//! Paths with `\` between folders, as on Windows: they lead where those with `/` do.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{Project, files};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"30\"></svg>";

/// A site whose paths have `¦` where the sign between folders is to stand.
const SITE: [(&str, &str); 13] = [
    (
        "rasher.yml",
        "url: till.example
input: .¦content
static: .¦static¦
branding: { logo: 'img¦logo.svg' }
favicon: img¦logo.svg
hub: 'guide¦a.md'
links:
  - { text: Guide, link: 'guide¦a.md', icon: 'img¦icon.svg' }
  - { text: Picture, link: 'img¦icon.svg' }
edit: { repo: me/site, base: '.¦content¦' }
exclude: ['private¦*.md', 'one¦two.md', '!private¦told.md']
include: ['guide¦_own.md']
search: { exclude: ['guide¦deep¦**'] }
",
    ),
    ("content/index.md", "# Home\n\n[a](guide¦a.md#part) ![i](img¦icon.svg) [!ref](.¦guide¦deep¦b.md) [[guide¦a|A]]\n"),
    ("content/guide/index.yml", "icon: ..¦img¦icon.svg\n"),
    ("content/guide/a.md", "---\nicon: ..¦img¦icon.svg\n---\n# A\n\n## Part\n\n:::code source=\"¦img¦logo.svg\" :::\n"),
    (
        "content/guide/deep/b.md",
        "# B\n\n[x](..¦..¦index.md) ![i](..¦..¦img¦icon.svg \"An icon\") [c](.¦.¦c.md) [o](..¦_own.md?q#own) [e](an\\_escape.md)\n\n\
         [![i](..¦..¦img¦icon.svg)](<..¦..¦guide¦a.md>) [a] ![p]\n\n[a]: ..¦a.md\n[p]: ..¦..¦img¦icon.svg \"P\"\n",
    ),
    ("content/guide/deep/c.md", "---\nredirect: ..¦a.md\n---\n# C\n"),
    ("content/guide/deep/an_escape.md", "# Escape\n"),
    ("content/guide/_own.md", "# Own\n"),
    ("content/private/secret.md", "# Secret\n"),
    ("content/private/told.md", "# Told\n"),
    ("content/one/two.md", "# Two\n"),
    ("static/img/logo.svg", SVG),
    ("static/img/icon.svg", SVG),
];

/// The site with this sign between folders.
fn site(sign: &str) -> Project {
    let project = Project::with(&[]);
    for (path, text) in SITE {
        project.write(path, &text.replace('¦', sign));
    }
    project
}

/// What is built with this sign between folders.
fn built(sign: &str) -> BTreeMap<String, String> {
    let project = site(sign);
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let problems = run.err.matches("warning[").count() + run.err.matches("error[").count();
    assert_eq!(problems, 0, "{}", run.err);
    let public = files(&project.path().join("public")).into_iter();
    public.map(|(path, file)| (path, String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned())).collect()
}

#[test]
fn a_site_written_with_backslashes_is_the_one_written_with_slashes() {
    let (windows, other) = (built("\\"), built("/"));
    assert!(!other.contains_key("private/secret/index.html") && !other.contains_key("one/two/index.html"));
    assert!(other.contains_key("private/told/index.html") && other.contains_key("guide/_own/index.html"));
    assert_eq!(windows.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    assert!(other["index.html"].matches("src=\"img/icon.svg\"").count() > 3, "{}", other["index.html"]);
    // The copies of pages are their Markdown as it was written.
    for (path, text) in windows.iter().filter(|(path, _)| !path.ends_with(".md") && !path.ends_with("llms-full.txt")) {
        for (line, expected) in text.lines().zip(other[path].lines()) {
            assert_eq!(line, expected, "{path}");
        }
        assert!(*text == other[path], "{path} is longer or shorter");
    }
}

#[test]
fn links_are_mended_as_they_were_written() {
    let project = site("\\");
    let run = project.rasher(&["check", "--fix"]);
    let mended = project.read("content/guide/deep/b.md");
    assert_eq!(mended, SITE[4].1.replace('¦', "/"), "{}", run.err);
}

#[test]
fn a_sign_may_be_escaped_between_backslashes_that_stand_between_folders() {
    let page = "[a](..\\..\\my\\_page.md#my) [b](..\\my\\_own.md) [c](..\\..\\gone\\_page.md)\n";
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/a/b/c.md", page),
        ("content/my_page.md", "# My\n"),
        ("content/a/my_own.md", "# Own\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("warning[").count(), 1, "{}", run.err);
    assert!(run.err.contains("there is no page `../../gone/_page.md`"), "{}", run.err);
    let html = project.read("public/a/b/c/index.html");
    assert!(html.contains("\"../../../my_page/#my\">a") && html.contains("\"../../../a/my_own/\">b"), "{html}");
}
