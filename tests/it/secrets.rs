//! Pages that need a password: nothing of theirs stands anywhere in clear. That their readers can open
//! them is tried in a browser.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use crate::support::{Project, assert_is, repository};

/// Words that stand in pages that need a password and nowhere else, each in another part of a page.
const SECRETS: [&str; 29] = [
    "zanzibar", "quokka", "xylophone", "ytterbium", "narwhal", "okapi", "pangolin", "rhubarb", "saffron", "tamarind",
    "umbrella", "vermouth", "wombat", "yakitori", "zeppelin", "abacus", "bassoon", "cinnabar", "dromedary",
    "eiderdown", "falafel", "gondola", "halibut", "iguana", "jackal", "kumquat", "lychee", "marzipan", "papaya",
];

const PROTECTED: &str = "---
visibility: protected
label: Prices
description: Zanzibar
meta:
  title: Quokka
  description: Xylophone
author: { name: Ytterbium, avatar: https://halibut.example/a.png }
image: https://iguana.example/b.png
category: Narwhal
tags: Okapi
date: 2025-01-02
---
# Jackal

![](https://kumquat.example/c.png)

Saffron is dear, %% Pangolin %% and so is :::rhubarb

it
:::

## Tamarind heading

!!!warning Umbrella
Vermouth ^told
!!!

```js
Wombat()
```

[public](open.md#here) ![Zeppelin](/images/dog.png) [^1]

[^1]: Yakitori
";

const PRIVATE: &str = "---
visibility: private
title: Abacus
label: Bassoon
icon: https://lychee.example/d.svg
---
# Cinnabar

Dromedary. See [Prices](prices.md).
";

fn project() -> Project {
    Project::with(&[
        ("rasher.yml", "url: example.com\ntemplating:\n  enabled: true\nedit:\n  repo: https://example.org/repo\n"),
        (
            "content/index.md",
            "# Home\n\n[](prices.md) [](shelf.md) ![](/images/dog.png)\n\n[!ref](prices.md)\n\n[!card](prices.md)\n\n[!ref](shelf.md)\n\n[!card vertical](shelf.md)\n\n[!card](vault/plan.md)\n\n![[prices#^told]]\n\n{{ content[\"prices\"].tags }} {{ content[\"vault/plan\"].title }}\n",
        ),
        ("content/open.md", "# Open\n\n## Here\n"),
        ("content/prices.md", PROTECTED),
        ("content/shelf.md", PRIVATE),
        ("content/vault/index.yml", "visibility: private\nlabel: Gondola\n"),
        ("content/vault/plan.md", "# Eiderdown\n\nFalafel\n"),
        ("content/vault/for-all.md", "---\nvisibility: public\n---\n# Open in a private folder\n"),
        ("content/moved.md", "---\nvisibility: private\nredirect: https://marzipan.example\n---\n"),
        ("content/blog/2025-01-01-post.md", "---\nvisibility: protected\ntags: Okapi\n---\n# Papaya\n\nFalafel\n"),
        ("content/blog/2025-01-02-open.md", "# Public post\n"),
        ("static/images/dog.png", "x"),
    ])
}

/// The project, built once with a password: deriving its key takes a moment.
fn built() -> &'static Project {
    static BUILT: OnceLock<Project> = OnceLock::new();
    BUILT.get_or_init(|| {
        let project = project();
        let run = project.rasher_with(&["build"], &[("RETYPE_PASSWORD", "bacon")]);
        assert_eq!(run.code, 0, "{}", run.err);
        project
    })
}

/// The secrets that are found in the files below a folder, each with its file.
fn told(folder: &Path) -> Vec<String> {
    let mut told = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            told.extend(self::told(&path));
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).to_lowercase();
        let found = SECRETS.iter().filter(|word| text.contains(*word));
        told.extend(found.map(|word| format!("{word} in {}", path.display())));
    }
    told
}

#[test]
fn nothing_of_a_page_that_needs_a_password_stands_anywhere_in_clear() {
    let project = built();
    for page in ["prices", "shelf", "vault/plan", "blog/2025-01-01-post"] {
        assert!(project.has(&format!("public/{page}/index.html")), "{page}");
    }
    assert_eq!(told(&project.path().join("public")), Vec::<String>::new());
}

#[test]
fn a_page_that_was_opened_to_everybody_is_what_the_search_for_secrets_finds() {
    let project = project();
    project.write("content/prices.md", &PROTECTED.replace("protected", "public"));
    project.write("content/shelf.md", &PRIVATE.replace("private", "public"));
    project.write("content/vault/index.yml", "visibility: public\nlabel: Gondola\n");
    project.rasher(&["build"]);
    let told = told(&project.path().join("public"));
    let missing = SECRETS.iter().filter(|word| !told.iter().any(|told| told.starts_with(*word)));
    // A description that another takes the place of, and a comment of the author's, are told to nobody; and the last two stand on
    // pages that still need a password.
    assert_eq!(missing.collect::<Vec<_>>(), [&"zanzibar", &"pangolin", &"marzipan", &"papaya"]);
}

#[test]
fn without_a_password_locked_pages_are_left_out_and_told() {
    let project = project();
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.err.matches("error[password-missing]").count(), 5, "{}", run.err);
    assert!(run.err.contains("help: give the password in the variable RASHER_PASSWORD"), "{}", run.err);
    assert!(!project.has("public/prices") && !project.has("public/shelf"));
    assert_eq!(told(&project.path().join("public")), Vec::<String>::new());
}

#[test]
fn a_protected_page_is_listed_and_a_private_one_is_not() {
    let project = built();
    let home = project.read("public/open/index.html");
    assert!(home.contains("<span>Prices</span>") && !home.contains("shelf"), "{home}");
    let sitemap = project.read("public/sitemap.xml");
    assert!(sitemap.contains("/prices/") && !sitemap.contains("/shelf/"), "{sitemap}");
    let blog = project.read("public/blog/index.html") + &project.read("public/blog/feed.xml");
    assert!(blog.contains("Public post") && !blog.contains("2025-01-01-post"), "{blog}");
    for page in ["prices", "shelf"] {
        let page = project.read(&format!("public/{page}/index.html"));
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
        assert!(page.contains("<label for=\"lock:password\">Password</label>"), "{page}");
        assert!(page.contains("theme/components/lock.js"), "{page}");
    }
    assert!(!project.read("public/open/index.html").contains("lock.js"));
}

#[test]
fn the_title_of_a_protected_page_is_without_its_markup() {
    let page = "---\ntitle: 'List<T> :rocket:'\nvisibility: protected\n---\nText\n";
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), ("content/a.md", page)]);
    project.rasher(&["build", "--password", "bacon"]);
    let html = project.read("public/a/index.html");
    assert!(html.contains("<title>List&lt;T&gt; 🚀 · Home</title>"), "{html}");
}

#[test]
fn a_second_build_writes_nothing_and_another_password_every_locked_page() {
    let project = project();
    let build = |password: &str| project.rasher(&["build", "--password", password]).out;
    build("bacon");
    assert!(build("bacon").contains("0 files written"));
    assert!(build("ham").contains("5 files written"));
}

#[test]
fn what_would_give_a_locked_page_away_is_told() {
    let project = project();
    project.write("content/index.md", "# Home\n\n:::code source=\"prices.md\" :::\n");
    let run = project.rasher(&["build", "--password", "bacon"]);
    assert_is(&run.transcript(), &repository("tests/help/build-with-locked-pages.txt"));
    assert_eq!(told(&project.path().join("public")), Vec::<String>::new());
}

/// A page that is left out is no page of the site, and yet nobody else's to read.
#[test]
fn a_page_that_is_left_out_is_shown_by_none_as_code() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n\n:::code source=\"draft.md\" :::\n\n:::code source=\"later.md\" :::\n"),
        ("content/draft.md", "---\ndraft: true\n---\n# Zanzibar\n"),
        ("content/later.md", "---\nvisibility: private\ndate: 2999-01-01\n---\n# Quokka\n"),
    ]);
    let run = project.rasher(&["build", "--password", "bacon"]);
    assert_eq!(run.err.matches("error[include-locked]").count(), 2, "{}", run.err);
    assert_eq!(told(&project.path().join("public")), Vec::<String>::new());
}
