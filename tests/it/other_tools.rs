//! Markup of other tools in a Retype project, whose pages hold expressions, too.

use crate::support::Project;

#[test]
fn a_shortcode_of_hextra_is_no_expression() {
    let page = "# A\n\n{{< callout type=\"info\" >}}\nText {{ page.title }}.\n{{< /callout >}}\n\n{{% callout %}}\nTwo\n{{% /callout %}}\n\n```\n{{< callout >}}\n```\n";
    let project = Project::with(&[("retype.yml", ""), ("index.md", page)]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = project.read(".retype/index.html");
    assert!(html.contains("class=\"callout callout-info\"") && html.contains("<p>Text A.</p>"), "{html}");
    assert!(html.contains("<p>Two</p>") && html.contains("{{&lt; callout &gt;}}"), "{html}");
}

#[test]
fn a_shortcode_that_nobody_knows_is_told() {
    let project = Project::with(&[("retype.yml", ""), ("index.md", "# A\n\n{{< figure src=\"a.png\" >}}\n")]);
    assert!(project.rasher(&["build"]).err.contains("warning[expression-invalid]"));
}

#[test]
fn pictures_in_the_html_of_gitbook_are_found_from_the_page_file() {
    let figure = "<figure><img src=\"../.gitbook/assets/image%20(1).png?raw=1\" alt=\"A\"><figcaption><p>B</p></figcaption></figure>\n";
    for (configuration, folder, output, name) in
        [("retype.yml", "", ".retype", "image-(1).png"), ("rasher.yml", "content/", "public", "image%20(1).png")]
    {
        let project = Project::with(&[(configuration, "url: till.example\n")]);
        let page = format!("# Till\n\n{figure}\n<img src=\"../.gitbook/assets/gone.png\">\n");
        for (path, text) in
            [("README.md", "# Home\n"), ("guide/till.md", &page), (".gitbook/assets/image (1).png", "x")]
        {
            project.write(&format!("{folder}{path}"), text);
        }
        let run = project.rasher(&["build"]);
        assert_eq!(run.err.matches("warning[").count(), 1, "{}", run.err);
        assert!(run.err.contains("there is no image at `/guide/.gitbook/assets/gone.png`"), "{}", run.err);
        let html = project.read(&format!("{output}/guide/till/index.html"));
        assert!(html.contains(&format!(" src=\"../../.gitbook/assets/{name}?raw=1\"")), "{html}");
    }
}

#[test]
fn what_gitbook_says_of_the_look_of_a_page_is_its_own() {
    let page = "---\ncover: .gitbook/assets/a b.png\ncoverY: 0\nlayout:\n  title:\n    visible: true\n---\n\n# Till\n";
    let project =
        Project::with(&[("retype.yml", ""), ("README.md", page), ("wide.md", "---\nlayout: wide\n---\n# A\n")]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("warning[").count(), 1, "{}", run.err);
    assert!(
        run.err.contains("not `wide`") && project.read(".retype/index.html").contains("layout-default"),
        "{}",
        run.err
    );
}

#[test]
fn a_page_is_found_by_the_html_file_that_other_generators_make_of_it() {
    let page = "---\npermalink: elsewhere\n---\n# Page\n\n## Part\n";
    let links = "[a](guide/my%20page.html) [b](/guide/My%20Page.html#part) [c](other.htm) [d](guide/index.html) [e](own.html)\n";
    let project = Project::with(&[
        ("rasher.yml", "links: [{text: Bar, link: guide/my page.html}, {text: Own, link: own.html}]\n"),
        ("content/index.md", &format!("# Home\n\n{links}")),
        ("content/guide/index.md", "# Guide\n\n[f](../other.html)\n"),
        ("content/guide/My Page.md", page),
        ("content/other.md", "# Other\n"),
        ("content/own.md", "# Own\n"),
        ("content/own.html", "<p>A file of the author's.</p>\n"),
    ]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let html = project.read("public/index.html");
    for link in ["\"elsewhere/\">a", "\"elsewhere/#part\">b", "\"other/\">c", "\"guide/\">d", "\"own.html\">e"] {
        assert!(html.contains(&format!("<a href={link}</a>")), "{link} in {html}");
    }
    assert!(
        html.contains("<a href=\"elsewhere/\"><span>Bar") && html.contains("<a href=\"own.html\"><span>Own"),
        "{html}"
    );
    project.write("content/index.md", "# Home\n\n[a](old/other.html#x)\n<a href=\"guide/My%20Page.html\">b</a>\n");
    project.write("content/other.md", "# Other\n\n<a href=\"own.html\">c</a>\n");
    project.rasher(&["check", "--fix"]);
    assert_eq!(project.read("content/index.md"), "# Home\n\n[a](other.md#x)\n<a href=\"elsewhere/\">b</a>\n");
    assert_eq!(project.read("content/other.md"), "# Other\n\n<a href=\"../own.html\">c</a>\n");
}
