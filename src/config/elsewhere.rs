//! What a key was meant to be that stands at the wrong place, or is another tool's name for one of ours.

use serde_yaml::Value;

use super::Key;
use crate::diagnostic::nearest;

/// What other generators call a key, and ours.
const OTHER_NAMES: [(&[&str], &str); 12] = [
    (&["title", "name", "siteName", "site_name", "siteTitle"], "branding.title"),
    (&["description", "site_description", "tagline"], "meta.description"),
    (&["baseURL", "base_url", "site_url", "siteUrl", "domain"], "url"),
    (&["language", "lang", "languageCode", "default_language", "defaultContentLanguage"], "locale"),
    (&["src", "source", "contentDir", "docs_dir", "docsDir"], "input"),
    (&["dest", "destination", "outDir", "publishDir", "site_dir", "output_dir"], "output"),
    (&["navbar", "menu", "menus", "header"], "links"),
    (&["repo", "repo_url", "repository", "github", "editUrl", "edit_uri"], "edit.repo"),
    (&["copyright"], "footer.copyright"),
    (&["color", "colour", "baseColor", "accent", "primaryColor"], "branding.baseColor"),
    (&["extra", "params", "variables"], "data"),
    (&["highlight", "lineNumbers", "line_numbers"], "snippets.lineNumbers"),
];

/// What other generators call the keys of a link, and ours.
const OF_LINKS: [(&[&str], &str); 2] = [(&["url", "href", "to", "path"], "link"), (&["label", "name"], "text")];

/// The dotted name of the key that `written`, at the top level, was meant to be: the only one of that name one level below, or what
/// other tools call so, or almost so.
pub(super) fn meant(written: &str, keys: &'static [Key]) -> Option<String> {
    let named_so =
        |name: &str| OTHER_NAMES.iter().find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)));
    let other_names = || OTHER_NAMES.iter().flat_map(|(names, _)| names.iter().copied());
    let of_others = |name: &str| named_so(name).map(|(_, key)| (*key).to_owned());
    only(written, keys).or_else(|| of_others(written)).or_else(|| of_others(nearest(written, other_names())?))
}

/// The key that others call `written`, if the object has it: `color` in `branding` is `baseColor`, and `url` in a link is `link`.
pub(super) fn meant_in(object: &str, written: &str) -> Option<&'static str> {
    let is_called = |(names, _): &&(&[&str], &str)| names.iter().any(|name| name.eq_ignore_ascii_case(written));
    let own = OTHER_NAMES.iter().find(is_called).and_then(|(_, key)| key.strip_prefix(object)?.strip_prefix('.'));
    own.or_else(|| OF_LINKS.iter().find(is_called).map(|(_, key)| *key))
}

/// What to write where one of the `keys` was given what it does not take, as other tools have it.
pub(super) fn instead_of(keys: &[&Key], value: &Value) -> Option<&'static str> {
    Some(match (keys.first()?.name, value) {
        ("layout", Value::String(layout)) if layout == "post" => {
            "pages in the folder `blog` are posts without it; any other becomes one by `blog`"
        }
        ("nav", Value::Sequence(_)) => {
            "the folders are the navigation: `order` in the front matter of a page sorts it; `links` stand in the header"
        }
        ("nextprev", Value::Bool(false)) => {
            "write `hide` for a page without these links, or `exclude` to pass it over, too"
        }
        ("nextprev", Value::Bool(true)) => "pages have these links unless they say otherwise; `show` says so",
        ("toc", Value::Bool(false)) => {
            "contents without entries are not shown: write a level that no heading has, such as `6`"
        }
        ("toc", Value::Bool(true)) => {
            "pages with headings have contents; leave the key out, or write the levels to list"
        }
        _ => return None,
    })
}

/// The dotted name of the only key on the second level that is called `written`.
fn only(written: &str, keys: &'static [Key]) -> Option<String> {
    let below = |above: &'static Key| {
        let named = above.shape.keys().iter().filter(|key| key.is_named(written));
        named.map(move |key| format!("{}.{}", above.name, key.name))
    };
    let mut found = keys.iter().flat_map(below);
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_key_at_the_wrong_place_is_named_with_its_own() {
        for (written, key) in [
            ("title", "branding.title"),
            ("logo", "branding.logo"),
            ("siteName", "meta.siteName"),
            ("Repo", "edit.repo"),
            ("lineNumbers", "snippets.lineNumbers"),
            ("baseURL", "url"),
            ("copyright", "footer.copyright"),
            ("descripton", "meta.description"),
            ("name", "branding.title"),
        ] {
            assert_eq!(meant(written, Config::KEYS).as_deref(), Some(key), "{written}");
        }
        assert_eq!(meant("enabled", Config::KEYS), None);
        assert_eq!(meant("flavour", Config::KEYS), None);
    }

    #[test]
    fn every_key_that_is_meant_exists() {
        for (_, key) in OTHER_NAMES {
            let mut keys = Config::KEYS;
            for name in key.split('.') {
                keys = keys.iter().find(|key| key.name == name).expect(key).shape.keys();
            }
        }
    }
}
