//! The navigation of whole sites.

use crate::support::Project;

/// The navigation of a page, without what stands around it.
fn nav_of(project: &Project, page: &str) -> String {
    let html = project.read(page);
    let from = html.find("<nav class=\"nav\"").unwrap();
    html[from..from + html[from..].find("</nav>").unwrap()].to_owned()
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
    let project = large_site(9, 40);
    let nav = nav_of(&project, "public/f003/p007/index.html");
    assert_eq!(nav.matches("<a ").count(), 1 + 8 + 40, "home, the closed folders, the pages of the open one: {nav}");
    assert!(nav.contains(r#"<a aria-current="page" href="../../f003/p007/">"#));
    assert!(nav.contains(r#"<li class="nav-folder"><a href="../../f004/p000/"><span>F004</span></a></li>"#), "{nav}");
}

#[test]
fn of_a_long_folder_a_page_shows_the_neighbourhood_and_the_ways_on() {
    let project = large_site(1, 400);
    let nav = nav_of(&project, "public/f000/p200/index.html");
    assert!(nav.matches("<a ").count() < 60);
    assert!(nav.contains(r#"<li class="nav-more"><a href="../../f000/p174/">… 175</a></li>"#), "{nav}");
    assert!(nav.contains(r#"<li class="nav-more"><a href="../../f000/p225/">… 175</a></li>"#), "{nav}");
}
