//! Keys as pages of the manual: tables that are made from the definitions, so that they cannot differ from them.

use std::fmt::Write;

use super::{Key, Shape};

/// The reference of some keys in Markdown: those without keys below them in one table, the others under a heading each.
pub fn markdown(keys: &[Key]) -> String {
    let (objects, plain): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| !key.shape.keys().is_empty());
    let mut text = String::new();
    let rows: Vec<String> = plain.iter().map(|key| row(key.name, key)).collect();
    table(&mut text, &rows);
    for key in objects {
        // Writing to a string cannot fail.
        write!(text, "\n## {}\n\n{}{}\n\n", key.name, key.effect(), short(key)).ok();
        let mut rows = Vec::new();
        below(key, key.name, &mut rows);
        table(&mut text, &rows);
    }
    text
}

fn table(text: &mut String, rows: &[String]) {
    text.push_str("| key | takes | default | what it does |\n|---|---|---|---|\n");
    text.push_str(&rows.concat());
}

/// The rows of everything below a key.
fn below(key: &Key, name: &str, rows: &mut Vec<String>) {
    let name = if matches!(key.shape, Shape::List(_)) { format!("{name}[]") } else { name.to_owned() };
    for key in key.shape.keys() {
        let name = format!("{name}.{}", key.name);
        if key.shape.keys().is_empty() || matches!(key.shape, Shape::Short(..)) {
            rows.push(row(&name, key));
        }
        below(key, &name, rows);
    }
}

fn row(name: &str, key: &Key) -> String {
    let aliases: Vec<String> = key.aliases.iter().map(|alias| format!(", `{alias}`")).collect();
    let default = (key.default)().map_or("–".to_owned(), |default| format!("`{default}`"));
    let cells = [format!("`{name}`{}", aliases.concat()), key.shape.words(), default, key.effect()];
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

/// What can be written instead of the object.
fn short(key: &Key) -> String {
    let words = match key.shape {
        Shape::Short(short, _) => short.words(),
        Shape::List(Shape::Short(short, _)) => short.words(),
        _ => return String::new(),
    };
    let aliases = key.aliases.first().map(|alias| format!(" It may also be called `{alias}`.")).unwrap_or_default();
    format!(" In short it takes {words}.{aliases}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_key_has_a_row_with_its_default() {
        let text = markdown(Config::KEYS);
        for row in [
            "| `url` | text | – | Address of the published site",
            "| `blog.rss.maxResults` | a whole number | `20` | How many",
            "| `nav.mode` | `default` or `stack` | `default` | `stack` shows",
            "| `links[].items` | a list of objects | – | Entries of a menu",
            "| `toc.depth` | levels such as `2`, `2-3` or `2,4` | `2-3` |",
        ] {
            assert!(text.contains(row), "{row}\n{text}");
        }
        assert!(text.contains("\n## breadcrumb\n") && text.contains("In short it takes `true` or `false`."));
    }

    #[test]
    fn every_key_says_what_it_does() {
        fn check(keys: &[Key], name: &str) {
            for key in keys {
                let name = format!("{name}.{}", key.name);
                assert!(key.effect().len() > 4 && key.effect().ends_with(['.', '`']), "{name}: {}", key.effect());
                check(key.shape.keys(), &name);
            }
        }
        check(Config::KEYS, "");
    }
}
