//! `rasher explain`: what a diagnostic means and how to mend it, and what a key of the configuration or front matter does.

use std::fmt::Write as _;
use std::io::Write as _;

use super::Outcome;
use crate::config::{self, Key};
use crate::diagnostic::{Code, nearest};
use crate::document;

/// Explains the diagnostic or key of that name, or lists the diagnostics.
pub fn run(name: Option<&str>) -> Outcome {
    let Some(name) = name else {
        writeln!(std::io::stdout(), "{}", list()).ok();
        return Outcome::Fine;
    };
    match Code::from_name(name) {
        Some(code) => {
            let text =
                format!("{} ({})\n{}\n\n{}", code.name(), code.severity().name(), code.summary(), code.explanation());
            writeln!(std::io::stdout(), "{text}").ok();
            Outcome::Fine
        }
        None if !keys_named(name).is_empty() => {
            writeln!(std::io::stdout(), "{}", keys_named(name).join("\n\n")).ok();
            Outcome::Fine
        }
        None => {
            let keys = [config::keys(), document::keys()].map(|keys| paths(keys, "")).concat();
            let known = Code::ALL.iter().map(|code| code.name()).chain(keys.iter().map(String::as_str));
            let hint = nearest(name, known).map_or_else(
                || "`rasher explain` lists the diagnostics, `rasher schema config --form markdown` the keys".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            writeln!(std::io::stderr(), "error: there is no diagnostic or key `{name}`\n  help: {hint}").ok();
            Outcome::Failed
        }
    }
}

/// What the key of that name, such as `branding.title`, does in the configuration and in front matter.
fn keys_named(name: &str) -> Vec<String> {
    let places = [("configuration", config::keys()), ("front matter", document::keys())];
    let explained = places.into_iter().filter_map(|(place, keys)| {
        let key = key_named(keys, name)?;
        let below: Vec<&str> = key.shape.keys().iter().map(|key| key.name).collect();
        let below = if below.is_empty() { String::new() } else { format!("\n\nKeys below it: {}.", below.join(", ")) };
        let aliases =
            if key.aliases.is_empty() { String::new() } else { format!(", also `{}`", key.aliases.join("`, `")) };
        Some(format!("{name} ({place}{aliases}) takes {}\n\n{}{below}", key.shape.words(), key.effect()))
    });
    explained.collect()
}

/// The names of these keys and of all below them, each behind those that it stands below.
fn paths(keys: &[Key], above: &str) -> Vec<String> {
    let below = |key: &Key| {
        let path = format!("{above}{}", key.name);
        let further = paths(key.shape.keys(), &format!("{path}."));
        std::iter::once(path).chain(further)
    };
    keys.iter().flat_map(below).collect()
}

fn key_named(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let key = keys.iter().find(|key| key.is_named(first))?;
    rest.map_or(Some(key), |rest| key_named(key.shape.keys(), rest))
}

fn list() -> String {
    let mut text = String::from("Every diagnostic, by name. `rasher explain NAME` tells more.\n");
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    let width = codes.iter().map(|code| code.name().len()).max().unwrap_or_default();
    for code in codes {
        // Writing to a string cannot fail.
        write!(text, "\n  {:width$}  {}", code.name(), code.summary()).ok();
    }
    text
}
