//! Where words stand, in few bytes: all of a site's words wait here until the last page is read. The places of a word wait as
//! readers get them, so that those of many pages are only put behind each other; and the words of some chunks are put together as soon as
//! these are known, since most of one are in the others, too.

use rustc_hash::FxHashMap;

use super::words::{self, Word};
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
    /// The words, those of one part together: the length of each and the word, its first posting, its last section, the length of the
    /// other postings, and these.
    bytes: Box<[u8]>,
    /// Where those of each part end.
    ends: Box<[u32]>,
}

/// Where one word stands.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// Its first posting.
    first: u32,
    /// The last section it was found in.
    last: u32,
    /// The other postings.
    rest: Vec<u8>,
}

/// The words of some sections, each of which has a number, and where they were found.
#[derive(Default)]
struct Vocabulary<'t> {
    texts: Vec<&'t str>,
    short: FxHashMap<u128, Known>,
    long: FxHashMap<&'t str, Known>,
    /// Each word of each section with its section and its weight there, in their order.
    found: Vec<(u32, u32, Weight)>,
}

/// A word that was found before.
struct Known {
    number: u32,
    /// The last section it was found in.
    last: u32,
}

impl<'t> Vocabulary<'t> {
    /// Notes a word unless the section has it already: what is added is taken back then, since no processor can foresee a decision
    /// that falls differently at each word.
    fn find(&mut self, word: Word<'t>, section: u32, weight: Weight) {
        let Self { texts, found, .. } = self;
        let new = || {
            texts.push(word.text());
            Known { number: texts.len() as u32 - 1, last: 0 }
        };
        let known = match word.number() {
            Some(number) => self.short.entry(number).or_insert_with(new),
            None => self.long.entry(word.text()).or_insert_with(new),
        };
        found.push((known.number, section, weight));
        found.truncate(found.len() - usize::from(known.last == section));
        known.last = section;
    }
}

impl Places {
    /// Notes the words of sections, of which each has texts of falling weight: the first place of a word is its weightiest.
    pub(super) fn new<const N: usize>(sections: &[[(Weight, String); N]], parts: usize) -> Self {
        let mut vocabulary = Vocabulary::default();
        for (section, texts) in (1..).zip(sections) {
            for (weight, text) in texts {
                words::each(text, &mut |word| vocabulary.find(word, section, *weight));
            }
        }
        let Vocabulary { texts, found, .. } = vocabulary;
        let mut noted: Vec<Noted> = texts.iter().map(|_| Noted::default()).collect();
        for (number, section, weight) in found {
            noted[number as usize].add(section, weight);
        }
        let mut words: Vec<_> =
            texts.iter().zip(&noted).map(|(text, noted)| (words::part(text, parts), *text, noted)).collect();
        words.sort_unstable_by_key(|(part, ..)| *part);
        let mut words = words.into_iter().peekable();
        let mut bytes = Vec::new();
        let end_of = |part| {
            while let Some((_, text, noted)) = words.next_if(|(of, ..)| *of == part) {
                noted.push(text, &mut bytes);
            }
            bytes.len() as u32
        };
        let ends = (0..parts).map(end_of).collect();
        Self::of(sections.len() as u32, &bytes, ends)
    }

    /// With bytes that are copied, since an allocator that is asked to shrink a block may leave it as large.
    fn of(sections: u32, bytes: &[u8], ends: Box<[u32]>) -> Self {
        Self { sections, bytes: bytes.into(), ends }
    }

    /// The places of all these, whose sections stand behind each other.
    pub(super) fn joined(all: &[Self]) -> Self {
        let mut bytes = Vec::new();
        let end_of = |part| {
            together(all.iter(), part).iter().for_each(|(word, noted)| noted.push(word, &mut bytes));
            bytes.len() as u32
        };
        let ends = (0..all.first().map_or(0, |first| first.ends.len())).map(end_of).collect();
        Self::of(all.iter().map(|places| places.sections).sum(), &bytes, ends)
    }

    /// All that is noted: other bytes when a word stands elsewhere.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The words of a part, each with its postings.
    fn of_part(&self, part: usize) -> impl Iterator<Item = (&str, Postings<'_>)> {
        let start = part.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut rest = &self.bytes[start as usize..self.ends[part] as usize];
        std::iter::from_fn(move || {
            let text = take(&mut rest)?;
            let (first, last) = (leb128::take(&mut rest)? as u32, leb128::take(&mut rest)? as u32);
            Some((str::from_utf8(text).ok()?, Postings { first, last, rest: take(&mut rest)? }))
        })
    }
}

/// The words of a part, each with its postings in all places, whose sections stand behind each other.
pub(super) fn together<'p>(all: impl Iterator<Item = &'p Places>, part: usize) -> FxHashMap<&'p str, Noted> {
    let mut words: FxHashMap<&str, Noted> = FxHashMap::default();
    let mut before = 0;
    for places in all {
        for (word, postings) in places.of_part(part) {
            words.entry(word).or_default().extend(before, &postings);
        }
        before += places.sections;
    }
    words
}

impl Noted {
    fn add(&mut self, section: u32, weight: Weight) {
        self.push_posting(posting(section - self.last, weight as u32));
        self.last = section;
    }

    /// Adds the places in the next sections, of which `before` come before.
    fn extend(&mut self, before: u32, Postings { first, last, rest }: &Postings<'_>) {
        self.push_posting(first + posting(before - self.last, 0));
        self.rest.extend_from_slice(rest);
        self.last = before + last;
    }

    fn push_posting(&mut self, posting: u32) {
        if self.last == 0 {
            self.first = posting;
        } else {
            push_number(&mut self.rest, posting);
        }
    }

    /// Writes the word that stands there, as it waits.
    fn push(&self, word: &str, bytes: &mut Vec<u8>) {
        push(bytes, word.as_bytes());
        leb128::push(bytes, u64::from(self.first));
        leb128::push(bytes, u64::from(self.last));
        push(bytes, &self.rest);
    }

    /// Writes where the word stands, as readers load it.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        push_number(out, self.first);
        out.extend_from_slice(&self.rest);
    }
}

/// A section, as its distance from the one before that has the word, and the word's weight there.
fn posting(distance: u32, weight: u32) -> u32 {
    distance << 2 | weight
}

/// The digits of numbers as readers load them: five bits each, the lowest first, as those of source maps (VLQ, ECMA-426), but without
/// a sign. None has to be escaped in a text.
const DIGITS: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A digit that others follow is so much higher.
const MORE: u32 = DIGITS.len() as u32 / 2;

fn push_number(digits: &mut Vec<u8>, mut number: u32) {
    while number >= MORE {
        digits.push(DIGITS[(number % MORE + MORE) as usize]);
        number /= MORE;
    }
    digits.push(DIGITS[number as usize]);
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

/// Where a word stands in some sections, which count from 1.
#[derive(Debug)]
struct Postings<'a> {
    first: u32,
    /// The last of the sections.
    last: u32,
    rest: &'a [u8],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(texts: &[[&str; 2]]) -> Vec<[(Weight, String); 2]> {
        let section = |texts: &[&str; 2]| [(Weight::Heading, texts[0].into()), (Weight::Text, texts[1].into())];
        texts.iter().map(section).collect()
    }

    /// The sections of a word, and what it counts in each.
    fn read(noted: &Noted) -> Vec<(u32, u32)> {
        let (mut section, mut number, mut bits) = (0, 0, 0);
        let mut written = Vec::new();
        noted.write(&mut written);
        let digits = written.iter().map(|digit| DIGITS.iter().position(|known| known == digit).unwrap() as u32);
        let places = digits.filter_map(|digit| {
            number |= (digit % MORE) << bits;
            bits += 5;
            (digit < MORE).then(|| {
                section += number >> 2;
                let weight = number & 3;
                (number, bits) = (0, 0);
                (section, weight)
            })
        });
        places.collect()
    }

    /// The words in all these, each with its sections.
    fn words(all: &[Places]) -> Vec<(&str, Vec<(u32, u32)>)> {
        let mut words: Vec<_> = together(all.iter(), 0).iter().map(|(word, noted)| (*word, read(noted))).collect();
        words.sort();
        words
    }

    #[test]
    fn a_word_counts_as_much_as_in_its_weightiest_place_of_each_section() {
        let places = Places::new(&sections(&[["till", "a till"], ["", ""], ["a", "store till"]]), 1);
        let (heading, text) = (Weight::Heading as u32, Weight::Text as u32);
        assert_eq!(places.sections, 3);
        assert_eq!(
            words(&[places]),
            [("a", vec![(1, text), (3, heading)]), ("store", vec![(3, text)]), ("till", vec![(1, heading), (3, text)])]
        );
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
        let far = vec![["", ""]; 70_000];
        let chunks = [chunk(&[["", "x"], ["", "x"]]), chunk(&far), chunk(&[["", ""], ["x", ""]]), chunk(&[["", "x"]])];
        let (text, heading) = (Weight::Text as u32, Weight::Heading as u32);
        let expected = [("x", vec![(1, text), (2, text), (70_004, heading), (70_005, text)])];
        assert_eq!(words(&chunks), expected);
        let joined = [Places::joined(&chunks[..1]), Places::joined(&chunks[1..])];
        assert_eq!(words(&joined), expected);
        let joined = Places::joined(&joined);
        assert_eq!(joined.sections, 70_005);
        assert_eq!(words(&[joined]), expected);
    }
}
