//! Writes what mends a finding into the author's files.
//!
//! Only findings that say what to write instead are mended, and only where the file still holds what was found. A file is
//! replaced whole, so that it is either as it was or mended.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use camino::Utf8Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::emit;
use crate::error::{Error, Result};

/// One mended place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The file, as people know it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The line as it was.
    pub before: String,
    /// The line as it is now.
    pub after: String,
}

/// What was mended, and what could not be.
#[derive(Debug, Default)]
pub struct Mended {
    /// In the order of files and lines.
    pub mends: Vec<Mend>,
    /// Files that were left as they are, each with the reason.
    pub refused: Vec<(String, String)>,
}

/// Mends what can be mended in the project at `root`.
///
/// # Errors
/// When a file cannot be written although it seemed so.
pub fn mend(root: &Utf8Path, findings: &[Diagnostic]) -> Result<Mended> {
    let mut by_file: BTreeMap<&str, Vec<(&Place, &str)>> = BTreeMap::new();
    for finding in findings {
        if let (Some(place), Some(replacement)) = (&finding.place, &finding.replacement) {
            by_file.entry(&place.source.name).or_default().push((place, replacement));
        }
    }
    let mut mended = Mended::default();
    for (name, places) in by_file {
        match mend_file(&root.join(name), &places)? {
            Ok(mends) => mended.mends.extend(mends.into_iter().map(|mend| Mend { file: name.to_owned(), ..mend })),
            Err(reason) => mended.refused.push((name.to_owned(), reason)),
        }
    }
    Ok(mended)
}

/// Mends one file, or says why not.
fn mend_file(disk: &Utf8Path, places: &[(&Place, &str)]) -> Result<std::result::Result<Vec<Mend>, String>> {
    let text = match std::fs::read_to_string(disk) {
        Ok(text) => text,
        // What is read in another encoding stays as it is: it would be another file in UTF-8.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => return Ok(Err("it is not UTF-8".into())),
        Err(error) => return Ok(Err(format!("it cannot be read: {error}"))),
    };
    if places.iter().any(|(place, _)| *place.source.text != *text) {
        return Ok(Err("it changed while it was looked at".into()));
    }
    let data = std::fs::metadata(disk).map_err(|error| Error::io("read", disk, error))?;
    if data.permissions().readonly() {
        return Ok(Err("it is read-only".into()));
    }
    let mut edits: Vec<(Range<usize>, &str)> =
        places.iter().map(|(place, replacement)| (place.span.clone(), *replacement)).collect();
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    // Two findings about one place: the first is mended, and the second told again if it still holds.
    edits.dedup_by(|next, before| next.0.start < before.0.end);
    let after = edited(&text, &edits);
    // Through a link, so that the link stays one.
    let target = disk.canonicalize_utf8().unwrap_or_else(|_| disk.to_owned());
    emit::replace(&target, |mut file| {
        file.write_all(after.as_bytes())?;
        file.set_permissions(data.permissions())
    })?;
    Ok(Ok(mends(&text, &after)))
}

fn edited(text: &str, edits: &[(Range<usize>, &str)]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    for (span, replacement) in edits {
        edited.push_str(&text[done..span.start]);
        edited.push_str(replacement);
        done = span.end;
    }
    edited.push_str(&text[done..]);
    edited
}

/// The lines that changed, one mend for each, however many edits it has. No edit spans lines.
fn mends(before: &str, after: &str) -> Vec<Mend> {
    let lines = (1..).zip(before.lines().zip(after.lines()));
    let changed = lines.filter(|(_, (before, after))| before != after);
    let mend = |(line, (before, after)): (usize, (&str, &str))| Mend {
        file: String::new(),
        line,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    changed.map(mend).collect()
}
