//! The walk over a page's tree that gathers its facts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::words::count_words;
use super::{Facts, Heading, Link};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::attributes::Attributes;
use crate::document::claims::Claims;
use crate::document::code_title;
use crate::document::component_names::ComponentNames;
use crate::document::excerpt::{excerpt, is_single_spaced};
use crate::document::fence::Fence;
use crate::document::front_matter::Meta;
use crate::document::html_links;
use crate::document::html_tags::{self, HtmlTag};
use crate::document::inline;
use crate::document::remains;
use crate::document::slug::{slug, slug_text};
use crate::document::tree::{Argument, Call, Kind, LinkKind, Node, Symbol, plain_text};
use crate::html::{Ask, asks, is_elsewhere};
use crate::theme::Grammar;

/// Gathers the facts of a page's tree; `meta` is its front matter, and `called` the heading it has by its path if it has no other.
pub(in crate::document) fn gather(
    source: &Arc<SourceText>,
    nodes: &[Node<'_>],
    meta: &Meta,
    called: Option<&str>,
    grammar: &Grammar,
) -> (Facts, Vec<Diagnostic>) {
    // Only blocks of code that stand in the page itself have ids.
    let fences: Vec<Fence> = nodes.iter().filter_map(|node| Fence::of(node, Some(&source.text))).collect();
    let mut gathering = Gathering {
        source,
        grammar,
        facts: Facts { own: source.own(), ..Facts::default() },
        ids: Claims::on(source),
        untitled: (0, 0),
        components: BTreeSet::new(),
        in_titles: Vec::new(),
        is_titled: meta.title.is_some(),
    };
    gathering.claim(nodes, &fences, meta, called);
    let mut fences = fences.into_iter();
    for node in nodes {
        let mut fence = is_code(node).then(|| fences.next()).flatten();
        gathering.listing(node, fence.as_ref());
        node.walk(&mut |node| gathering.take(node, &mut fence));
    }
    let Gathering { mut facts, ids, components, in_titles, .. } = gathering;
    facts.components = components.into_iter().chain(in_titles.iter().flat_map(ComponentNames::iter)).collect();
    facts.excerpt = excerpt(nodes.iter().filter(|node| facts.own.contains(&node.span.start)));
    facts.shrink();
    (facts, ids.diagnostics)
}

struct Gathering<'n, 's> {
    source: &'s Arc<SourceText>,
    grammar: &'s Grammar,
    facts: Facts,
    ids: Claims<'s>,
    /// The heading that the last block of code without title stands under, and how many stood there.
    untitled: (usize, usize),
    components: BTreeSet<&'n str>,
    /// What the titles of blocks of code use of the theme.
    in_titles: Vec<ComponentNames>,
    /// Whether the front matter has a title, which is shown above a heading in HTML, too.
    is_titled: bool,
}

impl<'n> Gathering<'n, '_> {
    /// Takes the headings, whose ids come before all others, and keeps free what authors chose.
    fn claim(&mut self, nodes: &'n [Node<'_>], fences: &[Fence], meta: &Meta, called: Option<&str>) {
        let (mut headings, mut chosen, mut calls) = (Vec::new(), Vec::new(), Vec::new());
        for node in nodes {
            node.walk(&mut |node| match &node.kind {
                Kind::Element(Tag::Heading { level, .. }) => headings.push((*level, node, node.attributes())),
                Kind::Attributes(attributes) => chosen.push(attributes),
                Kind::Component(call) => calls.extend(std::iter::once(call.as_ref()).chain(&call.panes)),
                _ => {}
            });
        }
        headings.iter().for_each(|(_, _, attributes)| self.ids.keep_heading(attributes));
        let is_title = |level, node: &Node<'_>| level == HeadingLevel::H1 && self.facts.own.contains(&node.span.start);
        // What a page is headed with when its text has no title stands above all.
        if !headings.iter().any(|(level, node, _)| is_title(*level, node)) {
            self.head(meta, called);
        }
        self.facts.headings.reserve_exact(headings.len());
        for (level, node, attributes) in headings {
            let id = self.ids.of_heading(attributes.id.as_deref(), heading_slug(&node.children), &node.span);
            // A badge in the middle leaves no gap.
            let text = single_spaced(plain_text(&node.children));
            let (id, text) = (id.into(), text.into());
            self.facts.headings.push(Heading { level: level as u8, id, text, span: node.span.clone() });
        }
        self.name(meta);
        let of_fences = fences.iter().map(|fence| &fence.attributes);
        chosen.into_iter().chain(of_fences).for_each(|own| self.ids.keep(own));
        calls.into_iter().for_each(|call| self.ids.keep_of(call));
    }

    /// Takes the name that the front matter gives to a page: its title, or its label where the text has no title.
    fn name(&mut self, meta: &Meta) {
        let label = || meta.label.clone().filter(|_| self.facts.title().is_none_or(str::is_empty));
        let Some(written) = meta.title_as_markdown().or_else(label) else { return };
        let nodes = inline(&written, self.grammar);
        self.facts.named = Some(single_spaced(plain_text(&nodes))).filter(|name| !name.is_empty()).map(Arc::from);
    }

    /// Takes the heading that such a page is shown with: its title, label, or the name of its file.
    fn head(&mut self, meta: &Meta, called: Option<&str>) {
        let written = meta.title_as_markdown().or_else(|| meta.label.clone());
        let made = match (written, called) {
            (Some(written), _) => slug(&slug_text(&inline(&written, self.grammar))),
            (None, Some(called)) => slug(called),
            (None, None) => return,
        };
        let id = self.ids.claim(None, || made, &(0..0));
        self.facts.title_id = (!id.is_empty()).then(|| id.into());
    }

    /// Takes the name of a page that has no other from a heading in HTML, as files are headed that GitHub shows.
    fn name_by_html(&mut self, html: &str, tags: &[HtmlTag<'_>], span: &Range<usize>) {
        let Some(heading) = html_tags::heading(html, tags).filter(|_| self.facts.own.contains(&span.start)) else {
            return;
        };
        if self.facts.named.is_none() && self.facts.title().is_none_or(str::is_empty) {
            let name = single_spaced(plain_text(&inline(heading.trim(), self.grammar)));
            self.facts.named = Some(name).filter(|name| !name.is_empty()).map(Arc::from);
        }
        if !self.is_titled {
            self.facts.title_id = None;
        }
    }

    /// Claims the id of what the page shows as a block of code, whose own `fence` may be.
    fn listing(&mut self, node: &Node<'_>, fence: Option<&Fence>) {
        let Some((title, own)) = listing(node, fence) else { return };
        let under = self.facts.headings.partition_point(|heading| heading.span.start < node.span.start);
        let heading = under.checked_sub(1).map_or("", |index| &*self.facts.headings[index].id);
        if title.is_empty() {
            let number = if self.untitled.0 == under { self.untitled.1 + 1 } else { 1 };
            self.untitled = (under, number);
        }
        let (source, grammar, number) = (self.source, self.grammar, self.untitled.1);
        let titled = || slug(&slug_text(&code_title(source, &node.span, title, grammar).0));
        let made = || slug(&code_id(heading, if title.is_empty() { format!("code-{number}") } else { titled() }));
        let id = self.ids.claim(own, made, &node.span);
        self.facts.component_ids.push((node.span.start, id.into()));
    }

    /// Takes the title of what is shown as a block of code. Most are words alone.
    fn title(&mut self, block: &Range<usize>, title: &str) {
        if !title.contains([':', '[']) {
            return;
        }
        let (nodes, problems) = code_title(self.source, block, title, self.grammar);
        let (facts, more) = gather(self.source, &nodes, &Meta::default(), None, self.grammar);
        self.ids.diagnostics.extend(problems.into_iter().chain(more));
        let Facts { links, element_ids, html_ids, html_links, frames, asks, sizes, components, .. } = facts;
        self.facts.links.extend(links);
        self.facts.element_ids.extend(element_ids);
        self.facts.html_ids.extend(html_ids);
        self.facts.html_links.extend(html_links);
        self.facts.frames.extend(frames);
        self.facts.asks.extend(asks);
        self.facts.sizes.extend(sizes);
        self.in_titles.push(components);
    }

    /// Takes one node; `fence` is that of the node of the page that it is in, until it was told.
    fn take(&mut self, node: &'n Node<'_>, fence: &mut Option<Fence>) {
        let is_in_code = self.facts.code.last().is_some_and(|code| node.span.start < code.end);
        // Most nodes are texts, and most texts are nothing but words.
        if let Kind::Leaf(Event::Text(text)) = &node.kind
            && (is_in_code || memchr::memchr3(b':', b'[', b']', text.as_bytes()).is_none() && !text.starts_with("%%"))
        {
            self.facts.words += count_words(text);
            return;
        }
        self.own_id(node);
        self.attributes(node);
        if is_code(node) {
            self.code(node, fence.take());
        }
        // Nothing in a block of code is markup.
        if is_code(node) || !is_in_code {
            remains::tell(node, self.source, self.grammar, &mut self.ids.diagnostics);
        }
        self.components.extend(element_name(&node.kind));
        match &node.kind {
            Kind::Leaf(Event::Text(text) | Event::Code(text)) => self.facts.words += count_words(text),
            Kind::Element(Tag::HtmlBlock) | Kind::Leaf(Event::InlineHtml(_)) => self.html(&node.span),
            Kind::Element(Tag::Link { dest_url, .. }) => self.link(LinkKind::Link, dest_url, &node.span),
            Kind::Element(Tag::Image { dest_url, .. }) => self.link(LinkKind::Image, dest_url, &node.span),
            Kind::Component(call) => self.call(call),
            _ => {}
        }
    }

    /// Takes a block of code; `fence` is what stands behind its fence, if that was read already.
    fn code(&mut self, node: &Node<'_>, fence: Option<Fence>) {
        self.facts.code.push(node.span.clone());
        if let Some(fence) = fence.or_else(|| Fence::of(node, Some(&self.source.text))) {
            fence.tell_problems(node, self.source, &mut self.ids.diagnostics);
            self.title(&node.span, &fence.title);
        }
    }

    /// Takes what the author's own HTML says.
    fn html(&mut self, span: &Range<usize>) {
        let html = self.source.text.get(span.clone()).unwrap_or_default();
        let tags = html_tags::tags(html);
        self.facts.html_ids.extend(tags.iter().flat_map(HtmlTag::ids).map(|id| id.value.to_owned()));
        self.facts.html_links.extend(html_links::links(&tags, span.start));
        self.facts.asks.extend(asks(html));
        self.name_by_html(html, &tags, span);
    }

    /// Claims the ids of components and terms.
    fn own_id(&mut self, node: &Node<'_>) {
        match &node.kind {
            Kind::Component(call) => {
                for call in std::iter::once(call.as_ref()).chain(&call.panes) {
                    self.facts.component_ids.extend(self.ids.of_component(call));
                }
            }
            Kind::Element(Tag::DefinitionListTitle) => {
                let own = node.attributes().id;
                let made = slug(&slug_text(&node.children));
                if own.is_some() || !made.is_empty() {
                    let id = self.ids.claim(own.as_deref(), || made, &node.span);
                    self.facts.component_ids.push((node.span.start, id.into()));
                }
            }
            _ => {}
        }
    }

    /// Takes what authors gave to an element in braces.
    fn attributes(&mut self, node: &Node<'_>) {
        for (attributes, span) in node.children.iter().filter_map(attributes) {
            self.ids.tell_refused(attributes, span);
            let is_styled = attributes.pairs.iter().any(|(key, _)| key == "style");
            self.facts.asks.extend(is_styled.then_some(Ask::StyleAttribute));
            if let Some(id) = attributes.id.as_deref().filter(|_| !has_id_already(node)) {
                self.ids.take(id, span);
                self.facts.element_ids.push(id.to_owned());
            }
        }
    }

    fn call(&mut self, call: &'n Call<'_>) {
        self.components.insert(&call.component.name);
        for call in std::iter::once(call).chain(&call.panes) {
            let is_styled = self.ids.others_of(call);
            self.facts.asks.extend(is_styled.then_some(Ask::StyleAttribute));
        }
        if call.component.metadata.loads.is_some() {
            self.title(&call.span, call.text("title").unwrap_or_default());
        }
        self.components.extend(call.component.metadata.needs.iter().map(String::as_str));
        self.facts.frames.extend(call.component.metadata.frames.iter().cloned());
        if call.component.name == "demo" {
            let name = call.text("name").unwrap_or_default().to_owned();
            self.facts.demos.push((name, call.span.clone()));
        }
        for (_, argument) in &call.arguments {
            match argument {
                Argument::Link(kind, destination, span) => self.link(*kind, destination, span),
                Argument::Size(size) => {
                    self.facts.sizes.push(size.clone());
                    self.components.insert("sizes");
                }
                Argument::Icon(icon) if is_elsewhere(icon) => drop(self.facts.asks.insert(Ask::Picture)),
                _ => {}
            }
        }
    }

    fn link(&mut self, kind: LinkKind, destination: &str, span: &Range<usize>) {
        let text = self.source.text.get(span.clone()).unwrap_or_default();
        let has_escapes = [text, destination].iter().any(|text| memchr::memchr(b'\\', text.as_bytes()).is_some());
        let may_be_misread = has_escapes || destination.as_bytes().windows(3).any(|signs| signs == b"...");
        self.facts.links.push(Link { kind, destination: destination.into(), span: span.clone(), may_be_misread });
    }
}

impl Facts {
    /// Takes no more memory than it must: facts stay for as long as their site.
    fn shrink(&mut self) {
        shrink(&mut self.headings);
        shrink(&mut self.component_ids);
        shrink(&mut self.element_ids);
        shrink(&mut self.links);
        shrink(&mut self.code);
    }
}

/// Moves a list to where it has no room left over. An allocator gives back nothing of a block of which half is used.
fn shrink<T>(list: &mut Vec<T>) {
    if list.len() < list.capacity() {
        let mut exact = Vec::with_capacity(list.len());
        exact.append(list);
        *list = exact;
    }
}

/// The id of a heading that is made of its text. One without letters is called as Markdig calls it, whose rules are those of
/// the format where its documentation is silent.
fn heading_slug(children: &[Node<'_>]) -> String {
    let made = slug(&slug_text(children));
    if made.is_empty() { "section".to_owned() } else { made }
}

/// The words of a text with one space between them.
fn single_spaced(text: String) -> String {
    if is_single_spaced(&text) { text } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

fn is_code(node: &Node<'_>) -> bool {
    matches!(node.kind, Kind::Element(Tag::CodeBlock(_)))
}

/// The title of a block of code, its own, behind its `fence`, or that of a file, and the id that its author chose.
fn listing<'n>(node: &'n Node<'_>, fence: Option<&'n Fence>) -> Option<(&'n str, Option<&'n str>)> {
    match (&node.kind, fence) {
        (_, Some(fence)) => Some((&fence.title, fence.attributes.id.as_deref())),
        // One with an id of its own claims it as any component does.
        (Kind::Component(call), None) if call.component.metadata.loads.is_some() && call.text("id").is_none() => {
            Some((call.text("title").unwrap_or_default(), None))
        }
        _ => None,
    }
}

/// The id of a block of code under a heading: its title's slug, or its number among those without title.
fn code_id(heading: &str, own: String) -> String {
    if heading.is_empty() { own } else { format!("{heading}-{own}") }
}

fn attributes<'n>(node: &'n Node<'_>) -> Option<(&'n Attributes, &'n Range<usize>)> {
    match &node.kind {
        Kind::Attributes(attributes) => Some((attributes, &node.span)),
        _ => None,
    }
}

/// Headings, blocks of code and terms have claimed theirs.
fn has_id_already(node: &Node<'_>) -> bool {
    matches!(node.kind, Kind::Element(Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::DefinitionListTitle))
}

/// The name under which the theme keeps the style and script of a Markdown element.
fn element_name(kind: &Kind<'_>) -> Option<&'static str> {
    Some(match kind {
        Kind::Element(Tag::Heading { .. }) => "heading",
        Kind::Element(Tag::CodeBlock(_)) => "code",
        Kind::Element(Tag::Table(_)) => "table",
        Kind::Element(Tag::Image { .. }) => "image",
        Kind::Footnotes => "footnotes",
        Kind::Leaf(Event::InlineMath(_) | Event::DisplayMath(_)) => "math",
        Kind::Symbol(Symbol::Emoji(_)) => "emoji",
        Kind::Symbol(Symbol::Icon(_)) => "icon",
        _ => return None,
    })
}
