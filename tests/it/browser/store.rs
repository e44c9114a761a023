//! The demo of the post, a store that readers open.

use serde_json::json;

use super::site;
use crate::chromium::{Chromium, Tab};

/// Opens the post with the demo in view.
fn open_store(tab: &mut Tab<'_>) {
    tab.open(&format!("{}/runspaces/", site()));
    tab.eval("document.querySelector('.demo').scrollIntoView()");
}

/// Waits until the store has served everybody and says so.
fn wait_until_served(tab: &mut Tab<'_>) {
    tab.wait_for("/served \\d+ customers? in/.test(document.querySelector('.demo [data-part=status]').textContent)");
}

#[test]
fn the_store_serves_every_customer_once_at_one_till_and_at_many() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    open_store(&mut tab);
    for button in ["foreach", "pool"] {
        tab.eval(&format!("document.querySelector('.demo button[name={button}]').click()"));
        wait_until_served(&mut tab);
        let servers = tab.eval(
            "[...document.querySelectorAll('.demo tbody tr')].map(row => row.cells[0].textContent.trim()).join()",
        );
        let expected: Vec<String> = (1..=10).map(|number| format!("Server{number:02}")).collect();
        assert_eq!(servers, json!(expected.join(",")), "{button}");
        let failed = tab.eval("[...document.querySelectorAll('.demo tbody tr')].filter(row => /does not answer|not answer|error/i.test(row.textContent)).length");
        assert_eq!(failed, json!(1), "{button}: one server is down, and its error is shown");
    }
    let (complaints, requests) = tab.complaints_and_requests();
    assert_eq!(complaints, Vec::<String>::new());
    assert!(requests.iter().all(|url| url.starts_with(site()) || url.starts_with("blob:")), "{requests:?}");
    assert!(
        requests.iter().any(|url| url.contains("/demos/runspace-pool/module.js")),
        "the module loads when it is asked for"
    );
}

#[test]
fn the_pool_is_faster_on_this_machines_processors() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    open_store(&mut tab);
    tab.eval("(() => { const set = (name, value) => { const input = document.querySelector(`.demo [name=${name}]`); input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })); }; set('max', 2); document.querySelector('.demo [name=work][value=\"1\"]').click(); })()");
    for button in ["foreach", "pool"] {
        tab.eval(&format!("document.querySelector('.demo button[name={button}]').click()"));
        wait_until_served(&mut tab);
    }
    // How much faster is the machine's business; the test only says it.
    let times = tab
        .eval("[...document.querySelectorAll('.demo .rp-times dd')].map(time => time.textContent.trim()).join(' / ')");
    println!("one till / two tills / speed-up: {times}");
    assert!(times.as_str().is_some_and(|times| times.contains('×')), "{times}");
}

#[test]
fn the_store_works_by_keyboard_alone() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    open_store(&mut tab);
    tab.eval("document.querySelector('.demo button[name=pool]').focus()");
    for kind in ["keyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": if kind == "keyDown" { "\r" } else { "" } });
        tab.call("Input.dispatchKeyEvent", &key);
    }
    wait_until_served(&mut tab);
}

#[test]
fn every_control_of_the_store_is_called_by_its_label_and_a_slider_shows_its_number() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    open_store(&mut tab);
    let set = "const slider = document.querySelector('.demo [name=customers]'); slider.value = 7; slider.dispatchEvent(new Event('input', { bubbles: true }))";
    tab.eval(&format!("(() => {{ {set} }})()"));
    let labels = tab.eval("[...document.querySelectorAll('.demo input')].map(input => [...input.labels].map(label => label.textContent.trim()).join('/')).join()");
    assert_eq!(labels, json!("Customers 7,Fewest tills 1,Most tills 5,Waiting on the network,Working the processor"));
}

#[test]
fn without_script_the_recorded_run_is_there() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    let mut tab = browser.tab(360, 740, "dark");
    tab.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    tab.open(&format!("{site}/runspaces/"));
    assert_eq!(tab.eval("document.querySelectorAll('.demo tbody tr').length"), json!(10));
    assert!(tab.eval("document.querySelectorAll('.demo svg rect').length").as_u64().unwrap() > 20);
    assert_eq!(tab.eval("document.documentElement.scrollWidth - innerWidth"), json!(0));
}

#[test]
fn readers_who_want_less_motion_are_served_the_same() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    let features = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    tab.call("Emulation.setEmulatedMedia", &features);
    open_store(&mut tab);
    assert_eq!(tab.eval("getComputedStyle(document.documentElement).scrollBehavior"), json!("auto"));
    tab.eval("document.querySelector('.demo button[name=pool]').click()");
    wait_until_served(&mut tab);
    // What follows the reader's own scrolling stands still by itself.
    let moving = "document.getAnimations().filter(({ playState, timeline }) => playState === 'running' && timeline === document.timeline)";
    assert_eq!(tab.eval(&format!("{moving}.length")), json!(0));
}

#[test]
fn a_store_that_could_not_be_built_is_built_when_it_is_asked_for_again() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    open_store(&mut tab);
    let press = "document.querySelector('.demo button[name=pool]').click()";
    tab.call("Network.setBlockedURLs", &json!({ "urls": ["*/module.js*"] }));
    tab.eval(press);
    tab.wait_for("document.querySelector('.demo [data-part=status]').textContent.includes('could not be built')");
    tab.call("Network.setBlockedURLs", &json!({ "urls": [] }));
    tab.eval(press);
    wait_until_served(&mut tab);
}
