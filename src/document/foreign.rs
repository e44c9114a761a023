//! Block components of other tools, read as ours: GitBook's `{% hint %}` and `{% tabs %}`, Hextra's
//! `{{< callout >}}`, `<Alert>`, Sphinx' `{note}` fences, Notion's `<aside>`.
//!
//! A line of theirs becomes the marker of the component that it means; from there on nothing knows where it came from.

mod gitbook;
mod html;
mod tags;

use std::ops::Range;
use std::sync::Arc;

use gitbook::gitbook;
use html::{aside, details, map};
use tags::{callout, element, hextra, on_one_line};
pub(super) use tags::{callout_tag, tag_end};

use super::attributes::Attributes;
use super::call::{Given, InlineCall, pairs};
use super::callouts;
use super::margin::{bullet, indentation, unquoted};
use super::scan::{BlockMarker, Marker, MarkerKind};
use crate::theme::{Component, Grammar};

/// What a marker of another tool says beside the component that it means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Foreign {
    /// The arguments, read already.
    pub(super) given: Vec<Given>,
    /// The line that closes the component.
    pub(super) closing: String,
    /// How many of its kind are open around it, where one may stand inside another.
    pub(super) depth: usize,
    /// The text inside, when all of it stands on one line.
    pub(super) body: Option<Range<usize>>,
}

impl Foreign {
    fn new(given: Vec<Given>, closing: impl Into<String>) -> Self {
        Self { given, closing: closing.into(), depth: 0, body: None }
    }
}

/// What other tools' lines opened: a line of backticks only closes when one did.
#[derive(Debug, Default)]
pub(super) struct OpenFences {
    /// The lines that close, innermost last.
    closing: Vec<String>,
    /// How many `<details>` are among them.
    details: usize,
}

impl OpenFences {
    fn open(&mut self, closing: &str) {
        self.closing.push(closing.to_owned());
    }

    /// Whether `line` closes the innermost, which is then open no more.
    fn close(&mut self, line: &str) -> bool {
        self.closing.pop_if(|closing| closing == line).is_some()
    }
}

/// What a line of another tool does.
enum Sign {
    /// Opens a component's block, or goes on with its next pane.
    Opens(&'static str, Foreign),
    /// Closes the block that this opened.
    Closes(&'static str, Foreign),
    /// Gives the block below it attributes.
    Describes(Attributes),
    /// Calls a component with an address.
    Calls(&'static str, Range<usize>),
    /// Says nothing that we show.
    Nothing,
}

impl Sign {
    fn opens(component: &'static str, given: Vec<Given>, closing: impl Into<String>) -> Self {
        Self::Opens(component, Foreign::new(given, closing))
    }

    fn closes(component: &'static str, closing: impl Into<String>) -> Self {
        Self::Closes(component, Foreign::new(Vec::new(), closing))
    }
}

/// The marker on a line, behind white space and quote marks. `start` is where the line begins in `source`.
pub(super) fn marker(source: &str, line: Range<usize>, grammar: &Grammar, fences: &mut OpenFences) -> Option<Marker> {
    let at = line.start + indentation(&source[line.clone()]).len();
    let text = source[at..line.end].trim_end();
    if let Some((sign, end)) = details(source, at, fences) {
        return placed(sign, at..end, grammar);
    }
    let sign = match text.as_bytes().first()? {
        b'{' => on_one_line(text, at).or_else(|| gitbook(text, at)).or_else(|| hextra(text, at)),
        b'<' => on_one_line(text, at)
            .or_else(|| element(text, at))
            .or_else(|| map(text, at))
            .or_else(|| aside(source, text, line.end, fences)),
        b'`' | b':' => sphinx(text, at, fences),
        _ => None,
    }?;
    placed(sign, at..at + text.len(), grammar)
}

/// A callout's tag behind the bullets of a list's item.
pub(super) fn marker_in_item(source: &str, line: Range<usize>, grammar: &Grammar) -> Option<Marker> {
    let text = &source[line.clone()];
    let at = memchr::memchr2(b'<', b'{', text.as_bytes())?;
    let is_bullet = |word: &str| bullet(word.as_bytes()) == Some(word.len());
    let before = unquoted(&text[..at]);
    if !before.ends_with([' ', '\t']) || !before.split_whitespace().all(is_bullet) {
        return None;
    }
    let (text, at) = (text[at..].trim_end(), line.start + at);
    let sign = on_one_line(text, at).or_else(|| element(text, at).filter(|_| text.starts_with('<')))?;
    placed(sign, at..at + text.len(), grammar)
}

/// The marker that stands for a line of another tool.
fn placed(sign: Sign, span: Range<usize>, grammar: &Grammar) -> Option<Marker> {
    let kind = match sign {
        Sign::Nothing => MarkerKind::CommentBlock,
        Sign::Describes(attributes) => MarkerKind::Attributes(attributes),
        Sign::Calls(component, link) => {
            let nowhere = link.start..link.start;
            let (component, attributes) = (grammar.get(component).cloned(), Attributes::default());
            let (name, words) = (nowhere.clone(), nowhere);
            MarkerKind::Inline(InlineCall { component, name, words, link: Some(link), attributes })
        }
        Sign::Opens(component, foreign) => block(grammar.get(component)?, foreign, span.clone()),
        Sign::Closes(component, foreign) => block(grammar.get(component)?, foreign, span.end..span.end),
    };
    Some(Marker { span, kind })
}

/// The marker of a component. One with nothing glued to it only closes.
fn block(component: &Arc<Component>, foreign: Foreign, glued: Range<usize>) -> MarkerKind {
    MarkerKind::Block(BlockMarker {
        component: Arc::clone(component),
        length: 0,
        fold: None,
        text: glued.end..glued.end,
        only_closes: glued.is_empty(),
        glued,
        is_enclosed: false,
        foreign: Some(foreign),
    })
}

fn attribute(text: &str, at: usize, name: &str) -> Option<(String, Range<usize>)> {
    let pair = pairs(text).into_iter().find(|pair| text[pair.key.clone()] == *name)?;
    Some((text[pair.value.clone()].to_owned(), at + pair.value.start..at + pair.value.end))
}

/// ```` ```{note} Title ```` and `:::{note} Title`.
fn sphinx(text: &str, at: usize, fences: &mut OpenFences) -> Option<Sign> {
    let mark = text.chars().next()?;
    let length = text.len() - text.trim_start_matches(mark).len();
    if length < 3 {
        return None;
    }
    let (fence, rest) = text.split_at(length);
    if rest.is_empty() {
        return fences.close(fence).then(|| Sign::closes("callout", fence));
    }
    let (name, title) = rest.strip_prefix('{')?.split_once('}')?;
    let variant = callouts::variant(name)?;
    let variant = Given { name: "variant".into(), value: variant.into(), span: at..at };
    let title_at = at + text.len() - title.trim_start().len();
    let title = match title.trim() {
        "" => Given { name: "title".into(), value: callouts::title(name), span: at..at },
        title => Given { name: "title".into(), value: title.into(), span: title_at..title_at + title.len() },
    };
    fences.open(fence);
    Some(Sign::opens("callout", vec![variant, title], fence))
}
