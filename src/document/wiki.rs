//! Wiki links, `[[Page#heading|Label]]` and `![[picture.png|300]]`.
//!
//! Their destination keeps its brackets all the way to `site::links`, so that a wiki link means the same as the address of a
//! component: `[!card]([[Page]])`.

use std::ops::Range;

use super::facts::alt_and_size;
use super::medium::Medium;
use super::scan::{Marker, MarkerKind};

/// A wiki link may be this long; what is longer is text. Bounds the work on an unclosed one.
const MAX_LENGTH: usize = 1024;

/// A wiki link as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WikiLink {
    /// The bytes of the page with its anchor.
    pub(super) target: Range<usize>,
    /// The bytes of the text to show, when there is one.
    pub(super) label: Option<Range<usize>>,
    /// Letters glued to the closing brackets, which belong to the text: `[[tab]]s`.
    pub(super) tail: Range<usize>,
    /// Whether `!` stands before it: the picture or block itself is shown.
    pub(super) embeds: bool,
}

/// Reads the `[[…]]` whose brackets begin at `at`. `[[1]](a.md)` is an ordinary link, `[[ -f x ]]` a test of a shell,
/// `[[:punct:]]` a class of characters.
pub(super) fn link(source: &str, at: usize) -> Option<Marker> {
    let rest = source[at..].strip_prefix("[[")?;
    let limit = rest.floor_char_boundary(MAX_LENGTH);
    let length = rest[..limit].find(['[', ']', '\n']).filter(|length| rest[*length..].starts_with("]]"))?;
    let inside = &rest[..length];
    let is_class = inside.starts_with(':') && inside.ends_with(':');
    if inside.starts_with(char::is_whitespace) || inside.starts_with('!') || is_class || inside.trim().is_empty() {
        return None;
    }
    let behind = &rest[length + 2..];
    if behind.starts_with(['(', '[', ':', ']']) {
        return None;
    }
    let start = at + 2;
    let bar = inside.find('|');
    // In a table the bar is written behind a backslash.
    let target = inside[..bar.unwrap_or(length)].trim_end_matches('\\').trim_end();
    let label = bar.map(|bar| start + bar + 1..start + length).filter(|label| !source[label.clone()].trim().is_empty());
    let embeds = at > 0 && source.as_bytes()[at - 1] == b'!';
    let close = start + length + 2;
    let letters = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
    let tail = close..close + if embeds { 0 } else { letters };
    let span = at - usize::from(embeds)..tail.end;
    let link = WikiLink { target: start..start + target.len(), label, tail, embeds };
    Some(Marker { span, kind: MarkerKind::Wiki(link) })
}

/// The text of a wiki link without one of its own: `Page > heading`, as in Obsidian.
pub(super) fn own_text(target: &str) -> String {
    let shown = target.trim().trim_start_matches('#');
    shown.split('#').map(str::trim).collect::<Vec<_>>().join(" > ")
}

/// The text of a picture: `Alt`, `Alt|300`, and `300` alone, which is a size.
pub(super) fn picture_text(label: &str) -> String {
    let label = label.trim();
    let size = format!("|{label}");
    let is_size = !label.contains('|') && alt_and_size(&size).1.0.is_some();
    if is_size { size } else { label.to_owned() }
}

/// Whether a name is that of a picture, a film or a sound.
pub(super) fn is_picture(target: &str) -> bool {
    const EXTENSIONS: [&str; 9] = ["avif", "bmp", "gif", "heif", "jpeg", "jpg", "png", "svg", "webp"];
    let extension = target.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)) || Medium::of(target).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let read = |text: &str| {
            let marker = link(text, text.find("[[").unwrap())?;
            let MarkerKind::Wiki(link) = marker.kind else { return None };
            let label = link.label.map_or("", |label| &text[label]);
            Some(format!("{}|{label}|{}|{}", &text[link.target], &text[link.tail], &text[marker.span]))
        };
        for (text, expected) in [
            ("[[a b]] c", Some("a b|||[[a b]]")),
            ("[[a#b|c]].", Some("a#b|c||[[a#b|c]]")),
            ("[[a\\|c]]", Some("a|c||[[a\\|c]]")),
            ("[[tab]]s,", Some("tab||s|[[tab]]s")),
            ("![[i.png|3]]x", Some("i.png|3||![[i.png|3]]")),
            ("[[a|]]", Some("a|||[[a|]]")),
            ("[[ -f x ]]", None),
            ("[[:punct:]]", None),
            ("[[1]](x)", None),
            ("[[1]][x]", None),
            ("[[a\nb]]", None),
            ("[[a]", None),
            ("[[a[b]]]", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_link_without_text_shows_its_target() {
        assert_eq!(["a", "#b", "a#b#c"].map(own_text), ["a", "b", "a > b > c"]);
        assert_eq!(["Alt", "Alt|3", "300", "3x4"].map(picture_text), ["Alt", "Alt|3", "|300", "|3x4"]);
    }
}
