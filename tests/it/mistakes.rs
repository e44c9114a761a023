//! What a mistake looks like on the command line.
//!
//! Each folder of `tests/mistakes` is a project with a mistake in it, and `expected.txt` is the whole transcript of
//! `rasher build` on it: the message with its place, the line and the hint, the summary, the exit code.

use std::fs;

use crate::support::{Project, assert_is, files, repository};

#[test]
fn every_mistake_is_told_with_its_place_and_a_hint_and_the_rest_is_built() {
    let mut cases: Vec<_> =
        fs::read_dir(repository("tests/mistakes")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 12, "only {} cases were found", cases.len());
    for case in cases {
        let project = Project::copy_of(&case);
        let run = project.rasher(&["build"]);
        assert_is(&run.transcript(), &case.join("expected.txt"));
        assert!(
            project.has("public/index.html") || project.has(".retype/index.html"),
            "{} left nothing built",
            case.display()
        );
    }
}

#[test]
fn front_matter_that_is_no_front_matter_any_more_is_told() {
    let large = format!("---\ntitle: {}\n---\n# Large\n", "x".repeat(70_000));
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", &large)]);
    let run = project.rasher(&["build"]);
    assert!(run.err.contains("error[front-matter-too-large]"), "{}", run.err);
    assert!(run.err.contains("content/index.md:2:1") && run.err.len() < 2000, "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_link_of_the_file_system_that_leads_out_of_the_project_is_told_and_not_followed() {
    let project =
        Project::with(&[("site/rasher.yml", ""), ("site/content/index.md", "# Home\n"), ("secret.md", "# Out\n")]);
    std::os::unix::fs::symlink("../../secret.md", project.path().join("site/content/link.md")).unwrap();
    let run = project.rasher(&["build", "site"]);
    assert!(run.err.contains("warning[symlink-outside]"), "{}", run.err);
    assert!(run.err.contains("help: copy the file into the project"), "{}", run.err);
    assert!(!project.has("site/public/link"));
}

#[cfg(unix)]
#[test]
fn a_link_of_the_file_system_may_lead_into_the_repository_around_the_project() {
    let project = Project::with(&[
        (".git/HEAD", ""),
        ("CHANGELOG.md", "# Changes\n"),
        ("shared/part.md", "# Part\n"),
        ("docs/retype.yml", ""),
        ("docs/index.md", "[a](CHANGELOG.md) [b](shared/part.md)\n"),
    ]);
    for name in ["CHANGELOG.md", "shared"] {
        std::os::unix::fs::symlink(format!("../{name}"), project.path().join("docs").join(name)).unwrap();
    }
    let run = project.rasher(&["build", "docs"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(project.has("docs/.retype/changelog/index.html") && project.has("docs/.retype/shared/part/index.html"));
}

#[test]
fn the_top_of_a_repository_is_known_without_gits_folder() {
    let page = ":::code source=\"../lib/sum.ts\" :::\n";
    let project = Project::with(&[("lib/sum.ts", "sum();\n"), ("docs/retype.yml", ""), ("docs/index.md", page)]);
    project.write("docs/.github/workflows/copied.yml", "");
    let run = project.rasher(&["build", "docs"]);
    assert!(run.err.contains("warning[file-outside]: `../lib/sum.ts`"), "{}", run.err);
    // The repository `.github` of an organisation, beside others.
    project.write(".github/.git/HEAD", "");
    let run = project.rasher(&["build", "docs"]);
    assert!(run.err.contains("warning[file-outside]: `../lib/sum.ts`"), "{}", run.err);
    fs::remove_dir_all(project.path().join(".github")).unwrap();
    project.write(".github/workflows/site.yml", "");
    let run = project.rasher(&["build", "docs"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(project.read("docs/.retype/index.html").contains("sum"));
}

/// `actions/checkout` leaves a token there, and a page that shows it may come with somebody's pull request.
#[cfg(unix)]
#[test]
fn nothing_that_git_keeps_is_published_or_shown() {
    let page = "[!file](.git/config)\n\n:::code source=\"/.git/config\" :::\n\n{{ include \"/.git/config\" }}\n";
    let project = Project::with(&[
        (".git/config", "hush"),
        (".git/key.txt", "hush"),
        ("retype.yml", "input: .\noutput: out\n"),
        ("index.md", page),
        ("assets/a.txt", ""),
    ]);
    for (link, to) in [("assets/folder", "../.git"), ("assets/key.txt", "../.git/key.txt")] {
        std::os::unix::fs::symlink(to, project.path().join(link)).unwrap();
    }
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("warning[symlink-outside]").count(), 2, "{}", run.err);
    for (name, path) in files(&project.path().join("out")) {
        assert!(!String::from_utf8_lossy(&fs::read(path).unwrap()).contains("hush"), "{name}");
    }
}

#[test]
fn a_page_in_another_encoding_fails_no_build_of_a_retype_project() {
    for (name, expected) in [("retype.yml", (0, "warning[not-utf8]")), ("rasher.yml", (1, "error[not-utf8]"))] {
        let project = Project::with(&[(name, "input: .\noutput: out\n"), ("index.md", "# Home\n")]);
        fs::write(project.path().join("a.md"), b"# Caf\xe9\n").unwrap();
        let run = project.rasher(&["build"]);
        assert_eq!(run.code, expected.0, "{}", run.err);
        assert!(run.err.contains(expected.1), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_that_lead_round_are_passed_over() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), ("content/a/b.md", "# B\n")]);
    for (to, link) in [("..", "up"), (".", "here"), ("self", "self"), ("gone", "dead"), ("a", "again")] {
        std::os::unix::fs::symlink(to, project.path().join("content").join(link)).unwrap();
    }
    for _ in 0..2 {
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(run.out.starts_with("3 pages") && project.has("public/again/b/index.html"), "{}", run.out);
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_fails_the_build_unless_it_is_left_out() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n"),
        ("content/a.md", "# A\n"),
        ("content/b/c.md", "# C\n"),
        ("content/.d/e.md", "# E\n"),
        ("static/f.txt", "f"),
    ]);
    let close = |path: &str, mode| {
        fs::set_permissions(project.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    ["content/a.md", "content/b", "content/.d", "static/f.txt"].into_iter().for_each(|path| close(path, 0));
    // Nothing is closed to an administrator.
    if fs::read(project.path().join("content/a.md")).is_err() {
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.matches("error[missing-file]").count()), (1, 3), "{}", run.err);
        assert!(project.has("public/index.html") && !project.has("public/f.txt"));
        close("static/f.txt", 0o644);
        let run = project.rasher(&["build", "--override", "{\"exclude\": [\"a.md\", \"b\"]}"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
    }
    ["content/b", "content/.d"].into_iter().for_each(|path| close(path, 0o755));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_of_the_site() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), ("static/a.txt", "a")]);
    for pipe in ["content/pipe.md", "static/pipe.txt"] {
        let made = std::process::Command::new("mkfifo").arg(project.path().join(pipe)).status().unwrap();
        assert!(made.success());
    }
    assert_eq!(project.rasher(&["build"]).code, 0);
    assert!(project.has("public/a.txt") && !project.has("public/pipe.txt") && !project.has("public/pipe"));
}

#[test]
fn a_page_that_is_no_text_is_told_once() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n")]);
    let bytes: Vec<u8> = (0..=255).cycle().take(9000).chain(*b"[x](y.md) $\\z$").collect();
    fs::write(project.path().join("content/a.md"), bytes).unwrap();
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.matches("error[not-utf8]: this file is no text").count()), (1, 1), "{}", run.err);
    assert!(run.err.lines().count() < 10 && project.has("public/a/index.html"), "{}", run.err);
    let utf16: Vec<u8> = "# A\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(project.path().join("content/a.md"), utf16).unwrap();
    let run = project.rasher(&["build"]);
    assert!(
        run.err.starts_with("error[not-utf8]: this file has a NUL here") && run.err.contains("a.md:1:2"),
        "{}",
        run.err
    );
}

#[test]
fn warnings_fail_the_build_only_when_strict() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# A\n\n[x](gone.md)\n")]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    assert_eq!(project.rasher(&["build", "--strict"]).code, 1);
}

#[test]
fn tools_get_json_on_the_output_and_github_gets_annotations() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# A\n\n[x](gone.md)\n")]);
    let json = project.rasher(&["build", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(json.out.trim()).unwrap();
    assert_eq!((value["code"].as_str(), value["place"]["line"].as_u64()), (Some("dead-link"), Some(3)));
    let github = project.rasher(&["build", "--format", "github"]);
    assert!(github.out.starts_with("::warning file=content/index.md,line=3,col=5,title=dead-link::"), "{}", github.out);
    // GitHub looks for files from the top of the repository.
    let around = project.path().parent().unwrap().to_str().unwrap();
    let folder = project.path().file_name().unwrap().to_str().unwrap();
    let within = format!("{folder}/content/index.md");
    for (workspace, file) in [(around, within.as_str()), ("/elsewhere", "content/index.md")] {
        let run = project.rasher_with(&["build", "--format", "github"], &[("GITHUB_WORKSPACE", workspace)]);
        assert!(run.out.starts_with(&format!("::warning file={file},line=3,")), "{}", run.out);
    }
}

#[test]
fn quiet_says_nothing_but_errors() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# A\n\n[x](gone.md)\n"),
        ("content/b.md", "---\na: [\n---\n# B\n"),
    ]);
    let run = project.rasher(&["build", "-q"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("error[front-matter-invalid]") && !run.err.contains("dead-link"), "{}", run.err);
}

#[test]
fn what_is_no_project_is_told_with_what_makes_one() {
    let project = Project::with(&[("notes.txt", "x")]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("error: there is no project in") && run.err.contains("help: a project has a `rasher.yml`"),
        "{}",
        run.err
    );
    assert_eq!(project.rasher(&["build", "gone"]).code, 2);
    let run = project.rasher(&["init", "notes.txt"]);
    assert!(run.code == 2 && run.err.contains("help: a file stands where a folder is needed"), "{}", run.err);
    project.write("content/index.md", "# A page");
    let run = project.rasher(&["build", "--output", "content/index.md"]);
    assert!(run.code == 2 && run.err.contains("help: a file stands where a folder is needed"), "{}", run.err);
    let run = project.rasher(&["build", "content/index.md"]);
    assert!(run.code == 2 && run.err.contains("help: name its folder, or its configuration file"), "{}", run.err);
}

#[test]
fn every_diagnostic_can_be_explained() {
    let project = Project::with(&[]);
    let list = project.rasher(&["explain"]);
    assert!(list.out.lines().count() > 20, "{}", list.out);
    for name in list.out.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()) {
        let run = project.rasher(&["explain", name]);
        assert_eq!(run.code, 0, "{name}");
        assert!(run.out.starts_with(name) && run.out.lines().count() > 3, "{}", run.out);
    }
    for (slip, hint) in [
        ("dead-lnk", "did you mean `dead-link`?"),
        ("branding.titel", "did you mean `branding.title`?"),
        ("permalnk", "did you mean `permalink`?"),
        ("nothing-like-it", "`rasher schema config --form markdown` the keys"),
    ] {
        let run = project.rasher(&["explain", slip]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(hint), "{}", run.err);
    }
}

#[test]
fn the_help_is_as_reviewed() {
    let project = Project::with(&[]);
    assert_is(&project.rasher(&["--help"]).out, &repository("tests/help/rasher.txt"));
    for command in ["build", "check", "init", "new", "schema", "serve"] {
        assert_is(&project.rasher(&[command, "--help"]).out, &repository(&format!("tests/help/{command}.txt")));
    }
}
