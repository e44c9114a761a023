//! YAML as people write it. The library refuses a text as a whole; here, what is wrong with one key costs that key at most, and
//! text that only lacks its quotes is taken as it was meant: [`mend()`] says what that is.

mod mend;
mod slip;

use serde::de::Error;
use serde_yaml::Value;

use mend::mend;
pub(super) use slip::Slip;

use super::locate::Step;
use super::{plain, twice};

/// So many brackets may be open at once. The library refuses a tenth of it, but only after it has looked at all that are open for each
/// one that follows.
const MAX_OPEN: usize = 1000;

/// What a text says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) value: Value,
    /// Keys that stand in it twice: the last one counts.
    pub(super) twice: Vec<Vec<Step>>,
    pub(super) slips: Vec<Slip>,
}

/// The value of a text, as far as it can be read.
pub fn parse(text: &str) -> Value {
    read(unmarked(text)).value
}

/// A text without the mark that editors on Windows begin files with. The library takes it for the first column.
pub(super) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What a text says, as far as it can be read, and what is wrong with it.
pub(super) fn read(text: &str) -> Said {
    let whole = match read_whole(text) {
        // Keys that all lack the space behind their colon are one text.
        Ok((value, twice)) if !value.is_string() => return Said { value, twice, slips: Vec::new() },
        whole => whole,
    };
    let (mended, slips) = mend(first_document(text));
    match (read_whole(&mended), whole) {
        (Ok((value @ Value::Mapping(_), twice)), _) if !slips.is_empty() => Said { value, twice, slips },
        (_, Ok((value, twice))) => Said { value, twice, slips: Vec::new() },
        (_, Err(error)) => Said { slips: vec![Slip::of(text, 0..text.len(), &error)], ..Said::default() },
    }
}

/// Reads YAML without a slip. What the library refuses together with the whole text concerns one key only: of two the last one
/// counts, and an integer too large for any type is taken as text.
fn read_whole(text: &str) -> serde_yaml::Result<(Value, Vec<Vec<Step>>)> {
    if let Some(value) = plain::read(text) {
        return Ok((value, Vec::new()));
    }
    if is_too_deep(text) {
        return Err(Error::custom("recursion limit exceeded"));
    }
    let error = match serde_yaml::from_str(text) {
        Ok(value) => return Ok((value, Vec::new())),
        Err(error) => error,
    };
    let message = error.to_string();
    let first = first_document(text);
    if first.len() < text.len() && message.contains("more than one document") {
        return read_whole(first);
    }
    if ["duplicate entry", "invalid type: integer"].iter().any(|refused| message.contains(refused)) {
        return twice::read(text);
    }
    Err(error)
}

/// Whether more brackets are open somewhere than any text has, whatever they stand in.
fn is_too_deep(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// The first of several documents in a file, as when keys stand between two lines of `---`.
fn first_document(text: &str) -> &str {
    let mut has_begun = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content == "..." || (has_begun && content == "---") {
            return &text[..at];
        }
        has_begun |= !content.is_empty() && content != "---" && !content.starts_with(['#', '%']);
        at += line.len();
    }
    text
}

#[cfg(test)]
mod tests;
