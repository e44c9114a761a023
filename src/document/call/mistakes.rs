//! What an author got wrong between a component's brackets or behind its marker, and what may have been meant.

use std::ops::Range;
use std::sync::Arc;

use super::remark::BOXES;
use super::{Given, InlineCall, Pair, pairs};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceText};
use crate::document::callouts;
use crate::document::scan::BlockMarker;
use crate::theme::{Component, Grammar, Metadata, Shape};

/// A name that is no component in brackets, or on a line. Where the theme has something of that name, it says how it is written.
pub(in crate::document) fn unknown(source: &Arc<SourceText>, call: &InlineCall, grammar: &Grammar) -> Diagnostic {
    let name = &source.text[call.name.clone()];
    let is_inline = source.text[..call.name.start].ends_with("[!");
    let told = |message: String| Diagnostic::new(Code::UnknownComponent, message).at(source, call.name.clone());
    let components = grammar.components();
    let mut others = components.iter().filter(|other| other.written_name() == name || other.name == name);
    if let Some(other) = others.clone().find(|other| !other.metadata.example.is_empty()).or_else(|| others.next()) {
        let example = other.metadata.example.lines().next().unwrap_or_default();
        let diagnostic = told(format!("`{name}` is not written like this"));
        return if example.is_empty() { diagnostic } else { diagnostic.hint(format!("for example `{example}`")) };
    }
    let unknown = told(format!("there is no component `{name}`"));
    if let Some(variant) = callouts::variant(name).filter(|_| is_inline) {
        return unknown
            .hint(format!("a callout is `!!!{variant}` on a line of its own, its text below and `!!!` at its end"));
    }
    let shape = if is_inline { Shape::Inline } else { Shape::Line };
    let names: Vec<&str> = components.iter().filter(|c| c.shape == shape).map(|c| c.written_name()).collect();
    let diagnostic = unknown.did_you_mean(name, names.iter().copied());
    if !diagnostic.hints.is_empty() {
        return diagnostic;
    }
    let names = names.join("`, `");
    diagnostic.hint(match shape {
        Shape::Inline => format!("there are `{names}`"),
        _ => format!("written on one line: `{names}`; any other `:::` is closed by `:::` on a line of its own"),
    })
}

/// What a component cannot do without and was not given, in words: an argument without default, or one of those of which it
/// requires one.
pub(in crate::document) fn missing(component: &Component, given: &[Given]) -> Option<String> {
    let is_given = |name: &str| given.iter().any(|given| given.name == name && !given.value.trim().is_empty());
    let mut needed = component.arguments.iter().filter(|argument| argument.is_required);
    if let Some(argument) = needed.find(|argument| !is_given(&argument.name)) {
        return Some(format!("`{}`", argument.name));
    }
    let Metadata { requires, text, link, .. } = &component.metadata;
    // What runs an action is called by it.
    let leads_to_action =
        |given: &Given| Some(&given.name) == link.as_ref() && given.value.trim_start().starts_with("action:");
    let acts = component.argument("action").is_some() && (is_given("action") || given.iter().any(leads_to_action));
    if requires.is_empty() || acts || requires.iter().any(|name| is_given(name)) {
        return None;
    }
    let words = requires.iter().map(|name| match Some(name) {
        name if name == link.as_ref() => "an address in parentheses".to_owned(),
        name if name == text.as_ref() => "a text".to_owned(),
        _ => format!("`{name}`"),
    });
    Some(words.collect::<Vec<_>>().join(" or "))
}

/// What is odd about the parentheses behind a component: they are never closed, or hold attributes.
pub(super) fn address_slip(source: &Arc<SourceText>, call: &InlineCall, component: &Component) -> Option<Diagnostic> {
    component.metadata.link.as_ref()?;
    let told = |message: &str, span| Diagnostic::new(Code::UnknownAttribute, message).at(source, span);
    let Some(link) = &call.link else {
        let open = call.words.end + source.text[call.words.end..].find(']')? + 1;
        let diagnostic = told("the address behind this component is never closed", open..open + 1);
        let is_open = source.text[open..].starts_with('(');
        return is_open.then(|| diagnostic.hint("write `)` behind it, on the same line"));
    };
    let address = &source.text[link.clone()];
    let at = address.find(char::is_whitespace).filter(|at| !pairs(&address[*at..]).is_empty())?;
    let diagnostic = told("attributes do not stand behind the address", link.start + at + 1..link.end);
    Some(diagnostic.hint("write them in the brackets, before the `]`"))
}

/// `size=xl` is read as it is meant; the format has quotes.
pub(super) fn without_quotes(source: &Arc<SourceText>, start: usize, pair: &Pair) -> Diagnostic {
    let written = &source.text[start..];
    let (key, value) = (&written[pair.key.clone()], &written[pair.value.clone()]);
    let quote = if value.contains('"') { '\'' } else { '"' };
    let quoted = format!("{key}={quote}{value}{quote}");
    let message = format!("the value of `{key}` has no quotes");
    let span = start + pair.key.start..start + pair.value.end;
    let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(source, span);
    diagnostic.hint(format!("write `{quoted}`")).mended_by(Some(quoted))
}

/// Words behind an attribute, where nothing is read.
pub(super) fn behind_attributes(source: &Arc<SourceText>, span: Range<usize>, component: &Component) -> Diagnostic {
    let words = &source.text[span.clone()];
    let message = format!("`{words}` stands behind an attribute and is not shown");
    let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(source, span);
    diagnostic.hint(match &component.metadata.text {
        Some(_) => "text stands in front of all attributes",
        None => "attributes are written with quotes: `name=\"value\"`",
    })
}

/// A word that is almost one of the values of the argument that takes it: text, but worth a question.
pub(super) fn slip(
    source: &Arc<SourceText>,
    component: &Component,
    name: &str,
    word: &str,
    span: Range<usize>,
) -> Option<Diagnostic> {
    let values = &component.argument(name)?.values;
    let message = format!("`{word}` is none of the {name}s and was taken as the title");
    let diagnostic = Diagnostic::new(Code::UnknownValue, message).at(source, span);
    let diagnostic = diagnostic.did_you_mean(word, values.iter().map(String::as_str));
    (!diagnostic.hints.is_empty()).then_some(diagnostic)
}

/// Of two values for an argument the last one counts.
pub(super) fn twice(source: &Arc<SourceText>, name: &str, span: Range<usize>) -> Diagnostic {
    let message = format!("`{name}` is given twice; the last counts");
    Diagnostic::new(Code::UnknownAttribute, message).at(source, span).hint("leave one of the two out")
}

pub(super) fn unknown_value(
    source: &Arc<SourceText>,
    name: &str,
    value: &str,
    values: &[String],
    span: Range<usize>,
) -> Diagnostic {
    Diagnostic::new(Code::UnknownValue, format!("`{name}` does not take `{value}`"))
        .at(source, span)
        .did_you_mean(value, values.iter().map(String::as_str))
        .hint(format!("it takes {}", listed(values)))
}

pub(super) fn listed(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// Text behind the name of a marker that shows none.
pub(super) fn no_text(source: &Arc<SourceText>, marker: &BlockMarker, name: &str, span: Range<usize>) -> Diagnostic {
    let text = &source.text[span.clone()];
    let message = format!("`{}` takes no text, so `{text}` is not shown", marker.component.written_name());
    let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(source, span);
    if let Some(variant) = callouts::variant(name) {
        return diagnostic.hint(format!("a box with a title is a callout: `!!!{variant} {text}`"));
    }
    diagnostic.hint("an id and more classes stand in braces: `{#id .class}`")
}

/// `:::warning`, a box elsewhere, and here a container of that class. That is allowed, and seldom meant.
pub(super) fn no_box(source: &Arc<SourceText>, marker: &BlockMarker, span: Range<usize>) -> Option<Diagnostic> {
    let word = &source.text[span.clone()];
    let may_be_box = marker.component.name == "container" && BOXES.contains(&word);
    let variant = callouts::variant(word).filter(|_| may_be_box)?;
    let message = format!("`{word}` is a class of this container, which is no box");
    let diagnostic = Diagnostic::new(Code::UnknownValue, message).at(source, span);
    let diagnostic = diagnostic.hint(format!("a box is a callout, between `!!!{variant}` and `!!!`"));
    Some(Diagnostic { severity: Severity::Note, ..diagnostic })
}

/// `!!! warning`, where the space makes the variant a title. That is allowed, and seldom meant.
pub(super) fn detached(source: &Arc<SourceText>, marker: &BlockMarker, span: Range<usize>) -> Option<Diagnostic> {
    let name = marker.component.metadata.glued.as_ref().filter(|_| marker.glued.is_empty())?;
    let word = source.text[span.clone()].split_whitespace().next()?;
    marker.component.argument(name)?.values.iter().find(|value| *value == word)?;
    let message = format!("`{word}` is the title here, and not the {name}");
    let mut diagnostic = Diagnostic::new(Code::UnknownValue, message).at(source, span.start..span.start + word.len());
    diagnostic.severity = Severity::Note;
    let marks = &source.text[marker.glued.start - marker.length..marker.glued.start];
    Some(diagnostic.hint(format!("write it without a space: `{marks}{word}`")))
}
