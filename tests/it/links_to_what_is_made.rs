//! Links of pages to what nobody wrote: lists, feeds, and files that Rasher makes.

use crate::support::Project;

const MADE: [&str; 14] = [
    "/tags/x/", "/Tags/X", "/tags/", "/categories/cat/", "/blog/", "/blog/2/", "/blog/archive/", "/authors/ann/",
    "/blog/feed.xml", "/sitemap.xml", "/llms.txt", "/elsewhere.md", "/404.html", "/robots.txt",
];

fn project(page: &str) -> Project {
    let post =
        |day: u32| format!("---\ndate: 2025-01-0{day}\ntags: [x]\ncategory: cat\nauthors: Ann\n---\n# Post {day}\n");
    Project::with(&[
        ("rasher.yml", "url: example.com/sub\nblog:\n  pageSize: 2\n"),
        ("content/index.md", "# Start\n"),
        ("content/guide/a.md", page),
        ("content/p.md", "---\npermalink: /elsewhere\n---\n# P\n"),
        ("content/blog/one.md", &post(1)),
        ("content/blog/two.md", &post(2)),
        ("content/blog/three.md", &post(3)),
    ])
}

#[test]
fn links_to_what_is_made_are_written_as_the_page_needs_them() {
    let links: Vec<String> = MADE.iter().map(|path| format!("- [x]({path}?a#b)\n")).collect();
    let project = project(&format!("# A\n\n{}\n[up](../../tags/x/) [!button B](/tags/x/)\n", links.concat()));
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = project.read("public/guide/a/index.html");
    for path in MADE {
        let is_file = path.rsplit('/').next().unwrap().contains('.');
        let path = path.to_lowercase();
        let path = if is_file { path } else { format!("{}/", path.trim_end_matches('/')) };
        let href = format!("<a href=\"../..{path}?a#b\">x</a>");
        assert!(html.contains(&href), "there is no {href}");
        let made = if is_file { path } else { format!("{path}index.html") };
        assert!(project.has(&format!("public{made}")), "{made}");
    }
    assert!(
        html.contains("<a href=\"../../tags/x/\">up</a>") && html.contains("href=\"../../tags/x/\" class=\"button"),
        "{html}"
    );
    assert!(project.read("public/guide/a.md").contains("[x](/tags/x/?a#b)"));
}

#[test]
fn a_page_that_is_named_from_where_its_reader_is_is_no_copy_of_it() {
    let project = Project::with(&[
        ("retype.yml", "url: example.com"),
        ("index.md", "# Home\n"),
        ("a.md", "# A\n\n[x](../guide/readme.md#part) [x](../guide/deep/b.md) [x](../Index.md)\n"),
        ("guide/readme.md", "# Guide\n\n## Part\n"),
        ("guide/deep/b.md", "# B\n\n[x](../../readme.md) [x](../../../index.md) [x](../c.md)\n"),
        ("guide/deep/c.md", "# C\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert!(run.code == 0 && !run.err.contains("warning"), "{}", run.err);
    for (page, links) in [
        ("a", ["../guide/#part", "../guide/deep/b/", "../"]),
        ("guide/deep/b", ["../../../guide/", "../../../", "../../../guide/deep/c/"]),
    ] {
        let html = project.read(&format!(".retype/{page}/index.html"));
        for link in links {
            assert!(html.contains(&format!("<a href=\"{link}\">x</a>")), "there is no {link} in {html}");
        }
    }
}

#[test]
fn boxes_call_what_is_made_by_its_name() {
    let project =
        project("# A\n\n[!ref](/tags/)\n\n[!card](/tags/x/)\n\n[!ref](/sitemap.xml)\n\n[!file](/sitemap.xml)\n");
    assert_eq!(project.rasher(&["build"]).err, "");
    let html = project.read("public/guide/a/index.html");
    for shown in [
        "<span class=\"ref-text\">Tags</span><span class=\"ref-address\">/tags/</span>",
        "<span class=\"card-title\">x</span></span>",
        "<span class=\"ref-text\">sitemap.xml</span><span class=\"ref-address\">/sitemap.xml</span>",
        "<span class=\"ref-text\">sitemap.xml</span></a>",
    ] {
        assert!(html.contains(shown), "there is no {shown} in {html}");
    }
}

#[test]
fn a_link_to_what_is_not_made_is_told() {
    let run = project("# A\n\n[x](/tags/y/) [x](/blog/9/) [x](/blog/feed.json5) [x](/tag/)\n").rasher(&["build"]);
    assert_eq!(run.err.matches("[dead-link]").count() + run.err.matches("[missing-file]").count(), 4, "{}", run.err);
}
