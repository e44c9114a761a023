//! Sites of one kind of text each: where a generator is slow is not seen in posts that have of everything.

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
        body: |random, _, _| repeated(100, || format!("{}\n\n", paragraph(random, 12))),
    },
    Kind {
        name: "short sections",
        pages: 3_000,
        body: |random, _, _| {
            repeated(60, || format!("## About the {}\n\n{}\n\n", random.pick(&NOUNS), paragraph(random, 1)))
        },
    },
    Kind {
        name: "emphasis",
        pages: 3_000,
        body: |random, _, _| {
            repeated(1_000, || {
                let mark = random.pick(&["*", "**", "`", "", "", "\n\n"]);
                format!("{mark}{}{mark} ", random.pick(&NOUNS))
            })
        },
    },
    Kind {
        name: "lists",
        pages: 3_000,
        body: |random, _, _| {
            repeated(30, || {
                let mut text = String::new();
                list(&mut text, random, "-");
                text
            })
        },
    },
    Kind {
        name: "tables",
        pages: 3_000,
        body: |random, _, _| {
            repeated(15, || {
                let mut text = String::new();
                table(&mut text, random);
                text
            })
        },
    },
    Kind {
        name: "code",
        pages: 3_000,
        body: |random, _, _| {
            repeated(10, || {
                let (mut text, language) = (String::new(), random.below(100));
                block(&mut text, random, language, Code::Plain);
                text
            })
        },
    },
    Kind {
        name: "links",
        pages: 3_000,
        body: |random, pages, link| {
            repeated(100, || {
                let other = format!("page-{:06}", 1 + random.below(pages));
                format!("the [{}]({}) and ", random.pick(&NOUNS), link(&other))
            })
        },
    },
];

fn repeated(times: usize, text: impl FnMut() -> String) -> String {
    std::iter::repeat_with(text).take(times).collect()
}
