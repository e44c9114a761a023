//! However a project came to be as it is, the site is the same: compiling after any row of edits, with what is known from
//! before, gives every byte and every finding of compiling the project afresh.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use camino::Utf8Path;
use proptest::prelude::*;
use rasher::diagnostic::Diagnostic;
use rasher::{Changes, Content, Demos, Overrides, Seen, Snapshot, compile, compile_after, read, read_after};

use crate::support::Project;

/// Files that edits write, remove and rename; some are in each other's way.
const PATHS: [&str; 19] = [
    "content/index.md",
    "content/a.md",
    "content/b.md",
    "content/404.md",
    "content/guide.md",
    "content/guide/README.md",
    "content/guide/index.md",
    "content/guide/c.md",
    "content/guide/deep/d.md",
    "content/guide/index.yml",
    "content/blog/2025-01-02-post.md",
    "content/blog/2025-03-04-later.md",
    "content/guide/_includes/note.md",
    "content/_includes/top.md",
    "content/images/e.png",
    "static/f.css",
    "static/theme/theme.css",
    "templates/components/badge.html",
    "rasher.yml",
];

/// What is written into them.
const TEXTS: [&str; 21] = [
    "",
    "# One\n\nText.\n",
    "# Two\n\n[b](b.md) [c](/guide/c.md#two) ![e](/images/e.png)\n",
    "---\nlabel: Lower\norder: -5\n---\n# Two\n\n## Two\n\n[one](guide/c.md)\n",
    "---\nvisibility: hidden\npermalink: /elsewhere\n---\nNo heading.\n",
    "---\ndraft: true\nvisibility: hidden\npermalink: /elsewhere\n---\n# Draft\n\n[b](b.md)\n",
    "---\ndate: 2999-01-01\ntitle: '*Later*'\n---\n[x](/404.html) [y](guide.html)\n",
    "---\nredirect: b.md\ntags: [x, y]\ncategory: z\ndate: 2025-02-03\n---\n# Moved\n",
    "---\n[\n---\n!!!\nopen\n",
    "[!badge variant=\"danger\" text=\"A\"] :rocket: [[b]] [!ref](a.md)\n\n```ps1 #\n$x\n```\n",
    "url: example.com/docs\nbranding:\n  title: A\n",
    "input: content\nlinks:\n  - text: B\n    link: b.md\n",
    "label: Folder\norder: 100\nicon: rocket\n",
    "---\nicon: nowhere.png\ntags: [X, y]\ndescription: Said\n---\n# Own\n\n[gone](/gone.md) [[Two]] [a](a.md#two)\n",
    "---\ntags: [x]\nlayout: blog\n---\n# Post\n\nText.\n\n:::code source=\"/guide/c.md\" :::\n",
    "draft: true\nvisibility: private\nicon: nowhere\n",
    "{% component badge(text: String = \"\") %}{% endcomponent %}",
    "body { color: red }",
    "{{ 1 + 1 }} {{ page.title }}\n",
    "---\ntemplating: true\ntags: [x]\n---\n# T\n\n{{ for p in content.pages }}{{ p.title }} {{ p.url }} {{ p.description }} {{ end }}{{ gone }}\n",
    "---\ntemplating: true\n---\n{{ include \"note\" }} {{ include \"b#two\" }} {{ year }}\n",
];

/// What is put in the place of what: words that only the page itself shows, words that others show, too, and what everything
/// depends on. Written at the end where there is nothing of the kind.
const CHANGES: [(&str, &str); 50] = [
    ("Text.", "Other words."),
    ("Other words.", "Text, and ~~more~~ *of* it.\n\nA second paragraph."),
    ("No heading.", "Still none.\n"),
    ("Still none.", "<h1>A heading</h1>"),
    ("\n# One", "\n# Won"),
    ("## Two", "## Three\n\n### Four"),
    ("(b.md)", "(a.md)"),
    ("[x, y]", "[y]"),
    ("draft: true", "draft: false"),
    ("label: Lower", "draft: true"),
    ("tags: [x, y]", "date: 2999-01-01"),
    ("date: 2999-01-01", "date: 2025-01-01"),
    ("order: -5", "order: 7"),
    ("# Two\n", "# Two\n\nA new first paragraph, by which others show the page.\n"),
    ("category: z", "category: w"),
    ("category: z", "category: [z, X]"),
    ("[x, y]", "[X, y, new]"),
    ("[x, y]", "[]"),
    ("tags: [x]", "tags: [q, X]"),
    ("\n# Two", "\n# Two\n\n[a list](/tags/new/) [another](/tags/y/) [a feed](/tags/x/feed.xml)"),
    ("/elsewhere", "/somewhere"),
    ("[!badge ", "\n\n[!badge variant=\"success\" "),
    ("[!badge New]", "[!badge text=\"New\" margin=\"3\"]"),
    ("Text.", "[!button Text](b.md)"),
    ("Text.", "![e](/images/e.png) Text."),
    ("## Part", "## Whole"),
    ("label: Lower", "label: Upper\ndescription: About it"),
    ("description: Said", "description: Told"),
    ("tags: [x]", "tags: [x]\ndescription: In short"),
    ("label: ", "meta:\n  title: Whole\n  description: Whole, too\nlabel: "),
    ("# Second", "# First"),
    ("/e.png", "/E.png"),
    ("# East", "# A west"),
    ("order: 3", "order: -1"),
    ("Text.", "[b](/b.md) ![e](/images/e.png) Text."),
    ("[d](d.md)", "[c](c.md#two) [d](d.md)"),
    ("[d](d.md)", "[[One]]"),
    ("[d](d.md)", "[a list](/tags/) [none](/lists/)"),
    ("/tags/", "/categories/"),
    ("/tags/new/", "/tags/q/"),
    ("redirect: b.md", "redirect: /tags/q/"),
    ("permalink: /elsewhere", "permalink: /tags/q"),
    ("label: Lower", "permalink: /categories"),
    ("# C\n", "# Three\n"),
    ("order: 3", "order: 3\nicon: rocket"),
    ("order: -5", "order: -5\nicon: nowhere"),
    ("tags: [x, y]", "icon: rocket\ntags: [x, y]"),
    ("permalink: /elsewhere", "permalink: /elsewhere\nicon: f.css"),
    ("icon: nowhere.png", "icon: rocket"),
    ("# Three\n", "# A fourth\n\n[a](/a.md)\n"),
];

#[derive(Debug, Clone)]
enum Edit {
    Write(&'static str, &'static str),
    Change(&'static str, (&'static str, &'static str)),
    Remove(&'static str),
    Rename(&'static str, &'static str),
}

impl Edit {
    /// Where it changes something.
    fn paths(&self) -> impl Iterator<Item = &'static str> {
        let (first, second) = match self {
            Self::Write(path, _) | Self::Change(path, _) | Self::Remove(path) => (path, None),
            Self::Rename(from, to) => (from, Some(*to)),
        };
        [*first].into_iter().chain(second)
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let path = || proptest::sample::select(&PATHS[..]);
    let page = || path().prop_filter("a page", |path| path.ends_with(".md"));
    let text = proptest::sample::select(&TEXTS[..]);
    let change = proptest::sample::select(&CHANGES[..]);
    prop_oneof![
        4 => (path(), text).prop_map(|(path, text)| Edit::Write(path, text)),
        5 => (page(), change).prop_map(|(path, change)| Edit::Change(path, change)),
        1 => path().prop_map(Edit::Remove),
        1 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
    ]
}

fn apply(project: &Project, edit: &Edit) {
    match edit {
        Edit::Write(path, text) => write(project, path, text),
        Edit::Change(path, (from, to)) => {
            let before = fs::read_to_string(project.path().join(path)).unwrap_or_default();
            let after = if before.contains(from) { before.replace(from, to) } else { format!("{before}\n{to}\n") };
            write(project, path, &after);
        }
        // What is not there cannot be removed or renamed, which is no edit.
        Edit::Remove(path) => drop(fs::remove_file(project.path().join(path))),
        Edit::Rename(from, to) => {
            let to = project.path().join(to);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::rename(project.path().join(from), to).ok();
        }
    }
}

fn write(project: &Project, path: &str, text: &str) {
    project.write(path, text);
    // Old files are not read again when they look the same, and these must not look the same.
    let file = fs::File::options().write(true).open(project.path().join(path)).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
}

/// Every file of the site with its findings, and the findings before.
fn whole(snapshot: &Snapshot, problems: &[Diagnostic]) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = snapshot
        .paths()
        .map(|path| {
            let (content, findings) = snapshot.render(path).unwrap();
            let text = match content {
                Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                Content::CopyOf(file) => format!("a copy of {file}"),
            };
            (path.as_str().to_owned(), format!("{text}{findings:?}"))
        })
        .collect();
    files.insert(String::new(), format!("{problems:#?}{:#?}", snapshot.diagnostics()));
    files
}

/// Pages that show something of each other.
const PAGES: [(&str, &str); 9] = [
    ("content/index.md", "# Home\n\n[b](b.md) [[Two]] [!ref](a.md) [c](/guide/c.md#two) ![e](/images/e.png) Text.\n"),
    ("content/a.md", "---\ntags: [x, y]\ncategory: z\n---\n# One\n\nText.\n\n## Two\n\n[b](b.md) [[#Two]]\n"),
    ("content/b.md", "---\nlabel: Lower\norder: -5\n---\n# Two\n\nText.\n\n## Two\n\n[c](guide/c.md)\n"),
    ("content/guide/c.md", "---\npermalink: /elsewhere\n---\nNo heading.\n\n## Two\n\n```ps1 #\n$x\n```\n"),
    ("content/guide/e.md", "# East\n\nText.\n\n[d](d.md) [a](../a.md)\n"),
    ("content/guide/f.md", "---\norder: 3\nlabel: Lower\n---\n# Far\n\n[d](d.md) [e](e.md)\n"),
    ("content/guide/d.md", "---\nicon: nowhere.png\n---\n# Gone\n\nText.\n\n[x](gone.md) [b](../b.md#two)\n"),
    ("content/blog/2025-01-02-first.md", "---\ntags: [x, y]\n---\n# First\n\nText.\n\n## Part\n\n[!badge New]\n"),
    ("content/blog/2025-03-04-second.md", "---\ntags: [x, y]\n---\n# Second\n\nText.\n"),
];

/// What speaks of all pages, or leads to a place on one.
const SPEAKING: [(&str, &str); 5] = [
    ("rasher.yml", "url: example.com\nlinks:\n  - text: First\n    link: /blog/2025-01-02-first.md#part\n"),
    (
        "rasher.yml",
        "url: example.com\nlinks:\n  - text: X\n    link: /tags/x/\n  - text: Y\n    link: /tags/new/\nfooter:\n  copyright: \"[y](/tags/y/)\"\n",
    ),
    ("rasher.yml", "footer:\n  copyright: \"{{ for p in content.pages }}{{ p.title }} {{ p.tags.size }} {{ end }}\"\n"),
    ("content/_includes/head.html", "<meta name=\"about\" content=\"{{ page.description }}\">\n"),
    (
        "content/all.md",
        "---\ntemplating: true\n---\n# All\n\n{{ for p in content.pages }}{{ p.description }}\n{{ end }}",
    ),
];

/// Compiles what was edited, knowing what was there before, and compares with a clean compile of it.
fn assert_is_compiled_anew(before: &Snapshot, project: &Project, edit: &str) -> Snapshot {
    let opened = rasher::Project::open(Utf8Path::from_path(project.path()).unwrap(), &Overrides::default()).unwrap();
    let (sources, problems) = read(&opened).unwrap();
    let snapshot = compile_after(before, &sources, Demos::left_out());
    let after = whole(&snapshot, &problems);
    let expected = whole(&compile(&sources, Demos::left_out()), &problems);
    for (path, text) in &expected {
        assert_eq!(after.get(path), Some(text), "`{path}` after {edit}");
    }
    assert_eq!(after.len(), expected.len(), "after {edit}");
    snapshot
}

#[test]
fn links_of_pages_that_stay_as_they_are_lead_to_what_is_there_now() {
    let project = Project::with(&[
        ("retype.yml", "input: content\nurl: example.com\n"),
        ("content/index.md", "# Home\n\n[d](/d.md) [guide](guide/readme.md)\n"),
        ("content/c.md", "# C\n\n[d](d.md#d) ![](p.png) [q](q.txt) [host](https://example.org)\n"),
        ("content/d.md", "# D\n\n[c](c.md)\n"),
        ("content/e.md", "# E\n\n[f](f.md)\n"),
        ("content/h.md", "# H\n\n[moves](moves.md) ![](p.png)\n"),
        ("content/moves.md", "---\nredirect: later.md\n---\n# Moves\n"),
        ("content/guide/readme.md", "# Guide\n\n![](/p.png)\n"),
        ("content/p.png", ""),
        ("content/q.txt", ""),
    ]);
    let opened = rasher::Project::open(Utf8Path::from_path(project.path()).unwrap(), &Overrides::default()).unwrap();
    let mut before = compile(&read(&opened).unwrap().0, Demos::left_out());
    let pages = [
        ("b.md", "# A new page before others\n"),
        ("d.md", "---\nredirect: e.md\n---\n# D\n"),
        ("d.md", "---\npermalink: /e\n---\n# D\n"),
        ("d.md", "# Another\n"),
        ("d.md", ""),
        ("f.md", "# F\n"),
        ("later.md", "# Later\n"),
        ("later.md", ""),
        ("d.md", "# D\n"),
        ("b.md", ""),
        ("d/index.md", "# In a folder\n"),
        ("guide/index.md", "# The page of the guide\n"),
        ("guide/readme.md", ""),
        ("guide/index.md", ""),
        ("q.txt", "More"),
        ("p.png", ""),
        ("static/p.png", ""),
    ];
    for (path, text) in pages {
        let path = format!("content/{path}");
        match text {
            "" if project.path().join(&path).exists() => fs::remove_file(project.path().join(&path)).unwrap(),
            text => project.write(&path, text),
        }
        before = assert_is_compiled_anew(&before, &project, &format!("{path} became `{text}`"));
    }
}

#[test]
fn whatever_shows_a_part_of_a_page_shows_how_it_was_edited() {
    let sites = [&[][..]].into_iter().chain(SPEAKING.chunks(1)).map(|more| (PAGES, more));
    // Where links lead to pages by their names, more depends on names.
    let without_names = PAGES.map(|(path, text)| {
        (path, if path.ends_with("index.md") { "# Home\n\n[f](guide/f.md) Text.\n" } else { text })
    });
    let without_names = without_names.map(|(path, text)| {
        (path, if path.ends_with("/a.md") { "---\ntags: [x]\n---\n# One\n\nText.\n\n[e](guide/e.md)\n" } else { text })
    });
    for (pages, more) in sites.chain([(without_names, &[][..])]) {
        let common = [("rasher.yml", "url: example.com\ntemplating: true\n"), ("content/images/e.png", "")];
        let files = [&pages[..], &common, more].concat();
        let project = Project::with(&files);
        let opened =
            rasher::Project::open(Utf8Path::from_path(project.path()).unwrap(), &Overrides::default()).unwrap();
        let before = compile(&read(&opened).unwrap().0, Demos::left_out());
        for (path, text) in pages {
            for (from, to) in CHANGES.into_iter().filter(|(from, _)| text.contains(from)) {
                project.write(path, &text.replace(from, to));
                assert_is_compiled_anew(&before, &project, &format!("`{from}` became `{to}` in {path}"));
            }
            project.write(path, text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[cfg_attr(not(unix), ignore = "edits that keep size and time, as these may, are not seen everywhere")]
    fn what_is_taken_over_from_before_changes_nothing(edits in proptest::collection::vec(edit(), 1..12)) {
        let project = Project::with(&[
            ("rasher.yml", "url: example.com\n"),
            ("content/index.md", TEXTS[2]),
            ("content/b.md", TEXTS[3]),
            ("content/guide/c.md", "# C\n\n[b](/b.md) [gone](gone.md)\n\n```ps1 #\n$x\n```\n"),
            ("content/guide/deep/d.md", "# C\n\n[c](../c.md)\n"),
            ("content/blog/2025-01-02-post.md", "---\ntags: [x]\n---\n# Post\n\nText.\n"),
        ]);
        let folder = Utf8Path::from_path(project.path()).unwrap();
        let mut before: Option<Snapshot> = None;
        let mut seen = Seen::default();
        let mut changes = Changes::none();
        for edit in &edits {
            apply(&project, edit);
            changes.add(Changes::At(edit.paths().map(|path| folder.join(path).into_string()).collect()));
            let Ok(opened) = rasher::Project::open(folder, &Overrides::default()) else { continue };
            let (Ok((sources, problems, now)), Ok((afresh, same_problems))) = (read_after(&opened, &seen, &Changes::Anything), read(&opened)) else { continue };
            prop_assert_eq!(&problems, &same_problems);
            // To be told where the changes are leaves less to look at, and finds the same.
            let (told, problems_again, _) = read_after(&opened, &seen, &changes).unwrap();
            prop_assert!(told == sources, "after {:?}", edit);
            prop_assert_eq!(&problems, &problems_again);
            let after = match &before {
                Some(before) => compile_after(before, &sources, Demos::left_out()),
                None => compile(&sources, Demos::left_out()),
            };
            let expected = whole(&compile(&afresh, Demos::left_out()), &same_problems);
            for (path, text) in whole(&after, &problems) {
                prop_assert_eq!(Some(&text), expected.get(&path), "`{}` after {:?}", path, edit);
            }
            prop_assert_eq!(after.paths().count() + 1, expected.len());
            (before, seen, changes) = (Some(after), now, Changes::none());
        }
    }
}
