//! Components in a line of text, and the arguments of all.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, LinkType, Tag};

use super::Builder;
use super::fragment::{inline, inline_with};
use crate::diagnostic::{Code, Diagnostic, telling};
use crate::document::call::{Given, InlineCall};
use crate::document::scan::{BlockMarker, Marker, MarkerKind};
use crate::document::size::Size;
use crate::document::tree::{Argument, Call, EMBEDS, Kind, LinkKind, Node};
use crate::document::wiki::WikiLink;
use crate::document::{call, lines, wiki};
use crate::theme::{Component, Content};

impl<'a> Builder<'a, '_> {
    /// Attaches the inline component that was hidden at `span`, if one was.
    pub(super) fn inline_component(&mut self, span: &Range<usize>) -> bool {
        let settled = self.settled;
        let Some(Marker { kind, span }) = settled.marker_at(span.start) else { return false };
        let call = match kind {
            MarkerKind::Inline(call) => call,
            MarkerKind::Wiki(link) => {
                let node = self.wiki_link(link, span);
                self.attach(node);
                return true;
            }
            MarkerKind::Comment => return true,
            _ => return false,
        };
        // Brackets behind a component are its address if they hold the label of a link, and text otherwise.
        let brackets = call.link.clone().filter(|link| {
            let text = &self.source.text;
            text[..link.start].ends_with('[') && !self.definitions.contains_key(&text[link.clone()].to_lowercase())
        });
        let unlinked = brackets.as_ref().map(|_| InlineCall { link: None, ..call.clone() });
        let call = unlinked.as_ref().unwrap_or(call);
        let component = match &call.component {
            Some(component) => self.inline_call(call, component, span),
            None => {
                self.unknown_component(call);
                None
            }
        };
        let written = || Node::bare(Kind::Verbatim(self.source.text[span.clone()].to_owned()), span.clone());
        self.attach(component.map_or_else(written, Node::component));
        if let Some(link) = brackets {
            let span = link.start - 1..link.end + 1;
            let inline = inline(self.source, span.clone(), &self.source.text[span], self.grammar);
            let nodes = telling(&mut self.diagnostics, inline);
            nodes.into_iter().for_each(|node| self.attach(node));
        }
        true
    }

    /// A wiki link as the link or picture that it is; its destination keeps its brackets.
    fn wiki_link(&mut self, link: &WikiLink, span: &Range<usize>) -> Node<'a> {
        let target = &self.source.text[link.target.clone()];
        let label = link.label.clone().map(|label| (&self.source.text[label.clone()], label));
        let dest_url = CowStr::from(format!("[[{target}]]"));
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let link_type = LinkType::WikiLink { has_pothole: label.is_some() };
        if link.embeds && wiki::is_picture(target) {
            let alt = label.map(|(label, span)| Node::of_text(wiki::picture_text(label), span));
            let kind = Kind::Element(Tag::Image { link_type, dest_url, title, id });
            return Node { kind, span: span.clone(), children: alt.into_iter().collect() };
        }
        let mut children = match label {
            Some((label, span)) => telling(&mut self.diagnostics, inline(self.source, span, label, self.grammar)),
            None => vec![Node::of_text(wiki::own_text(target), link.target.clone())],
        };
        if !link.tail.is_empty() {
            children.push(Node::of_text(self.source.text[link.tail.clone()].to_owned(), link.tail.clone()));
        }
        let id = if link.embeds { CowStr::Borrowed(EMBEDS) } else { id };
        Node { kind: Kind::Element(Tag::Link { link_type, dest_url, title, id }), span: span.clone(), children }
    }

    fn unknown_component(&mut self, call: &InlineCall) {
        self.diagnostics.push(call::unknown(self.source, call, self.grammar));
    }

    /// The call with its arguments; `None` when one is missing that the component cannot do without.
    fn inline_call(&mut self, call: &InlineCall, component: &Arc<Component>, span: &Range<usize>) -> Option<Call<'a>> {
        let given = call::inline_arguments(self.source, call, component, &mut self.diagnostics);
        let address = call.link.as_ref().map(|link| self.source.text[link.clone()].to_owned());
        if let Some(address) = address.filter(|_| component.metadata.addresses)
            && let Some((url, parts)) = self.grammar.url(&address)
        {
            let shared = given.into_iter().filter(|given| given.name != "link" && url.argument(&given.name).is_some());
            let shared = shared.collect();
            let mut call = lines::url_call(url, parts, address, span.clone());
            call.arguments.extend(self.arguments(url, shared));
            return Some(call);
        }
        if let Some(missing) = call::missing(component, &given) {
            let message = format!("`{}` needs {missing}", &self.source.text[call.name.clone()]);
            let diagnostic = Diagnostic::new(Code::MissingAttribute, message).at(self.source, call.name.clone());
            self.diagnostics.push(diagnostic.hint(format!("for example `{}`", component.metadata.example)));
            return None;
        }
        let arguments = self.arguments(component, given);
        let component = Arc::clone(component);
        Some(Call::new(component, arguments, span.clone()))
    }

    /// The definitions that a text refers to, as lines behind it.
    pub(super) fn definitions_in(&self, text: &str) -> String {
        let mut lines = String::new();
        for label in text.split('[').skip(1).filter_map(|rest| rest.split(']').next()) {
            if let Some((address, title)) = self.definitions.get(&label.to_lowercase()) {
                lines.push_str(&format!("\n\n[{label}]: <{address}> \"{}\"", title.replace('"', "&quot;")));
            }
        }
        lines
    }

    pub(super) fn block_arguments(&mut self, marker: &BlockMarker) -> Vec<(String, Argument<'a>)> {
        let given = call::block_arguments(self.source, marker, &mut self.diagnostics);
        self.arguments(&marker.component, given)
    }

    /// The callout that a container with the name of one is.
    pub(super) fn remark(&mut self, marker: &BlockMarker, span: &Range<usize>) -> Option<Call<'a>> {
        if marker.component.name != "container" {
            return None;
        }
        let callout = Arc::clone(self.grammar.get("callout")?);
        let given = call::remark(self.source, marker, &callout, &mut self.diagnostics)?;
        let arguments = self.arguments(&callout, given);
        Some(Call::new(callout, arguments, span.clone()))
    }

    /// Turns what was given into what the template needs.
    fn arguments(&mut self, component: &Component, given: Vec<Given>) -> Vec<(String, Argument<'a>)> {
        let argument = |given: Given| {
            let content = component.argument(&given.name).map_or(&Content::Text, |argument| &argument.content);
            let value = match content {
                // `[!button Text](action:name)` does something on the page instead of leading somewhere.
                Content::Link if component.argument("action").is_some() && given.value.starts_with("action:") => {
                    let name = given.value.trim_start_matches("action:").to_owned();
                    return Some(("action".to_owned(), Argument::Text(name)));
                }
                Content::Size(property) => match Size::new(property, &given.value) {
                    Some(size) => Argument::Size(size),
                    None => {
                        let message = format!("`{}` does not take `{}`", given.name, given.value);
                        let diagnostic = Diagnostic::new(Code::UnknownValue, message).at(self.source, given.span);
                        self.diagnostics.push(diagnostic.hint("it takes numbers of pixels, `full`, or lengths of CSS"));
                        return None;
                    }
                },
                Content::Text => Argument::Text(given.value),
                Content::Icon => {
                    if !self.grammar.shows_icon(&given.value) {
                        self.diagnostics.push(self.grammar.unknown_icon(&given.value).at(self.source, given.span));
                    }
                    Argument::Icon(given.value)
                }
                Content::Link => {
                    let labelled = self.definitions.get(&given.value.to_lowercase()).map(|(address, _)| address);
                    let address = labelled.cloned().unwrap_or(given.value);
                    Argument::Link(LinkKind::Link, address, given.span)
                }
                Content::Image => Argument::Link(LinkKind::Image, given.value, given.span),
                Content::Markdown => {
                    let definitions = self.definitions_in(&given.value);
                    let inline = inline_with(self.source, given.span, &given.value, &definitions, self.grammar);
                    Argument::Markdown(telling(&mut self.diagnostics, inline))
                }
            };
            Some((given.name, value))
        };
        given.into_iter().filter_map(argument).collect()
    }
}
