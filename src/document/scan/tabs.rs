//! Tabs where CommonMark allows them and the parser does not: behind a closing fence, and in the line that draws the columns of
//! a table. For the parser they are spaces.

use super::hide::into_text;
use crate::document::margin::unquoted;
use crate::document::table::draws_columns;

/// Writes spaces over them.
pub(super) fn to_spaces(text: String) -> String {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(tab) = memchr::memchr(b'\t', &text.as_bytes()[at..]) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..at + tab]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[at + tab..]).map_or(text.len(), |end| at + tab + end);
        let behind = unquoted(&text[start..end]);
        if is_fence(behind) || behind.contains('|') && draws_columns(behind) {
            found.push(end - behind.len()..end);
        }
        at = end;
    }
    if found.is_empty() {
        return text;
    }
    let mut bytes = text.into_bytes();
    for span in found {
        bytes[span].iter_mut().filter(|byte| **byte == b'\t').for_each(|byte| *byte = b' ');
    }
    into_text(bytes)
}

/// Whether a line is a fence with nothing but white space behind it.
fn is_fence(line: &str) -> bool {
    let marks = line.trim_ascii_end();
    let mark = marks.bytes().next().filter(|mark| matches!(mark, b'`' | b'~'));
    marks.len() >= 3 && mark.is_some_and(|mark| marks.bytes().all(|byte| byte == mark))
}

#[cfg(test)]
mod tests {
    use super::to_spaces;

    #[test]
    fn a_tab_is_a_space_behind_a_fence_and_between_dashes() {
        for (text, expected) in [
            ("```\n\tx\n``` \t\n", "```\n\tx\n```  \n"),
            ("> ~~~\t\r\n", "> ~~~ \r\n"),
            ("\ta\t|\tb\n\t---\t|\t---\n\tc\t|", "\ta\t|\tb\n\t--- | ---\n\tc\t|"),
            ("-\t-\n``\t\n```js\t\n~~~`\t", "-\t-\n``\t\n```js\t\n~~~`\t"),
        ] {
            assert_eq!(to_spaces(text.to_owned()), expected);
        }
    }
}
