//! Files of HTML that stand on every page: in its head and around its body.

use std::collections::BTreeSet;

use super::PageId;
use crate::html::{Ask, asks};

/// The files, by where they stand.
#[derive(Debug, Clone, Default)]
pub struct Inserts {
    /// At the beginning of the head.
    pub head_top: Insert,
    /// At its end.
    pub head: Insert,
    /// At the beginning of the body.
    pub body_top: Insert,
    /// At its end.
    pub body: Insert,
    /// Whether a line of the configuration speaks of pages: it is the same on all of them, but changes with what they say.
    pub lines_speak_of_pages: bool,
}

/// A file that stands on every page, with its expressions evaluated.
#[derive(Debug, Clone, Default)]
pub enum Insert {
    /// There is none.
    #[default]
    Nothing,
    /// A text that is the same on every page.
    Same(String),
    /// It speaks of the page.
    Each {
        /// For each page of the site.
        each: Vec<String>,
        /// On pages that nobody wrote.
        elsewhere: String,
    },
}

impl Insert {
    /// What stands on a page; `None` is one that nobody wrote.
    pub fn on(&self, page: Option<PageId>) -> &str {
        match self {
            Self::Nothing => "",
            Self::Same(html) => html,
            Self::Each { each, elsewhere } => page.and_then(|id| each.get(id)).unwrap_or(elsewhere),
        }
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Same(html) => vec![html],
            Self::Each { each, elsewhere } => each.iter().chain([elsewhere]).map(String::as_str).collect(),
        }
    }
}

impl Inserts {
    /// Whether one of them, or a line of the configuration, speaks of pages.
    pub fn speak_of_pages(&self) -> bool {
        self.lines_speak_of_pages || self.all().into_iter().any(|insert| matches!(insert, Insert::Each { .. }))
    }

    /// What they ask of a browser.
    pub fn asks(&self) -> BTreeSet<Ask> {
        self.all().into_iter().flat_map(Insert::texts).flat_map(asks).collect()
    }

    fn all(&self) -> [&Insert; 4] {
        [&self.head_top, &self.head, &self.body_top, &self.body]
    }
}
