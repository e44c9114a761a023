//! `html.…`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Arguments, Outcome, no_such};
use crate::html::escape;

pub(super) const NAMES: &[&str] = &["escape", "newline_to_br", "strip", "url_encode", "url_escape"];

/// What a part of an address may hold as it is (RFC 3986 §2.3).
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a whole address may hold as it is (RFC 3986 §2.2).
const ADDRESS: &AsciiSet = &PART
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'#')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'%');

pub(super) fn call(name: &str, given: &Arguments) -> Outcome {
    let text = given.text(0);
    Ok(match name {
        "escape" => escape(&text).into_owned().into(),
        "strip" => strip(&text).into(),
        "newline_to_br" => text.replace("\r\n", "\n").replace('\n', "<br />\n").into(),
        "url_encode" => utf8_percent_encode(&text, PART).to_string().into(),
        "url_escape" => utf8_percent_encode(&text, ADDRESS).to_string().into(),
        _ => return no_such("html", name),
    })
}

/// The text without its tags.
fn strip(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let Some((_, behind)) = tag.split_once('>') else {
            text.push('<');
            rest = tag;
            break;
        };
        rest = behind;
    }
    text + rest
}
