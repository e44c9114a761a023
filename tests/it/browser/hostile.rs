//! Pages of authors who are not to be trusted: nothing of theirs runs, not even by the theme's own scripts.

use serde_json::json;

use crate::chromium::Chromium;
use crate::support::Project;

#[test]
fn the_scripts_of_the_theme_run_nothing_that_a_page_says() {
    let Some(mut browser) = Chromium::start() else { return };
    let action = "steps:\n- handler: open\n  with:\n    url: \"java\\tscript:ran=1\"\n";
    let page = "# A\n\n<img name=currentScript src=\"https://evil.invalid/\"> ![](b.png){name=\"currentScript\"}\n\n\
                <div class=\"embed\" data-src=\"java\tscript:parent.ran=1\">E</div>\n\n[!embed](https://example.com)\n\n[Go](action:go)\n";
    let project = Project::built(&[
        ("content/index.md", "# Home\n"),
        ("content/_components/actions/go.yml", action),
        ("content/a.md", page),
    ]);
    let mut tab = browser.tab(1000, 700, "light");
    tab.open(&format!("file://{}", project.path().join("public/a/index.html").display()));
    tab.wait_for("document.querySelector('a[href^=\"#action=\"][role=button]')");
    assert_eq!(tab.eval("[document.currentScript, 'currentScript' in document.images]"), json!([null, false]));
    tab.eval("document.querySelector('div.embed').click(); document.querySelector('a[href^=\"#action=\"]').click(); 0");
    tab.wait_for("document.querySelector('a.done')");
    assert_eq!(tab.eval("[window.ran ?? null, document.querySelector('iframe')]"), json!([null, null]));
}
