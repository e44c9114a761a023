//! Names between colons that are almost an emoji. They stay text, since text may stand between colons for other reasons, so a
//! build does not tell.

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::{Kind, Node};
use crate::site::{Page, Site};
use crate::theme::{Grammar, emoji, emoji_names};

/// Names that are shorter are words and times as often as slips.
const LEAST: usize = 4;

/// Tells of every such name, with the emoji.
pub(super) fn find(site: &Site, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if !grammar.has("emoji") {
        return findings;
    }
    for page in site.pages.iter().filter(|page| names(&page.document.source.text).next().is_some()) {
        page.document.tree().iter().for_each(|node| look_at(node, page, &mut findings));
    }
    findings
}

fn look_at(node: &Node<'_>, page: &Page, findings: &mut Vec<Diagnostic>) {
    let mut code_until = 0;
    node.walk(&mut |node| match &node.kind {
        Kind::Element(Tag::CodeBlock(_) | Tag::HtmlBlock) => code_until = node.span.end,
        Kind::Leaf(Event::Text(_)) if node.span.start >= code_until => {
            let text = page.document.source.text.get(node.span.clone()).unwrap_or_default();
            findings.extend(names(text).filter_map(|(at, name)| finding(page, node.span.start + at, name)));
        }
        _ => {}
    });
}

fn finding(page: &Page, at: usize, name: &str) -> Option<Diagnostic> {
    let face = format!("{name}_face");
    let near = if emoji(&face).is_some() { Some(face.as_str()) } else { nearest(name, emoji_names()) }?;
    let message = format!("there is no emoji `:{name}:`");
    let diagnostic = Diagnostic::new(Code::UnknownEmoji, message).at(&page.document.source, at..at + name.len());
    Some(diagnostic.hint(format!("did you mean `:{near}:`?")))
}

/// The names between two colons that are no emoji, and where they stand.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let may_be = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    text.match_indices(':').filter_map(move |(colon, _)| {
        let rest = &text[colon + 1..];
        let length = rest.bytes().take_while(|byte| may_be(*byte)).count();
        let name = &rest[..length];
        let opens = !text[..colon].ends_with(|c: char| c.is_alphanumeric() || c == ':');
        let closes = rest[length..].starts_with(':') && !rest[length + 1..].starts_with(|c: char| c.is_alphanumeric());
        let is_word = length >= LEAST && name.contains(|c: char| c.is_ascii_lowercase()) && !name.starts_with("icon-");
        (opens && closes && is_word && emoji(name).is_none()).then_some((colon + 1, name))
    })
}
