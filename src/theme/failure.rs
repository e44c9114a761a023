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

/// How a component's template begins to declare it.
pub(super) fn declaration_of(name: &str) -> String {
    format!("component {name}(")
}

/// The template that declares a component, and where.
pub(super) fn declared_in<'t>(name: &str, texts: &'t Texts) -> Option<(&'t Arc<SourceText>, Range<usize>)> {
    let declaration = declaration_of(name);
    // A project's own template hides a built-in one of the same name, and stands before it.
    let (source, at) = texts.values().find_map(|source| Some((source, source.text.find(&declaration)?)))?;
    Some((source, at..at + declaration.len() - 1))
}

/// Places a finding where the component is declared.
pub(super) fn at_declaration(diagnostic: Diagnostic, name: &str, texts: &Texts) -> Diagnostic {
    match declared_in(name, texts) {
        Some((source, declaration)) => diagnostic.at(source, declaration),
        None => diagnostic,
    }
}
