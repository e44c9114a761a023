//! The search, as a reader types it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::{axe, site, violations};
use crate::chromium::{Chromium, Tab};
use crate::support::Project;

/// Opens the search by its key and types; gives what is listed.
fn search(tab: &mut Tab<'_>, query: &str) -> Vec<String> {
    tab.eval("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true })); 0");
    tab.wait_for("document.querySelector('dialog.search[open] input')");
    // What was found before must not be taken for what is found now.
    tab.eval("document.querySelector('.search-status').textContent = ''");
    let typed = format!(
        "(field => {{ field.value = {query:?}; field.dispatchEvent(new Event('input')) }})(document.querySelector('.search-field')); 0"
    );
    tab.eval(&typed);
    tab.wait_for("document.querySelector('.search-status').textContent");
    let titles = tab.eval("[...document.querySelectorAll('.search-result')].map(link => link.textContent)");
    titles.as_array().unwrap().iter().map(|title| title.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_search_leads_to_the_section_that_says_it() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{site}/guide/components/badge/"));
    let found = search(&mut tab, "runspace break");
    assert!(found[0].contains("Runspaces break-down"), "{found:?}");
    let (complaints, requests) = tab.complaints_and_requests();
    assert_eq!(complaints, Vec::<String>::new());
    // All are of one version, and the head that says it is asked for each time.
    let versions = |name: &str| -> BTreeSet<&str> {
        let addresses = requests.iter().filter(|url| url.contains(&format!("/search/{name}")));
        addresses.map(|url| url.split_once('?').unwrap().1).collect()
    };
    assert_eq!(versions("part-"), versions("chunk-"));
    assert_eq!((versions("part-").len(), versions("head").len()), (1, 1));
    assert!(versions("head").is_disjoint(&versions("part-")));
    tab.eval("document.querySelector('.search-results').addEventListener('click', event => { event.preventDefault(); window.went = event.target.closest('a').href }); 0");
    let mut enter = |is_composing: bool| {
        tab.eval(&format!("document.querySelector('.search-field').dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, isComposing: {is_composing} }})); 0"));
        tab.eval("window.went ?? ''")
    };
    // Who types Japanese ends a word by the same key.
    assert_eq!(enter(true), json!(""));
    assert_eq!(enter(false), json!(format!("{site}/runspaces/#runspaces-break-down")));
}

#[test]
fn the_search_forgives_a_slip_and_tells_how_much_it_found() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(360, 740, "dark");
    tab.open(&format!("{}/", site()));
    assert!(!search(&mut tab, "runspcae").is_empty());
    let of_many = ("the", 20, "20+ results");
    for (query, count, status) in [("synthwave", 1, "1 result"), ("zzzyx", 0, "Nothing was found."), of_many] {
        assert_eq!(search(&mut tab, query).len(), count, "{query}");
        assert_eq!(tab.eval("document.querySelector('.search-status').textContent"), json!(status));
    }
}

#[test]
fn the_search_puts_first_what_speaks_most_of_a_word() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/", site()));
    // Others name it once, in longer texts, and stand before it in the navigation.
    let found = search(&mut tab, "favicon");
    assert!(found[0].contains("Name and logo"), "{found:?}");
}

#[test]
fn the_search_finds_parts_of_names_and_marks_them() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/", site()));
    search(&mut tab, "pool");
    let marked = tab.eval("[...document.querySelectorAll('.search-result mark')].map(mark => mark.textContent)");
    assert!(marked.as_array().unwrap().iter().any(|word| word.as_str().unwrap().contains("spacePool")), "{marked}");
}

/// A picture that is written as text has as many capitals as it likes: a reader waited for all of its ends.
#[test]
fn the_search_marks_no_parts_of_keys() {
    let Some(mut browser) = Chromium::start() else { return };
    let page = format!("# A\n\n{}Needle a needle\n", "aB3dEf".repeat(10));
    let project = Project::built(&[("content/index.md", &page)]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    search(&mut tab, "needle");
    let marked = tab.eval("[...document.querySelectorAll('.search-result mark')].map(mark => mark.textContent)");
    assert_eq!(marked, json!(["needle"]));
}

#[test]
fn the_search_marks_words_of_a_text_without_spaces() {
    let Some(mut browser) = Chromium::start() else { return };
    let text = "# 店\n\n店は九時に開きます。東京の店では、支払いはレジで行います。\n";
    let project = Project::built(&[("content/index.md", text)]);
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&project.address("index.html"));
    search(&mut tab, "東京");
    assert_eq!(tab.eval("document.querySelector('.search-text mark').textContent"), json!("東京"));
}

#[test]
fn the_search_works_from_disk() {
    let Some(mut browser) = Chromium::start() else { return };
    site();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("file://{}/guide/index.html", folder.display()));
    assert!(!search(&mut tab, "callout").is_empty());
}

#[test]
fn what_the_search_finds_is_accessible() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Chromium::start() else { return };
    for (width, scheme) in [(1440, "light"), (360, "dark")] {
        let mut tab = browser.tab(width, 800, scheme);
        tab.open(&format!("{}/", site()));
        assert!(!search(&mut tab, "runspace").is_empty());
        assert_eq!(violations(&mut tab, &axe), json!([]), "{width} {scheme}");
    }
}

#[test]
fn a_search_that_could_not_be_loaded_is_loaded_when_it_is_asked_for_again() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/", site()));
    tab.call("Network.setBlockedURLs", &json!({ "urls": ["*/search.js*"] }));
    tab.eval("document.querySelector('.search-button').click()");
    tab.wait_for("document.querySelector('head script[src*=\"search.js\"]')");
    tab.eval("new Promise(done => setTimeout(done, 200))");
    tab.call("Network.setBlockedURLs", &json!({ "urls": [] }));
    assert!(!search(&mut tab, "runspace").is_empty());
}

#[test]
fn an_index_that_cannot_be_loaded_is_told_in_words_and_asked_for_again() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/", site()));
    tab.call("Network.setBlockedURLs", &json!({ "urls": ["*/search/head.js*"] }));
    assert!(search(&mut tab, "runspace").is_empty());
    let status = "document.querySelector('.search-status').textContent";
    assert_eq!(tab.eval(status), json!("The search cannot be loaded right now."));
    tab.call("Network.setBlockedURLs", &json!({ "urls": [] }));
    assert!(!search(&mut tab, "runspace").is_empty());
}

/// Who speaks to a computer presses keys by words that were meant otherwise: WCAG 2.1.4.
#[test]
fn a_switch_in_the_search_turns_keys_without_a_modifier_off() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Project::built(&[("content/next.md", "# Next\n")]);
    let press = |tab: &mut Tab<'_>, key: &str, with_control: bool| {
        tab.eval(&format!("document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', ctrlKey: {with_control}, bubbles: true }})); 0"));
    };
    let is_open = "document.querySelector('dialog.search')?.open ?? false";
    // Where storage is blocked, the choice lasts as long as the page.
    for storage in ["", "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } }); 0"] {
        let mut tab = browser.tab(1000, 700, "light");
        tab.open(&project.address("index.html"));
        tab.eval(storage);
        search(&mut tab, "home");
        tab.eval(
            "document.querySelector('.search-keys input').click(); document.querySelector('.search-close').click(); 0",
        );
        for key in ["k", "/", "]", "g", "h"] {
            press(&mut tab, key, false);
        }
        assert_eq!(tab.eval(is_open), json!(false));
        assert_eq!(tab.eval("location.pathname.endsWith('/public/index.html')"), json!(true));
        press(&mut tab, "k", true);
        tab.wait_for(is_open);
    }
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("next/index.html"));
    press(&mut tab, "k", false);
    tab.eval("new Promise(done => setTimeout(done, 100))");
    assert_eq!(tab.eval(is_open), json!(false), "it is remembered");
}

#[test]
fn a_variable_colours_the_result_that_is_chosen() {
    let Some(mut browser) = Chromium::start() else { return };
    let config = "theme:\n  base:\n    search-result-active-bg: rgb(1, 2, 3)\n";
    let project = Project::built(&[("rasher.yml", config), ("content/index.md", "# Needle\n")]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&project.address("index.html"));
    search(&mut tab, "needle");
    let ground = "getComputedStyle(document.querySelector('.search-result')).backgroundColor";
    assert_eq!(tab.eval(ground), json!("rgb(1, 2, 3)"));
}
