//! The built site in a browser, as a reader meets it.

mod class_names;
mod contents;
mod footnotes;
mod hostile;
mod lists;
mod locked;
mod nav;
mod overflow;
mod preview;
mod reading;
mod search;
mod store;
mod styles;
mod updated;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::json;

use crate::chromium::{Chromium, Tab};
use crate::support::{Project, repository};

/// This repository's site, built once and served on a port of its own.
fn site() -> &'static str {
    static SITE: OnceLock<String> = OnceLock::new();
    SITE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
        fs::remove_dir_all(&folder).ok();
        let status = Command::new(env!("CARGO_BIN_EXE_rasher"))
            .args(["build", "-q", "--output"])
            .arg(&folder)
            .current_dir(repository(""))
            .status();
        assert!(status.unwrap().success());
        serve(folder)
    })
}

/// Serves a folder to one visitor at a time; gives the address.
fn serve(folder: PathBuf) -> String {
    // What the site tells hosts to send along is what its pages have to do with.
    let headers = fs::read_to_string(folder.join("_headers")).unwrap();
    let policy =
        headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: ")).unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (folder, policy) = (folder.clone(), policy.clone());
            std::thread::spawn(move || {
                let mut request = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                reader.read_line(&mut request).ok();
                let mut header = String::new();
                while reader.read_line(&mut header).unwrap_or(0) > 2 {
                    header.clear();
                }
                let path =
                    request.split(' ').nth(1).unwrap_or("/").split('?').next().unwrap_or("/").trim_start_matches('/');
                let file = if path.is_empty() || path.ends_with('/') {
                    folder.join(path).join("index.html")
                } else {
                    folder.join(path)
                };
                let (status, body) = fs::read(&file).map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
                let kind = match file.extension().and_then(|extension| extension.to_str()) {
                    Some("html") => "text/html; charset=utf-8",
                    Some("css") => "text/css",
                    Some("js") => "text/javascript",
                    Some("svg") => "image/svg+xml",
                    Some("png") => "image/png",
                    _ => "application/octet-stream",
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {policy}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).ok();
            });
        }
    });
    address
}

/// axe-core from npm, fetched once; `None` outside CI when npm is not there.
fn axe() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        fs::create_dir_all(&folder).unwrap();
        let install = Command::new("npm")
            .args(["install", "--no-save", "--ignore-scripts", "--prefix"])
            .arg(&folder)
            .arg("axe-core@4")
            .output();
        if !install.is_ok_and(|output| output.status.success()) {
            assert!(std::env::var_os("CI").is_none(), "CI can fetch axe-core from npm");
            eprintln!("skipped: axe-core cannot be fetched from npm");
            return None;
        }
    }
    fs::read_to_string(script).ok()
}

const SIZES: [(u32, u32); 3] = [(1440, 900), (360, 740), (320, 640)];

#[test]
fn the_post_opens_quietly_in_every_size_and_scheme() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    for (width, height) in SIZES {
        for scheme in ["light", "dark"] {
            let mut tab = browser.tab(width, height, scheme);
            tab.open(&format!("{site}/runspaces/"));
            let (complaints, requests) = tab.complaints_and_requests();
            assert_eq!(complaints, Vec::<String>::new(), "{width} {scheme}");
            assert!(requests.len() > 3, "the test sees requests");
            assert!(requests.iter().all(|url| url.starts_with(site)), "{requests:?}");
            assert_eq!(tab.eval("document.documentElement.scrollWidth - innerWidth"), json!(0), "overflow at {width}");
            let background = tab.eval("getComputedStyle(document.body).backgroundColor");
            assert_eq!(background == json!("rgb(255, 253, 250)"), scheme == "light", "{background}");
        }
    }
}

#[test]
fn nothing_moves_while_the_post_loads() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/runspaces/", site()));
    let shift = "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 300) })";
    assert!(tab.eval(shift).as_f64().unwrap() < 0.01);
}

#[test]
fn the_header_stands_before_its_script_as_it_does_behind_it() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    let places = "[...document.querySelectorAll('.brand, .links, .search-button, .scheme')].map(part => part.getBoundingClientRect().x)";
    for (width, height) in SIZES {
        let mut tab = browser.tab(width, height, "light");
        for page in ["/", "/runspaces/"] {
            tab.call("Network.setBlockedURLs", &json!({ "urls": ["*/theme.js*"] }));
            tab.open(&format!("{site}{page}"));
            let before = tab.eval(places);
            tab.call("Network.setBlockedURLs", &json!({ "urls": [] }));
            tab.open(&format!("{site}{page}?"));
            let behind = tab.eval(places);
            // On a phone the schemes move into the navigation.
            let count = if width > 900 { 4 } else { 3 };
            let [before, behind] = [before, behind].map(|places| places.as_array().unwrap()[..count].to_vec());
            assert_eq!(before, behind, "{page} at {width}");
        }
    }
}

#[test]
fn pages_have_no_accessibility_violations() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    for page in ["/", "/runspaces/", "/guide/components/callout/", "/guide/components/badge/", "/404.html"] {
        for (width, scheme) in [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")] {
            let mut tab = browser.tab(width, 900, scheme);
            tab.open(&format!("{site}{page}"));
            assert_eq!(violations(&mut tab, &axe), json!([]), "{page} at {width} in {scheme}");
        }
    }
}

#[test]
fn what_stands_behind_a_page_is_in_a_landmark_too() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Chromium::start() else { return };
    let page =
        "---\ntags: [a, b]\nlastUpdated: 2025-01-01\n---\n# Home\n[`code`](#home)[^1] and more.[^1]\n\n[^1]: Note.\n";
    let project = Project::built(&[("rasher.yml", "edit:\n  repo: a/b\n"), ("content/index.md", page)]);
    let mut tab = browser.tab(1280, 800, "light");
    tab.open(&project.address("index.html"));
    assert_eq!(tab.eval("document.querySelectorAll('.page-end > :is(.tags, .updated, .edit)').length"), json!(3));
    assert_eq!(violations(&mut tab, &axe), json!([]));
}

/// What axe finds on the page of a tab.
fn violations(tab: &mut Tab<'_>, axe: &str) -> serde_json::Value {
    tab.eval(&format!("{axe}; 0"));
    tab.eval("axe.run().then(result => result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; ')))")
}

#[test]
fn the_video_loads_when_the_reader_asks_and_not_before() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/runspaces/", site()));
    assert_eq!(tab.eval("document.querySelectorAll('iframe').length"), json!(0));
    tab.eval("document.querySelector('.embed a').click()");
    tab.wait_for("document.querySelector('.embed iframe')");
    let source = tab.eval("document.querySelector('.embed iframe').src");
    assert!(source.as_str().unwrap().starts_with("https://www.youtube-nocookie.com/embed/Gt4MVWVGcfE"), "{source}");
}

#[test]
fn the_colour_scheme_is_remembered() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{site}/runspaces/"));
    tab.eval("document.querySelector('[data-set-scheme=dark]').click()");
    let dark = tab.eval("getComputedStyle(document.body).backgroundColor");
    tab.open(&format!("{site}/guide/"));
    assert_eq!(tab.eval("getComputedStyle(document.body).backgroundColor"), dark);
    assert_eq!(tab.eval("document.querySelector('[data-set-scheme=dark]').ariaPressed"), json!("true"));
    assert_eq!(tab.eval("document.documentElement.className"), json!("dark"));
    tab.eval("document.querySelector('[data-set-scheme=system]').click()");
    assert_eq!(
        tab.eval("new Promise((done) => setTimeout(() => done(document.documentElement.className)))"),
        json!("")
    );
}

#[test]
fn scripts_of_authors_may_use_any_name() {
    let Some(mut browser) = Chromium::start() else { return };
    let head = "<script>const all = 1, nav = 2, scheme = 3, before = 4, rasher = 5;</script>";
    let page = "# Home\n\n```js\ncode\n```\n\n+++ Tab\ntext\n+++\n\nNote.[^1]\n\n[^1]: Here.\n";
    let project = Project::built(&[("content/_includes/head.html", head), ("content/index.md", page)]);
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&project.address("index.html"));
    let (complaints, _) = tab.complaints_and_requests();
    assert_eq!(complaints, Vec::<String>::new());
    assert_eq!(tab.eval("[nav, document.querySelector('[data-set-scheme=system]').ariaPressed]"), json!([2, "true"]));
}

#[test]
fn on_a_phone_the_navigation_opens_without_script() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    let mut tab = browser.tab(360, 740, "light");
    tab.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    tab.open(&format!("{site}/runspaces/"));
    let shown = "getComputedStyle(document.getElementById('page:nav')).display";
    assert_eq!(tab.eval(shown), json!("none"));
    for kind in ["mousePressed", "mouseReleased"] {
        let button = tab.eval("(r => ({ x: r.x + r.width / 2, y: r.y + r.height / 2 }))(document.querySelector('.menu-button').getBoundingClientRect())");
        let click = json!({ "type": kind, "x": button["x"], "y": button["y"], "button": "left", "clickCount": 1 });
        tab.call("Input.dispatchMouseEvent", &click);
    }
    tab.wait_for("document.getElementById('page:nav').matches(':popover-open')");
    assert_eq!(tab.eval(shown), json!("block"));
}

#[test]
fn a_link_into_a_closed_block_opens_it() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{}/guide/components/callout/", site()));
    assert_eq!(tab.eval("document.querySelector('details.callout').open"), json!(false));
    tab.eval("document.querySelector('details.callout .callout-body').id = 'inside'; location.hash = '#inside'; 0");
    tab.wait_for("document.querySelector('details.callout').open");
}

#[test]
fn the_post_keeps_its_budget() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("site");
    site();
    let compressed = |path: &str| {
        let bytes = fs::read(folder.join(path)).unwrap();
        miniz_oxide::deflate::compress_to_vec(&bytes, 9).len()
    };
    let html = fs::read_to_string(folder.join("runspaces/index.html")).unwrap();
    let linked = |extension: &str| {
        // What is loaded with the page; the search's files only are when it is asked for.
        let linked = [" href=\"../", " src=\"../"].into_iter().flat_map(|link| html.split(link).skip(1));
        let addresses = linked.filter_map(|rest| rest.split(['?', '"']).next());
        addresses.filter(|address| address.ends_with(extension)).map(compressed).sum::<usize>()
    };
    let sizes = [
        ("HTML", compressed("runspaces/index.html"), 20_000),
        ("CSS", linked(".css"), 12_000),
        ("script", linked(".js"), 8_000),
    ];
    for (what, size, budget) in sizes {
        assert!(size > 1_000 && size <= budget, "the post's {what} is {size} bytes compressed, of {budget}");
    }
}

#[test]
fn without_script_every_pane_of_a_group_of_tabs_is_there() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = site();
    let mut tab = browser.tab(360, 740, "light");
    tab.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    tab.open(&format!("{site}/guide/components/tabs/"));
    let seen = "[...document.querySelectorAll('.tab')].map(({ offsetHeight }) => offsetHeight > 0)";
    assert_eq!(tab.eval(seen), json!([true, true]));
}

#[test]
fn the_blog_and_its_lists_are_accessible() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Chromium::start() else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("blog");
    fs::remove_dir_all(&folder).ok();
    let post = "---\nauthor: Ann Bee\ntags: rust, wasm\ncategory: News\n---\n# Post\n\nWords.\n";
    let project = Project::with(&[
        ("rasher.yml", "url: example.com\nblog:\n  pageSize: 1\n"),
        ("content/index.md", "# Home\n"),
        ("content/blog/2025-01-01-a.md", post),
        ("content/blog/2025-01-02-b.md", post),
        ("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    let run = project.rasher(&["build", "-q", "--output", folder.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.err);
    let site = serve(folder);
    for page in ["/blog/", "/blog/archive/", "/tags/", "/tags/rust/", "/categories/", "/blog/2025-01-01-a/"] {
        for (width, scheme) in [(1440, "light"), (360, "dark")] {
            let mut tab = browser.tab(width, 900, scheme);
            tab.open(&format!("{site}{page}"));
            tab.eval(&format!("{axe}; 0"));
            let run = "axe.run('main, .page').then(result => result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; ')))";
            assert_eq!(tab.eval(run), json!([]), "{page} at {width} in {scheme}");
            assert_eq!(tab.eval("document.documentElement.scrollWidth - innerWidth"), json!(0), "{page} at {width}");
        }
    }
}
