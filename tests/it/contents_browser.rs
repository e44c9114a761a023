//! The contents beside a page follow what the reader sees.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

const PAGE: &str = "# Ranks

## First

SPACE

+++ One
## In the open tab
SPACE
+++ Two
## In the closed tab
SPACE
+++

## Between

SPACE

==- Panel
## In the closed panel
SPACE
===

## Last

SPACE
";

#[test]
fn a_heading_that_is_out_of_sight_is_not_where_the_reader_is() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = PAGE.replace("SPACE", &"Text.\n\n".repeat(40));
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", page.as_str())]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    let mut tab = browser.tab(1400, 700, "light");
    tab.open(&format!("file://{}", project.path().join("public/index.html").display()));
    let current = "document.querySelector('.toc ul [aria-current]').hash";
    assert_eq!(tab.eval(current), json!("#first"), "before the page is scrolled");
    for heading in ["first", "in-the-open-tab", "between", "last"] {
        tab.eval(&format!("document.getElementById('{heading}').scrollIntoView({{ behavior: 'instant' }})"));
        tab.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assert_eq!(tab.eval(current), json!(format!("#{heading}")));
    }
}
