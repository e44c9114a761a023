//! JSON as people write it: with comments, and indented with tabs, which YAML does not take.

/// The same text, as long, with spaces in the place of comments and of tabs between values.
pub(super) fn as_yaml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, is_kept) = match first {
            '"' => (string(rest), true),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), false),
            '\t' => (1, false),
            other => (other.len_utf8(), true),
        };
        let (piece, behind) = rest.split_at(length);
        match is_kept {
            true => out.push_str(piece),
            false => out.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
        }
        rest = behind;
    }
    out
}

/// The length of the string that a text begins with.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::as_yaml;

    #[test]
    fn comments_and_tabs_become_spaces_and_strings_stay() {
        for (text, expected) in [
            ("{ // é\n\t\"a\": \"http://x\" }", "{      \n \"a\": \"http://x\" }"),
            ("{/* a\n b */\"a\\\"//b\": 1}", "{    \n     \"a\\\"//b\": 1}"),
            ("{\"a\": 1 /*", "{\"a\": 1   "),
            ("\"", "\""),
        ] {
            assert_eq!(as_yaml(text), expected);
            assert_eq!(as_yaml(text).len(), text.len());
        }
    }
}
