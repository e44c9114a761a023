//! Files that pages offer, `[!file](_data/table.bin)`, although a name in their path hides them or the configuration leaves
//! them out. They are published since somebody asks for them by name.

use std::collections::HashSet;

use camino::Utf8PathBuf;
use memchr::memmem;
use percent_encoding::percent_decode_str;

use super::project::join;
use super::text::Text;
use super::{Project, StaticFile};
use crate::path::SourcePath;

/// How a download begins.
const CALL: &str = "[!file";

/// The files that `texts` offer and that `is_known` does not know, and the folders in which one that is missing would stand.
pub(super) fn find<'t>(
    project: &Project,
    texts: impl Iterator<Item = (&'t str, &'t Text)>,
    is_known: impl Fn(&SourcePath) -> bool,
) -> (Vec<StaticFile>, Vec<Utf8PathBuf>) {
    let input = project.input();
    let (mut files, mut folders, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    let named = texts.flat_map(|(path, text)| text.offers.iter().map(move |name| (path, name)));
    for path in named.filter_map(|(from, name)| SourcePath::new(from)?.resolve(name)) {
        if is_known(&path) || !seen.insert(path.clone()) {
            continue;
        }
        let disk = join(&input, path.as_str());
        folders.extend(disk.parent().filter(|folder| folder.is_dir()).map(Into::into));
        if disk.is_file() && project.may_show(&disk) {
            files.push(StaticFile::new(path, disk, false));
        }
    }
    (files, folders)
}

/// The addresses behind the calls in a text. One too many offers a file that nobody links to.
pub(super) fn names(text: &str) -> Vec<String> {
    // Most texts have no call at all.
    let from_first = memmem::find(text.as_bytes(), CALL.as_bytes()).map(|at| text[at..].lines());
    let calls = from_first.into_iter().flatten().filter_map(|line| Some(&line[line.find(CALL)?..]));
    let addresses = calls.flat_map(|line| line.split("](").skip(1)).map(|rest| match rest.strip_prefix('<') {
        Some(rest) => rest.split('>').next().unwrap_or_default(),
        None => rest.split([')', ' ']).next().unwrap_or_default(),
    });
    let paths = addresses.map(|address| address.split(['?', '#']).next().unwrap_or_default());
    let paths = paths.filter(|path| !path.is_empty() && !path.contains("://"));
    paths.map(|path| percent_decode_str(path).decode_utf8_lossy().into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn what_stands_behind_a_download_is_a_name() {
        let text = "a [!file](a.bin) b [!file T [x]](<b c.md> \"t\")\n- [!file text=\"T\"](/_d/%20e.md#x)\n[y](z.bin)\n[!file](https://x.y/z)\n[!files";
        assert_eq!(names(text), ["a.bin", "b c.md", "/_d/ e.md"]);
        assert!(names("[x](a.bin)").is_empty());
        assert_eq!(
            names(&"[!file](a.bin) ".repeat(100)).len(),
            100,
            "each stands behind all before it in its line, and is one name"
        );
    }
}
