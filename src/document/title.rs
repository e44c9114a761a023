//! Titles that stand outside a page's text.

use std::borrow::Cow;

use super::code_span;

/// A title as Markdown in which what looks like HTML is text: `List<T>` is what it says. In code, and behind a `\`, it is text anyway.
pub fn with_tags_as_text(title: &str) -> Cow<'_, str> {
    if !title.contains('<') {
        return Cow::Borrowed(title);
    }
    let mut escaped = String::with_capacity(title.len() + 8);
    let mut rest = title;
    while let Some(at) = rest.find(['<', '\\', '`']) {
        let (before, found) = rest.split_at(at);
        escaped.push_str(before);
        let ticks = code_span::ticks(found.as_bytes());
        let length = match ticks {
            0 if found.starts_with('\\') => found.chars().take(2).map(char::len_utf8).sum(),
            0 => {
                escaped.push('\\');
                1
            }
            ticks => code_span::length(found.as_bytes(), ticks).unwrap_or(ticks),
        };
        let (taken, behind) = found.split_at(length);
        escaped.push_str(taken);
        rest = behind;
    }
    escaped.push_str(rest);
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::with_tags_as_text;

    #[test]
    fn only_what_would_be_html_is_escaped() {
        for (title, expected) in [
            ("C#", "C#"),
            ("List<T> <b>", "List\\<T> \\<b>"),
            ("`a<b>` and List<T>", "`a<b>` and List\\<T>"),
            ("``a`<b>`` <c> ` <d>", "``a`<b>`` \\<c> ` \\<d>"),
            ("C:\\é\\<T> \\`<b>` \\", "C:\\é\\<T> \\`\\<b>` \\"),
        ] {
            assert_eq!(with_tags_as_text(title), expected);
        }
    }
}
