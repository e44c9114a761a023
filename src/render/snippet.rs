//! A file of the project, or a piece of it, as a block of code (format sheet §1.6).

use super::code;
use super::component::place_of;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Call, Fence, ranges};
use crate::site::Page;
use crate::source::Shown;

/// The block of code that a component with the metadata `loads` shows; nothing when its file cannot be shown.
pub(super) fn block(call: &Call<'_>, name: &str, context: &mut Context<'_>) -> String {
    let Some(text) = text(call, name, context) else { return String::new() };
    let argument = |name: &str| call.text(name).unwrap_or_default();
    let file = name.rsplit('/').next().unwrap_or_default();
    let extension = file.rsplit('.').next().unwrap_or_default();
    let language = Some(argument("language")).filter(|language| !language.is_empty()).unwrap_or(extension);
    let mut fence = Fence { language: language.to_owned(), title: argument("title").to_owned(), ..Fence::default() };
    fence.attributes.id = context.component_id(call.span.start).or(call.text("id")).map(str::to_owned);
    fence.attributes.classes = argument("classes").split_whitespace().map(str::to_owned).collect();
    code::lines(&text, &fence, context)
}

/// The text to show. What is wrong with the file, the region or the range is told.
fn text(call: &Call<'_>, name: &str, context: &mut Context<'_>) -> Option<String> {
    let source = match context.shown(name, call.span.start) {
        Some(Shown::Text(source)) => source,
        Some(Shown::Outside) => {
            let diagnostic = Diagnostic::new(Code::FileOutside, format!("`{name}` lies outside the project"));
            let hint = "copy it into the project, or name its folder in `snippets.folders`";
            context.report(diagnostic.hint(hint), place_of(call, name, context));
            return None;
        }
        missing => {
            let file = name.rsplit('/').next().unwrap_or_default();
            let near = match missing {
                Some(Shown::Missing(near)) => near.as_slice(),
                _ => &[],
            };
            let diagnostic = Diagnostic::new(Code::MissingFile, format!("there is no file `{name}`"))
                .did_you_mean(file, near.iter().map(String::as_str))
                .hint("a path is relative to the page, or with a leading `/` to the root of the site");
            context.report(diagnostic, place_of(call, name, context));
            return None;
        }
    };
    if context.renderer.site().locked.contains(&source.name) && context.page.is_none_or(Page::is_open) {
        let message = format!("`{name}` is not for everybody, and this page is");
        context.report(
            Diagnostic::new(Code::IncludeLocked, message).hint("it was left out"),
            place_of(call, name, context),
        );
        return None;
    }
    let lines: Vec<&str> = source.text.lines().collect();
    let is_whole = call.text("region").is_none() && call.text("range").is_none();
    let lines = match call.text("region") {
        Some(name) => region(&lines, name).unwrap_or_else(|| {
            let message = format!("there is no region `{name}` in `{}`", source.name);
            let names = region_names(&lines);
            let diagnostic = Diagnostic::new(Code::MissingExcerpt, message);
            let diagnostic = diagnostic.did_you_mean(name, names.iter().map(String::as_str));
            let diagnostic = match (diagnostic.hints.is_empty(), names.is_empty()) {
                (false, _) => diagnostic,
                (true, true) => {
                    diagnostic.hint("a region stands between comments with `#region name` and `#endregion`")
                }
                (true, false) => diagnostic.hint(format!("it has `{}`", names.join("`, `"))),
            };
            context.report(diagnostic, place_of(call, name, context));
            lines
        }),
        None => lines,
    };
    let lines = match call.text("range") {
        Some(range) => picked(&lines, range).unwrap_or_else(|| {
            let message = format!("`{}` has no lines `{range}`", source.name);
            let count = lines.len();
            let noun = if count == 1 { "line" } else { "lines" };
            let diagnostic = Diagnostic::new(Code::MissingExcerpt, message)
                .hint(format!("it has {count} {noun}; ranges look like `2-24` or `2,12-24,26`"));
            context.report(diagnostic, place_of(call, range, context));
            lines
        }),
        None => lines,
    };
    let lines = if is_whole { lines } else { moved_left(&lines) };
    Some(lines.join("\n") + "\n")
}

/// The lines of `range`, in the order of its parts; `None` when it is no range or holds no line.
fn picked<'a>(lines: &[&'a str], range: &str) -> Option<Vec<&'a str>> {
    let parts = ranges(range)?;
    let part = |part: std::ops::RangeInclusive<usize>| {
        let from = part.start().saturating_sub(1).min(lines.len());
        let to = (*part.end()).clamp(from, lines.len());
        lines[from..to].iter().copied()
    };
    Some(parts.into_iter().flat_map(part).collect()).filter(|picked: &Vec<&str>| !picked.is_empty())
}

/// Lines without the white space that all of them begin with.
fn moved_left<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indent = |line: &&&str| line.len() - line.trim_start().len();
    let common =
        lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or_default();
    lines.iter().map(|line| line.get(common..).unwrap_or_default()).collect()
}

/// What a line says about regions.
#[derive(Debug, PartialEq)]
enum Mark<'a> {
    Opens(&'a str),
    /// Closes the region of that name, or the innermost when there is none.
    Closes(&'a str),
}

/// The lines between the marks of a region, the marks of those inside it left out.
fn region<'a>(lines: &[&'a str], name: &str) -> Option<Vec<&'a str>> {
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

fn region_names(lines: &[&str]) -> Vec<String> {
    let opened = |line: &&str| match mark(line) {
        Some(Mark::Opens(name)) => Some(name.to_owned()),
        _ => None,
    };
    lines.iter().filter_map(opened).collect()
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
        let ends = rest.is_empty() || word.ends_with([':', '[']) || rest.starts_with(char::is_whitespace);
        ends.then(|| rest.trim().trim_matches('"'))
    };
    let closing = ["endregion", "end region", "#endregion", "ANCHOR_END:"].into_iter().find_map(after);
    if let Some(name) = closing.or_else(|| comment.strip_prefix("end::")?.strip_suffix("[]")) {
        return Some(Mark::Closes(name));
    }
    if let Some(name) = after("[END").or_else(|| comment.strip_prefix("[END ")).and_then(|name| name.strip_suffix(']'))
    {
        return Some(Mark::Closes(name.trim()));
    }
    let opening = ["region", "#region", "ANCHOR:"].into_iter().find_map(after);
    let opening = opening.or_else(|| comment.strip_prefix("tag::")?.strip_suffix("[]"));
    let opening = opening.or_else(|| comment.strip_prefix("[START ")?.strip_suffix(']'));
    opening.map(str::trim).filter(|name| !name.is_empty()).map(Mark::Opens)
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
        assert_eq!(region(&lines, "A").unwrap(), ["1", "2", "3"]);
        assert_eq!(region(&lines, "b").unwrap(), ["2"]);
        assert_eq!(region(&lines, "c"), None);
        assert_eq!(
            region(&["// ANCHOR: x", "1", "// ANCHOR: y", "2", "// ANCHOR_END: x", "3"], "x").unwrap(),
            ["1", "2"]
        );
    }

    #[test]
    fn ranges_are_lines_from_one() {
        let lines = ["a", "b", "c", "d"];
        assert_eq!(picked(&lines, "2").unwrap(), ["b"]);
        assert_eq!(picked(&lines, "1,3-9").unwrap(), ["a", "c", "d"]);
        assert_eq!(picked(&lines, "3-").unwrap(), ["c", "d"]);
        assert_eq!((picked(&lines, "9"), picked(&lines, "x")), (None, None));
    }
}
