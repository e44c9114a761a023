//! Block components of other tools, read as ours (format sheet §1.3, §1.36): GitBook's `{% hint %}` and `{% tabs %}`, Hextra's
//! `{{< callout >}}`, `<Alert>`, Sphinx' `{note}` fences, Notion's `<aside>`.
//!
//! A line of theirs becomes the marker of the component that it means; from there on nothing knows where it came from.

mod gitbook;

use std::ops::Range;
use std::sync::Arc;

use gitbook::gitbook;

use super::attributes::Attributes;
use super::call::{Given, InlineCall, pairs};
use super::callouts;
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
    fn new(given: Vec<Given>, closing: &str) -> Self {
        Self { given, closing: closing.to_owned(), depth: 0, body: None }
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

/// A summary may be this long; bounds the work on one that is never closed.
const MAX_SUMMARY: usize = 4 * 1024;

/// What a line of another tool does.
enum Sign {
    /// Opens a block, or goes on with its next pane.
    Opens { component: &'static str, given: Vec<Given>, closing: String },
    /// Opens a block that may stand inside another, on the line and those below it to `end`.
    Nests { component: &'static str, given: Vec<Given>, closing: &'static str, depth: usize, end: usize },
    /// Closes the block at this depth.
    Unnests { component: &'static str, closing: &'static str, depth: usize },
    /// Closes the block that this line closes.
    Closes { component: &'static str, closing: String },
    /// Opens a block and closes it behind its text.
    Holds { component: &'static str, given: Vec<Given>, body: Range<usize> },
    /// Gives the block below it attributes.
    Describes(Attributes),
    /// Calls a component with an address.
    Calls { component: &'static str, link: Range<usize> },
    /// Says nothing that we show.
    Nothing,
}

/// The marker on a line, behind white space and quote marks. `start` is where the line begins in `source`.
pub(super) fn marker(source: &str, line: Range<usize>, grammar: &Grammar, fences: &mut OpenFences) -> Option<Marker> {
    let text = &source[line.clone()];
    let at = line.start + text.find(|c: char| !matches!(c, ' ' | '\t' | '>'))?;
    let text = source[at..line.end].trim_end();
    let span = at..at + text.len();
    let sign = match text.as_bytes()[0] {
        b'{' => on_one_line(text, at).or_else(|| gitbook(text, at)).or_else(|| hextra(text, at)),
        b'<' => on_one_line(text, at)
            .or_else(|| element(text, at))
            .or_else(|| map(text, at))
            .or_else(|| details(source, at, fences))
            .or_else(|| aside(source, text, line.end, fences)),
        b'`' | b':' => sphinx(text, at, fences),
        _ => None,
    }?;
    placed(sign, span, grammar)
}

/// A callout's tag behind the bullets of a list's item.
pub(super) fn marker_in_item(source: &str, line: Range<usize>, grammar: &Grammar) -> Option<Marker> {
    let text = &source[line.clone()];
    let at = memchr::memchr2(b'<', b'{', text.as_bytes())?;
    let is_bullet = |word: &str| {
        let digits = word.strip_suffix(['.', ')']).filter(|digits| (1..=9).contains(&digits.len()));
        matches!(word, "-" | "*" | "+") || digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let before = text[..at].trim_start_matches([' ', '\t', '>']);
    if !before.ends_with([' ', '\t']) || !before.split_whitespace().all(is_bullet) {
        return None;
    }
    let (text, at) = (text[at..].trim_end(), line.start + at);
    let sign = on_one_line(text, at).or_else(|| element(text, at).filter(|_| text.starts_with('<')))?;
    placed(sign, at..at + text.len(), grammar)
}

/// The marker that stands for a line of another tool.
fn placed(sign: Sign, span: Range<usize>, grammar: &Grammar) -> Option<Marker> {
    let nothing = span.end..span.end;
    let kind = match sign {
        Sign::Nothing => MarkerKind::CommentBlock,
        Sign::Describes(attributes) => MarkerKind::Attributes(attributes),
        Sign::Calls { component, link } => {
            let component = grammar.get(component).cloned();
            let nothing = link.start..link.start;
            let attributes = Attributes::default();
            MarkerKind::Inline(InlineCall {
                component,
                name: nothing.clone(),
                words: nothing,
                link: Some(link),
                attributes,
            })
        }
        Sign::Opens { component, given, closing } => {
            block(grammar.get(component)?, Foreign::new(given, &closing), span.clone(), nothing, false)
        }
        Sign::Holds { component, given, body } => {
            let foreign = Foreign { body: Some(body), ..Foreign::new(given, "") };
            block(grammar.get(component)?, foreign, span.clone(), nothing, false)
        }
        Sign::Nests { component, given, closing, depth, end } => {
            let foreign = Foreign { depth, ..Foreign::new(given, closing) };
            let span = span.start..end;
            let kind = block(grammar.get(component)?, foreign, span.clone(), end..end, false);
            return Some(Marker { span, kind });
        }
        Sign::Unnests { component, closing, depth } => {
            let foreign = Foreign { depth, ..Foreign::new(Vec::new(), closing) };
            block(grammar.get(component)?, foreign, nothing.clone(), nothing, true)
        }
        Sign::Closes { component, closing } => {
            block(grammar.get(component)?, Foreign::new(Vec::new(), &closing), nothing.clone(), nothing, true)
        }
    };
    Some(Marker { span, kind })
}

fn block(
    component: &Arc<Component>,
    foreign: Foreign,
    glued: Range<usize>,
    text: Range<usize>,
    closes: bool,
) -> MarkerKind {
    let component = Arc::clone(component);
    let foreign = Some(foreign);
    let is_enclosed = false;
    MarkerKind::Block(BlockMarker {
        is_enclosed,
        component,
        length: 0,
        fold: None,
        glued,
        text,
        only_closes: closes,
        foreign,
    })
}

/// The variant of a callout and its title, by the attributes of a tag.
fn callout(text: &str, at: usize, kind: &str) -> Vec<Given> {
    let mut given = Vec::new();
    for pair in pairs(text) {
        let (key, value) = (&text[pair.key], &text[pair.value.clone()]);
        let span = at + pair.value.start..at + pair.value.end;
        if key == kind {
            let value = callouts::variant(value).unwrap_or("base").to_owned();
            given.push(Given { name: "variant".into(), value, span });
        } else if key == "title" && !value.is_empty() {
            given.push(Given { name: "title".into(), value: value.to_owned(), span });
        }
    }
    given
}

fn attribute(text: &str, at: usize, name: &str) -> Option<(String, Range<usize>)> {
    let pair = pairs(text).into_iter().find(|pair| text[pair.key.clone()] == *name)?;
    Some((text[pair.value.clone()].to_owned(), at + pair.value.start..at + pair.value.end))
}

/// How tools open and close a callout: what its tag begins and ends with, its closing tag, the attribute that says its kind.
const TAGS: [(&str, &str, &str, &str); 5] = [
    ("<Alert", ">", "</Alert>", "type"),
    ("<Callout", ">", "</Callout>", "type"),
    ("{% hint", "%}", "{% endhint %}", "style"),
    ("{{< callout", ">}}", "{{< /callout >}}", "type"),
    ("{{% callout", "%}}", "{{% /callout %}}", "type"),
];

/// Where the `end` of a tag stands, outside the quotes of its attributes.
pub(super) fn tag_end(text: &str, end: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, b' ');
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if quote == Some(byte) => quote = None,
            b'"' | b'\'' if quote.is_none() && before == b'=' => quote = Some(byte),
            _ if quote.is_none() && text.as_bytes()[at..].starts_with(end.as_bytes()) => return Some(at),
            _ => {}
        }
        before = byte;
    }
    None
}

/// The name of the tag that a text begins with, when elsewhere it opens a callout.
pub(super) fn callout_tag(text: &str) -> Option<&'static str> {
    let tags = TAGS.iter().map(|(open, ..)| *open).filter(|open| open.starts_with('<'));
    tags.into_iter().find(|open| text.strip_prefix(open).is_some_and(|behind| behind.starts_with([' ', '>', '\n'])))
}

/// `<Alert type="info">Text</Alert>`, and the same of other tools.
fn on_one_line(text: &str, at: usize) -> Option<Sign> {
    let (tag, kind, closing, body) = TAGS.iter().find_map(|(open, end, closing, kind)| {
        let inside = text.strip_prefix(open)?.strip_suffix(closing)?;
        let length = tag_end(inside, end).filter(|_| inside.starts_with([' ', '>']))?;
        let start = open.len() + length + end.len();
        Some((&text[..start], kind, closing, start..text.len() - closing.len()))
    })?;
    let inside = &text[body.clone()];
    let is_text = !inside.trim().is_empty() && !inside.contains(tag) && !inside.contains(closing);
    let given = callout(tag, at, kind);
    is_text.then(|| Sign::Holds { component: "callout", given, body: at + body.start..at + body.end })
}

/// `{{< callout type="info" >}}`.
fn hextra(text: &str, at: usize) -> Option<Sign> {
    let inside = text.strip_prefix("{{")?.strip_suffix("}}")?;
    let inside = inside.strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
    let inside = inside.or_else(|| text.strip_prefix("{{%")?.strip_suffix("%}}"))?.trim();
    match inside.split_whitespace().next()? {
        "callout" => {
            let closing = text.replace(inside, "/callout");
            Some(Sign::Opens { component: "callout", given: callout(text, at, "type"), closing })
        }
        "/callout" => Some(Sign::Closes { component: "callout", closing: text.to_owned() }),
        _ => None,
    }
}

/// `<Alert title="…" type="info">`.
fn element(text: &str, at: usize) -> Option<Sign> {
    if matches!(text, "</Alert>" | "</Callout>") {
        return Some(Sign::Closes { component: "callout", closing: text.to_owned() });
    }
    let name = ["Alert", "Callout"].into_iter().find(|name| {
        text[1..].strip_prefix(name).is_some_and(|rest| rest == ">" || rest.starts_with(' ') && rest.ends_with('>'))
    })?;
    // A tag with something behind it on its line is left to the author's HTML.
    let is_tag = tag_end(text, ">") == Some(text.len() - 1) && !text.ends_with("/>");
    let given = callout(text, at, "type");
    is_tag.then(|| Sign::Opens { component: "callout", given, closing: format!("</{name}>") })
}

/// The `<iframe>` that Google gives for a map.
fn map(text: &str, at: usize) -> Option<Sign> {
    let is_frame = text.starts_with("<iframe ") && text.ends_with("</iframe>");
    let (address, link) = is_frame.then(|| attribute(text, at, "src")).flatten()?;
    address.contains("google.com/maps/embed").then_some(Sign::Calls { component: "embed", link })
}

/// `<details><summary>Title</summary>`, on one line or more, is a panel (format sheet §1.26).
fn details(source: &str, at: usize, fences: &mut OpenFences) -> Option<Sign> {
    const CLOSING: &str = "</details>";
    let rest = &source[at..];
    if let Some(behind) = rest.strip_prefix(CLOSING) {
        let is_alone = behind.lines().next().is_none_or(|behind| behind.trim().is_empty());
        if !is_alone || !fences.close(CLOSING) {
            return None;
        }
        fences.details -= 1;
        return Some(Sign::Unnests { component: "panels", closing: CLOSING, depth: fences.details });
    }
    let tag = rest.strip_prefix("<details")?;
    let tag_end = tag.find('>').filter(|end| !tag[..*end].contains('\n'))?;
    let (tag, behind) = (&tag[..tag_end], &tag[tag_end + 1..]);
    let is_open = tag.split_whitespace().any(|word| word == "open");
    let gap = behind.len() - behind.trim_start_matches(['>', ' ', '\t', '\r', '\n']).len();
    let behind_at = source.len() - behind.len();
    let summary = behind[gap..].strip_prefix("<summary>");
    let (title, span, end) = match summary {
        Some(summary) => {
            let length = summary[..summary.floor_char_boundary(MAX_SUMMARY)].find("</summary>")?;
            let start = source.len() - summary.len();
            let behind = summary[length + "</summary>".len()..].lines().next().unwrap_or_default();
            if !behind.trim().is_empty() || summary[..length].contains("\n\n") {
                return None;
            }
            (summary[..length].trim(), start..start + length, start + length + "</summary>".len())
        }
        None if behind[..gap].contains('\n') => ("Details", behind_at..behind_at, behind_at),
        None => return None,
    };
    fences.open(CLOSING);
    let depth = fences.details;
    fences.details += 1;
    let fold = if is_open { "open" } else { "closed" };
    let mut given = vec![
        Given { name: "title".into(), value: title.to_owned(), span },
        Given { name: "fold".into(), value: fold.into(), span: at..at },
    ];
    given.extend(attribute(tag, at, "id").map(|(value, _)| Given { name: "id".into(), value, span: at..at }));
    Some(Sign::Nests { component: "panels", given, closing: CLOSING, depth, end })
}

/// Notion's callout: an `<aside>` whose text begins with an emoji.
fn aside(source: &str, text: &str, end: usize, fences: &mut OpenFences) -> Option<Sign> {
    const CLOSING: &str = "</aside>";
    if text == CLOSING {
        return fences.close(CLOSING).then_some(Sign::Closes { component: "callout", closing: text.to_owned() });
    }
    let first = source[end..].trim_start_matches(['\r', '\n']).trim_start_matches("<aside>").chars().next()?;
    let variant = match first {
        '💡' => "tip",
        '⚠' | '🚧' => "warning",
        '❗' | '🚨' | '🛑' | '⛔' | '❌' => "danger",
        'ℹ' | '📌' | '📘' => "info",
        '❓' | '🤔' => "question",
        '✅' | '🎉' => "success",
        other if ('\u{2600}'..='\u{27bf}').contains(&other) || other >= '\u{1f000}' => "base",
        _ => return None,
    };
    if text != "<aside>" {
        return None;
    }
    fences.open(CLOSING);
    let given = vec![Given { name: "variant".into(), value: variant.into(), span: end..end }];
    Some(Sign::Opens { component: "callout", given, closing: CLOSING.to_owned() })
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
        return fences.close(fence).then_some(Sign::Closes { component: "callout", closing: text.to_owned() });
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
    Some(Sign::Opens { component: "callout", given: vec![variant, title], closing: fence.to_owned() })
}
