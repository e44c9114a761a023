//! Blocks of code: info string, highlighting, lines.

use pulldown_cmark::CodeBlockKind;

use super::body::{Context, argument};
use crate::document::{Fence, Node};

/// A block of the page.
pub(super) fn block(node: &Node<'_>, kind: &CodeBlockKind<'_>, context: &mut Context<'_>) -> String {
    let highlighter = &context.renderer.highlighter;
    let info = match kind {
        CodeBlockKind::Fenced(info) => raw_info(node, context).unwrap_or_else(|| info.to_string()),
        CodeBlockKind::Indented => String::new(),
    };
    let fence = Fence::parse(&info, |word| highlighter.language(word).is_some());
    let text: String = node.children.iter().filter_map(Node::text).collect();
    lines(&text, &fence, context)
}

/// A text as a block.
pub(super) fn lines(text: &str, fence: &Fence, context: &mut Context<'_>) -> String {
    let highlighter = &context.renderer.highlighter;
    let language = highlighter.language(&fence.language);
    let lines = highlighter.lines(text, &fence.language);
    let mut body = String::with_capacity(text.len() * 3);
    for (index, line) in lines.iter().enumerate() {
        let class = if fence.marks(index + 1) { "line mark" } else { "line" };
        body.push_str(&format!("<span class=\"{class}\">{line}</span>\n"));
    }
    let defaults = &context.renderer.site.config.snippets.line_numbers;
    let id = language.as_ref().map_or("none", |language| language.id.as_str());
    let by_default = defaults.iter().any(|wanted| wanted == "*" || wanted == id || *wanted == fence.language);
    let arguments = vec![
        argument("lang", id),
        argument("name", language.as_ref().map_or("", |language| language.name.as_str())),
        argument("title", fence.title.as_str()),
        argument("numbers", fence.numbers.unwrap_or(by_default)),
        argument("lines", lines.len()),
        argument("id", fence.attributes.id.clone().unwrap_or_default()),
        argument("classes", fence.attributes.classes.join(" ")),
    ];
    context.component("code", arguments, Some(&body))
}

/// The info string with the white space before it, which the parser trims.
fn raw_info(node: &Node<'_>, context: &Context<'_>) -> Option<String> {
    let source = &context.source()?.text;
    let line = source.get(node.span.clone())?.lines().next()?;
    let fence = line.trim_start();
    let mark = fence.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    Some(fence.trim_start_matches(mark).to_owned())
}
