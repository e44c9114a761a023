//! A page's tree to HTML.
//!
//! Plain Markdown is written by pulldown-cmark's own writer, so that it means what CommonMark says. What the theme decides
//! (components, headings, images, code, tables) is rendered by templates and handed to the same writer as finished HTML.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::image::Image;
use super::raw_html::{Removed, Sanitizer};
use super::{Renderer, attributes, code, component, embedded, footnotes, math, table};
use crate::config::{LineBreaks, RawHtml};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::document::{Fence, Kind, LinkKind, Mark, Node, Symbol};
use crate::html::{Html, escape};
use crate::site::{Destination, Page, Target, Viewpoint};
use crate::source::Shown;
use crate::theme::Value;

/// What rendering a text needs to know about where it stands, and what it finds.
pub(super) struct Context<'a> {
    pub(super) renderer: &'a Renderer,
    /// Where the text stands, for relative addresses.
    pub(super) from: Viewpoint,
    /// Where each link leads, by the start of its span.
    targets: HashMap<(usize, LinkKind), &'a Target>,
    /// The ids of headings, by the start of their span.
    ids: HashMap<usize, &'a str>,
    /// The ids of components and panes, by the start of their span.
    component_ids: HashMap<usize, &'a str>,
    /// The page that the text is part of.
    pub(super) page: Option<&'a Page>,
    /// What stands right behind the first heading of the first level.
    pub(super) byline: Option<Html>,
    /// What becomes of the author's own HTML.
    html: RawHtml,
    sanitizer: Sanitizer,
    /// Whether a line of text ends on the page, too.
    hard_breaks: bool,
    /// How many images were written; the first is not loaded lazily.
    images: usize,
    /// How many blocks of other pages the text stands in.
    pub(super) depth: usize,
    /// Style sheets and scripts that components on this page need beside the theme's.
    pub(super) styles: Vec<String>,
    pub(super) scripts: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// For the text of a page.
    pub(super) fn of_page(renderer: &'a Renderer, page: &'a Page) -> Self {
        let facts = &page.document.facts;
        let config = &renderer.site.config;
        let targets =
            facts.links.iter().zip(&page.targets).map(|(link, target)| ((link.span.start, link.kind), target));
        let ids = facts.headings.iter().map(|heading| (heading.span.start, heading.id.as_str()));
        Self {
            renderer,
            from: renderer.site.base.viewpoint(&page.url),
            targets: targets.collect(),
            ids: ids.collect(),
            component_ids: facts.component_ids.iter().map(|(at, id)| (*at, id.as_str())).collect(),
            page: Some(page),
            byline: None,
            html: config.html.unwrap_or(RawHtml::Allow),
            sanitizer: Sanitizer::default(),
            hard_breaks: config.markdown.line_breaks == LineBreaks::Hard,
            images: 0,
            depth: 0,
            styles: Vec::new(),
            scripts: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The same for a block of that page which is shown on another.
    pub(super) fn inside(self, other: &Self) -> Self {
        Self { from: other.from, images: other.images, depth: other.depth + 1, ..self }
    }

    /// For a text that stands on every page.
    pub(super) fn outside(renderer: &'a Renderer, from: Viewpoint) -> Self {
        Self {
            renderer,
            from,
            targets: HashMap::new(),
            ids: HashMap::new(),
            component_ids: HashMap::new(),
            page: None,
            byline: None,
            // What stands in the configuration is the owner's.
            html: RawHtml::Allow,
            sanitizer: Sanitizer::default(),
            hard_breaks: false,
            images: 0,
            depth: 0,
            styles: Vec::new(),
            scripts: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The address of a link as it is written on this page; `None` when it was refused.
    pub(super) fn href(&self, kind: LinkKind, at: usize, written: &str) -> Option<String> {
        let site = &self.renderer.site;
        match self.targets.get(&(at, kind)) {
            Some(Target::Internal { to, suffix }) => Some(format!("{}{suffix}", self.address(*to, suffix, written))),
            Some(Target::External(address)) if address.starts_with("action:") => {
                Some(super::href_on(site, address, self.from, self.page))
            }
            Some(Target::External(address)) => Some(address.clone()),
            Some(Target::Dead(_)) => Some(written.to_owned()),
            Some(Target::Refused | Target::Unnamed) => None,
            None if crate::html::is_active_url(written) => None,
            None => Some(super::configured_href(site, written, self.from)),
        }
    }

    /// Whether an address on a page leads to another site.
    fn leads_out(&self, address: &str) -> bool {
        self.page.is_some() && self.renderer.outbound.leads_out(address)
    }

    /// Where the link or image that begins at `at` leads.
    pub(super) fn target(&self, kind: LinkKind, at: usize) -> Option<&'a Target> {
        self.targets.get(&(at, kind)).copied()
    }

    /// The page's text, for what the parser does not keep.
    pub(super) fn source(&self) -> Option<&'a SourceText> {
        self.page.map(|page| page.document.source.as_ref())
    }

    /// The text file that is called `name` where the page's text at `at` was written.
    pub(super) fn shown(&self, name: &str, at: usize) -> Option<&'a Shown> {
        self.renderer.site.shown.get(self.source()?.name_at(at), name)
    }

    /// Counts an image; gives how many came before it.
    pub(super) fn next_image(&mut self) -> usize {
        self.images += 1;
        self.images - 1
    }

    /// What the link that begins at `at` leads to on this site.
    pub(super) fn destination(&self, at: usize) -> Option<Destination> {
        match self.targets.get(&(at, LinkKind::Link)) {
            Some(Target::Internal { to, .. }) => Some(*to),
            _ => None,
        }
    }

    /// The id of the component that begins at `at`.
    pub(super) fn component_id(&self, at: usize) -> Option<&'a str> {
        self.component_ids.get(&at).copied()
    }

    fn address(&self, to: Destination, suffix: &str, written: &str) -> String {
        let site = &self.renderer.site;
        let url = site.url(to);
        let own = self.depth == 0 && self.page.is_some_and(|page| page.url == *url);
        // A link without a destination, or with nothing but `#id`, stays on the page.
        if own && (suffix.starts_with('#') || written.is_empty()) {
            String::new()
        } else {
            site.base.href(self.from, url)
        }
    }

    /// Renders a component of the theme; when its template fails, that is told and nothing is shown.
    pub(super) fn component(&mut self, name: &str, mut arguments: Vec<(String, Value)>, body: Option<&str>) -> String {
        let words = self.renderer.theme.grammar().get(name).map(|component| &component.metadata.words);
        for (argument, word) in words.into_iter().flatten() {
            if !arguments.iter().any(|(given, _)| given == argument) {
                arguments.push((argument.clone(), self.renderer.site.labels.get(word).into()));
            }
        }
        match self.renderer.theme.component(name, arguments, body) {
            Ok(html) => html.into_string(),
            Err(diagnostic) => {
                let page = self.page.map_or("", |page| page.document.source.name.as_str());
                self.diagnostics.push(diagnostic.hint(format!("while rendering `{page}`")));
                String::new()
            }
        }
    }

    /// Adds a finding at a place on the page.
    pub(super) fn report(&mut self, diagnostic: Diagnostic, span: Range<usize>) {
        self.diagnostics.push(match self.page {
            Some(page) => diagnostic.at(&page.document.source, span),
            None => diagnostic,
        });
    }

    /// Notes a style sheet and a script that the page needs, once each.
    pub(super) fn need(&mut self, style: Option<String>, script: Option<String>) {
        self.styles.extend(style.filter(|style| !self.styles.contains(style)));
        self.scripts.extend(script.filter(|script| !self.scripts.contains(script)));
    }

    /// A file of source code as a block with line numbers.
    pub(super) fn source_code(&mut self, text: &str, path: &str) -> String {
        let extension = path.rsplit('.').next().unwrap_or_default();
        let fence = Fence { language: extension.to_owned(), numbers: Some(true), ..Fence::default() };
        code::lines(text, &fence, self)
    }

    /// An argument for a component of the theme, when there is something to say and the component takes it.
    pub(super) fn optional(&self, component: &str, name: &str, html: Html) -> Option<(String, Value)> {
        let takes = || self.renderer.theme.grammar().get(component)?.argument(name);
        (!html.as_str().is_empty() && takes().is_some()).then(|| argument(name, html))
    }

    /// An icon that an author names. A drawing of the author's own is shown as a picture where HTML is not to be trusted.
    pub(super) fn icon(&self, name: &str) -> Html {
        let name = name.trim();
        if self.html == RawHtml::Allow || !name.starts_with("<svg") {
            return self.renderer.icon(name, self.from);
        }
        let named = if name.contains("xmlns=") {
            name.to_owned()
        } else {
            name.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1)
        };
        let data = percent_encoding::utf8_percent_encode(&named, percent_encoding::NON_ALPHANUMERIC);
        Html::trusted(format!("<img class=\"icon\" src=\"data:image/svg+xml,{data}\" alt=\"\">"))
    }

    fn has(&self, element: &str) -> bool {
        self.renderer.theme.grammar().has(element)
    }
}

/// Renders blocks.
pub(super) fn blocks(nodes: &[Node<'_>], context: &mut Context<'_>) -> String {
    if nodes.is_empty() { String::new() } else { write(nodes, context) }
}

/// Renders text without a paragraph around it.
pub(super) fn inline(nodes: &[Node<'_>], context: &mut Context<'_>) -> String {
    let mut events = Vec::with_capacity(nodes.len());
    push_children(nodes, &TagEnd::Paragraph, context, &mut events);
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    html
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
    let mut html = String::with_capacity(length * 2);
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

fn push<'a>(node: &Node<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    match &node.kind {
        Kind::Leaf(Event::Code(text)) if is_colour(text) && context.has("color") => {
            events.push(Event::Code(text.clone()));
            let chip = context.component("color", vec![argument("value", text.as_ref())], None);
            events.push(Event::InlineHtml(chip.into()));
        }
        Kind::Leaf(Event::TaskListMarker(done)) => {
            let (checked, word) = if *done { (" checked", "done") } else { ("", "to_do") };
            let label = escape(context.renderer.site.labels.get(word));
            let html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
            events.push(Event::InlineHtml(html.into()));
        }
        Kind::Leaf(Event::InlineMath(tex)) => {
            events.push(Event::InlineHtml(math::render(tex, false, &node.span, context).into()));
        }
        Kind::Leaf(Event::DisplayMath(tex)) => events.push(block(math::render(tex, true, &node.span, context))),
        Kind::Leaf(Event::Code(text)) if !node.children.is_empty() => {
            let attributes = attributes::written(&node.attributes());
            events.push(Event::InlineHtml(format!("<code{attributes}>{}</code>", escape(text)).into()));
        }
        Kind::Leaf(Event::Code(text)) if is_flag(text) && context.has("code") => {
            events.push(Event::InlineHtml(format!("<code class=\"unbroken\">{}</code>", escape(text)).into()));
        }
        Kind::Leaf(Event::Html(html) | Event::InlineHtml(html)) if context.html != RawHtml::Allow => {
            events.extend(raw_html(html, &node.span, context));
        }
        Kind::Leaf(Event::Text(_)) if context.sanitizer.is_silent() => {}
        Kind::Leaf(Event::SoftBreak) if context.hard_breaks => events.push(Event::HardBreak),
        Kind::Leaf(event) => events.push(event.clone()),
        Kind::Attributes(_) => {}
        Kind::Word(label) => match context.renderer.site.labels.get(label) {
            "" => node.children.iter().for_each(|child| push(child, context, events)),
            word => events.push(Event::Text(word.to_owned().into())),
        },
        Kind::Verbatim(text) => events.push(Event::Text(text.clone().into())),
        Kind::Symbol(symbol) => events.push(Event::InlineHtml(self::symbol(symbol, context).into())),
        Kind::Figure => push_figure(node, context, events),
        Kind::Mark(mark) => {
            let element = match mark {
                Mark::Inserted => "ins",
                Mark::Marked => "mark",
            };
            let open = format!("<{element}{}>", attributes::written(&node.attributes()));
            events.push(Event::InlineHtml(open.into()));
            push_children(&node.children, &TagEnd::Emphasis, context, events);
            events.push(Event::InlineHtml(format!("</{element}>").into()));
        }
        Kind::Abbreviation(meaning) => {
            events.push(Event::InlineHtml(format!("<abbr title=\"{}\">", escape(meaning)).into()));
            push_children(&node.children, &TagEnd::Emphasis, context, events);
            events.push(Event::InlineHtml("</abbr>".into()));
        }
        Kind::FootnoteReference { number, occurrence } => {
            events.push(Event::InlineHtml(footnotes::reference(*number, *occurrence).into()));
        }
        Kind::Footnotes | Kind::Footnote { .. } => events.push(block(footnotes::list(node, context))),
        Kind::Description => {
            events.push(block(format!("<p class=\"description\">{}</p>", inline(&node.children, context))));
        }
        Kind::Component(call) => {
            let html = component::render(call, context);
            events.push(if call.is_inline() { Event::InlineHtml(html.into()) } else { block(html) });
        }
        Kind::Element(tag) => push_element(node, tag, context, events),
    }
}

/// A piece of the author's own HTML, by the setting `html`.
fn raw_html<'a>(html: &str, span: &Range<usize>, context: &mut Context<'_>) -> Option<Event<'a>> {
    if context.html == RawHtml::Escape {
        return Some(Event::Text(html.to_owned().into()));
    }
    let (clean, removed) = context.sanitizer.clean(html);
    for Removed { what, span: inner } in removed {
        let place =
            if span.len() == html.len() { span.start + inner.start..span.start + inner.end } else { span.clone() };
        let diagnostic = Diagnostic::new(Code::HtmlRemoved, format!("`{what}` was removed"));
        context.report(diagnostic.hint("`html: allow` in the configuration keeps all HTML"), place);
    }
    Some(Event::InlineHtml(clean.into()))
}

/// Finished HTML that stands on lines of its own.
fn block<'a>(html: String) -> Event<'a> {
    let html = if html.ends_with('\n') || html.is_empty() { html } else { format!("{html}\n") };
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
        // The lines of a block are one piece.
        Tag::HtmlBlock if context.html != RawHtml::Allow => {
            let html: String = node.children.iter().filter_map(html_line).collect();
            let span = node
                .children
                .first()
                .map_or(node.span.clone(), |first| first.span.start..first.span.start + html.len());
            let piece = raw_html(&html, &span, context);
            match context.html {
                RawHtml::Escape => {
                    events.push(Event::Start(Tag::Paragraph));
                    events.extend(piece);
                    events.push(Event::End(TagEnd::Paragraph));
                }
                _ => events.extend(piece),
            }
        }
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
        Tag::Image { dest_url, title, .. } if context.has("image") => {
            let image =
                Image { node, source: dest_url, title, link: None, action: "", align: String::new(), figure: false };
            events.push(Event::InlineHtml(image.render(context).into()));
        }
        Tag::Link { dest_url, title, .. } if node.children.iter().any(Node::is_attributes) => {
            let href = context.href(LinkKind::Link, node.span.start, dest_url);
            if let Some(href) = href.as_deref().filter(|href| context.leads_out(href)) {
                push_outbound(node, href, title, context, events);
                return;
            }
            let href = href.map(|href| format!(" href=\"{}\"", escape(&href))).unwrap_or_default();
            let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
            let open = format!("<a{href}{title}{}>", attributes::written(&node.attributes()));
            events.push(Event::InlineHtml(open.into()));
            push_children(&node.children, &TagEnd::Link, context, events);
            events.push(Event::InlineHtml("</a>".into()));
        }
        Tag::Link { link_type, dest_url, title, id } => match context.href(LinkKind::Link, node.span.start, dest_url) {
            Some(href) if context.leads_out(&href) => push_outbound(node, &href, title, context, events),
            Some(href) => {
                let tag =
                    Tag::Link { link_type: *link_type, dest_url: href.into(), title: title.clone(), id: id.clone() };
                let page = match context.destination(node.span.start) {
                    Some(Destination::Page(page)) if node.children.is_empty() && !dest_url.is_empty() => Some(page),
                    _ => None,
                };
                match page {
                    // A link without text shows the title of its page.
                    Some(page) => {
                        let text = context.renderer.site.pages[page].title.clone();
                        events.extend([Event::Start(tag), Event::Text(text.into()), Event::End(TagEnd::Link)]);
                    }
                    None => push_with_children(node, tag, context, events),
                }
            }
            None => node.children.iter().for_each(|child| push(child, context, events)),
        },
        Tag::Image { link_type, dest_url, title, id } => {
            let source = context.href(LinkKind::Image, node.span.start, dest_url).unwrap_or_default();
            let tag =
                Tag::Image { link_type: *link_type, dest_url: source.into(), title: title.clone(), id: id.clone() };
            push_with_children(node, tag, context, events);
        }
        Tag::DefinitionListTitle => push_with_attributes(node, tag, "dt", context, events),
        tag => match attributes::element(tag).filter(|_| node.children.iter().any(Node::is_attributes)) {
            Some(element) => push_with_attributes(node, tag, element, context, events),
            None => push_with_children(node, tag.clone(), context, events),
        },
    }
}

/// A link to another site.
fn push_outbound<'a>(node: &Node<'a>, href: &str, title: &str, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let (start, end) = context.renderer.outbound.tags(href, title, &node.attributes());
    events.push(Event::InlineHtml(start.into()));
    push_children(&node.children, &TagEnd::Link, context, events);
    events.push(Event::InlineHtml(end.into()));
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
        events.push(Event::InlineHtml(open.into()));
        push_children(&node.children, &tag.to_end(), context, events);
        events.push(Event::InlineHtml(format!("</{element}>").into()));
        return;
    }
    let holds_blocks = matches!(tag, Tag::List(_) | Tag::BlockQuote(_) | Tag::DefinitionList);
    events.push(if holds_blocks { block(open) } else { Event::Html(open.into()) });
    push_children(&node.children, &tag.to_end(), context, events);
    events.push(block(format!("</{element}>")));
}

fn push_with_children<'a>(node: &Node<'a>, tag: Tag<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let end: TagEnd = tag.to_end();
    events.push(Event::Start(tag));
    push_children(&node.children, &end, context, events);
    events.push(Event::End(end));
}

fn push_children<'a>(children: &[Node<'a>], end: &TagEnd, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    for child in children {
        match &child.kind {
            // A boxed component in the middle of a sentence stays in its line.
            Kind::Component(call) if is_text(end) => {
                events.push(Event::InlineHtml(component::render(call, context).into()));
            }
            _ => push(child, context, events),
        }
    }
}

/// Whether code is short and has a hyphen, behind which a line would end: `--no-demos`, `Get-Item`.
fn is_flag(text: &str) -> bool {
    text.len() <= 24 && text.contains('-')
}

/// `#abc` or `#aabbcc` (format sheet §1.8).
fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether an element holds text, not blocks.
fn is_text(tag: &TagEnd) -> bool {
    use TagEnd::{Emphasis, Heading, Link, Paragraph, Strikethrough, Strong, TableCell};
    matches!(tag, Paragraph | Heading(_) | TableCell | Emphasis | Strong | Strikethrough | Link)
}

fn symbol(symbol: &Symbol, context: &mut Context<'_>) -> String {
    match symbol {
        Symbol::Emoji(name) => {
            let text = crate::theme::emoji(name).unwrap_or_default();
            context.component("emoji", vec![argument("name", name.as_str()), argument("text", text)], None)
        }
        Symbol::Icon(name) if context.renderer.theme.grammar().custom_icon(name).is_some() => {
            let Some(icon) = context.renderer.theme.grammar().custom_icon(name) else { return String::new() };
            let arguments = vec![argument("name", name.as_str()), argument("viewBox", icon.view_box.as_str())];
            context.component("icon", arguments, Some(&icon.markup))
        }
        Symbol::Icon(name) => match crate::theme::icon(name) {
            Some(icon) => {
                let arguments = vec![argument("name", name.as_str()), argument("size", i64::from(icon.size))];
                context.component("icon", arguments, Some(icon.markup))
            }
            None => escape(&format!(":icon-{name}:")).into_owned(),
        },
    }
}

pub(super) fn argument(name: &str, value: impl Into<Value>) -> (String, Value) {
    (name.to_owned(), value.into())
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

fn push_figure<'a>(node: &Node<'a>, context: &mut Context<'_>, events: &mut Vec<Event<'a>>) {
    let align = node.attributes().value("align").unwrap_or_default().to_owned();
    for child in &node.children {
        match &child.kind {
            Kind::Element(Tag::Link { .. }) if child.is_embedded() => match embedded::block(child, context) {
                Some(html) => events.push(block(html)),
                None => {
                    events.push(Event::Start(Tag::Paragraph));
                    push(child, context, events);
                    events.push(Event::End(TagEnd::Paragraph));
                }
            },
            Kind::Element(Tag::Image { dest_url, title, .. }) => {
                let image = Image {
                    node: child,
                    source: dest_url,
                    title,
                    link: None,
                    action: "",
                    align: align.clone(),
                    figure: true,
                };
                events.push(block(image.render(context)));
            }
            Kind::Element(Tag::Link { dest_url, .. }) => {
                let action = dest_url.strip_prefix("action:").unwrap_or_default();
                let link = context.href(LinkKind::Link, child.span.start, dest_url);
                for inner in &child.children {
                    if let Kind::Element(Tag::Image { dest_url, title, .. }) = &inner.kind {
                        let image = Image {
                            node: inner,
                            source: dest_url,
                            title,
                            link: link.clone(),
                            action,
                            align: align.clone(),
                            figure: true,
                        };
                        events.push(block(image.render(context)));
                    }
                }
            }
            _ => push(child, context, events),
        }
    }
}
