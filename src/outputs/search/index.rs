//! The index: which words stand in which sections, and what the sections say.
//!
//! A reader's browser loads the head, for each word that is typed one part, and for what is found the chunks that hold
//! it: never the whole. Every file is a script that hands its data over, since only scripts can be loaded from disk, too.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::words;
use crate::config::SearchMode;
use crate::document::Section;
use crate::render::Renderer;
use crate::site::{PageId, Site};

/// Words of text that one part of the index stands for.
const WORDS_A_PART: usize = 30_000;

/// Parts are at most this many.
const MAX_PARTS: usize = 512;

/// Words of text in one chunk of sections.
const WORDS_A_CHUNK: usize = 12_000;

/// How much a word counts by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Code,
    Text,
    Heading,
    Title,
}

/// How the index is divided; known before anything is read again, since the table must list its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The pages that can be found, in order.
    pages: Vec<PageId>,
    /// How many parts the words are in.
    pub(super) parts: usize,
    /// Where each chunk begins in `pages`.
    pub(super) chunks: Vec<usize>,
}

impl Plan {
    /// Divides the pages that may be found.
    pub(super) fn new(site: &Site, is_found: impl Fn(&crate::site::Page) -> bool) -> Self {
        let pages: Vec<PageId> = (0..site.pages.len()).filter(|id| is_found(&site.pages[*id])).collect();
        let mut chunks = Vec::new();
        let mut all_words = 0;
        let mut room = 0_usize;
        for (at, id) in pages.iter().enumerate() {
            let words = site.pages[*id].document.facts.words + 1;
            all_words += words;
            if room < words || chunks.is_empty() {
                chunks.push(at);
                room = WORDS_A_CHUNK;
            }
            room = room.saturating_sub(words);
        }
        let parts = all_words.div_ceil(WORDS_A_PART).next_power_of_two().clamp(1, MAX_PARTS);
        Self { pages, parts, chunks }
    }

    /// Whether there is anything to find.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// The finished files.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) head: String,
    pub(super) parts: Vec<String>,
    pub(super) chunks: Vec<String>,
}

/// What a chunk says of a page: address from the root, title, the folders above it, its sections.
type PageEntry = (String, String, Vec<String>, Vec<SectionEntry>);
/// Id and text of the heading, text and code of the section.
type SectionEntry = (String, String, String, String);

/// Reads every page of the plan.
pub(super) fn build(plan: &Plan, renderer: &Renderer) -> Index {
    let mut builder = Builder { renderer, words: FxHashMap::default(), sections: 0 };
    let mut chunks = Vec::new();
    let mut starts = Vec::new();
    for (number, from) in plan.chunks.iter().enumerate() {
        let until = plan.chunks.get(number + 1).copied().unwrap_or(plan.pages.len());
        starts.push(builder.sections);
        let entries: Vec<PageEntry> = plan.pages[*from..until].iter().map(|id| builder.page(*id)).collect();
        chunks.push(script(&format!("chunk-{number}"), &entries));
    }
    let mut parts: Vec<BTreeMap<String, Vec<u32>>> = vec![BTreeMap::new(); plan.parts];
    for (word, places) in builder.words {
        parts[words::part(&word, plan.parts)].insert(word, places.postings);
    }
    let parts = parts.iter().enumerate().map(|(number, words)| script(&format!("part-{number}"), words)).collect();
    Index { head: script("head", &(plan.parts, starts, builder.sections)), parts, chunks }
}

/// A file of the index. JSON is JavaScript (ECMA-262, since 2019).
fn script(name: &str, data: &impl Serialize) -> String {
    // Maps with text as keys, lists and numbers can always be written.
    format!("rasherSearch({name:?},{});\n", serde_json::to_string(data).unwrap_or_default())
}

struct Builder<'r> {
    renderer: &'r Renderer,
    words: FxHashMap<String, Places>,
    /// How many sections were read.
    sections: u32,
}

/// Where a word stands.
#[derive(Debug, Default)]
struct Places {
    /// The number of the last section that it was found in, from 1.
    last: u32,
    /// The sections, each as the distance from the one before, times four, and the word's weight there.
    postings: Vec<u32>,
}

impl Builder<'_> {
    fn page(&mut self, id: PageId) -> PageEntry {
        let site = self.renderer.site();
        let page = &site.pages[id];
        let search = &site.config.search;
        let headings = &page.document.facts.headings;
        let mut entries = Vec::new();
        for (number, section) in self.renderer.sections(id).into_iter().enumerate() {
            let heading = section.heading.and_then(|at| headings.get(at));
            let is_top = number == 0 && heading.is_none_or(|heading| heading.level == 1);
            let text = shown(&section, search.mode, is_top);
            let code = if search.exclude_code || search.mode != SearchMode::Full { "" } else { section.code.as_str() };
            let (anchor, title) = match heading {
                Some(heading) if !is_top => (&*heading.id, &*heading.text),
                _ => ("", ""),
            };
            self.sections += 1;
            if is_top {
                self.add(&page.title, Weight::Title);
            }
            self.add(title, Weight::Heading);
            self.add(text, Weight::Text);
            self.add(code, Weight::Code);
            entries.push((anchor.to_owned(), title.to_owned(), text.trim().to_owned(), code.to_owned()));
        }
        let trail = page.trail.iter().map(|(label, _)| self.renderer.plain(label)).collect();
        (page.url.as_str()[1..].to_owned(), page.title.to_string(), trail, entries)
    }

    /// Notes the words of a text of the current section; the first place of a word is its weightiest.
    fn add(&mut self, text: &str, weight: Weight) {
        let current = self.sections;
        words::each(text, &mut |word| match self.words.get_mut(word) {
            Some(places) => places.add(current, weight),
            None => self.words.entry(word.to_owned()).or_default().add(current, weight),
        });
    }
}

impl Places {
    fn add(&mut self, section: u32, weight: Weight) {
        if self.last < section {
            self.postings.push((section - self.last) * 4 + weight as u32);
            self.last = section;
        }
    }
}

/// What of a section's text is looked up (format sheet §4.1, `search.mode`).
fn shown(section: &Section, mode: SearchMode, is_top: bool) -> &str {
    match mode {
        SearchMode::Full => &section.text,
        SearchMode::Partial => first_paragraph(section),
        SearchMode::Basic if is_top => first_paragraph(section),
        SearchMode::Basic => "",
    }
}

fn first_paragraph(section: &Section) -> &str {
    if section.first == 0 { &section.text } else { &section.text[..section.first] }
}
