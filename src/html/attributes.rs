//! The attributes of a tag, read as a browser reads them (HTML, "Tokenization").

use std::ops::Range;

/// An attribute. The value of one that has none is empty.
pub struct HtmlAttribute<'h> {
    pub name: &'h str,
    pub value: &'h str,
    /// Where the value stands, without its quotes.
    pub value_span: Range<usize>,
    /// Where all of it stands.
    pub span: Range<usize>,
}

/// The attributes of a tag that have a value, and where the tag ends, as [`all_attributes`] has them.
pub fn attributes(html: &str, at: usize) -> (Vec<HtmlAttribute<'_>>, usize) {
    let (mut attributes, end) = all_attributes(html, at);
    attributes.retain(|attribute| attribute.span.len() > attribute.name.len());
    (attributes, end)
}

/// The attributes of a tag in `html` behind its name, which ends at `at`; and where the tag ends.
pub fn all_attributes(html: &str, mut at: usize) -> (Vec<HtmlAttribute<'_>>, usize) {
    let mut attributes = Vec::new();
    let spaces = |at: usize| at + html[at..].len() - html[at..].trim_start().len();
    let until = |at: usize, ends: &dyn Fn(char) -> bool| html[at..].find(ends).map_or(html.len(), |found| at + found);
    loop {
        at = spaces(at);
        let rest = &html[at..];
        if rest.is_empty() || rest.starts_with(['>', '<']) {
            return (attributes, at + usize::from(rest.starts_with('>')));
        }
        if rest.starts_with(['/', '=', '"', '\'']) {
            at += 1;
            continue;
        }
        let start = at;
        let end = until(at, &|c| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'));
        let name = &html[start..end];
        at = spaces(end);
        if !html[at..].starts_with('=') {
            attributes.push(HtmlAttribute { name, value: "", value_span: end..end, span: start..end });
            continue;
        }
        let value = spaces(at + 1);
        let quote = html[value..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let value_span = match quote {
            Some(quote) => value + 1..until(value + 1, &|c| c == quote),
            None => value..until(value, &|c| c.is_whitespace() || c == '>'),
        };
        at = (value_span.end + usize::from(quote.is_some())).min(html.len());
        attributes.push(HtmlAttribute { name, value: &html[value_span.clone()], value_span, span: start..at });
    }
}
