//! Generic attributes, `{#id .class key="value"}`.

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
                attributes.take_pair(key, unquote(value));
            }
            rest = rest[end..].trim_start();
        }
        // A set such as `{n=1}` is text.
        let is_quoted = || inside.contains(|c| c == '"' || c == '\'' || is_curly(c));
        let says_so = attributes.id.is_some() || !attributes.classes.is_empty() || is_quoted();
        (says_so || attributes.refused().next().is_none()).then_some(attributes)
    }

    /// Attributes at the end of `text`: their span, braces included, and what they say.
    pub(super) fn at_end(text: &str) -> Option<(Range<usize>, Self)> {
        let trimmed = text.trim_end();
        let inside_end = trimmed.strip_suffix('}')?.len();
        let open = trimmed[..inside_end].rfind('{')?;
        let attributes = Self::parse(&trimmed[open + 1..inside_end])?;
        Some((open..trimmed.len(), attributes))
    }

    /// Attributes at the start of `text`: their length, braces included, and what they say.
    pub(super) fn at_start(text: &str) -> Option<(usize, Self)> {
        let close = text.strip_prefix('{')?.find(['}', '\n']).filter(|at| text.as_bytes()[at + 1] == b'}')?;
        let attributes = Self::parse(&text[1..=close])?;
        Some((close + 2, attributes))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }

    /// Adds others; what is there already counts for more.
    pub fn merge(&mut self, other: Self) {
        if other.is_empty() {
            return;
        }
        self.id = self.id.take().or(other.id);
        if other.classes.is_empty() && other.pairs.is_empty() {
            return;
        }
        self.classes
            .extend(other.classes.into_iter().filter(|class| !self.classes.contains(class)).collect::<Vec<_>>());
        self.pairs.extend(other.pairs.into_iter().filter(|(key, _)| self.value(key).is_none()).collect::<Vec<_>>());
    }

    /// The value of a pair.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    /// The pairs that may stand on any element.
    pub fn safe_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).filter(|(key, value)| is_safe(key, value))
    }

    /// The keys of pairs that may not: they would run code, load something, or mean nothing.
    pub fn refused(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(|(key, value)| !is_safe(key, value)).map(|(key, _)| key.as_str())
    }

    /// The pairs as one text, each on a line of its own: what a component is given as [`OTHERS`].
    pub(super) fn lines(&self) -> Option<String> {
        let lines: Vec<String> = self.pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// What [`Self::lines`] were made of.
    pub fn of_lines(lines: &str) -> Self {
        let own = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        Self { pairs: lines.lines().filter_map(|line| line.split_once('=')).map(own).collect(), ..Self::default() }
    }

    fn take_pair(&mut self, key: &str, value: String) {
        match key {
            "id" => self.id = Some(value).filter(|id| is_name(id)),
            "class" => self.classes.extend(value.split_whitespace().map(str::to_owned)),
            _ => self.pairs.push((key.to_ascii_lowercase(), value)),
        }
    }
}

/// The argument by which a component takes what it is given in braces beside its id, classes and arguments: `{data-x="y"}`.
pub const OTHERS: &str = "attributes";

/// Attributes of HTML that change how an element looks, reads or behaves, and load or run nothing. `name` is none of them: that of a
/// picture, `currentScript` say, is what scripts find in the place of the document's own (HTML, "DOM tree accessors").
const SAFE_KEYS: [&str; 24] = [
    "align", "alt", "cite", "colspan", "datetime", "decoding", "dir", "download", "height", "hidden", "hreflang",
    "lang", "loading", "rel", "reversed", "role", "rowspan", "scope", "start", "tabindex", "target", "title",
    "translate", "type",
];

/// Whether an attribute may stand on any element: it neither runs nor loads anything.
pub fn is_safe(key: &str, value: &str) -> bool {
    let is_open = |prefix: &str| key.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty());
    match key {
        "style" => is_safe_style(value),
        "value" | "width" | "valign" => true,
        _ => is_open("data-") || is_open("aria-") || SAFE_KEYS.binary_search(&key).is_ok(),
    }
}

/// Styles that only draw: nothing is loaded, hidden behind escapes or comments, or laid over the page.
fn is_safe_style(style: &str) -> bool {
    const FUNCTIONS: [&str; 10] = ["calc", "clamp", "hsl", "hsla", "light-dark", "max", "min", "rgb", "rgba", "var"];
    let function = |(at, _): (usize, &str)| {
        let name = style[..at].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        FUNCTIONS.contains(&name.to_ascii_lowercase().as_str())
    };
    let lower = style.to_ascii_lowercase();
    let lays_over = lower.split(';').any(|declaration| declaration.trim_start().starts_with("position"));
    let hides = style.contains(['\\', '<', '@', '{', '}']) || style.contains("/*");
    !lays_over && !hides && style.match_indices('(').all(function)
}

/// Where the first word ends; white space inside quotes belongs to it. `None` when a quote is not closed.
fn word_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some('“') if is_curly(c) => quote = None,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if is_curly(c) && text[..at].ends_with('=') => quote = Some('“'),
            None if c.is_whitespace() => return Some(at),
            None => {}
        }
    }
    quote.is_none().then_some(text.len())
}

fn is_name(text: &str) -> bool {
    // `{...properties}` spreads in JavaScript.
    !text.is_empty()
        && !text.starts_with('.')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '^'))
}

/// A value without its quotes.
fn unquote(value: &str) -> String {
    let quoted = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    let curly = || value.strip_prefix(is_curly).and_then(|value| value.strip_suffix(is_curly));
    quoted('"').or_else(|| quoted('\'')).or_else(curly).unwrap_or(value).to_owned()
}

/// A quotation mark as word processors and phones write it for `"`.
pub(super) fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„')
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
    fn curly_quotes_are_quotes() {
        let found = Attributes::parse("target=“_blank” title=”a b” lang=„de“ n=“ .x”").unwrap();
        let pairs = [("target", "_blank"), ("title", "a b"), ("lang", "de"), ("n", " .x")];
        assert_eq!(found.pairs, pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(Attributes::parse("k=“v"), None);
        assert_eq!(Attributes::parse("k=\"“v”\"").unwrap().value("k"), Some("“v”"));
    }

    #[test]
    fn braces_that_hold_other_words_are_text() {
        for text in ["Server1 {shutdown /f}", "{}", "{ }", "a {b}", "x {#}", "x {k=\"v}", "{...all}", "{n=1}"] {
            assert_eq!(Attributes::at_end(text), None, "{text}");
        }
    }

    #[test]
    fn what_would_run_or_load_something_is_refused() {
        let refused = |text: &str| Attributes::parse(text).unwrap().refused().map(str::to_owned).collect::<Vec<_>>();
        for text in [
            "onclick=\"x()\"",
            "href='x'",
            "srcset='x'",
            "formaction='x'",
            "data-='x'",
            "style=\"background:url(x)\"",
            "name='x'",
        ] {
            assert_eq!(refused(text).len(), 1, "{text}");
        }
        for style in [
            "position: fixed",
            "color:red; POSITION:absolute",
            "/**/position: fixed",
            "width: expression(x)",
            "color: \\72 ed",
        ] {
            assert_eq!(refused(&format!("style=\"{style}\"")).len(), 1, "{style}");
        }
        for text in
            ["data-x=y", "aria-label=\"x\"", "title=x", "style=\"width: calc(1px + 2%); color: var(--x)\"", "type=a"]
        {
            assert_eq!(refused(text).len(), 0, "{text}");
        }
    }

    #[test]
    fn what_stands_first_counts_for_more() {
        let mut first = Attributes::parse("#a .x k=1").unwrap();
        first.merge(Attributes::parse("id=b class=\"x y\" k=2 n=3").unwrap());
        assert_eq!((first.id.as_deref(), first.classes.join(" ").as_str()), (Some("a"), "x y"));
        assert_eq!((first.value("k"), first.value("n")), (Some("1"), Some("3")));
    }
}
