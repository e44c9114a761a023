//! Names of folders and files as they are in addresses (`generator.recase`).

use std::collections::HashMap;

use crate::config::{Config, Dialect, Recase};
use crate::document::is_of_word;
use crate::path::{Url, compared, composed};

/// The file that names the site's domain, whose name GitHub Pages wants in capitals.
const CNAME: &str = "CNAME";

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
            return self.chosen(base);
        }
        match folder.rsplit_once('/') {
            Some((parent, name)) => format!("{}/{}", self.folder(parent), self.segment(name)),
            None => self.segment(folder),
        }
    }

    /// The name of a page or folder. One that has nothing to be called by stays as it is.
    pub(super) fn segment(&self, name: &str) -> String {
        if is_segment(name) {
            return name.to_owned();
        }
        // One that begins with a dot is there because `include` names it.
        let dot = if name.starts_with('.') { "." } else { "" };
        self.cased(&segment(name).map_or_else(|| name.to_owned(), |segment| format!("{dot}{segment}")))
    }

    /// The address of a file. In a Retype project it stands among the pages of its folder, and has no white space in its name.
    pub(super) fn file(&self, path: &str, dialect: Dialect) -> Option<Url> {
        if path.eq_ignore_ascii_case(CNAME) {
            return Url::new(CNAME);
        }
        if dialect == Dialect::Native {
            return Url::new(&self.cased(path));
        }
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = self.cased(&name.split_whitespace().collect::<Vec<_>>().join("-"));
        let segments = folders.split('/').filter(|folder| !folder.is_empty()).map(|folder| self.segment(folder));
        Url::new(&segments.chain([name]).collect::<Vec<_>>().join("/"))
    }

    /// An address that an author chose.
    pub(super) fn chosen(&self, permalink: &str) -> String {
        self.cased(permalink.trim_matches('/'))
    }

    fn cased(&self, name: &str) -> String {
        match self.recase {
            Recase::All => compared(name),
            Recase::None => composed(name).into_owned(),
        }
    }
}

/// Whether a name is in an address as it is for certain: small words between hyphens.
fn is_segment(name: &str) -> bool {
    let is_of_word = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    name.as_bytes().split(|byte| *byte == b'-').all(|word| !word.is_empty() && word.iter().all(is_of_word))
}

/// A name as it is in an address, as sites that were published with Retype have it: words, parentheses and dots stay, white
/// space becomes hyphens, and so do slashes in the names of tags; everything else is left out, and so is a dot at the end of a
/// word. A hyphen at the start stays, as of `# Story`. Nothing when nothing is left.
pub(super) fn segment(name: &str) -> Option<String> {
    let is_kept = |c: &char| is_of_word(*c) || matches!(c, '-' | '.' | '(' | ')');
    let hyphen = |c: char| if c.is_whitespace() || c == '/' { '-' } else { c };
    let kept: String = composed(name).chars().map(hyphen).filter(is_kept).collect();
    let words = kept.split('-').map(|word| word.trim_matches('.')).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join("-");
    let start = if kept.starts_with('-') { "-" } else { "" };
    (!words.is_empty()).then(|| format!("{start}{words}"))
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
        for (name, expected) in [
            ("Getting Started", "getting-started"),
            ("Q & A: what? #1", "q-a-what-1"),
            ("What's new", "whats-new"),
            ("Epochs, Overtraining & TensorBoard", "epochs-overtraining-tensorboard"),
            ("Android Studio + Pedro Pathing", "android-studio-pedro-pathing"),
            ("ch0 - preamble", "ch0-preamble"),
            ("1 (3)", "1-(3)"),
            ("1. Once upon", "1-once-upon"),
            ("# Arco narrativo", "-arco-narrativo"),
            (" connecting_messengers", "-connecting_messengers"),
            ("Build Bliss OS 11.x", "build-bliss-os-11.x"),
            ("第2章·谁？", "第2章谁"),
            ("reserved_words", "reserved_words"),
            ("Überblick (v1.2)", "überblick-(v1.2)"),
            ("C#", "c"),
            (".hidden", ".hidden"),
            ("#", "#"),
            ("nai\u{308}ve", "naïve"),
        ] {
            assert_eq!(segment(name), expected);
        }
        assert_eq!(naming(Recase::None).segment("Getting Started"), "Getting-Started");
    }

    #[test]
    fn folders_stand_below_the_nearest_permalink() {
        assert_eq!(naming(Recase::All).folder("Guides/Old/Deep Down"), "new/deep-down");
        assert_eq!(naming(Recase::All).folder("Guides/Other"), "guides/other");
    }

    #[test]
    fn files_keep_their_names_but_for_the_case_and_white_space_in_a_retype_project() {
        let file = |recase, path: &str, dialect| naming(recase).file(path, dialect).map(|url| url.to_string());
        let native = |recase, path: &str| file(recase, path, Dialect::Native).unwrap();
        assert_eq!(native(Recase::All, "images/Magic Order.PNG"), "/images/magic order.png");
        assert_eq!(native(Recase::None, "images/Magic.PNG"), "/images/Magic.PNG");
        assert_eq!(native(Recase::All, "cname"), "/CNAME");
        let retype = |path: &str| file(Recase::All, path, Dialect::Retype).unwrap();
        assert_eq!(retype("Part 1 + 2/Magic Order@2x.PNG"), "/part-1-2/magic-order@2x.png");
        assert_eq!(retype(".gitbook/assets/A b.png"), "/.gitbook/assets/a-b.png");
    }
}
