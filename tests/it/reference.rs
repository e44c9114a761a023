//! The manual's reference is what the definitions say, and editors get the same.

use crate::support::{Project, assert_is, repository};

/// How the line begins that what is made from the definitions stands behind.
const MARKER: &str = "%% What follows is made from";

#[test]
fn the_manual_says_what_the_definitions_say() {
    let nowhere = Project::with(&[]);
    for (page, subject) in [("configuration", "config"), ("front-matter", "front-matter"), ("languages", "labels")] {
        let file = repository(&format!("content/guide/{page}.md"));
        let text = std::fs::read_to_string(&file).unwrap();
        let marker = text.find(MARKER).unwrap_or_else(|| panic!("{page} has no marker"));
        let written = marker + text[marker..].find('\n').unwrap() + 1;
        let made = nowhere.rasher(&["schema", subject, "--form", "markdown"]);
        assert_eq!(made.code, 0);
        assert_is(&format!("{}\n{}", &text[..written], made.out), &file);
    }
}

#[test]
fn editors_get_a_schema_of_every_key() {
    let nowhere = Project::with(&[]);
    let schema = |subject: &str| -> serde_json::Value {
        serde_json::from_str(&nowhere.rasher(&["schema", subject]).out).unwrap()
    };
    let (config, front_matter) = (schema("config"), schema("front-matter"));
    assert!(config["properties"]["branding"]["properties"]["title"]["description"].is_string());
    assert_eq!(config["additionalProperties"], false);
    assert!(front_matter["properties"]["sidebar_label"].is_object(), "aliases are keys, too");
    assert_eq!(front_matter["additionalProperties"], true);
}
