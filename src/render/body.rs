//! A page's tree to HTML.
//!
//! Plain Markdown is written by pulldown-cmark's own writer, so that it means what CommonMark says. What the theme decides
//! (components, headings, images, code, tables) is rendered by templates and handed to the same writer as finished HTML.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::context::{Context, argument};
use super::exported::exported;
use super::image::{Image, LinkAround, shows_medium};
use super::raw_html::Removed;
use super::{attributes, code, component, figure, footnotes, link, math, symbol, table};
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Kind, LinkKind, Mark, Node, is_text_in_brackets, plain_text};
use crate::html::{escape, escape_text_into};
use crate::site::Viewpoint;

/// So much room is left for what stands around a page's text.
const ROOM: usize = 1024;

/// Renders blocks.
pub(super) fn blocks(nodes: &[Node<'_>], context: &mut Context<'_>) -> String {
    if nodes.is_empty() { String::new() } else { write(nodes, context) }
}

/// Renders text without a paragraph around it.
pub(super) fn inline(nodes: &[Node<'_>], context: &mut Context<'_>) -> String {
    let mut html = String::new();
    inline_into(&mut html, nodes, context);
    html
}

/// Renders it behind other HTML.
pub(super) fn inline_into(html: &mut String, nodes: &[Node<'_>], context: &mut Context<'_>) {
    // Most headings and cells are one text.
    if let [node] = nodes
        && let Some(text) = node.text().filter(|_| !context.sanitizer.is_silent())
    {
        return escape_text_into(html, text);
    }
    let mut events = Vec::with_capacity(nodes.len());
    push_text(nodes, context, &mut events);
    pulldown_cmark::html::push_html(html, events.into_iter());
}

fn write(nodes: &[Node<'_>], context: &mut Context<'_>) -> String {
    let mut events = Vec::with_capacity(nodes.len() * 3);
    let source = context.source();
    // Only what stands on adjacent lines belongs together.
    let adjacent = |a: &Node<'_>, b: &Node<'_>| {
        let between = source.and_then(|source| source.text.get(a.span.end..b.span.start));
        between.is_none_or(|between| between.matches('\n').count() < 2)
    };
    for run in nodes.chunk_by(|a, b| group(a).is_some() && group(a) == group(b) && adjacent(a, b)) {
        let class = run.first().and_then(group).filter(|_| run.len() > 1);
        events.extend(class.map(|class| block(format!("<div class=\"{}\">", escape(class)))));
        for node in run {
            push(node, context, &mut events);
        }
        events.extend(class.map(|_| block("</div>".to_owned())));
    }
    let length =
        nodes.first().zip(nodes.last()).map_or(0, |(first, last)| last.span.end.saturating_sub(first.span.start));
    let mut html = String::with_capacity(length * 3 + ROOM);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    html
}

/// The class of the box around a run of components such as this one.
fn group<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.kind {
        Kind::Component(call) => call.component.metadata.group.as_deref(),
        _ => None,
    }
}

pub(super) fn push<'a>(node: &Node<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    match &node.kind {
        Kind::Leaf(leaf) => push_leaf(node, leaf, context, events),
        Kind::Attributes(_) => {}
        Kind::Word(label) => match context.renderer.site.labels.get(label) {
            "" => node.children.iter().for_each(|child| push(child, context, events)),
            word => events.push(Event::Text(word.to_owned().into())),
        },
        Kind::Verbatim(text) => events.push(Event::Text(text.clone().into())),
        Kind::Symbol(symbol) => events.push(in_text(symbol::render(symbol, context))),
        Kind::Figure => figure::push(node, context, events),
        Kind::Mark(mark) => {
            let element = match mark {
                Mark::Inserted => "ins",
                Mark::Marked => "mark",
            };
            let open = format!("<{element}{}>", attributes::written(&node.attributes()));
            events.push(in_text(open));
            push_text(&node.children, context, events);
            events.push(in_text(format!("</{element}>")));
        }
        Kind::Abbreviation(meaning) => {
            events.push(in_text(format!("<abbr title=\"{}\">", escape(meaning))));
            push_text(&node.children, context, events);
            events.push(in_text("</abbr>"));
        }
        Kind::FootnoteReference { number, occurrence } => {
            events.push(in_text(footnotes::reference(*number, *occurrence, context)));
        }
        Kind::Footnotes | Kind::Footnote { .. } => events.push(block(footnotes::list(node, context))),
        Kind::Description => {
            events.push(block(format!("<p class=\"description\">{}</p>", inline(&node.children, context))));
        }
        Kind::Component(call) => {
            let html = component::render(call, context);
            events.push(if call.is_inline() { in_text(html) } else { block(html) });
        }
        Kind::Element(tag) => push_element(node, tag, context, events),
    }
}

fn push_leaf<'a>(node: &Node<'a>, leaf: &Event<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    match leaf {
        Event::Code(text) if is_colour(text) && context.has("color") => {
            events.push(Event::Code(text.clone()));
            let chip = context.component("color", vec![argument("value", text.as_ref())], None);
            events.push(in_text(chip));
        }
        Event::Code(text) if !node.children.is_empty() => {
            let attributes = attributes::written(&node.attributes());
            events.push(in_text(format!("<code{attributes}>{}</code>", escape(text))));
        }
        Event::Code(text) if is_flag(text) && context.has("code") => {
            events.push(in_text(format!("<code class=\"unbroken\">{}</code>", escape(text))));
        }
        Event::TaskListMarker(done) => {
            let (checked, word) = if *done { (" checked", "done") } else { ("", "to_do") };
            let label = escape(context.renderer.site.labels.get(word));
            let html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
            events.push(in_text(html));
        }
        Event::InlineMath(tex) => events.push(in_text(math::render(tex, false, &node.span, context))),
        Event::DisplayMath(tex) => events.push(block(math::render(tex, true, &node.span, context))),
        Event::Html(html) | Event::InlineHtml(html) if context.html != RawHtml::Allow => {
            events.extend(raw_html(html, &node.span, context));
        }
        Event::Html(html) | Event::InlineHtml(html) => {
            if matches!(leaf, Event::InlineHtml(_)) {
                tell_text(html, &node.span, context);
            }
            events.push(exported(html, context).map_or_else(|| leaf.clone(), in_text));
        }
        Event::Text(_) if context.sanitizer.is_silent() => {}
        Event::SoftBreak if context.hard_breaks => events.push(Event::HardBreak),
        _ => events.push(leaf.clone()),
    }
}

/// A piece of the author's own HTML, by the setting `html`.
fn raw_html<'a>(html: &str, span: &Range<usize>, context: &mut Context<'_>) -> Option<Event<'a>> {
    if context.html == RawHtml::Escape {
        return Some(Event::Text(html.to_owned().into()));
    }
    let (clean, removed) = context.sanitizer.clean(html);
    if !removed.is_empty() && tell_text(html, span, context) {
        return None;
    }
    for Removed { what, span: inner } in removed {
        let place =
            if span.len() == html.len() { span.start + inner.start..span.start + inner.end } else { span.clone() };
        let diagnostic = Diagnostic::new(Code::HtmlRemoved, format!("`{what}` was removed"));
        context.report(diagnostic.hint("`html: allow` in the configuration keeps all HTML"), place);
    }
    Some(in_text(exported(&clean, context).unwrap_or(clean)))
}

/// Tells a text in angle brackets, of which a browser shows nothing; gives whether it is one.
fn tell_text(html: &str, span: &Range<usize>, context: &mut Context<'_>) -> bool {
    let behind = context.source().and_then(|source| source.text.get(span.end..));
    let is_text = behind.is_some_and(|behind| is_text_in_brackets(html, behind));
    if is_text {
        let diagnostic = Diagnostic::new(Code::TextAsHtml, format!("`{html}` is HTML, and not shown")).hint(format!(
            "if it is text, write `\\{html}`, or put it between backticks; if it is an element, close it"
        ));
        context.report(diagnostic, span.clone());
    }
    is_text
}

/// Finished HTML in a line of text.
pub(super) fn in_text<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::InlineHtml(html.into())
}

/// Finished HTML that stands on lines of its own.
pub(super) fn block<'a>(mut html: String) -> Event<'a> {
    if !html.is_empty() && !html.ends_with('\n') {
        html.push('\n');
    }
    Event::Html(html.into())
}

fn html_line<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.kind {
        Kind::Leaf(Event::Html(html) | Event::Text(html)) => Some(html),
        _ => None,
    }
}

fn push_element<'a>(node: &Node<'a>, tag: &Tag<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    match tag {
        Tag::HtmlBlock if context.html != RawHtml::Allow => push_html_block(node, context, events),
        Tag::Heading { level, .. } if context.has("heading") => {
            let html = heading(node, *level, context);
            events.push(block(html));
            if *level == HeadingLevel::H1
                && let Some(byline) = context.byline.take()
            {
                events.push(block(byline.into_string()));
            }
        }
        Tag::CodeBlock(_) if context.has("code") => events.push(block(code::block(node, context))),
        Tag::Table(alignments) if context.has("table") => {
            let html = table::render(node, alignments, context);
            events.push(block(html));
        }
        Tag::Image { .. } => push_image(node, tag, context, events),
        // In a link there is no other, nor what has controls: its text stands there.
        Tag::Link { .. } if context.in_link || shows_medium(&node.children) => {
            node.children.iter().for_each(|child| push(child, context, events));
        }
        Tag::Link { .. } => {
            context.in_link = true;
            link::push(node, tag, context, events);
            context.in_link = false;
        }
        Tag::DefinitionListTitle => push_with_attributes(node, tag, "dt", context, events),
        tag => match attributes::element(tag).filter(|_| node.children.iter().any(Node::is_attributes)) {
            Some(element) => push_with_attributes(node, tag, element, context, events),
            None => push_with_children(node, tag.clone(), context, events),
        },
    }
}

/// A block of the author's own HTML, whose lines are one piece, by the setting `html`.
fn push_html_block<'a>(node: &Node<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let html: String = node.children.iter().filter_map(html_line).collect();
    let start = node.children.first().map_or(node.span.start, |first| first.span.start);
    let piece = raw_html(&html, &(start..start + html.len()), context);
    if context.html == RawHtml::Escape {
        events.push(Event::Start(Tag::Paragraph));
        events.extend(piece);
        events.push(Event::End(TagEnd::Paragraph));
    } else {
        events.extend(piece);
    }
}

/// An image in a line of text: by its template, or without one by the writer, which would encode what stands for the way to the root.
fn push_image<'a>(node: &Node<'a>, tag: &Tag<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let Tag::Image { link_type, dest_url, title, id } = tag else { return };
    if context.has("image") {
        let image =
            Image { node, source: dest_url, title, around: LinkAround::default(), align: String::new(), figure: false };
        return events.push(in_text(image.render(context)));
    }
    let source = context.href(LinkKind::Image, node.span.start, dest_url).unwrap_or_default();
    if context.from == Viewpoint::Shared {
        let (source, alt, title) = (escape(&source), plain_text(&node.children), escape(title));
        let html = format!("<img src=\"{source}\" alt=\"{}\" title=\"{title}\">", escape(&alt));
        return events.push(in_text(html));
    }
    let tag = Tag::Image { link_type: *link_type, dest_url: source.into(), title: title.clone(), id: id.clone() };
    push_with_children(node, tag, context, events);
}

/// An element that its author gave attributes, which pulldown-cmark's writer has no room for.
fn push_with_attributes<'a>(
    node: &Node<'a>,
    tag: &Tag<'a>,
    element: &str,
    context: &mut Context<'_>,
    events: &mut Vec<Event<'a>>,
) {
    let start = match tag {
        Tag::List(Some(start)) if *start != 1 => format!(" start=\"{start}\""),
        _ => String::new(),
    };
    let mut own = node.attributes();
    if matches!(tag, Tag::DefinitionListTitle) {
        own.id = context.component_id(node.span.start).map(str::to_owned).or(own.id);
    }
    let open = format!("<{element}{start}{}>", attributes::written(&own));
    if attributes::is_inline(tag) {
        events.push(in_text(open));
        push_inside(node, tag.to_end(), context, events);
        events.push(in_text(format!("</{element}>")));
        return;
    }
    let holds_blocks = matches!(tag, Tag::List(_) | Tag::BlockQuote(_) | Tag::DefinitionList);
    events.push(if holds_blocks { block(open) } else { Event::Html(open.into()) });
    push_inside(node, tag.to_end(), context, events);
    events.push(block(format!("</{element}>")));
}

pub(super) fn push_with_children<'a>(
    node: &Node<'a>,
    tag: Tag<'a>,
    context: &mut Context<'_>,
    events: &mut Vec<Event<'a>>,
) {
    let end = tag.to_end();
    events.push(Event::Start(tag));
    push_inside(node, end, context, events);
    events.push(Event::End(end));
}

/// What stands in an element.
fn push_inside<'a>(node: &Node<'a>, element: TagEnd, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    if holds_text(element) {
        push_text(&node.children, context, events);
    } else {
        node.children.iter().for_each(|child| push(child, context, events));
    }
}

/// What stands in a line of text, in which a boxed component stays.
pub(super) fn push_text<'a>(nodes: &[Node<'a>], context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    for node in nodes {
        match &node.kind {
            Kind::Component(call) => events.push(in_text(component::render(call, context))),
            _ => push(node, context, events),
        }
    }
}

/// Whether code is short and has a hyphen, behind which a line would end: `--no-demos`, `Get-Item`.
fn is_flag(text: &str) -> bool {
    text.len() <= 24 && text.contains('-')
}

/// `#abc` or `#aabbcc`.
fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether an element holds text, not blocks.
fn holds_text(element: TagEnd) -> bool {
    use TagEnd::{Emphasis, Heading, Link, Paragraph, Strikethrough, Strong, TableCell};
    matches!(element, Paragraph | Heading(_) | TableCell | Emphasis | Strong | Strikethrough | Link)
}

fn heading(node: &Node<'_>, level: HeadingLevel, context: &mut Context<'_>) -> String {
    let body = inline(&node.children, context);
    let attributes = node.attributes();
    let id = context.ids.get(&node.span.start).copied().or(attributes.id.as_deref()).unwrap_or_default().to_owned();
    let classes = attributes.classes.join(" ");
    let mut arguments = vec![argument("level", level as i64), argument("id", id), argument("classes", classes)];
    arguments.extend(context.optional("heading", "attributes", attributes::pairs(&attributes)));
    context.component("heading", arguments, Some(&body))
}
