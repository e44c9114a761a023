//! Invariant 1 of `ARCHITECTURE.md`: data flows one way. No module imports one that stands after it in the reading order.

use std::fs;

use crate::support::{files, repository};

#[test]
fn no_module_imports_one_that_comes_after_it() {
    let order = reading_order();
    let position = |module: &str| order.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (relative, text) in sources() {
        let module = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        // A unit test may compare with anything.
        if module == "lib" || relative.ends_with("/tests.rs") || relative.contains("/tests/") {
            continue;
        }
        let own = position(&module).unwrap_or_else(|| panic!("`{module}` has no place in the reading order"));
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for imported in code.split("crate::").skip(1) {
            let name: String = imported.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            seen += 1;
            if position(&name).is_some_and(|other| other > own) {
                wrong.push(format!("{relative} imports `{name}`"));
            }
        }
    }
    assert!(seen > 50, "the test reads the imports");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules of `src/` as `ARCHITECTURE.md` lists them.
fn reading_order() -> Vec<String> {
    let text = fs::read_to_string(repository("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("## The code, in reading order").unwrap();
    let rows = table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
    let modules = rows.flat_map(|row| row.split('|').nth(1).unwrap().split(','));
    modules.map(|module| module.trim().trim_matches('`').trim_end_matches('/').to_owned()).collect()
}

#[test]
fn outside_crates_are_wrapped_by_one_module_each() {
    for (name, home) in [
        ("tera", "theme"),
        ("syntect", "render"),
        ("math_core", "render"),
        ("walkdir", "source"),
        ("globset", "config"),
        ("serde_yaml", "config"),
        ("quick_xml", "outputs"),
        ("annotate_snippets", "diagnostic"),
        ("aes_gcm", "seal"),
        ("hmac", "seal"),
        ("indicatif", "commands"),
        ("ureq", "check"),
        ("hyper", "serve"),
        ("hyper_util", "serve"),
        ("tokio", "serve"),
        ("notify", "serve"),
        ("flate2", "serve"),
        ("clap", "cli"),
    ] {
        for (relative, text) in sources() {
            let uses = text.lines().any(|line| line.starts_with(&format!("use {name}::")));
            // The values of the configuration are the YAML library's, in front matter, too.
            let allowed =
                relative.starts_with(home) || (name == "serde_yaml" && relative.starts_with("document/front_matter"));
            assert!(!uses || allowed, "{relative} uses {name}, which lives in {home}");
        }
    }
}

/// The Rust files of `src/`, by their path in it, and what they say.
fn sources() -> impl Iterator<Item = (String, String)> {
    let rust = files(&repository("src")).into_iter().filter(|(name, _)| name.ends_with(".rs"));
    rust.map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
}
