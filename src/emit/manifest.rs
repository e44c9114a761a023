//! The list of what we wrote, which says what we may replace or remove.

use std::collections::BTreeSet;
use std::io::Write;
use std::{fs, io};

use camino::Utf8Path;

use super::replace;
use crate::error::{Error, Result};
use crate::path::OutPath;
use crate::source::SITE_MANIFEST as MANIFEST;

/// Its first line. A folder whose manifest begins otherwise is not ours.
const MANIFEST_HEADER: &str = "# Files written by rasher, which it may replace or remove.";

/// What every site that Retype wrote has. Like Retype, we write over such a one and leave the rest.
const OF_RETYPE: &str = "resources/js/config.js";

/// Whether Retype wrote a site into the folder, and we did not yet.
pub(super) fn is_of_retype(output: &Utf8Path) -> bool {
    is_from_retype(output) && !output.join(MANIFEST).exists()
}

/// Whether Retype wrote a site into the folder, be it that we wrote over it since.
pub(super) fn is_from_retype(output: &Utf8Path) -> bool {
    output.join(OF_RETYPE).is_file()
}

/// Whether Retype or we wrote a site into the folder.
pub(super) fn holds_site(output: &Utf8Path) -> bool {
    is_from_retype(output) || output.join(MANIFEST).is_file()
}

/// The files that an earlier build wrote; none when there is no such folder yet.
pub(super) fn read(output: &Utf8Path) -> Result<BTreeSet<String>> {
    match fs::read_to_string(output.join(MANIFEST)) {
        Ok(text) if text.starts_with(MANIFEST_HEADER) => {
            // A manifest that somebody wrote by hand must not make us remove anything outside.
            let paths = text.lines().skip(1).filter_map(|line| OutPath::new(&on_lines(line)));
            Ok(paths.map(|path| path.as_str().to_owned()).collect())
        }
        _ if is_of_retype(output) => Ok(BTreeSet::new()),
        _ => match output.read_dir_utf8() {
            Ok(mut entries) => match entries.next() {
                Some(_) => Err(Error::ForeignOutput { path: output.to_owned() }),
                None => Ok(BTreeSet::new()),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(Error::io("read", output, error)),
        },
    }
}

pub(super) fn write(output: &Utf8Path, paths: &BTreeSet<&str>) -> Result<()> {
    let mut text = format!("{MANIFEST_HEADER}\n");
    for path in paths {
        text.push_str(&in_a_line(path));
        text.push('\n');
    }
    replace(&output.join(MANIFEST), |mut file| file.write_all(text.as_bytes()))
}

/// The ends of lines that a path may hold, and what stands for them in a line of its own: no path of a site has a backslash.
const ENDS: [(&str, &str); 2] = [("\n", "\\n"), ("\r", "\\r")];

fn in_a_line(path: &str) -> String {
    ENDS.iter().fold(path.to_owned(), |path, (end, sign)| path.replace(end, sign))
}

fn on_lines(line: &str) -> String {
    ENDS.iter().fold(line.to_owned(), |line, (end, sign)| line.replace(sign, end))
}
