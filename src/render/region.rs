//! Regions of a file, as comments mark them.

/// The lines between the marks of a region, the marks of those inside it left out.
pub(super) fn inside<'a>(lines: &[&'a str], name: &str) -> Option<Vec<&'a str>> {
    let start =
        lines.iter().position(|line| matches!(mark(line), Some(Mark::Opens(own)) if own.eq_ignore_ascii_case(name)))?;
    let mut depth = 1_usize;
    let mut inside = Vec::new();
    for line in &lines[start + 1..] {
        match mark(line) {
            Some(Mark::Opens(_)) => depth += 1,
            Some(Mark::Closes(own)) if own.eq_ignore_ascii_case(name) => break,
            Some(Mark::Closes(_)) => depth -= 1,
            None => inside.push(*line),
        }
        if depth == 0 {
            break;
        }
    }
    Some(inside)
}

/// The names of the regions.
pub(super) fn names<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let opened = |line: &&'a str| match mark(line) {
        Some(Mark::Opens(name)) => Some(name),
        _ => None,
    };
    lines.iter().filter_map(opened).collect()
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
    fn a_region_holds_those_inside_it_without_their_marks() {
        let lines = ["#region a", "1", "#region b", "2", "#endregion", "3", "#endregion", "4"];
        assert_eq!(inside(&lines, "A").unwrap(), ["1", "2", "3"]);
        assert_eq!(inside(&lines, "b").unwrap(), ["2"]);
        assert_eq!(inside(&lines, "c"), None);
        assert_eq!(
            inside(&["// ANCHOR: x", "1", "// ANCHOR: y", "2", "// ANCHOR_END: x", "3"], "x").unwrap(),
            ["1", "2"]
        );
    }
}
