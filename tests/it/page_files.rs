//! Files beside pages and in folders that speak for them.

use crate::support::Project;

fn title(project: &Project, page: &str) -> String {
    let html = project.read(&format!("public/{page}"));
    html.split_once("<title>").unwrap().1.split_once(" · ").unwrap().0.to_owned()
}

#[test]
fn a_file_beside_a_page_stands_for_front_matter_only_when_there_is_none_at_all() {
    let project = Project::with(&[
        ("rasher.yml", "branding: {title: Site}"),
        ("content/index.md", "# Home"),
        ("content/Bare.md", "Text."),
        ("content/bare.yml", "title: From beside"),
        ("content/own.md", "---\nicon: flame\n---\nText."),
        ("content/own.yml", "title: Not read"),
        ("content/empty.md", "---\n---\nText."),
        ("content/empty.yaml", "title: Not read either"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    assert_eq!(title(&project, "bare/index.html"), "From beside");
    assert_eq!(title(&project, "own/index.html"), "Own");
    assert_eq!(title(&project, "empty/index.html"), "Empty");
    assert!(!project.has("public/bare.yml"));
}

#[test]
fn in_a_retype_project_a_readme_beside_an_index_is_no_page() {
    let project = Project::with(&[
        ("retype.yml", "url: till.example\n"),
        ("index.md", "# Home\n\n[About](README.md)\n"),
        ("README.md", "# The repository\n"),
        ("guide/readme.md", "# Guide\n\n[Home](../README.md)\n"),
        ("guide/guide.md", "# More\n"),
        ("home.md", "# Welcome home\n"),
    ]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!((run.code, run.err.matches("note[page-superseded]").count()), (0, 1), "{}", run.err);
    assert!(run.err.contains("`README.md` is not published: `index.md` is the page of this folder"), "{}", run.err);
    assert!(!project.has(".retype/readme/index.html"));
    assert!(project.read(".retype/index.html").contains("<a href=\"./\">About</a>"));
    assert!(project.read(".retype/guide/index.html").contains("<a href=\"../\">Home</a>"));
    assert!(project.has(".retype/guide/guide/index.html") && project.has(".retype/home/index.html"));
}

#[test]
fn a_folders_file_is_the_front_matter_of_its_default_page() {
    let project = Project::with(&[
        ("rasher.yml", "branding: {title: Site}"),
        ("content/index.md", "# Home"),
        ("content/a/readme.md", "Text."),
        ("content/a/b.md", "Text."),
        ("content/a/index.yaml", "title: The folder"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    assert_eq!(title(&project, "a/index.html"), "The folder");
    assert_eq!(title(&project, "a/b/index.html"), "B");
}

#[test]
fn a_mistake_in_a_file_beside_pages_is_told_once_and_there() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home"),
        ("content/a.md", "Text."),
        ("content/a.yml", "label: A\nexpanded: maybe\n"),
        ("content/b/index.md", "Text."),
        ("content/b/index.yml", "date: never\n"),
    ]);
    let err = project.rasher(&["build"]).err;
    assert!(err.contains("--> content/a.yml:2:1"), "{err}");
    assert_eq!(err.matches("--> content/b/index.yml:1:1").count(), 1, "{err}");
}

#[test]
fn what_gitbook_keeps_for_its_pages_is_published_and_nothing_else_of_it() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Home\n\n![](<.gitbook/assets/sail (1).png>)\n"),
        (".gitbook/assets/sail (1).png", ""),
        (".gitbook/assets/_draft.png", ""),
        (".gitbook/includes/part.md", "# Part\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
    assert!(project.has(".retype/.gitbook/assets/sail-(1).png"));
    assert!(!project.has(".retype/.gitbook/assets/_draft.png") && !project.has(".retype/.gitbook/includes"));
}

#[test]
fn a_folder_is_configured_by_the_file_that_is_named_like_it_when_there_is_no_other() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Home"),
        ("Setup/setup.yml", "label: Set it up\n"),
        ("Setup/one.md", "# One"),
        ("Other/index.yml", "label: By index\n"),
        ("Other/other.yml", "label: By name\n"),
        ("Other/two.md", "# Two"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    let html = project.read(".retype/index.html");
    assert!(html.contains("<span>Set it up</span>") && html.contains("<span>By index</span>"), "{html}");
}

#[test]
fn a_folder_without_pages_has_no_configuration() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Home\n\n[Charts](charts/index.yaml)\n"),
        ("charts/index.yaml", "apiVersion: v1\nentries: [\n"),
        ("others/index.yaml", "apiVersion: v1\n"),
        ("charts-of/a/page.md", "# A"),
        ("charts-of/index.yml", "label: Charts of\n"),
        ("vars/vars.yml", "- hosts: all\n"),
    ]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
    assert!(project.read(".retype/index.html").contains("<span>Charts of</span>"));
    assert_eq!(project.read(".retype/charts/index.yaml"), "apiVersion: v1\nentries: [\n");
    assert!(!project.has(".retype/others/index.yaml") && !project.has(".retype/charts-of/index.yml"));
}

#[test]
fn blank_lines_may_stand_above_front_matter() {
    let project = Project::with(&[
        ("retype.yml", "branding: {title: Site}"),
        ("index.md", "\n---\ntitle: Below a blank line\n---\n\nText.\n"),
        ("index.yml", "title: Not read"),
        ("rule.md", "\n---\nNote: this is text\n---\n"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    assert!(project.read(".retype/index.html").contains("<h1 id=\"below-a-blank-line\">Below a blank line"));
    assert!(project.read(".retype/rule/index.html").contains("Note: this is text"));
}
