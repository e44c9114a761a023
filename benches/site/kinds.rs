//! Sites of one kind of text each: where a generator is slow is not seen in posts that have of everything.

use std::fmt::Write;

use crate::generators::Link;
use crate::posts::{Code, NOUNS, Random, block, list, paragraph, table};

/// Pages of one kind of text.
pub struct Kind {
    pub name: &'static str,
    pub pages: usize,
    /// The text of one of so many, by chance.
    pub body: fn(&mut Random, usize, Link<'_>) -> String,
}

pub const KINDS: [Kind; 8] = [
    Kind { name: "a paragraph", pages: 10_000, body: |random, _, _| paragraph(random, 2) },
    Kind {
        name: "long paragraphs",
        pages: 500,
        body: |random, _, _| repeated(100, |text| write!(text, "{}\n\n", paragraph(random, 12)).unwrap()),
    },
    Kind {
        name: "short sections",
        pages: 3_000,
        body: |random, _, _| {
            repeated(60, |text| {
                write!(text, "## About the {}\n\n{}\n\n", random.pick(&NOUNS), paragraph(random, 1)).unwrap();
            })
        },
    },
    Kind {
        name: "emphasis",
        pages: 3_000,
        body: |random, _, _| {
            repeated(1_000, |text| {
                let mark = random.pick(&["*", "**", "`", "", "", "\n\n"]);
                write!(text, "{mark}{}{mark} ", random.pick(&NOUNS)).unwrap();
            })
        },
    },
    Kind { name: "lists", pages: 3_000, body: |random, _, _| repeated(30, |text| list(text, random, "-")) },
    Kind { name: "tables", pages: 3_000, body: |random, _, _| repeated(15, |text| table(text, random)) },
    Kind {
        name: "code",
        pages: 3_000,
        body: |random, _, _| {
            repeated(10, |text| {
                let language = random.below(100);
                block(text, random, language, Code::Plain);
            })
        },
    },
    Kind {
        name: "links",
        pages: 3_000,
        body: |random, pages, link| {
            repeated(100, |text| {
                let other = format!("page-{:06}", 1 + random.below(pages));
                write!(text, "the [{}]({}) and ", random.pick(&NOUNS), link(&other)).unwrap();
            })
        },
    },
];

/// What `write` writes so many times.
fn repeated(times: usize, mut write: impl FnMut(&mut String)) -> String {
    let mut text = String::new();
    (0..times).for_each(|_| write(&mut text));
    text
}
