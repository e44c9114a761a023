//! What is wrong with a template, as a finding with the template's own line.

use std::ops::Range;
use std::sync::Arc;

use super::Texts;
use crate::case::uncapitalized;
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// The engine's error, placed where it says.
pub(super) fn failure(error: &tera::Error, texts: &Texts) -> Diagnostic {
    use tera::ErrorKind::{RenderingError, SyntaxError};
    match error.kind() {
        SyntaxError(report) | RenderingError(report) => {
            let diagnostic = Diagnostic::new(Code::TemplateError, uncapitalized(report.message()));
            match texts.get(report.filename()) {
                Some(source) => diagnostic.at(source, report.span().range.clone()),
                None => diagnostic,
            }
        }
        other => {
            let report = other.to_string();
            let message = report.trim().trim_start_matches("error: ").lines().next().unwrap_or_default();
            let diagnostic = Diagnostic::new(Code::TemplateError, uncapitalized(message));
            match reported_place(&report, texts) {
                Some((source, span)) => diagnostic.at(source, span),
                None => diagnostic,
            }
        }
    }
}

/// The place that the engine only gives in words, `--> components/badge.html:1:65`, with a mark below each character.
fn reported_place<'s>(report: &str, texts: &'s Texts) -> Option<(&'s Arc<SourceText>, Range<usize>)> {
    let place = report.split_once("--> ")?.1.lines().next()?;
    let mut parts = place.trim().rsplitn(3, ':');
    let (column, line): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let source = texts.get(parts.next()?)?;
    let before: usize = source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let text = source.text.get(before..)?;
    let start = before + text.char_indices().nth(column.checked_sub(1)?)?.0;
    Some((source, start..start + report.matches('^').count().max(1)))
}

/// Where a text declares a component, as in `{% component badge(`, whatever white space is there.
pub(super) fn declared_at(text: &str, name: &str) -> Option<Range<usize>> {
    const BEGIN: &str = "component";
    text.match_indices(name).find_map(|(at, _)| {
        let before = text[..at].trim_end();
        let end = at + name.len();
        let declares = before.len() < at && before.ends_with(BEGIN) && text[end..].trim_start().starts_with('(');
        declares.then(|| before.len() - BEGIN.len()..end)
    })
}

/// The template that declares a component, and where.
pub(super) fn declared_in<'t>(name: &str, texts: &'t Texts) -> Option<(&'t Arc<SourceText>, Range<usize>)> {
    // A project's own template hides a built-in one of the same name, and stands before it.
    texts.values().find_map(|source| Some((source, declared_at(&source.text, name)?)))
}

/// Places a finding where the component is declared.
pub(super) fn at_declaration(diagnostic: Diagnostic, name: &str, texts: &Texts) -> Diagnostic {
    match declared_in(name, texts) {
        Some((source, declaration)) => diagnostic.at(source, declaration),
        None => diagnostic,
    }
}
