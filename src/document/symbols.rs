//! `:emoji:`, `:icon-name:` and bare addresses in text.
//!
//! They are found in the finished tree, in texts that the parser has joined again: code, raw HTML and attributes are no
//! texts there, so nothing needs to be protected.

use pulldown_cmark::{CowStr, Event, Tag};

use super::lines::autolink;
use super::tree::{Kind, Node, Symbol};
use crate::theme::{Grammar, emoji};

/// A text in which nothing but its symbols is markup, such as the title of a block of code: `:icon-terminal: __main__.py`.
pub fn symbols(text: &str, grammar: &Grammar) -> Vec<Node<'static>> {
    let mut split = Vec::new();
    symbols_of(Node::leaf(Event::Text(CowStr::from(text.to_owned())), 0..text.len()), grammar, &mut split);
    split
}

/// Splits every text of the tree at its symbols and addresses.
pub(super) fn split<'a>(nodes: Vec<Node<'a>>, grammar: &Grammar) -> Vec<Node<'a>> {
    split_in(nodes, grammar, false)
}

fn split_in<'a>(mut nodes: Vec<Node<'a>>, grammar: &Grammar, in_link: bool) -> Vec<Node<'a>> {
    for node in &mut nodes {
        split_inside(node, grammar, in_link);
    }
    // Symbols and addresses have a colon; most texts have none and stay where they are.
    let may_split = |node: &Node<'_>| node.text().is_some_and(|text| memchr::memchr(b':', text.as_bytes()).is_some());
    if !nodes.iter().any(may_split) {
        return nodes;
    }
    let mut split = Vec::with_capacity(nodes.len() + 4);
    for node in nodes {
        if !may_split(&node) {
            split.push(node);
            continue;
        }
        let pieces = if in_link { vec![node] } else { autolink(node) };
        for piece in pieces {
            if piece.text().is_some() { symbols_of(piece, grammar, &mut split) } else { split.push(piece) }
        }
    }
    split
}

fn split_inside(node: &mut Node<'_>, grammar: &Grammar, in_link: bool) {
    match &mut node.kind {
        Kind::Leaf(_) | Kind::Element(Tag::CodeBlock(_) | Tag::HtmlBlock) => {}
        Kind::Component(call) => {
            call.body = split_in(std::mem::take(&mut call.body), grammar, false);
            for pane in &mut call.panes {
                pane.body = split_in(std::mem::take(&mut pane.body), grammar, false);
            }
        }
        kind => {
            let link = in_link || matches!(kind, Kind::Element(Tag::Link { .. } | Tag::Image { .. }));
            node.children = split_in(std::mem::take(&mut node.children), grammar, link);
        }
    }
}

fn symbols_of<'a>(node: Node<'a>, grammar: &Grammar, out: &mut Vec<Node<'a>>) {
    let text = node.text().unwrap_or_default();
    if !text.contains(':') {
        out.push(node);
        return;
    }
    let exact = text.len() == node.span.len();
    let span =
        |from: usize, to: usize| if exact { node.span.start + from..node.span.start + to } else { node.span.clone() };
    let mut done = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find(':').map(|found| at + found) {
        let Some(close) = text[open + 1..].find(':').map(|found| open + 1 + found) else { break };
        let toned = toned(&text[open + 1..], grammar);
        let close = toned.as_ref().map_or(close, |(_, length)| open + length);
        match toned.map(|(symbol, _)| symbol).or_else(|| symbol(&text[open + 1..close], grammar)) {
            Some(symbol) => {
                if open > done {
                    out.push(Node::leaf(Event::Text(CowStr::from(text[done..open].to_owned())), span(done, open)));
                }
                out.push(Node { kind: Kind::Symbol(symbol), span: span(open, close + 1), children: Vec::new() });
                done = close + 1;
                at = done;
            }
            // The second colon may open a name of its own.
            None => at = close,
        }
    }
    if done == 0 {
        out.push(node);
    } else if done < text.len() {
        out.push(Node::leaf(Event::Text(CowStr::from(text[done..].to_owned())), span(done, text.len())));
    }
}

/// The emoji in a tone of skin whose name a text begins with, `wave::skin-tone-2:`, and how long that is.
fn toned(text: &str, grammar: &Grammar) -> Option<(Symbol, usize)> {
    let (base, behind) = text.split_once("::skin-tone-")?;
    let length = text.len() - behind.len() + behind.find(':')?;
    let is_base = !base.contains([':', ' ']) && grammar.has("emoji");
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
