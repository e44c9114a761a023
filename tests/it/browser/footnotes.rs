//! Footnotes: the note appears at its number for a pointer and for the keyboard; a tap leads to it.

use serde_json::{Value, json};

use crate::chromium::{Chromium, Tab};
use crate::support::Project;

const PAGE: &str = "# Notes\n\nThe shop opens at nine.[^1]\n\n[^1]: Except on Mondays. See [the list](index.md).\n";
const IS_SHOWN: &str = "document.querySelector('.footnote-note')?.matches(':popover-open') || false";

/// Opens the page and gives the place of the number in its text.
fn open(tab: &mut Tab<'_>, project: &Project) -> Value {
    tab.open(&project.address("index.html"));
    tab.eval(
        "(() => { const place = document.querySelector('.footnote-reference a').getBoundingClientRect();
            return { x: place.x + place.width / 2, y: place.y + place.height / 2 } })()",
    )
}

fn project() -> Project {
    Project::built(&[("content/index.md", PAGE)])
}

fn point_at(tab: &mut Tab<'_>, place: &Value) {
    tab.call("Input.dispatchMouseEvent", &json!({ "type": "mouseMoved", "x": place["x"], "y": place["y"] }));
}

fn press(tab: &mut Tab<'_>, key: &str, code: u32) {
    for kind in ["keyDown", "keyUp"] {
        let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
        tab.call("Input.dispatchKeyEvent", &event);
    }
}

#[test]
fn a_note_is_shown_while_the_pointer_rests_on_its_number_or_on_it() {
    let Some(mut browser) = Chromium::start() else { return };
    let (mut tab, project) = (browser.tab(1000, 700, "light"), project());
    let number = open(&mut tab, &project);
    point_at(&mut tab, &number);
    tab.wait_for(IS_SHOWN);
    assert_eq!(
        tab.eval("document.querySelector('.footnote-note').innerText.trim()"),
        json!("Except on Mondays. See the list.")
    );
    let inside = tab.eval(
        "(() => { const place = document.querySelector('.footnote-note').getBoundingClientRect();
            return { x: place.x + 20, y: place.y + 15 } })()",
    );
    point_at(&mut tab, &inside);
    tab.eval("new Promise(resolve => setTimeout(resolve, 300))");
    assert_eq!(tab.eval(IS_SHOWN), json!(true));
    point_at(&mut tab, &json!({ "x": 5, "y": 650 }));
    tab.wait_for(&format!("!({IS_SHOWN})"));
}

#[test]
fn a_note_is_shown_to_the_keyboard_until_escape() {
    let Some(mut browser) = Chromium::start() else { return };
    let (mut tab, project) = (browser.tab(1000, 700, "light"), project());
    open(&mut tab, &project);
    // The key before makes the focus one of the keyboard.
    press(&mut tab, "Tab", 9);
    tab.eval("document.querySelector('.footnote-reference a').focus()");
    tab.wait_for(IS_SHOWN);
    press(&mut tab, "Escape", 27);
    assert_eq!(tab.eval(IS_SHOWN), json!(false));
}

#[test]
fn a_tap_on_a_number_leads_to_its_note() {
    let Some(mut browser) = Chromium::start() else { return };
    let (mut tab, project) = (browser.tab(390, 800, "light"), project());
    let number = open(&mut tab, &project);
    tab.call("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    let touch = json!([{ "x": number["x"], "y": number["y"] }]);
    // A slow machine may make a long press of a tap, which leads nowhere.
    for _ in 0..10 {
        tab.call("Input.dispatchTouchEvent", &json!({ "type": "touchStart", "touchPoints": touch }));
        tab.call("Input.dispatchTouchEvent", &json!({ "type": "touchEnd", "touchPoints": [] }));
        let led = "new Promise(done => { const look = (times) => location.hash || !times ? done(location.hash) : setTimeout(look, 50, times - 1); look(40) })";
        if tab.eval(led) == json!("#fn:1") {
            break;
        }
    }
    assert_eq!(tab.eval("location.hash"), json!("#fn:1"));
    assert_eq!(tab.eval(IS_SHOWN), json!(false));
}

#[test]
fn a_number_in_a_block_of_another_page_shows_none_of_this_pages_notes() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1000, 700, "light");
    let other = "# Other\n\nElsewhere.[^n] ^p\n\n[^n]: The other page's.\n";
    let page = format!("![[other#^p]]\n\n{PAGE}");
    let project = Project::built(&[("content/index.md", &page), ("content/other.md", other)]);
    open(&mut tab, &project);
    press(&mut tab, "Tab", 9);
    tab.eval("document.querySelector('.footnote-reference:not([id]) a').focus()");
    assert_eq!(tab.eval(IS_SHOWN), json!(false));
    tab.eval("document.querySelector('.footnote-reference[id] a').focus()");
    tab.wait_for(IS_SHOWN);
}
