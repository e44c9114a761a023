//! A component's style and script travel only with pages that use it, and a component is one template file.

use std::fs;

use crate::support::{Project, repository};

#[test]
fn style_and_script_of_a_component_are_linked_only_where_it_is_used() {
    let project = Project::built(&[
        ("content/index.md", "# Home\n\nText.\n"),
        ("content/a.md", "# A\n\n+++ One\n1\n+++ Two\n2\n+++\n\n```\ncode\n```\n"),
    ]);
    let (home, page) = (project.read("public/index.html"), project.read("public/a/index.html"));
    for file in ["tabs.css", "tabs.js", "code.js"] {
        let link = format!("=\"../theme/components/{file}?v=");
        assert!(page.contains(&link) && !home.contains(file), "{file}: {page}");
    }
    assert!(page.find("theme/theme.css").unwrap() < page.find("components/tabs.css").unwrap());
    assert!(project.has("public/theme/components/tabs.css"));
    assert!(!project.has("public/theme/components/steps.css"), "no page has steps");
}

#[test]
fn a_component_brings_the_style_of_those_that_it_needs() {
    let project = Project::built(&[("rasher.yml", ""), ("content/index.md", "# Home\n\nhttps://youtu.be/x\n")]);
    assert!(project.read("public/index.html").contains("theme/components/embed.css?v="));
}

#[test]
fn style_and_script_are_published_condensed_but_for_what_an_author_changed() {
    let source = |name: &str| fs::read_to_string(repository(&format!("static/{name}"))).unwrap();
    let (style, script) = ("theme/theme.css", "theme/theme.js");
    let changed = format!("{}\nbody {{ color: tan }}\n", source(style));
    let project = Project::built(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n"),
        ("static/theme/theme.css", &changed),
        ("static/theme/theme.js", &source(script)),
    ]);
    assert_eq!(project.read("public/theme/theme.css"), changed);
    let condensed = project.read("public/theme/theme.js");
    assert!(!condensed.contains("\n  ") && condensed.len() < source(script).len() * 4 / 5, "{condensed}");
    fs::remove_file(project.path().join("static/theme/theme.css")).unwrap();
    project.rasher(&["build"]);
    assert!(!project.read("public/theme/theme.css").contains("/*"));
}

/// What every author can do: no line of Rust knows this component.
#[test]
fn a_new_component_of_every_shape_is_one_template_with_its_style_beside_it() {
    let template = |metadata: &str, name: &str, body: &str| {
        format!(
            "{{% component {name}(text: string = \"\", panes: array = [], id: string = \"\", link: string = \"\") {{{metadata}}} %}}{body}{{% endcomponent {name} %}}"
        )
    };
    let inline = template(
        r#""shape": "inline", "text": "text", "link": "link""#,
        "till",
        "<b class=\"till\">{{ text }}|{{ link }}</b>",
    );
    let fence = template(
        r#""shape": "fence", "marker": "@@@", "text": "text""#,
        "shelf",
        "<div class=\"shelf\">{{ text }}:{{ body }}</div>",
    );
    let panes = template(
        r#""shape": "panes", "marker": "&&&", "text": "text", "markdown": ["text"]"#,
        "aisles",
        "{% for pane in panes %}<section>{{ pane.text }}{{ pane.body }}</section>{% endfor %}",
    );
    let url = template(
        r#""shape": "url", "match": ["https://shop.example/{id}"]"#,
        "shop",
        "<div data-shop=\"{{ id }}\"></div>",
    );
    let project = Project::built(&[
        ("templates/components/till.html", &inline),
        ("templates/components/shelf.html", &fence),
        ("templates/components/aisles.html", &panes),
        ("templates/components/shop.html", &url),
        ("static/theme/components/till.css", ".till { color: red }"),
        ("static/theme/components/till.js", "// ring"),
        ("content/index.md", "# Home\n"),
        (
            "content/a.md",
            "# A\n\nA [!till Open](/) one.\n\n@@@ Bacon\n*fresh*\n@@@\n\n&&& **One**\nx\n&&& Two\ny\n&&&\n\nhttps://shop.example/7\n",
        ),
    ]);
    let (home, page) = (project.read("public/index.html"), project.read("public/a/index.html"));
    for part in [
        "<b class=\"till\">Open|../</b>",
        "<div class=\"shelf\">Bacon:<p><em>fresh</em></p>\n</div>",
        "<section><strong>One</strong><p>x</p>\n</section><section>Two<p>y</p>\n</section>",
        "<div data-shop=\"7\"></div>",
        "../theme/components/till.css?v=",
        "../theme/components/till.js?v=",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(!home.contains("till.css") && !home.contains("till.js"), "{home}");
}
