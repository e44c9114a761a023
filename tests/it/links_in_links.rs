//! In a link there is no other: where a label stands in one, its links are their text.

use crate::support::Project;

/// The links in a text that begin inside of another.
fn nested(html: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = &html[at..];
        if rest.starts_with("<a ") || rest.starts_with("<a>") {
            depth += 1;
            found.extend((depth > 1).then(|| &rest[..rest.len().min(120)]));
        } else if rest.starts_with("</a>") {
            depth -= 1;
        }
    }
    found
}

#[test]
fn no_link_stands_in_another() {
    let label = "L [home](/index.md) [!badge B](/index.md) [!button C](https://example.com) https://example.com";
    let page = format!(
        "---\nlabel: \"{label}\"\nauthors:\n  - {{ name: \"{label}\", link: /b.md }}\n  - {{ name: \"Alone [home](/index.md)\", email: x }}\n  - name: \"Only [home](/index.md)\"\nnav:\n  badge: {{ text: \"{label}\", link: /b.md }}\n---\n# T\n\n## H [x](/b.md)\n\n[outer [!badge B](/b.md) text](/b.md) [!ref](/b.md) [!card](/b.md) [!badge alone](/b.md)\n\n[!ref https://example.com](https://example.com)\n\n[!button text=\"see [b](/b.md)\" link=\"/index.md\"] [!badge a [b](/b.md)]\n\n[!embed said [b](/b.md)](https://example.com)\n"
    );
    let project = Project::with(&[
        (
            "rasher.yml",
            &format!(
                "links:\n  - {{ text: \"{label}\", description: \"{label}\", link: b.md }}\nfooter:\n  copyright: \"{label}\"\n  links:\n    - {{ text: \"{label}\", link: b.md }}\nbreadcrumb: {{ home: \"{label}\" }}\ntoc: {{ label: \"{label}\" }}\n"
            ),
        ),
        ("content/index.md", "# Start\n"),
        ("content/b.md", &page),
        ("content/guide/index.md", &page),
        ("content/guide/c.md", &page),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for name in ["index", "b/index", "guide/index", "guide/c/index"] {
        let html = project.read(&format!("public/{name}.html"));
        assert_eq!(nested(&html), [""; 0], "{name}");
        let footer = html.split("<footer").nth(1).unwrap();
        assert!(footer.split("</p>").next().unwrap().contains(">home</a>"), "{footer}");
    }
    let html = project.read("public/b/index.html");
    assert!(html.contains("outer <span class=\"badge badge-primary badge-m\">B</span> text</a>"), "{html}");
    assert!(html.contains(" class=\"badge badge-primary badge-m\">alone</a>"), "{html}");
    assert!(
        html.contains("badge-m\">a <a href=\"../b/\">b</a></span>"),
        "a badge that leads nowhere has room for a link: {html}"
    );
    assert!(html.contains("<figcaption>said <a href"), "what is shown in a frame has its text beside it: {html}");
}
