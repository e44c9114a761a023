//! `rasher init` and `rasher new`.

use crate::support::{Project, assert_is, repository};

#[test]
fn a_new_site_builds_without_a_finding_and_is_never_overwritten() {
    let project = Project::with(&[("my-notes/content/about.md", "# Mine\n")]);
    let run = project.rasher(&["init", "my-notes"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("made rasher.yml") && run.out.contains("kept content/about.md"), "{}", run.out);
    assert_eq!(project.read("my-notes/content/about.md"), "# Mine\n");
    assert!(project.read("my-notes/rasher.yml").contains("title: \"My notes\"\n"));
    let build = project.rasher(&["build", "my-notes", "--strict"]);
    assert_eq!((build.code, build.err.as_str()), (0, ""));
    assert!(project.has("my-notes/public/blog/2025-10-09-first-post/index.html"));

    project.write("my-notes/rasher.yml", "branding: {title: Changed}");
    let again = project.rasher(&["init", "my-notes"]);
    assert!(again.out.contains("There is a project already"), "{}", again.out);
    assert_eq!(project.read("my-notes/rasher.yml"), "branding: {title: Changed}");
}

#[test]
fn a_site_is_called_like_its_folder_whatever_that_is_called() {
    let names =
        [("@home", "@home"), ("[wip] - a: b #1", "[wip]   a: b #1"), ("it's", "It's"), ("{x}", "X"), ("-", "My site")];
    for (name, title) in names {
        let project = Project::with(&[]);
        project.rasher(&["init", &format!("./{name}")]);
        let build = project.rasher(&["build", &format!("./{name}"), "--strict"]);
        assert_eq!((build.code, build.err.as_str()), (0, ""), "{name}");
        let written = project.read(&format!("{name}/rasher.yml"));
        assert!(written.contains(&format!("title: \"{title}\"\n")), "{written}");
    }
}

#[test]
fn init_beside_pages_makes_a_configuration_for_them_and_no_others() {
    let project = Project::with(&[("README.md", "# Mine\n\n[a](docs/a.md)\n"), ("docs/a.md", "# A\n\nText.\n")]);
    let run = project.rasher(&["init"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("made rasher.yml") && run.out.contains("of the pages that are here"), "{}", run.out);
    let build = project.rasher(&["build", "--strict"]);
    assert_eq!((build.code, build.err.as_str()), (0, ""));
    assert!(project.has("public/docs/a/index.html") && !project.has("content"));

    // They need no home page.
    let project = Project::with(&[("docs/a.md", "# A\n\nText.\n")]);
    let run = project.rasher(&["init"]);
    assert!(run.out.contains("of the pages that are here") && !project.has("content"), "{}", run.out);

    // A repository introduces itself, and that is no site yet.
    let project = Project::with(&[("README.md", "# Mine\n")]);
    assert!(project.rasher(&["init"]).out.contains("made content/index.md"));
}

#[test]
fn init_in_a_retype_project_tells_what_to_expect_and_changes_nothing() {
    let project = Project::with(&[
        ("retype.yml", "branding: {title: Old}\npoweredByRetype: false\nstart: {pro: true}\n"),
        ("readme.md", "# Home\n\n[gone](gone.md)\n"),
        ("guides/a.md", "# A\n"),
    ]);
    let run = project.rasher(&["init"]);
    assert_is(&run.transcript(), &repository("tests/help/init-in-a-retype-project.txt"));
    let files: Vec<_> = std::fs::read_dir(project.path()).unwrap().collect();
    assert_eq!(files.len(), 3);
}

#[test]
fn scripts_that_were_written_for_retype_go_on_working() {
    let project = Project::with(&[("retype.yml", ""), ("readme.md", "# Home\n")]);
    let run = project.rasher(&["build", "--output", "out", "--verbose", "--key", "abc", "-a"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let told: Vec<&str> = run.err.lines().filter(|line| line.starts_with("note: ")).collect();
    assert_eq!(told.len(), 2, "{}", run.err);
    assert!(told[0].starts_with("note: `--key` has no effect") && told[1].starts_with("note: `--api` has no effect"));
    let quiet = project.rasher(&["build", "--output", "out", "--quiet", "--pro"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    assert!(project.has("out/index.html"));
}

#[test]
fn a_post_has_todays_date_and_a_page_its_folder() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n")]);
    let new = |arguments: &[&str]| {
        let run = project.rasher(&[&["new"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        project.read(run.out.trim())
    };
    assert_eq!(new(&["post", "What's new in C#?"]), "---\ndate: 2025-10-09\n---\n\n# What's new in C#?\n\n");
    assert!(project.has("content/blog/2025-10-09-whats-new-in-c.md"));
    assert_eq!(new(&["page", "Getting started", "--in", "guide"]), "# Getting started\n\n");
    assert!(project.has("content/guide/getting-started.md"));
    assert_eq!(new(&["page", "More", "--in", "/guide/../guide/"]), "# More\n\n");
    assert!(project.has("content/guide/more.md"));
    assert_eq!(new(&["page", "Still more", "--in", "content/guide"]), "# Still more\n\n");
    assert!(project.has("content/guide/still-more.md"));
    new(&["post", "Out", "--in", "content/blog/news"]);
    assert!(project.has("content/blog/news/2025-10-09-out.md"));
    let outside = project.rasher(&["new", "page", "Lost", "--in", "../notes"]);
    assert!(outside.code == 2 && outside.err.contains("out of the input folder"), "{}", outside.err);
    assert_eq!(new(&["page", "Later", "--draft"]), "---\ndraft: true\n---\n\n# Later\n\n");
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);

    let taken = project.rasher(&["new", "page", "later"]);
    assert_eq!(taken.code, 2);
    assert!(taken.err.contains("there is a file") && taken.err.contains("help: choose another title"), "{}", taken.err);
}

#[test]
fn a_title_may_begin_with_a_folder_and_is_not_empty() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/guide/index.md", "# Guide\n"),
        ("content/blog/news/a.md", "# A\n"),
    ]);
    let new = |arguments: &[&str]| project.rasher(&[&["new"], arguments].concat()).out;
    new(&["page", "guide/My page"]);
    assert_eq!(project.read("content/guide/my-page.md"), "# My page\n\n");
    new(&["post", "news/Out now"]);
    assert!(project.has("content/blog/news/2025-10-09-out-now.md"));
    new(&["page", "TCP/IP"]);
    assert_eq!(project.read("content/tcp-ip.md"), "# TCP/IP\n\n");
    new(&["page", "../ -- Dashes -- "]);
    assert_eq!(project.read("content/dashes.md"), "# ../ -- Dashes --\n\n");
    new(&["page", "__init__"]);
    assert_eq!(project.read("content/init.md"), "# __init__\n\n");
    new(&["page", &"long ".repeat(80)]);
    assert!(project.has(&format!("content/{}.md", ["long"; 40].join("-"))));

    let empty = project.rasher(&["new", "post", " "]);
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("a page needs a title"), "{}", empty.err);
}
