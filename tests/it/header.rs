//! The header and footer of whole sites: logo, hub, links and their menus, colours, favicon.

use crate::support::{Project, part};

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"></svg>"#;

/// The home page of a site with this configuration and these files.
fn home(config: &str, files: &[(&str, &str)]) -> (Project, String) {
    let project = Project::built(&[&[("rasher.yml", config), ("content/a.md", "# A\n")], files].concat());
    let html = project.read("public/index.html");
    (project, html)
}

#[test]
fn a_logo_is_found_and_so_is_its_dark_twin() {
    let (_, html) = home("", &[("static/images/logo.svg", SVG), ("static/images/logo-dark.svg", SVG)]);
    assert!(html.contains(r#"<img class="logo light-only" src="images/logo.svg" alt="" width="60" height="30">"#));
    assert!(html.contains(r#"<img class="logo dark-only" src="images/logo-dark.svg" alt="" width="60" height="30">"#));
}

#[test]
fn a_logo_keeps_its_proportions_and_may_stand_behind_the_name() {
    let config = "branding:\n  title: Name\n  logo: mark.svg\n  logoHeight: 20\n  logoAlign: right\n";
    let (_, html) = home(config, &[("static/mark.svg", SVG)]);
    assert!(
        html.contains(r#"<span>Name</span><img class="logo" src="mark.svg" alt="" width="40" height="20"></a>"#),
        "{html}"
    );
}

#[test]
fn the_name_and_the_label_may_hold_emoji_and_marks() {
    let (_, html) = home("branding:\n  title: 'My_Docs :rocket:'\n  label: '*v1* & on'\n", &[]);
    let rocket = "<span class=\"emoji\" title=\":rocket:\">🚀</span>";
    let brand = format!("<span>My_Docs {rocket}</span> <span class=\"brand-label\"><em>v1</em> &amp; on</span></a>");
    assert!(html.contains(&brand), "{html}");
    assert!(html.contains("<title>Home · My_Docs 🚀</title>"), "{html}");
}

#[test]
fn nothing_in_the_name_and_the_label_is_html() {
    let (_, html) = home("branding:\n  title: 'Docs of <T>'\n  label: 'v<2>'\n", &[]);
    assert!(
        html.contains("<span>Docs of &lt;T&gt;</span> <span class=\"brand-label\">v&lt;2&gt;</span></a>"),
        "{html}"
    );
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# `<script>` and `__init__`\n")]);
    project.rasher(&["build"]);
    let html = project.read("public/index.html");
    assert!(html.contains("<span>&lt;script&gt; and __init__</span></a>"), "{html}");
}

#[test]
fn a_logo_that_is_named_without_a_title_stands_alone() {
    for title in ["", "  title: \"\"\n"] {
        let (_, html) = home(&format!("branding:\n  logo: mark.svg\n{title}"), &[("static/mark.svg", SVG)]);
        assert!(html.contains(r#"class="brand" href="./" aria-label="Home"><img class="logo""#), "{html}");
        assert!(html.contains("height=\"30\">\n</a>"), "{html}");
    }
}

#[test]
fn a_favicon_has_a_twin_for_the_dark_scheme() {
    let (_, html) = home("", &[("static/favicon.svg", SVG), ("static/favicon-dark.svg", SVG)]);
    assert!(html.contains(r#"<link rel="icon" href="favicon.svg" media="(prefers-color-scheme: light)">"#));
    assert!(html.contains(r#"<link rel="icon" href="favicon-dark.svg" media="(prefers-color-scheme: dark)">"#));
}

#[test]
fn a_site_has_a_favicon_of_the_theme_unless_it_has_one() {
    let icon = |config: &str, files: &[(&str, &str)]| {
        let (project, html) = home(config, files);
        let link = part(&html, "<link rel=\"icon\"", ">").to_owned();
        (link, project.has("public/theme/favicon.svg"))
    };
    let (own, is_there) = icon("", &[]);
    assert!(own.contains(r#" href="theme/favicon.svg?v="#) && is_there, "{own}");
    for (config, files, address) in [
        ("", &[("static/favicon.png", "x")][..], "favicon.png"),
        ("favicon: https://a.example/b.ico\n", &[], "https://a.example/b.ico"),
    ] {
        assert_eq!(icon(config, files), (format!(r#"<link rel="icon" href="{address}""#), false));
    }
}

#[test]
fn a_site_without_links_has_no_landmark_for_them() {
    assert!(!home("", &[]).1.contains("class=\"links\""));
    assert!(home("links: [{text: A, link: a.md}]", &[]).1.contains("<nav class=\"links\" aria-label"));
}

#[test]
fn links_open_menus_without_script_and_say_what_they_are() {
    let config = r#"
hub: https://example.org
links:
  - text: More
    items:
      - text: A page
        link: a.md
        icon: book
        description: All of it
      - type: separator
      - text: Elsewhere
        link: https://example.com
        target: blank
  - link: https://example.com/x
    icon: mark-github
    title: The code
footer:
  links:
    - text: Back
      link: a.md
"#;
    let (project, html) = home(config, &[]);
    let menu = r#"<details class="menu" name="links"><summary><span>More</span>"#;
    assert!(html.contains(menu), "{html}");
    assert!(html.contains(r#"<span>A page<span class="menu-description">All of it</span></span></a></li><li class="menu-separator" aria-hidden="true"></li>"#));
    assert!(
        html.contains(r#"<a href="https://example.com" target="_blank" rel="noopener"><span>Elsewhere</span></a>"#)
    );
    assert!(html.contains(r#"<a href="https://example.com/x" title="The code" aria-label="The code"><svg"#));
    assert!(html.contains(r#"<a class="hub" href="https://example.org" title="https://example.org""#));
    assert!(html.contains(r#"<a href="a/"><span>Back</span></a>"#));
    let current = project.read("public/a/index.html");
    assert!(current.contains(r#"<li><a aria-current="page" href="../a/"><svg"#), "the page is marked in the menu");
}

#[test]
fn files_that_the_configuration_links_to_are_published() {
    let config = "data: { file: more/made.xyz }\nlinks:\n  - text: Rules\n    link: /rules.xyz#a\n  - text: Coded\n    link: /%C3%BCber%20all.xyz\nhub: hub.xyz\nfooter:\n  copyright: \"[MIT](more/MIT.xyz) [none](no.xyz) [us](/about%20us.xyz) {{ '[x](' + file + ')' }}\"\n  links:\n    - text: License\n      link: LICENSE\n";
    let files = [
        "LICENSE", "rules.xyz", "hub.xyz", "more/MIT.xyz", "more/badge.xyz", "more/made.xyz", "other.xyz",
        "about us.xyz", "über all.xyz",
    ];
    let files = files.map(|name| format!("content/{name}"));
    let mut files: Vec<_> = files.iter().map(|path| (path.as_str(), "x")).collect();
    files.push(("content/more/b.md", "---\nnav: { badge: { text: New, link: badge.xyz } }\n---\n# B\n"));
    let (project, html) = home(config, &files);
    assert!(html.contains(r#"href="license""#) && html.contains(r#"href="more/mit.xyz""#), "{html}");
    assert!(html.contains(r#"href="about%20us.xyz""#) && html.contains(r#"href="%C3%BCber%20all.xyz""#), "{html}");
    let named = ["license", "rules.xyz", "hub.xyz", "more/mit.xyz", "more/badge.xyz", "about us.xyz", "über all.xyz"];
    for name in named.into_iter().chain(["more/made.xyz"]) {
        assert!(project.has(&format!("public/{name}")), "{name}");
    }
    assert!(!project.has("public/other.xyz"));
}

#[test]
fn colours_and_variables_make_one_style_sheet() {
    let config = "branding:\n  baseColor: \"#5495f1\"\ntheme:\n  dark:\n    base-bg: \"#101418\"\n";
    let (project, html) = home(config, &[]);
    assert!(html.contains("<link rel=\"stylesheet\" href=\"theme/variables.css?v="));
    let css = project.read("public/theme/variables.css");
    assert!(css.contains("--accent: var(--base-color)") && css.contains("{ --base-bg: #101418;"), "{css}");
    let (project, html) = home("", &[]);
    assert!(!html.contains("variables.css") && !project.has("public/theme/variables.css"));
}

#[test]
fn services_of_others_are_asked_only_when_they_are_named() {
    let config = "integrations:\n  googleAnalytics: G-X\n  plausible:\n    domain: example.com\n    host: stats.example.com/js/s.js\n";
    let (project, html) = home(config, &[]);
    assert!(
        html.contains(r#"defer data-google="G-X"></script>"#) && project.has("public/theme/analytics.js"),
        "{html}"
    );
    assert!(
        html.contains(r#"<script src="https://stats.example.com/js/s.js" data-domain="example.com" defer></script>"#)
    );
    let (project, html) = home("", &[]);
    assert!(!html.contains("analytics") && !html.contains("https://") && !project.has("public/theme/analytics.js"));
}

#[test]
fn a_link_of_the_configuration_that_leads_nowhere_is_told_with_the_nearest_page() {
    let config = "url: x.example\nlinks:\n  - text: A\n    items:\n      - link: aa.md\n  - link: /sitemap.xml\n  - link: a\n  - link: /a/#x\n";
    let project =
        Project::with(&[("rasher.yml", config), ("content/index.md", "# Home\n"), ("content/a.md", "# A\n\n## X\n")]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("warning[").count(), 1, "{}", run.err);
    assert!(run.err.contains("there is no page `aa.md`\n --> rasher.yml:") && run.err.contains("did you mean `a.md`?"));
}

#[test]
fn a_site_that_says_nothing_at_its_foot_has_none() {
    for (config, is_there) in [
        ("", false),
        ("footer:\n  copyright: Ann\n", true),
        ("footer:\n  links:\n    - text: a\n      link: /\n", true),
    ] {
        let project = Project::with(&[("rasher.yml", config), ("content/index.md", "# A\n")]);
        project.rasher(&["build", "-q"]);
        assert_eq!(project.read("public/index.html").contains("<footer"), is_there, "{config}");
    }
}

#[test]
fn lines_of_the_copyright_break_where_those_of_pages_do() {
    let config = "footer:\n  copyright: \"One\\nTwo\"\nmarkdown:\n  lineBreaks: ";
    assert!(home(&format!("{config}hard\n"), &[]).1.contains("<p>One<br />\nTwo</p>"));
    assert!(home(&format!("{config}soft\n"), &[]).1.contains("<p>One\nTwo</p>"));
}
