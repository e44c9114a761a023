//! The navigation that a Retype project lists in `SUMMARY.md`, as GitBook has it.

use camino::Utf8Path;
use rasher::{Demos, Overrides, compile, compile_after, read};

use crate::support::Project;

const SUMMARY: &str = "# Table of contents

* [Overview](README.md)
* [The *till*](till/README.md)
  * [Opening](<till/opening hours.md>)
  * [Closing](till/closing.md \"Closing\")
  <!-- * [Later](till/later.md) -->
* Staff only
  * [Closing again](till/closing.md)
  * [The keys](till/closing.md#keys)
  * [Hidden](till/hidden.md)

## Elsewhere

* [Shop](https://shop.example/)

---

* [Prices](/prices/)
* [Soon]()
* Later

## Nothing yet
";

fn project(configuration: &str, summary: &str) -> Project {
    let folder = if configuration == "retype.yml" { "" } else { "content/" };
    let project = Project::with(&[(configuration, "url: till.example\nsearch: { mode: basic }\n")]);
    for (path, text) in [
        ("SUMMARY.md", summary),
        ("README.md", "# Home\n"),
        ("prices.md", "# What it costs\n"),
        ("unlisted.md", "# Not listed\n"),
        ("till/README.md", "# Till\n"),
        ("till/opening hours.md", "# Hours\n"),
        ("till/closing.md", "---\nicon: lock\n---\n# At night\n\n## Keys\n"),
        ("till/hidden.md", "---\nvisibility: hidden\n---\n# Safe\n"),
    ] {
        project.write(&format!("{folder}{path}"), text);
    }
    project
}

/// The links of a page's navigation, with their texts.
fn nav(html: &str) -> Vec<String> {
    let nav = html.split_once("<nav class=\"nav\"").unwrap().1.split_once("</nav>").unwrap().0;
    let link = |link: &str| {
        let (address, text) = link.split_once('"').unwrap();
        let text = text.split_once('>').unwrap().1.split_once("</a>").unwrap().0;
        let text = text.split_once("</svg>").map_or(text, |(_, text)| text);
        format!("{} {address}", text.replace("<span>", "").replace("</span>", ""))
    };
    nav.split("<a href=\"").skip(1).map(link).collect()
}

#[test]
fn what_is_listed_is_the_navigation_and_the_list_is_no_page() {
    let project = project("retype.yml", SUMMARY);
    let run = project.rasher(&["build", "-q"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        nav(&project.read(".retype/unlisted/index.html")),
        [
            "Overview ../",
            "The <em>till</em> ../till/",
            "Opening ../till/opening-hours/",
            "Closing ../till/closing/",
            "Closing again ../till/closing/",
            "The keys ../till/closing/#keys",
            "Shop https://shop.example/",
            "Prices ../prices/",
        ]
    );
    let html = project.read(".retype/till/index.html");
    assert!(html.contains("href=\"../till/opening-hours/\"><span>Next</span> Opening</a>"), "{html}");
    assert!(!project.has(".retype/summary/index.html"));
}

#[test]
fn a_summary_that_says_more_than_a_list_is_a_page_and_so_is_one_of_another_project() {
    let prose = project("retype.yml", "# Summary\n\nWhat we did this year.\n\n* [Prices](prices.md)\n");
    assert_eq!(prose.rasher(&["build", "-q"]).code, 0);
    assert!(prose.read(".retype/summary/index.html").contains("What we did this year."));
    let native = project("rasher.yml", SUMMARY);
    assert_eq!(native.rasher(&["build", "-q"]).code, 0);
    assert!(native.has("public/summary/index.html"));
}

#[test]
fn an_entry_that_leads_nowhere_is_told_where_it_stands() {
    let project = project("retype.yml", "* [Prices](prices.md)\n* [Gone](gone.md)\n");
    let run = project.rasher(&["build"]);
    assert_eq!(nav(&project.read(".retype/index.html")), ["Prices prices/"]);
    assert!(run.err.contains("there is no page `gone.md`") && run.err.contains("SUMMARY.md:2:4"), "{}", run.err);
    let found = project.rasher(&["check"]).err;
    assert!(
        found.contains("nothing leads to this page at `/unlisted/`") && !found.contains("at `/prices/`"),
        "{found}"
    );
}

#[test]
fn an_edit_of_the_list_or_of_a_page_in_it_is_seen_everywhere() {
    let project = project("retype.yml", SUMMARY);
    let open = || rasher::Project::open(Utf8Path::from_path(project.path()).unwrap(), &Overrides::default()).unwrap();
    let sources = || read(&open()).unwrap().0;
    let mut snapshot = compile(&sources(), Demos::left_out());
    for (path, text) in [
        ("SUMMARY.md", "* [Costs](prices.md)\n* [Home](README.md)\n"),
        ("prices.md", "# Prices, renamed\n"),
        ("SUMMARY.md", "Words.\n"),
        ("SUMMARY.md", SUMMARY),
    ] {
        project.write(path, text);
        snapshot = compile_after(&snapshot, &sources(), Demos::left_out());
        let anew = compile(&sources(), Demos::left_out());
        let nav = |snapshot: &rasher::Snapshot| format!("{:?}", snapshot.site().nav);
        assert_eq!(nav(&snapshot), nav(&anew), "after {path}");
        assert_eq!(snapshot.paths().collect::<Vec<_>>(), anew.paths().collect::<Vec<_>>(), "after {path}");
    }
}
