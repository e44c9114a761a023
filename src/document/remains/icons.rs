//! `:icon-name:` that stayed text, since it is the name of no icon.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::tree::Node;
use crate::theme::Grammar;

const SIGN: &str = ":icon-";

/// Tells of every such name in a text.
pub(super) fn unknown(node: &Node<'_>, source: &Arc<SourceText>, grammar: &Grammar) -> Vec<Diagnostic> {
    let may_hold = |text: &&str| memchr::memchr(b':', text.as_bytes()).is_some() && text.contains(SIGN);
    let Some(text) = node.text().filter(|text| may_hold(text) && grammar.has("icon")) else { return Vec::new() };
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let names = text.split(SIGN).skip(1).filter_map(|rest| rest.split_once(':')).map(|(name, _)| name);
    let unknown = names.filter(|name| !name.is_empty() && is_name(name) && !grammar.has_icon(name));
    let told = unknown.map(|name| {
        let written = source.text.get(node.span.clone()).and_then(|written| written.find(&format!("{SIGN}{name}:")));
        let at = written.map_or(node.span.clone(), |at| {
            let start = node.span.start + at + SIGN.len();
            start..start + name.len()
        });
        grammar.unknown_icon(name).at(source, at)
    });
    told.collect()
}
