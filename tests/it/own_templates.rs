//! What a project's own templates change, and what they do not.

use std::fs;

use crate::support::{Project, files, repository};

/// A site whose pages are of many shapes.
const SITE: [(&str, &str); 9] = [
    ("rasher.yml", "url: example.com\nedit: {repo: a/b}\ntoc: {label: Here}\nbreadcrumb: {home: Start}\n"),
    (
        "content/index.md",
        "# Home\n\n[a](a.md), [b](folder/b.md) and [c](folder/c.md)\n\n## One\n\n### Two\n\n## Three & four\n",
    ),
    (
        "content/a.md",
        "---\ndate: 2024-02-03\nauthors: [{name: Ann, link: example.com}, Bob]\ntags: [x, \"<y>\"]\ncategory: z\n---\n# A <b>\n\n[home](index.md)\n\n## Part\n",
    ),
    ("content/folder/b.md", "---\nicon: star\nlayout: central\n---\n# B\n\n[!badge New]\n\n## Part\n"),
    (
        "content/folder/c.md",
        "---\nlabel: \"*C*\"\nvisibility: protected\ntags: [x]\n---\n# C\n\n[a](../a.md)\n\n## Part\n",
    ),
    (
        "content/folder/d.md",
        "---\nimage: https://example.com/d.png\ntoc: {depth: 3}\n---\n# D\n\n### Low\n\n## High\n\n[!ref](b.md)\n",
    ),
    ("content/folder/deep/e.md", "Without a title.\n"),
    ("content/blog/one.md", "---\ndate: 2024-01-02\ntags: [x]\n---\n# One\n\ntext\n"),
    ("content/blog/two.md", "---\ndate: 2024-01-03\ntags: [x, z]\nauthor: Ann\n---\n# Two\n\ntext\n"),
];

/// Built-in templates write of a page what is known of its shape from other pages; where a project has some of its own, all
/// are rendered for every page.
#[test]
fn templates_of_a_projects_own_that_say_the_same_change_nothing() {
    let built = |own: &[&str]| {
        let project = Project::with(&SITE);
        for name in own {
            let same = fs::read_to_string(repository(&format!("templates/{name}"))).unwrap();
            project.write(&format!("templates/{name}"), &same);
        }
        let run = project.rasher_with(&["build", "--no-cache"], &[("RETYPE_PASSWORD", "bacon")]);
        assert_eq!(run.code, 0, "{}", run.err);
        let pages = files(&project.path().join("public")).into_iter().filter(|(name, _)| name.ends_with(".html"));
        pages.map(|(name, path)| (name, fs::read_to_string(path).unwrap())).collect::<Vec<_>>()
    };
    let (plain, own) = (built(&[]), built(&["components/nav_link.html", "components/toc_entries.html"]));
    assert!(plain.len() > SITE.len() && plain.len() == own.len());
    for ((path, plain), (_, own)) in plain.iter().zip(&own) {
        assert_eq!(plain, own, "{path}");
    }
}

#[test]
fn a_part_of_the_navigation_and_of_the_contents_can_be_replaced() {
    let project = Project::with(&SITE);
    let link = "{% component nav_link(node: map) -%}<a href=\"{{ node.url }}\">{{ node.name | upper }}</a>{%- endcomponent nav_link %}";
    let contents = "{% component toc_entries(entries: array) -%}{% for entry in entries %}({{ entry.level }} {{ entry.text | upper }}){% endfor %}{%- endcomponent toc_entries %}";
    project.write("templates/components/nav_link.html", link);
    project.write("templates/components/toc_entries.html", contents);
    project.rasher(&["build"]);
    let page = project.read("public/index.html");
    assert!(page.contains(">HOME</a>"), "{page}");
    assert!(page.contains("(2 ONE)(2 THREE &amp; FOUR)</aside>"), "{page}");
}

/// The theme's badge says that it does nothing with its text but write it, which a pill of the project's own need not keep to.
#[test]
fn a_part_that_components_are_made_of_may_ask_what_it_is_given() {
    let given = ["kind", "variant", "size", "corners", "text", "icon", "iconAlign", "link", "target", "action", "id"];
    let given = given.map(|name| format!("{name}: string = \"\", ")).concat();
    for space in ["", " "] {
        let pill = format!(
            "{{% component pill{space}({given}lengths: string = \"\", classes: string = \"\", attributes: string = \"\") -%}}\
             <i>{{% if text == \"b\" %}}is b{{% else %}}{{{{ text | upper }}}}{{% endif %}}</i>{{%- endcomponent pill %}}"
        );
        let page = ("index.md", "# A\n\n[!badge a], [!badge b], [!badge c]\n");
        let project = Project::with(&[page, ("templates/components/pill.html", &pill)]);
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
        let page = project.read("public/index.html");
        assert!(page.contains("<p><i>A</i>, <i>is b</i>, <i>C</i></p>"), "{page}");
    }
}

/// As when somebody starts from the theme's own badge, in its place or beside it.
#[test]
fn a_component_of_a_projects_own_may_do_more_with_a_text_than_it_says() {
    for (shown, expected) in [
        ("{{ text | upper }}", "<i>A</i>, <i>B</i>"),
        ("{% if text == \"b\" %}is b{% else %}{{ text }}{% endif %}", "<i>a</i>, <i>is b</i>"),
    ] {
        for name in ["badge", "shout"] {
            assert_shown(&[(name, &format!("<i>{shown}</i>"))], name, expected);
        }
    }
}

/// What keeps to its word does more all the same where what it calls does.
#[test]
fn a_component_of_a_projects_own_may_call_others_of_its_own() {
    let badge = ("badge", "<i>{% if text == \"b\" %}is b{% else %}{{ text | upper }}{% endif %}</i>");
    let beside = ("beside", "{{ <badge text={text} /> }}");
    assert_shown(&[badge, beside], "beside", "<i>A</i>, <i>is b</i>");
}

/// Builds a page that calls `called` with `a` and with `b`, where the project has these components, which claim to do
/// nothing with their text but write it.
#[track_caller]
fn assert_shown(components: &[(&str, &str)], called: &str, expected: &str) {
    let project = Project::with(&[("index.md", &format!("# A\n\n[!{called} a], [!{called} b]\n"))]);
    for (name, body) in components {
        let head = "(text: string = \"\") {\"shape\": \"inline\", \"text\": \"text\", \"opaque\": [\"text\"]}";
        let template = format!("{{% component {name}{head} -%}}{body}{{%- endcomponent {name} %}}");
        project.write(&format!("templates/components/{name}.html"), &template);
    }
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
    let page = project.read("public/index.html");
    assert!(page.contains(&format!("<p>{expected}</p>")), "{page}");
}
