//! The site's own words, in its language: everything that a page shows and its author did not write.
//!
//! A word comes from the first of these that has it: the project's collection for the language (`labels.de`); the built-in
//! language; the project's `labels.default`; English. In English the project's default comes before the built-in words. Case
//! does not matter in names, nor does `-` for `_`.

mod date;
mod language;
mod words;

use std::collections::BTreeMap;

pub use date::DateFormat;
use language::Language;
use rustc_hash::FxHashMap;
pub use words::WORDS;

use crate::config::Config;
use crate::diagnostic::nearest;

/// The words of a site.
#[derive(Debug, Clone)]
pub struct Labels {
    texts: FxHashMap<String, String>,
    language: Language,
}

impl Labels {
    /// Settles every word for the language of `config`.
    pub fn new(config: &Config) -> Self {
        let code = &config.locale.code;
        let language = Language::named(code);
        let own = collection(config, code);
        let default = collection(config, "default");
        let mut texts = FxHashMap::default();
        for word in WORDS {
            let of = |texts: &BTreeMap<String, String>| word.names().find_map(|name| texts.get(&key(name)).cloned());
            let built_in = || language.text(word.name).map(str::to_owned);
            let text = if language.is_english() {
                of(&own).or_else(|| of(&default))
            } else {
                of(&own).or_else(built_in).or_else(|| of(&default))
            };
            texts.insert(word.name.to_owned(), text.unwrap_or_else(|| word.english.to_owned()));
        }
        // What a project's templates name is theirs.
        for (name, text) in own.into_iter().chain(default) {
            texts.entry(name).or_insert(text);
        }
        Self { texts, language }
    }

    /// The word of that name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// A word with `{0}`, `{1}` filled in.
    pub fn filled(&self, name: &str, values: &[&str]) -> String {
        let fill = |text: String, (index, value): (usize, &&str)| text.replace(&format!("{{{index}}}"), value);
        values.iter().enumerate().fold(self.get(name).to_owned(), fill)
    }

    /// Every word by its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Every word by each name that a project may call it by.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        let of_retype = WORDS.iter().flat_map(|word| word.of_retype.iter().map(|name| (*name, self.get(word.name))));
        of_retype.chain(self.iter())
    }

    /// The language for `<html lang>`: that of `locale`, or English when it names a collection of the project's own.
    pub fn language(&self) -> &str {
        self.language.code()
    }

    /// Which way the language is written, for `<html dir>`.
    pub fn direction(&self) -> &'static str {
        self.language.direction()
    }
}

/// The names of a project's words that are none, but close to one: their collection, themselves, and what was meant. Any other
/// name is taken for a word of the project's own.
pub fn slips(config: &Config) -> Vec<(&str, &str, &'static str)> {
    let known: Vec<&'static str> = WORDS.iter().flat_map(words::Word::names).collect();
    let is_known = |name: &str| known.iter().chain(words::ONLY_RETYPES).any(|known| key(known) == key(name));
    let slip = |name: &str| nearest(name, known.iter().copied()).filter(|_| !is_known(name));
    let all = config.labels.iter().flat_map(|(collection, words)| words.keys().map(move |name| (collection, name)));
    all.filter_map(|(collection, name)| Some((collection.as_str(), name.as_str(), slip(name)?))).collect()
}

/// The `locale` of a project that is neither a language nor a collection of its own.
pub fn unknown_locale(config: &Config) -> Option<&str> {
    let code = config.locale.code.trim();
    // What is no language is taken for English.
    let is_language = !Language::named(code).is_english() || code.to_lowercase().starts_with("en");
    (!code.is_empty() && !is_language && collection(config, code).is_empty()).then_some(code)
}

/// The words of a project's collection, by name.
fn collection(config: &Config, name: &str) -> BTreeMap<String, String> {
    let found = config.labels.iter().filter(|(known, _)| key(known) == key(name)).map(|(_, texts)| texts);
    found.flatten().map(|(name, text)| (key(name), text.clone())).collect()
}

/// A name as it is compared.
fn key(name: &str) -> String {
    name.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(locale: &str, collections: &[(&str, &str, &str)]) -> Labels {
        let mut config = Config::default();
        config.locale.code = locale.into();
        for (collection, name, text) in collections {
            let texts = config.labels.entry((*collection).into()).or_default();
            texts.insert((*name).into(), (*text).into());
        }
        Labels::new(&config)
    }

    #[test]
    fn a_word_is_the_projects_or_the_languages_or_english() {
        let set = [("default", "ContentFooter-NextButton_LABEL", "Onward"), ("pirate", "next", "Ahoy")];
        assert_eq!(labels("en", &[]).get("next"), "Next");
        assert_eq!(labels("en", &set).get("next"), "Onward");
        assert_eq!(labels("de", &set).get("next"), "Weiter");
        assert_eq!(labels("de-AT", &[("DE-at", "next", "Vorwärts")]).get("next"), "Vorwärts");
        assert_eq!(labels("Pirate", &set).get("next"), "Ahoy");
        assert_eq!([labels("no", &[]), labels("nn-NO", &[])].map(|labels| labels.get("next").to_owned()), ["Neste"; 2]);
        assert_eq!(labels("pirate", &set).get("previous"), "Previous");
    }

    #[test]
    fn a_project_may_have_words_of_its_own() {
        assert_eq!(labels("de", &[("default", "My-Word", "x")]).get("my_word"), "x");
    }

    #[test]
    fn a_locale_is_a_language_or_a_collection_of_the_projects_own() {
        let unknown = |code: &str| {
            let mut config = Config::default();
            config.locale.code = code.into();
            config.labels.insert("pirate".into(), [("next".to_owned(), "Ahoy".to_owned())].into());
            unknown_locale(&config).is_some()
        };
        assert!(unknown("german") && unknown("piratte"));
        for code in ["", "en", "en-GB", "de_AT", "Pirate", "cs", "gsw"] {
            assert!(!unknown(code), "{code}");
        }
    }

    #[test]
    fn a_name_that_is_almost_a_words_is_told() {
        let mut config = Config::default();
        let words = [
            "ContentFooter_NextButon_Label",
            "previos",
            "my_word",
            "Search_Open_Label",
            "contentfooter-nextbutton-label",
        ];
        config.labels.insert("de".into(), words.map(|word| (word.to_owned(), "x".to_owned())).into());
        let found: Vec<&str> = slips(&config).into_iter().map(|(_, _, known)| known).collect();
        assert_eq!(found, ["ContentFooter_NextButton_Label", "previous"]);
    }

    #[test]
    fn places_in_a_word_are_filled() {
        assert_eq!(labels("en", &[]).filled("updated_by", &["2026-01-01", "Ann"]), "Last updated on 2026-01-01 by Ann");
    }

    #[test]
    fn the_page_is_in_the_language_of_the_locale() {
        let of = |code: &str| {
            let labels = labels(code, &[]);
            format!("{} {}", labels.language(), labels.direction())
        };
        assert_eq!(
            [of("pt-pt"), of("de_AT"), of("ar"), of("FA-ir"), of("ps"), of("pirate"), of("gsw")],
            ["pt-PT ltr", "de-AT ltr", "ar rtl", "FA-ir rtl", "ps rtl", "en ltr", "gsw ltr"]
        );
    }
}
