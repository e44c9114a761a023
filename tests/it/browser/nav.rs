//! The navigation in the hands of a reader.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

#[test]
fn the_filter_finds_a_label_without_its_accents_and_with_them() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[("content/notes/facade.md", "# Façade\n"), ("content/notes/other.md", "# Other\n")]);
    let mut tab = browser.tab(1400, 800, "light");
    tab.open(&project.address("index.html"));
    let shown = |typed: &str| {
        format!(
            "(box => {{ box.value = '{typed}'; box.dispatchEvent(new Event('input')); return [...document.querySelectorAll('.nav li li')].filter(item => !item.hidden).map(item => item.textContent.trim()) }})(document.querySelector('.nav-filter'))"
        )
    };
    for typed in ["facade", "FAÇ", "façade"] {
        assert_eq!(tab.eval(&shown(typed)), json!(["Façade"]), "{typed}");
    }
    assert_eq!(tab.eval(&shown("")), json!(["Façade", "Other"]));
}

#[test]
fn the_filter_shows_what_is_in_a_folder_that_it_finds() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[
        ("content/notes/one.md", "# One\n"),
        ("content/notes/deep/two.md", "# Two\n"),
        ("content/other/three.md", "# Three\n"),
    ]);
    let mut tab = browser.tab(1400, 800, "light");
    tab.open(&format!("file://{}", project.path().join("public/index.html").display()));
    tab.eval("(box => { box.value = 'notes'; box.dispatchEvent(new Event('input')) })(document.querySelector('.nav-filter')); 0");
    let shown = "[...document.querySelectorAll('.nav li:not(.nav-folder)')].filter(item => item.checkVisibility()).map(item => item.textContent.trim()).sort()";
    assert_eq!(tab.eval(shown), json!(["One", "Two"]));
}

#[test]
fn on_a_phone_the_current_entry_is_in_view_when_the_navigation_opens() {
    let Some(mut browser) = Chromium::start() else { return };
    let names: Vec<String> = (0..40).map(|number| format!("content/page-{number}.md")).collect();
    let pages: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "Text.\n")).collect();
    let project = Project::built(&pages);
    let mut tab = browser.tab(390, 700, "light");
    tab.open(&format!("file://{}", project.path().join("public/page-39/index.html").display()));
    tab.eval("document.querySelector('.menu-button').click()");
    tab.wait_for("(entry => entry.top > 0 && entry.bottom < innerHeight - 20)(document.querySelector('.nav [aria-current=page]').getBoundingClientRect())");
}
