//! Printing diagnostics: for people, for tools, for GitHub.
//!
//! Each format is one function from a diagnostic to text; which one, and where it goes, is the command's decision.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use camino::Utf8Path;
use serde_json::json;

use super::{Diagnostic, Place, Severity};
use crate::path::slashed;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The source line, underlined, with hints.
    Human,
    /// One JSON object a line.
    Json,
    /// Annotations that GitHub Actions shows in a pull request.
    Github,
}

/// The source line, underlined, with hints; ends with an empty line.
pub fn human(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(place) = &diagnostic.place {
        group = drawn(group, place, |span| AnnotationKind::Primary.span(span));
    }
    for (place, label) in &diagnostic.related {
        group = drawn(group, place, |span| AnnotationKind::Context.span(span).label(label.as_str()));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(visible(hint)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if colour { DecorStyle::Unicode } else { DecorStyle::Ascii };
    format!("{}\n\n", renderer.decor_style(decor).render(&[group]))
}

/// A name of a file or a hint in which control characters are seen, as the renderer has it for messages and lines: `␛`. A terminal
/// would take them for its own.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let picture =
        |c: char| char::from_u32(0x2400 + u32::from(c)).filter(|_| c < ' ').unwrap_or(char::REPLACEMENT_CHARACTER);
    match text.contains(is_hidden) {
        true => text.chars().map(|c| if is_hidden(c) { picture(c) } else { c }).collect(),
        false => text.into(),
    }
}

/// A line is drawn from its start unless a place stands further behind it than so many bytes.
const NEAR: usize = 4 * 1024;

/// So many bytes of any other are drawn before a place, and of each behind it, of which a terminal shows some.
const AROUND: usize = 512;

/// A group with the first line of a place, or as much of it as may be seen: the renderer goes through what it gets for each finding.
fn drawn<'a>(group: Group<'a>, place: &'a Place, annotation: impl Fn(Range<usize>) -> Annotation<'a>) -> Group<'a> {
    let (source, name) = (&place.source, visible(&place.source.name));
    let (line, seen) = first_line(place);
    let (number, column) = source.line_column(line.start);
    let snippet = Snippet::source(&source.text[line.clone()]).line_start(number).fold(true);
    let snippet = snippet.annotation(annotation(seen.start - line.start..seen.end - line.start));
    if column == 1 {
        return group.element(snippet.path(name));
    }
    // Columns would be counted from where the line is cut.
    let origin = Origin::path(name).line(number).char_column(source.line_column(seen.start).1);
    group.element(origin).element(snippet)
}

/// Where the line stands that a place begins in, with its end, as far as it may be seen; and the part of the place in it: a block of
/// fifty lines is shown by its opening line, and what is missing at the end of a file in its last.
fn first_line(place: &Place) -> (Range<usize>, Range<usize>) {
    let (text, span) = (place.source.text.as_str(), &place.span);
    let first = text[span.clone()].split('\n').next().unwrap_or_default().trim_end();
    let seen = span.start..span.start + first.len();
    let is_behind = span.start == text.len() && text.ends_with('\n');
    let inside = span.start - usize::from(is_behind);
    let near = text.floor_char_boundary(inside.saturating_sub(NEAR));
    let start = match text[near..inside].rfind('\n') {
        Some(end) => near + end + 1,
        None if near == 0 => 0,
        None => text.floor_char_boundary(inside - AROUND),
    };
    let behind = text.ceil_char_boundary(seen.end + AROUND);
    let end = text[inside..behind].find('\n').map_or(behind, |end| inside + end + 1);
    (start..end, seen)
}

/// One JSON object on a line.
pub fn json(diagnostic: &Diagnostic) -> String {
    let place = |place: &Place| {
        let (line, column) = place.source.line_column(place.span.start);
        let (end_line, end_column) = place.source.line_column(place.span.end);
        json!({ "file": place.source.name, "line": line, "column": column, "endLine": end_line, "endColumn": end_column })
    };
    let value = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "place": diagnostic.place.as_ref().map(place),
        "related": diagnostic.related.iter().map(|(at, label)| json!({ "place": place(at), "label": label })).collect::<Vec<_>>(),
        "hints": diagnostic.hints,
        "replacement": diagnostic.replacement,
    });
    format!("{value}\n")
}

/// `::error file=…,line=…::message`, with the escapes of the workflow-command syntax. GitHub names files from the top of the
/// repository, where the `project` is.
pub fn github(diagnostic: &Diagnostic, project: &Utf8Path) -> String {
    let command = match diagnostic.severity {
        Severity::Note => "notice",
        other => other.name(),
    };
    let place = diagnostic.place.as_ref().map_or(String::new(), |place| {
        let (line, column) = place.source.line_column(place.span.start);
        let file = project.join(&place.source.name);
        format!("file={},line={line},col={column},", escape_property(&slashed(file.as_str())))
    });
    let message: Vec<&str> =
        std::iter::once(diagnostic.message.as_str()).chain(diagnostic.hints.iter().map(String::as_str)).collect();
    format!("::{command} {place}title={}::{}\n", diagnostic.code.name(), escape_data(&message.join("\n")))
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, SourceText};

    fn example() -> Diagnostic {
        let source = SourceText::new("content/a.md", "# Title\n\n[x](gone.md)\n");
        Diagnostic::new(Code::DeadLink, "there is no page `gone.md`")
            .at(&source, 13..20)
            .hint("did you mean `done.md`?")
    }

    #[test]
    fn people_see_the_line_the_place_and_the_hint() {
        let text = human(&example(), false);
        for part in [
            "warning[dead-link]: there is no page `gone.md`",
            "content/a.md:3:5",
            "3 | [x](gone.md)",
            "^^^^^^^",
            "= help: did you mean",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn nothing_of_an_author_reaches_a_terminal_as_its_own() {
        let source = SourceText::new("a\u{1b}[31m.md", "x\u{1b}[2J\n");
        let diagnostic = Diagnostic::new(Code::DeadLink, "no `\u{1b}[1m`").at(&source, 0..1).hint("`\u{1b}[0m\u{9b}`");
        let text = human(&diagnostic, false);
        assert!(!text.contains(['\u{1b}', '\u{9b}']) && text.contains("a␛[31m.md:1:1"), "{text:?}");
    }

    #[test]
    fn tools_get_one_object_a_line() {
        let text = json(&example());
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (text.matches('\n').count(), &value["place"]["line"], &value["place"]["column"]),
            (1, &json!(3), &json!(5))
        );
    }

    #[test]
    fn github_gets_an_annotation() {
        let text = github(&example(), Utf8Path::new("docs"));
        assert_eq!(
            text,
            "::warning file=docs/content/a.md,line=3,col=5,title=dead-link::there is no page `gone.md`%0Adid you mean `done.md`?\n"
        );
    }

    #[test]
    fn a_finding_far_behind_the_begin_of_a_line_has_its_column_and_what_stands_around_it() {
        let source = SourceText::new("a.md", format!("x\n{}gone{}\n", "é ".repeat(4000), " é".repeat(4000)));
        let diagnostic = Diagnostic::new(Code::DeadLink, "there is no `gone`").at(&source, 12_002..12_006);
        let text = human(&diagnostic, false);
        assert!(text.contains(" --> a.md:2:8001\n"), "{text}");
        assert!(text.contains("é é gone é é") && text.contains("^^^^") && text.len() < 1000, "{text}");
    }

    #[test]
    fn a_finding_is_drawn_from_its_line_alone() {
        let source = SourceText::new("a.md", "£\nab\r\n\nlast");
        for (span, expected, seen) in
            [(0..2, 0..3, 0..2), (4..5, 3..7, 4..5), (3..12, 3..7, 3..5), (7..7, 7..8, 7..7), (12..12, 8..12, 12..12)]
        {
            let place = Place { source: source.clone(), span };
            assert_eq!(first_line(&place), (expected, seen));
        }
        let place = Place { source: SourceText::new("a.md", "a\nb\n"), span: 4..4 };
        assert_eq!(first_line(&place), (2..4, 4..4));
    }
}
