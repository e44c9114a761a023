//! Pages that need a password, as a reader opens them.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::json;

use super::{axe, serve};
use crate::chromium::{Chromium, Tab};
use crate::support::Project;

/// A site with two pages that need the password "bacon".
fn locked_site() -> &'static str {
    static SITE: OnceLock<String> = OnceLock::new();
    SITE.get_or_init(build_locked_site)
}

fn build_locked_site() -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("locked");
    fs::remove_dir_all(&folder).ok();
    let project = Project::with(&[
        ("rasher.yml", "url: example.com\n"),
        ("content/index.md", "# Home\n"),
        (
            "content/a.md",
            "---\nvisibility: protected\ntags: [secret tag]\n---\n# A\n\n[Up](action:scroll-to-top)\n\n## First part\n\n!!-info Folded\n### Deep\n!!!\n\n+++ One\n1\n+++ Two\n2\n+++\n",
        ),
        ("content/b.md", "---\nvisibility: private\n---\n# Behind\n"),
        ("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    let output = folder.to_str().unwrap();
    let run = project.rasher_with(&["build", "-q", "--output", output], &[("RASHER_PASSWORD", "bacon")]);
    assert_eq!(run.code, 0, "{}", run.err);
    serve(folder)
}

#[test]
fn a_page_with_a_password_opens_with_it_and_remembers_it() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = locked_site();
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{site}/a/"));
    let submit = |tab: &mut Tab<'_>, password: &str| {
        let script = format!(
            "document.querySelector('.lock input').value = '{password}'; document.querySelector('.lock button').click(); 0"
        );
        tab.wait_for("!document.querySelector('.lock form').hidden");
        tab.eval(&script);
    };
    submit(&mut tab, "ham");
    tab.wait_for("document.querySelector('.lock-message').textContent === 'That is not the password.'");
    assert_eq!(tab.eval("document.querySelector('#first-part')"), json!(null));
    submit(&mut tab, "bacon");
    tab.wait_for("document.querySelector('#first-part')");
    tab.wait_for("document.querySelector('.tabs [role=tab]')");
    assert_eq!(tab.eval("document.querySelector('.toc a[href=\"#first-part\"]').textContent"), json!("First part"));
    tab.wait_for("document.querySelector('.toc a[aria-current]')");
    tab.wait_for("document.querySelector('main a[href=\"#action=scroll-to-top\"][role=button]')");
    assert_eq!(tab.eval("document.querySelector('main + .page-end > .tags').textContent.trim()"), json!("secret tag"));
    let (complaints, _) = tab.complaints_and_requests();
    assert_eq!(complaints, Vec::<String>::new());
    tab.open(&format!("{site}/b/"));
    tab.wait_for("document.querySelector('main h1').textContent.startsWith('Behind')");
    assert!(tab.eval("JSON.stringify(sessionStorage)").as_str().is_some_and(|kept| !kept.contains("bacon")));
}

#[test]
fn an_address_leads_into_a_closed_block_of_a_page_once_it_is_open() {
    let Some(mut browser) = Chromium::start() else { return };
    let site = locked_site();
    let mut tab = browser.tab(1440, 900, "light");
    tab.open(&format!("{site}/a/#deep"));
    tab.wait_for("!document.querySelector('.lock form').hidden");
    tab.eval(
        "document.querySelector('.lock input').value = 'bacon'; document.querySelector('.lock button').click(); 0",
    );
    tab.wait_for("document.querySelector('details.callout').open");
}

#[test]
fn the_form_of_a_page_with_a_password_is_accessible() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Chromium::start() else { return };
    let site = locked_site();
    for scheme in ["light", "dark"] {
        let mut tab = browser.tab(360, 740, scheme);
        tab.open(&format!("{site}/a/"));
        tab.wait_for("!document.querySelector('.lock form').hidden");
        tab.eval(&format!("{axe}; 0"));
        let run = "axe.run('main').then(result => result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; ')))";
        assert_eq!(tab.eval(run), json!([]), "{scheme}");
        assert_eq!(tab.eval("document.documentElement.scrollWidth - innerWidth"), json!(0));
    }
}
