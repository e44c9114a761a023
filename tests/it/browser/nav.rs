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
    tab.open(&project.address("index.html"));
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
    tab.open(&project.address("page-39/index.html"));
    tab.eval("document.querySelector('.menu-button').click()");
    tab.wait_for("(entry => entry.top > 0 && entry.bottom < innerHeight - 20)(document.querySelector('.nav [aria-current=page]').getBoundingClientRect())");
}

/// The entries of the navigation whose first word is broken.
const BROKEN: &str = "[...document.querySelectorAll('.nav li span')].filter(label => {
    const word = document.createRange();
    word.setStart(label.firstChild, 0);
    word.setEnd(label.firstChild, label.textContent.split(' ')[0].length);
    return word.getClientRects().length > 1;
}).length";

#[test]
fn what_lies_deep_has_room_for_its_words() {
    let Some(mut browser) = Chromium::start() else { return };
    let names: Vec<String> = (1..=10).map(|depth| format!("content/{}index.md", "deeper/".repeat(depth))).collect();
    let pages: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "# Deeper still\n")).collect();
    let project = Project::built(&pages);
    let deepest = names[9].replace("content/", "").replace(".md", ".html");
    for width in [1400, 1000, 320] {
        let mut tab = browser.tab(width, 800, "light");
        tab.open(&project.address(&deepest));
        if width == 320 {
            tab.eval("document.querySelector('.menu-button').click()");
        }
        assert_eq!(tab.eval(BROKEN), json!(0), "{width} px");
        let hidden = "(nav => nav.scrollWidth - nav.clientWidth)(document.getElementById('page:nav'))";
        assert_eq!(tab.eval(hidden), json!(0), "{width} px");
    }
}
