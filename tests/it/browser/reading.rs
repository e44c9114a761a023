//! Readers who come back, who have chosen something elsewhere, who go by the keyboard.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

#[test]
fn a_scheme_that_was_chosen_elsewhere_holds_on_a_page_that_is_open() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    let shown = "[document.documentElement.dataset.scheme, document.querySelector('.scheme [aria-pressed=true]').dataset.setScheme]";
    for (event, scheme) in [("pageshow", "dark"), ("storage", "light")] {
        tab.eval(&format!(
            "localStorage.setItem('scheme', JSON.stringify('{scheme}')); dispatchEvent(new Event('{event}')); 0"
        ));
        assert_eq!(tab.eval(shown), json!([scheme, scheme]), "{event}");
    }
}

/// Browsers lead a reader who comes back to where they were; a script that went to the target again would lead away from there.
#[test]
fn nothing_scrolls_to_a_target_that_was_not_closed() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = "# Home\n\n## Open\n\n+++ One\n### Shown\n+++ Two\n### Hidden\n+++\n\n!!-info\n### Closed\n!!!\n";
    let project = Project::built(&[("content/index.md", page)]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    tab.wait_for("document.querySelector('[role=tab]')");
    tab.eval("window.went = []; Element.prototype.scrollIntoView = function () { went.push(this.id) }; 0");
    for target in ["open", "shown", "hidden", "closed"] {
        // The browser itself opens what it can, and says so later.
        tab.eval(&format!("history.replaceState(null, '', '#{target}'); dispatchEvent(new Event('hashchange')); 0"));
    }
    assert_eq!(tab.eval("went"), json!(["hidden", "closed"]));
}

#[test]
fn pages_that_were_seen_are_called_by_their_whole_titles() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[
        ("content/index.md", "# Home\n"),
        ("content/a.md", "# All of `page` and *more* [!badge New]\n"),
    ]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("a/index.html"));
    tab.open(&project.address("index.html"));
    tab.wait_for("document.querySelector('.history li')");
    assert_eq!(tab.eval("document.querySelector('.history li').textContent"), json!("All of page and more"));
}

#[test]
fn a_menu_closes_when_the_keyboard_leaves_it() {
    let Some(mut browser) = Chromium::start() else { return };
    let config = "links:\n- text: More\n  items:\n  - text: A\n    link: /\n  - type: separator\n";
    let project = Project::built(&[("rasher.yml", config)]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    let open = "document.querySelector('.menu').open";
    tab.eval("document.querySelector('.menu').open = true; document.querySelector('.menu a').focus(); 0");
    assert_eq!(tab.eval(open), json!(true));
    tab.eval("document.querySelector('.search-button').focus(); 0");
    assert_eq!(tab.eval(open), json!(false));
}

#[test]
fn a_label_that_begins_with_the_date_costs_a_page_nothing() {
    let Some(mut browser) = Chromium::start() else { return };
    let config = "labels:\n  default:\n    updated: \"{0} geändert\"\n    updated_ago: \"{0} geändert\"\n";
    let page = format!("---\nlastUpdated: {}\n---\n# A\n", jiff::Zoned::now().date());
    let project = Project::built(&[("rasher.yml", config), ("content/index.md", &page)]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    assert_eq!(tab.eval("document.querySelector('.updated').textContent"), json!("today geändert"));
    assert_eq!(tab.complaints_and_requests().0, [""; 0]);
}

#[test]
fn sources_of_an_authors_picture_keep_their_conditions() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = "# A\n\n![](a.svg)\n\n<picture><source media=\"(max-width: 600px)\" srcset=\"a.svg\"><img src=\"a.svg\" alt=\"\"></picture>\n";
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"></svg>"#;
    let project =
        Project::built(&[("content/index.md", page), ("content/a.svg", drawing), ("content/a-dark.svg", drawing)]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    tab.eval("document.querySelector('[data-set-scheme=dark]').click()");
    tab.wait_for("document.querySelector('source').media === 'all'");
    assert_eq!(tab.eval("[...document.querySelectorAll('source')].at(-1).media"), json!("(max-width: 600px)"));
}

#[test]
fn arrows_lead_to_the_tab_to_which_they_point() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1000, 700, "light");
    for (language, key) in [("en", "ArrowRight"), ("ar", "ArrowLeft")] {
        let config = format!("locale: {language}\n");
        let page = "# A\n\n+++ One\n1\n+++ Two\n2\n+++ Three\n3\n+++\n";
        let project = Project::built(&[("rasher.yml", &config), ("content/index.md", page)]);
        tab.open(&project.address("index.html"));
        tab.wait_for("document.querySelector('[role=tab]')");
        tab.eval(&format!(
            "(tab => {{ tab.focus(); tab.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }})) }})(document.querySelector('[role=tab]')); 0"
        ));
        assert_eq!(tab.eval("document.activeElement.textContent"), json!("Two"), "{language}");
    }
}

#[test]
fn a_menu_of_nothing_but_actions_is_not_there_without_script() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1000, 700, "light");
    for (link, shown) in [("", "none"), ("    - text: Home\n      link: /\n", "block")] {
        let config = format!("actions:\n  items:\n    - action: print-page\n{link}");
        let project = Project::built(&[("rasher.yml", &config)]);
        tab.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
        tab.open(&project.address("index.html"));
        assert_eq!(tab.eval("getComputedStyle(document.querySelector('.actions')).display"), json!(shown));
    }
}

#[test]
fn the_ring_around_what_has_the_focus_is_not_cut_off() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = "# A\n\n```js\ncode\n```\n\n| a |\n|---|\n| b |\n\n+++ One\n1\n+++\n\n[!embed](https://example.com)\n\n## Part\n";
    let project = Project::built(&[("content/index.md", page), ("content/b/c.md", "# C\n")]);
    let mut tab = browser.tab(1400, 700, "light");
    tab.open(&project.address("index.html"));
    tab.wait_for("document.querySelector('[role=tab]')");
    for clipped in [".code > pre", ".table", "[role=tab]", ".embed > a", ".nav a", ".nav summary", ".toc ul a"] {
        let ring = tab.eval(&format!(
            "(e => {{ e.focus({{ focusVisible: true }}); const {{ outlineStyle, outlineOffset }} = getComputedStyle(e); return outlineStyle + outlineOffset }})(document.querySelector('{clipped}'))"
        ));
        assert_eq!(ring, json!("solid-2px"), "{clipped}");
    }
}
