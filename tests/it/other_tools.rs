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
