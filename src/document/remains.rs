//! Markup that is none because of a slip, and would stand on the page as text without a word: a bracket that is never closed,
//! a marker with two characters, a table without its second line. And what such a slip hides: cells of a table that draws too few.

mod pictures;
mod tables;

use std::ops::Range;
use std::sync::Arc;

use memchr::{memmem, memrchr2};
use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::attributes::Attributes;
use super::call::closing_parenthesis;
use super::scan::is_escaped;
use super::tree::{Kind, Node};
use super::{callouts, foreign, front_matter};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::theme::{Component, Grammar, Shape};

/// Tells what about a node looks like a slip.
pub(super) fn tell(node: &Node<'_>, source: &Arc<SourceText>, grammar: &Grammar, diagnostics: &mut Vec<Diagnostic>) {
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
    match &node.kind {
        Kind::Leaf(Event::Text(_)) if written == "%%" => comment(&source.text, &node.span).into_iter().collect(),
        // Most texts have no bracket, and there are many texts.
        Kind::Leaf(Event::Text(_)) if memchr::memchr2(b'[', b']', written.as_bytes()).is_none() => Vec::new(),
        Kind::Leaf(Event::Text(_)) => {
            let mut slips = if written.contains("[!") { calls(source, &node.span, grammar) } else { Vec::new() };
            match pictures::unread(source, &node.span) {
                Some(slip) => slips.push(slip),
                None => {
                    slips.extend(addresses_with_spaces(source, &node.span));
                    slips.extend(gaps_before_addresses(source, &node.span));
                }
            }
            slips
        }
        Kind::Element(Tag::Link { .. }) if written.starts_with("[!") => calls(source, &node.span, grammar),
        Kind::Leaf(Event::Rule) => misplaced(&source.text, &node.span).into_iter().collect(),
        Kind::Leaf(Event::InlineHtml(_)) | Kind::Element(Tag::HtmlBlock) => tag(written).into_iter().collect(),
        Kind::Element(Tag::Item) => task(written).or_else(|| tables::lazy(node, written)).into_iter().collect(),
        Kind::Element(Tag::Image { .. }) => pictures::sizes(node, written),
        Kind::Element(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => endless(written, info).into_iter().collect(),
        Kind::Element(Tag::CodeBlock(CodeBlockKind::Indented)) => {
            html_as_code(written, source, &node.span).into_iter().collect()
        }
        Kind::Element(Tag::Paragraph) => {
            let slip = pictures::hyphens(node).or_else(|| paragraph(written, grammar));
            slip.or_else(|| tag_in_braces(written, source)).into_iter().collect()
        }
        Kind::Element(Tag::Table(columns)) => tables::lost(node, source, columns.len()).into_iter().collect(),
        Kind::Component(call) if call.component.name == "callout" => callout(written).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A block of code that does not end where its author thought: "}```" closes none, nor does a fence with a language, and what no
/// fence closes ends with what it stands in.
fn endless(written: &str, info: &str) -> Option<Slip> {
    if matches!(info.split(|c: char| !c.is_alphanumeric()).next(), Some("md" | "markdown")) {
        return None;
    }
    let bytes = written.as_bytes();
    let mark = bytes.first().copied().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let fence = bytes.iter().take_while(|byte| **byte == mark).count();
    let mut is_closed = false;
    let wrong = memmem::find_iter(bytes, &bytes[..fence]).find_map(|at| {
        // Marks before it on its line make it part of the code.
        let line = memrchr2(b'\n', mark, &bytes[..at]).filter(|before| bytes[*before] == b'\n')?;
        let signs = at..at + bytes[at..].iter().take_while(|byte| **byte == mark).count();
        let behind = written[signs.end..].lines().next().unwrap_or_default().trim();
        let is_apart = |byte: &u8| matches!(byte, b'\n' | b'>' | b' ' | b'\t');
        let is_alone = bytes[line..at].iter().all(is_apart);
        is_closed |= is_alone && behind.is_empty();
        let (message, hint) = if is_alone && behind.starts_with(char::is_alphabetic) && !behind.contains('`') {
            let hint = format!("end the code above with {} on a line of its own", &written[..fence]);
            ("this opens no block of code, since it stands in one", hint)
        } else if behind.is_empty() && !is_apart(&bytes[at - 1]) {
            ("this closes no code, since text stands before it", "put it on a line of its own".to_owned())
        } else {
            return None;
        };
        Some(Slip::new(signs, message, hint))
    });
    let unclosed = || {
        let hint = format!("end it with {} on a line of its own, as far in as this one", &written[..fence]);
        Slip::new(0..fence, "this block of code is never closed", hint)
    };
    wrong.or_else(|| (!is_closed).then(unclosed))
}

/// Tags that are code, since they are indented behind a blank line: those of the element around them end the HTML above and go on
/// below.
fn html_as_code(written: &str, source: &SourceText, span: &Range<usize>) -> Option<Slip> {
    let is_tag =
        |line: &str| line.starts_with('<') && line[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
    let first = first_line(written).trim_start();
    if !is_tag(first) {
        return None;
    }
    let above = source.text[..span.start].trim_end().rsplit('\n').next()?.trim();
    let below = source.text[span.end..].trim_start();
    let is_inside = is_tag(above) && above.ends_with('>') && below.starts_with("</") && !below.starts_with("</details");
    let start = written.len() - written.trim_start().len();
    let hint = "four spaces behind a blank line begin code: take out the blank lines, or the spaces";
    is_inside.then(|| Slip::new(start..start + first.len(), "this HTML is shown as code", hint))
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

/// `[!badge` that is no component.
fn calls(source: &SourceText, span: &Range<usize>, grammar: &Grammar) -> Vec<Slip> {
    let written = &source.text[span.clone()];
    let slip = |(at, sign): (usize, &str)| {
        let behind = &written[at + sign.len()..];
        let gap = behind.len() - behind.trim_start_matches(' ').len();
        let name_end = behind[gap..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(behind.len() - gap);
        let name = &behind[gap..gap + name_end];
        let lower = name.to_lowercase();
        if is_escaped(source.text.as_bytes(), span.start + at) || grammar.inline(&lower).is_none() {
            return None;
        }
        let ends = behind[gap + name_end..].starts_with([' ', '\t', ']', '|', '\n', '\r']);
        let hint = if gap > 0 {
            format!("write `[!{lower}`, without a space")
        } else if lower != name {
            format!("write `[!{lower}`, in lower case")
        } else if !ends && gap + name_end < behind.len() {
            "a space, `|` or `]` stands behind the name".to_owned()
        } else {
            "its `]` is missing, or the second quotation mark of an attribute".to_owned()
        };
        let end = at + sign.len() + gap + name_end;
        let slip = Slip::new(at..end, format!("this `{}` is shown as text", &written[at..end]), hint);
        let is_certain = (gap > 0 || lower != name) && ends && behind.contains(']');
        Some(Slip { replacement: is_certain.then(|| format!("[!{lower}")), ..slip })
    };
    written.match_indices("[!").filter_map(slip).collect()
}

/// `[text](my page.md)`, which CommonMark takes for text.
fn addresses_with_spaces(source: &SourceText, span: &Range<usize>) -> Vec<Slip> {
    let written = &source.text[span.clone()];
    let pieces: Vec<&str> = written.split("](").collect();
    let mut at = 0;
    let slip = |(number, pair): (usize, &[&str])| {
        let (before, behind) = (pair[0], pair[1]);
        let start = at + before.len() + 2;
        // What is bold in the text of a link, and an icon there, cuts its start off.
        let open = before.rfind('[').or((number == 0).then_some(0)).filter(|open| !before[*open..].contains(']'));
        let is_link = open.is_some_and(|open| !is_escaped(source.text.as_bytes(), span.start + at + open));
        at = start;
        let inside = in_parentheses(behind).filter(|_| is_link)?;
        let (address, title) = inside.find(" \"").map_or((inside, ""), |title| inside.split_at(title));
        let hint = format!("put it between `<` and `>`: `(<{address}>{title})`");
        let is_address = is_file(address) || ["/", "./", "../"].iter().any(|sign| address.starts_with(sign));
        (is_address && address.contains(' ') && !address.contains(['"', '<']))
            .then(|| Slip::new(start..start + address.len(), "an address with spaces is no link", hint))
    };
    pieces.windows(2).enumerate().filter_map(slip).collect()
}

/// `[text] (page.md)`. Numbers and notes of sources are written so on purpose.
fn gaps_before_addresses(source: &SourceText, span: &Range<usize>) -> Vec<Slip> {
    let written = &source.text[span.clone()];
    let slip = |(close, _): (usize, &str)| {
        // What is bold in the text of a link, and an icon there, cuts its start off.
        let open = written[..close].rfind(['[', ']']);
        let text = &written[open.map_or(0, |open| open + 1)..close];
        let is_open = |open| written[open..].starts_with('[') && !is_escaped(source.text.as_bytes(), span.start + open);
        let is_text = open.is_none_or(is_open) && text.contains(char::is_alphabetic);
        // A bare address is a link of its own, and no part of the text before it.
        let address = in_parentheses(source.text[span.start + close + 3..].split(char::is_whitespace).next()?)?;
        let is_page = || address.split('#').next().is_some_and(|path| path.ends_with(".md"));
        let is_address =
            ["http://", "https://", "./", "../", "/"].iter().any(|sign| address.starts_with(sign)) || is_page();
        let at = close..close + 3;
        let is_link = is_text && is_address && !text.starts_with(['^', '!']);
        is_link.then(|| Slip::new(at, "this link is shown as text", "no space stands between `]` and `(`"))
    };
    written.match_indices("] (").filter_map(slip).collect()
}

/// What stands before the `)` that closes a parenthesis on the same line.
fn in_parentheses(rest: &str) -> Option<&str> {
    closing_parenthesis(rest).map(|close| &rest[..close])
}

/// Whether an address ends as the names of files do, before a section of it.
fn is_file(address: &str) -> bool {
    let file = address.split(['#', '?']).next().unwrap_or_default();
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    (2..=4).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
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

/// `%%` on a line of its own that begins or ends no comment.
fn comment(source: &str, span: &Range<usize>) -> Option<Slip> {
    let before = source[..span.start].rsplit('\n').next().unwrap_or_default();
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
    let hint = "a comment begins and ends with `%%` alone on a line, outside of quotes; until then readers see it";
    let is_alone = before.chars().all(is_mark) && first_line(&source[span.end..]).is_empty();
    is_alone.then(|| Slip::new(0..2, "this comment is shown as text", hint))
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
