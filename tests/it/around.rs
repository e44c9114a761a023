//! What stands around a page's text: breadcrumb, contents, neighbours, backlinks.

use crate::support::{Project, part};

fn breadcrumb(project: &Project, page: &str) -> String {
    let html = project.read(page);
    let list = part(&html, r#"<nav class="breadcrumb""#, "</nav>").split_once("<ol>").map_or("", |(_, list)| list);
    list.trim_end().trim_end_matches("</ol>").to_owned()
}

#[test]
fn a_breadcrumb_leads_over_folders_to_the_page() {
    let project = Project::built(&[
        ("content/guide/index.md", "# The guide\n"),
        ("content/guide/deep-things/a.md", "# A\n"),
        ("content/guide/deep-things/hidden.md", "---\nvisibility: hidden\n---\n# H\n"),
    ]);
    let above = r#"<li><a href="../../../">Home</a></li><li><a href="../../../guide/">The guide</a></li><li><span>Deep things</span></li>"#;
    let page = r#"<li><span aria-current="page">A</span></li>"#;
    assert_eq!(breadcrumb(&project, "public/guide/deep-things/a/index.html"), format!("{above}{page}"));
    assert_eq!(breadcrumb(&project, "public/guide/deep-things/hidden/index.html"), above);
    assert_eq!(breadcrumb(&project, "public/index.html"), "");
}

#[test]
fn a_breadcrumb_has_the_authors_home_and_separator_and_folders_switch_it_off() {
    let project = Project::built(&[
        ("rasher.yml", "breadcrumb:\n  home: \":icon-rocket:\"\n  separator: →\n"),
        ("content/a/b.md", "# B\n"),
        ("content/off/index.yml", "breadcrumb: false\n"),
        ("content/off/c.md", "# C\n"),
    ]);
    let html = breadcrumb(&project, "public/a/b/index.html");
    assert!(html.contains("icon-rocket") && html.contains(r#"aria-hidden="true">→</span><span>A</span>"#), "{html}");
    assert_eq!(breadcrumb(&project, "public/off/c/index.html"), "");
}

#[test]
fn a_breadcrumb_calls_the_blog_as_the_navigation_does() {
    let post = ("content/blog/2025-01-01-a.md", "# A\n");
    let above = r#"<li><a href="../../">Home</a></li><li><a href="../../blog/">Latest <em>news</em></a></li>"#;
    let own = r#"<li><span aria-current="page">"#;
    for speaks in [
        ("content/blog/index.md", "---\nlabel: Latest *news*\n---\n# All that is new\n"),
        ("content/blog/index.yml", "label: Latest *news*\n"),
    ] {
        let project = Project::built(&[post, speaks]);
        assert!(project.read("public/index.html").contains("<span>Latest <em>news</em></span>"));
        let summary = format!(r#"<li><a href="../">Home</a></li>{own}Latest <em>news</em></span></li>"#);
        assert_eq!(breadcrumb(&project, "public/blog/index.html"), summary);
        let archive = breadcrumb(&project, "public/blog/archive/index.html");
        assert_eq!(archive, format!("{above}{own}Archive</span></li>"));
        let post = breadcrumb(&project, "public/blog/2025-01-01-a/index.html");
        assert_eq!(post, format!("{above}{own}A</span></li>"));
    }
}

#[test]
fn contents_have_the_levels_that_are_asked_for() {
    let text = "# T\n\n## Two\n\n### Three\n\n#### Four\n";
    let project = Project::built(&[
        ("rasher.yml", "toc:\n  depth: 2\n  label: Here\n"),
        ("content/a.md", text),
        ("content/b.md", &format!("---\ntoc:\n  depth: 1,3-4\n  label: There\n---\n{text}")),
        ("content/c.md", &format!("---\nlayout: central\n---\n{text}")),
    ]);
    let contents = |page| {
        let html = project.read(page);
        part(&html, r#"<aside class="toc""#, "</aside>")
            .split("href=\"")
            .skip(1)
            .map(|link| link.split("</a>").next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(contents("public/a/index.html"), [r##"#">Here"##, r##"#two">Two"##]);
    assert_eq!(
        contents("public/b/index.html"),
        [r##"#">There"##, r##"#t">T"##, r##"#three">Three"##, r##"#four">Four"##]
    );
    assert_eq!(contents("public/c/index.html"), [""; 0]);
}

#[test]
fn a_page_may_hide_its_neighbours_or_stand_outside_the_sequence() {
    let project = Project::built(&[
        ("content/a.md", "# A\n"),
        ("content/b.md", "---\nnextprev: hide\n---\n# B\n"),
        ("content/c/index.yml", "nextprev:\n  mode: exclude\norder: -1\n"),
        ("content/c/c.md", "# C\n"),
        ("content/d.md", "---\norder: -2\n---\n# D\n"),
        ("content/e.md", "---\norder: -1\nlayout: central\n---\n# In the middle\n"),
    ]);
    let pager = |page| {
        let html = project.read(page);
        part(&html, r#"<nav class="pager""#, "</nav>")
            .split("href=\"")
            .skip(1)
            .map(|link| link.split('"').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(pager("public/index.html"), ["a/"]);
    assert_eq!(pager("public/a/index.html"), ["../", "../b/"]);
    assert_eq!(pager("public/b/index.html"), [""; 0]);
    assert_eq!(pager("public/d/index.html"), ["../b/"]);
    assert_eq!(pager("public/e/index.html"), [""; 0]);
    assert_eq!(pager("public/c/index.html"), [""; 0]);
}

#[test]
fn pages_that_link_to_a_page_are_listed_there() {
    let backlinks = |project: &Project, page| {
        let html = project.read(page);
        part(&html, r#"<aside class="backlinks""#, "</aside>")
            .split("<span>")
            .skip(1)
            .map(|link| link.split("</span>").next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let files = [
        ("content/a.md", "# A\n\n[b](b.md), again [b](b.md) and [itself](#a)\n"),
        ("content/b.md", "# B\n"),
        ("content/c.md", "# C\n\n[b](b.md#b)\n"),
        ("content/h.md", "---\nhidden: true\n---\n# H\n\n[b](b.md)\n"),
        ("content/placed.md", "# P\n\n[!backlinks \"Read on\"]\n\nText.\n"),
        ("content/z.md", "# Z\n\n[p](placed.md)\n"),
    ];
    let project = Project::built(&files);
    assert_eq!(backlinks(&project, "public/b/index.html"), ["A", "C"]);
    assert_eq!(backlinks(&project, "public/c/index.html"), [""; 0]);
    let placed = project.read("public/placed/index.html");
    assert!(placed.contains(">Read on</h2>") && placed.matches("class=\"backlinks\"").count() == 1, "{placed}");

    let project = Project::built(
        &[&files[..], &[("rasher.yml", "backlinks:\n  exclude: [\"*.md\"]\n  include: c.md\n")]].concat(),
    );
    assert_eq!(backlinks(&project, "public/b/index.html"), ["C"]);
    let project = Project::built(&[&files[..], &[("rasher.yml", "backlinks: false\n")]].concat());
    assert_eq!(backlinks(&project, "public/b/index.html"), [""; 0]);
}
