//! Mends a text that is refused, key by key.

use std::ops::Range;

use serde_yaml::Value;

use super::read_whole;
use super::slip::Slip;
use crate::config::locate::key_of;

/// The text as it was meant, without the keys of which that is not certain; and the slips.
pub(super) fn mend(text: &str) -> (String, Vec<Slip>) {
    let mut mended = String::with_capacity(text.len());
    let mut slips = Vec::new();
    let mut at = 0;
    for entry in entries(text) {
        mended.push_str(&text[at..entry.start]);
        at = entry.end;
        let own = &text[entry.clone()];
        let error = match read_whole(own) {
            Ok((Value::Mapping(_), _)) => {
                mended.push_str(own);
                continue;
            }
            Ok(_) => None,
            Err(error) if has_anchor(text, &entry, &error) => {
                mended.push_str(own);
                continue;
            }
            Err(error) => Some(error),
        };
        let slip = match error {
            None => glued(text, &entry),
            Some(error) => Slip::of(text, entry.clone(), &error),
        };
        if let Some(replacement) = &slip.replacement {
            mended.push_str(&text[entry.start..slip.span.start]);
            mended.push_str(replacement);
            mended.push_str(&text[slip.span.end..entry.end]);
        }
        slips.push(slip);
    }
    mended.push_str(&text[at..]);
    (mended, slips)
}

/// Whether all that is wrong with an entry alone is that it names an anchor of one before: `*name`, for what is `&name` there.
fn has_anchor(text: &str, entry: &Range<usize>, error: &serde_yaml::Error) -> bool {
    let at = entry.start + error.location().map_or(0, |location| location.index());
    let ends_name = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
    let alias = text.get(at..entry.end).and_then(|alias| alias.strip_prefix('*')?.split(ends_name).next());
    let is_of =
        |anchor: &str, name: &str| anchor.strip_prefix(name).is_some_and(|behind| behind.starts_with(ends_name));
    alias.is_some_and(|name| text[..entry.start].split('&').skip(1).any(|anchor| is_of(anchor, name)))
}

/// The keys of the top level with what belongs to them.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_first =
            !line.starts_with([' ', '\t', '#', '-', ':']) && (key_of(line.trim_end()).is_some() || is_glued(line));
        if is_first {
            entries.push(at..at);
        }
        at += line.len();
        if let Some(last) = entries.last_mut() {
            last.end = at;
        }
    }
    entries
}

/// `key:value`, which is a text and no key.
fn is_glued(line: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    line.split_once(':').is_some_and(|(name, value)| is_name(name) && !value.starts_with("//"))
}

fn glued(text: &str, entry: &Range<usize>) -> Slip {
    let colon = entry.start + text[entry.clone()].find(':').unwrap_or_default();
    Slip {
        span: colon..colon + 1,
        message: "a key ends with a colon and a space".to_owned(),
        hint: "write a space behind the colon".to_owned(),
        replacement: Some(": ".to_owned()),
    }
}
