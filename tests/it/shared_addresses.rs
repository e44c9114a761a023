//! What stands on every page is written once, with a placeholder for the way to the root. None is ever published, however its
//! characters may be encoded.

use std::fs;

use crate::support::{Project, files};

/// The placeholders of `site::address` and `render::piece`, as they are, and as encoders of addresses, HTML and JSON write them.
fn placeholders() -> Vec<String> {
    let written = |sign: char| {
        let percent: String = sign.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
        let code = u32::from(sign);
        [sign.to_string(), percent, format!("&#x{code:X};"), format!("&#{code};"), format!("\\u{code:04X}")]
    };
    ['\u{fdd0}', '\u{fdd1}'].into_iter().flat_map(written).map(|text| text.to_lowercase()).collect()
}

/// Every text of the configuration that is Markdown, with every kind of link and of component that has one.
const MARKDOWN: &str = "[a](/about.md) [b](/about.md#there){.c} [out](https://example.org/é) ![p](/p.png) [!badge B](/about.md) \
    [!button C](/guide/) [!ref](/about.md) [!file F](/data.csv) <about@example.org> [t](tel:+1) [q](/about.md?é \\\"t\\\") \
    [!card](/about.md) [!embed](https://www.youtube.com/watch?v=abc)";

const CONFIGURATION: &str = r#"
url: https://example.com/docs
branding: { title: "MARKDOWN", label: "MARKDOWN", logo: p.png, logoDark: p.png }
meta: { title: "MARKDOWN", siteName: "MARKDOWN", description: "MARKDOWN" }
backlinks: { title: "MARKDOWN" }
labels: { default: { home: "MARKDOWN", footer: "MARKDOWN", search: "MARKDOWN" } }
favicon: p.png
hub: { link: guide/a.md, alt: "MARKDOWN" }
links:
  - { text: "MARKDOWN", title: T, description: "MARKDOWN", link: /about.md, icon: p.png }
  - { text: "MARKDOWN", link: guide/a.md, items: [ { text: "MARKDOWN", link: /about.md#there, icon: rocket }, { type: separator } ] }
  - { text: Print, action: print-page }
footer: { copyright: "MARKDOWN", links: [ { text: "MARKDOWN", link: /about.md, icon: ":rocket:" } ] }
actions: { items: [ { text: "MARKDOWN", link: /about.md }, { action: print-page }, { action: view-page-markdown } ] }
breadcrumb: { home: "MARKDOWN", separator: "MARKDOWN" }
toc: { label: "MARKDOWN" }
nav: { tags: { enabled: true, title: "MARKDOWN" } }
edit: { repo: https://github.com/a/b, label: "MARKDOWN" }
outbound: { icon: p.png }
blog: { title: "MARKDOWN", rss: { title: "MARKDOWN", description: "MARKDOWN", copyright: "MARKDOWN", imageUrl: p.png } }
search: { placeholder: "MARKDOWN", noResultsFoundMsg: "MARKDOWN" }
integrations: { googleAnalytics: { id: G-1 }, plausible: { domain: example.com } }
"#;

const PAGE: &str = r#"---
label: "MARKDOWN"
icon: p.png
tags: [t]
categories: [c]
image: p.png
nav: { badge: { text: "MARKDOWN", link: /about.md, icon: p.png } }
authors: [ { name: "MARKDOWN", link: /about.md, avatar: p.png } ]
---
# Title

MARKDOWN

## There
"#;

/// A PNG of one pixel is enough of a picture.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn built(relink: impl Fn(&str) -> String) -> Project {
    let (configuration, page) = (CONFIGURATION.replace("MARKDOWN", MARKDOWN), PAGE.replace("MARKDOWN", MARKDOWN));
    let project = Project::with(&[
        ("rasher.yml", relink(&configuration).as_str()),
        ("content/index.md", &page),
        ("content/about.md", &page),
        ("content/guide/index.md", &page),
        ("content/guide/a.md", &page),
        ("content/guide/deep/b.md", &page),
        ("content/guide/index.yml", "label: \"[a](/about.md)\"\nnav: { mode: stack }\n"),
        ("content/blog/2025-01-02-post.md", &page),
        ("content/data.csv", "a,b\n"),
    ]);
    fs::write(project.path().join("content/p.png"), PICTURE).unwrap();
    let run = project.rasher(&["build", "--no-demos"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    project
}

fn assert_without_placeholders(project: &Project) {
    let placeholders = placeholders();
    for (name, file) in files(&project.path().join("public")) {
        let text = String::from_utf8_lossy(&fs::read(file).unwrap()).to_lowercase();
        let found = placeholders.iter().find_map(|placeholder| text.find(placeholder.as_str()));
        let around = found.map(|at| text[..at].chars().rev().take(200).collect::<String>());
        assert_eq!(around.map(|text| text.chars().rev().collect::<String>()), None, "{name}");
    }
}

#[test]
fn no_placeholder_of_what_pages_share_is_published() {
    assert_without_placeholders(&built(str::to_owned));
    assert_without_placeholders(&built(|configuration| format!("{configuration}\ngenerator: {{ paths: root }}\n")));
    assert_without_placeholders(&built(|configuration| format!("{configuration}\nhtml: escape\n")));
    let index = "generator: { directoryIndex: { append: true } }";
    assert_without_placeholders(&built(|configuration| format!("{configuration}\n{index}\n")));
}

#[test]
fn no_placeholder_is_published_where_pages_do_not_hold_the_whole_navigation() {
    let project = built(str::to_owned);
    for number in 0..252 {
        project.write(&format!("content/many/p{number}.md"), "---\nlabel: \"[a](/about.md)\"\n---\n# P\n");
    }
    assert_eq!(project.rasher(&["build", "--no-demos"]).code, 0);
    assert!(project.has("public/theme/nav.html"), "the navigation has a file of its own");
    assert_without_placeholders(&project);
}

#[test]
fn no_placeholder_is_published_where_a_project_draws_its_pictures_otherwise() {
    let project = built(str::to_owned);
    let image = "{% component image(src: string = \"\") %}<img src=\"{{ src }}\">{% endcomponent image %}";
    project.write("templates/components/image.html", image);
    assert_ne!(project.rasher(&["build", "--no-demos"]).code, 2);
    assert_without_placeholders(&project);
    let footer = project.read("public/about/index.html").split("<footer").nth(1).unwrap().to_owned();
    assert!(footer.contains("<img src=\"../p.png\" alt=\"p\""), "{footer}");
}

#[test]
fn links_in_the_copyright_line_lead_from_every_page() {
    let project = built(str::to_owned);
    for (page, root) in [("index.html", ""), ("about/index.html", "../"), ("guide/deep/b/index.html", "../../../")] {
        let html = project.read(&format!("public/{page}"));
        let footer = html.split("<footer").nth(1).unwrap();
        for expected in [
            format!("<a href=\"{root}about/\">a</a>"),
            format!("<a href=\"{root}about/#there\" class=\"c\">b</a>"),
            format!("src=\"{root}p.png\""),
        ] {
            assert!(footer.contains(&expected), "{page} has no {expected} in {footer}");
        }
    }
}
