//! The built-in languages: words, and the names of months and days. One file each in `locales/`.

use std::collections::BTreeMap;

/// The files of the built-in languages, by code. They are our own translations.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", include_str!("locales/ar.yml")),
    ("da", include_str!("locales/da.yml")),
    ("de", include_str!("locales/de.yml")),
    ("el", include_str!("locales/el.yml")),
    ("en", include_str!("locales/en.yml")),
    ("es", include_str!("locales/es.yml")),
    ("fi", include_str!("locales/fi.yml")),
    ("fr", include_str!("locales/fr.yml")),
    ("he", include_str!("locales/he.yml")),
    ("hi", include_str!("locales/hi.yml")),
    ("hr", include_str!("locales/hr.yml")),
    ("hu", include_str!("locales/hu.yml")),
    ("hy", include_str!("locales/hy.yml")),
    ("it", include_str!("locales/it.yml")),
    ("ja", include_str!("locales/ja.yml")),
    ("kn", include_str!("locales/kn.yml")),
    ("ko", include_str!("locales/ko.yml")),
    ("nb", include_str!("locales/nb.yml")),
    ("nl", include_str!("locales/nl.yml")),
    ("pt", include_str!("locales/pt.yml")),
    ("pt-PT", include_str!("locales/pt-PT.yml")),
    ("ro", include_str!("locales/ro.yml")),
    ("ru", include_str!("locales/ru.yml")),
    ("sa", include_str!("locales/sa.yml")),
    ("sv", include_str!("locales/sv.yml")),
    ("ta", include_str!("locales/ta.yml")),
    ("te", include_str!("locales/te.yml")),
    ("th", include_str!("locales/th.yml")),
    ("tr", include_str!("locales/tr.yml")),
    ("vi", include_str!("locales/vi.yml")),
    ("zh", include_str!("locales/zh.yml")),
];

/// Languages that are written from right to left, in the scripts that they are mostly written in (CLDR, `likelySubtags`).
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// A language of the site.
#[derive(Debug, Clone)]
pub(super) struct Language {
    code: String,
    texts: BTreeMap<String, String>,
}

impl Language {
    /// The built-in language of that code, or of its first part (`de` for `de-AT`); without one, there are no words.
    pub(super) fn named(code: &str) -> Self {
        let built_in = |code: &str| LANGUAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        let is_language = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
        // Norwegian without more is mostly Bokmål, which readers of Nynorsk know better than English.
        let norwegian = || ["no", "nn"].iter().any(|code| code.eq_ignore_ascii_case(primary)).then_some("nb");
        let known = built_in(code).or_else(|| built_in(primary)).or_else(|| built_in(norwegian()?));
        let code = match built_in(code) {
            Some((code, _)) => (*code).to_owned(),
            None if is_language => code.replace('_', "-"),
            None => "en".to_owned(),
        };
        Self { code, texts: known.map(|(_, file)| read(file)).unwrap_or_default() }
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn is_english(&self) -> bool {
        self.code == "en" || self.code.starts_with("en-")
    }

    pub(super) fn direction(&self) -> &'static str {
        let primary = self.code.split('-').next().unwrap_or_default();
        if RIGHT_TO_LEFT.iter().any(|code| code.eq_ignore_ascii_case(primary)) { "rtl" } else { "ltr" }
    }

    /// A word.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// One of the names of months or days, from 0.
    pub(super) fn calendar(&self, names: &str, index: usize) -> Option<&str> {
        self.text(names)?.split(',').nth(index).map(str::trim)
    }
}

/// A file of lines `name: text`. It is our own and is checked by a test, so nothing in it is refused.
fn read(file: &str) -> BTreeMap<String, String> {
    let line = |line: &str| line.split_once(": ").map(|(name, text)| (name.to_owned(), text.trim().to_owned()));
    file.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::WORDS;
    use super::*;

    /// Names that dates are written with. In a file they are lists with commas between them.
    const CALENDAR: [&str; 5] = ["months", "months_of_days", "months_short", "days", "days_short"];

    #[test]
    fn the_files_hold_known_words_with_the_same_places() {
        for (code, file) in LANGUAGES {
            let texts = read(file);
            assert_eq!(
                texts.len(),
                file.lines().filter(|line| !line.starts_with('#')).count(),
                "{code}: a line is no word"
            );
            for (name, text) in &texts {
                if CALENDAR.contains(&name.as_str()) {
                    let count = if name.starts_with("days") { 7 } else { 12 };
                    assert_eq!(text.split(',').count(), count, "{code}: {name}");
                    continue;
                }
                let word = WORDS.iter().find(|word| word.name == name).unwrap_or_else(|| panic!("{code}: {name}"));
                for place in ["{0}", "{1}"] {
                    assert_eq!(text.contains(place), word.english.contains(place), "{code}: {name}: {place}");
                }
            }
        }
    }

    #[test]
    fn the_languages_are_in_order_and_know_their_calendar() {
        assert!(LANGUAGES.is_sorted());
        for (code, file) in LANGUAGES {
            let texts = read(file);
            for names in ["months", "months_short", "days", "days_short"] {
                assert!(texts.contains_key(names), "{code}: {names}");
            }
        }
    }
}
