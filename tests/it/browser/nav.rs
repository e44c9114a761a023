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
