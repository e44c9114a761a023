//! The search index of whole sites.

use serde_json::Value;

use crate::support::Project;

/// The data that a file of the index hands over.
fn data(project: &Project, name: &str) -> Value {
    let script = project.read(&format!("public/search/{name}.js"));
    let json =
        script.strip_prefix(&format!("rasherSearch(\"{name}\",")).unwrap().trim_end().strip_suffix(");").unwrap();
    serde_json::from_str(json).unwrap()
}

fn built(configuration: &str, pages: &[(&str, &str)]) -> Project {
    let mut files = vec![("rasher.yml", configuration)];
    files.extend_from_slice(pages);
    let project = Project::with(&files);
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

const HOME: (&str, &str) = (
    "content/index.md",
    "# The Store\n\nFirst words with [!badge small] a badge.\n\nMore wörds.\n\n## Tills\n\n!!!warning Mind\nthe step\n!!!\n\n```ps1\nGet-Till\n```\n",
);

#[test]
fn sections_are_listed_with_their_text_and_code() {
    let project = built("", &[HOME]);
    let chunk = data(&project, "chunk-0");
    assert_eq!(
        chunk,
        serde_json::json!([[
            "",
            "The Store",
            [],
            [["", "", "First words with a badge. More wörds.", ""], ["tills", "Tills", "Mind the step", "Get-Till\n"]]
        ]])
    );
}

/// From disk, a folder is shown as a list of its files.
#[test]
fn results_lead_where_links_do() {
    let pages = [HOME, ("content/till.md", "# Till\n")];
    let found = |configuration: &str| {
        let project = built(configuration, &pages);
        let addresses = [0, 1].map(|at| data(&project, "chunk-0")[at][0].as_str().unwrap().to_owned());
        (addresses, data(&project, "head")[3].clone())
    };
    let (slash, of_slash) = found("");
    let (index, of_index) = found("generator: { directoryIndex: { append: true } }");
    let (bare, _) = found("generator: { trailingSlash: false }");
    assert_eq!([slash, index, bare], [["", "till/"], ["index.html", "till/index.html"], ["", "till"]]);
    assert_ne!(of_slash, of_index);
}

#[test]
fn what_stands_in_different_blocks_is_not_joined() {
    let text = |markdown: &str| {
        let project = built("", &[("content/index.md", markdown)]);
        data(&project, "chunk-0")[0][3][0][2].as_str().unwrap().to_owned()
    };
    for (markdown, expected) in [
        ("+++ Alpha\none\n+++ Beta\ntwo\n+++\nafter", "Alpha one Beta two after"),
        ("=== Alpha\none\n==- Beta\ntwo\n===\nafter", "Alpha one Beta two after"),
        ("before\n\n=== Alpha\n- one\n===\nafter", "before Alpha one after"),
        ("||| Alpha\none\n||| Beta\ntwo\n|||", "Alpha one Beta two"),
        (">>> Alpha\none\n>>> Beta\ntwo\n>>>\nafter", "Alpha one Beta two after"),
        ("Term\n: meaning\n\n![a figure|300](/a.png)\n\nafter", "Term meaning a figure after"),
        ("a | b\n--|--\nc | d\n\nafter", "a b c d after"),
        ("wo[!badge New]rd **bo**ld [!button Press](#t) it", "word bold Press it"),
        ("one\n\n***\n\n> two\n\n`three`[^1]\n\n[^1]: Note.", "one two three Note."),
    ] {
        assert_eq!(text(&format!("# T\n\n{markdown}\n")), expected, "{markdown}");
    }
}

#[test]
fn a_paragraph_may_end_in_a_space_that_does_not_break() {
    for mode in ["full", "partial", "basic"] {
        let project = built(&format!("search:\n  mode: {mode}\n"), &[("content/index.md", "# T\n\none &nbsp;\n")]);
        assert_eq!(data(&project, "chunk-0")[0][3][0][2], "one", "{mode}");
    }
}

#[test]
fn words_lead_to_sections_by_distance_and_weight() {
    let project = built("", &[HOME]);
    let part = data(&project, "part-0");
    // Section 1 (4 × 1) as title (3) and section 2 below it (0), section 2 as heading (2), section 1 as text (1), section 2 as code (0), in
    // digits from `A`.
    assert_eq!(
        (&part["store"], &part["tills"], &part["words"], &part["till"]),
        (&serde_json::json!("HE"), &serde_json::json!("K"), &serde_json::json!("F"), &serde_json::json!("I"))
    );
    let head = data(&project, "head");
    assert_eq!(head.as_array().unwrap()[..3], [1.into(), serde_json::json!([0]), 2.into()]);
}

#[test]
fn names_are_found_by_their_inner_parts_too() {
    let text = "# `RunspacePool`\n\nText of a GetPoolState.\n\n```ps1\n$runspaceState\n```\n";
    let project = built("", &[("content/index.md", text)]);
    let part = data(&project, "part-0");
    // The only section's number with what a name counts as: that of a title is 7, of text 5, of code or an inner part 4.
    let found = ["runspacepool", "getpoolstate", "runspacestate", "pool", "poolstate", "state"].map(|word| &part[word]);
    assert_eq!(found, ["H", "F", "E", "E", "E", "E"], "{part}");
}

#[test]
fn what_is_not_for_everybody_is_not_found() {
    let project = built(
        "search:\n  exclude: [drafts, notes/*]\n  include: [notes/kept.md]\n",
        &[
            HOME,
            ("content/hidden.md", "---\nvisibility: hidden\n---\n# Xenon\n"),
            ("content/drafts/a.md", "# Argon\n"),
            ("content/notes/a.md", "# Krypton\n"),
            ("content/notes/kept.md", "# Neon\n"),
        ],
    );
    let part = data(&project, "part-0");
    let found = |word: &str| part.get(word).is_some();
    assert_eq!(["xenon", "argon", "krypton", "neon"].map(found), [false, false, false, true]);
}

#[test]
fn code_and_text_are_looked_up_unless_the_configuration_says_less() {
    let words = |configuration: &str| {
        let part = data(&built(configuration, &[HOME]), "part-0");
        ["first", "more", "mind", "get"].map(|word| part.get(word).is_some())
    };
    assert_eq!(words("search: { excludeCode: true }"), [true, true, true, false]);
    assert_eq!(words("search: { mode: partial }"), [true, false, true, false]);
    assert_eq!(words("search: { mode: basic }"), [true, false, false, false]);
}

#[test]
fn a_large_site_has_its_index_in_pieces() {
    let long: String = (0..9000).map(|number| format!("word{number} ")).collect();
    let pages: Vec<(String, String)> =
        (0..8).map(|number| (format!("content/p{number}.md"), format!("# P{number}\n\n{long}\n"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let project = built("", &pages);
    assert!(project.has("public/search/part-3.js") && project.has("public/search/chunk-7.js"));
    let head = data(&project, "head");
    assert_eq!(head.as_array().unwrap()[..3], [4.into(), serde_json::json!([0, 1, 2, 3, 4, 5, 6, 7]), 8.into()]);
}

#[test]
fn the_version_in_the_head_changes_with_what_the_other_files_say() {
    let version = |page: (&str, &str)| data(&built("", &[HOME, page]), "head")[3].clone();
    let first = version(("content/a.md", "# A\n\none\n"));
    assert_eq!(first, version(("content/a.md", "# A\n\none\n")));
    for page in
        [("content/a.md", "# A\n\ntwo\n"), ("content/a.md", "# A\n\n## one\n"), ("content/b.md", "# A\n\none\n")]
    {
        assert_ne!(first, version(page), "{page:?}");
    }
}
