//! Random pages: whatever an author writes, reading keeps its promises.

use std::sync::Arc;

use proptest::prelude::*;

use super::{facts, markdown, parse, scan};
use crate::diagnostic::SourceText;
use crate::path::SourcePath;
use crate::source::PageFile;
use crate::theme::Theme;
use crate::trial::Trial;

/// Pieces of markup, whole and torn, from which random pages are made.
const PIECES: [&str; 88] = [
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  ",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "!!!",
    "!!!warning T",
    "!!-x",
    "!!!!",
    "+++ A",
    "+++",
    "=== P",
    "===",
    "==- Q",
    "||| C",
    "|||",
    ">>> 3. S",
    ">>>",
    ":::",
    ":::box {#i .c}",
    "[!badge a|b]",
    "[!badge text=\"]\"](x)",
    "[!badge ",
    "[!nosuch x]",
    "[!ref](a.md)",
    "](",
    "[",
    "]",
    "`",
    "```",
    "```ps1 #",
    "~~~",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<b title=\"",
    "https://a.b/_c_/*d*",
    "<https://x.y>",
    "| a | b |",
    "|--|--|",
    ":bacon:",
    ":icon-rocket:",
    "é£🥓",
    "**",
    "_",
    "![i|20](x.png)",
    "# H {#h}",
    "\\",
    "[a]: b",
    "text",
    "{.x #i k=\"v\"}",
    "{",
    "}",
    " ^id",
    "[[a#b|c]]s",
    "![[i.png|20]]",
    "++a",
    "==",
    "^",
    "~",
    "*[text]: meaning\n",
    "<details><summary>S</summary>\n",
    "</details>\n",
    "[^1]: a\n\n    b\n",
    "a. ",
    "ii) ",
    "[^1]",
    "[^1]: note\n",
    "+++Glued",
    "[[",
    "| a | {.x}\n|--|\n",
    "$x$",
    "$y",
    "z$ ",
    "```\nlet $a\n",
    " ```\n",
    "%%\né\n%%\n",
    "$$\né\n$$\n",
    "+---+---+\n",
    "| a | b |\n",
    "+===+===+\n",
    "+---+---+\n| **a** | :icon-x:\n+---+---+\n",
];

fn page() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

thread_local! {
    static TRIAL: Trial = Trial::default();
    static THEME: Theme = Theme::load(&[]).0;
}

/// A page that was read at once says what it says when its markup is settled first.
fn is_read_as_settled(text: &str, theme: &Theme) -> Result<(), TestCaseError> {
    let grammar = theme.grammar();
    let source = SourceText::new("page.md", text);
    let path = SourcePath::new("page.md").ok_or_else(|| TestCaseError::fail("no path"))?;
    let (document, diagnostics) = parse(&PageFile { path, source: Arc::clone(&source), beside: None }, grammar);
    let settled = scan::settle(text, document.body, grammar);
    prop_assert_eq!(&settled.markers, &document.markers);
    let (nodes, problems) = markdown::page(&source, &settled, grammar);
    let heading = super::called::heading(&document.path, &document.meta);
    let (facts, _) = facts::gather(&source, &nodes, &document.meta, heading.as_deref(), grammar);
    prop_assert_eq!(&facts, &document.facts);
    prop_assert!(problems.iter().all(|problem| diagnostics.contains(problem)));
    prop_assert_eq!(document.tree(), nodes);
    Ok(())
}

/// A page in whose code nothing is looked for says what it says when all that is found there is hidden first.
fn is_read_as_with_all_candidates(text: &str, theme: &Theme) -> Result<(), TestCaseError> {
    let grammar = theme.grammar();
    let source = SourceText::new("page.md", text);
    let all = scan::all(text, 0, grammar);
    // A candidate that begins in code and ends behind it hides others there.
    let is_line = |marker: &scan::Marker| {
        matches!(marker.kind, scan::MarkerKind::Columns(_)) || !text[marker.span.clone()].contains('\n')
    };
    if !all.markers.iter().all(is_line) {
        return Ok(());
    }
    let (all, some) = (scan::settle_draft(text, all), scan::settle(text, 0, grammar));
    prop_assert_eq!(markdown::page(&source, &all, grammar), markdown::page(&source, &some, grammar));
    Ok(())
}

#[test]
fn a_tab_in_code_is_the_authors_whatever_is_looked_for_there() {
    for text in ["| a | {.x}\n|--|\n```\nlet $a\nhttps://a.b/_c_/*d*\n~~~~\t", "```\n:bacon:\n|-\t|-|\n~~~\t\n```\n"] {
        THEME.with(|theme| is_read_as_with_all_candidates(text, theme)).unwrap();
        let (document, _) = THEME.with(|theme| {
            let path = SourcePath::new("page.md").unwrap();
            parse(&PageFile { path, source: SourceText::new("page.md", text), beside: None }, theme.grammar())
        });
        let code = format!("{:?}", document.tree());
        assert!(code.contains("~\\t"), "{code}");
    }
}

#[test]
fn a_line_of_code_below_a_row_is_read_as_settled() {
    for table in ["| a | b |\n|--|--|\n", "a | b\n--|--\nc\n", "+---+---+\n| a | b |\n+---+---+\n"] {
        let text = format!("{table}    {{.x #i}}\n- ");
        THEME.with(|theme| is_read_as_settled(&text, theme)).unwrap();
    }
}

#[test]
fn what_stands_below_a_grid_keeps_its_place() {
    let text = "+---+---+\n| a | b\n+---+---+\nc {#i .c}[!ref](a.md)> \n";
    TRIAL.with(|trial| trial.read(text)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_author_writes_spans_stay_in_the_file_and_nothing_hidden_is_seen(text in page()) {
        TRIAL.with(|trial| trial.read(&text)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn what_is_passed_over_as_code_is_code(text in page()) {
        THEME.with(|theme| is_read_as_with_all_candidates(&text, theme))?;
    }

    #[test]
    fn reading_at_once_is_reading_what_is_settled(text in page()) {
        THEME.with(|theme| is_read_as_settled(&text, theme))?;
    }
}
