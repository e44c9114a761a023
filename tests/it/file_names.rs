//! The names of files, which are the addresses of pages.

use std::collections::BTreeMap;
use std::fs;

use unicode_normalization::UnicodeNormalization;

use crate::support::{Project, files};

/// A site with accents in its names. A Mac may keep them in pieces, the letter and its accent, where people type one character.
const SITE: [(&str, &str); 8] = [
    (
        "rasher.yml",
        "url: cafe.example\nlinks: [{ text: Menü, link: menü/crème.md }]\nbranding: { logo: /bilder/öl.svg }\ntemplating: { enabled: true }\n",
    ),
    (
        "content/index.md",
        "# Home\n\n[a](menü/crème.md#süß) [b](/menü/crème) [c](men%C3%BC/cr%C3%A8me.md) [[Crème]] ![d](bilder/öl.svg) ![e](öl.svg)\n\n\
         [!ref](menü/)\n\n{{ include \"größe\" }}\n",
    ),
    ("content/_includes/größe.md", "So large.\n"),
    ("content/menü/index.md", "# Menü\n\n[up](../index.md)\n"),
    ("content/menü/crème.md", "---\ntags: [süß]\n---\n# Crème\n\n## Süß\n\n[d](/bilder/öl.svg) [t](/tags/süß/)\n"),
    ("content/über uns.md", "[a](menü/crème.md)\n\n<a href=\"../menü/crème/\">b</a>\n"),
    ("content/bilder/öl.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"30\"></svg>"),
    ("content/images/öl.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"30\"></svg>"),
];

/// What is built from files with such names, of which the texts are as people type them.
fn built(name: fn(&str) -> String) -> BTreeMap<String, String> {
    let names: Vec<String> = SITE.iter().map(|(path, _)| name(path)).collect();
    let site: Vec<(&str, &str)> = names.iter().zip(SITE).map(|(name, (_, text))| (name.as_str(), text)).collect();
    let project = Project::with(&site);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let public = files(&project.path().join("public")).into_iter();
    public.map(|(path, file)| (path, String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned())).collect()
}

#[test]
fn names_are_the_same_whole_and_in_pieces() {
    let (whole, pieces) = (built(|name| name.nfc().collect()), built(|name| name.nfd().collect()));
    assert!(whole.contains_key("menü/crème/index.html") && whole.contains_key("bilder/öl.svg"), "{:?}", whole.keys());
    assert!(whole["index.html"].contains("So large."));
    assert_eq!(whole.keys().collect::<Vec<_>>(), pieces.keys().collect::<Vec<_>>());
    // The copies of pages lead to files as these are called.
    for (path, text) in whole.into_iter().filter(|(path, _)| !path.ends_with(".md") && path != "llms-full.txt") {
        assert_eq!(text, pieces[&path], "{path}");
    }
}

#[test]
fn pages_whose_names_make_one_address_are_all_published() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Home\n\n[C](C.md) [C#](<C#.md>) [C++](C++.md) [c-1](c-1.md)\n"),
        ("C.md", "# C\n"),
        ("C#.md", "# C#\n"),
        ("C++.md", "# C++\n"),
        ("c-1.md", "# C, part one\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let heading = |path: &str| {
        let html = project.read(&format!(".retype/{path}/index.html"));
        html.split_once("<h1").unwrap().1.split_once('>').unwrap().1.split("</h1>").next().unwrap().to_owned()
    };
    assert_eq!(["c", "c-1", "c-2", "c-3"].map(heading), ["C#", "C, part one", "C++", "C"]);
    assert!(run.err.contains("it stands at `/c-2/` instead"), "{}", run.err);
    let home = project.read(".retype/index.html");
    assert!(
        home.contains("href=\"c-3/\"") && home.contains("href=\"c-2/\"") && home.contains("href=\"c-1/\""),
        "{home}"
    );
}

#[test]
fn a_link_to_a_name_with_signs_is_told_how_it_is_written_and_mended() {
    let page = "# Home\n\n[a](C#.md) [b](C#.md#use) [c](/my%20C#.md) ![d](a#b.png) [e](A%20B.md) [f](gone#x) [g](C.md#use) \
                [h](C%23.md)\n\n[i](D#.md)\n";
    let project = Project::with(&[
        ("rasher.yml", "links: [{ text: C, link: D#.md }]\n"),
        ("content/index.md", page),
        ("content/C.md", "# C\n"),
        ("content/C#.md", "# C#\n\n## Use\n"),
        ("content/D#.md", "# D#\n"),
        ("content/my C#.md", "# Mine\n"),
        ("content/A%20B.md", "# Twenty\n"),
        ("content/a#b.png", ""),
    ]);
    let run = project.rasher(&["build"]);
    assert!(
        run.err.contains("help: `#`, `?` and `%` in the name of a file are escaped in links: write `C%23.md`\n\n"),
        "{}",
        run.err
    );
    let run = project.rasher(&["check", "--fix"]);
    let mended = "# Home\n\n[a](C%23.md) [b](C%23.md#use) [c](/my%20C%23.md) ![d](a%23b.png) [e](A%2520B.md) [f](gone#x) [g](C.md#use) \
                  [h](C%23.md)\n\n[i](D%23.md)\n";
    assert_eq!(project.read("content/index.md"), mended, "{}", run.err);
    assert_eq!(project.read("rasher.yml"), "links: [{ text: C, link: D%23.md }]\n", "{}", run.err);
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("warning[").count(), 2, "{}", run.err);
    assert!(run.err.contains("there is no page `gone`") && run.err.contains("there is no `#use` on"), "{}", run.err);
}

/// Notes are named as Obsidian and Notion name them, by their titles.
#[test]
fn hyphens_stand_for_spaces_only_in_names_without_any() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Home\n"),
        ("feature-log.md", "text\n"),
        ("Asia-Pacific - The plan.md", "text\n"),
        ("part 1 - e-mail/1.1 - 1.2.md", "text\n"),
    ]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let home = project.read(".retype/index.html");
    for label in ["Feature log", "Asia-Pacific - The plan", "Part 1 - e-mail", "1.1 - 1.2"] {
        assert!(home.contains(&format!(">{label}<")), "{label}: {home}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_no_address_can_name_is_told_and_all_else_is_built() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n")]);
    for (folder, name) in [("", b"\xdcber.md".as_slice()), ("", b"_\xdc.md"), ("\u{fc}", b"a.md")] {
        let folder = project.path().join("content").join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(OsStr::from_bytes(name)), "# A\n").unwrap();
    }
    fs::create_dir(project.path().join("content").join(OsStr::from_bytes(b"\xff"))).unwrap();
    let run = project.rasher(&["build"]);
    assert!(
        run.err.contains("`content/\u{fffd}ber.md` is left out") && run.err.contains("`content/\u{fffd}` is"),
        "{}",
        run.err
    );
    assert!(run.out.starts_with("2 pages") && run.out.contains("2 warnings"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn what_was_built_from_a_name_of_two_lines_is_removed_with_it_and_nothing_else() {
    let name = "static/a\nb\r.txt";
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), (name, "x")]);
    project.rasher(&["build", "--no-cache"]);
    project.write("public/a", "mine");
    assert!(project.rasher(&["build", "--no-cache"]).out.contains("0 files written"));
    fs::remove_file(project.path().join(name)).unwrap();
    project.rasher(&["build"]);
    assert!(!project.has("public/a\nb\r.txt") && project.has("public/a"));
}
