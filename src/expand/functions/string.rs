//! `string.…`. Lengths and positions count characters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Arguments, Outcome, no_such, within_limit};
use crate::case::capitalized;
use crate::expand::value::Value;

pub(super) const NAMES: &[&str] = &[
    "append", "base64_decode", "base64_encode", "capitalize", "capitalizewords", "contains", "downcase", "empty",
    "ends_with", "handleize", "lstrip", "pad_left", "pad_right", "pluralize", "prepend", "remove", "remove_first",
    "remove_last", "replace", "replace_first", "rstrip", "size", "slice", "split", "starts_with", "strip",
    "strip_newlines", "truncate", "truncatewords", "upcase",
];

pub(super) fn call(name: &str, given: &Arguments) -> Outcome {
    let text = given.text(0);
    let other = || given.text(1);
    Ok(match name {
        "upcase" => text.to_uppercase().into(),
        "downcase" => text.to_lowercase().into(),
        "capitalize" => capitalized(&text).into(),
        "capitalizewords" => text.split(' ').map(capitalized).collect::<Vec<_>>().join(" ").into(),
        "strip" => text.trim().into(),
        "lstrip" => text.trim_start().into(),
        "rstrip" => text.trim_end().into(),
        "strip_newlines" => text.replace(['\r', '\n'], "").into(),
        "append" => (text + &other()).into(),
        "prepend" => (other() + &text).into(),
        "replace" => replace(&text, &other(), &given.text(2))?,
        "replace_first" => text.replacen(&*other(), &given.text(2), 1).into(),
        "remove" => replace(&text, &other(), "")?,
        "remove_first" => text.replacen(&*other(), "", 1).into(),
        "remove_last" => remove_last(&text, &other()).into(),
        "contains" => text.contains(&other()).into(),
        "starts_with" => text.starts_with(&other()).into(),
        "ends_with" => text.ends_with(&other()).into(),
        "size" => (text.chars().count() as i64).into(),
        "slice" => slice(&text, given)?,
        "split" => split(&text, &other()),
        "truncate" => truncate(&text, given.count(1)?, &ellipsis(given)),
        "truncatewords" => truncate_words(&text, given.count(1)?, &ellipsis(given)),
        "pluralize" => pluralize(given)?,
        "handleize" => handle(&text).into(),
        "pad_left" => format!("{}{text}", padding(&text, given)?).into(),
        "pad_right" => format!("{text}{}", padding(&text, given)?).into(),
        "base64_encode" => STANDARD.encode(text).into(),
        "base64_decode" => {
            let bytes = STANDARD.decode(text.trim()).map_err(|_| "this is not base64")?;
            String::from_utf8_lossy(&bytes).into_owned().into()
        }
        "empty" if given.has(0) => text.is_empty().into(),
        "empty" => "".into(),
        _ => return no_such("string", name),
    })
}

fn replace(text: &str, old: &str, new: &str) -> Outcome {
    if old.is_empty() {
        return Ok(text.into());
    }
    within_limit(text.len().saturating_add(text.matches(old).count().saturating_mul(new.len())))?;
    Ok(text.replace(old, new).into())
}

fn remove_last(text: &str, old: &str) -> String {
    text.rfind(old).map_or_else(|| text.to_owned(), |at| format!("{}{}", &text[..at], &text[at + old.len()..]))
}

/// From a position, counted from the end when it is negative, this many characters or the rest.
fn slice(text: &str, given: &Arguments) -> Outcome {
    let size = text.chars().count();
    let start = given.int(1)?;
    let start = if start < 0 { size.saturating_sub(start.unsigned_abs() as usize) } else { start as usize };
    let length = if given.has(2) { given.count(2)? } else { usize::MAX };
    Ok(text.chars().skip(start).take(length).collect::<String>().into())
}

fn split(text: &str, separator: &str) -> Value {
    let parts = text.split(separator).filter(|part| !part.is_empty());
    Value::list(parts.take(super::MAX_LIST).map(Value::from))
}

fn ellipsis(given: &Arguments) -> String {
    if given.has(2) { given.text(2) } else { "...".into() }
}

/// The ellipsis counts.
fn truncate(text: &str, length: usize, ellipsis: &str) -> Value {
    if text.chars().count() <= length {
        return text.into();
    }
    let kept = length.saturating_sub(ellipsis.chars().count());
    (text.chars().take(kept).collect::<String>() + ellipsis).into()
}

fn truncate_words(text: &str, count: usize, ellipsis: &str) -> Value {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= count { text.into() } else { format!("{}{ellipsis}", words[..count].join(" ")).into() }
}

fn pluralize(given: &Arguments) -> Outcome {
    Ok(given.get(if given.number(0)? == 1.0 { 1 } else { 2 }).clone())
}

/// `100% M & Ms!!!` as `100-m-ms`.
fn handle(text: &str) -> String {
    let mut handle = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_alphanumeric() {
            handle.push(c);
        } else if !handle.is_empty() && !handle.ends_with('-') {
            handle.push('-');
        }
    }
    handle.trim_end_matches('-').to_owned()
}

fn padding(text: &str, given: &Arguments) -> Result<String, String> {
    let missing = given.count(1)?.saturating_sub(text.chars().count());
    within_limit(missing)?;
    Ok(" ".repeat(missing))
}
