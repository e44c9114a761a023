//! Markup that is none because of a slip, and would stand on the page as text without a word: a bracket that is never closed,
//! a marker with two characters, a table without its second line. And what such a slip hides: cells of a table that draws too few,
//! a page behind code that is never closed.

mod code;
mod formulas;
mod icons;
mod links;
mod pictures;
mod tables;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::attributes::Attributes;
use super::tree::{Kind, Node};
use super::{callouts, foreign, front_matter};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::{Component, Grammar, Shape};

/// Tells what about a node looks like a slip.
pub(super) fn tell(node: &Node<'_>, source: &Arc<SourceText>, grammar: &Grammar, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(icons::unknown(node, source, grammar));
    let slips = slips(node, source, grammar);
    if slips.is_empty() {
        return; // As nearly always.
    }
    for slip in slips {
        let at = node.span.start + slip.at.start..node.span.start + slip.at.end;
        let diagnostic = Diagnostic::new(slip.code, slip.message).mended_by(slip.replacement).at(source, at);
        diagnostics.push(slip.hints.into_iter().fold(diagnostic, Diagnostic::hint));
    }
}

fn slips(node: &Node<'_>, source: &SourceText, grammar: &Grammar) -> Vec<Slip> {
    let Some(written) = source.text.get(node.span.clone()) else { return Vec::new() };
    let slip = match &node.kind {
        Kind::Leaf(Event::Text(_)) if written.starts_with("%%") => comment(&source.text, &node.span),
        // Most texts have no bracket, and there are many texts.
        Kind::Leaf(Event::Text(_)) if memchr::memchr2(b'[', b']', written.as_bytes()).is_none() => {
            behind_text(written, grammar)
        }
        Kind::Leaf(Event::Text(_)) => {
            let in_text = links::in_text(source, &node.span, grammar);
            return in_text.into_iter().chain(behind_text(written, grammar)).collect();
        }
        Kind::Element(Tag::Link { .. }) if written.starts_with("[!") => {
            return links::calls(source, &node.span, grammar);
        }
        Kind::Element(Tag::Image { .. }) => return pictures::sizes(node, written),
        Kind::Leaf(Event::Rule) => misplaced(&source.text, &node.span),
        Kind::Leaf(Event::InlineHtml(_)) | Kind::Element(Tag::HtmlBlock) => tag(written),
        Kind::Element(Tag::Item) => task(written)
            .or_else(|| tables::lazy(node, written))
            .or_else(|| formulas::in_brackets(first_line(written), grammar)),
        Kind::Element(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => code::endless(written, source, &node.span, info),
        Kind::Element(Tag::CodeBlock(CodeBlockKind::Indented)) => code::html(written, source, &node.span),
        Kind::Element(Tag::Paragraph) => {
            let slip = pictures::hyphens(node).or_else(|| paragraph(written, grammar));
            slip.or_else(|| tag_in_braces(written, source)).or_else(|| formulas::in_brackets(written, grammar))
        }
        Kind::Element(Tag::Table(columns)) => tables::lost(node, source, columns.len()),
        Kind::Component(call) if call.component.name == "callout" => callout(written),
        _ => None,
    };
    slip.into_iter().collect()
}

/// A box that is about to be closed, with neither a title nor a text.
pub(super) fn empty(node: &Node<'_>, source: &Arc<SourceText>) -> Option<Diagnostic> {
    let Kind::Component(call) = &node.kind else { return None };
    let Component { shape, metadata, .. } = call.component.as_ref();
    let title = metadata.text.as_ref().filter(|_| *shape == Shape::Fence && !metadata.encloses)?;
    if !node.children.is_empty() || call.arguments.iter().any(|(name, _)| name == title) {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::EmptyComponent, format!("this `{}` is empty", call.component.name));
    Some(
        diagnostic
            .at(source, call.span.clone())
            .hint(format!("its text goes between two lines of `{}`", metadata.marker)),
    )
}

/// A finding whose place counts from the start of its node.
struct Slip {
    code: Code,
    at: Range<usize>,
    message: String,
    hints: Vec<String>,
    /// What to write at the place instead, when that mends it for certain.
    replacement: Option<String>,
}

impl Slip {
    fn new(at: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: Code::MarkupAsText, at, message: message.into(), hints: vec![hint.into()], replacement: None }
    }
}

/// Front matter that a page does not begin with.
fn misplaced(source: &str, rule: &Range<usize>) -> Option<Slip> {
    let lines = front_matter::below_a_rule(source, rule)?;
    let hint = "a page begins with its front matter; move this up there, or its keys into the one that is there";
    let slip = |message: &str| Slip::new(0..rule.len(), message, hint);
    Some(if front_matter::would_hide(source, &lines) {
        let message = "everybody sees this page, since its front matter is text: something else stands above it";
        Slip { code: Code::PageExposed, ..slip(message) }
    } else {
        slip("this front matter is shown as text, since something else stands above it")
    })
}

/// A paragraph that was meant to be something else.
fn paragraph(written: &str, grammar: &Grammar) -> Option<Slip> {
    match written.as_bytes().first()? {
        b'|' => tables::undrawn(written),
        b'{' => {
            let inside = written.trim_end().strip_prefix('{')?.strip_suffix('}')?;
            Attributes::parse(inside).filter(|_| !inside.contains(['{', '\n']))?;
            let hint = "they stand right above a block, or at the end of a line of text";
            Some(Slip::new(0..inside.len() + 2, "these attributes belong to nothing", hint))
        }
        b'$' if grammar.has("math") && first_line(written) == "$$" => Some(Slip::new(
            0..2,
            "this `$$` is never closed",
            "close it with `$$` on a line of its own, in the same list item or quote",
        )),
        b'#' => heading(written).or_else(|| tables::misdrawn(written)),
        // No marker is made of letters.
        mark if mark.is_ascii_alphanumeric() => {
            memchr::memchr(b'|', written.as_bytes())?; // Most have none.
            tables::misdrawn(written)
        }
        mark => two_marks(written, *mark, grammar)
            .or_else(|| lone_marker(written, *mark, grammar))
            .or_else(|| glued_title(written, *mark, grammar))
            .or_else(|| tables::misdrawn(written)),
    }
}

/// Tags between braces, by how they open and close: Hugo's, those of Liquid and its kin, expressions.
const BRACES: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];

/// A tag between braces that means nothing here: a shortcode of another tool, or an include on a page whose expressions are not
/// evaluated. Other tags may be what the page is about.
fn tag_in_braces(written: &str, source: &SourceText) -> Option<Slip> {
    // There it may be shown on purpose, `{%{{{< foo >}}}%}`, and what is none of ours in two braces was told already.
    if source.is_expanded() {
        return None;
    }
    let (opening, closing) = BRACES.into_iter().find(|(opening, _)| written.starts_with(opening))?;
    let end = written.find(closing)? + closing.len();
    let inside = written[opening.len()..end].trim_start_matches([' ', '-', '~']);
    let name = &inside[..inside.find(|c: char| !c.is_alphanumeric() && !"-_".contains(c))?];
    // What opens was told already.
    if name.is_empty() || name.starts_with("end") {
        return None;
    }
    if opening != "{{" {
        let hint = "shortcodes of other tools mean nothing here: write it in Markdown, or as a component, be it one of your own";
        return Some(Slip::new(0..end, "this shortcode is shown as text", hint));
    }
    let hint = "switch them on by `templating: true` in the front matter, or for all pages by `templating.enabled: true` in `rasher.yml`";
    let slip = || Slip::new(0..end, "this include is shown as text, since expressions are switched off", hint);
    (name == "include").then(slip)
}

/// `- [] task`, and `- [x]: task`, which defines a link.
fn task(written: &str) -> Option<Slip> {
    memchr::memchr(b'[', written.as_bytes())?;
    if let Some(at) = ["[x]: ", "[X]: "].into_iter().find_map(|sign| written.find(sign))
        && written[..at].trim_end().len() == 1
    {
        let hint = "a done task is `- [x]` with a space behind, and no colon";
        return Some(Slip::new(at..at + 4, "this defines a link, and is not shown", hint));
    }
    let at = written.find("[] ").filter(|at| written[..*at].trim_end().len() == 1)?;
    Some(Slip::new(
        at..at + 2,
        "this is no box to tick",
        "an open task is `- [ ]`, with a space inside, and a done one `- [x]`",
    ))
}

/// `<Alert>` with something before or behind it.
fn tag(written: &str) -> Option<Slip> {
    let start = written.len() - written.trim_start().len();
    let tag = foreign::callout_tag(&written[start..])?;
    let hint = "it is one on lines of its own, or on one line with its text and nothing else";
    Some(Slip::new(start..start + tag.len(), format!("this `{tag}>` is no callout"), hint))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

/// `##Title`, which is text.
fn heading(written: &str) -> Option<Slip> {
    let (marks, title) = written.split_at(written.len() - written.trim_start_matches('#').len());
    // One mark alone begins a tag, or the name of a channel.
    let is_title = (2..=6).contains(&marks.len()) && title.starts_with(|c: char| c.is_alphanumeric() || c == '*');
    let hint = format!("write a space behind `{marks}`");
    let slip = || Slip::new(0..marks.len(), "this heading is shown as text", hint);
    is_title.then(|| Slip { replacement: Some(format!("{marks} ")), ..slip() })
}

/// `Text :::code source="a.rs" :::`.
fn behind_text(written: &str, grammar: &Grammar) -> Option<Slip> {
    let at = memchr::memmem::find(written.as_bytes(), b":::").filter(|at| *at > 0)?;
    let name = written[at + 3..].split_ascii_whitespace().next()?;
    let component = grammar.line(name)?;
    let hint = format!("write it on a line of its own: `{}`", component.metadata.example);
    let message = format!("this `:::{name}` is shown as text, since text stands before it");
    Some(Slip::new(at..at + 3 + name.len(), message, hint))
}

/// `!!warning` … `!!`.
fn two_marks(written: &str, mark: u8, grammar: &Grammar) -> Option<Slip> {
    let component = grammar.block(mark)?;
    let marks = written.get(..2).filter(|marks| marks.bytes().all(|byte| byte == mark))?;
    let closes = written.lines().next_back().is_some_and(|line| line.trim() == marks);
    let opens = written.as_bytes().get(2).is_some_and(|next| *next != mark);
    let message = format!("this `{marks}` opens nothing");
    let hint = format!("the marker of `{}` is `{}`", component.written_name(), component.metadata.marker);
    (opens && closes).then(|| Slip::new(0..2, message, hint))
}

/// `+++Title` that nothing closes.
fn glued_title(written: &str, mark: u8, grammar: &Grammar) -> Option<Slip> {
    let component = grammar.block(mark).filter(|component| component.shape == Shape::Panes)?;
    let marker = component.metadata.marker.as_str();
    let title = first_line(written).strip_prefix(marker).filter(|title| title.starts_with(char::is_alphabetic))?;
    let hint = format!("a space stands behind the marker, `{marker} {title}`, and `{marker}` closes it");
    Some(Slip::new(0..marker.len() + title.len(), format!("this `{marker}` opens nothing"), hint))
}

/// `===` with nothing above it.
fn lone_marker(written: &str, mark: u8, grammar: &Grammar) -> Option<Slip> {
    let component = grammar.block(mark).filter(|component| component.shape == Shape::Panes)?;
    let marker = component.metadata.marker.as_str();
    let hint = format!("its opening marker is missing; one with a title opens: `{marker} Title`");
    let slip = Slip::new(0..marker.len(), format!("`{marker}` closes nothing here"), hint);
    (written.trim_end() == marker).then_some(Slip { code: Code::StrayMarker, ..slip })
}

/// `%%` at the start of a line that begins or ends no comment.
fn comment(source: &str, span: &Range<usize>) -> Option<Slip> {
    let before = source[..span.start].rsplit('\n').next().unwrap_or_default();
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
    let is_alone = span.len() == 2 && first_line(&source[span.end..]).is_empty();
    let hint = match is_alone {
        true => "a comment begins and ends with `%%` alone on a line, outside of quotes; until then readers see it",
        false => "it ends on another line or nowhere: `%%` stands alone on the lines above and below a longer comment",
    };
    before.chars().all(is_mark).then(|| Slip::new(0..2, "this comment is shown as text", hint))
}

/// `> [!WARNNG]`, almost a kind of callout.
fn callout(written: &str) -> Option<Slip> {
    let written = first_line(written);
    let at = written.find("[!").filter(|at| written[..*at].trim_start_matches('>').trim().is_empty())?;
    let (kind, ..) = callouts::sign(&written[at..])?;
    if written[..at].is_empty() || callouts::variant(kind).is_some() {
        return None;
    }
    let near = callouts::nearest_type(kind)?;
    let start = at + written[at..].find(kind)?;
    let message = format!("`{kind}` is no known kind of callout and was taken as its title");
    let hint = format!("did you mean `{}`?", near.to_uppercase());
    Some(Slip { code: Code::UnknownValue, ..Slip::new(start..start + kind.len(), message, hint) })
}
