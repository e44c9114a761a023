//! What is wider than its window stays in its box: words on a small phone, many links in a header.

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
    let project = Project::built(&[("content/guide/a.md", page.as_str())]);
    let mut tab = browser.tab(320, 640, "light");
    tab.open(&project.address("guide/a/index.html"));
    assert_eq!(tab.eval(OUTSIDE), json!([]));
    assert_eq!(tab.eval("document.documentElement.scrollWidth - innerWidth"), json!(0));
}

/// What of the header leaves it, or stands on something else in it.
const CROWDED: &str = "(() => {
    const header = document.querySelector('.header').getBoundingClientRect();
    const parts = [...document.querySelectorAll('.header > :is(.brand, .search-button, .scheme), .links > *')].map(part => part.getBoundingClientRect());
    const leaves = box => box.right > innerWidth || box.bottom > header.bottom || box.top < header.top;
    const meets = (a, b) => a !== b && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return parts.filter(a => leaves(a) || parts.some(b => meets(a, b))).length;
})()";

#[test]
fn many_links_in_a_header_stand_beside_the_name_of_the_site() {
    let Some(mut browser) = Chromium::start() else { return };
    let names =
        ["Contribute", "Discussions", "Wish List", "Bug Tracker", "Resolve Cafe", "Chris on Twitter", "LateNite"];
    for count in [2, 4, 5, 7] {
        let links: String =
            names[..count].iter().map(|name| format!("- text: {name}\n  icon: flame\n  link: /\n")).collect();
        let config = format!("branding:\n  title: CommandPost and Final Cut\n  label: Documentation\nlinks:\n{links}");
        let project = Project::built(&[("rasher.yml", &config)]);
        for width in [910, 1000, 1210, 1400, 1900] {
            let mut tab = browser.tab(width, 700, "light");
            tab.open(&project.address("index.html"));
            assert_eq!(tab.eval(CROWDED), json!(0), "{count} links in {width} px");
        }
    }
}

#[test]
fn links_with_long_names_stay_in_the_header() {
    let Some(mut browser) = Chromium::start() else { return };
    let links = "- text: Frequently asked questions\n  link: /\n".repeat(6);
    let config = format!("branding:\n  title: CommandPost and Final Cut\nlinks:\n{links}");
    let project = Project::built(&[("rasher.yml", &config)]);
    for width in [910, 1000, 1190] {
        let mut tab = browser.tab(width, 700, "light");
        tab.open(&project.address("index.html"));
        assert_eq!(tab.eval(CROWDED), json!(0), "{width} px");
    }
}

#[test]
fn the_mark_behind_a_heading_that_fills_its_line_makes_no_page_wider() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[("content/index.md", "# Home\n\n## Heading\n")]);
    let mut tab = browser.tab(900, 700, "light");
    tab.open(&project.address("index.html"));
    let fill = "(heading => {
        const mark = heading.querySelector('.heading-anchor');
        heading.style.whiteSpace = 'nowrap';
        while (mark.offsetLeft < heading.parentElement.clientWidth - 8) heading.firstChild.data += 'i';
        return document.documentElement.scrollWidth - innerWidth;
    })(document.querySelector('h2'))";
    assert_eq!(tab.eval(fill), json!(0));
}

/// A drawing that has no size of its own but proportions.
const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 40"></svg>"#;

#[test]
fn a_name_beside_a_logo_is_whole_where_there_is_room_and_the_logo_as_high_as_it_should_be() {
    let Some(mut browser) = Chromium::start() else { return };
    let config = "branding:\n  title: Powershell is here to save the day\n  logo: mark.svg\n  logoHeight: 20\n";
    let project = Project::built(&[("rasher.yml", config), ("static/mark.svg", DRAWING)]);
    let mut tab = browser.tab(1280, 700, "light");
    tab.open(&project.address("index.html"));
    let name = "(name => name.scrollWidth <= name.clientWidth)(document.querySelector('.brand > span'))";
    assert_eq!(tab.eval(name), json!(true));
    let logo = "(logo => [logo.width, logo.height])(document.querySelector('.logo'))";
    assert_eq!(tab.eval(logo), json!([80, 20]));
}

#[test]
fn a_wide_table_is_whole_on_paper() {
    let Some(mut browser) = Chromium::start() else { return };
    let call = "`Test-Connection -TargetName server01.contoso.com -Count 4 -TimeoutSeconds 2 -IPv4`";
    let table = format!(
        "# Home\n\n| Cmdlet | What it does | Example | Since |\n|---|---|---|---|\n| `Test-Connection` | Sends packets and waits | {call} | 1.0 |\n"
    );
    let project = Project::built(&[("content/index.md", &table)]);
    let mut tab = browser.tab(700, 900, "light");
    tab.open(&project.address("index.html"));
    let hidden = "document.querySelector('table').scrollWidth - document.querySelector('.table').clientWidth";
    assert_ne!(tab.eval(hidden), json!(0), "on the screen it scrolls");
    tab.call("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert_eq!(tab.eval(hidden), json!(0));
}

#[test]
fn on_a_phone_code_in_a_table_leaves_room_for_what_it_means() {
    let Some(mut browser) = Chromium::start() else { return };
    let table =
        "| Call | Meaning |\n|---|---|\n| `Test-Connection -TargetName server01 -Count 4` | Asks four times |\n";
    let kept = format!("# Home\n\n{table}\n{{.whitespace-nowrap}}\n{table}");
    let project = Project::built(&[("content/index.md", &kept)]);
    let mut tab = browser.tab(390, 800, "light");
    tab.open(&project.address("index.html"));
    let scrolls = "[...document.querySelectorAll('.table')].map(table => table.scrollWidth > table.clientWidth)";
    assert_eq!(tab.eval(scrolls), json!([false, true]));
}

#[test]
fn a_logo_leaves_room_for_a_name_on_a_phone_and_takes_it_where_there_is_none() {
    let Some(mut browser) = Chromium::start() else { return };
    let name = "  title: Powershell is here\n  label: v7\n";
    for (title, width, name) in [(name, 112, true), ("", 150, false)] {
        let config = format!("branding:\n  logo: mark.svg\n{title}");
        let project = Project::built(&[("rasher.yml", &config), ("static/mark.svg", DRAWING)]);
        let mut tab = browser.tab(320, 640, "light");
        tab.open(&project.address("index.html"));
        assert_eq!(tab.eval("document.querySelector('.logo').width"), json!(width));
        let shows = "(document.querySelector('.brand > span')?.clientWidth ?? 0) > 90";
        assert_eq!(tab.eval(shows), json!(name));
    }
}

#[test]
fn what_stands_behind_a_text_stands_below_a_picture_at_its_side() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = "---\ntags: [a]\n---\n# A\n\n-![](mark.svg)\n\nShort.\n";
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"></svg>"#;
    let project = Project::built(&[("content/a.md", page), ("content/b.md", "# B\n"), ("content/mark.svg", drawing)]);
    let mut tab = browser.tab(1280, 700, "light");
    tab.open(&project.address("a/index.html"));
    let below = "['.page-end', '.pager'].map(part => document.querySelector(part).getBoundingClientRect().top >= document.querySelector('.image-left').getBoundingClientRect().bottom)";
    assert_eq!(tab.eval(below), json!([true, true]));
}
