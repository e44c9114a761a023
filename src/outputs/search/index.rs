//! The index: which words stand in which sections, and what the sections say.
//!
//! A reader's browser loads the head, for each word that is typed one part, and for what is found the chunks that hold
//! it: never the whole. Every file is a script that hands its data over, since only scripts can be loaded from disk, too.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use super::postings::{Places, together};
use super::vocabulary::{Found, Vocabulary, Weight};
use super::words::{folded, inner_parts};
use crate::config::{Search, SearchMode};
use crate::document::Section;
use crate::render::Renderer;
use crate::site::{Base, Page, PageId, Site};

/// Words of text that one part of the index stands for.
const WORDS_A_PART: usize = 30_000;

/// Parts are at most this many.
const MAX_PARTS: usize = 512;

/// Words of text in one chunk of sections.
const WORDS_A_CHUNK: usize = 12_000;

/// The words of so many chunks are found together.
const GROUP: usize = 32;

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
    pub(super) fn new(site: &Site, is_found: impl Fn(&Page) -> bool) -> Self {
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

/// What a chunk says of a page: address behind the root, as links have it, title, the folders above it, its sections.
type PageEntry<'a> = (String, &'a str, &'a [String], Vec<SectionEntry<'a>>);
/// Id and text of the heading, text and code of the section.
type SectionEntry<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The index of a site. A chunk's words are found when the chunk is made, or when a part is asked for before.
#[derive(Debug)]
pub(super) struct Index {
    plan: Plan,
    groups: Vec<Group>,
}

/// Neighbouring chunks, whose words are found together.
#[derive(Debug)]
struct Group {
    /// Those of the chunks that are known, until all are.
    finding: Mutex<Finding>,
    known: OnceLock<Known>,
}

/// The words of some chunks of a group.
#[derive(Debug, Default)]
struct Finding {
    vocabulary: Vocabulary,
    /// By chunk.
    found: Vec<Option<Found>>,
}

/// Where the words of all chunks of a group stand.
#[derive(Debug)]
struct Known {
    places: Places,
    /// How many sections each chunk has.
    sections: Vec<u32>,
}

impl Index {
    pub(super) fn new(plan: Plan) -> Self {
        let group = |chunks: &[usize]| Group::new(chunks.len());
        Self { groups: plan.chunks.chunks(GROUP).map(group).collect(), plan }
    }

    /// How many parts there are, how many sections stand before each chunk, how many there are in all, and what the addresses of parts and
    /// chunks end with: browsers that keep files for a while must not take those of another state for those that this head divides.
    pub(super) fn head(&self, renderer: &Renderer) -> Vec<u8> {
        let chunks = (0..self.plan.chunks.len()).into_par_iter();
        chunks.for_each(|chunk| self.find(chunk, || texts(&self.pages(chunk, renderer)), renderer));
        let mut sections = 0;
        let mut starts = Vec::with_capacity(self.plan.chunks.len());
        let mut version = blake3::Hasher::new();
        for known in (0..self.groups.len()).map(|group| self.known(group, renderer)) {
            version.update(known.places.bytes());
            for count in &known.sections {
                starts.push(sections);
                sections += count;
                version.update(&count.to_le_bytes());
            }
        }
        for id in &self.plan.pages {
            let site = renderer.site();
            version.update(site.base.below_root(&site.pages[*id].url).as_bytes());
        }
        let version = &version.finalize().to_hex()[..8];
        script("head", |out| json(out, &(self.plan.parts, starts, sections, version)))
    }

    /// A part: its words, and where each stands.
    pub(super) fn part(&self, part: usize, renderer: &Renderer) -> Vec<u8> {
        let groups = (0..self.groups.len()).map(|group| &self.known(group, renderer).places);
        let mut words: Vec<_> = together(groups, part).into_iter().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        script(&format!("part-{part}"), |out| {
            let mut before = "{\"";
            for (word, noted) in words {
                // Nothing in a word has to be escaped.
                for text in [before.as_bytes(), word.as_bytes(), b"\":\""] {
                    out.extend_from_slice(text);
                }
                noted.write(out);
                before = "\",\"";
            }
            out.extend_from_slice(if before.len() == 2 { b"{}" } else { b"\"}" });
        })
    }

    /// A chunk: what its pages say.
    pub(super) fn chunk(&self, chunk: usize, renderer: &Renderer) -> Vec<u8> {
        let pages = self.pages(chunk, renderer);
        self.find(chunk, || texts(&pages), renderer);
        let entries: Vec<PageEntry> = pages.iter().map(|page| page.entry(&renderer.site().base)).collect();
        script(&format!("chunk-{chunk}"), |out| json(out, &entries))
    }

    /// Finds the words of a chunk, which is asked for its texts unless they are known. With those of the last of its group it is
    /// settled where all stand.
    fn find(&self, chunk: usize, texts: impl FnOnce() -> Vec<Texts>, renderer: &Renderer) {
        let (number, at) = (chunk / GROUP, chunk % GROUP);
        let group = &self.groups[number];
        if group.known.get().is_some() || group.finding().is_found(at) {
            return;
        }
        let texts = texts();
        let mut finding = group.finding();
        finding.find(at, || texts);
        let is_whole = finding.found.iter().all(Option::is_some);
        drop(finding);
        if is_whole {
            self.known(number, renderer);
        }
    }

    /// Where the words of a group stand.
    fn known(&self, number: usize, renderer: &Renderer) -> &Known {
        let group = &self.groups[number];
        group.known.get_or_init(|| {
            let mut finding = std::mem::take(&mut *group.finding());
            (0..finding.found.len()).for_each(|at| {
                finding.find(at, || texts(&self.pages(number * GROUP + at, renderer)));
            });
            let found: Vec<Found> = finding.found.into_iter().flatten().collect();
            let sections = found.iter().map(|found| found.sections).collect();
            Known { places: Places::new(&finding.vocabulary, &found, self.plan.parts), sections }
        })
    }

    fn pages<'r>(&self, chunk: usize, renderer: &'r Renderer) -> Vec<FoundPage<'r>> {
        let until = self.plan.chunks.get(chunk + 1).copied().unwrap_or(self.plan.pages.len());
        let pages = &self.plan.pages[self.plan.chunks[chunk]..until];
        pages.iter().map(|id| FoundPage::new(*id, renderer)).collect()
    }
}

impl Group {
    fn new(chunks: usize) -> Self {
        let found = (0..chunks).map(|_| None).collect();
        Self { finding: Mutex::new(Finding { vocabulary: Vocabulary::default(), found }), known: OnceLock::new() }
    }

    fn finding(&self) -> MutexGuard<'_, Finding> {
        self.finding.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Finding {
    /// Whether the words of a chunk are found, or have been.
    fn is_found(&self, chunk: usize) -> bool {
        self.found.get(chunk).is_none_or(Option::is_some)
    }

    fn find(&mut self, chunk: usize, texts: impl FnOnce() -> Vec<Texts>) {
        let Self { vocabulary, found } = self;
        if let Some(found @ None) = found.get_mut(chunk) {
            *found = Some(vocabulary.find(&texts()));
        }
    }
}

/// A file of the index, which hands over what `write` writes. JSON is JavaScript (ECMA-262, since 2019).
fn script(name: &str, write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut script = format!("rasherSearch({name:?},").into_bytes();
    write(&mut script);
    script.extend_from_slice(b");\n");
    script
}

/// Writes lists, texts and numbers, of which each can be written.
fn json(out: &mut Vec<u8>, data: &impl Serialize) {
    serde_json::to_writer(out, data).ok();
}

/// A page that can be found.
struct FoundPage<'r> {
    page: &'r Page,
    /// The folders above it.
    trail: Vec<String>,
    sections: Vec<FoundSection<'r>>,
}

/// The texts of a section, the weightiest first.
type Texts = [(Weight, String); 3];

/// Those of the sections of pages.
fn texts(pages: &[FoundPage]) -> Vec<Texts> {
    pages.iter().flat_map(|page| &page.sections).map(FoundSection::texts).collect()
}

/// What of a section is found.
struct FoundSection<'r> {
    /// The heading; the title of the page where none is above its beginning.
    title: &'r str,
    /// The title of the page that another heading stands on.
    above: &'r str,
    /// What `title` counts.
    weight: Weight,
    /// The id of the heading; empty at the beginning of a page.
    anchor: &'r str,
    section: Section,
    search: &'r Search,
}

impl<'r> FoundPage<'r> {
    fn new(id: PageId, renderer: &'r Renderer) -> Self {
        let site = renderer.site();
        let page = &*site.pages[id];
        let section = |(number, section): (usize, Section)| {
            let heading = section.heading.and_then(|at| page.document.facts.headings.get(at));
            let is_top = number == 0 && heading.is_none_or(|heading| heading.level == 1);
            let said = heading.map(|heading| &*heading.text).filter(|text| !is_top || !text.is_empty());
            let title = said.unwrap_or(&page.title);
            let above = if *title == *page.title { "" } else { &page.title };
            let weight = if is_top { Weight::Title } else { Weight::Heading };
            let anchor = heading.filter(|_| !is_top).map_or("", |heading| &heading.id);
            FoundSection { title, above, weight, anchor, section, search: &site.config.search }
        };
        let trail = page.trail.iter().map(|(label, _)| renderer.plain(label)).collect();
        Self { page, trail, sections: renderer.sections(id).into_iter().enumerate().map(section).collect() }
    }

    fn entry(&self, base: &Base) -> PageEntry<'_> {
        let sections = self.sections.iter().map(FoundSection::entry).collect();
        (base.below_root(&self.page.url), &self.page.title, &self.trail, sections)
    }
}

impl FoundSection<'_> {
    /// What is looked up of its text (`search.mode`).
    fn text(&self) -> &str {
        let Section { text, first, .. } = &self.section;
        let first_paragraph = || if *first == 0 { text } else { &text[..*first] };
        match self.search.mode {
            SearchMode::Full => text,
            SearchMode::Partial => first_paragraph(),
            SearchMode::Basic if self.weight == Weight::Title => first_paragraph(),
            SearchMode::Basic => "",
        }
    }

    fn code(&self) -> &str {
        if self.search.exclude_code || self.search.mode != SearchMode::Full { "" } else { &self.section.code }
    }

    fn texts(&self) -> Texts {
        let (title, text) = (self.title, self.text());
        // Who types `pool` looks for the word more than for `RunspacePool`; who types `table caption`, for that on the page of tables.
        let least = [self.code(), " ", self.above, &inner_parts(title), &inner_parts(text)].concat();
        let texts = [(self.weight, title), (Weight::Text, text), (Weight::Code, &least)];
        texts.map(|(weight, text)| (weight, folded(text)))
    }

    fn entry(&self) -> SectionEntry<'_> {
        let title = if self.weight == Weight::Title { "" } else { self.title };
        (self.anchor, title, self.text().trim(), self.code())
    }
}
