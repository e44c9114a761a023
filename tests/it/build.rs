//! What a build writes, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::support::{self, Project, repository};

fn small_site() -> Project {
    Project::with(&[
        ("rasher.yml", "url: example.com\n"),
        ("content/index.md", "# Home\n\n[a](guide/a.md)\n"),
        ("content/guide/a.md", "# A\n\n```ps1 #\n$x\n```\n"),
        ("static/images/Dot.TXT", "x"),
    ])
}

/// Every file below a folder with its bytes and when it was written.
fn files(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let read = |path: PathBuf| (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    support::files(folder).into_iter().map(|(name, path)| (name, read(path))).collect()
}

#[cfg(unix)]
#[test]
fn what_is_called_like_a_drive_of_windows_is_not_lost() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/Q: how.md", "# How\n"),
        ("content/Q:/in.md", "# In\n"),
        ("content/Q:/b.svg", "<svg/>"),
        ("content/index.md", "[x](Q:%20how.md) [y](./Q:/in.md) ![](./Q:/b.svg)\n"),
    ]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(project.read("public/q-how/index.html").contains("<h1 id=\"how\">How"));
    assert!(project.read("public/q/in/index.html").contains("<h1 id=\"in\">In"));
    assert!(project.has("public/q:/b.svg") && project.read("public/index.html").contains("src=\"./q:/b.svg\""));
}

#[test]
fn a_file_whose_name_is_as_long_as_there_can_be_one_is_written_anew() {
    let name = format!("static/{}.txt", "ä".repeat(125));
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), (&name, "one")]);
    for text in ["one", "two and three"] {
        project.write(&name, text);
        assert_eq!(project.rasher(&["build", "--strict"]).code, 0);
        assert_eq!(project.read(&name.replace("static", "public")), text);
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let project = small_site();
    let first = project.rasher(&["build"]);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    let before = files(&project.path().join("public"));
    let second = project.rasher(&["build"]);
    assert!(second.out.contains("0 files written"), "{}", second.out);
    assert_eq!(before, files(&project.path().join("public")));
}

#[test]
fn a_large_file_is_written_again_where_it_differs_in_its_last_letter_alone() {
    let project = small_site();
    for (end, told) in [("a", "written"), ("a", "0 files written"), ("b", "1 file written"), ("bc", "1 file written")] {
        let film = format!("{}{end}", "film".repeat(50_000));
        project.write("static/film.mp4", &film);
        let run = project.rasher(&["build", "--strict"]);
        assert!(run.out.contains(told), "{} does not say {told}", run.out);
        assert!(project.read("public/film.mp4") == film);
    }
}

// Elsewhere no folder can be locked.
#[cfg(unix)]
#[test]
fn two_builds_at_a_time_are_one_after_the_other() {
    let project = small_site();
    for round in 0..2 {
        for number in 0..100 {
            project.write(&format!("content/{number}.md"), &format!("# {round}\n"));
        }
        let codes = std::thread::scope(|scope| {
            let builds = [(); 2].map(|()| scope.spawn(|| project.rasher(&["build"])));
            builds.map(|build| build.join().unwrap()).map(|build| (build.code, build.err))
        });
        assert_eq!(codes, [(0, String::new()), (0, String::new())]);
    }
}

#[test]
fn the_bytes_are_the_same_with_one_thread_and_with_many() {
    let project = Project::copy_of(&repository("tests/golden"));
    let built = |output: &str, threads: &str| {
        project.rasher_with(&["build", "-q", "--output", output], &[("RAYON_NUM_THREADS", threads)]);
        let files = files(&project.path().join(output));
        files.into_iter().map(|(name, (bytes, _))| (name, bytes)).collect::<BTreeMap<_, _>>()
    };
    let one = built("one", "1");
    assert!(one.len() > 10);
    assert_eq!(one, built("many", "8"));
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_survives() {
    let project = small_site();
    project.write("public/thesis.txt", "years of work");
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("is not empty and was not written by Rasher") && run.err.contains("help: "),
        "{}",
        run.err
    );
    assert_eq!(files(&project.path().join("public")).len(), 1);
    assert_eq!(project.read("public/thesis.txt"), "years of work");
}

#[test]
fn a_site_that_retype_wrote_is_written_over_and_that_is_told_once() {
    let project = Project::with(&[("retype.yml", "url: a.example"), ("index.md", "# Page\n")]);
    project.write(".retype/index.html", "Retype's");
    project.write(".retype/gone/index.html", "Retype's");
    project.write(".retype/resources/js/config.js", "");
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.matches("note[output-of-retype]").count()), (0, 1), "{}", run.err);
    assert!(project.read(".retype/index.html").contains("<h1 id=\"page\">Page"));
    assert_eq!(project.read(".retype/gone/index.html"), "Retype's");
    assert_eq!(project.rasher(&["build"]).err, "");
}

#[test]
fn a_site_may_be_written_around_its_input_where_one_was_before() {
    let project = Project::with(&[("retype.yml", "input: .\\src\n"), ("src/index.md", "# Page\n")]);
    assert_eq!(project.rasher(&["build", "--output", "."]).code, 2);
    project.write("resources/js/config.js", "");
    for _ in 0..2 {
        let run = project.rasher(&["build", "--output", "."]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(project.read("index.html").contains("<h1 id=\"page\">Page"));
        assert_eq!(project.read("src/index.md"), "# Page\n");
    }
}

#[test]
fn a_site_may_be_written_around_its_input_where_the_configuration_says_so() {
    let project = Project::with(&[
        ("retype.yml", "input: .\\src\noutput: .\n"),
        ("src/index.md", "# Page\n"),
        ("LICENSE", "mine"),
        ("robots.txt", "mine"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, project.has("index.html"), project.read("robots.txt").as_str()), (2, false, "mine"));
    fs::remove_file(project.path().join("robots.txt")).unwrap();
    for _ in 0..2 {
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(project.has("robots.txt") && project.read("index.html").contains("<h1 id=\"page\">Page"));
        assert_eq!((project.read("src/index.md").as_str(), project.read("LICENSE").as_str()), ("# Page\n", "mine"));
    }
}

#[test]
fn a_site_may_be_written_around_the_folder_of_its_project() {
    let project = Project::with(&[
        ("README.md", "mine"),
        ("docs/retype.yml", "output: ../\n"),
        ("docs/index.md", "# Page\n"),
        ("docs/static/a.txt", "a"),
    ]);
    for _ in 0..2 {
        let run = project.rasher(&["build", "docs"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(project.read("index.html").contains("<h1 id=\"page\">Page"));
        assert_eq!((project.read("docs/index.md").as_str(), project.read("README.md").as_str()), ("# Page\n", "mine"));
    }
    project.write("docs/retype.yml", "output: ../..\n");
    assert_eq!(project.rasher(&["build", "docs"]).code, 2, "but not farther out");
}

/// The file came when there was a site already.
#[test]
fn a_site_that_was_written_around_its_input_takes_no_place_that_it_did_not_have() {
    let project = Project::with(&[("retype.yml", "input: src\noutput: .\n"), ("src/index.md", "# Page\n")]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    project.write("contact/index.html", "mine");
    project.write("src/contact.md", "# Contact\n");
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.contains("contact/index.html")), (2, true), "{}", run.err);
    assert_eq!(project.read("contact/index.html"), "mine");
}

/// What the link leads to may be on another machine.
#[cfg(unix)]
#[test]
fn a_site_that_is_written_around_its_input_takes_no_link_of_the_authors_that_leads_nowhere() {
    let project = Project::with(&[("docs/retype.yml", "output: ..\n"), ("docs/index.md", "# Page\n")]);
    let link = project.path().join("robots.txt");
    std::os::unix::fs::symlink("elsewhere/robots.txt", &link).unwrap();
    let run = project.rasher(&["build", "docs"]);
    assert_eq!((run.code, run.err.contains("robots.txt")), (2, true), "{}", run.err);
    assert!(link.is_symlink());
}

/// Each page of the input here has a copy in Markdown where the author has another text, or the site has a file of that name.
#[test]
fn a_site_that_is_written_around_its_input_takes_no_place_of_the_authors() {
    for (page, text) in [
        ("src/guide.md", "guide.md"),
        ("src/src/guide.md", "src/guide.md"),
        ("src/src/a.md", "src/b.md"),
        ("src/a.md", "_headers"),
        ("src/a.md", "theme/theme.css"),
    ] {
        let project = Project::with(&[("retype.yml", "input: src\noutput: ."), (text, "# Mine\n"), (page, "# Page\n")]);
        project.write("resources/js/config.js", "");
        let before = files(project.path());
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.contains("where the project's own texts are")), (2, true), "{}", run.err);
        assert_eq!((project.read(text).as_str(), files(project.path())), ("# Mine\n", before));
    }
}

#[test]
fn what_is_no_longer_built_is_removed_and_what_is_not_ours_stays() {
    let project = small_site();
    project.rasher(&["build"]);
    project.write("public/guide/a/notes.txt", "mine");
    project.write("public/mine.txt", "mine");
    fs::remove_file(project.path().join("content/guide/a.md")).unwrap();
    fs::remove_file(project.path().join("static/images/Dot.TXT")).unwrap();
    let run = project.rasher(&["build"]);
    // The page with its copy, the script that only it needed, and the file.
    assert!(run.out.contains("4 removed"), "{}", run.out);
    assert!(!project.has("public/guide/a/index.html"));
    assert!(!project.has("public/images"), "a folder that is empty now is removed with its last file");
    assert_eq!(
        (project.read("public/mine.txt"), project.read("public/guide/a/notes.txt")),
        ("mine".into(), "mine".into())
    );
}

#[test]
fn a_page_that_becomes_a_folder_of_files_finds_its_place() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# A"), ("static/x", "file")]);
    project.rasher(&["build"]);
    fs::remove_file(project.path().join("static/x")).unwrap();
    project.write("static/x/y.txt", "now a folder");
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(project.read("public/x/y.txt"), "now a folder");
}

#[test]
fn a_manifest_cannot_make_us_remove_anything_outside() {
    let project = small_site();
    project.rasher(&["build"]);
    let manifest = project.read("public/.rasher-manifest");
    project.write("public/.rasher-manifest", &format!("{manifest}../content/index.md\n/etc/hostname\n"));
    project.rasher(&["build"]);
    assert!(project.has("content/index.md"));
}

#[test]
fn an_output_folder_inside_the_sources_is_not_read_back() {
    let project = Project::with(&[("rasher.yml", "input: .\noutput: site\n"), ("index.md", "# Home"), ("b.txt", "x")]);
    for _ in 0..2 {
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(project.has("site/b.txt") && !project.has("site/site"));
    }
    let project = Project::with(&[
        ("rasher.yml", "output: static/site\n"),
        ("content/index.md", "# Home"),
        ("static/b.txt", "x"),
    ]);
    for _ in 0..2 {
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(project.has("static/site/b.txt") && !project.has("static/site/site"));
    }
}

#[test]
fn an_output_folder_that_is_or_holds_the_sources_is_refused() {
    let project = small_site();
    project.write("static/a/b.txt", "b");
    for output in [".", "..", "content", "static", "templates"] {
        let run = project.rasher(&["build", "--output", output]);
        assert_eq!(run.code, 2, "{output}: {}", run.err);
        assert!(
            run.err.contains("the project's own files are there") && run.err.contains("  help: choose a folder of")
        );
    }
    assert!(project.has("content/index.md"));
}

#[test]
fn addresses_are_in_lower_case_and_relative_by_default() {
    let project = small_site();
    project.rasher(&["build"]);
    assert!(project.has("public/images/dot.txt"));
    assert!(project.read("public/index.html").contains("<a href=\"guide/a/\">a</a>"));
    assert!(project.read("public/sitemap.xml").contains("<loc>https://example.com/guide/a/</loc>"));
    assert!(project.read("public/robots.txt").contains("Sitemap: https://example.com/sitemap.xml"));
    assert_eq!(project.read("public/CNAME"), "example.com");
}

#[test]
fn a_site_that_was_written_into_the_input_folder_is_none_of_its_pages() {
    let project = Project::with(&[("retype.yml", ""), ("readme.md", "# Home\n")]);
    for output in ["public", "site/v1", "assets/old"] {
        assert_eq!(project.rasher(&["build", "--output", output]).code, 0);
    }
    let run = project.rasher(&["build"]);
    assert!(!project.has(".retype/public/index.html") && !project.has(".retype/site/v1/index.html"), "{}", run.out);
    assert!(project.has(".retype/assets/old/index.html"), "files in `assets` are published as they are");
    fs::remove_file(project.path().join("site/v1/404.html")).unwrap();
    project.rasher(&["build"]);
    assert!(project.has(".retype/site/v1/index.html"), "what is left of a site is none");
}

#[test]
fn the_page_for_lost_readers_works_at_any_address() {
    let project = small_site();
    project.rasher(&["build", "--base-url", "https://example.com/docs"]);
    let page = project.read("public/404.html");
    assert!(page.contains("href=\"/docs/\"") && page.contains("href=\"/docs/theme/theme.css?v="), "{page}");
    assert!(page.contains("<title>Not found · "), "{page}");
    project.write("rasher.yml", "meta:\n  title: \" | Docs\"\n");
    project.rasher(&["build"]);
    assert!(project.read("public/404.html").contains("<title>Not found | Docs</title>"));
}

#[test]
fn a_path_of_the_host_leads_into_the_folder_that_the_site_is_published_in() {
    let project = Project::with(&[
        (
            "retype.yml",
            "url: a.github.io/Proj\nlinks:\n- text: G\n  link: /proj/guide/#part\n- text: H\n  link: /proj\n",
        ),
        (
            "README.md",
            "# A\n\n[g](/proj/guide/#part) [h](/Proj/) [m](/proj/guide.md) [t](/proj/tags/) ![](/proj/a.svg) [n](/project/)\n",
        ),
        ("guide.md", "---\ntags: [x]\n---\n# G\n\n## Part\n"),
        ("a.svg", "<svg/>"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("warning[").count(), 1, "only the one beside it leads nowhere: {}", run.err);
    let page = project.read(".retype/index.html");
    for link in
        ["\"guide/#part\"><span>G", "\"./\"><span>H", "\"guide/#part\">g", "\"./\">h", "\"guide/\">m", "\"tags/\">t"]
    {
        assert!(page.contains(&format!("<a href={link}</")), "{link}: {page}");
    }
    assert!(page.contains("src=\"a.svg\""), "{page}");
}

#[test]
fn a_projects_template_replaces_the_themes_and_can_extend_it() {
    let project = small_site();
    project.write("templates/footer.html", "<footer>Our own foot, {{ site.year }}</footer>");
    project.write(
        "templates/page.html",
        "{% extends \"theme/page.html\" %}{% block content %}<p>before</p>{{ super() }}{% endblock %}",
    );
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = project.read("public/guide/a/index.html");
    assert!(page.contains("Our own foot, 2025") && page.contains("<p>before</p>") && page.contains("<h1"), "{page}");
}

#[test]
fn a_new_component_is_one_template() {
    let project = small_site();
    project.write(
        "templates/components/till.html",
        "{% component till(number: integer = 1, text: string = \"\") {\"shape\": \"inline\", \"text\": \"text\", \"markdown\": [\"text\"]} %}<b class=\"till\">{{ number }}: {{ text }}</b>{% endcomponent till %}",
    );
    project.write("content/guide/a.md", "# A\n\nSee [!till **open**] and [!till number=\"4\" text=\"shut\"].\n");
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = project.read("public/guide/a/index.html");
    assert!(
        page.contains("See <b class=\"till\">1: <strong>open</strong></b> and <b class=\"till\">4: shut</b>."),
        "{page}"
    );
}

#[test]
fn a_page_without_a_heading_gets_its_title_as_one() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home [!badge x] page"),
        ("content/b.md", "---\ntitle: From <title>\n---\nText.\n"),
    ]);
    project.rasher(&["build"]);
    assert!(
        project.read("public/b/index.html").contains("<h1 id=\"from-title\">From &lt;title&gt;</h1>\n<p>Text.</p>")
    );
    assert!(project.read("public/index.html").contains("<title>Home page</title>"));
}

#[test]
fn code_without_colours_keeps_its_language() {
    let page = ("content/index.md", "# A\n\n```ps1\n$x = 1\n```\n");
    let project = Project::with(&[("rasher.yml", "snippets: { highlight: false }"), page]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    let html = project.read("public/index.html");
    assert!(html.contains("data-lang=\"powershell\"") && html.contains("<span class=\"line\">$x = 1</span>"), "{html}");
}

/// A project of somebody else's may come with an output folder, and with links in it.
#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_behind_a_link_in_the_output_folder() {
    use std::os::unix::fs::symlink;
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), ("content/a.md", "# A\n")]);
    project.rasher(&["build"]);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("index.html"), "mine").unwrap();
    fs::remove_dir_all(project.path().join("public/a")).unwrap();
    symlink(outside.path(), project.path().join("public/a")).unwrap();
    for text in [Some("# B\n"), None] {
        match text {
            Some(text) => project.write("content/a.md", text),
            None => fs::remove_file(project.path().join("content/a.md")).unwrap(),
        }
        let run = project.rasher(&["build"]);
        assert_eq!(
            (run.code, run.err.contains("through the symbolic link") && run.err.contains("public/a`")),
            (2, true),
            "{}",
            run.err
        );
        assert_eq!(fs::read_to_string(outside.path().join("index.html")).unwrap(), "mine");
    }
    // One that was laid where a file is written before it takes its place.
    fs::remove_file(project.path().join("public/a")).unwrap();
    let temporary = format!(".{}.rasher-new", &blake3::hash(b"index.html").to_hex()[..16]);
    symlink(outside.path().join("index.html"), project.path().join("public").join(temporary)).unwrap();
    project.write("content/index.md", "# Changed\n");
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(project.read("public/index.html").contains("Changed"));
    assert_eq!(fs::read_to_string(outside.path().join("index.html")).unwrap(), "mine");
}
