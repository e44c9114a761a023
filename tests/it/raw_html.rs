//! HTML in Markdown, by the setting `html`.

use std::fs;

use crate::support::{Project, files};

const PAGE: &str = "# A <b>b</b>\n\n<div onclick=\"x()\">\n\n*text* <script>y</script>\n\n</div>\n\n<!-- note -->\n";

#[test]
fn html_is_sanitized_unless_the_configuration_says_otherwise() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", PAGE)]);
    let run = project.rasher(&["build"]);
    let html = project.read("public/index.html");
    assert!(html.contains("<div>\n<p><em>text</em> </p>\n</div>"), "{html}");
    assert!(html.contains("<b>b</b>") && !html.contains("x()") && !html.contains("note"), "{html}");
    assert!(run.err.contains("html-removed") && run.err.contains("content/index.md:3:1"), "{}", run.err);
}

#[test]
fn html_is_kept_where_it_is_allowed_and_in_a_retype_project() {
    for files in [
        [("rasher.yml", "html: allow\n"), ("content/index.md", PAGE)],
        [("retype.yml", "input: content\noutput: public\n"), ("content/index.md", PAGE)],
    ] {
        let project = Project::with(&files);
        project.rasher(&["build"]);
        let html = project.read("public/index.html");
        assert!(html.contains("<div onclick=\"x()\">") && html.contains("<script>y</script>"), "{html}");
        assert!(html.contains("<!-- note -->"), "{html}");
    }
}

#[test]
fn html_can_be_shown_as_text() {
    let project = Project::with(&[("rasher.yml", "html: escape\n"), ("content/index.md", PAGE)]);
    project.rasher(&["build"]);
    let html = project.read("public/index.html");
    assert!(html.contains("&lt;div onclick=") && html.contains("&lt;b&gt;b&lt;/b&gt;"), "{html}");
    assert!(html.contains("<em>text</em> &lt;script&gt;y&lt;/script&gt;"), "{html}");
}

#[test]
fn lines_end_on_the_page_where_they_end_in_the_text_when_the_configuration_says_so() {
    for (configuration, expected) in [("", "one\ntwo"), ("markdown:\n  lineBreaks: hard\n", "one<br />\ntwo")] {
        let project = Project::with(&[("rasher.yml", configuration), ("content/index.md", "# A\n\none\ntwo\n")]);
        project.rasher(&["build"]);
        let html = project.read("public/index.html");
        assert!(html.contains(expected), "{html}");
    }
}

/// A title with a link is Markdown, and so may have HTML.
#[test]
fn html_in_the_title_of_a_block_of_code_is_sanitized_as_anywhere() {
    let page = "# A\n\n```js [x](a.md) <b onclick=\"x()\" id=\"b\">b</b>\n1\n```\n\n[to it](#b)\n\n:::code source=\"a.js\" title=\"[x](a.md) <b onclick='x()'>c</b>\" :::\n";
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", page), ("content/a.js", "1\n")]);
    let run = project.rasher(&["build"]);
    let html = project.read("public/index.html");
    assert!(html.contains("<b id=\"b\">b</b>") && html.contains("<b>c</b>") && !html.contains("x()"), "{html}");
    assert!(run.err.contains("html-removed") && run.err.contains("content/index.md:3:17"), "{}", run.err);
    assert!(!run.err.contains("dead-anchor"), "{}", run.err);
}

/// Labels and names of pages stand on others, too, and are no more to be trusted than their text.
#[test]
fn html_in_what_front_matter_calls_something_is_sanitized_and_what_the_owner_writes_is_kept() {
    let html = "<b onclick='x()'>b</b>";
    let page = format!(
        "---\nlabel: \"L {html}\"\nauthors: [\"A {html}\"]\ncategories: [\"C {html}\"]\nnav: {{ badge: \"N {html}\" }}\n\
         toc: {{ label: \"T {html}\" }}\nicon: \"<svg onload='x()'></svg>\"\n---\n# Home\n\n## Part\n\n## Other\n\n[!ref](index.md) [!card](index.md)\n"
    );
    let project = Project::with(&[
        (
            "rasher.yml",
            &format!("footer: {{ copyright: \"© {html}\" }}\nlinks: [{{ text: \"© {html}\", link: index.md }}]\n"),
        ),
        ("content/index.md", "# Home\n\n[!ref](guide/index.md)\n"),
        ("content/guide/index.md", &page),
        ("content/guide/b.md", &page),
        ("content/folder/index.yml", &format!("label: \"F {html}\"\n")),
        ("content/folder/c.md", "# C\n"),
    ]);
    let run = project.rasher(&["build"]);
    for (name, path) in files(&project.path().join("public")) {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).replace(&format!("© {html}"), "");
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("x()")).collect();
        assert!(lines.iter().all(|line| !line.contains("<b on") && !line.contains("<svg on")), "{name}: {lines:#?}");
    }
    let home = project.read("public/index.html");
    assert!(
        home.contains(&format!("© {html}")) && home.contains("L <b>b</b>") && home.contains("F <b>b</b>"),
        "{home}"
    );
    for line in 2..=6 {
        let place = format!("content/guide/b.md:{line}:");
        assert_eq!(run.err.contains(&place), line != 4, "{place} in {}", run.err);
    }
    assert!(run.err.contains("content/folder/index.yml:1:1"), "{}", run.err);
}
