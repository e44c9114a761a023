//! `search`.

use crate::config::{Needless, Pattern, choices, definitions};

definitions! {
    /// The search.
    pub struct Search {
        /// Patterns of source paths whose pages are not found.
        exclude: Vec<Pattern> = "exclude";
        /// Patterns of source paths whose pages are found although `exclude` leaves them out.
        include: Vec<Pattern> = "include";
        /// Whether code is not found.
        exclude_code: bool = "excludeCode";
        /// Keys that lead to the search.
        hotkeys: Vec<String> = "hotkeys", default vec!["k".into()];
        /// Languages of the pages. Words of every language are found by their beginnings, so none has to be listed.
        languages: Needless = "languages";
        /// How many results are shown at most.
        max_results: u32 = "maxResults", default 20;
        /// How many characters are searched for at least.
        min_chars: u32 = "minChars", default 2;
        /// What is searched: everything, headings and the first paragraph below each, or headings and the first paragraph.
        mode: SearchMode = "mode";
        /// Text when nothing is found; by default the words of the language.
        no_results: Option<String> = "noResultsFoundMsg";
        /// Text in the empty field; by default the word for "Search".
        placeholder: Option<String> = "placeholder";
        /// Whether the index is loaded with the page instead of when the reader begins to search.
        preload: bool = "preload";
    }
}

choices! {
    /// What is searched.
    pub enum SearchMode {
        /// Everything.
        Full = "full",
        /// Headings, and the first paragraph below each.
        Partial = "partial",
        /// Headings, and the first paragraph of the page.
        Basic = "basic",
    }
}
