//! Attributes that authors give to elements, written.

use pulldown_cmark::Tag;

use crate::document::Attributes;
use crate::html::{Html, escape_into};

/// ` id="…" class="…" data-x="…"`, with a space before each; what no element may have was told when the page was read.
pub(super) fn written(attributes: &Attributes) -> String {
    let mut html = String::new();
    if let Some(id) = &attributes.id {
        push(&mut html, "id", id);
    }
    if !attributes.classes.is_empty() {
        push(&mut html, "class", &attributes.classes.join(" "));
    }
    push_pairs(&mut html, attributes);
    html
}

/// Attributes as they are [`written`], without id and classes.
pub(super) fn pairs(attributes: &Attributes) -> Html {
    let mut html = String::new();
    push_pairs(&mut html, attributes);
    Html::trusted(html)
}

fn push_pairs(html: &mut String, attributes: &Attributes) {
    attributes.safe_pairs().for_each(|(key, value)| push(html, key, value));
}

fn push(html: &mut String, key: &str, value: &str) {
    html.push(' ');
    html.push_str(key);
    html.push_str("=\"");
    escape_into(html, value);
    html.push('"');
}

/// `blank` as `_blank`; a name in lower case with hyphens.
pub(super) fn target(written: &str) -> String {
    match written.trim().to_lowercase().as_str() {
        name @ ("blank" | "parent" | "top" | "self") => format!("_{name}"),
        name => name.replace(' ', "-"),
    }
}

/// The name of the HTML element that pulldown-cmark writes for a tag without content of its own to decide.
pub(super) fn element(tag: &Tag<'_>) -> Option<&'static str> {
    Some(match tag {
        Tag::Paragraph => "p",
        Tag::BlockQuote(_) => "blockquote",
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::DefinitionList => "dl",
        Tag::DefinitionListTitle => "dt",
        Tag::DefinitionListDefinition => "dd",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "del",
        Tag::Superscript => "sup",
        Tag::Subscript => "sub",
        _ => return None,
    })
}

/// Whether an element stands in a line of text.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    use Tag::{Emphasis, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Strikethrough | Strong | Subscript | Superscript)
}
