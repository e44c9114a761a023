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
    let project = Project::built(&[("content/index.md", page.as_str())]);
    let mut tab = browser.tab(1400, 700, "light");
    tab.open(&project.address("index.html"));
    let current = "document.querySelector('.toc ul [aria-current]').hash";
    assert_eq!(tab.eval(current), json!("#first"), "before the page is scrolled");
    for heading in ["first", "in-the-open-tab", "between", "last"] {
        tab.eval(&format!("document.getElementById('{heading}').scrollIntoView({{ behavior: 'instant' }})"));
        tab.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assert_eq!(tab.eval(current), json!(format!("#{heading}")));
    }
}

#[test]
fn the_current_entry_of_long_contents_is_in_sight() {
    let Some(mut browser) = Chromium::start() else { return };
    let headings: String = (0..120).map(|number| format!("## Heading {number}\n\nText.\n\n")).collect();
    let project = Project::built(&[("content/long.md", &format!("# Long\n\n{headings}"))]);
    let address = project.address("long/index.html");
    let is_in_sight = "(entry => entry.hash === '#heading-90' && (([a, b]) => a.top >= b.top && a.bottom <= b.bottom)([entry, entry.closest('.toc')].map(e => e.getBoundingClientRect())))(document.querySelector('.toc [aria-current]'))";
    let mut wide = browser.tab(1400, 700, "light");
    wide.open(&format!("{address}#heading-90"));
    wide.wait_for(is_in_sight);
    let mut phone = browser.tab(390, 700, "light");
    phone.open(&format!("{address}#heading-90"));
    phone.wait_for("document.querySelector('.toc [aria-current]').hash === '#heading-90'");
    phone.eval("document.querySelector('.toc-button').click()");
    phone.wait_for(is_in_sight);
}

#[test]
fn an_address_with_an_end_that_is_none_costs_a_page_nothing() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[("content/a/b.md", "# B\n\n+++ One\none\n+++ Two\ntwo\n+++\n")]);
    let mut tab = browser.tab(1400, 700, "light");
    tab.open(&(project.address("a/b/index.html") + "#50%"));
    tab.wait_for("document.querySelector('.nav-filter') && document.querySelector('.tabs [role=tab]')");
    assert_eq!(tab.complaints_and_requests().0, [""; 0]);
}
