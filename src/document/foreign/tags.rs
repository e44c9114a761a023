//! Callouts as tags: `<Alert>`, `<Callout>`, Hextra's shortcodes.

use super::{Foreign, Sign};
use crate::document::call::{Given, pairs};
use crate::document::callouts;

/// How tools open and close a callout: what its tag begins and ends with, its closing tag, the attribute that says its kind.
const TAGS: [(&str, &str, &str, &str); 5] = [
    ("<Alert", ">", "</Alert>", "type"),
    ("<Callout", ">", "</Callout>", "type"),
    ("{% hint", "%}", "{% endhint %}", "style"),
    ("{{< callout", ">}}", "{{< /callout >}}", "type"),
    ("{{% callout", "%}}", "{{% /callout %}}", "type"),
];

/// Where the `end` of a tag stands, outside the quotes of its attributes.
pub(in crate::document) fn tag_end(text: &str, end: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, b' ');
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if quote == Some(byte) => quote = None,
            b'"' | b'\'' if quote.is_none() && before == b'=' => quote = Some(byte),
            _ if quote.is_none() && text.as_bytes()[at..].starts_with(end.as_bytes()) => return Some(at),
            _ => {}
        }
        before = byte;
    }
    None
}

/// The name of the tag that a text begins with, when elsewhere it opens a callout.
pub(in crate::document) fn callout_tag(text: &str) -> Option<&'static str> {
    let tags = TAGS.iter().map(|(open, ..)| *open).filter(|open| open.starts_with('<'));
    tags.into_iter().find(|open| text.strip_prefix(open).is_some_and(|behind| behind.starts_with([' ', '>', '\n'])))
}

/// The variant of a callout and its title, by the attributes of a tag.
pub(super) fn callout(text: &str, at: usize, kind: &str) -> Vec<Given> {
    let mut given = Vec::new();
    for pair in pairs(text) {
        let (key, value) = (&text[pair.key], &text[pair.value.clone()]);
        let span = at + pair.value.start..at + pair.value.end;
        if key == kind {
            let value = callouts::variant(value).unwrap_or("base").to_owned();
            given.push(Given { name: "variant".into(), value, span });
        } else if key == "title" && !value.is_empty() {
            given.push(Given { name: "title".into(), value: value.to_owned(), span });
        }
    }
    given
}

/// `<Alert type="info">Text</Alert>`, and the same of other tools.
pub(super) fn on_one_line(text: &str, at: usize) -> Option<Sign> {
    let (tag, kind, closing, body) = TAGS.iter().find_map(|(open, end, closing, kind)| {
        let inside = text.strip_prefix(open)?.strip_suffix(closing)?;
        let length = tag_end(inside, end).filter(|_| inside.starts_with([' ', '>']))?;
        let start = open.len() + length + end.len();
        Some((&text[..start], kind, closing, start..text.len() - closing.len()))
    })?;
    let inside = &text[body.clone()];
    let is_text = !inside.trim().is_empty() && !inside.contains(tag) && !inside.contains(closing);
    let given = callout(tag, at, kind);
    let body = Some(at + body.start..at + body.end);
    is_text.then(|| Sign::Opens("callout", Foreign { body, ..Foreign::new(given, "") }))
}

/// `{{< callout type="info" >}}`.
pub(super) fn hextra(text: &str, at: usize) -> Option<Sign> {
    let inside = text.strip_prefix("{{")?.strip_suffix("}}")?;
    let inside = inside.strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
    let inside = inside.or_else(|| text.strip_prefix("{{%")?.strip_suffix("%}}"))?.trim();
    match inside.split_whitespace().next()? {
        "callout" => {
            let closing = text.replace(inside, "/callout");
            Some(Sign::opens("callout", callout(text, at, "type"), closing))
        }
        "/callout" => Some(Sign::closes("callout", text)),
        _ => None,
    }
}

/// `<Alert title="…" type="info">`.
pub(super) fn element(text: &str, at: usize) -> Option<Sign> {
    if TAGS.iter().any(|(_, _, closing, _)| *closing == text) {
        return Some(Sign::closes("callout", text));
    }
    let name = callout_tag(text)?.trim_start_matches('<');
    // A tag with something behind it on its line is left to the author's HTML.
    let is_tag = tag_end(text, ">") == Some(text.len() - 1) && !text.ends_with("/>");
    is_tag.then(|| Sign::opens("callout", callout(text, at, "type"), format!("</{name}>")))
}
