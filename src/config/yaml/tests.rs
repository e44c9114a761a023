//! What is read of YAML with slips, as tables.

use serde_yaml::Value;

use super::{is_too_deep, parse, read};

/// What is read of a text, what its slips are about, and what was meant there.
fn mended(text: &str) -> (String, Vec<(&str, Option<String>)>) {
    let said = read(text);
    let slips = said.slips.into_iter().map(|slip| (&text[slip.span], slip.replacement)).collect();
    (serde_json::to_string(&said.value).unwrap(), slips)
}

#[test]
fn of_several_documents_the_first_is_read() {
    for text in ["---\na: 1\n---\n", "# x\n---\na: 1\n---\nb: 2\n", "a: 1\n...\nb: 2\n", "a: 1\n---\n# Text\n"] {
        assert_eq!(parse(text).get("a").and_then(Value::as_u64), Some(1), "{text}");
    }
}

#[test]
fn brackets_that_nobody_can_mean_are_not_looked_into() {
    assert!(is_too_deep(&"[{".repeat(501)) && !is_too_deep(&"[{}]".repeat(5000)));
    let brackets = "[".repeat(60_000);
    let text = format!("a: 1\nb: {brackets}\nc: 2\n");
    let (value, slips) = mended(&text);
    assert_eq!((value.as_str(), slips), ("{\"a\":1,\"c\":2}", vec![(brackets.as_str(), None)]));
}

#[test]
fn text_that_lacks_its_quotes_is_read_as_it_was_meant() {
    for (written, meant) in [
        ("`code` and text", "\"`code` and text\""),
        ("A: b", "\"A: b\""),
        (":rocket:", "\":rocket:\""),
        ("@me # a note", "\"@me\""),
        ("*very* good", "\"*very* good\""),
        ("\"Own\" words, it's", "'\"Own\" words, it''s'"),
        ("[WIP] Text", "\"[WIP] Text\""),
    ] {
        let text = format!("order: 1\nlabel: {written}\n\nicon: bug\n");
        let value = written.trim_end_matches(" # a note");
        let json = format!("{{\"order\":1,\"label\":{},\"icon\":\"bug\"}}", serde_json::json!(value));
        assert_eq!(mended(&text), (json, vec![(value, Some(meant.to_owned()))]), "{text}");
    }
    let colon = || (":", Some(": ".to_owned()));
    assert_eq!(mended("a: 1\nb:x\n"), ("{\"a\":1,\"b\":\"x\"}".to_owned(), vec![colon()]));
    assert_eq!(mended("a:1\nb:x\n"), ("{\"a\":1,\"b\":\"x\"}".to_owned(), vec![colon(), colon()]));
    assert_eq!(mended("https://x.y\n"), ("\"https://x.y\"".to_owned(), vec![]));
}

#[test]
fn text_below_a_key_that_lacks_its_quotes_is_read_as_it_was_meant() {
    for (written, value, meant) in [
        (
            "footer:\n  copyright: &copy; Me # so\n  links: []",
            "&copy; Me",
            "\"footer\":{\"copyright\":\"&copy; Me\",\"links\":[]}",
        ),
        ("authors:\n- name: A: b\n  email: c", "A: b", "\"authors\":[{\"name\":\"A: b\",\"email\":\"c\"}]"),
        ("nav:\n  icon: :x:\n\n", ":x:", "\"nav\":{\"icon\":\":x:\"}"),
        ("links:\n  - text: @me\n    link: a", "@me", "\"links\":[{\"text\":\"@me\",\"link\":\"a\"}]"),
        ("snippets:\n  lineNumbers:\n    - *", "*", "\"snippets\":{\"lineNumbers\":[\"*\"]}"),
        ("exclude:\n- *.psd # so\n- b", "*.psd", "\"exclude\":[\"*.psd\",\"b\"]"),
    ] {
        let json = format!("{{\"a\":1,{meant},\"b\":2}}");
        let quoted = Some(format!("\"{value}\""));
        assert_eq!(mended(&format!("a: 1\n{written}\nb: 2\n")), (json, vec![(value, quoted)]), "{written}");
    }
}

#[test]
fn items_without_a_space_behind_their_hyphen_are_items() {
    for (written, glued, meant) in [
        ("\n-b\n- c", "-b", "- b"),
        ("\n- b\n-c", "-c", "- c"),
        ("\n  - b\n  -c: d\n  - -5\n  -été\n", "-c: d\n  - -5\n  -été", "- c: d\n  - -5\n  - été"),
    ] {
        let value = parse(&format!("x:{}", written.replace(glued, meant)));
        let json = format!("{{\"a\":1,\"x\":{},\"y\":2}}", serde_json::json!(value["x"]));
        assert_eq!(mended(&format!("a: 1\nx:{written}\ny: 2\n")), (json, vec![(glued, Some(meant.to_owned()))]));
    }
}

#[test]
fn what_is_no_slip_beside_one_stays_as_it_is() {
    for (written, said) in [
        ("a: &x 1\nb: [*x, *x]\n", "\"a\":1,\"b\":[1,1]"),
        ("a: &x\n  c: 1\nb:\n  <<: *x\n", "\"a\":{\"c\":1},\"b\":{\"<<\":{\"c\":1}}"),
        ("? a\n: b\n", "\"a\":\"b\""),
    ] {
        let json = format!("{{{said},\"d\":\"e: f\"}}");
        assert_eq!(mended(&format!("{written}d: e: f\n")), (json, vec![("e: f", Some("\"e: f\"".to_owned()))]));
    }
}

#[test]
fn a_key_of_which_nobody_knows_what_was_meant_is_lost_alone_and_told_where_it_begins() {
    for (written, told) in [
        ("tags: [a, b", "[a, b"),
        ("title: \"A", "\"A"),
        ("title: 'It's'", "s'"),
        ("authors:\n- name: A: b\n    and: c", ": b"),
        ("nav:\n  icon: :x:\n  title: a: b", ":x:"),
        ("footer:\n  copyright Me\n  label: a", ": a"),
        ("nav:\n  title\n  icon: home", ": home"),
        ("links:\n  - text: a\n   link: c", "link: c"),
        ("data:\n\ta: b", "\ta: b"),
        ("data:\n  a: \"b", "data:"),
        ("order: 1\nA line of text", "A line of text"),
    ] {
        let text = format!("a: 1\n{written}\nb: 2\n");
        assert_eq!(mended(&text), ("{\"a\":1,\"b\":2}".to_owned(), vec![(told, None)]), "{text}");
    }
}

#[test]
fn what_is_wrong_between_the_keys_costs_all_of_them() {
    for text in ["a\n: b\nc: d: e\n", "\ta: 1\n", "- a: : b\n", "{ a: b"] {
        let (value, slips) = mended(text);
        assert_eq!((value.as_str(), slips.len()), ("null", 1), "{text}");
    }
}
