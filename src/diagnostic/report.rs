//! Printing diagnostics: for people, for tools, for GitHub.
//!
//! Each format is one function from a diagnostic to text; which one, and where it goes, is the command's decision.

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

/// A finding in `format`, ending with a newline. `colour` only matters for people, and only GitHub asks where in the repository the
/// `project` is.
pub fn render(diagnostic: &Diagnostic, format: Format, colour: bool, project: &Utf8Path) -> String {
    match format {
        Format::Human => human(diagnostic, colour),
        Format::Json => json(diagnostic),
        Format::Github => github(diagnostic, project),
    }
}

fn human(diagnostic: &Diagnostic, colour: bool) -> String {
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
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if colour { DecorStyle::Unicode } else { DecorStyle::Ascii };
    format!("{}\n\n", renderer.decor_style(decor).render(&[group]))
}

/// So many bytes of a line are drawn on either side of a place, of which a terminal shows some.
const AROUND: usize = 4 * 1024;

/// A group with the first line of a place, or as much of it as may be seen: the renderer goes through what it gets for each finding.
fn drawn<'a>(group: Group<'a>, place: &'a Place, annotation: impl Fn(Range<usize>) -> Annotation<'a>) -> Group<'a> {
    let (text, name, line) = (place.source.text.as_str(), place.source.name.as_str(), line(place));
    let seen = visible(place);
    let (from, to) = (line.start + seen.start, line.start + seen.end);
    let start = text.floor_char_boundary(line.start.max(from.saturating_sub(AROUND)));
    let end = text.ceil_char_boundary(line.end.min(to + AROUND));
    let (number, _) = place.source.line_column(line.start);
    let snippet = Snippet::source(&text[start..end]).line_start(number).fold(true);
    let snippet = snippet.annotation(annotation(from - start..to - start));
    if start == line.start {
        return group.element(snippet.path(name));
    }
    // Columns would be counted from where the line is cut.
    let origin = Origin::path(name).line(number).char_column(place.source.line_column(from).1);
    group.element(origin).element(snippet)
}

/// Where the line stands that a place begins in, with its end. What is missing at the end of a file is shown in its last line.
fn line(place: &Place) -> Range<usize> {
    let text = &place.source.text;
    let is_behind = place.span.start == text.len() && text.ends_with('\n');
    let start = place.span.start - usize::from(is_behind);
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
    text[..start].rfind('\n').map_or(0, |before| before + 1)..end
}

/// The part of a span in its first line, counted from that line's begin: a block of fifty lines is shown by its opening line.
fn visible(place: &Place) -> Range<usize> {
    let text = &place.source.text[place.span.clone()];
    let first = text.find('\n').map_or(text, |end| &text[..end]).trim_end();
    let start = place.span.start - line(place).start;
    start..start + first.len()
}

fn json(diagnostic: &Diagnostic) -> String {
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

/// `::error file=…,line=…::message`, with the escapes of the workflow-command syntax.
fn github(diagnostic: &Diagnostic, project: &Utf8Path) -> String {
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
        let text = render(&example(), Format::Human, false, Utf8Path::new(""));
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
    fn tools_get_one_object_a_line() {
        let text = render(&example(), Format::Json, false, Utf8Path::new(""));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (text.matches('\n').count(), &value["place"]["line"], &value["place"]["column"]),
            (1, &json!(3), &json!(5))
        );
    }

    #[test]
    fn github_gets_an_annotation() {
        let text = render(&example(), Format::Github, false, Utf8Path::new("docs"));
        assert_eq!(
            text,
            "::warning file=docs/content/a.md,line=3,col=5,title=dead-link::there is no page `gone.md`%0Adid you mean `done.md`?\n"
        );
    }

    #[test]
    fn a_finding_far_behind_the_begin_of_a_line_has_its_column_and_what_stands_around_it() {
        let source = SourceText::new("a.md", format!("x\n{}gone{}\n", "é ".repeat(4000), " é".repeat(4000)));
        let diagnostic = Diagnostic::new(Code::DeadLink, "there is no `gone`").at(&source, 12_002..12_006);
        let text = render(&diagnostic, Format::Human, false, Utf8Path::new(""));
        assert!(text.contains(" --> a.md:2:8001\n"), "{text}");
        assert!(text.contains("é é gone é é") && text.contains("^^^^") && text.len() < 1000, "{text}");
    }

    #[test]
    fn a_finding_is_drawn_from_its_line_alone() {
        let source = SourceText::new("a.md", "£\nab\r\n\nlast");
        for (span, expected, seen) in
            [(0..2, 0..3, 0..2), (4..5, 3..7, 1..2), (3..12, 3..7, 0..2), (7..7, 7..8, 0..0), (12..12, 8..12, 4..4)]
        {
            let place = Place { source: source.clone(), span };
            assert_eq!((line(&place), visible(&place)), (expected, seen));
        }
        let place = Place { source: SourceText::new("a.md", "a\nb\n"), span: 4..4 };
        assert_eq!((line(&place), visible(&place)), (2..4, 2..2));
    }
}
