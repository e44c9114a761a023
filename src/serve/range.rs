//! `Range: bytes=…` (RFC 9110 §14): a part of a file, such as a video player asks for.

use std::ops::Range;

/// What a request for a part comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything: what was asked for is no single range of bytes, and a server may always send the whole.
    Whole,
    /// These bytes.
    Bytes(Range<u64>),
    /// Nothing of the file is in the range.
    Outside,
}

/// Reads the value of a `Range` header for a file of `length` bytes.
pub(super) fn part(header: &str, length: u64) -> Part {
    let Some(spec) = header.trim().strip_prefix("bytes=").filter(|spec| !spec.contains(',')) else {
        return Part::Whole;
    };
    let Some((first, last)) = spec.trim().split_once('-') else { return Part::Whole };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number too large for the type is behind the end of any file.
    let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    match (first, last) {
        ("", last) if is_number(last) => match number(last).min(length) {
            0 => Part::Outside,
            count => Part::Bytes(length - count..length),
        },
        (first, "") if is_number(first) => within(number(first)..length, length),
        (first, last) if is_number(first) && is_number(last) && number(first) <= number(last) => {
            within(number(first)..number(last).saturating_add(1).min(length), length)
        }
        _ => Part::Whole,
    }
}

fn within(range: Range<u64>, length: u64) -> Part {
    if range.start < length { Part::Bytes(range) } else { Part::Outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_the_standard_says() {
        for (header, expected) in [
            ("bytes=0-0", Part::Bytes(0..1)),
            ("bytes=2-", Part::Bytes(2..10)),
            ("bytes=2-99", Part::Bytes(2..10)),
            ("bytes=-3", Part::Bytes(7..10)),
            ("bytes=-99", Part::Bytes(0..10)),
            ("bytes=-0", Part::Outside),
            ("bytes=10-", Part::Outside),
            ("bytes=99999999999999999999-", Part::Outside),
            ("bytes=0-18446744073709551615", Part::Bytes(0..10)),
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("bytes=-", Part::Whole),
        ] {
            assert_eq!(part(header, 10), expected, "{header}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Outside);
    }
}
