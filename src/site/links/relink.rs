//! How a link is written that works: the mends of links that are certain enough to be made by `rasher check --fix`.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::candidates::Candidates;
use super::resolver::without_html;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::source::FOLDER_PAGES;

/// The finding for a link `written` with a path that is found only because its case is ignored; nothing when it is in that case.
pub(in crate::site) fn in_another_case(written: &str, path: &str, real: &SourcePath) -> Option<Diagnostic> {
    let recased = recased(path, real)?;
    let message = format!("`{path}` is found as `{real}`, which is written in another case");
    let diagnostic = Diagnostic::new(Code::PathCase, message).hint(format!("write `{recased}`"));
    Some(diagnostic.mended_by(destination(written, path, &recased)))
}

/// `written` in the case of `real`, the path that it was found as; nothing when it is in that case, or names the file
/// otherwise than by the end of its path.
pub(super) fn recased(written: &str, real: &SourcePath) -> Option<String> {
    // As nearly all are written.
    if real.as_str().ends_with(written.trim_start_matches(['.', '/'])) {
        return None;
    }
    let named = |segment: &&str| !matches!(*segment, "" | "." | "..");
    let mut real = real.as_str().rsplit('/');
    let mut segments: Vec<&str> = written.split('/').collect();
    for segment in segments.iter_mut().rev().filter(|segment| named(segment)) {
        let proper = real.next()?;
        if segment.to_lowercase() != proper.to_lowercase() {
            return None;
        }
        *segment = proper;
    }
    Some(segments.join("/")).filter(|recased| recased != written)
}

/// Where the file has moved that `written` names, as a link in `from` writes it: the only one of `candidates` with that
/// name. A name that many folders have, such as `index.md`, says nothing, and nobody means the page that says it.
pub(super) fn moved(written: &str, from: &SourcePath, candidates: &Candidates) -> Option<String> {
    let name = written.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty())?;
    let only = candidates.only(without_html(name))?;
    if only == from || FOLDER_PAGES.contains(&only.stem().to_lowercase().as_str()) {
        return None;
    }
    let target = if name.contains('.') { only.as_str().to_owned() } else { without_extension(only) };
    Some(written_like(written, from, &target))
}

/// A path from the root, written as another is: from the root, or from the folder of the page.
pub(super) fn written_like(written: &str, from: &SourcePath, target: &str) -> String {
    if written.starts_with('/') { format!("/{target}") } else { relative(from.folder(), target) }
}

/// The whole destination of a link with another path; nothing when it is not written as it is read (percent-encoded).
pub(super) fn destination(written: &str, path: &str, better: &str) -> Option<String> {
    let suffix = written.trim().strip_prefix(path)?;
    let is_plain = |text: &str| !text.contains(['%', ' ', '(', ')', '<', '>', '"']);
    (is_plain(path) && is_plain(better)).then(|| format!("{better}{suffix}"))
}

/// A destination with escapes for the signs that begin something else in an address, where it `leads` somewhere if they are taken
/// for a part of a name: `C%23.md` for `C#.md`.
pub(in crate::site) fn with_escapes(written: &str, leads: impl Fn(&str) -> bool) -> Option<String> {
    let escaped = |text: &str| text.replace('#', "%23").replace('?', "%3F");
    let ends = [Some(written.len()), written.rfind('#')].into_iter().flatten();
    ends.filter(|end| *end > 0).find_map(|end| {
        let (path, behind) = written.split_at(end);
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        if path.contains(['#', '?']) && leads(&decoded) {
            return Some(format!("{}{behind}", escaped(path)));
        }
        (decoded != path && leads(path)).then(|| format!("{}{behind}", escaped(&path.replace('%', "%25"))))
    })
}

/// The finding for a link that leads nowhere without these escapes: nothing else was meant.
pub(in crate::site) fn needing(diagnostic: Diagnostic, escaped: Option<String>) -> Diagnostic {
    let Some(escaped) = escaped else { return diagnostic };
    let hint = format!("`#`, `?` and `%` in the name of a file are escaped in links: write `{escaped}`");
    Diagnostic { hints: vec![hint], ..diagnostic }.mended_by(Some(escaped))
}

/// Where in the text of a link its destination is written.
pub(super) fn position(text: &str, written: &str) -> Option<usize> {
    if written.is_empty() || text == written {
        return (text == written).then_some(0);
    }
    // Behind the last of these that has it: a picture in a link has its own.
    ["](", "](<", "=\""].iter().find_map(|before| {
        let at = text.rfind(&format!("{before}{written}"))? + before.len();
        let ends = text[at + written.len()..].starts_with([')', '>', '"', ' ', '\n']);
        ends.then_some(at)
    })
}

/// The destination as it stands in the text of a link, with the escapes that Markdown read it without; nothing when there are none.
/// A link by reference has it where the page defines that, and is looked up only when it does not look like a path any more.
pub(super) fn escaped<'t>(page: &'t str, text: &'t str, read: &str) -> Option<&'t str> {
    let is_read = |written: &str| written != read && unescaped(written, |_| true) == read;
    let Some(at) = text.rfind("](") else {
        let is_odd = read.contains("...") || read.contains('\\');
        return is_odd.then(|| only_definition(page, is_read)).flatten().map(|found| &page[found]);
    };
    let behind = text[at + 2..].trim_ascii_start();
    let (written, _) = match behind.strip_prefix('<') {
        Some(behind) => behind.split_once('>')?,
        None => behind.split_once([' ', '\n']).or_else(|| behind.rsplit_once(')'))?,
    };
    is_read(written).then_some(written)
}

/// A destination as Markdown reads it: without the `\` before signs, if these are escaped (CommonMark §2.4).
pub(super) fn unescaped(written: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut rest = written.chars().peekable();
    let next = || {
        let c = rest.next()?;
        let escaped = rest.next_if(|next| c == '\\' && next.is_ascii_punctuation() && is_escaped(*next));
        Some(escaped.unwrap_or(c))
    };
    std::iter::from_fn(next).collect()
}

/// Where a page defines the only reference with this destination: `[label]: destination`.
pub(super) fn definition(text: &str, written: &str) -> Option<Range<usize>> {
    only_definition(text, |found| !written.is_empty() && found == written)
}

/// The destination of the only reference that a page defines with one such.
fn only_definition(text: &str, is_meant: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut found = text.match_indices("]:").filter_map(|(at, sign)| {
        let behind = text[at + sign.len()..].trim_start_matches([' ', '\t']);
        let (behind, ends): (_, &[char]) = match behind.strip_prefix('<') {
            Some(behind) => (behind, &['>']),
            None => (behind, &[' ', '\t', '\n', '\r']),
        };
        let destination = behind.split(ends).next().filter(|destination| is_meant(destination))?;
        let start = text.len() - behind.len();
        Some(start..start + destination.len())
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

fn without_extension(path: &SourcePath) -> String {
    let text = path.as_str();
    text[..text.len() - (path.file_name().len() - path.stem().len())].to_owned()
}

/// `target` as it is written in a folder.
fn relative(folder: &str, target: &str) -> String {
    let here: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let there: Vec<&str> = target.split('/').collect();
    let common = here.iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(here.len() - common), there[common..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_where_it_is_defined() {
        let text = "[a][r]\n\n[q]: ./x.md2\n[r]:  <./x.md> \"t\"\n";
        assert_eq!(definition(text, "./x.md"), Some(28..34));
        assert_eq!(definition("[r]:x", "x"), Some(4..5));
        assert_eq!(definition(text, "y"), None);
        assert_eq!(definition("[a]: x\n```\n[b]: x\n```\n", "x"), None, "one of them may be code");
    }

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    #[test]
    fn a_path_takes_the_case_of_the_file_as_far_as_it_names_it() {
        for (written, real, expected) in [
            ("/Images/PS.png", "images/ps.PNG", Some("/images/ps.PNG")),
            ("../IMG/a.png", "x/img/a.png", Some("../img/a.png")),
            ("ps.PNG", "images/ps.PNG", None),
            ("./PS.png", "images/ps.PNG", Some("./ps.PNG")),
            ("pics/ps.PNG", "images/ps.PNG", None),
        ] {
            assert_eq!(recased(written, &path(real)).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn a_file_that_moved_is_found_when_its_name_is_the_only_one() {
        let files = ["guide/a.md", "guide/deep/b.md", "c.md", "x/c.md", "y/index.md"].map(path);
        let files = Candidates::new(files.iter());
        for (written, from, expected) in [
            ("b.md", "guide/a.md", Some("deep/b.md")),
            ("old/b", "guide/a.md", Some("deep/b")),
            ("/old/B.md", "guide/a.md", Some("/guide/deep/b.md")),
            ("a.md", "guide/deep/b.md", Some("../a.md")),
            ("a.md", "x/c.md", Some("../guide/a.md")),
            ("c.md", "guide/a.md", None),
            ("old/a.md", "guide/a.md", None),
            ("z/index.md", "guide/a.md", None),
            ("gone.md", "guide/a.md", None),
            ("", "guide/a.md", None),
        ] {
            assert_eq!(moved(written, &path(from), &files).as_deref(), expected, "{written} in {from}");
        }
    }

    #[test]
    fn a_destination_is_found_behind_its_bracket_and_nowhere_else() {
        for (text, expected) in [
            ("a.md", Some(0)),
            ("[a.md](a.md)", Some(7)),
            ("[x](a.md \"see a.md\")", Some(4)),
            ("[x](<a.md>)", Some(5)),
            ("[![](i.png)](a.md)", Some(13)),
            ("[a.md][r]", None),
            ("[a.md]", None),
            ("[x](a.mdx)", None),
        ] {
            assert_eq!(position(text, "a.md"), expected, "{text}");
        }
        assert_eq!(position("[x]()", ""), None);
    }

    #[test]
    fn a_destination_with_escapes_is_found_as_it_was_written() {
        for (text, read, expected) in [
            ("[x](..\\..\\a.md)", "....\\a.md", Some("..\\..\\a.md")),
            ("![x](..\\..\\a.png \"t\")", "....\\a.png", Some("..\\..\\a.png")),
            ("[x](<a\\_b c.md>)", "a_b c.md", Some("a\\_b c.md")),
            ("[![](i.png)](a\\_b.md)", "a_b.md", Some("a\\_b.md")),
            ("[x\\_y](a.md)", "a.md", None),
            ("[x](a\\b.md)", "a\\b.md", None),
            ("[x\\_y][r]", "a_b.md", None),
            ("[x][r]", "....\\b.md", Some("..\\..\\b.md")),
            ("[x][r]", "....\\c.md", None),
        ] {
            let page = format!("{text}\n\n[r]: <..\\..\\b.md> \"t\"\n");
            assert_eq!(escaped(&page, text, read), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_in_code_of_its_own_is_left_alone() {
        assert_eq!(destination("a.md#x", "a.md", "b/a.md").as_deref(), Some("b/a.md#x"));
        assert_eq!(destination("a%20b.md", "a b.md", "c/a b.md"), None);
        assert_eq!(destination("a.md", "a.md", "c d/a.md"), None);
    }
}
