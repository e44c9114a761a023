//! Ids on a page: those of the theme are none that a text could have, so that a link to `#nav` finds the heading.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Project, files, repository};

/// The values of the attribute `id` in a text.
fn ids(text: &str) -> Vec<&str> {
    text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn ids_of_the_theme_are_none_that_a_heading_could_have() {
    let templates = files(&repository("templates"));
    let texts: Vec<String> = templates.values().map(|file| fs::read_to_string(file).unwrap()).collect();
    // What is made of texts gives way to what stands on the page already.
    let own: Vec<&str> = texts.iter().flat_map(|text| ids(text)).filter(|id| !id.contains("{{")).collect();
    assert!(own.len() > 5, "{own:?}");
    assert_eq!(own.iter().filter(|id| !id.contains(':')).collect::<Vec<_>>(), [&""; 0]);
}

#[test]
fn the_page_s_text_has_the_id_content_unless_something_in_it_has() {
    let project = Project::with(&[
        ("rasher.yml", "html: allow\n"),
        ("content/index.md", "# Home\n\n`id=content`\n"),
        ("content/bare.md", "# T\n\n<div class=x id=content>x</div>\n"),
        ("content/single.md", "# T\n\nText <b id='content'>x</b>\n"),
        ("content/named.md", "# T\n\nText. {#content}\n"),
        ("content/shows.md", "# S\n\n![[taken#content]]\n"),
        ("content/taken.md", "# T\n\n## Content\n"),
        ("content/locked.md", "---\nvisibility: protected\npassword: secret\n---\n# T\n\n## Content\n"),
    ]);
    let run = project.rasher(&["build", "--password", "secret"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for (page, id) in [
        ("index.html", "content"),
        ("404.html", "content"),
        ("named/index.html", "page:content"),
        ("shows/index.html", "page:content"),
        ("taken/index.html", "page:content"),
        ("bare/index.html", "page:content"),
        ("single/index.html", "page:content"),
        ("locked/index.html", "page:content"),
    ] {
        let html = project.read(&format!("public/{page}"));
        assert!(html.contains(&format!("<main id=\"{id}\"")), "{page}");
        assert!(html.contains(&format!("<a class=\"skip\" href=\"#{id}\">")), "{page}");
    }
}

#[test]
fn no_id_stands_on_a_page_twice() {
    let headings = "Content Nav TOC Related Search Actions Lock-password Pane-1 Fn1 Page Header Footer";
    let headings: String = headings.split(' ').map(|name| format!("## {name}\n\nText[^1].\n\n")).collect();
    let text = format!("---\ntags: [t]\n---\n# T\n\n[n](#nav) [c](#content)\n\n{headings}[^1]: Note.\n");
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", &text),
        ("content/blog/2025-01-01-a.md", &text),
        ("content/blog/2025-01-02-b.md", &text),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for (name, file) in files(&project.path().join("public")).iter().filter(|(name, _)| name.ends_with(".html")) {
        let html = fs::read_to_string(file).unwrap();
        let mut seen = BTreeSet::new();
        let twice: Vec<&str> = ids(&html).into_iter().filter(|id| !seen.insert(*id)).collect();
        assert_eq!(twice, [""; 0], "{name}");
        // What points at an id of the page finds one.
        for pointer in [" popovertarget=\"", " aria-labelledby=\"", " href=\"#"] {
            let ends =
                html.split(pointer).skip(1).filter_map(|rest| rest.split('"').next()).filter(|id| !id.is_empty());
            assert_eq!(ends.filter(|id| !seen.contains(id)).collect::<Vec<_>>(), [""; 0], "{name}");
        }
    }
}
