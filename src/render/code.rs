//! Blocks of code: info string, highlighting, lines.

use std::ops::Range;

use super::body;
use super::context::{Context, argument};
use crate::document::{Fence, Node, code_title, language_id};
use crate::html::Html;

/// A block of the page.
pub(super) fn block(node: &Node<'_>, context: &mut Context<'_>) -> String {
    let mut fence = Fence::of(node, context.source().map(|source| source.text.as_str())).unwrap_or_default();
    let written = fence.attributes.id.filter(|_| context.depth() == 0);
    fence.attributes.id = context.component_id(node.span.start).map(str::to_owned).or(written);
    if begins_title(&fence, context) {
        fence.title = format!("{} {}", fence.language, fence.title);
    }
    let text: String = node.children.iter().filter_map(Node::text).collect();
    lines(&text, &fence, &node.span, context)
}

/// A text as a block, which the page has at `at`.
pub(super) fn lines(text: &str, fence: &Fence, at: &Range<usize>, context: &mut Context<'_>) -> String {
    let highlighter = &context.renderer.highlighter;
    let highlighted = if context.renderer.site.config.snippets.highlight {
        highlighter.block(text, &fence.language)
    } else {
        highlighter.plain(&fence.language)
    };
    let language = highlighted.language.as_ref();
    let mut body = String::with_capacity(text.len() * 3);
    let count = highlighted.lines(text).write(&mut body, |number| {
        if fence.marks(number) { "<span class=\"line mark\">" } else { "<span class=\"line\">" }
    });
    let defaults = &context.renderer.site.config.snippets.line_numbers;
    let id = language.map_or("none", |language| &*language.id);
    let by_default = defaults.iter().any(|wanted| wanted == "*" || same_language(wanted, &fence.language));
    let arguments = vec![
        argument("lang", id),
        argument("name", language.map_or("", |language| &*language.name)),
        argument("title", title(&fence.title, at, context)),
        argument("numbers", fence.numbers.unwrap_or(by_default)),
        argument("lines", count),
        argument("id", fence.attributes.id.clone().unwrap_or_default()),
        argument("classes", fence.attributes.classes.join(" ")),
    ];
    context.component("code", arguments, Some(&body))
}

/// Whether the first word, which names no language, is the title's, too, and would be lost elsewhere.
fn begins_title(fence: &Fence, context: &Context<'_>) -> bool {
    let has_both = !fence.language.is_empty() && !fence.title.is_empty();
    let is_word = has_both && fence.numbers.is_none() && language_id(&fence.language).is_none();
    is_word && context.renderer.highlighter.plain(&fence.language).language.is_none()
}

/// The title of the block at `at`. Most are words alone.
fn title(text: &str, at: &Range<usize>, context: &mut Context<'_>) -> Html {
    let Some(page) = context.page.filter(|_| text.contains([':', '['])) else { return Html::text(text) };
    let (nodes, _) = code_title(&page.document.source, at, text, context.renderer.theme.grammar());
    Html::trusted(body::inline(&nodes, context))
}

/// Whether two names mean one language; the name of text is `none`, or none at all.
fn same_language(wanted: &str, written: &str) -> bool {
    let written = if written.is_empty() { "none" } else { written };
    let id = |name| language_id(name).unwrap_or(name);
    id(wanted).eq_ignore_ascii_case(id(written))
}

#[cfg(test)]
mod tests {
    use super::same_language;

    #[test]
    fn a_language_is_the_same_under_any_of_its_names() {
        assert!(same_language("js", "JavaScript") && same_language("nosuch", "nosuch"));
        assert!(same_language("none", "") && same_language("none", "txt"));
        assert!(!same_language("none", "nosuch") && !same_language("js", ""));
    }
}
