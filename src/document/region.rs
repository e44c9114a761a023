//! Regions of a file, as comments mark them (format sheet §1.6, §5.4).

use std::ops::Range;

/// What stands between the marks of a region, with the marks of those inside it; `None` where it is not there or never closed.
pub fn find(text: &str, name: &str) -> Option<Range<usize>> {
    let mut marks = marks(text);
    let start = marks.find(|(_, mark)| matches!(mark, Mark::Opens(own) if own.eq_ignore_ascii_case(name)))?.0.end;
    let mut depth = 0_usize;
    let end = marks.find_map(|(line, mark)| match mark {
        Mark::Closes(own) if depth == 0 || own.eq_ignore_ascii_case(name) => Some(line.start),
        Mark::Closes(_) => {
            depth -= 1;
            None
        }
        Mark::Opens(_) => {
            depth += 1;
            None
        }
    })?;
    Some(start..end)
}

/// The names of the regions.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    marks(text).filter_map(|(_, mark)| match mark {
        Mark::Opens(name) => Some(name),
        Mark::Closes(_) => None,
    })
}

/// Whether a region of that name begins; one that [`find`] does not find is never closed.
pub fn begins(text: &str, name: &str) -> bool {
    names(text).any(|own| own.eq_ignore_ascii_case(name))
}

/// Whether a line marks a region, and shows nothing.
pub fn is_mark(line: &str) -> bool {
    mark(line).is_some()
}

/// The lines of a text, with their ends.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(start..*at)
    })
}

/// The lines that are marks.
fn marks(text: &str) -> impl Iterator<Item = (Range<usize>, Mark<'_>)> {
    lines(text).filter_map(|line| Some((line.clone(), mark(&text[line])?)))
}

/// What a line says about regions.
#[derive(Debug, PartialEq)]
enum Mark<'a> {
    Opens(&'a str),
    /// Closes the region of that name, or the innermost when there is none.
    Closes(&'a str),
}

/// Reads a comment that opens or closes a region: `#region name` and `#endregion` behind any comment sign, as editors fold
/// them, and `ANCHOR: name`, `[START name]`, `tag::name[]` of documentation tools.
fn mark(line: &str) -> Option<Mark<'_>> {
    let line = line.trim();
    let comment = line.trim_start_matches(['/', '#', '-', ';', '%', '*', '<', '!', '\'', '(', '{', '"']).trim_start();
    if comment.len() == line.len() {
        return None;
    }
    let comment = comment.trim_end_matches(['-', '>', '*', '/', '}', ')']).trim_end();
    let after = |word: &str| {
        let found = comment.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word))?;
        let rest = &comment[found.len()..];
        let ends = rest.is_empty() || word.ends_with(':') || rest.starts_with(char::is_whitespace);
        ends.then(|| rest.trim().trim_matches('"'))
    };
    let tag = |word: &str| comment.strip_prefix(word)?.strip_suffix("[]");
    let bracket = |word: &str| after(word)?.strip_suffix(']').map(str::trim);
    let closing = ["endregion", "end region", "#endregion", "ANCHOR_END:"].into_iter().find_map(after);
    if let Some(name) = closing.or_else(|| tag("end::")).or_else(|| bracket("[END")) {
        return Some(Mark::Closes(name));
    }
    let opening = ["region", "#region", "ANCHOR:"].into_iter().find_map(after);
    let opening = opening.or_else(|| tag("tag::")).or_else(|| bracket("[START"));
    opening.filter(|name| !name.is_empty()).map(Mark::Opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_in_the_comments_of_many_languages() {
        for line in [
            "#region a b",
            "    #region a b",
            "// #region a b",
            "//#region a b",
            "//region a b",
            "# region a b",
            "-- #region a b",
            "<!-- #region a b -->",
            "/* #region a b */",
            "#Region \"a b\"",
            "; #region a b",
            "// ANCHOR: a b",
            "// [START a b]",
            "# tag::a b[]",
            "{{!-- #region a b --}}",
            "(* #region a b *)",
        ] {
            assert_eq!(mark(line), Some(Mark::Opens("a b")), "{line}");
        }
        for line in [
            "#endregion a",
            "//#endregion a",
            "// endregion a",
            "<!-- #endregion a -->",
            "// ANCHOR_END: a",
            "// [END a]",
            "# end::a[]",
        ] {
            assert_eq!(mark(line), Some(Mark::Closes("a")), "{line}");
        }
        assert_eq!((mark("#endregion"), mark("#End Region")), (Some(Mark::Closes("")), Some(Mark::Closes(""))));
        for line in ["region a", "let region = 1;", "// regional", "", "#", "# a region b", "// the end"] {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    #[test]
    fn a_region_holds_those_inside_it() {
        let text = "#region a\n1\n#region b\n2\n#endregion\n3\n#endregion\n4\n#region c\n5\n";
        assert_eq!(find(text, "A").map(|found| &text[found]), Some("1\n#region b\n2\n#endregion\n3\n"));
        assert_eq!(find(text, "b").map(|found| &text[found]), Some("2\n"));
        assert_eq!((find(text, "c"), find(text, "d")), (None, None));
        assert!(begins(text, "C") && !begins(text, "d"));
        let crossed = "// ANCHOR: x\n1\n// ANCHOR: y\n2\n// ANCHOR_END: x\n3\n// ANCHOR_END: y\n";
        assert_eq!(find(crossed, "x").map(|found| &crossed[found]), Some("1\n// ANCHOR: y\n2\n"));
        assert_eq!(names(text).collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
