//! What a browser understands of styles that were published without blanks.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::site;
use crate::chromium::Chromium;
use crate::support::{files, repository};

#[test]
fn condensed_styles_mean_what_was_written() {
    let Some(mut browser) = Chromium::start() else { return };
    let mut tab = browser.tab(800, 600, "light");
    tab.open(site());
    let published = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
    let of_theme = files(&repository("static/theme")).into_iter();
    let of_theme = of_theme.map(|(name, source)| (Path::new("theme").join(name), source));
    let of_demo = (PathBuf::from("demos/runspace-pool/demo.css"), repository("demos/runspace-pool/web/demo.css"));
    let mut compared = 0;
    for (name, source) in of_theme.chain([of_demo]).filter(|(name, _)| name.extension().is_some_and(|e| e == "css")) {
        let Ok(condensed) = fs::read_to_string(published.join(&name)) else { continue };
        let written = fs::read_to_string(&source).unwrap();
        assert!(condensed.len() < written.len(), "{}", name.display());
        // A browser tells the blanks in what it computes later, such as `var(--a, b)`, as they are written.
        let mut rules = |css: &str| {
            let css = json!(css);
            tab.eval(&format!(
                "(() => {{ const sheet = new CSSStyleSheet(); sheet.replaceSync({css}); \
                 return [...sheet.cssRules].map((rule) => rule.cssText.replace(/([,:]) /g, '$1')).join('\\n'); }})()"
            ))
        };
        assert_eq!(rules(&condensed), rules(&written), "{}", name.display());
        compared += 1;
    }
    assert!(compared > 8, "only {compared} were published");
}
