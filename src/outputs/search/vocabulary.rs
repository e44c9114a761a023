//! The words of some chunks of sections, and in which they are found. Chunks share most of their words, so that a table of those of
//! many costs little more than one of each, and nothing has to be put together afterwards.

use rustc_hash::FxHashMap;

use super::words::{self, Word};

/// How much a word counts by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Code,
    Text,
    Heading,
    Title,
}

/// Words, each of which has a number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// The words, one behind the other.
    texts: String,
    /// Where each ends.
    ends: Vec<usize>,
    short: FxHashMap<u128, Known>,
    long: FxHashMap<Box<str>, Known>,
    /// How many sections were seen.
    sections: u32,
}

/// A word that was found before.
#[derive(Debug)]
struct Known {
    number: u32,
    /// The last section that it was found in, of those that were seen.
    last: u32,
}

/// The words that were found in a chunk.
#[derive(Debug)]
pub(super) struct Found {
    /// How many sections it has.
    pub(super) sections: u32,
    /// Each word of each section, these in their order.
    pub(super) places: Vec<Place>,
}

/// That a section has a word.
#[derive(Debug)]
pub(super) struct Place {
    /// The word's number.
    pub(super) word: u32,
    /// The section's, in its chunk, from 1.
    pub(super) section: u32,
    /// What the word counts there.
    pub(super) weight: Weight,
}

impl Vocabulary {
    /// Finds the words of sections, of which each has texts of falling weight: the first place of a word is its weightiest.
    pub(super) fn find<const N: usize>(&mut self, sections: &[[(Weight, String); N]]) -> Found {
        let mut places = Vec::new();
        for (section, texts) in (1..).zip(sections) {
            self.sections += 1;
            for (weight, text) in texts {
                words::each(text, &mut |word| self.note(word, section, *weight, &mut places));
            }
        }
        Found { sections: sections.len() as u32, places }
    }

    /// Notes a word unless the section has it already: what is added is taken back then, since no processor can foresee a decision
    /// that falls differently at each word.
    fn note(&mut self, word: Word<'_>, section: u32, weight: Weight, places: &mut Vec<Place>) {
        let Self { texts, ends, short, long, sections } = self;
        let new = || {
            texts.push_str(word.text());
            ends.push(texts.len());
            Known { number: ends.len() as u32 - 1, last: 0 }
        };
        let known = match word.number() {
            Some(number) => short.entry(number).or_insert_with(new),
            None => long.entry(word.text().into()).or_insert_with(new),
        };
        places.push(Place { word: known.number, section, weight });
        places.truncate(places.len() - usize::from(known.last == *sections));
        known.last = *sections;
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word by its number.
    pub(super) fn text(&self, word: usize) -> &str {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start..self.ends[word]]
    }
}
