//! The preview's script, in a real browser.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use crate::chromium::Chromium;
use crate::serve::{CROWD, Preview};
use crate::support::Project;

const SHADOW: &str = "document.querySelector('rasher-preview')?.shadowRoot";

fn site() -> Project {
    let long: String = (0..60).map(|number| format!("## Part {number}\n\nText of part {number}.\n\n")).collect();
    Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", &format!("# Home\n\n{long}")),
        ("content/other.md", "# Other\n"),
        ("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("static/theme/theme.css", "body { color: rgb(1, 2, 3) }"),
    ])
}

#[test]
fn a_saved_page_reloads_where_it_was_read_and_a_style_is_exchanged_without_a_reload() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&format!("http://127.0.0.1:{}/", preview.port));
    tab.eval("document.getElementById('part-30').scrollIntoView(); window.isOld = true");
    let place = "document.getElementById('part-31').getBoundingClientRect().top";
    let before = tab.eval(place).as_f64().unwrap();
    let text =
        project.read("content/index.md").replace("# Home\n", "# Home\n\nNew.\n\n- many\n- new\n- lines\n- above\n");
    project.write("content/index.md", &text);
    tab.wait_for("!window.isOld && document.readyState === 'complete' && document.body.textContent.includes('New.')");
    let after = tab.eval(place).as_f64().unwrap();
    assert!((before - after).abs() < 2.0, "what was read moved from {before} to {after} when the text above grew");

    tab.eval("window.isOld = true");
    project.write("static/theme/theme.css", "body { color: rgb(3, 2, 1) }");
    tab.wait_for("getComputedStyle(document.body).color === 'rgb(3, 2, 1)'");
    assert_eq!(tab.eval("window.isOld"), true, "the page was not reloaded");
    assert_eq!(tab.eval("document.querySelectorAll('link[href*=\"theme.css\"]').length"), 1);
}

#[test]
fn what_is_wrong_stands_over_the_page_until_it_is_closed() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = browser.tab(1000, 700, "dark");
    tab.open(&format!("http://127.0.0.1:{}/other/", preview.port));
    tab.eval("window.isOld = true");
    project.write("content/other.md", "# Other\n\n[x](gone.md)\n");
    tab.wait_for(&format!("{SHADOW}?.querySelector('.panel:not([hidden]) li')"));
    let text = tab.eval(&format!("{SHADOW}.querySelector('.panel').textContent"));
    let text = text.as_str().unwrap();
    assert!(text.contains("1 warning") && text.contains("warning[dead-link]: there is no page `gone.md`"), "{text}");
    assert!(text.contains("content/other.md:3:5") && text.contains("[x](gone.md)"), "{text}");
    let link = tab.eval(&format!("{SHADOW}.querySelector('a').href"));
    assert!(link.as_str().unwrap().starts_with("vscode://file/"), "{link}");

    tab.eval(&format!("{SHADOW}.querySelector('header button').click(); window.isOld = true"));
    let shows = format!("!{SHADOW}.querySelector('.panel').hidden");
    assert_eq!(tab.eval(&shows), false);
    project.write("content/other.md", "# Other\n\nAnother line.\n\n[x](gone.md)\n");
    tab.wait_for(&format!("!window.isOld && {SHADOW}?.querySelector('.chip:not([hidden])')"));
    assert_eq!(tab.eval(&shows), false, "what was closed stays closed while nothing else is wrong");

    project.write("rasher.yml", "a: [");
    tab.wait_for(&format!(
        "{SHADOW}.querySelector('.panel:not([hidden])')?.textContent.includes('The last good state is shown')"
    ));
    project.write("rasher.yml", "");
    tab.wait_for(&format!("{SHADOW}.querySelector('.panel').hidden"));
    let (mistakes, _) = tab.complaints_and_requests();
    assert!(mistakes.is_empty(), "{mistakes:?}");
}

#[test]
fn a_page_for_which_there_was_no_room_listens_again() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(mut browser) = Chromium::start() else { return };
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&format!("http://127.0.0.1:{}/other/", preview.port));
    tab.eval("window.isOld = true");
    let lost = format!("Boolean({SHADOW}?.querySelector('[role=status]:not([hidden])'))");
    let (start, mut crowd) = (Instant::now(), Vec::new());
    // A connection of the browser's that was idle may end, and leave the page its seat; then it is tried again.
    while tab.eval(&lost) == false {
        assert!(start.elapsed() < Duration::from_secs(120));
        tab.eval("dispatchEvent(new Event('pagehide'))");
        crowd.extend(preview.crowd());
        tab.eval("dispatchEvent(new Event('pageshow'))");
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(crowd);
    tab.wait_for(&format!("!{lost}"));
    project.write("content/other.md", "# Other\n\nNew.\n");
    tab.wait_for("!window.isOld && document.body?.textContent.includes('New.')");
}
