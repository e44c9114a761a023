//! What is odd about images: those that stayed text, sizes that are none, hyphens that put them nowhere.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::Slip;
use super::links::is_file;
use crate::diagnostic::{Code, SourceText};
use crate::document::facts::{alt_and_size, is_share};
use crate::document::scan::is_escaped;
use crate::document::tree::{Kind, Node, plain_text};

/// `![text](picture.png =300x200)` and the like, which are text.
pub(super) fn unread(source: &SourceText, span: &Range<usize>) -> Option<Slip> {
    let written = &source.text[span.clone()];
    let at = written.find("![").filter(|at| !is_escaped(source.text.as_bytes(), span.start + at))?;
    let close = at + written[at..].find(']')?;
    let (gap, rest) = written[close + 1..].split_once('(')?;
    let (address, _) = rest.split_once(')')?;
    let hint = match gap {
        " " if is_file(address) || address.contains("://") => "no space stands between `]` and `(`",
        "" if address.contains(" =") => "its size stands in the text: `![text|300x200](…)`",
        "" if address.matches('"').count() == 1 => "its title lacks a quotation mark",
        _ => return None,
    };
    let end = close + 1 + gap.len() + address.len() + 2;
    Some(Slip::new(at..end, "this image is shown as text", hint))
}

/// Sizes of an image that are none.
pub(super) fn sizes(picture: &Node<'_>, written: &str) -> Vec<Slip> {
    let slip = |at: Range<usize>, size: &str| Slip {
        code: Code::UnknownValue,
        ..Slip::new(
            at,
            format!("`{size}` is no size of an image"),
            "sizes are pixels: `|300`, `|300x200`, `{width=\"300\"}`; `{width=\"50%\"}` is half of the width around it",
        )
    };
    let text = plain_text(&picture.children);
    let behind = text.rsplit_once('|').map(|(_, size)| size.trim()).unwrap_or_default();
    let is_size = behind.starts_with(|c: char| c.is_ascii_digit()) && !behind.contains(' ');
    let is_none = is_size && alt_and_size(text.trim()).1.0.is_none();
    let place = written.find(behind).filter(|_| is_none);
    let mut slips: Vec<Slip> = place.map(|at| slip(at..at + behind.len(), behind)).into_iter().collect();
    for child in &picture.children {
        let Kind::Attributes(attributes) = &child.kind else { continue };
        let width = attributes.value("width").filter(|width| !is_share(width));
        let given = width.into_iter().chain(attributes.value("height"));
        // Those on the line above stand outside the picture.
        let start = child.span.start.checked_sub(picture.span.start);
        let at = start.map_or(0..picture.span.len(), |start| start..start + child.span.len());
        slips.extend(
            given.filter(|size| size.trim_end_matches("px").parse::<u32>().is_err()).map(|size| slip(at.clone(), size)),
        );
    }
    slips
}

/// `-![text](picture.png)-`, which is no side.
pub(super) fn hyphens(paragraph: &Node<'_>) -> Option<Slip> {
    let is_picture = |node: &&Node<'_>| matches!(node.kind, Kind::Element(Tag::Image { .. }));
    // Of what stands before a box, such as `[!ref](a.md)`, an empty text remains.
    let are_these = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'-');
    let is_hyphens = |node: &Node<'_>| node.text().is_some_and(are_these);
    let pictures = paragraph.children.iter().filter(is_picture).count();
    let mut others = paragraph.children.iter().filter(|node| !is_picture(node));
    let are_hyphens = pictures == 1 && paragraph.children.len() > 1 && others.all(is_hyphens);
    let hint = "`-` or `--` before it is left, behind it right; `--` on both sides is wide";
    are_hyphens.then(|| Slip::new(0..paragraph.span.len(), "these hyphens put the image nowhere", hint))
}
