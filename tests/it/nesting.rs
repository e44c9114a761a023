//! Everything that may contain Markdown contains everything else, however it is typed: indented or not, with the line endings
//! of Windows, trailing spaces, tabs, without blank lines, at the end of a file without a newline, closed by what holds it.

use std::fmt::Write;

use crate::support::{Project, part};

/// Containers: their first line, their last, and how far their content is indented.
const CONTAINERS: [(&str, &str, &str, &str); 11] = [
    ("callout", "!!!! Outer", "!!!!", ""),
    ("folded", "!!-warning Outer", "!!!", ""),
    ("tabs", "++++ Outer", "++++", ""),
    ("panel", "=== Outer", "===", ""),
    ("columns", "|||| Outer", "||||", ""),
    ("steps", ">>>> Outer", ">>>>", ""),
    ("container", "::::outer", "::::", ""),
    ("details", "<details><summary>Outer</summary>\n", "\n</details>", ""),
    ("list", "- outer\n", "", "  "),
    ("quote", "> outer\n>", "", "> "),
    ("note", "x[^outer]\n\n[^outer]: outer\n", "", "    "),
];

/// What they hold.
const CONTENTS: [(&str, &str); 13] = [
    ("callout", "!!!warning Inner\ninner\n!!!"),
    ("tabs", "+++ One\ninner\n+++ Two\nother\n+++"),
    ("panel", "==- Inner\ninner\n==="),
    ("columns", "||| One\ninner\n||| Two\nother\n|||"),
    ("steps", ">>> One\ninner\n>>> Two\nother\n>>>"),
    ("container", ":::inner\ninner\n:::"),
    ("details", "<details><summary>Inner</summary>\n\ninner\n\n</details>"),
    ("list", "- inner\n  - [x] other\n\n1. third\n\na. letter\nb. other"),
    ("table", "{.compact}\n| a | b |\n|---|---|\n| inner | [!badge x|success] |"),
    ("code", "```js #2 Title\n!!! inner\n  +++\n```"),
    ("text", "inner **bold** [[index]] :bacon:[^n]\n[!button Go](index.md)\n\n[^n]: a note"),
    ("box", "inner\n[!ref](index.md)\nother"),
    ("definitions", "Term\n: inner\n: other"),
];

/// A page with a content in a container.
fn page(container: (&str, &str, &str, &str), content: &str, indent: &str) -> String {
    let (_, open, close, own) = container;
    let mut page = format!("# Page\n\n{open}\n");
    for line in content.lines() {
        let line = format!("{own}{indent}{line}");
        let _ = writeln!(page, "{}", if own.starts_with('>') { line.as_str() } else { line.trim_end() });
    }
    page.push_str(close);
    page.push('\n');
    page
}

/// Whether the two may be tried: a panel in a panel is another panel.
fn may_hold(container: &str, content: &str) -> bool {
    !(matches!(container, "panel") && content == "panel")
}

#[test]
fn everything_holds_everything_however_it_is_typed() {
    let mut files = vec![("rasher.yml".to_owned(), "html: allow\nsearch:\n  mode: basic\n".to_owned())];
    files.push(("content/index.md".to_owned(), "# Index\n".to_owned()));
    let mut cases = Vec::new();
    for container in CONTAINERS {
        for (name, content) in CONTENTS.into_iter().filter(|(name, _)| may_hold(container.0, name)) {
            let plain = page(container, content, "");
            let variants = [
                ("plain", plain.clone()),
                ("windows", plain.replace('\n', "\r\n")),
                ("spaces", plain.replace('\n', "  \n").replace("inner  \n", "inner\n").replace("other  \n", "other\n")),
                ("end", plain.trim_end().to_owned()),
                ("indented", page(container, content, "  ")),
            ];
            for (variant, text) in variants {
                // Two spaces at the end of a line of text are a break.
                if variant == "spaces" && name == "text" {
                    continue;
                }
                let path = format!("{}-{name}-{variant}", container.0);
                files.push((format!("content/{path}.md"), text));
                cases.push((container.0, name, variant, path));
            }
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let project = Project::with(&files);
    let run = project.rasher(&["build", "--no-demos"]);
    let mut wrong = String::new();
    let mut plain = String::new();
    for (container, content, variant, path) in cases {
        let text = main(&project.read(&format!("public/{path}/index.html")));
        if variant == "plain" {
            plain.clone_from(&text);
        }
        let seen = ["!!!", "+++", "===", "==-", "|||", "&gt;&gt;&gt;", ":::", "[!", "[[", "[^", "{."];
        let seen = seen.into_iter().find(|marks| content != "code" && text.contains(marks));
        if !text.contains("inner") || seen.is_some() {
            let _ = writeln!(wrong, "{content} in {container}, {variant}: {seen:?}\n{text}\n");
        } else if text != plain {
            let _ = writeln!(wrong, "{content} in {container} is not the same when {variant}\n{plain}\n{text}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}\n{}", run.err);
}

/// What a page says, without what differs in white space.
fn main(html: &str) -> String {
    let words: Vec<&str> = part(html, "<main", "</main>").split_whitespace().collect();
    words.join(" ").replace("> <", "><").replace(" <", "<").replace("> ", ">")
}
