//! Text to [`Document`]: one page by itself. Knows no site, no address, no disk.
//!
//! A document keeps its text, its facts (title, headings, links …) and its tree, packed into few bytes, so that memory
//! stays flat on large sites and no page is parsed twice.

mod abbreviations;
mod action;
mod addresses;
mod around;
mod attach;
mod attributes;
mod call;
mod called;
mod callouts;
mod claims;
mod code_span;
mod component_names;
mod contents;
mod copy;
mod description;
mod east_asia;
mod excerpt;
mod extent;
mod facts;
mod fence;
mod footnotes;
mod foreign;
pub mod front_matter;
mod grid;
mod html_links;
mod html_tags;
mod judge;
mod language;
mod letters;
mod lines;
mod list;
mod margin;
mod markdown;
mod math;
mod medium;
mod outline;
mod packed;
mod pairs;
mod parts;
pub mod region;
mod remains;
mod scan;
mod sections;
mod size;
mod slug;
mod spans;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod tree;
mod wiki;

use std::ops::Range;
use std::sync::Arc;

pub use action::{Action, Step, action, action_layers};
pub use attributes::{Attributes, OTHERS, is_safe as is_safe_attribute};
pub use called::{BLOG, called, dated, is_post, own_name, pretty};
pub use component_names::ComponentNames;
pub use contents::Entry as ContentsEntry;
pub use facts::{Facts, Heading, Link, alt_and_size, is_share};
pub use fence::{Fence, ranges};
pub use front_matter::{Author, Meta, NavBadge, Order, PageDate, Updated, Visibility};
pub use html_tags::{id_attributes, is_text_in_brackets};
pub use language::{language_id, language_name};
#[cfg(test)]
pub use markdown::options;
pub(crate) use math::{ends_block, span_of_inline};
pub use medium::Medium;
pub use outline::Reach;
pub use sections::Section;
pub use size::Size;
pub(crate) use slug::{is_of_word, slug};
pub use title::with_tags_as_text;
pub use tree::{Argument, Call, Kind, LinkKind, Mark, Node, Symbol, plain_text};

use crate::config::Key;
use crate::diagnostic::{Diagnostic, SourceText, telling};
use crate::path::SourcePath;
use crate::source::PageFile;
use crate::theme::Grammar;

/// A page by itself.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its file and text.
    pub source: Arc<SourceText>,
    /// Its path in the input folder.
    pub path: SourcePath,
    /// What it says about itself.
    pub meta: Meta,
    /// The file that says so, when that is another.
    pub beside: Option<Arc<SourceText>>,
    /// Where the Markdown begins in the text.
    pub body: usize,
    /// What its text says.
    pub facts: Facts,
    /// The component markup in it.
    markers: Arc<[scan::Marker]>,
    /// Its tree.
    tree: packed::Packed,
    /// What of its text is its copy as Markdown, when nothing in that is to change.
    copied: Option<Range<usize>>,
}

/// Reads a page. Whatever is wrong with it, there is a document.
pub fn parse(page: &PageFile, grammar: &Grammar) -> (Document, Vec<Diagnostic>) {
    let (source, path) = (Arc::clone(&page.source), page.path.clone());
    let split = front_matter::split(&source.text);
    let beside = page.beside.clone().filter(|_| split.is_absent());
    let (mut meta, mut diagnostics) = match &beside {
        Some(beside) => front_matter::read(beside, 0..beside.text.len()),
        None => front_matter::read(&source, split.yaml.clone()),
    };
    meta.find_icon(&path);
    let heading = called::heading(&path, &meta);
    let draft = scan::draft(&source.text, split.body, grammar);
    let (tree, verdicts) = markdown::draft(&source, &draft, grammar);
    let mut gather = |(nodes, problems): markdown::Tree<'_>| {
        diagnostics.extend(problems);
        let facts = telling(&mut diagnostics, facts::gather(&source, &nodes, &meta, heading.as_deref(), grammar));
        (facts, packed::Packed::new(&nodes, &source.text))
    };
    let ((facts, tree), markers) = match scan::live_at_once(&source.text, &draft, &verdicts) {
        Some(live) => (gather(tree), live),
        None => {
            drop(tree);
            let settled = scan::settle_after(&source.text, draft, verdicts);
            (gather(markdown::page(&source, &settled, grammar)), Arc::clone(&settled.markers))
        }
    };
    let copied = copy::copied(&source.text, split.body, &facts, &markers);
    (Document { source, path, meta, beside, body: split.body, facts, markers, tree, copied }, diagnostics)
}

impl Document {
    /// Its text as a tree. Findings were told when it was read.
    pub fn tree(&self) -> Vec<Node<'_>> {
        self.tree.unpack(&self.source.text)
    }

    /// Whether it has a heading of the first level, or a title in its front matter.
    pub fn is_titled(&self) -> bool {
        self.facts.title().or(self.meta.title.as_deref()).is_some()
    }

    /// Its own text, cut at its headings.
    pub fn sections(&self) -> Vec<Section> {
        let before = self.facts.headings.partition_point(|heading| heading.span.start < self.facts.own.start);
        let nodes = self.tree();
        let parts = self.parts(&nodes);
        sections::cut(parts.own.iter().chain(parts.notes), before)
    }
}

/// Where the Markdown of a page begins, behind its front matter.
pub fn body_start(text: &str) -> usize {
    front_matter::split(text).body
}

/// The front matter of a page, without its `---` lines; empty when there is none.
pub fn front_matter_span(text: &str) -> Range<usize> {
    front_matter::split(text).yaml
}

/// Inline Markdown that stands outside a page, such as a label in the configuration.
pub fn inline(text: &str, grammar: &Grammar) -> Vec<Node<'static>> {
    let source = SourceText::new("", text);
    markdown::inline(&source, 0..text.len(), text, grammar).0
}

/// The title of a block of code that stands at `block`: its symbols, and its links and components. Most are names of files, in which
/// nothing else is markup.
pub fn code_title(
    source: &Arc<SourceText>,
    block: &Range<usize>,
    title: &str,
    grammar: &Grammar,
) -> (Vec<Node<'static>>, Vec<Diagnostic>) {
    let line = source.text.get(block.clone()).and_then(|block| block.lines().next()).unwrap_or_default();
    let start = line.rfind(title).map(|at| block.start + at);
    let span = start.map_or(block.clone(), |start| start..start + title.len());
    if title.contains("](") || title.contains("[!") {
        return markdown::inline(source, span, title, grammar);
    }
    (symbols::symbols(title, span.start, grammar), Vec::new())
}

/// The facts of Markdown that stands outside a page: its links, also those in HTML.
pub fn inline_facts(text: &str, grammar: &Grammar) -> Facts {
    let source = SourceText::new("", text);
    let (nodes, _) = markdown::inline(&source, 0..text.len(), text, grammar);
    facts::gather(&source, &nodes, &Meta::default(), None, grammar).0
}

/// Where the addresses in a piece of HTML stand, and what they are.
pub fn links_in_html(html: &str) -> Vec<Link> {
    html_links::links(&html_tags::tags(html), 0).collect()
}

/// Every key of the front matter, for the manual.
pub fn keys() -> &'static [Key] {
    Meta::KEYS
}

/// Reads the configuration of a folder, a whole file of the keys of front matter.
pub fn folder_meta(file: &PageFile) -> (Meta, Vec<Diagnostic>) {
    let (mut meta, diagnostics) = front_matter::read(&file.source, 0..file.source.text.len());
    meta.find_icon(&file.path);
    (meta, diagnostics)
}
