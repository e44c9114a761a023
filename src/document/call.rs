//! What an author wrote between a component's brackets or behind its marker: words, `key="value"` pairs, an address.

mod brackets;
mod mistakes;

use std::ops::Range;
use std::sync::Arc;

pub(super) use brackets::{Pair, pairs};
use brackets::{closing_bracket, closing_parenthesis, gaps, is_quoted, unquoted_pairs};
use mistakes::{
    address_slip, behind_attributes, detached, listed, no_text, slip, twice, unknown_value, without_quotes,
};
pub(super) use mistakes::{missing, unknown};

use super::attributes::Attributes;
use super::scan::{BlockMarker, Fold, Marker, MarkerKind};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::{Component, Grammar, Kind};

/// An inline component as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct InlineCall {
    /// The component; `None` when there is none of that name.
    pub(super) component: Option<Arc<Component>>,
    /// The bytes of its name.
    pub(super) name: Range<usize>,
    /// The bytes between its name and the closing bracket.
    pub(super) words: Range<usize>,
    /// The bytes of the address in parentheses, or of the label in brackets.
    pub(super) link: Option<Range<usize>>,
    /// Attributes in braces behind it.
    pub(super) attributes: Attributes,
}

/// An argument as an author gave it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    /// The argument's name in the template.
    pub(super) name: String,
    /// The text, entities decoded.
    pub(super) value: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

/// Reads the `[!name …](…)` that begins at `at`.
pub(super) fn inline_call(source: &str, at: usize, grammar: &Grammar) -> Option<Marker> {
    let rest = source[at..].strip_prefix("[!")?;
    if at > 0 && source.as_bytes()[at - 1] == b'!' {
        return None; // `![!x](…)` is an image.
    }
    let name_length =
        rest.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
    let name = at + 2..at + 2 + name_length;
    if name_length < 2 || !matches!(source.as_bytes().get(name.end), Some(b' ' | b'\t' | b'\n' | b'\r' | b']' | b'|')) {
        return None;
    }
    let words_end = closing_bracket(source, name.end)?;
    let mut end = words_end + 1;
    let mut link = None;
    if source[end..].starts_with('(')
        && let Some(close) = closing_parenthesis(source, end)
    {
        link = Some(without_title(source, trimmed(source, end + 1..close)));
        end = close + 1;
    } else if let Some(label) = label(source, end) {
        end = label.end + 1;
        link = Some(label);
    }
    let mut attributes = Attributes::default();
    if let Some((length, found)) = Attributes::at_start(&source[end..]) {
        attributes = found;
        end += length;
    }
    if let Some(link) = &mut link {
        attributes.pairs.extend(take_size(source, link));
    }
    let component = grammar.inline(&source[name.clone()]).cloned();
    let call =
        InlineCall { component, name: name.clone(), words: trimmed(source, name.end..words_end), link, attributes };
    Some(Marker { span: at..end, kind: MarkerKind::Inline(call) })
}

/// What stands in the brackets at `at`, which may be a link's label.
fn label(source: &str, at: usize) -> Option<Range<usize>> {
    let rest = source[at..].strip_prefix('[')?;
    let label = &rest[..rest.find(['[', ']', '\n'])?];
    let behind = rest[label.len()..].strip_prefix(']')?;
    let may_be = !label.trim().is_empty() && !label.starts_with(['!', '^']) && !behind.starts_with('(');
    may_be.then_some(at + 1..at + 1 + label.len())
}

/// An address without the `"title"` that may follow it, as in any Markdown link.
fn without_title(source: &str, span: Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let address =
        text.strip_suffix('"').and_then(|text| text.rsplit_once(" \"")).map_or(text, |(address, _)| address.trim_end());
    span.start..span.start + address.len()
}

/// Takes the size off an address, `film.mp4 =320x200`, as some tools write it behind those of pictures.
fn take_size(source: &str, link: &mut Range<usize>) -> Vec<(String, String)> {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let read = |text: &str| {
        let (address, size) = text.rsplit_once(" =")?;
        let (width, height) = size.split_once('x')?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_size = size.len() > 1 && is_number(width) && is_number(height);
        is_size.then(|| (address.trim_end().len(), [("width", width), ("height", height)].map(own)))
    };
    let Some((length, size)) = read(&source[link.clone()]) else { return Vec::new() };
    link.end = link.start + length;
    size.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn trimmed(source: &str, span: Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let start = span.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// The arguments of an inline component, checked against what it declares.
pub(super) fn inline_arguments(
    source: &Arc<SourceText>,
    call: &InlineCall,
    component: &Component,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Given> {
    let text = source.text.as_str();
    let mut given = words(source, call.words.clone(), component, diagnostics);
    diagnostics.extend(address_slip(source, call, component));
    if let (Some(link), Some(name)) = (&call.link, &component.metadata.link) {
        let address = text[link.clone()].trim_start_matches('<').trim_end_matches('>');
        given.push(Given { name: name.clone(), value: decode(address), span: link.clone() });
    }
    given.extend(generic(&call.attributes, component, call.words.end..call.words.end));
    given
}

/// The arguments of a marker line, checked against what its component declares.
pub(super) fn block_arguments(
    source: &Arc<SourceText>,
    marker: &BlockMarker,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Given> {
    if let Some(foreign) = &marker.foreign {
        return foreign.given.clone();
    }
    let component = &marker.component;
    let mut text = marker.text.clone();
    let mut given = Vec::new();
    if let Some((length, attributes)) = marker.attributes(&source.text) {
        let end = text.start + length;
        given.extend(generic(&attributes, component, text.start..end));
        text = trimmed(&source.text, end..text.end);
    }
    if let Some((span, attributes)) = Attributes::at_end(&source.text[text.clone()]) {
        let at = text.start + span.start;
        given.extend(generic(&attributes, component, at..text.start + span.end));
        text = trimmed(&source.text, text.start..at);
    }
    if !marker.glued.is_empty()
        && let Some(name) = &component.metadata.glued
    {
        let word = source.text[marker.glued.clone()].to_owned();
        let values = component.argument(name).map_or(&[][..], |argument| &argument.values);
        let known = values.iter().find(|value| value.eq_ignore_ascii_case(&word));
        if let Some(known) = known {
            given.push(Given { name: name.clone(), value: known.clone(), span: marker.glued.clone() });
        } else if values.is_empty() {
            given.push(Given { name: name.clone(), value: word, span: marker.glued.clone() });
        } else if component.metadata.glued_text {
            diagnostics.extend(slip(source, component, name, &word, marker.glued.clone()));
            text.start = marker.glued.start;
        } else {
            diagnostics.push(unknown_value(source, name, &word, values, marker.glued.clone()));
        }
    }
    if let (Some(fold), Some(name)) = (marker.fold, &component.metadata.fold) {
        let value = match fold {
            Fold::Open => "open",
            Fold::Closed => "closed",
        };
        given.push(Given { name: name.clone(), value: value.into(), span: text.clone() });
    }
    if let (Some(name), Some((number, length))) =
        (&component.metadata.number, leading_number(&source.text[text.clone()]))
    {
        given.push(Given { name: name.clone(), value: number, span: text.start..text.start + length });
        text = trimmed(&source.text, text.start + length..text.end);
    }
    if !text.is_empty() && component.metadata.text.is_none() {
        diagnostics.push(no_text(source, marker, text));
    } else if let Some(name) = component.metadata.text.as_ref().filter(|_| !text.is_empty()) {
        diagnostics.extend(detached(source, marker, text.clone()));
        given.push(Given { name: name.clone(), value: decode(&source.text[text.clone()]), span: text });
    }
    given
}

/// `12. ` before a text: the number, and how long it is with its point.
fn leading_number(text: &str) -> Option<(String, usize)> {
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix('.')?;
    (digits > 0 && rest.starts_with(' ')).then(|| (text[..digits].to_owned(), digits + 1))
}

/// `Text`, `Text|variant`, or `key="value" …`, with bare words before the pairs allowed.
fn words(
    source: &Arc<SourceText>,
    span: Range<usize>,
    component: &Component,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Given> {
    let text = &source.text[span.clone()];
    let mut pairs = pairs(text);
    let unquoted = unquoted_pairs(text, &pairs, |key| component.argument(key).is_some());
    diagnostics.extend(unquoted.iter().map(|pair| without_quotes(source, span.start, pair)));
    pairs.extend(unquoted);
    pairs.sort_by_key(|pair| pair.key.start);
    let first_pair = pairs.first().map_or(text.len(), |pair| pair.key.start);
    let mut given = Vec::new();
    for pair in &pairs {
        let key = &text[pair.key.clone()];
        let key_span = span.start + pair.key.start..span.start + pair.key.end;
        let Some(argument) = component.argument(key) else {
            let names: Vec<String> = component.arguments.iter().map(|argument| argument.name.clone()).collect();
            let message = format!("`{}` has no attribute `{key}`", component.written_name());
            let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(source, key_span);
            let diagnostic = diagnostic.did_you_mean(key, names.iter().map(String::as_str));
            diagnostics.push(diagnostic.hint(format!("it takes {}", listed(&names))));
            continue;
        };
        let value_span = span.start + pair.value.start..span.start + pair.value.end;
        push_checked(
            source,
            component,
            &argument.name,
            decode(&text[pair.value.clone()]),
            value_span,
            &mut given,
            diagnostics,
        );
    }
    diagnostics.extend(gaps(text, &pairs).into_iter().map(|gap| {
        let gap = trimmed(&source.text, span.start + gap.start..span.start + gap.end);
        behind_attributes(source, gap, component)
    }));
    let bare = trimmed(&source.text, span.start..span.start + first_pair);
    if bare.is_empty() {
        return given;
    }
    let words = &source.text[bare.clone()];
    if component.metadata.text.is_none() && component.metadata.glued.is_none() {
        let message = format!("`{}` takes no text", component.written_name());
        let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(source, bare);
        diagnostics.push(diagnostic.hint("attributes are written with quotes: `name=\"value\"`"));
        return given;
    }
    if let (Some(piped), Some((_, value))) = (&component.metadata.piped, words.rsplit_once('|')) {
        let at = trimmed(&source.text, bare.end - value.len()..bare.end);
        push_checked(source, component, piped, source.text[at.clone()].to_owned(), at, &mut given, diagnostics);
        let text = trimmed(&source.text, bare.start..bare.end - value.len() - 1);
        push_text(source, component, text, &mut given, diagnostics);
    } else if let Some(name) = component.metadata.glued.as_ref().filter(|name| takes(component, name, words)) {
        given.push(Given { name: name.clone(), value: words.to_owned(), span: bare });
    } else {
        if let Some(name) = component.metadata.glued.as_ref().filter(|_| !words.contains(' ')) {
            diagnostics.extend(slip(source, component, name, words, bare.clone()));
        }
        push_text(source, component, bare, &mut given, diagnostics);
    }
    given
}

fn takes(component: &Component, name: &str, value: &str) -> bool {
    component
        .argument(name)
        .is_some_and(|argument| argument.values.iter().any(|known| known.eq_ignore_ascii_case(value)))
}

/// Bare words, which are not shown where the text is also given as an attribute.
fn push_text(
    source: &Arc<SourceText>,
    component: &Component,
    span: Range<usize>,
    given: &mut Vec<Given>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(name) = component.metadata.text.as_ref().filter(|_| !span.is_empty()) else { return };
    if let Some(last) = given.iter().find(|given| given.name == *name) {
        return diagnostics.push(twice(source, name, last.span.clone()));
    }
    let text = &source.text[span.clone()];
    let text = if is_quoted(text) { &text[1..text.len() - 1] } else { text };
    given.push(Given { name: name.clone(), value: decode(text), span });
}

fn push_checked(
    source: &Arc<SourceText>,
    component: &Component,
    name: &str,
    value: String,
    span: Range<usize>,
    given: &mut Vec<Given>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (values, kind) = component.argument(name).map_or((&[][..], Kind::Text), |own| (&own.values, own.kind));
    let is_known = match kind {
        Kind::Text => true,
        Kind::Integer => value.trim().parse::<i64>().is_ok(),
        Kind::Bool => ["true", "false"].iter().any(|known| value.eq_ignore_ascii_case(known)),
    };
    if !is_known {
        let takes = if kind == Kind::Bool { "`true` or `false`" } else { "a whole number" };
        let diagnostic = Diagnostic::new(Code::UnknownValue, format!("`{name}` does not take `{value}`"));
        return diagnostics.push(diagnostic.at(source, span).hint(format!("it takes {takes}")));
    }
    let known = values.iter().find(|known| known.eq_ignore_ascii_case(&value));
    if !values.is_empty() && known.is_none() {
        return diagnostics.push(unknown_value(source, name, &value, values, span));
    }
    if let Some(before) = given.iter().position(|given| given.name == name) {
        given.remove(before);
        diagnostics.push(twice(source, name, span.clone()));
    }
    given.push(Given { name: name.to_owned(), value: known.cloned().unwrap_or(value), span });
}

/// `{#id .class}` for a component that declares `id` and `classes`.
fn generic(attributes: &Attributes, component: &Component, span: Range<usize>) -> Vec<Given> {
    let id = attributes.id.clone().map(|id| ("id", id));
    let classes = (!attributes.classes.is_empty()).then(|| ("classes", attributes.classes.join(" ")));
    let pairs = attributes.pairs.iter().map(|(key, value)| (key.as_str(), value.clone()));
    id.into_iter()
        .chain(classes)
        .chain(pairs)
        .filter_map(|(name, value)| {
            let name = component.argument(name)?.name.clone();
            Some(Given { name, value, span: span.clone() })
        })
        .collect()
}

/// Decodes the entities that may stand in an attribute.
fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")
}
