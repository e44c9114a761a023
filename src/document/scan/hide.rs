//! Writes over candidates what the parser takes for one opaque piece of the same length.

use super::marker::{Marker, MarkerKind};
use crate::document::letters;

/// Hides markers in a text.
pub(super) fn hide_in(text: &mut String, markers: &[Marker]) {
    if markers.is_empty() {
        return; // The text is not looked through for whether it is one.
    }
    let mut bytes = std::mem::take(text).into_bytes();
    hide(&mut bytes, markers);
    *text = into_text(bytes);
}

fn hide(text: &mut [u8], markers: &[Marker]) {
    for marker in markers {
        let bytes = &mut text[marker.span.clone()];
        match marker.kind {
            MarkerKind::Block(_)
            | MarkerKind::Attributes(_)
            | MarkerKind::Admonition(_)
            | MarkerKind::Abbreviation { .. } => {
                bytes.fill(b' ');
                enclose(bytes, b"<?>", b"");
            }
            MarkerKind::TableAttributes(_) => bytes.fill(b' '),
            MarkerKind::Letters { value, .. } => letters::hide(bytes, value),
            MarkerKind::CommentBlock | MarkerKind::Html => {
                // An HTML block of the same kind ends with the line that holds `?>`, blank lines or not; `<p>` becomes `<?>`.
                replace(bytes, |byte| !matches!(byte, b'\n' | b'\r'), b' ');
                enclose(bytes, b"<?", b"?>");
            }
            MarkerKind::MathBlock { .. } => {
                let last = bytes.len() - 2;
                let mut is_mark = false; // Of a quote, at the start of a line.
                let is_inside = |byte| {
                    is_mark = byte == b'\n' || is_mark && matches!(byte, b' ' | b'\t' | b'>');
                    !is_mark && byte != b'\r'
                };
                replace(&mut bytes[2..last], is_inside, b' ');
                enclose(bytes, b"<?", b"?>");
            }
            MarkerKind::Math { .. } => {
                bytes.fill(b'a');
                enclose(bytes, b"`", b"`");
            }
            MarkerKind::Inline(_) | MarkerKind::Wiki(_) | MarkerKind::Comment => {
                bytes.fill(b'a');
                enclose(bytes, b"<xx:", b">");
            }
            MarkerKind::Address => replace(bytes, |byte| matches!(byte, b'*' | b'_' | b'~' | b'^'), b'x'),
            MarkerKind::BarredCode => replace(bytes, |byte| byte == b'|', b'a'),
            MarkerKind::Columns(ref columns) => bytes.copy_from_slice(columns.as_bytes()),
            MarkerKind::Symbol => bytes.fill(b'x'),
            MarkerKind::Bar => bytes.fill(b','),
        }
    }
}

/// Writes over what begins and what ends a piece.
fn enclose(bytes: &mut [u8], start: &[u8], end: &[u8]) {
    let last = bytes.len() - end.len();
    bytes[last..].copy_from_slice(end);
    bytes[..start.len()].copy_from_slice(start);
}

fn replace(bytes: &mut [u8], mut is_replaced: impl FnMut(u8) -> bool, by: u8) {
    bytes.iter_mut().filter(|byte| is_replaced(**byte)).for_each(|byte| *byte = by);
}

/// Only whole characters are written over, and only with ASCII, so the text is still UTF-8.
pub(super) fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
