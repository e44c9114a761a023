//! `:emoji:`, `:icon-name:` and bare addresses in text.
//!
//! They are found in the finished tree, in texts that the parser has joined again: code, raw HTML and attributes are no
//! texts there, so nothing needs to be protected.

use pulldown_cmark::Tag;

use super::addresses::{WWW, autolink};
use super::around::{Around, Walk, is_nested};
use super::scan::Settled;
use super::tree::{Kind, Node, Symbol};
use crate::theme::{Grammar, emoji};

/// A text at `start` in which nothing but its symbols is markup, such as the title of a block of code: `:icon-terminal: __main__.py`.
pub(super) fn symbols(text: &str, start: usize, grammar: &Grammar) -> Vec<Node<'static>> {
    let mut split = Vec::new();
    let node = Node::of_text(text.to_owned(), start..start + text.len());
    symbols_of(node, 0, grammar, &mut split);
    split
}

/// Splits texts at their symbols and addresses.
pub(super) struct Splitter<'g> {
    grammar: &'g Grammar,
    /// The text that the tree was made of.
    text: &'g str,
    /// Whether an address may have no scheme, and so no colon by which it is noticed.
    has_www: bool,
}

impl<'g> Splitter<'g> {
    /// For the texts of a tree that is made of a settled text. What is hidden in it may have had the only such address.
    pub(super) fn of(settled: &'g Settled, grammar: &'g Grammar) -> Self {
        let text = settled.text.as_str();
        let has_www = settled.signs.www && memchr::memmem::find(text.as_bytes(), WWW.as_bytes()).is_some();
        Self { grammar, text, has_www }
    }

    /// For a few texts of it, for which it is not searched.
    pub(super) fn part_of(text: &'g str, grammar: &'g Grammar) -> Self {
        Self { grammar, text, has_www: true }
    }

    /// Splits every text of the tree.
    pub(super) fn split<'a>(&self, mut nodes: Vec<Node<'a>>) -> Vec<Node<'a>> {
        self.split_in(&mut nodes, Around::Text);
        nodes
    }

    fn split_in(&self, nodes: &mut Vec<Node<'_>>, around: Around) {
        let mut may_split = false;
        let mut walk = Walk::along(nodes, around);
        for node in nodes.iter_mut() {
            let inside = walk.next(node);
            may_split |= self.may_split(node) || is_nested(node, inside);
            self.split_inside(node, inside);
        }
        // Most texts have neither symbol nor address and stay where they are, as most links do.
        if !may_split {
            return;
        }
        let mut split = Vec::with_capacity(nodes.len() + 4);
        let mut walk = Walk::along(nodes, around);
        for node in std::mem::take(nodes) {
            let inside = walk.next(&node);
            if is_nested(&node, inside) {
                split.extend(node.children.into_iter().filter(|child| !child.is_attributes()));
                continue;
            }
            if !self.may_split(&node) || !inside.may_hold_symbols() {
                split.push(node);
                continue;
            }
            let pieces = if inside.may_hold_links() { autolink(node) } else { vec![node] };
            for piece in pieces {
                if piece.text().is_some() {
                    let start = usize::from(self.is_escaped(&piece));
                    symbols_of(piece, start, self.grammar, &mut split);
                } else {
                    split.push(piece);
                }
            }
        }
        *nodes = split;
    }

    /// Whether a backslash stands before the first character of a text: then it opens no name.
    fn is_escaped(&self, node: &Node<'_>) -> bool {
        let before = node.span.start.checked_sub(1).and_then(|before| self.text.as_bytes().get(before));
        before == Some(&b'\\') && node.text().is_some_and(|text| text.starts_with(':'))
    }

    fn may_split(&self, node: &Node<'_>) -> bool {
        node.text().is_some_and(|text| self.may_split_text(text))
    }

    /// Whether a text may hold a symbol or an address: those have a colon or an `@` and something right behind it, unless the
    /// address begins with `www.`.
    pub(super) fn may_split_text(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_glued = |at: usize| bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
        memchr::memchr2_iter(b':', b'@', bytes).any(is_glued) || self.has_www && text.contains(WWW)
    }

    fn split_inside(&self, node: &mut Node<'_>, around: Around) {
        match &mut node.kind {
            Kind::Leaf(_) | Kind::Element(Tag::CodeBlock(_) | Tag::HtmlBlock) => {}
            Kind::Component(call) => {
                self.split_in(&mut call.body, Around::Text);
                call.panes.iter_mut().for_each(|pane| self.split_in(&mut pane.body, Around::Text));
            }
            kind => {
                let is_link = matches!(kind, Kind::Element(Tag::Link { .. } | Tag::Image { .. }));
                let around = if is_link { Around::Link } else { around };
                self.split_in(&mut node.children, around);
            }
        }
    }
}

/// Splits a text at its symbols, which begin at `start` or behind it.
fn symbols_of<'a>(node: Node<'a>, start: usize, grammar: &Grammar, out: &mut Vec<Node<'a>>) {
    let text = node.text().unwrap_or_default();
    if !text.contains(':') {
        out.push(node);
        return;
    }
    let mut done = 0;
    let mut at = start;
    while let Some(open) = text[at..].find(':').map(|found| at + found) {
        let Some(close) = text[open + 1..].find(':').map(|found| open + 1 + found) else { break };
        let toned = toned(&text[open + 1..], grammar);
        let close = toned.as_ref().map_or(close, |(_, length)| open + length);
        let named = || symbol(&text[open + 1..close], grammar);
        let is_part =
            |symbol: &Symbol| matches!(symbol, Symbol::Emoji(_)) && is_part(&text[done..open], &text[close + 1..]);
        match toned.map(|(symbol, _)| symbol).or_else(named).filter(|symbol| !is_part(symbol)) {
            Some(symbol) => {
                out.extend(node.part(done..open));
                out.push(Node::bare(Kind::Symbol(symbol), node.span_of(open..close + 1)));
                done = close + 1;
                at = done;
            }
            // The second colon may open a name of its own.
            None => at = close,
        }
    }
    match done {
        0 => out.push(node),
        _ => out.extend(node.part(done..text.len())),
    }
}

/// Whether what stands between `before` and `behind` is a part of something longer and no emoji: `std::hash::Hash`, `root:x:0`.
fn is_part(before: &str, behind: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    before.ends_with(':') && behind.starts_with(':') || before.ends_with(is_word) && behind.starts_with(is_word)
}

/// The emoji in a tone of skin whose name a text begins with, `wave::skin-tone-2:`, and how long that is.
fn toned(text: &str, grammar: &Grammar) -> Option<(Symbol, usize)> {
    let (base, behind) = text.split_at(text.find(':')?);
    let behind = behind.strip_prefix("::skin-tone-")?;
    let length = text.len() - behind.len() + behind.find(':')?;
    let is_base = !base.contains(' ') && grammar.has("emoji");
    (is_base && emoji(&text[..length]).is_some()).then(|| (Symbol::Emoji(text[..length].to_owned()), length + 1))
}

/// The symbol of that name, if there is one.
fn symbol(name: &str, grammar: &Grammar) -> Option<Symbol> {
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    if let Some(name) = name.strip_prefix("icon-").filter(|name| grammar.has("icon") && grammar.has_icon(name)) {
        return Some(Symbol::Icon(name.to_owned()));
    }
    (grammar.has("emoji") && emoji(name).is_some()).then(|| Symbol::Emoji(name.to_owned()))
}
