//! Names with accents: a Mac may keep them in pieces, the letter and its accent, where people type one character.

use std::collections::BTreeMap;
use std::fs;

use unicode_normalization::UnicodeNormalization;

use crate::support::{Project, files};

const SITE: [(&str, &str); 7] = [
    (
        "rasher.yml",
        "url: cafe.example\nlinks: [{ text: Menü, link: menü/crème.md }]\nbranding: { logo: /bilder/öl.svg }\n",
    ),
    (
        "content/index.md",
        "# Home\n\n[a](menü/crème.md#süß) [b](/menü/crème) [c](men%C3%BC/cr%C3%A8me.md) [[Crème]] ![d](bilder/öl.svg) ![e](öl.svg)\n\n\
         [!ref](menü/)\n",
    ),
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
    assert_eq!(whole.keys().collect::<Vec<_>>(), pieces.keys().collect::<Vec<_>>());
    // The copies of pages lead to files as these are called.
    for (path, text) in whole.into_iter().filter(|(path, _)| !path.ends_with(".md") && path != "llms-full.txt") {
        assert_eq!(text, pieces[&path], "{path}");
    }
}
