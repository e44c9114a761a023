//! A file of the project, or a piece of it, as a block of code.

use super::code;
use super::component::place_of;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::document::{Call, Fence, ranges, region};
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
    code::lines(&text, &fence, &call.span, context)
}

/// The text to show. What is wrong with the file, the region or the range is told.
fn text(call: &Call<'_>, name: &str, context: &mut Context<'_>) -> Option<String> {
    let source = match file(call, name, context) {
        Ok(source) => source,
        Err(problem) => {
            context.report(*problem, place_of(call, name, context));
            return None;
        }
    };
    let mut lines: Vec<&str> = source.text.lines().collect();
    if let Some(name) = call.text("region") {
        match region::find(&source.text, name) {
            Some(inside) => lines = source.text[inside].lines().filter(|line| !region::is_mark(line)).collect(),
            None => context.report(no_region(name, source), place_of(call, name, context)),
        }
    }
    if let Some(range) = call.text("range") {
        match picked(&lines, range) {
            Some(picked) => lines = picked,
            None => context.report(no_lines(range, source, lines.len()), place_of(call, range, context)),
        }
    }
    let is_whole = call.text("region").is_none() && call.text("range").is_none();
    let lines = if is_whole { lines } else { moved_left(&lines) };
    Some(lines.join("\n") + "\n")
}

/// The file of that name, or why it cannot be shown.
fn file<'a>(call: &Call<'_>, name: &str, context: &Context<'a>) -> Result<&'a SourceText, Box<Diagnostic>> {
    let source = match context.shown(name, call.span.start) {
        Some(Shown::Text(source)) => source,
        Some(Shown::Outside) => {
            let diagnostic = Diagnostic::new(Code::FileOutside, format!("`{name}` lies outside the project"));
            let hint = "copy it into the project, or name its folder in `snippets.folders`";
            return Err(diagnostic.hint(hint).into());
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
            return Err(diagnostic.into());
        }
    };
    if context.renderer.site.locked.contains(&source.name) && context.page.is_none_or(Page::is_open) {
        let message = format!("`{name}` is not for everybody, and this page is");
        return Err(Diagnostic::new(Code::IncludeLocked, message).hint("it was left out").into());
    }
    Ok(source)
}

fn no_region(name: &str, source: &SourceText) -> Diagnostic {
    if region::begins(&source.text, name) {
        let message = format!("the region `{name}` in `{}` is never closed", source.name);
        return Diagnostic::new(Code::MissingExcerpt, message).hint("write a comment with `#endregion` behind it");
    }
    let message = format!("there is no region `{name}` in `{}`", source.name);
    let names: Vec<&str> = region::names(&source.text).collect();
    let diagnostic = Diagnostic::new(Code::MissingExcerpt, message);
    let diagnostic = diagnostic.did_you_mean(name, names.iter().copied());
    match (diagnostic.hints.is_empty(), names.is_empty()) {
        (false, _) => diagnostic,
        (true, true) => diagnostic.hint("a region stands between comments with `#region name` and `#endregion`"),
        (true, false) => diagnostic.hint(format!("it has `{}`", names.join("`, `"))),
    }
}

fn no_lines(range: &str, source: &SourceText, count: usize) -> Diagnostic {
    let noun = if count == 1 { "line" } else { "lines" };
    Diagnostic::new(Code::MissingExcerpt, format!("`{}` has no lines `{range}`", source.name))
        .hint(format!("it has {count} {noun}; ranges look like `2-24` or `2,12-24,26`"))
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

#[cfg(test)]
mod tests {
    use super::picked;

    #[test]
    fn ranges_are_lines_from_one() {
        let lines = ["a", "b", "c", "d"];
        assert_eq!(picked(&lines, "2").unwrap(), ["b"]);
        assert_eq!(picked(&lines, "1,3-9").unwrap(), ["a", "c", "d"]);
        assert_eq!(picked(&lines, "3-").unwrap(), ["c", "d"]);
        assert_eq!((picked(&lines, "9"), picked(&lines, "x")), (None, None));
    }
}
