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
