//! A project that is followed: whatever is done to it, what is shown is what a build would write.

use std::fs;
use std::time::{Duration, Instant, SystemTime};

use super::{Preview, Tab, assert_equals_the_build, site};
use crate::support::Project;
use crate::updated;

#[test]
fn the_preview_is_the_build_byte_for_byte_and_a_browser_gets_one_line_more() {
    let project = site();
    let preview = Preview::of(&project);
    assert_eq!(preview.base, "/docs/");
    assert_equals_the_build(&preview, &project);
    let plain = preview.get("/docs/guide/a/");
    for accept in ["Accept: text/html,*/*", "Sec-Fetch-Dest: document"] {
        let shown = preview.get_with("/docs/guide/a/", &[accept]);
        let more = shown.body.strip_prefix(plain.body.as_slice()).unwrap();
        let more = String::from_utf8_lossy(more);
        assert!(more.starts_with("<script src=\"/docs/.rasher/client.js\" ") && more.lines().count() == 1, "{more}");
    }
    assert_eq!(preview.get_with("/docs/guide/a/?raw", &["Accept: text/html"]).body, plain.body);
    assert_eq!(preview.get("/docs/.rasher/client.js").header("content-type"), "text/javascript; charset=utf-8");
}

#[test]
fn only_the_page_whose_bytes_changed_reloads() {
    let project = site();
    let preview = Preview::of(&project);
    let (mut a, mut b) = (preview.open("/docs/guide/a/"), preview.open("/docs/guide/b/"));
    project.write("content/guide/a.md", "# A\n\nNow with text.\n");
    a.reload();
    assert!(preview.get("/docs/guide/a/").text().contains("Now with text."));
    // A style concerns both. It is the first that the other page hears.
    project.write("static/style.css", "body { color: blue }\n");
    assert_eq!(b.files(), serde_json::json!(["/docs/style.css"]));
    project.write("content/guide/b.md", "---\nlabel: Other\n---\n# B\n");
    // Its label stands in the navigation of every page.
    a.reload();
    b.reload();
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_style_is_exchanged_in_place_even_when_it_is_the_themes() {
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/");
    project.write("static/style.css", "body { color: blue }\n");
    let news = tab.until(|_, data| data["files"] != serde_json::json!([]));
    assert_eq!((&news["reload"], &news["files"]), (&false.into(), &serde_json::json!(["/docs/style.css"])));
    project.write("static/theme/theme.css", "body { color: green }\n");
    let news = tab.until(|_, data| data["files"].to_string().contains("theme.css"));
    assert_eq!(news["reload"], false);
    assert_equals_the_build(&preview, &project);
}

#[test]
fn whatever_is_edited_in_whatever_way_is_shown_without_a_restart() {
    let project = site();
    let path = |name: &str| project.path().join(name);
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    type Edit<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let edits: [Edit<'_>; 9] = [
        (
            "an editor writes beside and renames",
            Box::new(|| {
                project.write("content/guide/a.md.new", "# A\n\nRenamed into place.\n");
                fs::rename(path("content/guide/a.md.new"), path("content/guide/a.md")).unwrap();
            }),
        ),
        (
            "an editor moves the old file away first",
            Box::new(|| {
                fs::rename(path("content/guide/a.md"), path("content/guide/a.md~")).unwrap();
                project.write("content/guide/a.md", "# A\n\nWritten anew.\n");
                fs::remove_file(path("content/guide/a.md~")).unwrap();
            }),
        ),
        ("a new folder with a page", Box::new(|| project.write("content/new/deep/c.md", "# C\n"))),
        ("a page in that folder", Box::new(|| project.write("content/new/deep/d.md", "# D\n"))),
        ("a folder is renamed", Box::new(|| fs::rename(path("content/new"), path("content/renamed")).unwrap())),
        (
            "a hundred pages at once",
            Box::new(|| {
                (0..100).for_each(|number| project.write(&format!("content/many/{number}.md"), "# Many\n"));
            }),
        ),
        ("a folder is removed", Box::new(|| fs::remove_dir_all(path("content/many")).unwrap())),
        (
            "the configuration",
            Box::new(|| project.write("rasher.yml", "url: example.com/docs\nbranding:\n  title: Renamed\n")),
        ),
        ("a template", Box::new(|| project.write("templates/footer.html", "<footer>Mine</footer>"))),
    ];
    for (what, edit) in edits {
        edit();
        println!("{what}");
        // A row of changes may be told in pieces; the last of them shows everything.
        tab.reload();
        assert_equals_the_build(&preview, &project);
        tab = preview.open("/docs/guide/a/");
    }
}

#[test]
fn a_commit_and_another_branch_are_shown_with_the_days_of_last_changes() {
    let project = site();
    project.write("rasher.yml", "url: example.com/docs\nlastUpdated:\n  date: true\n");
    let git = |day: &str, arguments: &[&str]| updated::git(project.path(), day, arguments);
    git("2024-01-01", &["init", "-q", "-b", "main"]);
    git("2024-01-01", &["add", "."]);
    git("2024-01-01", &["commit", "-q", "-m", "first"]);
    let preview = Preview::of(&project);
    assert_equals_the_build(&preview, &project);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\nMore.\n");
    tab.reload();
    let before = preview.get("/docs/guide/a/").text();
    let mut tab = preview.open("/docs/guide/a/");
    git("2024-05-05", &["commit", "-q", "-a", "-m", "second"]);
    tab.reload();
    assert!(preview.get("/docs/guide/a/").text() != before);
    assert_equals_the_build(&preview, &project);

    git("2024-06-06", &["checkout", "-q", "-b", "other"]);
    git("2024-06-06", &["mv", "content/guide", "content/elsewhere"]);
    git("2024-06-06", &["commit", "-q", "-m", "third"]);
    assert_equals_the_build(&preview, &project);
    git("2024-06-06", &["checkout", "-q", "main"]);
    assert_equals_the_build(&preview, &project);
}

#[test]
fn the_sitemap_of_the_preview_has_the_days_of_git_too() {
    let project = site();
    updated::git(project.path(), "2024-01-01", &["init", "-q", "-b", "main"]);
    updated::git(project.path(), "2024-01-01", &["add", "."]);
    let preview = Preview::of(&project);
    assert!(!preview.get("/docs/sitemap.xml").text().contains("<lastmod>"));
    updated::git(project.path(), "2024-01-01", &["commit", "-q", "-m", "first"]);
    assert_equals_the_build(&preview, &project);
    assert!(preview.get("/docs/sitemap.xml").text().contains("<lastmod>2024-01-01</lastmod>"));
}

/// How long a machine may take for what has to look like one moment.
const MOMENT: Duration = Duration::from_secs(1);

/// Tries something until the machine was quick enough for it to count, and gives what came of it; nothing when it never was.
fn in_a_moment<T>(mut attempt: impl FnMut(usize) -> T) -> Option<T> {
    (0..20).find_map(|number| {
        let start = Instant::now();
        let result = attempt(number);
        (start.elapsed() < MOMENT).then_some(result)
    })
}

#[test]
fn a_page_that_an_editor_empties_and_then_fills_is_never_shown_empty() {
    let project = site();
    let preview = Preview::of(&project);
    let page = project.path().join("content/guide/a.md");
    let shown = || preview.get("/docs/guide/a/").text();
    let told = in_a_moment(|number| {
        let mut tab = preview.open("/docs/guide/a/");
        fs::write(&page, "").unwrap();
        // It is looked at while it is empty: the second of these looks began behind that.
        let told = ["red", "blue"].map(|colour| {
            project.write("static/style.css", &format!("body {{ color: {colour}; order: {number} }}\n"));
            tab.next()
        });
        fs::write(&page, format!("# A\n\nFilled, {number}.\n")).unwrap();
        (tab, told, format!("Filled, {number}."))
    });
    if let Some((mut tab, told, filled)) = told {
        assert!(told.iter().all(|(event, _)| event == "news"), "{told:?}");
        assert_eq!(tab.next().0, "reload");
        assert!(shown().contains(&filled));
    }
    let mut tab = preview.open("/docs/guide/a/");
    fs::write(&page, "").unwrap();
    tab.reload();
    assert!(!shown().contains("Filled"), "a page that stays empty is shown so");
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_configuration_that_an_editor_empties_and_then_fills_changes_nothing() {
    let project = site();
    let preview = Preview::of(&project);
    let (file, text) = (project.path().join("rasher.yml"), project.read("rasher.yml"));
    let tab = in_a_moment(|_| {
        let tab = preview.open("/docs/guide/a/");
        fs::write(&file, "").unwrap();
        std::thread::sleep(Duration::from_millis(200));
        fs::write(&file, &text).unwrap();
        tab
    });
    if let Some(mut tab) = tab {
        project.write("static/style.css", "body { color: blue }\n");
        assert_eq!(tab.files(), serde_json::json!(["/docs/style.css"]));
    }
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_project_that_is_broken_for_a_while_keeps_its_last_good_site() {
    let project = site();
    let path = |name: &str| project.path().join(name);
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    let good = preview.get("/docs/guide/a/").body;
    let broken = |tab: &mut Tab| tab.until(|_, data| !data["findings"]["failure"].is_null());
    let mended = |tab: &mut Tab| tab.until(|_, data| data["findings"]["failure"].is_null());

    project.write("rasher.yml", "url: [\n");
    let message = broken(&mut tab)["findings"]["failure"]["message"].to_string();
    assert!(message.contains("rasher.yml:1:6") && message.contains("YAML"), "{message}");
    assert_eq!(preview.get("/docs/guide/a/").body, good);
    project.write("rasher.yml", "url: example.com/docs\n");
    mended(&mut tab);

    fs::rename(path("content"), path("elsewhere")).unwrap();
    broken(&mut tab);
    assert_eq!(preview.get("/docs/guide/a/").body, good);
    fs::rename(path("elsewhere"), path("content")).unwrap();
    mended(&mut tab);
    project.write("content/guide/a.md", "# A\n\nStill followed.\n");
    tab.reload();
    assert_equals_the_build(&preview, &project);
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_refuses_for_a_while_is_read_when_it_can_be() {
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    preview.may_open(3);
    project.write("content/guide/a.md", "# A\n\nWritten meanwhile.\n");
    tab.until(|_, data| !data["findings"]["failure"].is_null());
    // Of which no event tells.
    preview.may_open(1024);
    tab.reload();
    assert_equals_the_build(&preview, &project);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_told_and_shown_when_it_may() {
    use std::os::unix::fs::PermissionsExt;

    let project = site();
    let folder = project.path().join("content/guide");
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/");
    allow(0o000);
    if fs::read_dir(&folder).is_ok() {
        // The system refuses this user nothing.
        return;
    }
    tab.until(|_, data| data["findings"]["elsewhere"].to_string().contains("`content/guide` cannot be read"));
    assert_equals_the_build(&preview, &project);
    allow(0o755);
    tab.until(|_, data| data["findings"]["elsewhere"] == serde_json::json!([]));
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_project_whose_folder_is_replaced_is_followed_on() {
    let project = site();
    let path = |name: &str| project.path().join(name);
    project.write("copy/content/index.md", "# Another\n");
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/");
    fs::rename(path("content"), path("old")).unwrap();
    fs::rename(path("copy/content"), path("content")).unwrap();
    tab.reload();
    let mut tab = preview.open("/docs/");
    project.write("content/index.md", "# Another\n\nEdited.\n");
    tab.reload();
    assert_equals_the_build(&preview, &project);
}

/// The event tells what the link leads to, which is not what the site has.
#[cfg(unix)]
#[test]
fn what_no_event_names_is_shown_also_while_something_is_written_again_and_again() {
    let project = site();
    project.write("shared/footer.html", "<footer>Before</footer>\n");
    project.write("templates/keep.txt", "");
    let footer = project.path().join("shared/footer.html");
    let file = fs::File::options().write(true).open(&footer).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
    std::os::unix::fs::symlink(&footer, project.path().join("templates/footer.html")).unwrap();
    let preview = Preview::of(&project);
    assert!(preview.get("/docs/").text().contains("Before"));
    let is_shown = (0..100).any(|number| {
        project.write("content/.log", &format!("{number}\n"));
        if number == 10 {
            project.write("shared/footer.html", "<footer>Behind</footer>\n");
        }
        std::thread::sleep(Duration::from_millis(50));
        preview.get("/docs/").text().contains("Behind")
    });
    assert!(is_shown);
}

/// Nothing else is read from their folders, and one of them is not there yet.
#[test]
fn files_beside_the_project_that_pages_show_are_followed_before_they_are_there() {
    let page = "# Code\n\n:::code source=\"../../code/a.rs\" :::\n\n{{ include \"/../../texts/b\" }}\n";
    let project = Project::with(&[
        (".git/HEAD", ""),
        ("texts/c.md", ""),
        ("docs/rasher.yml", "templating: {enabled: true}\n"),
        ("docs/content/index.md", page),
    ]);
    let preview = Preview::with(&project, &["docs"]);
    let is_shown = |name: &str, text: &str| {
        let mut tab = preview.open("/");
        project.write(name, text);
        tab.reload();
        preview.get("/").text().contains(text)
    };
    assert!(is_shown("code/a.rs", "first") && is_shown("texts/b.md", "second"));
    let mut tab = preview.open("/");
    fs::remove_dir_all(project.path().join("code")).unwrap();
    tab.reload();
    assert!(is_shown("code/a.rs", "third"));
}

#[test]
fn what_is_wrong_is_told_to_the_page_with_its_place_and_a_link_to_the_editor() {
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\n[x](gone.md)\n");
    tab.reload();
    project.write("content/guide/b.md", "# B\n\n[x](gone.md)\n");
    let news = tab.until(|_, data| data["findings"]["elsewhere"] != serde_json::json!([]));
    let (here, elsewhere) = (&news["findings"]["here"], &news["findings"]["elsewhere"]);
    assert_eq!((here.as_array().map(Vec::len), elsewhere.as_array().map(Vec::len)), (Some(1), Some(1)));
    let place = &here[0]["place"];
    assert_eq!((&here[0]["code"], &place["line"], &place["column"]), (&"dead-link".into(), &3.into(), &5.into()));
    let file = fs::canonicalize(project.path().join("content/guide/a.md")).unwrap();
    assert_eq!(place["editor"], format!("vscode://file{}:3:5", file.to_str().unwrap()));
}

#[test]
fn a_page_is_told_of_a_hundred_findings_elsewhere_and_how_many_more_there_are() {
    let project = site();
    project.write("content/guide/b.md", &"[x](gone.md)\n".repeat(300));
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\n[x](gone.md)\n");
    let findings = tab.until(|event, _| event == "reload")["findings"].take();
    let count = |list: &str| findings[list].as_array().map(Vec::len);
    assert_eq!((count("here"), count("elsewhere"), &findings["more"]), (Some(1), Some(100), &200.into()));
}

#[test]
fn a_change_is_noticed_by_looking_where_the_system_does_not_tell() {
    let project = site();
    project.write("rasher.yml", "url: example.com/docs\nserve:\n  watch:\n    polling: 50\n");
    let preview = Preview::with(&project, &["--poll"]);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\nFound by looking.\n");
    tab.reload();
}

#[test]
fn pages_are_shown_and_followed_while_a_demo_is_built() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("Cargo.toml", "[workspace]\nmembers = [\"demos/*\"]\n"),
        ("demos/slow/Cargo.toml", "[package]\nname = \"slow\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"),
        ("content/index.md", "# A\n\n[!demo slow]\n"),
    ]);
    // The demo runs until it is told to end, however long this machine takes for the steps between.
    let (told, folder) = (project.path().join("told"), project.path());
    let program = format!(
        "use std::path::Path;\n\nfn main() {{\n    while Path::new({folder:?}).exists() && !Path::new({told:?}).exists() {{\n        \
         std::thread::sleep(std::time::Duration::from_millis(10));\n    }}\n    println!(\"done\");\n}}\n"
    );
    project.write("demos/slow/src/main.rs", &program);
    let preview = Preview::of(&project);
    let mut tab = preview.open("/");
    project.write("content/index.md", "# A\n\nEdited.\n\n[!demo slow]\n");
    tab.reload();
    let mut tab = preview.open("/");
    let page = preview.get("/").text();
    assert!(page.contains("Edited.") && !page.contains("data-demo"), "{page}");
    project.write("told", "");
    tab.reload();
    assert!(preview.get("/").text().contains("done</pre>"));
}
