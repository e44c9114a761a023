//! The conditions of a request (RFC 9110 §13): a reader who has these bytes already needs no others, and one who wants to go on
//! with what they know does not want any others. What was changed when is not said, so only entity tags decide.

use hyper::StatusCode;
use hyper::header::{self, HeaderMap, HeaderName};

/// What is appended to the tag of a packed file.
pub(super) const PACKED: &str = "-gzip";

/// How a request is answered instead of with a file of this entity tag; `None` when its conditions, if there are any, are met.
/// They are judged in the standard's order (§13.2.2).
pub(super) fn unmet(headers: &HeaderMap, own: &str) -> Option<StatusCode> {
    if headers.contains_key(header::IF_MATCH) && !tags(headers, header::IF_MATCH).any(|tag| is_same(tag, own)) {
        return Some(StatusCode::PRECONDITION_FAILED);
    }
    let is_known = tags(headers, header::IF_NONE_MATCH).any(|tag| tag == "*" || bare(tag) == bare(own));
    is_known.then_some(StatusCode::NOT_MODIFIED)
}

/// The entity tags of a header.
fn tags(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|tags| tags.split(',')).map(str::trim)
}

/// Compares strongly (§8.8.3.2): a weak tag is none that two could agree on.
fn is_same(tag: &str, own: &str) -> bool {
    let is_weak = |tag: &str| tag.starts_with("W/");
    tag == "*" || (bare(tag) == bare(own) && !is_weak(tag) && !is_weak(own))
}

/// What identifies the bytes, however strong the tag and whatever their packing.
fn bare(tag: &str) -> &str {
    let tag = tag.trim_start_matches("W/").trim_matches('"');
    tag.strip_suffix(PACKED).unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(conditions: &[(HeaderName, &str)], own: &str) -> u16 {
        let headers = conditions.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
        unmet(&HeaderMap::from_iter(headers), own).unwrap_or(StatusCode::OK).as_u16()
    }

    #[test]
    fn a_tag_is_known_however_it_came() {
        for (value, expected) in
            [("\"abc\"", 304), ("\"x\", W/\"abc-gzip\"", 304), ("*", 304), ("\"abcd\"", 200), ("\"abc-live\"", 200)]
        {
            assert_eq!(status(&[(header::IF_NONE_MATCH, value)], "\"abc\""), expected, "{value}");
        }
    }

    #[test]
    fn a_reader_who_names_bytes_gets_no_others() {
        for (value, own, expected) in [
            ("\"abc\"", "\"abc\"", 200),
            ("\"x\", \"abc-gzip\"", "\"abc\"", 200),
            ("*", "\"abc\"", 200),
            ("*", "W/\"abc-live\"", 200),
            ("\"x\"", "\"abc\"", 412),
            ("", "\"abc\"", 412),
            ("W/\"abc\"", "\"abc\"", 412),
            ("W/\"abc-live\"", "W/\"abc-live\"", 412),
        ] {
            assert_eq!(status(&[(header::IF_MATCH, value)], own), expected, "{value} {own}");
        }
        let both = |wanted| status(&[(header::IF_MATCH, wanted), (header::IF_NONE_MATCH, "\"abc\"")], "\"abc\"");
        assert_eq!((both("\"abc\""), both("\"x\"")), (304, 412));
    }
}
