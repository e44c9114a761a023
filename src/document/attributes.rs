//! Generic attributes, `{#id .class key="value"}` (format sheet §1.33).

use std::ops::Range;

/// What stands between the braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `#id`.
    pub id: Option<String>,
    /// `.class`, in the order written.
    pub classes: Vec<String>,
    /// `key="value"`.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Reads the inside of a pair of braces. `None` when any word of it is no attribute: then the braces are text, as in
    /// `Invoke-Command {shutdown /f}`.
    pub fn parse(inside: &str) -> Option<Self> {
        let mut attributes = Self::default();
        let mut rest = inside.trim();
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let end = word_end(rest)?;
            let word = &rest[..end];
            if let Some(id) = word.strip_prefix('#').filter(|id| is_name(id)) {
                attributes.id = Some(id.to_owned());
            } else if let Some(class) = word.strip_prefix('.').filter(|class| is_name(class)) {
                attributes.classes.push(class.to_owned());
            } else {
                let (key, value) = word.split_once('=').filter(|(key, _)| is_name(key))?;
                attributes.pairs.push((key.to_owned(), unquote(value)));
            }
            rest = rest[end..].trim_start();
        }
        Some(attributes)
    }

    /// Attributes at the end of `text`: their span, braces included, and what they say.
    pub fn at_end(text: &str) -> Option<(Range<usize>, Self)> {
        let trimmed = text.trim_end();
        let inside_end = trimmed.strip_suffix('}')?.len();
        let open = trimmed[..inside_end].rfind('{')?;
        let attributes = Self::parse(&trimmed[open + 1..inside_end])?;
        Some((open..trimmed.len(), attributes))
    }

    /// Attributes at the start of `text`: their length, braces included, and what they say.
    pub fn at_start(text: &str) -> Option<(usize, Self)> {
        let close = text.strip_prefix('{')?.find(['}', '\n']).filter(|at| text.as_bytes()[at + 1] == b'}')?;
        let attributes = Self::parse(&text[1..=close])?;
        Some((close + 2, attributes))
    }
}

/// Where the first word ends; white space inside quotes belongs to it. `None` when a quote is not closed.
fn word_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_whitespace() => return Some(at),
            None => {}
        }
    }
    quote.is_none().then_some(text.len())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '^'))
}

/// A value without its quotes.
pub(super) fn unquote(value: &str) -> String {
    let quoted = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::Attributes;

    #[test]
    fn ids_classes_and_pairs_are_read() {
        let (span, found) = Attributes::at_end("Title {#a .b .c-d k=\"v w\" n=1} ").unwrap();
        assert_eq!(span, 6..30);
        assert_eq!((found.id.as_deref(), found.classes), (Some("a"), vec!["b".into(), "c-d".into()]));
        assert_eq!(found.pairs, [("k".into(), "v w".into()), ("n".into(), "1".into())]);
    }

    #[test]
    fn braces_that_hold_other_words_are_text() {
        for text in ["Server1 {shutdown /f}", "{}", "{ }", "a {b}", "x {#}", "x {k=\"v}"] {
            assert_eq!(Attributes::at_end(text), None, "{text}");
        }
    }
}
