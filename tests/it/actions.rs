//! Page actions, and links to other sites.

use crate::support::{Project, part};

const SCRIPT: &str = "theme/actions.js?v=";

#[test]
fn the_menu_beside_a_title_has_the_actions_that_the_project_wants() {
    let config = "actions:\n  items:\n    - action: print-page\n    - type: separator\n    - text: Tell\n      action: share-page\n      icon: bug\n";
    let html = Project::built(&[("rasher.yml", config)]).read("public/index.html");
    assert!(html.contains(r##"<a href="#action=print-page"><svg class="icon icon-download""##), "{html}");
    assert!(
        html.contains("<span>Print</span></a></li><li class=\"menu-separator\"") && html.contains("<span>Tell</span>")
    );
    assert!(html.contains(SCRIPT) && html.contains(r#"<details class="menu actions" data-chrome>"#));
    let html = Project::built(&[("rasher.yml", &format!("{config}  enabled: false\n"))]).read("public/index.html");
    assert!(!html.contains("class=\"menu actions\"") && !html.contains(SCRIPT), "{html}");
}

#[test]
fn the_script_is_loaded_only_where_an_action_is() {
    let project = Project::built(&[
        ("content/a.md", "# A\n\n[Print](action:print-page), [!button Up](action:scroll-to-top)\n"),
        ("content/b.md", "# B\n"),
    ]);
    let html = project.read("public/a/index.html");
    assert!(html.contains(r##"<a href="#action=print-page">Print</a>"##), "{html}");
    assert!(html.contains(r#"data-action="scroll-to-top" class="button"#) && html.contains(SCRIPT));
    assert!(!project.read("public/b/index.html").contains(SCRIPT));
}

#[test]
fn a_project_adds_actions_and_one_that_only_links_is_a_link() {
    let project = Project::built(&[
        (
            "content/_components/actions/greet.yml",
            "name: Greet\nsteps:\n  - handler: clipboard\n    with:\n      value: \"{{ page.title }}\"\n",
        ),
        ("content/_components/actions/go.md", "---\nsteps:\n  - with:\n      link: b.md\n---\n"),
        ("content/a.md", "# A\n\n[Hello](action:greet) [Go](action:go)\n\n[!button Go](action:go)\n"),
        ("content/b.md", "# B\n"),
    ]);
    let html = project.read("public/a/index.html");
    assert!(html.contains(r##"<a href="#action=greet">Hello</a> <a href="../b/">Go</a>"##), "{html}");
    assert!(html.contains(r#"<a href="../b/" class="button"#), "{html}");
    assert!(html.contains("&quot;handler&quot;:&quot;clipboard&quot;"), "{html}");
    assert!(!project.has("public/_components/actions/greet.yml"));
}

#[test]
fn the_script_is_given_only_the_actions_that_it_may_have_to_run() {
    let link = |to: &str| format!("steps:\n  - with:\n      link: {to}\n");
    let project = Project::built(&[
        ("content/_components/actions/plain.yml", &link("b.md")),
        ("content/_components/actions/paged.yml", &link("\"b.md?{{ page.title }}\"")),
        ("content/_components/actions/step.yml", &link("b.md?step")),
        ("content/_components/actions/two.yml", "steps:\n  - action: Step\n  - handler: print\n"),
        ("content/a.md", "# A\n\n[x](action:plain) [x](action:paged) [x](action:print-page)\n"),
        ("content/b.md", "# B\n"),
    ]);
    let given = |project: &Project| {
        let html = project.read("public/a/index.html");
        let given = html.split_once("data-actions=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        given.map(|given| serde_json::from_str::<serde_json::Value>(&given.replace("&quot;", "\"")).unwrap())
    };
    let names = |given: &serde_json::Value| given.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let actions = given(&project).unwrap();
    assert_eq!(names(&actions), ["step", "two"]);
    assert_eq!(actions["two"]["steps"][0]["action"], "step", "the script knows actions in lower case");
    // What all pages share cannot link to another place on each.
    project.write("rasher.yml", "actions:\n  items:\n    - action: paged\n");
    assert_eq!(project.rasher(&["build", "-q"]).code, 0);
    assert_eq!(names(&given(&project).unwrap()), ["paged", "step", "two"]);
    let project = Project::built(&[
        ("content/_components/actions/plain.yml", &link("b.md")),
        ("content/a.md", "# A\n\n[x](action:plain) [x](action:print-page)\n"),
        ("content/b.md", "# B\n"),
    ]);
    assert_eq!(given(&project), None);
}

#[test]
fn steps_that_lead_back_to_their_action_are_left_out_of_what_the_script_runs() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n\n[x](action:a)\n"),
        ("content/_components/actions/a.yml", "steps:\n  - action: b\n  - handler: print\n"),
        ("content/_components/actions/b.yml", "steps:\n  - action: action:A\n  - action: c\n"),
        ("content/_components/actions/c.yml", "steps:\n  - handler: scroll\n"),
    ]);
    assert_eq!(project.rasher(&["build", "-q"]).code, 1);
    let html = project.read("public/index.html").replace("&quot;", "'");
    let steps =
        |id: &str| html.split_once(&format!("'{id}':{{")).unwrap().1.split_once("'steps':").unwrap().1.to_owned();
    assert!(steps("a").starts_with("[{'handler':'print'}]"), "{html}");
    assert!(steps("b").starts_with("[{'action':'c'}]"), "{html}");
    assert!(steps("c").starts_with("[{'handler':'scroll'}]"), "{html}");
}

#[test]
fn expressions_in_actions_are_evaluated_for_the_site_and_for_each_page() {
    let tell = "name: Tell\nsteps:\n  - with:\n      link: \"https://t.example/?u={{ page.url }}&t={{ page.title | html.url_encode }}\"\n      text: Tell others\n      variant: danger\n";
    let once = "data:\n  word: hello\nsteps:\n  - handler: clipboard\n    with:\n      value: \"{{ word }} {{ project.url }}\"\n  - handler: share\n    with:\n      text: \"{{ steps.x.outputs.value }} {{ page.title }}\"\n";
    let project = Project::built(&[
        ("rasher.yml", "url: example.com\nactions:\n  items:\n    - action: tell\n"),
        ("content/_components/actions/tell.yml", tell),
        ("content/_components/actions/once.yml", once),
        (
            "content/a.md",
            "# A & B\n\n[Tell](action:tell) [!button icon=\"bug\"](action:tell) [!button Mine|info](action:tell) [x](action:once)\n",
        ),
    ]);
    let html = project.read("public/a/index.html");
    let address = "https://t.example/?u=https://example.com/a/&amp;t=A%20%26%20B";
    assert!(html.contains(&format!("<a href=\"{address}\" class=\"outbound\"")), "{html}");
    let buttons: Vec<&str> =
        html.split("class=\"button ").skip(1).map(|rest| rest.split("</a>").next().unwrap()).collect();
    assert!(buttons[0].starts_with("button-danger") && buttons[0].ends_with("Tell others"), "{buttons:?}");
    assert!(buttons[1].starts_with("button-info") && buttons[1].ends_with("Mine"), "{buttons:?}");
    // What all pages share cannot lead elsewhere on each, so the script does.
    assert!(html.contains("<a href=\"#action=tell\">") && html.contains("?u=https://example.com/a/&amp;t="), "{html}");
    assert!(html.contains("hello example.com") && html.contains("{{ steps.x.outputs.value }} {{ page.title }}"));
}

#[test]
fn what_runs_an_action_and_has_no_text_is_called_by_it() {
    let tell = "name: Tell\nsteps:\n  - with:\n      link: https://t.example\n      text: Tell others\n";
    let once = "name: Say *hello*\nsteps:\n  - handler: print\n";
    let page = "# A\n\n[!button](action:tell) [!badge](action:print-page) [!button action=\"once\"] [!button icon=\"bug\"](action:once)\n\n\
                [!ref](action:once)\n\n[!card](action:once)\n\n[![x](/a.png)](action:tell)\n";
    let project = Project::built(&[
        ("rasher.yml", "links:\n- icon: bug\n  action: once\n- icon: bug\n  link: action:print-page\n"),
        ("content/_components/actions/tell.yml", tell),
        ("content/_components/actions/once.yml", once),
        ("content/a.md", page),
        ("content/a.png", ""),
    ]);
    let html = project.read("public/a/index.html");
    let text = part(&html, "<main", "</main>");
    let texts: Vec<&str> = ["class=\"button ", "class=\"badge ", "ref-text\"", "card-title\""]
        .iter()
        .flat_map(|class| text.split(*class).skip(1))
        .map(|rest| rest.split_once('>').unwrap().1.split("</a>").next().unwrap())
        .collect();
    assert_eq!(texts[..2], ["Tell others", "Say <em>hello</em>"], "{texts:?}");
    assert!(texts[2].starts_with("<svg") && texts[2].ends_with("</svg>") && texts[3] == "Print", "{texts:?}");
    assert!(texts[4..].iter().all(|text| text.starts_with("Say <em>hello</em></span>")), "{texts:?}");
    assert!(text.contains("<figure class=\"image\"><a href=\"https://t.example\" target"), "{text}");
    assert!(html.contains("aria-label=\"Say hello\"") && html.contains("aria-label=\"Print\""), "{html}");
}

#[test]
fn an_expression_in_an_action_that_cannot_be_evaluated_is_told_where_it_stands() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n"),
        (
            "content/_components/actions/a.yml",
            "steps:\n  - handler: share\n    with:\n      text: \"{{ projet.url }}\"\n",
        ),
    ]);
    let run = project.rasher(&["build"]);
    assert!(run.err.contains("`projet` is not defined") && run.err.contains("actions/a.yml:4:7"), "{}", run.err);
}

#[test]
fn an_action_that_does_not_exist_is_told_with_the_nearest() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n\n[x](action:print-pag)\n")]);
    let run = project.rasher(&["build"]);
    assert!(run.err.contains("there is no action `print-pag`") && run.err.contains("did you mean `print-page`?"));
    assert!(run.err.contains("content/index.md:3:5"), "{}", run.err);
}

#[test]
fn links_to_other_sites_are_marked_and_open_elsewhere() {
    let link = |config: &str, address: &str| {
        let page = format!("# A\n\n[x]({address})\n");
        let html = Project::built(&[("rasher.yml", config), ("content/a.md", &page)]).read("public/a/index.html");
        html.split_once("<p><a ").unwrap().1.split_once("</p>").unwrap().0.to_owned()
    };
    let out = r#"href="https://example.org/a" class="outbound" target="_blank" rel="noopener">x</a>"#;
    assert_eq!(link("", "https://example.org/a"), out);
    assert_eq!(link("outbound: false\n", "https://example.org/a"), r#"href="https://example.org/a">x</a>"#);
    assert_eq!(link("url: example.org\n", "https://example.org/a"), r#"href="https://example.org/a">x</a>"#);
    let excluded = "outbound:\n  exclude: [\"*.example.org\", example.org/a]\n";
    assert_eq!(link(excluded, "https://example.org/a/b"), r#"href="https://example.org/a/b">x</a>"#);
    let only = "outbound:\n  include: example.com\n  icon: \"\"\n  target: self\n  custom: rel=\"nofollow\"\n";
    assert_eq!(link(only, "https://example.org/a"), r#"href="https://example.org/a">x</a>"#);
    assert_eq!(link(only, "https://example.com/a"), r#"href="https://example.com/a" rel="nofollow">x</a>"#);
    let own = |custom: &str| link(&format!("outbound:\n  custom: '{custom}'\n"), "https://example.org");
    let start = r#"href="https://example.org" class="outbound""#;
    assert_eq!(own("rel=\"nofollow me\""), format!(r#"{start} rel="nofollow me" target="_blank">x</a>"#));
    assert_eq!(own("data-x Target=_top"), format!(r#"{start} data-x Target=_top>x</a>"#));
}
