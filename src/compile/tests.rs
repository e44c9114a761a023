//! What of a site an edit leaves as it was, and that its Markdown is CommonMark.

use jiff::civil::date;

use super::outside::Worlds;
use super::*;
use crate::config::{Config, Dialect};
use crate::diagnostic::SourceText;
use crate::document;
use crate::path::SourcePath;
use crate::source::{PageFile, ShownFiles, Unpublished};
use crate::theme::Theme;

/// Examples that differ from plain CommonMark on purpose, with the reason.
const EXCEPTIONS: [(usize, &str); 6] = [
    (559, "`[[foo]]` is a wiki link"),
    (590, "the same"),
    (602, "a bare address is a link, as on GitHub"),
    (608, "the same"),
    (611, "the same"),
    (612, "the same"),
];

/// The sources of pages with these paths and texts.
fn sources(pages: &[(String, String)]) -> Arc<Sources> {
    let page = |(path, text): &(String, String)| PageFile {
        path: SourcePath::new(path).unwrap(),
        source: SourceText::new(path, text),
        beside: None,
    };
    let mut config = Config::default();
    // What a theme adds to links to other sites is not CommonMark's business.
    config.outbound.enabled = false;
    Arc::new(Sources {
        config,
        dialect: Dialect::Native,
        pages: pages.iter().map(page).collect(),
        folders: Vec::new(),
        files: Vec::new(),
        shown: ShownFiles::default(),
        partials: Vec::new(),
        written: crate::config::Layers::default(),
        cname: None,
        templates: Vec::new(),
        history: Arc::default(),
        actions: Vec::new(),
        today: date(2026, 1, 1),
        unpublished: Unpublished::default(),
        password: None,
    })
}

#[test]
fn an_edit_that_no_other_page_shows_leaves_them_as_they_are() {
    let page = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let with = |text: &str| sources(&[page("a.md", "# A\n\n[b](b.md#h)\n"), page("b.md", text)]);
    let before = compile(&with("# B\n\n## H\n\nText.\n"), Demos::default());
    let shares = |text: &str| {
        let after = compile_after(&before, &with(text), Demos::default());
        Arc::ptr_eq(&before.site().pages[0], &after.site().pages[0])
    };
    assert!(shares("# B\n\nA paragraph before.\n\n## H\n\nOther *words*.\n"));
    let with_heading =
        sources(&[page("a.md", "# A\n\n## New\n\n[b](b.md#h)\n"), page("b.md", "# B\n\n## H\n\nText.\n")]);
    let after = compile_after(&before, &with_heading, Demos::default());
    assert!(Arc::ptr_eq(&before.site().pages[1], &after.site().pages[1]), "nothing links to places on the page");
    for seen in [
        "# C\n\n## H\n\nText.\n",
        "# B\n\n## I\n\nText.\n",
        "# B\n\n## H\n\n[Text](a.md).\n",
        "---\norder: 1\n---\n# B\n\n## H\n\nText.\n",
        "# B\n\n## H\n\n[!badge Text]\n",
    ] {
        assert!(!shares(seen), "{seen}");
    }
}

#[test]
fn another_name_or_link_concerns_the_navigation_and_the_pages_that_are_linked() {
    let page = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let with = |d: &str| {
        let pages = ["a", "b", "c"].map(|name| page(&format!("{name}.md"), &format!("# The {name}\n\n[d](d.md)\n")));
        sources(&[&pages[..], &[page("d.md", d)]].concat())
    };
    let before = compile(&with("# The d\n\n[c](c.md)\n"), Demos::default());
    let kept = |d: &str| {
        let after = compile_after(&before, &with(d), Demos::default());
        let pages = before.site().pages.iter().zip(&after.site().pages);
        pages.map(|(before, after)| Arc::ptr_eq(before, after)).collect::<Vec<_>>()
    };
    assert_eq!(kept("# The e\n\n[c](c.md)\n"), [true, true, true, false]);
    assert_eq!(kept("---\nlabel: The e\n---\n# The d\n\n[c](c.md)\n"), [true, true, true, false]);
    assert_eq!(kept("# The bb\n\n[c](c.md)\n"), [true, false, false, false], "it stands before the third now");
    assert_eq!(kept("# The d\n\n[c](c.md) [a](a.md)\n"), [false, true, true, false]);
    assert_eq!(kept("# The d\n"), [true, true, false, false]);
    assert_eq!(kept("# The d\n\n[c](c.md) [gone](gone.md)\n"), [true, true, true, false]);
    assert_eq!(kept("# The d\n\n[[The c]]\n"), [false; 4], "what names lead to depends on all names");
}

#[test]
fn each_of_several_edits_is_judged_by_its_own_page() {
    let page = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let site = |a: &str, b: &str, c: &str| {
        let at = |word: &str| format!("---\nimage: gone.png\n---\n# A\n\n[b](b.md#h) {word}\n");
        sources(&[page("a.md", &at(a)), page("b.md", b), page("c.md", c), page("d.md", "# D\n")])
    };
    let (b, c) = ("# B\n\n## H\n", "# C\n\n## I\n");
    let before = compile(&site("gone", b, c), Demos::default());
    let shares = |a: &str, b: &str, c: &str| {
        let after = compile_after(&before, &site(a, b, c), Demos::default());
        Arc::ptr_eq(&before.site().pages[3], &after.site().pages[3])
    };
    assert!(shares("gone", "# B\n\nText.\n\n## H\n", "# C\n\n## Other\n"));
    assert!(!shares("gone", "# B\n\n## Other\n", "# C\n\n## Other\n"), "a link leads into the first");
    assert!(!shares("lost", "# B\n\nText.\n\n## H\n", c), "a finding stands on another");
}

#[test]
fn what_actions_and_inserts_speak_of_is_built_once() {
    let sources = sources(&[("a.md".to_owned(), "# A\n".to_owned())]);
    let (theme, _) = Theme::load(&[]);
    let expander = Expander::new(&sources, theme.grammar(), "");
    let (site, _) = site::assemble(&sources, Demos::default(), &[], theme.grammar(), None);
    let worlds = Worlds::new(&expander, &site);
    assert!(std::ptr::eq(worlds.with_pages(), worlds.with_pages()));
    assert!(std::ptr::eq(worlds.without_pages(), worlds.without_pages()));
}

/// Each example as a page of its own, through every stage, with a theme that has no components.
#[test]
fn commonmark_means_what_its_specification_says() {
    let spec = include_str!("../../tests/commonmark/spec.txt");
    let fence = "`".repeat(32);
    let examples: Vec<String> = spec
        .split(&format!("\n{fence} example\n"))
        .skip(1)
        .filter_map(|rest| rest.split_once("\n.\n").map(|(markdown, _)| format!("{}\n", markdown.replace('→', "\t"))))
        .collect();
    assert_eq!(examples.len(), 652);
    // The blank line keeps a thematic break in the first line from opening front matter.
    let page = |(index, text): (usize, &String)| (format!("example-{index:03}.md"), format!("\n{text}"));
    let sources = sources(&examples.iter().enumerate().map(page).collect::<Vec<_>>());
    let templates = ["header.html", "nav.html", "footer.html", "actions.html", "byline.html", "404.html"]
        .map(|name| (name.to_owned(), SourceText::new(name, "")));
    let page = ("page.html".to_owned(), SourceText::new("page.html", "{{ content }}"));
    let snapshot = compile_with(
        &sources,
        Demos::default(),
        Look::of(&[], Theme::bare(&[&templates[..], &[page]].concat()), Arc::default()),
        None,
    );
    let mut wrong = Vec::new();
    for (index, markdown) in examples.iter().enumerate() {
        let path = OutPath::new(&format!("example-{index:03}/index.html")).unwrap();
        let Some((Content::Bytes(html), _)) = snapshot.render(&path) else {
            panic!("example {} has no page", index + 1)
        };
        // A page without a title is headed by its name.
        let heading = format!("<h1 id=\"example-{index:03}\">Example {index:03}</h1>\n");
        let html = String::from_utf8_lossy(&html);
        let html = html.strip_prefix(&heading).unwrap_or(&html);
        let mut expected = String::new();
        pulldown_cmark::html::push_html(&mut expected, pulldown_cmark::Parser::new_ext(markdown, document::options()));
        let is_exception = EXCEPTIONS.iter().any(|(number, _)| *number == index + 1);
        if (html == expected) == is_exception {
            wrong.push(format!("example {}\n{markdown}\nexpected\n{expected}\ngot\n{}", index + 1, html));
        }
    }
    assert!(wrong.is_empty(), "{} differ\n\n{}", wrong.len(), wrong.join("\n---\n"));
}
