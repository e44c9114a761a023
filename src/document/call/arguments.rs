//! What was given to a component as its arguments, checked against what it declares.

use std::ops::Range;
use std::sync::Arc;

use super::brackets::{Pair, closing_parenthesis, gaps, is_quoted, pairs, spaced_pairs, unquoted_pairs};
use super::mistakes::{
    address_slip, behind_attributes, detached, listed, no_box, no_text, slip, twice, unknown_value, without_quotes,
};
use super::{Given, InlineCall, trimmed};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::document::attributes::{Attributes, OTHERS};
use crate::document::scan::{BlockMarker, Fold};
use crate::theme::{Component, Kind};

/// The arguments of an inline component.
pub(in crate::document) fn inline_arguments(
    source: &Arc<SourceText>,
    call: &InlineCall,
    component: &Component,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Given> {
    let mut arguments = Arguments::new(source, component, diagnostics);
    arguments.words(call.words.clone());
    arguments.diagnostics.extend(address_slip(source, call, component));
    if let (Some(link), Some(name)) = (&call.link, &component.metadata.link) {
        let address = source.text[link.clone()].trim_start_matches('<').trim_end_matches('>');
        arguments.take(name, decode(address), link.clone());
    }
    arguments.attributes(&call.attributes, call.words.end..call.words.end);
    arguments.given
}

/// The arguments of a marker line.
pub(in crate::document) fn block_arguments(
    source: &Arc<SourceText>,
    marker: &BlockMarker,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Given> {
    if let Some(foreign) = &marker.foreign {
        return foreign.given.clone();
    }
    let mut arguments = Arguments::new(source, &marker.component, diagnostics);
    let text = arguments.braces(marker);
    let text = arguments.glued(marker, text);
    arguments.fold(marker, &text);
    let text = arguments.number(text);
    if text.is_empty() {
        arguments.diagnostics.extend(no_box(source, marker, marker.glued.clone()));
    } else {
        arguments.title(marker, text);
    }
    arguments.given
}

/// The arguments of one component while they are read.
pub(super) struct Arguments<'a> {
    source: &'a Arc<SourceText>,
    component: &'a Component,
    pub(super) given: Vec<Given>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(
        source: &'a Arc<SourceText>,
        component: &'a Component,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { source, component, given: Vec::new(), diagnostics }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|given| given.name == name)
    }

    pub(super) fn take(&mut self, name: &str, value: impl Into<String>, span: Range<usize>) {
        self.given.push(Given { name: name.to_owned(), value: value.into(), span });
    }

    /// Takes `{#id .class}` for a component that declares `id` and `classes`.
    fn attributes(&mut self, attributes: &Attributes, span: Range<usize>) {
        let id = attributes.id.clone().map(|id| ("id", id));
        let classes = (!attributes.classes.is_empty()).then(|| ("classes", attributes.classes.join(" ")));
        let is_own = |(key, _): &&(String, String)| self.component.argument(key).is_some();
        let (own, others): (Vec<_>, Vec<_>) = attributes.pairs.iter().partition(is_own);
        let others = Attributes { pairs: others.into_iter().cloned().collect(), ..Attributes::default() };
        let others = others.lines().map(|lines| (OTHERS, lines));
        let own = own.into_iter().map(|(key, value)| (key.as_str(), value.clone()));
        for (name, value) in id.into_iter().chain(classes).chain(own).chain(others) {
            if let Some(argument) = self.component.argument(name) {
                self.take(&argument.name, value, span.clone());
            }
        }
    }

    /// Takes a class that stands in no braces, before those that do.
    pub(super) fn add_class(&mut self, class: &str, span: Range<usize>) {
        match self.given.iter_mut().find(|given| given.name == "classes") {
            Some(others) => others.value = format!("{class} {}", others.value),
            None => self.take("classes", class, span),
        }
    }

    /// Takes the braces behind a marker and at the end of its line; gives the text between them.
    pub(super) fn braces(&mut self, marker: &BlockMarker) -> Range<usize> {
        let source = self.source.text.as_str();
        let mut text = marker.text.clone();
        if let Some((length, attributes)) = marker.attributes(source) {
            let end = text.start + length;
            self.attributes(&attributes, text.start..end);
            text = trimmed(source, end..text.end);
        }
        let at_end = Attributes::at_end(&source[text.clone()]);
        if let Some((span, attributes)) = at_end.filter(|found| !self.are_of_the_title(&source[text.clone()], found)) {
            let at = text.start + span.start;
            self.attributes(&attributes, at..text.start + span.end);
            text = trimmed(source, text.start..at);
        }
        text
    }

    /// Whether attributes at the end of a title are those of its last link or picture, to which they are glued: `[x](y){target="z"}`.
    fn are_of_the_title(&self, title: &str, (span, attributes): &(Range<usize>, Attributes)) -> bool {
        let is_own = |(key, _): &(String, String)| self.component.argument(key).is_some();
        self.component.metadata.text.is_some()
            && ends_with_destination(&title[..span.start])
            && !attributes.pairs.iter().all(is_own)
    }

    /// Takes the word that is glued to a marker; gives the text behind it, to which the word belongs if it is none of its values.
    fn glued(&mut self, marker: &BlockMarker, text: Range<usize>) -> Range<usize> {
        let Some(name) = self.component.metadata.glued.as_ref().filter(|_| !marker.glued.is_empty()) else {
            return text;
        };
        let (word, span) = (&self.source.text[marker.glued.clone()], marker.glued.clone());
        let values = self.component.argument(name).map_or(&[][..], |argument| &argument.values);
        if let Some(known) = values.iter().find(|value| value.eq_ignore_ascii_case(word)) {
            self.take(name, known.as_str(), span);
        } else if values.is_empty() {
            self.take(name, word, span);
        } else if self.component.metadata.glued_text {
            self.diagnostics.extend(slip(self.source, self.component, name, word, span));
            return marker.glued.start..text.end;
        } else {
            self.diagnostics.push(unknown_value(self.source, name, word, values, span));
        }
        text
    }

    /// Takes whether the block starts open or closed.
    fn fold(&mut self, marker: &BlockMarker, text: &Range<usize>) {
        if let (Some(fold), Some(name)) = (marker.fold, &self.component.metadata.fold) {
            let value = match fold {
                Fold::Open => "open",
                Fold::Closed => "closed",
            };
            self.take(name, value, text.clone());
        }
    }

    /// Takes the number before a text; gives the text behind it.
    fn number(&mut self, text: Range<usize>) -> Range<usize> {
        let (source, name) = (self.source.text.as_str(), self.component.metadata.number.as_ref());
        let (Some(name), Some((number, length))) = (name, leading_number(&source[text.clone()])) else { return text };
        self.take(name, number, text.start..text.start + length);
        trimmed(source, text.start + length..text.end)
    }

    /// Takes the text behind a marker.
    pub(super) fn title(&mut self, marker: &BlockMarker, text: Range<usize>) {
        let Some(name) = &self.component.metadata.text else {
            return self.name(marker, text);
        };
        self.diagnostics.extend(detached(self.source, marker, text.clone()));
        self.take(name, decode(&self.source.text[text.clone()]), text);
    }

    /// Takes the first word behind a marker that shows no text and has none glued to it: `::: name` is `:::name`.
    fn name(&mut self, marker: &BlockMarker, text: Range<usize>) {
        let source = self.source.text.as_str();
        let length = source[text.clone()].find(char::is_whitespace).unwrap_or(text.len());
        let (mut word, mut rest) = (marker.glued.clone(), text.clone());
        if let Some(name) = self.component.metadata.glued.as_ref().filter(|_| word.is_empty()) {
            word = text.start..text.start + length;
            rest = trimmed(source, word.end..text.end);
            self.take(name, &source[word.clone()], word.clone());
        }
        self.diagnostics.extend(match rest.is_empty() {
            true => no_box(self.source, marker, word),
            false => Some(no_text(self.source, marker, &source[word], rest)),
        });
    }

    /// Takes `Text`, `Text|variant`, or `key="value" …`, with bare words before the pairs allowed.
    fn words(&mut self, span: Range<usize>) {
        let (source, component) = (self.source, self.component);
        let text = &source.text[span.clone()];
        let mut pairs = pairs(text);
        let spaced = spaced_pairs(text, &pairs, |key| component.argument(key).is_some());
        pairs.extend(spaced);
        pairs.sort_by_key(|pair| pair.key.start);
        let unquoted = unquoted_pairs(text, &pairs, |key| component.argument(key).is_some());
        self.diagnostics.extend(unquoted.iter().map(|pair| without_quotes(source, span.start, pair)));
        pairs.extend(unquoted);
        pairs.sort_by_key(|pair| pair.key.start);
        pairs.iter().for_each(|pair| self.pair(span.start, pair));
        for gap in gaps(text, &pairs) {
            let gap = trimmed(&source.text, span.start + gap.start..span.start + gap.end);
            self.diagnostics.push(behind_attributes(source, gap, component));
        }
        let first_pair = pairs.first().map_or(span.end, |pair| span.start + pair.key.start);
        let bare = trimmed(&source.text, span.start..first_pair);
        if !bare.is_empty() {
            self.bare(bare);
        }
    }

    /// Takes a `key="value"` of the words that begin at `start`.
    fn pair(&mut self, start: usize, pair: &Pair) {
        let written = &self.source.text[start..];
        let key = &written[pair.key.clone()];
        // What stands in braces is written there.
        let Some(argument) = self.component.argument(key).filter(|argument| argument.name != OTHERS) else {
            let names = self.component.arguments.iter().map(|argument| argument.name.clone());
            let names: Vec<String> = names.filter(|name| name != OTHERS).collect();
            let message = format!("`{}` has no attribute `{key}`", self.component.written_name());
            let span = start + pair.key.start..start + pair.key.end;
            let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(self.source, span);
            let diagnostic = diagnostic.did_you_mean(key, names.iter().map(String::as_str));
            return self.diagnostics.push(diagnostic.hint(format!("it takes {}", listed(&names))));
        };
        let span = start + pair.value.start..start + pair.value.end;
        self.checked(&argument.name, decode(&written[pair.value.clone()]), span);
    }

    /// Takes words without a key.
    fn bare(&mut self, span: Range<usize>) {
        let (source, component) = (self.source, self.component);
        let words = &source.text[span.clone()];
        let glued = component.metadata.glued.as_ref();
        if component.metadata.text.is_none() && glued.is_none() {
            let message = format!("`{}` takes no text", component.written_name());
            let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(source, span);
            self.diagnostics.push(diagnostic.hint("attributes are written with quotes: `name=\"value\"`"));
        } else if let Some((piped, text, value)) = piped(component, words) {
            let at = trimmed(&source.text, span.end - value.len()..span.end);
            self.checked(piped, source.text[at.clone()].to_owned(), at);
            self.text(trimmed(&source.text, span.start..span.start + text.len()));
        } else if let Some(name) = glued.filter(|name| takes(component, name, words)) {
            self.take(name, words, span);
        } else {
            if let Some(name) = glued.filter(|_| !words.contains(' ')) {
                self.diagnostics.extend(slip(source, component, name, words, span.clone()));
            }
            self.text(span);
        }
    }

    /// Takes a text, which is not shown where it is also given as an attribute.
    fn text(&mut self, span: Range<usize>) {
        let Some(name) = self.component.metadata.text.as_ref().filter(|_| !span.is_empty()) else { return };
        if let Some(last) = self.given.iter().find(|given| given.name == *name) {
            return self.diagnostics.push(twice(self.source, name, last.span.clone()));
        }
        let text = &self.source.text[span.clone()];
        let text = if is_quoted(text) { &text[1..text.len() - 1] } else { text };
        self.take(name, decode(text), span);
    }

    /// Takes a value that the argument has to know.
    fn checked(&mut self, name: &str, value: String, span: Range<usize>) {
        let own = self.component.argument(name);
        let (values, kind) = own.map_or((&[][..], Kind::Text), |own| (&own.values, own.kind));
        let is_known = match kind {
            Kind::Text => true,
            Kind::Integer => value.trim().parse::<i64>().is_ok(),
            Kind::Bool => ["true", "false"].iter().any(|known| value.eq_ignore_ascii_case(known)),
        };
        if !is_known {
            let takes = if kind == Kind::Bool { "`true` or `false`" } else { "a whole number" };
            let diagnostic = Diagnostic::new(Code::UnknownValue, format!("`{name}` does not take `{value}`"));
            return self.diagnostics.push(diagnostic.at(self.source, span).hint(format!("it takes {takes}")));
        }
        let known = values.iter().find(|known| known.eq_ignore_ascii_case(value.trim()));
        if !values.is_empty() && known.is_none() {
            return self.diagnostics.push(unknown_value(self.source, name, &value, values, span));
        }
        if let Some(before) = self.given.iter().position(|given| given.name == name) {
            self.given.remove(before);
            self.diagnostics.push(twice(self.source, name, span.clone()));
        }
        self.take(name, known.cloned().unwrap_or(value), span);
    }
}

fn takes(component: &Component, name: &str, value: &str) -> bool {
    let values = component.argument(name).map_or(&[][..], |argument| &argument.values);
    values.iter().any(|known| known.eq_ignore_ascii_case(value))
}

/// `Text|value`: the argument that the value is for, the text, and the value. A bar behind a backslash, as tables want it, is one
/// where the argument knows the value; any other is part of the text.
fn piped<'a>(component: &'a Component, words: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let name = component.metadata.piped.as_deref()?;
    let (text, value) = words.rsplit_once('|')?;
    match text.strip_suffix('\\') {
        Some(text) => takes(component, name, value.trim()).then_some((name, text, value)),
        None => Some((name, text, value)),
    }
}

/// `12. ` before a text: the number, and how long it is with its point.
fn leading_number(text: &str) -> Option<(&str, usize)> {
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix('.')?;
    (digits > 0 && rest.starts_with(' ')).then(|| (&text[..digits], digits + 1))
}

/// Decodes the entities that may stand in an attribute.
fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")
}

/// Whether a title ends where a link or picture does, `[x](y)`, and not with a remark: `[x](y) (new)`.
fn ends_with_destination(title: &str) -> bool {
    let Some((_, destination)) = title.rsplit_once("](") else { return false };
    closing_parenthesis(destination).is_some_and(|close| close + 1 == destination.len())
}
