//! Links to other sites (`outbound`): where they open, and how they are told from those that stay here.

use std::borrow::Cow;

use super::{Renderer, attributes};
use crate::config::{AddressPatterns, Side};
use crate::document::Attributes;
use crate::html::{Html, escape};
use crate::site::Viewpoint;

/// The icon that the theme draws itself: as an inline drawing it would outweigh most links.
const DRAWN: &str = "link-external";

/// What is written into links to other sites. Made once.
#[derive(Debug, Default)]
pub(super) struct Outbound {
    is_enabled: bool,
    own_host: String,
    include: AddressPatterns,
    exclude: AddressPatterns,
    class: &'static str,
    /// What the project adds.
    custom: String,
    /// All of this, as it stands in a link without attributes of its own.
    plain: String,
    target: String,
    before: Html,
    behind: Html,
}

impl Outbound {
    pub(super) fn new(renderer: &Renderer) -> Self {
        let site = &renderer.site;
        let config = &site.config.outbound;
        let is_drawn = config.icon == DRAWN;
        let icon = if is_drawn { Html::default() } else { renderer.owners_icon(&config.icon, Viewpoint::Anywhere) };
        let (before, behind) = match config.icon_align {
            Side::Left => (icon, Html::default()),
            Side::Right => (Html::default(), icon),
        };
        let class = match config.icon_align {
            _ if !is_drawn => "",
            Side::Left => "outbound outbound-left",
            Side::Right => "outbound",
        };
        let target = attributes::target(&config.target);
        let custom = config.custom.as_deref().filter(|custom| is_attributes(custom));
        let custom = custom.map(|custom| format!(" {}", custom.trim())).unwrap_or_default();
        let mut outbound = Self {
            is_enabled: config.enabled,
            own_host: site.base.host().to_owned(),
            include: AddressPatterns::new(&config.include),
            exclude: AddressPatterns::new(&config.exclude),
            class,
            custom,
            plain: String::new(),
            target,
            before,
            behind,
        };
        outbound.plain = outbound.beside(&Attributes::default(), outbound.class);
        outbound
    }

    /// Whether an address leads to another site.
    pub(super) fn leads_out(&self, address: &str) -> bool {
        let rest = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
        let Some(place) = rest.strip_prefix("//").filter(|_| self.is_enabled) else { return false };
        let host = place.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let is_own = !self.own_host.is_empty() && host.eq_ignore_ascii_case(&self.own_host);
        !is_own && (self.include.is_empty() || self.include.matches(place)) && !self.exclude.matches(place)
    }

    /// Where such links open; empty for here.
    pub(super) fn target(&self) -> &str {
        if self.target == "_self" { "" } else { &self.target }
    }

    /// The start and the end of the tag of such a link, with what its author gave it.
    pub(super) fn tags(&self, address: &str, title: &str, own: &Attributes) -> (String, String) {
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        let (address, before) = (escape(address), &self.before);
        let beside: Cow<'_, str> = match *own == Attributes::default() {
            true => Cow::Borrowed(&self.plain),
            false => self.beside(own, self.class).into(),
        };
        (format!("<a href=\"{address}\"{title}{beside}>{before}"), format!("{}</a>", self.behind))
    }

    /// Our attributes beside those that an author gave; `class` tells the link from those that stay here.
    pub(super) fn beside(&self, own: &Attributes, class: &str) -> String {
        let classes = own.classes.iter().map(String::as_str).chain(class.split_whitespace()).map(str::to_owned);
        let attributes = attributes::written(&Attributes { classes: classes.collect(), ..own.clone() });
        let says = |name: &str| {
            let mut names = own.safe_pairs().map(|(name, _)| name).chain(names_in(&self.custom));
            names.any(|own| own.eq_ignore_ascii_case(name))
        };
        let mut opens = String::new();
        if !self.target().is_empty() && !says("target") {
            opens = format!(" target=\"{}\"", escape(self.target()));
            opens.push_str(if says("rel") { "" } else { " rel=\"noopener\"" });
        }
        format!("{attributes}{}{opens}", self.custom)
    }
}

/// The names of attributes.
fn names_in(attributes: &str) -> impl Iterator<Item = &str> {
    let outside = attributes.split('"').step_by(2).flat_map(str::split_whitespace);
    outside.map(|word| word.split('=').next().unwrap_or_default())
}

/// Whether a text stays within a tag: names with or without values in double quotes.
fn is_attributes(text: &str) -> bool {
    let mut outside = text.split('"').step_by(2);
    let quotes = text.matches('"').count();
    quotes.is_multiple_of(2)
        && !text.contains(['<', '>'])
        && outside.all(|part| part.chars().all(|c| c.is_ascii_alphanumeric() || " -_=".contains(c)))
        && !text.split_whitespace().any(|word| word.to_ascii_lowercase().starts_with("on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_stay_within_the_tag() {
        assert!(is_attributes(r#"rel="nofollow noopener" data-x"#));
        for text in ["x><script>", "rel=\"", "onclick=\"x()\"", "a'b"] {
            assert!(!is_attributes(text), "{text}");
        }
    }
}
