//! Where words stand, in few bytes: all of a site's words wait here until the last page is read. The places of a word wait as
//! readers get them, so that those of many pages are only put behind each other.

use rustc_hash::FxHashMap;

use super::vocabulary::{Found, Vocabulary, Weight};
use super::words;
use crate::leb128;

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

impl Places {
    /// Where the words stand that were found in chunks, whose sections stand behind each other.
    pub(super) fn new(vocabulary: &Vocabulary, chunks: &[Found], parts: usize) -> Self {
        let mut noted: Vec<Noted> = (0..vocabulary.len()).map(|_| Noted::default()).collect();
        // In the order in which they stand first: their numbers are of that in which chunks were found, which is another each time.
        let mut order = Vec::with_capacity(noted.len());
        let mut sections = 0;
        for found in chunks {
            for place in &found.places {
                let noted = &mut noted[place.word as usize];
                if noted.last == 0 {
                    order.push(place.word as usize);
                }
                noted.add(sections + place.section, place.weight);
            }
            sections += found.sections;
        }
        let words = order.into_iter().map(|word| (vocabulary.text(word), &noted[word]));
        let mut words: Vec<_> = words.map(|(text, noted)| (words::part(text, parts), text, noted)).collect();
        words.sort_by_key(|(part, ..)| *part);
        let mut words = words.into_iter().peekable();
        let mut bytes = Vec::new();
        let end_of = |part| {
            while let Some((_, text, noted)) = words.next_if(|(of, ..)| *of == part) {
                noted.push(text, &mut bytes);
            }
            bytes.len() as u32
        };
        let ends = (0..parts).map(end_of).collect();
        // Copied, since an allocator that is asked to shrink a block may leave it as large.
        Self { sections, bytes: bytes.as_slice().into(), ends }
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

    /// Where the words of chunks stand, which are found in the order of these numbers.
    fn found<const N: usize>(order: [usize; N], chunks: [&[[&str; 2]]; N], parts: usize) -> Places {
        let mut vocabulary = Vocabulary::default();
        let mut found: Vec<_> = order.iter().map(|at| (*at, vocabulary.find(&sections(chunks[*at])))).collect();
        found.sort_by_key(|(at, _)| *at);
        let found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
        Places::new(&vocabulary, &found, parts)
    }

    #[test]
    fn a_word_counts_as_much_as_in_its_weightiest_place_of_each_section() {
        let places = found([0], [&[["till", "a till"], ["", ""], ["a", "store till"]]], 1);
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
        let places = found([0], [&[[&text, ""]]], 8);
        let of_part = |part| places.of_part(part).map(move |(word, _)| (word, part));
        let found: Vec<_> = (0..8).flat_map(of_part).collect();
        assert_eq!(found.len(), 26 * 26);
        assert!(found.iter().all(|(word, part)| words::part(word, 8) == *part));
    }

    #[test]
    fn words_have_their_places_in_whatever_order_chunks_are_found_and_however_they_are_grouped() {
        let long = "runspaceconfiguration";
        let text = format!("x {long}");
        let far = vec![["", ""]; 70_000];
        let chunks: [&[[&str; 2]]; 4] = [&[["", "x"], ["", "x"]], &far, &[["", ""], ["x", ""]], &[["", &text]]];
        let (text, heading) = (Weight::Text as u32, Weight::Heading as u32);
        let expected =
            [(long, vec![(70_005, text)]), ("x", vec![(1, text), (2, text), (70_004, heading), (70_005, text)])];
        assert_eq!(found([0, 1, 2, 3], chunks, 4).bytes, found([3, 1, 0, 2], chunks, 4).bytes);
        let [first, second, third, fourth] = chunks;
        for groups in [
            vec![found([0, 1, 2, 3], chunks, 1)],
            vec![found([3, 1, 0, 2], chunks, 1)],
            vec![found([0], [first], 1), found([2, 0, 1], [second, third, fourth], 1)],
            chunks.map(|chunk| found([0], [chunk], 1)).into(),
        ] {
            assert_eq!(words(&groups), expected);
            assert_eq!(groups.iter().map(|places| places.sections).sum::<u32>(), 70_005);
        }
    }
}
