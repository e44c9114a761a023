//! The names of classes that the theme has around the text are free for authors within it.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

const NAMES: [&str; 21] = [
    "header", "footer", "frame", "page", "nav", "toc", "brand", "links", "logo", "actions", "icon", "skip", "hub",
    "color", "avatar", "author", "authors", "edit", "updated", "pager", "own",
];

/// How an element of every name stands, in the order of the page.
const LOOKS: &str = "[...document.querySelectorAll('main div')].map(element => {
    const { display, position, float, width, height, margin, padding, borderTopWidth } = getComputedStyle(element);
    return [display, position, float, width, height, margin, padding, borderTopWidth].join();
})";

#[test]
fn an_authors_class_looks_like_one_that_the_theme_does_not_know() {
    let Some(mut browser) = Chromium::start() else { return };
    let page: String = NAMES.iter().map(|name| format!("<div class=\"{name}\">text</div>\n\n")).collect();
    let project = Project::built(&[("content/index.md", &format!("# Home\n\n{page}"))]);
    for (width, height) in [(320, 640), (1400, 900)] {
        let mut tab = browser.tab(width, height, "light");
        tab.open(&project.address("index.html"));
        let looks = tab.eval(LOOKS);
        let own = looks[NAMES.len() - 1].clone();
        assert_eq!(looks, json!(vec![own; NAMES.len()]));
    }
}

#[test]
fn a_picture_that_an_author_calls_a_logo_keeps_its_proportions() {
    let Some(mut browser) = Chromium::start() else { return };
    let wide = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="400"></svg>"#;
    let project =
        Project::built(&[("content/index.md", "# Home\n\n![](wide.svg){.logo}\n"), ("content/wide.svg", wide)]);
    let mut tab = browser.tab(400, 800, "light");
    tab.open(&project.address("index.html"));
    let proportion = "(picture => Math.round(picture.width / picture.height))(document.querySelector('main .logo'))";
    assert_eq!(tab.eval(proportion), json!(4));
}
