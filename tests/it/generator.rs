//! `generator`: how addresses and files are written.

use crate::support::Project;

fn site(generator: &str) -> Project {
    let project = Project::with(&[
        ("rasher.yml", &format!("url: example.com\ngenerator: {generator}")),
        (
            "content/index.md",
            "# Home\n\n[a](Guides/Getting%20Started.md) [b](/guides/getting-started/default.htm) ![](Magic.PNG)",
        ),
        ("content/Guides/Getting Started.md", "# Start\n\n[home](../index.md)"),
        ("content/Magic.PNG", "x"),
    ]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

#[test]
fn names_are_lower_cased_unless_told_otherwise() {
    let project = site("{}");
    assert!(project.has("public/guides/getting-started/index.html") && project.has("public/magic.png"));
    let project = site("{recase: none}");
    assert!(project.has("public/Guides/Getting-Started/index.html") && project.has("public/Magic.PNG"));
    let home = project.read("public/index.html");
    for link in ["<a href=\"Guides/Getting-Started/\">a</a>", "<a href=\"Guides/Getting-Started/\">b</a>"] {
        assert!(home.contains(link), "{home}");
    }
}

#[test]
fn links_may_name_the_file_so_that_the_site_can_be_read_from_disk() {
    let project = site("{directoryIndex: {name: start.html, append: true}}");
    let home = project.read("public/start.html");
    assert!(home.contains("href=\"guides/getting-started/start.html\""), "{home}");
    assert!(project.read("public/guides/getting-started/start.html").contains("href=\"../../start.html\">home"));
    assert!(project.read("public/sitemap.xml").contains("<loc>https://example.com/guides/getting-started/</loc>"));
}

#[test]
fn links_may_end_without_a_slash() {
    let project = site("{trailingSlash: false}");
    assert!(project.read("public/index.html").contains("href=\"/guides/getting-started\""));
    assert!(project.read("public/sitemap.xml").contains("<loc>https://example.com/guides/getting-started</loc>"));
}

#[test]
fn a_retype_project_has_the_addresses_that_it_had() {
    let project = Project::with(&[
        ("retype.yml", "url: example.com"),
        (
            "index.md",
            "---\ntags: [Node.js, CI/CD]\n---\n# Home\n\n[a](<What's new/1. Tips & tricks.md>) [b](<What's new/Sample program 1.py>)\n",
        ),
        ("What's new/1. Tips & tricks.md", "# Tips\n\n![](<Big picture.PNG>)\n"),
        ("What's new/Big picture.PNG", "x"),
        ("What's new/Sample program 1.py", "x"),
        ("other.md", "---\nroute: /API/Other\n---\n# Other\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
    for file in [
        "whats-new/1-tips-tricks/index.html",
        "whats-new/1-tips-tricks.md",
        "whats-new/big-picture.png",
        "whats-new/sample-program-1.py",
        "api/other/index.html",
        "tags/node.js/index.html",
        "tags/ci-cd/index.html",
    ] {
        assert!(project.has(&format!(".retype/{file}")), "{file}");
    }
    assert!(project.read(".retype/index.html").contains("href=\"whats-new/sample-program-1.py\""));
    assert!(
        project.read(".retype/whats-new/1-tips-tricks/index.html").contains("src=\"../../whats-new/big-picture.png\"")
    );
}

#[test]
fn a_site_without_a_home_page_has_one_that_leads_into_it() {
    let project = Project::with(&[
        ("rasher.yml", "url: example.com\nlocale: de"),
        ("content/guide/start.md", "# Start"),
        ("content/news.md", "# News"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    let home = project.read("public/index.html");
    assert!(
        home.contains("<h1>Willkommen</h1>") && home.contains("<li><a href=\"guide/start/\">Guide</a></li>"),
        "{home}"
    );
    assert!(!home.contains("breadcrumb"), "{home}");
    assert!(home.contains("aria-current=\"page\""), "{home}");
    assert!(project.read("public/sitemap.xml").contains("<loc>https://example.com/</loc>"));
    project.write("content/news.md", "---\npermalink: /\n---\n# News");
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    assert!(project.read("public/index.html").contains("<h1 id=\"news\">"));
}
