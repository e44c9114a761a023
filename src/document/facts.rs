//! What the rest of the site needs to know about a page, gathered in one walk over its tree.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use super::attributes::Attributes;
use super::claims::Claims;
use super::component_names::ComponentNames;
use super::excerpt::{excerpt, is_single_spaced};
use super::fence::Fence;
use super::html_links;
use super::html_tags::{self, HtmlTag};
use super::markdown::unknown_icon;
use super::remains;
use super::size::Size;
use super::slug::{slug, slug_text};
use super::symbols::symbols;
use super::tree::{Argument, Kind, LinkKind, Node, Symbol, plain_text};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::html::{Ask, asks};
use crate::theme::Grammar;

/// A heading of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id on the page.
    pub id: Box<str>,
    /// Its plain text, without components.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A link that an author wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// The destination as written.
    pub destination: Box<str>,
    /// The bytes of the link or of its destination, by which rendering finds it again.
    pub span: Range<usize>,
}

/// Facts of a page's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// The id of the title that the front matter gives to a page whose text has none.
    pub title_id: Option<Box<str>>,
    /// The part of the text that is the page's own, without what stands on every page.
    pub own: Range<usize>,
    /// The ids of components and their panes, by the start of their span.
    pub component_ids: Vec<(usize, Box<str>)>,
    /// The ids that authors gave to elements.
    pub element_ids: Vec<String>,
    /// The ids in raw HTML.
    pub html_ids: Vec<String>,
    /// The links in raw HTML, which is published as it was written.
    pub html_links: Vec<Link>,
    /// The links in order.
    pub links: Vec<Link>,
    /// Where its blocks of code stand.
    pub code: Vec<Range<usize>>,
    /// How many words there are to read, code included.
    pub words: usize,
    /// The first paragraph, cut to a description (format sheet §2).
    pub excerpt: Arc<str>,
    /// Where its components load frames and films from when the reader asks.
    pub frames: BTreeSet<String>,
    /// What its own HTML, and styles in attributes, ask of a browser.
    pub asks: BTreeSet<Ask>,
    /// The demos that the page shows, and where.
    pub demos: Vec<(String, Range<usize>)>,
    /// The sizes that components are given.
    pub sizes: Vec<Size>,
    /// The names of the components and elements on the page, and of those whose style and script they share.
    pub components: ComponentNames,
}

impl Facts {
    /// The text of the first first-level heading.
    pub fn title(&self) -> Option<&str> {
        let is_title = |heading: &&Heading| heading.level == 1 && self.own.contains(&heading.span.start);
        self.headings.iter().find(is_title).map(|heading| &*heading.text)
    }

    /// Whether a link to `#id` finds something; the case of the id is ignored when nothing else fits.
    pub fn anchor(&self, id: &str) -> Option<&str> {
        let exact = self.anchors().find(|own| *own == id);
        let found = exact.or_else(|| self.anchors().find(|own| own.eq_ignore_ascii_case(id)));
        // Browsers go to the top of a page that has no place of that name (HTML, "select the indicated part").
        found.or_else(|| id.eq_ignore_ascii_case("top").then_some("top"))
    }

    /// The first heading with this text, whatever its case.
    pub fn heading_called(&self, text: &str) -> Option<&Heading> {
        let text = text.to_lowercase();
        self.headings.iter().find(|heading| heading.text.to_lowercase() == text)
    }

    /// Every id that a link can lead to.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| &*heading.id);
        let components = self.component_ids.iter().map(|(_, id)| &**id);
        let elements = self.element_ids.iter().map(String::as_str);
        let others = self.html_ids.iter().map(String::as_str).chain(self.title_id.as_deref());
        headings.chain(components).chain(elements).chain(others)
    }
}

/// Gathers the facts of a page's tree; `title` is what its front matter calls it.
pub(super) fn gather(
    source: &Arc<SourceText>,
    nodes: &[Node<'_>],
    title: Option<&str>,
    grammar: &Grammar,
) -> (Facts, Vec<Diagnostic>) {
    let mut facts = Facts { own: source.own(), ..Facts::default() };
    let mut ids = Claims::on(source);
    // Only blocks of code that stand in the page itself have ids.
    let fences: Vec<Fence> = nodes.iter().filter_map(|node| Fence::of(node, Some(&source.text))).collect();
    let (mut headings, mut chosen, mut calls) = (Vec::new(), Vec::new(), Vec::new());
    for node in nodes {
        node.walk(&mut |node| match &node.kind {
            Kind::Element(Tag::Heading { level, .. }) => headings.push((*level, node, node.attributes())),
            Kind::Attributes(attributes) => chosen.push(attributes),
            Kind::Component(call) => calls.extend(std::iter::once(call.as_ref()).chain(&call.panes)),
            _ => {}
        });
    }
    headings.iter().for_each(|(_, _, attributes)| ids.keep_heading(attributes));
    facts.headings.reserve_exact(headings.len());
    for (level, node, attributes) in headings {
        let id = ids.of_heading(attributes.id.as_deref(), heading_slug(&node.children), &node.span);
        // A badge in the middle leaves no gap.
        let text = single_spaced(plain_text(&node.children));
        facts.headings.push(Heading { level: level as u8, id: id.into(), text: text.into(), span: node.span.clone() });
    }
    if let Some(title) = title.filter(|_| facts.title().is_none()) {
        let id = ids.claim(None, || slug(title), &(0..0));
        facts.title_id = (!id.is_empty()).then(|| id.into());
    }
    chosen.into_iter().chain(fences.iter().map(|fence| &fence.attributes)).for_each(|own| ids.keep(own));
    calls.into_iter().for_each(|call| ids.keep_of(call));
    // The heading that the last block of code without title stands under, and how many stood there.
    let mut untitled = (0, 0);
    let mut fences = fences.into_iter();
    let mut components = BTreeSet::new();
    for node in nodes {
        let mut fence = is_code(node).then(|| fences.next()).flatten();
        if let Some((title, own)) = listing(node, fence.as_ref()) {
            let under = facts.headings.partition_point(|heading| heading.span.start < node.span.start);
            let heading = under.checked_sub(1).map_or("", |index| &*facts.headings[index].id);
            if title.is_empty() {
                untitled = (under, if untitled.0 == under { untitled.1 + 1 } else { 1 });
            }
            let id = ids.claim(own, || slug(&code_id(title, heading, untitled.1, grammar)), &node.span);
            facts.component_ids.push((node.span.start, id.into()));
        }
        node.walk(&mut |node| {
            let is_in_code = || facts.code.last().is_some_and(|code| node.span.start < code.end);
            // Most nodes are texts, and most texts are nothing but words.
            if let Kind::Leaf(Event::Text(text)) = &node.kind
                && (is_in_code() || memchr::memchr2(b':', b'[', text.as_bytes()).is_none())
            {
                facts.words += count_words(text);
                return;
            }
            if let Kind::Component(call) = &node.kind {
                for call in std::iter::once(call.as_ref()).chain(&call.panes) {
                    facts.component_ids.extend(ids.of_component(call));
                }
            }
            if let Kind::Element(Tag::DefinitionListTitle) = &node.kind {
                let own = node.attributes().id;
                let made = slug(&slug_text(&node.children));
                if own.is_some() || !made.is_empty() {
                    facts.component_ids.push((node.span.start, ids.claim(own.as_deref(), || made, &node.span).into()));
                }
            }
            for (attributes, span) in node.children.iter().filter_map(attributes) {
                ids.tell_refused(attributes, span);
                facts
                    .asks
                    .extend(attributes.pairs.iter().any(|(key, _)| key == "style").then_some(Ask::StyleAttribute));
                if let Some(id) = attributes.id.as_deref().filter(|_| !has_id_already(node)) {
                    ids.take(id, span);
                    facts.element_ids.push(id.to_owned());
                }
            }
            // Nothing in a block of code is an icon.
            if is_code(node) {
                facts.code.push(node.span.clone());
                let fence = fence.take().or_else(|| Fence::of(node, Some(&source.text)));
                fence.into_iter().for_each(|fence| fence.tell_problems(node, source, &mut ids.diagnostics));
            } else if !is_in_code() {
                tell_unknown_icons(source, node, grammar, &mut ids.diagnostics);
                remains::tell(node, source, grammar, &mut ids.diagnostics);
            }
            if let Kind::Element(Tag::HtmlBlock) | Kind::Leaf(Event::InlineHtml(_)) = &node.kind {
                let html = source.text.get(node.span.clone()).unwrap_or_default();
                let tags = html_tags::tags(html);
                facts.html_ids.extend(tags.iter().flat_map(HtmlTag::ids).map(|id| id.value.to_owned()));
                facts.html_links.extend(html_links::links(&tags, node.span.start));
            }
            facts.take(node, &mut components);
        });
    }
    facts.components = components.into_iter().collect();
    facts.excerpt = excerpt(nodes.iter().filter(|node| facts.own.contains(&node.span.start)));
    facts.shrink();
    (facts, ids.diagnostics)
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

/// The id of a block of code: its heading's with its title's slug, or with its number among those without title (format
/// sheet §1.0).
fn code_id(title: &str, heading: &str, number: usize, grammar: &Grammar) -> String {
    let own = if title.is_empty() { format!("code-{number}") } else { slug(&slug_text(&symbols(title, grammar))) };
    if heading.is_empty() { own } else { format!("{heading}-{own}") }
}

/// Tells of `:icon-name:` that is still text, since it is the name of no icon.
fn tell_unknown_icons(source: &Arc<SourceText>, node: &Node<'_>, grammar: &Grammar, diagnostics: &mut Vec<Diagnostic>) {
    const SIGN: &str = ":icon-";
    let may_hold = |text: &&str| memchr::memchr(b':', text.as_bytes()).is_some() && text.contains(SIGN);
    let Some(text) = node.text().filter(|text| may_hold(text) && grammar.has("icon")) else { return };
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let names = text.split(SIGN).skip(1).filter_map(|rest| rest.split_once(':')).map(|(name, _)| name);
    let told = names.filter(|name| !name.is_empty() && is_name(name) && !grammar.has_icon(name)).map(|name| {
        let written = source.text.get(node.span.clone()).and_then(|written| written.find(&format!("{SIGN}{name}:")));
        let at = written.map_or(node.span.clone(), |at| {
            let start = node.span.start + at + SIGN.len();
            start..start + name.len()
        });
        unknown_icon(source, name, at, grammar)
    });
    diagnostics.extend(told);
}

impl Facts {
    fn take<'n>(&mut self, node: &'n Node<'_>, components: &mut BTreeSet<&'n str>) {
        components.extend(element_name(&node.kind));
        match &node.kind {
            Kind::Leaf(Event::Text(text) | Event::Code(text)) => self.words += count_words(text),
            Kind::Leaf(Event::Html(html) | Event::InlineHtml(html)) => {
                self.asks.extend(asks(html));
            }
            Kind::Element(Tag::Link { dest_url, .. }) => self.link(LinkKind::Link, dest_url, node.span.clone()),
            Kind::Element(Tag::Image { dest_url, .. }) => self.link(LinkKind::Image, dest_url, node.span.clone()),
            Kind::Component(call) => {
                components.insert(&call.component.name);
                components.extend(call.component.metadata.needs.iter().map(String::as_str));
                self.frames.extend(call.component.metadata.frames.iter().cloned());
                if call.component.name == "demo" {
                    let name = call.text("name").unwrap_or_default().to_owned();
                    self.demos.push((name, call.span.clone()));
                }
                for (_, argument) in &call.arguments {
                    match argument {
                        Argument::Link(kind, destination, span) => self.link(*kind, destination, span.clone()),
                        Argument::Size(size) => {
                            self.sizes.push(size.clone());
                            components.insert("sizes");
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Takes no more memory than it must: facts stay for as long as their site.
    fn shrink(&mut self) {
        shrink(&mut self.headings);
        shrink(&mut self.component_ids);
        shrink(&mut self.element_ids);
        shrink(&mut self.links);
        shrink(&mut self.code);
    }

    fn link(&mut self, kind: LinkKind, destination: &str, span: Range<usize>) {
        self.links.push(Link { kind, destination: destination.into(), span });
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

/// How many words a text has, by white space.
fn count_words(text: &str) -> usize {
    // Eight bytes at once, each with its highest bit free: a byte's is set where a word begins, and what was counted in a byte
    // stays below 256 for as many steps.
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    const STEPS: usize = 31;
    let (mut behind_space, mut seen) = (0x80, 0);
    let mut begun_in = |bytes: u64| {
        seen |= bytes;
        // What is no more than a space has lost the bit; ASCII has no other white space above it.
        let spaces = !((bytes | HIGH) - EACH * 0x21) & HIGH;
        let begins = (spaces << 8 | behind_space) & !spaces;
        behind_space = spaces >> 56;
        begins >> 7
    };
    let (whole, rest) = text.as_bytes().as_chunks::<8>();
    let mut words = 0;
    for piece in whole.chunks(STEPS) {
        let begun: u64 = piece.iter().map(|bytes| begun_in(u64::from_le_bytes(*bytes))).sum();
        words += (begun.wrapping_mul(EACH) >> 56) as usize;
    }
    let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
    words += begun_in(last).count_ones() as usize;
    let is_ascii = seen & HIGH == 0;
    if is_ascii { words } else { text.split_whitespace().count() }
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

/// The text of an image without the size at its end, and the size: `caption|500`, `caption|300x200` (format sheet §1.21).
pub fn alt_and_size(text: &str) -> (&str, (Option<u32>, Option<u32>)) {
    let Some((alt, size)) = text.rsplit_once('|') else { return (text, (None, None)) };
    let size = size.trim();
    let size = size.strip_suffix("px").unwrap_or(size);
    let (width, height) = size.split_once(['x', 'X']).unwrap_or((size, ""));
    match (width.parse(), height.parse()) {
        (Ok(width), Ok(height)) => (alt.trim_end(), (Some(width), Some(height))),
        (Ok(width), Err(_)) if height.is_empty() => (alt.trim_end(), (Some(width), None)),
        _ => (text, (None, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::{alt_and_size, count_words};

    #[test]
    fn words_are_what_stands_between_white_space() {
        let long = "ab c ".repeat(100);
        for text in ["", " ", "a", " a\tb \n\u{b}c ", "é – £\u{a0}b", &long[..64], &long[..65], &long[1..322]] {
            assert_eq!(count_words(text), text.split_whitespace().count(), "{text:?}");
        }
    }

    #[test]
    fn a_size_at_the_end_of_the_text_is_not_part_of_it() {
        assert_eq!(alt_and_size("A dog|500"), ("A dog", (Some(500), None)));
        assert_eq!(alt_and_size("A|300x200"), ("A", (Some(300), Some(200))));
        assert_eq!(alt_and_size("A|300px"), ("A", (Some(300), None)));
        assert_eq!(alt_and_size("a|b"), ("a|b", (None, None)));
        assert_eq!(alt_and_size("|20"), ("", (Some(20), None)));
    }
}
