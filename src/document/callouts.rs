//! Callouts in the words of other tools: quotes that begin with `[!type]` (GitHub, Obsidian), and the names that tools have
//! for kinds of remarks.

use std::sync::Arc;

use pulldown_cmark::Tag;

use super::symbols::Splitter;
use super::tree::{Argument, Call, Kind, Node};
use crate::case::capitalized;
use crate::diagnostic::nearest;
use crate::theme::{Component, Grammar};

/// What other tools call a kind of remark, and which of our variants it is. GitHub's five go first: where Obsidian gives one
/// of their names another meaning, GitHub's stands.
const TYPES: [(&str, &str); 41] = [
    ("note", "primary"),
    ("tip", "tip"),
    ("important", "info"),
    ("warning", "warning"),
    ("caution", "danger"),
    ("abstract", "info"),
    ("attention", "warning"),
    ("base", "base"),
    ("bug", "danger"),
    ("check", "success"),
    ("cite", "light"),
    ("contrast", "contrast"),
    ("danger", "danger"),
    ("dark", "dark"),
    ("default", "base"),
    ("done", "success"),
    ("error", "danger"),
    ("example", "secondary"),
    ("fail", "danger"),
    ("failure", "danger"),
    ("faq", "question"),
    ("ghost", "ghost"),
    ("help", "question"),
    ("highlight", "warning"),
    ("hint", "tip"),
    ("info", "info"),
    ("light", "light"),
    ("missing", "danger"),
    ("new", "success"),
    ("primary", "primary"),
    ("question", "question"),
    ("quote", "light"),
    ("secondary", "secondary"),
    ("seealso", "info"),
    ("success", "success"),
    ("summary", "info"),
    ("tldr", "info"),
    ("todo", "info"),
    ("admonition", "primary"),
    ("callout", "primary"),
    ("alert", "primary"),
];

/// The variant that a kind of remark is.
pub(super) fn variant(name: &str) -> Option<&'static str> {
    TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, variant)| *variant)
}

/// The kind that a name was most likely meant to be.
pub(super) fn nearest_type(name: &str) -> Option<&'static str> {
    nearest(name, TYPES.iter().map(|(known, _)| *known))
}

/// The name of a kind as a title: `note` as `Note`.
pub(super) fn title(name: &str) -> String {
    capitalized(&name.replace(['-', '_'], " ").to_lowercase())
}

/// `[!type]`, `[!type]-` and `[!type]+` at the start of a text: the type, how it folds, and the length of it all.
pub(super) fn sign(text: &str) -> Option<(&str, Option<&'static str>, usize)> {
    let inside = text.strip_prefix("[!")?;
    let (name, _) = inside.split_once(']')?;
    let length = "[!]".len() + name.len();
    // Obsidian's `[!type|metadata]` styles the box by a snippet of the author's.
    let kind = name.split('|').next().unwrap_or_default().trim();
    let is_name = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    if kind.is_empty() || !is_name {
        return None;
    }
    Some(match text.as_bytes().get(length) {
        Some(b'-') => (kind, Some("closed"), length + 1),
        Some(b'+') => (kind, Some("open"), length + 1),
        Some(b'(' | b'[' | b':') => return None,
        _ => (kind, None, length),
    })
}

/// A quote that begins with `[!type]`, as the callout that it means; any other quote as it is.
pub(super) fn quote<'a>(mut node: Node<'a>, source: &str, grammar: &Grammar) -> Node<'a> {
    let Some(callout) = grammar.get("callout") else { return node };
    let Some(paragraph) = node.children.first_mut().filter(|first| first.is_paragraph()) else { return node };
    let Some(first) = paragraph.children.first() else { return node };
    // An escaped bracket stands behind its backslash.
    let begins = first.span.start == paragraph.span.start;
    let Some((name, fold, length)) = first.text().filter(|_| begins).and_then(sign) else { return node };
    let (name, rest) = (name.to_owned(), first.text().unwrap_or_default()[length..].trim_start().to_owned());
    let span = first.span.end.saturating_sub(rest.len()).max(first.span.start)..first.span.end;
    let line = paragraph.children.iter().position(Node::is_break).unwrap_or(paragraph.children.len());
    let mut title_nodes: Vec<Node<'a>> = paragraph.children.drain(..line).collect();
    paragraph.children.drain(..paragraph.children.len().min(1));
    title_nodes.remove(0);
    if !rest.is_empty() {
        title_nodes.insert(0, Node::of_text(rest, span.clone()));
    }
    if title_nodes.is_empty() {
        let english = vec![Node::of_text(title(&name), span.clone())];
        let label = format!("callout_{}", name.to_lowercase());
        title_nodes.push(Node { kind: Kind::Word(label), span, children: english });
    }
    if paragraph.children.is_empty() {
        node.children.remove(0);
    }
    let mut arguments = vec![("variant".to_owned(), Argument::Text(variant(&name).unwrap_or("base").to_owned()))];
    arguments.push(("title".to_owned(), Argument::Markdown(Splitter::part_of(source, grammar).split(title_nodes))));
    arguments.extend(fold.map(|fold| ("fold".to_owned(), Argument::Text(fold.to_owned()))));
    with_arguments(node, callout, arguments)
}

/// Blocks behind Just-the-Docs' `{: .note }` as a callout; `{: .note-title }` has the first paragraph of a quote as its title.
pub(super) fn marked<'a>(node: Node<'a>, class: &str, source: &str, grammar: &Grammar) -> Node<'a> {
    let Some(callout) = grammar.get("callout") else { return node };
    let kind = class.strip_suffix("-title").unwrap_or(class);
    let mut arguments = vec![("variant".to_owned(), Argument::Text(variant(kind).unwrap_or("base").to_owned()))];
    let is_quote = matches!(node.kind, Kind::Element(Tag::BlockQuote(_)));
    let mut node = match is_quote {
        true => node,
        false => Node { kind: Kind::Figure, span: node.span.clone(), children: vec![node] },
    };
    if kind != class && node.children.first().is_some_and(Node::is_paragraph) {
        let title = node.children.remove(0).children;
        arguments.push(("title".to_owned(), Argument::Markdown(Splitter::part_of(source, grammar).split(title))));
    }
    with_arguments(node, callout, arguments)
}

/// A callout with what is inside `node`.
fn with_arguments<'a>(node: Node<'a>, callout: &Arc<Component>, arguments: Vec<(String, Argument<'a>)>) -> Node<'a> {
    let Node { span, children: body, .. } = node;
    Node::component(Call { body, ..Call::new(Arc::clone(callout), arguments, span) })
}

#[cfg(test)]
mod tests {
    use super::{sign, title, variant};

    #[test]
    fn the_sign_of_a_callout_is_read_with_its_fold() {
        assert_eq!(sign("[!NOTE] T"), Some(("NOTE", None, 7)));
        assert_eq!(sign("[!faq]- T"), Some(("faq", Some("closed"), 7)));
        assert_eq!(sign("[!my-own|wide]+"), Some(("my-own", Some("open"), 15)));
        for text in ["[!]", "[!a](b)", "[!a]: b", "[!a b", "x [!a]", "[a]", "[!a*b]"] {
            assert_eq!(sign(text), None, "{text}");
        }
    }

    #[test]
    fn every_type_is_a_variant_of_the_callout() {
        let (theme, _) = crate::theme::Theme::load(&[]);
        let variants = &theme.grammar().get("callout").unwrap().argument("variant").unwrap().values;
        assert!(super::TYPES.iter().all(|(_, variant)| variants.iter().any(|known| known == variant)));
        assert_eq!((variant("TLDR"), variant("mine")), (Some("info"), None));
        assert_eq!(title("see-ALSO"), "See also");
    }
}
