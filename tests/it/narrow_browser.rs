//! Words that are wider than a small phone stay in their boxes.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

const PAGE: &str = "---
authors: [WORD]
category: WORD
---
# `WORD` WORD

=== WORD
body
==- `WORD`
===

!!!info WORD
WORD
!!!

!!-tip WORD `WORD`
WORD
!!!

>>> WORD `WORD`
WORD
>>>

||| WORD
WORD
||| b
b
|||

[!badge WORD] [!button WORD] [!ref WORD](/index.md)

[!card title=\"WORD\" text=\"WORD\"](/index.md)

Term WORD
: `WORD`
";

/// What stands outside of the box that it is in, beside what is scrolled on purpose.
const OUTSIDE: &str = "[...document.querySelectorAll('main *')]
    .filter(element => !element.closest('pre, .tab-list, svg'))
    .filter(element => element.getBoundingClientRect().right > innerWidth || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
    .map(element => element.outerHTML.slice(0, 80))";

#[test]
fn a_word_that_is_too_long_is_broken_wherever_it_stands() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = PAGE.replace("WORD", "SupercalifragilisticexpialidociousInternationalizationConfiguration");
    let project =
        Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n"), ("content/guide/a.md", page.as_str())]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    let mut tab = browser.tab(320, 640, "light");
    tab.open(&format!("file://{}", project.path().join("public/guide/a/index.html").display()));
    assert_eq!(tab.eval(OUTSIDE), json!([]));
    assert_eq!(tab.eval("document.documentElement.scrollWidth - innerWidth"), json!(0));
}
