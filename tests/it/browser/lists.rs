//! Lists of tasks and of icons show what belongs to what.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

const LISTS: [&str; 3] = [
    "- [ ] a\n    - [x] b\n        - [ ] c\n",
    "- [ ] a\n\n- [ ] a\n    - [x] b\n        - [ ] c\n",
    "{.list-icon}\n- [ ] a\n    - [x] b\n        - [ ] c\n",
];

/// How many steps to the right `a`, `b` and `c` stand, and whether a box stands beside a bullet.
const STEPS: &str = "(() => {
    const left = letter => {
        const texts = document.createTreeWalker(document.querySelector('main ul'), NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) if (texts.currentNode.data.trim() === letter) {
            const range = document.createRange();
            const start = texts.currentNode.data.indexOf(letter);
            range.setStart(texts.currentNode, start);
            range.setEnd(texts.currentNode, start + 1);
            return range.getBoundingClientRect().left;
        }
    };
    const boxed = [...document.querySelectorAll('main li')].filter(item => item.querySelector(':scope > input, :scope > p > input'));
    return [left('b') > left('a') + 10, left('c') > left('b') + 10, boxed.every(item => getComputedStyle(item).listStyleType === 'none')];
})()";

#[test]
fn what_is_below_a_task_stands_further_in() {
    let Some(mut browser) = Chromium::start() else { return };
    for list in LISTS {
        let project = Project::built(&[("content/index.md", list)]);
        let mut tab = browser.tab(1024, 640, "light");
        tab.open(&project.address("index.html"));
        assert_eq!(tab.eval(STEPS), json!([true, true, true]), "{list}");
    }
}
