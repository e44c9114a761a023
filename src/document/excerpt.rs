//! What a page begins with: its description when its author wrote none.

use std::sync::Arc;

use pulldown_cmark::Tag;

use super::facts::alt_and_size;
use super::tree::{Call, Kind, Node, plain_text};

/// The description under the title, or the first paragraph, or the caption of a figure that comes before any; cut.
pub(super) fn excerpt<'n>(nodes: impl Iterator<Item = &'n Node<'n>> + Clone) -> Arc<str> {
    let description = nodes.clone().find(|node| node.kind == Kind::Description);
    let text = description.map(|node| plain_text(&node.children)).or_else(|| first_text(nodes));
    let Some(text) = text else { return Arc::default() };
    if is_single_spaced(&text) { cut(&text).into() } else { cut(&beginning(&text)).into() }
}

/// Whether the words of a text have one space between them and nothing around, as most have; `false` where it is not soon
/// seen, too.
pub(super) fn is_single_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    let is_plain = bytes.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    let has_gap = || bytes.iter().zip(behind).fold(false, |gap, (byte, next)| gap | (*byte == b' ' && *next == b' '));
    is_plain && bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ') && !has_gap()
}

/// The words that a text begins with, a space between them: more than an excerpt takes, or all.
fn beginning(text: &str) -> String {
    let mut words = String::with_capacity(text.len().min(LONGEST * 2));
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if words.len() > LONGEST && words.chars().nth(LONGEST).is_some() {
            break;
        }
    }
    words
}

/// The first paragraph that has words, wherever it stands: in a callout, a quote, an item of a list or a cell of a table, too, as on
/// the sites that were published with Retype.
fn first_text<'n>(mut nodes: impl Iterator<Item = &'n Node<'n>>) -> Option<String> {
    nodes.find_map(|node| {
        let text = match &node.kind {
            // Pictures side by side are badges mostly, of which each says a word.
            Kind::Element(Tag::Paragraph) if are_pictures(&node.children) => return None,
            Kind::Element(Tag::Paragraph | Tag::TableCell) => plain_text(&node.children),
            Kind::Figure if !node.children.iter().any(Node::is_embedded) => {
                alt_and_size(plain_text(&node.children).trim()).0.to_owned()
            }
            Kind::Element(Tag::Item) => {
                let own = node.children.iter().take_while(|child| !child.is_block());
                return text_of_item(own).or_else(|| first_text(node.children.iter()));
            }
            Kind::Element(Tag::BlockQuote(_) | Tag::List(_) | Tag::Table(_) | Tag::TableHead | Tag::TableRow) => {
                return first_text(node.children.iter());
            }
            Kind::Component(call) if node.is_block() => return first_text_of(call),
            _ => return None,
        };
        Some(text).filter(|text| !text.trim().is_empty())
    })
}

/// Whether there is nothing but pictures, which may be links.
fn are_pictures(nodes: &[Node<'_>]) -> bool {
    nodes.iter().all(|node| match &node.kind {
        Kind::Element(Tag::Image { .. }) => true,
        Kind::Element(Tag::Link { .. }) => are_pictures(&node.children),
        _ => node.is_break() || node.is_attributes() || node.text().is_some_and(|text| text.trim().is_empty()),
    })
}

/// The first paragraph in a component.
fn first_text_of<'n>(call: &'n Call<'n>) -> Option<String> {
    first_text(call.body.iter()).or_else(|| call.panes.iter().find_map(first_text_of))
}

/// The text of an item of a list whose items are no paragraphs.
fn text_of_item<'n>(nodes: impl Iterator<Item = &'n Node<'n>>) -> Option<String> {
    let text: String = nodes.map(|node| plain_text(std::slice::from_ref(node))).collect();
    Some(text).filter(|text| !text.trim().is_empty())
}

/// How many characters an excerpt has at most.
const LONGEST: usize = 300;

/// A text of up to 300 characters whole; a longer one to the first end of a sentence between 160 and 300, else to the last
/// whole word before 155.
fn cut(text: &str) -> &str {
    let is_ascii = text.is_ascii();
    let offset = |chars: usize| match is_ascii {
        true => (chars < text.len()).then_some(chars),
        false => text.char_indices().nth(chars).map(|(at, _)| at),
    };
    let Some(longest) = offset(LONGEST) else { return text };
    let (shortest, words) = (offset(159).unwrap_or(longest), offset(155).unwrap_or(longest));
    let bytes = text.as_bytes();
    let ends_at = |end: &usize| matches!(bytes[end - 1], b'.' | b'!' | b'?') && bytes.get(*end) == Some(&b' ');
    let sentence = (shortest..=longest).find(ends_at);
    match sentence {
        Some(end) => &text[..end],
        None => text[..words].rsplit_once(' ').map_or(&text[..words], |(words, _)| words),
    }
}

#[cfg(test)]
mod tests {
    use super::{beginning, cut, is_single_spaced};

    #[test]
    fn words_with_one_space_between_them_are_as_they_are_joined() {
        for text in ["", "a", "a b", "The whole text, which is a bit longer."] {
            assert!(is_single_spaced(text) && beginning(text) == text, "{text}");
        }
        for text in [" ", " a", "a ", "a  b", "a\tb", "a\nb", "a\u{b}b", "é b", "a\u{a0}b"] {
            assert!(!is_single_spaced(text), "{text}");
        }
        // More than a description takes is cut as its beginning is.
        for length in 140..320 {
            let text = format!("{} end. And {}", "x".repeat(length), "so on. ".repeat(50)).trim().to_owned();
            assert!(is_single_spaced(&text));
            assert_eq!(cut(&text), cut(&beginning(&text)), "{text}");
        }
    }

    #[test]
    fn a_description_ends_with_a_sentence_or_a_word() {
        let short = "A short one.";
        assert_eq!(cut(short), short);
        for start in ["x", "é"] {
            let long = |words: usize| format!("{} end. More {}", start.repeat(words), "y ".repeat(100));
            for (words, chars) in [(153, 153), (154, 159), (170, 175), (295, 300), (296, 155)] {
                assert_eq!(cut(&long(words)).chars().count(), chars, "{words}");
            }
        }
        let words = "é word ".repeat(100);
        let found = cut(&words);
        assert!(found.chars().count() <= 155 && found.ends_with("word"), "{found}");
    }
}
