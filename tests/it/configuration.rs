//! Where the configuration is found, and how its files are merged.

use crate::support::{Project, Run};

/// Builds, and gives the site's name.
fn built(project: &Project, arguments: &[&str], output: &str) -> String {
    let run = project.rasher(&[&["build"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let html = project.read(&format!("{output}/index.html"));
    let (_, rest) = html.split_once("<meta property=\"og:site_name\" content=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn the_configuration_is_found_in_the_folder_or_where_documentation_usually_is() {
    for (file, output) in [
        ("rasher.yml", "public"),
        ("Retype.YML", ".retype"),
        ("retype.json", ".retype"),
        ("docs/retype.yaml", "docs/.retype"),
        ("doc/retype.yml", "doc/.retype"),
        ("website/rasher.yaml", "website/public"),
    ] {
        let folder = file.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let page = format!("{folder}index.md");
        let project =
            Project::with(&[(file, "{\"input\": \".\", \"branding\": {\"title\": \"Found\"}}"), (&page, "# Page")]);
        assert_eq!(built(&project, &[], output), "Found", "{file}");
    }
}

#[test]
fn in_a_folder_of_its_input_a_command_is_about_the_project() {
    let files = [("content/index.md", "# Home"), ("content/guide/a.md", "# A"), ("other/index.md", "# Other")];
    let project = Project::with(&[&[("rasher.yml", "branding: {title: Around}")], &files[..]].concat());
    for folder in ["content", "content/guide"] {
        let run = project.rasher_in(folder, &["build"], &[]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(project.read("public/index.html").contains("Around") && !project.has(&format!("{folder}/public")));
    }
    assert_eq!(project.rasher_in("other", &["build"], &[]).code, 0);
    assert!(project.has("other/public/index.html"), "it is no part of the project");
    assert_eq!(project.rasher_in("content", &["init", "guide"], &[]).code, 0);
    assert!(project.has("content/guide/rasher.yml"), "a new project is where it was wanted");
    assert_eq!(project.rasher_in("content", &["build", "guide"], &[]).code, 0);
    assert!(project.has("content/guide/public/index.html"), "what is named is meant");
    project.write("content/own/.git", "gitdir: elsewhere");
    project.write("content/own/docs/index.md", "# Own");
    assert_eq!(project.rasher_in("content/own/docs", &["build"], &[]).code, 0);
    assert!(project.has("content/own/docs/public/index.html"), "another repository is another project");
}

#[test]
fn a_folder_behind_a_slash_is_the_projects_unless_the_disk_has_it() {
    let project = Project::with(&[
        ("retype.yml", "input: /no-such-texts\noutput: /no-such-site/docs\n"),
        ("no-such-texts/index.md", "# Page"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(project.has("no-such-site/docs/index.html"));
    let elsewhere = Project::with(&[]);
    let output = elsewhere.path().join("site");
    project.write("retype.yml", &format!("input: no-such-texts\noutput: '{}'\n", output.display()));
    assert_eq!(project.rasher(&["build"]).code, 0);
    assert!(elsewhere.has("site/index.html"), "an absolute path");
}

#[test]
fn a_file_may_be_named_and_has_fragments_of_its_own() {
    let project = Project::with(&[
        ("other.yml", "branding: {title: Other}"),
        ("other.name.yml", "branding: {title: Fragment}"),
        ("rasher.yml", "branding: {title: Main}"),
        ("content/index.md", "# Page"),
    ]);
    assert_eq!(built(&project, &["other.yml"], "public"), "Fragment");
    assert_eq!(built(&project, &[], "public"), "Main");
}

#[test]
fn later_files_win_in_the_order_of_the_format() {
    let files = [
        ("retype.yml", "branding: {title: main}\nextends: [more/a.yml, b.yml]"),
        ("more/a.yml", "branding: {title: a}\nextends: below.yml"),
        ("more/below.yml", "branding: {title: below}"),
        ("b.yml", "branding: {title: b}"),
        ("retype.x.yml", "branding: {title: x}"),
        ("retype.x.y.yml", "branding: {title: x.y}"),
        ("retype.build.yml", "branding: {title: build}"),
        ("retype.start.yml", "branding: {title: start}"),
        ("index.md", "# Page"),
    ];
    // What wins when the files before it in this list are gone.
    let order = ["retype.build.yml", "retype.x.y.yml", "retype.x.yml", "b.yml", "more/below.yml", "more/a.yml"];
    let winners = ["build", "x.y", "x", "b", "below", "a"];
    for (gone, winner) in winners.iter().enumerate() {
        let project = Project::with(&files);
        for file in &order[..gone] {
            // An empty file says nothing.
            project.write(file, if *file == "more/a.yml" { "extends: below.yml" } else { "" });
        }
        assert_eq!(built(&project, &[], ".retype"), *winner);
    }
    let project = Project::with(&files);
    assert_eq!(built(&project, &["--override", r#"{"branding": {"title": "json"}}"#], ".retype"), "json");
}

#[test]
fn a_pattern_may_begin_with_the_path_of_the_input_folder() {
    let config =
        "input: ./docs/\nexclude: [docs/drafts/, ./docs/*.txt]\ninclude: docs/b.txt\nsearch: {exclude: [docs/c.md]}";
    let project = Project::with(&[
        ("rasher.yml", config),
        ("docs/index.md", "# Home"),
        ("docs/drafts/a.md", "# A"),
        ("docs/a.txt", ""),
        ("docs/b.txt", ""),
        ("docs/c.md", "# Cadmium"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    let has = |path: &str| project.has(&format!("public/{path}"));
    assert!(!has("drafts/a/index.html") && !has("a.txt") && has("b.txt") && has("c/index.html"));
    let searched = crate::support::files(&project.path().join("public/search"));
    assert!(searched.values().all(|file| !std::fs::read_to_string(file).unwrap_or_default().contains("Cadmium")));
}

#[test]
fn an_empty_text_is_as_good_as_no_key() {
    let config = r#"
url: ""
favicon: ""
branding: { title: "", baseColor: "", logo: "" }
edit: { repo: "", base: "", branch: "" }
hub: { link: "" }
meta: { title: "", siteName: "" }
integrations:
  googleAnalytics: { id: "" }
  plausible: { domain: "", host: "" }
exclude: ""
search: { mode: "", excludeCode: "" }
footer: ""
"#;
    let page = "---\nlabel: ''\ntitle: ''\ndate: ''\ncategory: ''\nlayout: ''\nvisibility: ''\nexpanded: ''\nmeta: { title: '' }\nnav: { badge: '' }\n---\n# Page";
    let written = [("retype.yml", config), ("index.md", page)];
    let bare = [("retype.yml", "{}"), ("index.md", "# Page")];
    let [written, bare] = [&written, &bare].map(|files| {
        let project = Project::with(files);
        let run = project.rasher(&["build", "-q"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        project.read(".retype/index.html")
    });
    assert_eq!(written, bare);
}

#[test]
fn a_path_may_leave_the_input_folder_and_come_back() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"></svg>"#;
    let config = "input: ./pages\nbranding: { logo: ../pages/mark.svg }\nedit: { repo: o/r, base: . }\n";
    let page = "# Page\n\n[Other](../pages/a.md) ![](./../pages/mark.svg) ![](./../other/mark.svg)";
    let files = [("retype.yml", config), ("pages/index.md", page), ("pages/a.md", "# A"), ("pages/mark.svg", svg)];
    let project = Project::with(&[&files[..], &[("pages/other/mark.svg", svg)]].concat());
    let run = project.rasher(&["build", "-q"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = project.read(".retype/index.html");
    for part in
        ["class=\"logo\" src=\"mark.svg\"", "<a href=\"a/\">Other", "src=\"other/mark.svg\"", "o/r/blob/main/index.md"]
    {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn null_on_the_command_line_takes_a_key_out() {
    let project = Project::with(&[("rasher.yml", "branding: {title: Main}"), ("content/index.md", "# Page")]);
    assert_eq!(built(&project, &["--override", r#"{"branding": {"title": null}}"#], "public"), "Page");
    let bare = Project::with(&[("index.md", "# Page")]);
    assert_eq!(built(&bare, &["--override", "branding: {title: Bare}"], "public"), "Bare");
}

#[test]
fn what_is_no_configuration_on_the_command_line_is_refused() {
    let project = Project::with(&[("index.md", "# Page")]);
    for text in [r#"{"url": null"#, "url"] {
        let run = project.rasher(&["build", "--override", text]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.err.contains("this is no object in JSON"), "{text}: {}", run.err);
    }
    assert!(!project.has("public"));
}

#[test]
fn a_finding_points_into_the_file_that_said_the_key() {
    let project = Project::with(&[
        ("rasher.yml", "branding:\n  title: A\nextends: shared/look.yml\n"),
        ("shared/look.yml", "# the look\nbranding:\n  logoWidth: wide\n"),
        ("rasher.blog.yml", "brandign: {}\n"),
        ("content/index.md", "# Page"),
    ]);
    let Run { err, .. } = project.rasher(&["build", "--override", r#"{"toc": {"depth": "9"}}"#]);
    for place in ["shared/look.yml:3:3", "rasher.blog.yml:1:1", "--override:1:"] {
        assert!(err.contains(&format!("--> {place}")), "{place}\n{err}");
    }
}

#[test]
fn style_is_asked_for_by_its_digest_or_as_the_configuration_says() {
    let styles = |cache: &str| {
        let page = "# Page\n\n[!badge text=\"new\" margin=\"0 8 0 0\"]\n";
        let project = Project::with(&[("rasher.yml", cache), ("content/index.md", page)]);
        assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
        let html = project.read("public/index.html");
        let links = html.split("<link rel=\"stylesheet\" href=\"").skip(1);
        links.map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect::<Vec<_>>()
    };
    let digested = styles("");
    assert!(digested[0].starts_with("theme/theme.css?v=") && digested[1].starts_with("theme/components/sizes.css?v="));
    assert_eq!(styles("cache: {strategy: query}"), digested);
    assert_eq!(styles("cache: {token: v7}"), ["theme/theme.css?v=v7", "theme/components/sizes.css?v=v7"]);
    assert_eq!(styles("cache: {strategy: none}"), ["theme/theme.css", "theme/components/sizes.css"]);
}

#[test]
fn a_configuration_in_the_input_folder_is_not_published_and_a_chapter_may_be_called_target() {
    let project = Project::with(&[
        ("retype.json", "{}"),
        ("readme.md", "# Page\n\n[t](target/index.md)"),
        ("other.json", "{}"),
        ("target/index.md", "# Target"),
        ("build/target/CACHEDIR.TAG", ""),
        ("build/target/left.md", "# Left out"),
    ]);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
    assert!(project.has(".retype/target/index.html") && project.has(".retype/other.json"));
    assert!(!project.has(".retype/retype.json") && !project.has(".retype/build"));
}

#[test]
fn a_configuration_in_json_may_have_comments_tabs_and_commas_too_many() {
    let json = "{\n\t// where it is\n\t\"url\": \"https://example.com\", /* its\n\tname */\n\t\"branding\": { \"title\": \"One // two\", },\n}\n";
    let project = Project::with(&[("retype.json", json), ("index.md", "# Home")]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(project.read(".retype/index.html").contains("One // two"));
    assert!(project.has(".retype/sitemap.xml"));
}
