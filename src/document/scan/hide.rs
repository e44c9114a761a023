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
                bytes[..3].copy_from_slice(b"<?>");
            }
            MarkerKind::TableAttributes(_) => bytes.fill(b' '),
            MarkerKind::Letters { value, .. } => letters::hide(bytes, value),
            MarkerKind::CommentBlock | MarkerKind::Html => {
                // An HTML block of the same kind ends with the line that holds `?>`, blank lines or not; `<p>` becomes `<?>`.
                for byte in bytes.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
                    *byte = b' ';
                }
                let last = bytes.len() - 2;
                bytes[last..].copy_from_slice(b"?>");
                bytes[..2].copy_from_slice(b"<?");
            }
            MarkerKind::MathBlock { .. } => {
                let last = bytes.len() - 2;
                let mut is_mark = false; // Of a quote, at the start of a line.
                for byte in bytes[2..last].iter_mut() {
                    is_mark = *byte == b'\n' || is_mark && matches!(*byte, b' ' | b'\t' | b'>');
                    if !is_mark && *byte != b'\r' {
                        *byte = b' ';
                    }
                }
                bytes[..2].copy_from_slice(b"<?");
                bytes[last..].copy_from_slice(b"?>");
            }
            MarkerKind::Math { .. } => {
                let last = bytes.len() - 1;
                bytes.fill(b'a');
                bytes[0] = b'`';
                bytes[last] = b'`';
            }
            MarkerKind::Inline(_) | MarkerKind::Wiki(_) | MarkerKind::Comment => {
                bytes.fill(b'a');
                bytes[..4].copy_from_slice(b"<xx:");
                bytes[marker.span.len() - 1] = b'>';
            }
            MarkerKind::Address => {
                for byte in bytes.iter_mut().filter(|byte| matches!(byte, b'*' | b'_' | b'~' | b'^')) {
                    *byte = b'x';
                }
            }
            MarkerKind::BarredCode => {
                for byte in bytes.iter_mut().filter(|byte| **byte == b'|') {
                    *byte = b'a';
                }
            }
            MarkerKind::Columns(ref columns) => bytes.copy_from_slice(columns.as_bytes()),
            MarkerKind::Symbol => bytes.fill(b'x'),
            MarkerKind::Bar => bytes.fill(b','),
        }
    }
}

/// Only whole characters are written over, and only with ASCII, so the text is still UTF-8.
pub(super) fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
