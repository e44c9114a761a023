//! Whatever is written, a run ends, and soon.

use proptest::prelude::*;

use super::*;

/// Pieces of templates, whole and torn.
const PIECES: [&str; 48] = [
    "{{", "}}", "{{~", "~}}", "{%{", "}%}", " ", "\n", "a", "name", "x", "$x", "$", "1", "2.5", "\"t\"", "'", "`", "=",
    "+", "-", "*", "/", "|", "==", "(", ")", "[", "]", "{", "}", ".", "..", ",", ":", "?", "if", "for", "in", "while",
    "end", "else", "func", "include \"self\"", "include \"two\"", "array.add", "string.pad_left", "é🥓",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_it_ends_and_findings_stay_in_their_files(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..50)
    ) {
        with_world(|world| {
            let source = SourceText::new("page.md", pieces.concat());
            for syntax in [Syntax::Braces, Syntax::Liquid] {
                let expansion = text("page.md", &source, None, syntax, world);
                for place in expansion.diagnostics.iter().filter_map(|diagnostic| diagnostic.place.as_ref()) {
                    assert!(place.source.text.get(place.span.clone()).is_some());
                }
                for at in 0..=expansion.source.text.len() {
                    let place = Diagnostic::new(Code::DeadLink, "").at(&expansion.source, at..at + 1);
                    let place = place.place.unwrap();
                    assert!(place.source.text.get(place.span).is_some());
                }
            }
        });
    }
}

#[test]
fn hostile_texts_are_read_in_time() {
    let started = std::time::Instant::now();
    for text in [
        "{{ ".repeat(100_000),
        "{{ {{ a }} ".repeat(10_000),
        "{%{ ".repeat(50_000),
        "{{ if a }}".repeat(10_000),
        format!("{{{{ {} }}}}", "(".repeat(100_000)),
        "{{ \" }}".repeat(10_000),
        "{{ x = \"aaaaaaaa\" }}".to_owned() + &"{{ x = x + x }}".repeat(60),
        "{{ x = [1, 2] }}".to_owned() + &"{{ x = array.add_range x x }}".repeat(60) + "{{ x }}",
        "{{ x = [1] }}".to_owned() + &"{{ x = [x, x] }}".repeat(60) + "{{ x }}",
        "{{ f(x) = f x }}{{ f 1 }}".to_owned(),
        "{{ while true }}{{ end }}".to_owned(),
        "{{ string.pad_left \"\" 999999999999 }}".to_owned(),
        "`".repeat(100_000) + "{{ x }}",
        "$a `b` ".repeat(20_000) + "{{ x }}",
        "$$ a\n\n```\nb\n```\n\n".repeat(10_000) + "{{ x }}",
    ] {
        expand(&text);
    }
    // What costs the square of a text takes hours; a slow machine takes a while.
    assert!(started.elapsed().as_secs() < 200, "{:?}", started.elapsed());
}
