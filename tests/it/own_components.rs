//! A project's own component of each shape is one template and nothing else.

use crate::support::Project;

/// The shape, its template, how it is written, and what is shown.
const SHAPES: [(&str, &str, &str, &str); 8] = [
    (
        "inline",
        r#"{% component till(text: string = "", number: integer = 1) {"shape": "inline", "text": "text", "markdown": ["text"]} %}<b>{{ number }}: {{ text }}</b>{% endcomponent till %}"#,
        "Here is [!till number=\"4\" text=\"*open*\"].",
        "<p>Here is <b>4: <em>open</em></b>.</p>",
    ),
    (
        "fence",
        r#"{% component remark(kind: string = "plain", title: string = "") {"shape": "fence", "marker": "???", "glued": "kind", "text": "title"} %}<div class="{{ kind }}"><p>{{ title }}</p>{{ body }}</div>{% endcomponent remark %}"#,
        "???loud Title\n- item\n???",
        "<div class=\"loud\"><p>Title</p><ul>\n<li>item</li>\n</ul>\n</div>",
    ),
    (
        "panes",
        r#"{% component slides(panes: array, title: string = "", id: string = "") {"shape": "panes", "marker": "&&&", "text": "title", "markdown": ["title"], "idFrom": "title"} %}{% for pane in panes %}<section id="{{ pane.id }}">{{ pane.title }}{{ pane.body }}</section>{% endfor %}{% endcomponent slides %}"#,
        "&&& One\nx\n&&& Two\ny\n&&&",
        "<section id=\"one\">One<p>x</p>\n</section><section id=\"two\">Two<p>y</p>\n</section>",
    ),
    (
        "line",
        r#"{% component price(amount: integer) {"shape": "line"} %}<p>{{ amount }} €</p>{% endcomponent price %}"#,
        ":::price amount=\"3\" :::",
        "<p>3 €</p>",
    ),
    (
        "code",
        r#"{% component chart(text: string = "", title: string = "") {"shape": "code", "language": "chart", "text": "text"} %}<figure>{{ text }}{{ title }}</figure>{% endcomponent chart %}"#,
        "```chart Sales\n1 2\n```",
        "<figure>1 2\nSales</figure>",
    ),
    (
        "url",
        r#"{% component vimeo(id: string, query: string = "") {"shape": "url", "match": ["https://vimeo.com/{id}"]} %}<div>{{ id }}?{{ query }}</div>{% endcomponent vimeo %}"#,
        "https://vimeo.com/12?h=1",
        "<div>12?h=1</div>",
    ),
    (
        "symbol",
        r#"{% component emoji(name: string, text: string) {"shape": "symbol"} %}<i>{{ name }} {{ text }}</i>{% endcomponent emoji %}"#,
        ":rocket:",
        "<p><i>rocket 🚀</i></p>",
    ),
    (
        "element",
        r#"{% component table(classes: string = "") {"shape": "element"} %}<table>{{ body }}</table>{% endcomponent table %}"#,
        "| a |\n|---|\n| b |",
        "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>",
    ),
];

#[test]
fn a_component_of_any_shape_takes_one_template() {
    for (shape, template, markdown, html) in SHAPES {
        let page = format!("# Page\n\n{markdown}\n");
        let template = ("templates/components/own.html", template);
        let project = Project::with(&[("rasher.yml", ""), ("content/index.md", page.as_str()), template]);
        let run = project.rasher(&["build", "--strict"]);
        assert_eq!((run.code, run.out.contains("0 warnings")), (0, true), "{shape}\n{}", run.out);
        let page = project.read("public/index.html");
        assert!(page.contains(html), "{shape}\n{page}");
    }
}
