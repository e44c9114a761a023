//! Text to [`Document`]: one page by itself. Knows no site, no address, no disk.
//!
//! A document keeps its text and its facts (title, headings, links …), not its tree: parsing a page takes
//! microseconds, so rendering parses it again and memory stays flat on large sites.

mod attributes;
mod call;
mod facts;
mod fence;
mod front_matter;
mod lines;
mod markdown;
mod scan;
mod slug;
mod symbols;
mod tree;

use std::sync::Arc;

pub use facts::{Facts, Heading, Link, alt_and_size};
pub use fence::Fence;
pub use front_matter::{Layout, Meta, Order, Visibility};
#[cfg(test)]
pub use markdown::options;
pub use tree::{Argument, Call, Kind, LinkKind, Node, Symbol, plain_text};

use crate::config::{FromYaml, Key};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::path::SourcePath;
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
    /// Where the Markdown begins in the text.
    pub body: usize,
    /// What its text says.
    pub facts: Facts,
}

/// Reads a page. Whatever is wrong with it, there is a document.
pub fn parse(source: Arc<SourceText>, path: SourcePath, grammar: &Grammar) -> (Document, Vec<Diagnostic>) {
    let split = front_matter::split(&source.text);
    let (meta, mut diagnostics) = front_matter::read(&source, split.yaml);
    let settled = scan::settle(&source.text, split.body, grammar);
    let (nodes, problems) = markdown::tree(&source, &settled, grammar);
    diagnostics.extend(problems);
    let (facts, problems) = facts::gather(&source, &nodes);
    diagnostics.extend(problems);
    (Document { source, path, meta, body: split.body, facts }, diagnostics)
}

impl Document {
    /// Parses the text again and hands the tree to `use_tree`. Findings were told when the document was read.
    pub fn with_tree<T>(&self, grammar: &Grammar, use_tree: impl FnOnce(&[Node<'_>]) -> T) -> T {
        let settled = scan::settle(&self.source.text, self.body, grammar);
        let (nodes, _) = markdown::tree(&self.source, &settled, grammar);
        use_tree(&nodes)
    }
}

/// Inline Markdown that stands outside a page, such as a label in the configuration.
pub fn inline(text: &str, grammar: &Grammar) -> Vec<Node<'static>> {
    let source = SourceText::new("", text);
    markdown::inline(&source, 0..text.len(), text, grammar).0
}

/// Every key of the front matter, for the manual.
pub fn keys() -> &'static [Key] {
    Meta::KEYS
}

/// Reads the configuration of a folder, a whole file of the keys of front matter.
pub fn folder_meta(source: &Arc<SourceText>) -> (Meta, Vec<Diagnostic>) {
    front_matter::read(source, 0..source.text.len())
}
