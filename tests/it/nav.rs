//! The navigation of whole sites.

use crate::support::{Project, part};

/// The navigation of a page, without what stands around it.
fn nav_of(project: &Project, page: &str) -> String {
    let html = project.read(page);
    part(&html, "<nav class=\"nav\"", "</nav>").to_owned()
}

/// A site of `folders` folders with `pages` pages each.
fn large_site(folders: usize, pages: usize) -> Project {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n")]);
    for folder in 0..folders {
        for page in 0..pages {
            project.write(&format!("content/f{folder:03}/p{page:03}.md"), &format!("# Page {folder} {page:03}\n"));
        }
    }
    let run = project.rasher(&["build", "-q"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    project
}

#[test]
fn a_small_site_shows_its_whole_tree_with_the_branch_of_the_page_open() {
    let project = large_site(2, 2);
    assert_eq!(
        nav_of(&project, "public/f000/p001/index.html").replace("<li", "\n<li").lines().skip(2).collect::<Vec<_>>(),
        [
            r#"<li class="nav-folder"><details open><summary><span>F000</span></summary><ul>"#,
            r#"<li><a href="../../f000/p000/"><span>Page 0 000</span></a></li>"#,
            r#"<li><a aria-current="page" href="../../f000/p001/"><span>Page 0 001</span></a></li></ul></details></li>"#,
            r#"<li class="nav-folder"><details><summary><span>F001</span></summary><ul>"#,
            r#"<li><a href="../../f001/p000/"><span>Page 1 000</span></a></li>"#,
            r#"<li><a href="../../f001/p001/"><span>Page 1 001</span></a></li></ul></details></li></ul>"#,
        ]
    );
}

#[test]
fn a_page_of_a_large_site_shows_the_branch_that_it_stands_in() {
    let project = large_site(9, 30);
    let nav = nav_of(&project, "public/f003/p007/index.html");
    assert_eq!(nav.matches("<a ").count(), 1 + 8 + 30, "home, the closed folders, the pages of the open one: {nav}");
    assert!(nav.contains(r#"<a aria-current="page" href="../../f003/p007/">"#));
    assert!(nav.contains(r#"<li class="nav-folder"><a href="../../f004/p000/"><span>F004</span></a></li>"#), "{nav}");
}

#[test]
fn of_a_long_folder_a_page_shows_the_neighbourhood_and_the_ways_on() {
    let project = large_site(1, 260);
    let nav = nav_of(&project, "public/f000/p130/index.html");
    assert!(nav.matches("<a ").count() < 40);
    assert!(nav.contains(r#"<li class="nav-more"><a href="../../f000/p114/">… 115</a></li>"#), "{nav}");
    assert!(nav.contains(r#"<li class="nav-more"><a href="../../f000/p145/">… 115</a></li>"#), "{nav}");
}

#[test]
fn a_badge_leads_where_its_page_says_and_a_folder_is_called_as_its_page() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n"),
        (
            "content/a/index.md",
            "---\ntitle: Called so\nnav:\n  badge:\n    text: New\n    link: ../b.md#x\n---\nText.\n",
        ),
        ("content/a/c.md", "---\nnav:\n  badge: { text: New, link: gone.md }\n---\n# C\n"),
        ("content/b.md", "# B\n\n## X\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert!(run.err.contains("there is no page `/a/gone.md`\n --> content/a/c.md:3:23"), "{}", run.err);
    let nav = nav_of(&project, "public/a/c/index.html");
    assert!(nav.contains("<span>Called so</span>") && nav.contains("<a href=\"../../b/#x\" class=\"badge"), "{nav}");
}

#[test]
fn a_page_beside_a_folder_of_its_name_is_the_folders_own_unless_one_in_it_is() {
    let project = Project::built(&[
        ("content/index/x.md", "# X\n"),
        ("content/toolbox/a-page.md", "---\norder: 95\n---\n# First\n"),
        ("content/toolbox/Helpers.md", "---\nlabel: The helpers\norder: 90\n---\n# Helpers\n"),
        ("content/toolbox/helpers/hash.md", "# Hash\n"),
        ("content/toolbox/options/deep.md", "# Deep\n"),
        ("content/guides.md", "---\npermalink: about-guides\n---\n# Beside\n"),
        ("content/guides/index.md", "# Inside\n"),
        ("content/guides/one.md", "# One\n"),
    ]);
    let html = project.read("public/toolbox/helpers/hash/index.html");
    let nav = part(&html, "<nav class=\"nav\"", "</nav>").replace("<li", "\n<li");
    let labels: Vec<&str> = nav.lines().filter_map(|line| line.split("<span>").nth(1)?.split('<').next()).collect();
    assert_eq!(
        labels,
        ["Home", "Index", "X", "Inside", "One", "Toolbox", "First", "The helpers", "Hash", "Options", "Deep", "Beside"]
    );
    let folder =
        r#"<li class="nav-folder"><a href="../../../toolbox/helpers/"><span>The helpers</span></a><details open>"#;
    assert!(nav.contains(folder), "{nav}");
    let crumbs = part(&html, "class=\"breadcrumb\"", "</nav>");
    assert!(crumbs.contains(r#"<a href="../../../toolbox/helpers/">The helpers</a>"#), "{crumbs}");
}

/// The navigation of the home page of a site with these files.
fn nav_with(files: &[(&str, &str)]) -> String {
    nav_of(&Project::built(files), "public/index.html")
}

#[test]
fn the_filter_of_a_large_site_has_the_whole_tree_in_a_file_of_its_own() {
    let project = large_site(9, 30);
    let nav = nav_of(&project, "public/f003/p007/index.html");
    assert!(nav.contains(r#" data-filter="Filter" data-tree="../../theme/nav.html?v="#), "{nav}");
    let tree = project.read("public/theme/nav.html");
    assert_eq!(tree.matches("<a ").count(), 1 + 9 * 30);
    assert!(tree.contains(r#"<a href="f003/p007/">"#) && !tree.contains("aria-current"));
    assert!(!large_site(1, 1).has("public/theme/nav.html"));
}

#[test]
fn the_filter_can_be_switched_off() {
    assert!(nav_with(&[]).contains("data-filter"));
    assert!(!nav_with(&[("rasher.yml", "showSidebarFilter: false\n")]).contains("data-filter"));
}

#[test]
fn folders_of_the_first_level_may_be_groups() {
    let pages = [("content/one/a.md", "# A\n"), ("content/one/deep/b.md", "# B\n"), ("content/two/c.md", "# C\n")];
    let nav = nav_with(&[&pages[..], &[("rasher.yml", "nav:\n  mode: stack\n")]].concat());
    let group = r#"<li class="nav-group"><p class="nav-group-title"><span>One</span></p><ul>"#;
    assert!(
        nav.contains(group) && nav.contains(r#"<li class="nav-folder"><details><summary><span>Deep</span>"#),
        "{nav}"
    );
    let nav = nav_with(&[&pages[..], &[("content/one/a.md", "---\nnav:\n  mode: stack\n---\n# A\n")]].concat());
    assert!(nav.contains(group) && !nav.contains("<span>Two</span></p>"), "a page switches its folder: {nav}");
}

#[test]
fn the_path_of_an_icon_may_climb_from_the_folder_of_its_file() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Home\n"),
        ("static/sail.svg", "<svg/>"),
        ("boats/index.yml", "icon: ../static/sail.svg\n"),
        ("boats/small/dinghy.md", "---\nicon: ../../static/sail.svg\n---\n# Dinghy\n"),
        ("boats/small/raft.md", "---\nicon: static/sail.svg\n---\n# Raft\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
    let nav = nav_of(&project, ".retype/boats/small/raft/index.html");
    assert_eq!(nav.matches("<img class=\"icon\" src=\"../../../static/sail.svg\"").count(), 3, "{nav}");
}

#[test]
fn icons_are_shown_where_the_project_wants_them() {
    let shown = |mode: &str| {
        let config = format!("nav:\n  icons:\n    mode: {mode}\n");
        let nav = nav_with(&[
            ("rasher.yml", &config),
            ("content/index.md", "---\nicon: star\n---\n# Home\n"),
            ("content/f/index.yml", "icon: rocket\n"),
            ("content/f/a.md", "---\nicon: bug\n---\n# A\n"),
        ]);
        ["star", "rocket", "bug"].map(|icon| nav.contains(&format!("icon-{icon}")))
    };
    assert_eq!(shown("all"), [true, true, true]);
    assert_eq!(shown("none"), [false, false, false]);
    assert_eq!(shown("folders"), [false, true, false]);
    assert_eq!(shown("pages"), [true, false, true]);
    assert_eq!(shown("top"), [true, true, false]);
}

#[test]
fn an_entry_has_the_badge_and_the_target_of_its_page() {
    let nav = nav_with(&[
        ("content/a.md", "---\nnav:\n  badge: New|success\ntarget: blank\n---\n# A\n"),
        ("content/b.md", "---\nnav:\n  badge:\n    text: 3\n    link: a.md\n---\n# B\n"),
    ]);
    let new = r#"<a href="a/" target="_blank"><span>A</span><span class="badge badge-success badge-s">New</span></a>"#;
    assert!(nav.contains(new), "{nav}");
    let three = r#"<a href="b/"><span>B</span></a><a href="a/" class="badge badge-primary badge-s">3</a>"#;
    assert!(nav.contains(three), "{nav}");
}

#[test]
fn tags_stand_below_the_navigation_in_the_order_that_is_asked_for() {
    let tags = |config: &str| {
        let nav = nav_with(&[
            ("rasher.yml", config),
            ("content/a.md", "---\ntags: [one, two, three]\n---\n# A\n"),
            ("content/b.md", "---\ntags: [two]\n---\n# B\n"),
        ]);
        let cloud = nav.split_once("nav-tags").map_or("", |(_, cloud)| cloud).to_owned();
        cloud
            .split("</a>")
            .filter_map(|tag| tag.rsplit_once('>'))
            .map(|(_, tag)| tag.trim().to_owned())
            .filter(|tag| !tag.is_empty())
            .collect::<Vec<_>>()
    };
    assert_eq!(tags(""), ["one", "three", "two"]);
    assert_eq!(tags("nav:\n  tags:\n    order: popular\n    limit: 2\n"), ["two", "one"]);
    assert_eq!(tags("nav:\n  tags:\n    exclude: t*\n"), ["one"]);
    assert_eq!(tags("nav:\n  tags:\n    include: [\"*O\"]\n"), ["two"]);
    assert_eq!(tags("nav:\n  tags: false\n"), [""; 0]);
}

#[test]
fn a_heading_is_a_label_as_it_is_read_whatever_marks_it_has() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home"),
        ("content/a.md", "# `Vec<T>` and \\*stars\\* :smile: __init\\_\\_ https://x.y"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    let html = project.read("public/index.html");
    assert!(
        html.contains("<a href=\"a/\"><span>Vec&lt;T&gt; and *stars* 😄 __init__ https://x.y</span></a>"),
        "{html}"
    );
}

#[test]
fn a_page_that_has_moved_leads_to_where_it_is_elsewhere_too() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home"),
        ("content/a.md", "# A\n\n## Part\n"),
        ("content/out.md", "---\nlabel: Out\nredirect: https://example.org/x\n---\n"),
        ("content/in.md", "---\nlabel: In\nredirect: a.md#part\n---\n"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    let html = project.read("public/a/index.html");
    assert!(html.contains("<a href=\"https://example.org/x\"><span>Out</span></a>"), "{html}");
    assert!(html.contains("href=\"../a/#part\""), "{html}");
}

#[test]
fn the_home_page_is_called_as_it_says_itself() {
    for (text, label) in [
        ("# What *is* a till?\n", "What is a till?"),
        ("---\ntitle: Tills\n---\nText.\n", "Tills"),
        ("---\nlabel: Start\n---\n# What is a till?\n", "Start"),
        ("Text.\n", "Home"),
    ] {
        let nav = nav_with(&[("rasher.yml", ""), ("content/index.md", text), ("content/a.md", "# A\n")]);
        assert!(nav.contains(&format!("</svg><span>{label}</span></a>")), "{nav}");
    }
}

#[test]
fn a_home_page_that_nobody_wrote_leads_where_the_navigation_leads() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/a.md", "---\nredirect: b.md#part\n---\n# A\n"),
        ("content/b.md", "# B\n\n## Part\n"),
        ("content/c.md", "---\nredirect: https://example.org/\n---\n# C\n"),
    ]);
    project.rasher(&["build"]);
    let home = project.read("public/index.html");
    let list = home.split_once("<ul class=\"list-terms\">").unwrap().1.split_once("</ul>").unwrap().0;
    for entry in ["<a href=\"b/#part\">A</a>", "<a href=\"b/\">B</a>", "<a href=\"https://example.org/\">C</a>"] {
        assert!(list.contains(entry), "there is no {entry} in {list}");
    }
    let hidden = Project::with(&[("rasher.yml", ""), ("content/a.md", "---\nvisibility: hidden\n---\n# A\n")]);
    hidden.rasher(&["build"]);
    assert!(!hidden.read("public/index.html").contains("list-terms"));
}
