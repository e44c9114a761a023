//! Text in UTF-16, as Windows PowerShell writes it with `>` and `Out-File`. What reads text on Windows reads it, too.

/// The text of bytes that begin with a byte order mark of UTF-16 (RFC 2781 §3.2), without the mark; nothing when not all of them are
/// such text.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    let (unit, text): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, text @ ..] => (u16::from_le_bytes, text),
        [0xfe, 0xff, text @ ..] => (u16::from_be_bytes, text),
        _ => return None,
    };
    let (pairs, []) = text.as_chunks() else { return None };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_begins_with_a_mark_is_read_in_its_order() {
        let units: Vec<u16> = "\u{feff}£ 🐕".encode_utf16().collect();
        let bytes = |of: fn(u16) -> [u8; 2]| units.iter().flat_map(|unit| of(*unit)).collect::<Vec<u8>>();
        assert_eq!(decoded(&bytes(u16::to_le_bytes)).as_deref(), Some("£ 🐕"));
        assert_eq!(decoded(&bytes(u16::to_be_bytes)).as_deref(), Some("£ 🐕"));
        assert_eq!(
            (decoded(b"\xff\xfea\0b"), decoded(b"\xff\xfea\0\x3d\xd8")),
            (None, None),
            "half a unit, half a pair"
        );
        assert_eq!(decoded("\u{feff}a".as_bytes()), None);
        assert_eq!(decoded(b""), None);
    }
}
