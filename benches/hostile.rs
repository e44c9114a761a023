//! Pages made to be slow: very many markers that nothing closes, alternating, nested. Reading them must cost a constant for each
//! byte, so the throughput of a kind is the same for 1,000 and for 100,000 of them.

use divan::Bencher;
use divan::counter::BytesCount;
use rasher::trial::Trial;

/// Kinds of markers: a name, and what is repeated.
const KINDS: [(&str, &str); 46] = [
    ("callouts", "!!!\n"),
    ("callouts, quoted", "> !!! a\n"),
    ("tabs", "+++ a\n"),
    ("tabs, glued", "+++a\n"),
    ("panels", "=== a\n"),
    ("columns", "||| a\n"),
    ("steps", ">>> a\n"),
    ("containers", ":::a\n"),
    ("containers, alternating", ":::a\n!!! b\n"),
    ("all blocks", "!!! a\n+++ b\n=== c\n||| d\n>>> e\n:::f\n"),
    ("callouts in tabs", "+++ a\n!!!\n"),
    ("tabs in lists", "+++ a\n- b\n  +++ c\n"),
    ("HTML above blocks", "<p>\n!!!\n"),
    ("HTML comments", "<!--"),
    ("bars in links", "[a|b](c"),
    ("links with spaces", "[a](b c"),
    ("links without a text", "]("),
    ("links with a gap", "[a] (/b "),
    ("gaps without a link", "] ("),
    ("grids", "+--+--+\n| a | b |\n"),
    ("grids in one line", "a +-"),
    ("nested in quotes", "> > > !!! a\n"),
    ("quotes", ">"),
    ("brackets", "["),
    ("components", "[!badge "),
    ("components in a line", "[!badge a|b](c)"),
    ("components in code", "`[!badge a]"),
    ("wiki links", "[["),
    ("wiki links, closed", "[[a]]"),
    ("images", "![["),
    ("comments", "%%"),
    ("comment blocks", "%%\n"),
    ("dollars", "$ $a"),
    ("dollar blocks", "$$\n"),
    ("braces", "{.a"),
    ("attributes", "*a*{.b}"),
    ("attributes on lines", "{.a}\n"),
    ("raised", "x^a^"),
    ("marked", "==a== ++b++ "),
    ("marked, open", "==a ++b "),
    ("footnotes", "[^a] "),
    ("notes", "[^a]: b\n\n"),
    ("abbreviations", "*[a]: b\n"),
    ("letters", "a. b\n"),
    ("folds", "<details><summary>a</summary>\n\n"),
    ("addresses", "https://a_b_"),
];

/// Some kinds with one round for each false candidate: the markers stand in code that a marker before them has opened.
const UNSETTLED: [(&str, &str); 2] = [("code after code", "!!! `\n"), ("HTML after HTML", "!!! <b\n")];

fn main() {
    divan::main();
}

fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().chain(&UNSETTLED).map(|(name, _)| *name)
}

fn page(kind: &str, count: usize) -> String {
    let all = KINDS.iter().chain(&UNSETTLED);
    all.filter(|(name, _)| *name == kind).map(|(_, piece)| piece.repeat(count)).collect()
}

#[divan::bench(args = kinds(), consts = [1_000, 100_000], sample_count = 3, sample_size = 1)]
fn read<const COUNT: usize>(bencher: Bencher<'_, '_>, kind: &str) {
    let text = page(kind, COUNT);
    let trial = Trial::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| trial.read(&text));
}
