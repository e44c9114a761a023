//! Names of folders and files as they are in addresses (format sheet §7.1; `generator.recase`).

use std::collections::HashMap;

use crate::config::{Config, Recase};
use crate::path::Url;

/// The file that names the site's domain, whose name GitHub Pages wants in capitals (format sheet §7.2).
const CNAME: &str = "CNAME";

/// Characters that an address, a shell or a file system would take for something else. They become hyphens.
const AWKWARD: [char; 18] = [' ', '"', '#', '%', '&', '*', '<', '>', '?', '[', '\\', ']', '^', '`', '{', '|', '}', ':'];

/// How names become parts of addresses.
pub(super) struct Naming {
    recase: Recase,
    /// The addresses that folders take from their `permalink`, by the folder's path in lower case.
    bases: HashMap<String, String>,
}

impl Naming {
    pub(super) fn new(config: &Config, bases: HashMap<String, String>) -> Self {
        Self { recase: config.generator.recase, bases }
    }

    /// The address of a folder without its last slash: that of the nearest folder with a `permalink`, and the names below.
    pub(super) fn folder(&self, folder: &str) -> String {
        if let Some(base) = self.bases.get(&folder.to_lowercase()) {
            return base.clone();
        }
        match folder.rsplit_once('/') {
            Some((parent, name)) => format!("{}/{}", self.folder(parent), self.segment(name)),
            None => self.segment(folder),
        }
    }

    /// The name of a page or folder. One that has nothing but awkward characters stays as it is.
    pub(super) fn segment(&self, name: &str) -> String {
        let parts: Vec<&str> = name.split(AWKWARD).filter(|part| !part.is_empty()).collect();
        self.cased(&if parts.is_empty() { name.to_owned() } else { parts.join("-") })
    }

    /// The address of a file.
    pub(super) fn file(&self, path: &str) -> Option<Url> {
        if path.eq_ignore_ascii_case(CNAME) { Url::new(CNAME) } else { Url::new(&self.cased(path)) }
    }

    fn cased(&self, name: &str) -> String {
        match self.recase {
            Recase::All => name.to_lowercase(),
            Recase::None => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naming(recase: Recase) -> Naming {
        let mut config = Config::default();
        config.generator.recase = recase;
        Naming::new(&config, HashMap::from([("guides/old".into(), "new".into())]))
    }

    #[test]
    fn names_are_lower_case_and_hold_nothing_awkward() {
        let segment = |name: &str| naming(Recase::All).segment(name);
        assert_eq!(segment("Getting Started"), "getting-started");
        assert_eq!(segment("Q & A: what? #1"), "q-a-what-1");
        assert_eq!(segment("reserved_words"), "reserved_words");
        assert_eq!(segment("Überblick (v1.2)"), "überblick-(v1.2)");
        assert_eq!(segment("#"), "#");
        assert_eq!(naming(Recase::None).segment("Getting Started"), "Getting-Started");
    }

    #[test]
    fn folders_stand_below_the_nearest_permalink() {
        assert_eq!(naming(Recase::All).folder("Guides/Old/Deep Down"), "new/deep-down");
        assert_eq!(naming(Recase::All).folder("Guides/Other"), "guides/other");
    }

    #[test]
    fn files_keep_their_names_but_for_the_case() {
        let file = |recase, path: &str| naming(recase).file(path).map(|url| url.to_string());
        assert_eq!(file(Recase::All, "images/Magic Order.PNG"), Some("/images/magic order.png".into()));
        assert_eq!(file(Recase::None, "images/Magic.PNG"), Some("/images/Magic.PNG".into()));
        assert_eq!(file(Recase::All, "cname"), Some("/CNAME".into()));
    }
}
