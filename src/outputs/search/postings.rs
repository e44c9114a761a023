//! Where words stand, in few bytes: all of a site's words wait here until the last page is read.

use rustc_hash::FxHashMap;

use super::words;
use crate::leb128;

/// How much a word counts by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Code,
    Text,
    Heading,
    Title,
}

/// Where the words of some sections stand.
#[derive(Debug)]
pub(super) struct Places {
    /// How many sections there are.
    pub(super) sections: u32,
    /// The words, those of one part together: the length of each, the word, the length of its postings, and these.
    bytes: Box<[u8]>,
    /// Where those of each part end.
    ends: Box<[u32]>,
}

/// Where one word stands.
#[derive(Debug, Default)]
struct Word {
    /// The last section it was found in.
    last: u32,
    /// Its postings.
    bytes: Vec<u8>,
}

impl Places {
    /// Notes the words of sections, of which each has texts of falling weight: the first place of a word is its weightiest.
    pub(super) fn new<const N: usize>(sections: &[[(Weight, String); N]], parts: usize) -> Self {
        let mut words: FxHashMap<&str, Word> = FxHashMap::default();
        for (number, texts) in (1..).zip(sections) {
            for (weight, text) in texts {
                words::each(text, &mut |word| words.entry(word).or_default().add(number, *weight));
            }
        }
        let mut words: Vec<_> = words.iter().map(|(text, word)| (words::part(text, parts), *text, word)).collect();
        words.sort_unstable_by_key(|(part, ..)| *part);
        let mut words = words.into_iter().peekable();
        let mut bytes = Vec::new();
        let end_of = |part| {
            while let Some((_, text, word)) = words.next_if(|(of, ..)| *of == part) {
                push(&mut bytes, text.as_bytes());
                push(&mut bytes, &word.bytes);
            }
            bytes.len() as u32
        };
        let ends = (0..parts).map(end_of).collect();
        Self { sections: sections.len() as u32, bytes: bytes.into(), ends }
    }

    /// The words of a part, each with its postings.
    pub(super) fn of_part(&self, part: usize) -> impl Iterator<Item = (&str, Postings<'_>)> {
        let start = part.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut rest = &self.bytes[start as usize..self.ends[part] as usize];
        std::iter::from_fn(move || {
            let (text, bytes) = (take(&mut rest)?, take(&mut rest)?);
            Some((str::from_utf8(text).ok()?, Postings { section: 0, bytes }))
        })
    }
}

impl Word {
    fn add(&mut self, section: u32, weight: Weight) {
        if self.last < section {
            leb128::push(&mut self.bytes, u64::from(posting(section - self.last, weight as u32)));
            self.last = section;
        }
    }
}

/// A section, as its distance from the one before that has the word, and the word's weight there.
fn posting(distance: u32, weight: u32) -> u32 {
    distance << 2 | weight
}

fn push(bytes: &mut Vec<u8>, field: &[u8]) {
    leb128::push(bytes, field.len() as u64);
    bytes.extend_from_slice(field);
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = leb128::take(bytes)?;
    let (field, behind) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = behind;
    Some(field)
}

/// Where a word stands in some sections: the number of each, from 1, with the word's weight there.
#[derive(Debug, Clone)]
pub(super) struct Postings<'a> {
    section: u32,
    bytes: &'a [u8],
}

impl Iterator for Postings<'_> {
    type Item = (u32, u32);

    fn next(&mut self) -> Option<(u32, u32)> {
        let posting = leb128::take(&mut self.bytes)? as u32;
        self.section += posting >> 2;
        Some((self.section, posting & 3))
    }
}

/// Where a word stands on the site, as readers load it: the postings as a list of JSON.
#[derive(Debug, Default)]
pub(super) struct Written {
    last: u32,
    list: String,
}

impl Written {
    /// Adds the places of the next sections, of which `before` come before.
    pub(super) fn add(&mut self, before: u32, postings: Postings<'_>) {
        // Three digits and a comma for seven bits; the first may be longer here.
        self.list.reserve(4 * postings.bytes.len() + 8);
        for (section, weight) in postings {
            let section = before + section;
            self.list.push(if self.list.is_empty() { '[' } else { ',' });
            self.list.push_str(itoa::Buffer::new().format(posting(section - self.last, weight)));
            self.last = section;
        }
    }

    /// The list; a word stands somewhere.
    pub(super) fn finish(mut self) -> String {
        self.list.push(']');
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(texts: &[[&str; 2]]) -> Vec<[(Weight, String); 2]> {
        let section = |texts: &[&str; 2]| [(Weight::Heading, texts[0].into()), (Weight::Text, texts[1].into())];
        texts.iter().map(section).collect()
    }

    #[test]
    fn a_word_counts_as_much_as_in_its_weightiest_place_of_each_section() {
        let places = Places::new(&sections(&[["till", "a till"], ["", ""], ["a", "store till"]]), 1);
        let mut words: Vec<_> =
            places.of_part(0).map(|(word, postings)| (word, postings.collect::<Vec<_>>())).collect();
        words.sort();
        let (heading, text) = (Weight::Heading as u32, Weight::Text as u32);
        assert_eq!(
            words,
            [("a", vec![(1, text), (3, heading)]), ("store", vec![(3, text)]), ("till", vec![(1, heading), (3, text)])]
        );
        assert_eq!(places.sections, 3);
    }

    #[test]
    fn every_word_is_in_its_part_and_in_no_other() {
        let text: String = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b} "))).collect();
        let places = Places::new(&sections(&[[&text, ""]]), 8);
        let of_part = |part| places.of_part(part).map(move |(word, _)| (word, part));
        let found: Vec<_> = (0..8).flat_map(of_part).collect();
        assert_eq!(found.len(), 26 * 26);
        assert!(found.iter().all(|(word, part)| words::part(word, 8) == *part));
    }

    #[test]
    fn a_word_of_many_chunks_is_written_once() {
        let chunk = |texts: &[[&str; 2]]| Places::new(&sections(texts), 1);
        let chunks = [chunk(&[["", "x"], ["", "x"]]), chunk(&[["", ""]]), chunk(&[["", ""], ["x", ""]])];
        let mut written = Written::default();
        let mut before = 0;
        for places in &chunks {
            places.of_part(0).for_each(|(_, postings)| written.add(before, postings));
            before += places.sections;
        }
        let (text, heading) = (Weight::Text as u32, Weight::Heading as u32);
        assert_eq!(written.finish(), format!("[{},{},{}]", 1 << 2 | text, 1 << 2 | text, 3 << 2 | heading));
    }
}
