//! The YAML that most front matter is, read at a tenth of what the library takes for it.
//!
//! Keys with words, numbers, days, texts in quotes and lists of these in brackets, each on its line and in ASCII. A text with a line
//! that is anything else, or that might be, is left to the library as a whole: what is read here is what the library reads.

use serde_yaml::{Mapping, Value};

/// Words that YAML takes, or took, for something else.
const NO_TEXT: [&str; 11] = ["false", "inf", "n", "nan", "no", "null", "off", "on", "true", "y", "yes"];

/// The library refuses keys of more bytes.
const LONGEST_KEY: usize = 1024;

/// Integers of so many digits fit in any type.
const DIGITS: usize = 18;

/// The value of a text that consists of plain lines.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut map = Mapping::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (key, written) = line.split_once(": ")?;
        let begins = key.as_bytes().first()?.is_ascii_alphabetic();
        let is_key = begins && key.bytes().all(is_of_word) && key.len() <= LONGEST_KEY;
        let key = Value::from(key.to_owned());
        if !is_key || is_no_text(&key) || map.contains_key(&key) {
            return None;
        }
        map.insert(key, list(written).or_else(|| scalar(written))?);
    }
    (!map.is_empty()).then_some(Value::Mapping(map))
}

fn list(written: &str) -> Option<Value> {
    let inside = written.strip_prefix('[')?.strip_suffix(']')?;
    let entries = inside.split(',').map(|entry| scalar(entry.strip_prefix(' ').unwrap_or(entry)));
    Some(Value::Sequence(entries.collect::<Option<_>>()?))
}

fn scalar(written: &str) -> Option<Value> {
    let first = *written.as_bytes().first()?;
    match first {
        b'"' | b'\'' => quoted(written, first),
        b'0'..=b'9' | b'-' => integer(written).or_else(|| day(written)),
        _ if matches!(written, "true" | "false") => Some((written == "true").into()),
        _ => words(written),
    }
}

/// A text between quotes that has none in it, and no escape.
fn quoted(written: &str, quote: u8) -> Option<Value> {
    let (_, behind) = written.split_at(1);
    let inside = behind.strip_suffix(char::from(quote))?;
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'\\' && byte != quote;
    inside.bytes().all(is_plain).then(|| inside.into())
}

fn integer(written: &str) -> Option<Value> {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let is_integer = (1..=DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    // One that begins with a zero may be octal, or text.
    (is_integer && !digits.starts_with('0')).then(|| written.parse::<i64>().ok().map(Value::from))?
}

/// `2025-01-31`, also with a time behind `T`.
fn day(written: &str) -> Option<Value> {
    let (day, time) = written.split_once('T').unwrap_or((written, "00"));
    let is_sign = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let is_day = day.len() == 10 && day.bytes().enumerate().all(is_sign);
    let is_time = time
        .strip_suffix('Z')
        .unwrap_or(time)
        .split(':')
        .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
    (is_day && is_time).then(|| written.into())
}

fn words(written: &str) -> Option<Value> {
    let bytes = written.as_bytes();
    let is_plain = |byte: &u8| is_of_word(*byte) || b" .,;!?'()/+=&".contains(byte);
    let are_words = bytes.first()?.is_ascii_alphabetic() && *bytes.last()? != b' ' && bytes.iter().all(is_plain);
    let text = Value::from(written);
    (are_words && !is_no_text(&text)).then_some(text)
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_no_text(word: &Value) -> bool {
    word.as_str().is_some_and(|word| NO_TEXT.iter().any(|other| word.eq_ignore_ascii_case(other)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    fn by_library(text: &str) -> Option<serde_yaml::Value> {
        serde_yaml::from_str(text).ok()
    }

    #[test]
    fn plain_front_matter_is_read_here() {
        let text = "title: \"A: b # c\"\ndate: 2025-01-31T16:00:00Z\nday: 2025-01-31\norder: -10\n\ntags: [a b, C, 'd e', 12]\n\
            author: Ada (she), O'Neil & co!\nvisible: true\nicon: ':rocket:'\n";
        assert!(read(text).is_some());
        assert_eq!(read(text), by_library(text));
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_library() {
        for line in [
            "a: yes", "No: a", "a: 012", "a: 1.5", "a: b: c", "a: b #c", "a: \u{e9}", "a: b ", "a:\n  - b",
            "a: b\na: c", "# a", "a: b\n c", "a: |", "a: *b", "a: ['b, c']",
        ] {
            assert!(read(line).is_none(), "{line:?}");
        }
        for text in [1024, 1025].map(|length| format!("{}: b", "k".repeat(length))) {
            assert_eq!(read(&text), by_library(&text));
        }
    }

    proptest! {
        #[test]
        fn what_is_read_here_is_what_the_library_reads(
            lines in prop::collection::vec(("[a-cnoyY-]{1,3}: ?", "[\\[\"']{0,2}([a-cnoxyEeTZ0-9.:;!?=&()+/'\"# -]|true|null|, ?|2025-01-0){0,6}[\\]\"']{0,2}"), 1..4)
        ) {
            let text: String = lines.iter().map(|(key, value)| format!("{key}{value}\n")).collect();
            if let Some(value) = read(&text) {
                prop_assert_eq!(Some(value), by_library(&text), "{:?}", text);
            }
        }
    }
}
