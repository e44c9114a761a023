//! When a page was last changed, as a reader is told.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

#[test]
fn a_page_of_this_day_was_changed_today_at_any_hour() {
    let Some(mut browser) = Chromium::start() else { return };
    let today = jiff::Zoned::now().date();
    for (date, told) in [(today, "today"), (today.yesterday().unwrap(), "yesterday")] {
        let page = format!("---\nlastUpdated: {date}\n---\n# A\n");
        let project = Project::built(&[("content/index.md", &page)]);
        let mut tab = browser.tab(1000, 700, "light");
        tab.open(&project.address("index.html"));
        assert_eq!(tab.eval("document.querySelector('.updated').textContent"), json!(format!("Last updated {told}")));
    }
}
