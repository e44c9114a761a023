//! Whatever the cache and the output folder hold from before, a build leaves what a clean build would.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use crate::support::{self, Project};

/// What is written, by path; the same path is written again in other ways.
const FILES: [(&str, &str); 18] = [
    ("content/index.md", "# Home\n\n[a](a.md)\n"),
    ("content/index.md", "# Home\n\n[!ref](a.md)\n"),
    ("content/a.md", "# A\n\n## One\n\n```rust\nlet x = 1;\n```\n"),
    ("content/a.md", "---\nlabel: Other\norder: 5\n---\n# A\n\n```rust\nlet x = 2;\n```\n"),
    ("content/a.md", "# B\n\n```rust\nlet x = 1;\n```\n"),
    ("content/guide/b.md", "# B\n\n[gone](/nowhere.md)\n"),
    ("content/guide/b.md", "# B\n\n![p](/p.svg)\n"),
    ("content/guide/index.yml", "label: Guide\n"),
    ("content/p.svg", "<svg width=\"20\" height=\"10\"></svg>"),
    ("content/p.svg", "<svg width=\"10\" height=\"20\"></svg>"),
    ("static/theme/theme.css", "body { color: red }"),
    ("static/theme/theme.css", "body { color: tan }"),
    ("static/f.txt", "one"),
    ("static/f.txt", "two"),
    ("templates/footer.html", "<footer>1</footer>"),
    ("templates/footer.html", "<footer>2</footer>"),
    ("rasher.yml", "url: example.com\nbranding:\n  title: A\n"),
    ("rasher.yml", "url: example.com\nbranding:\n  title: B\n"),
];

#[derive(Debug, Clone)]
enum Edit {
    /// Nothing: the next build has nothing to do.
    Nothing,
    Write(usize),
    Remove(usize),
    Rename(usize, usize),
    /// Somebody changes, removes or adds a file of the output.
    Spoil(&'static str),
    Unmake(&'static str),
    /// Somebody changes or removes a file of the cache.
    Tear,
    Forget,
}

fn edit() -> impl Strategy<Value = Edit> {
    let file = || 0..FILES.len();
    let output = || {
        proptest::sample::select(&["index.html", "a/index.html", "f.txt", "theme/theme.css", ".rasher-manifest"][..])
    };
    prop_oneof![
        3 => Just(Edit::Nothing),
        6 => file().prop_map(Edit::Write),
        1 => file().prop_map(Edit::Remove),
        1 => (file(), file()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => output().prop_map(Edit::Spoil),
        1 => output().prop_map(Edit::Unmake),
        1 => Just(Edit::Tear),
        1 => Just(Edit::Forget),
    ]
}

fn apply(project: &Project, edit: &Edit) {
    // What is not there cannot be removed, renamed or spoilt, which is no edit.
    match edit {
        Edit::Nothing => {}
        Edit::Write(file) => {
            let (path, text) = FILES[*file];
            project.write(path, text);
            age(&project.path().join(path));
        }
        Edit::Remove(file) => drop(fs::remove_file(project.path().join(FILES[*file].0))),
        Edit::Rename(from, to) => {
            let to = project.path().join(FILES[*to].0);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::rename(project.path().join(FILES[*from].0), to).ok();
        }
        Edit::Spoil(path) => {
            let file = project.path().join("public").join(path);
            // What a spoilt manifest no longer lists is no longer ours to remove.
            let is_manifest = path.starts_with('.');
            if let Some(text) = fs::read_to_string(&file).ok().filter(|text| !text.is_empty() && !is_manifest) {
                let spoilt = format!("{}?", &text[..text.len() - 1]);
                fs::write(file, spoilt).unwrap();
            }
        }
        Edit::Unmake(path) if *path != ".rasher-manifest" => {
            drop(fs::remove_file(project.path().join("public").join(path)));
        }
        Edit::Unmake(_) => drop(fs::remove_dir_all(project.path().join("public"))),
        Edit::Tear => {
            for file in cache(project) {
                let bytes = fs::read(&file).unwrap();
                fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
            }
        }
        Edit::Forget => drop(fs::remove_dir_all(project.path().join(".rasher"))),
    }
}

fn cache(project: &Project) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(project.path().join(".rasher/cache")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

/// Files that were written a moment ago are never trusted; these look old, and all alike.
fn age(file: &Path) {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    fs::File::options().write(true).open(file).unwrap().set_modified(old).unwrap();
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    support::files(folder).into_iter().map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_build_leaves_what_a_clean_build_leaves(edits in proptest::collection::vec(edit(), 1..8)) {
        let project = Project::with(&[]);
        for file in [0, 2, 16] {
            apply(&project, &Edit::Write(file));
        }
        for (number, edit) in edits.iter().enumerate() {
            apply(&project, edit);
            let clean = format!("../{}-clean-{number}", project.path().file_name().unwrap().to_string_lossy());
            let built = project.rasher(&["build"]);
            let afresh = project.rasher(&["build", "--no-cache", "-o", &clean]);
            let clean = project.path().join(clean);
            let expected = files(&clean);
            fs::remove_dir_all(clean).unwrap();
            prop_assert_eq!(built.code, afresh.code, "{:?}", edits);
            prop_assert_eq!(&built.err, &afresh.err, "{:?}", edits);
            let found = files(&project.path().join("public"));
            prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{:?}", edits);
            for (path, bytes) in &found {
                prop_assert_eq!(Some(bytes), expected.get(path), "`{}` after {:?}", path, &edits[..=number]);
            }
        }
    }
}

#[test]
fn when_nothing_changed_nothing_is_written() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n\n```rust\nlet x = 1;\n```\n")]);
    age(&project.path().join("rasher.yml"));
    assert!(project.rasher(&["build", "--verbose"]).err.contains("compiled"));
    let times = || -> Vec<_> {
        let output =
            files(&project.path().join("public")).into_keys().map(|path| project.path().join("public").join(path));
        output.chain(cache(&project)).map(|file| (fs::metadata(&file).unwrap().modified().unwrap(), file)).collect()
    };
    let before = times();
    let again = project.rasher(&["build", "--verbose"]);
    assert_eq!(again.err, "", "nothing is compiled");
    assert!(again.out.starts_with("1 page, 0 files written, "), "{}", again.out);
    assert_eq!(times(), before);
}

#[test]
fn odd_lines_in_the_manifest_do_not_make_every_build_compile() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n")]);
    age(&project.path().join("rasher.yml"));
    project.rasher(&["build"]);
    let manifest = project.read("public/.rasher-manifest");
    let too_long = format!("{}/index.html\n", "x".repeat(300));
    for line in ["\n", "index.html\n", "../rasher.yml\n", "index.html/index.html\n", &too_long] {
        project.write("public/.rasher-manifest", &format!("{manifest}{line}"));
        project.rasher(&["build"]);
        let again = project.rasher(&["build", "--verbose"]);
        assert_eq!((again.code, again.err.as_str()), (0, ""), "nothing is compiled after {line:?}");
    }
}
