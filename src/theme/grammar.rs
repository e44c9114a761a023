//! What the components look like in Markdown, as their templates declare it.
//!
//! A component's template is one place: its metadata map says its shape, its marker and which of its arguments take what.
//! The scanner and the parser are generic over the shapes and know no component by name, so a new component of an
//! existing shape is one template file.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::address::{self, Parts, match_url};
use super::component::{Component, Shape};
use super::custom_icon::CustomIcon;
use super::symbols;
use crate::diagnostic::{Code, Diagnostic, nearest};

/// Every component that pages may use.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    components: FxHashMap<String, Arc<Component>>,
    blocks: Vec<Arc<Component>>,
    urls: Vec<UrlPattern>,
    lines: Vec<Arc<Component>>,
    icons: BTreeMap<String, CustomIcon>,
    codes: Vec<Arc<Component>>,
    has_inline: bool,
}

/// What the addresses look like that a component takes.
#[derive(Debug, Clone)]
struct UrlPattern {
    component: Arc<Component>,
    pattern: String,
    /// The host of all of them; `None` where the pattern names no one host.
    host: Option<String>,
}

impl UrlPattern {
    fn of(component: &Arc<Component>) -> impl Iterator<Item = Self> {
        component.metadata.patterns.iter().map(|pattern| {
            let host = Some(address::host(pattern).to_owned()).filter(|host| !host.contains('{'));
            Self { component: Arc::clone(component), pattern: pattern.clone(), host }
        })
    }
}

impl Grammar {
    /// Sorts components by what the scanner looks for.
    pub fn new(components: impl IntoIterator<Item = Component>) -> Self {
        let mut components: Vec<Component> = components.into_iter().collect();
        components.sort_by(|a, b| a.name.cmp(&b.name));
        let mut grammar = Self::default();
        for component in components {
            let component = Arc::new(component);
            match component.shape {
                Shape::Fence | Shape::Panes => grammar.blocks.push(Arc::clone(&component)),
                Shape::Url => grammar.urls.extend(UrlPattern::of(&component)),
                Shape::Code => grammar.codes.push(Arc::clone(&component)),
                Shape::Line => grammar.lines.push(Arc::clone(&component)),
                Shape::Inline => grammar.has_inline = true,
                _ => {}
            }
            grammar.components.insert(component.name.clone(), component);
        }
        grammar
    }

    /// Adds an icon of the project's own.
    pub(super) fn add_icon(&mut self, name: &str, icon: CustomIcon) {
        self.icons.insert(name.to_owned(), icon);
    }

    /// The project's own icon of that name.
    pub fn custom_icon(&self, name: &str) -> Option<&CustomIcon> {
        self.icons.get(name)
    }

    /// Whether there is an icon of that name.
    pub fn has_icon(&self, name: &str) -> bool {
        self.icons.contains_key(name) || symbols::icon(name).is_some()
    }

    /// Whether something is shown for what an author gives as an icon: a name, an emoji in colons, a
    /// character, an address, or a drawing.
    pub fn shows_icon(&self, given: &str) -> bool {
        let given = given.trim();
        let bare = given.trim_matches(':');
        given.is_empty()
            || !given.is_ascii()
            || symbols::is_drawing(given)
            || symbols::is_path(given)
            || symbols::emoji(bare).is_some()
            || self.has_icon(bare.strip_prefix("icon-").unwrap_or(bare))
    }

    /// The finding for an icon that is none.
    pub fn unknown_icon(&self, name: &str) -> Diagnostic {
        let bare = name.trim_matches(':');
        let bare = bare.strip_prefix("icon-").unwrap_or(bare);
        let diagnostic = Diagnostic::new(Code::UnknownIcon, format!("there is no icon `{name}`"));
        if ["none", "no", "off", "false"].iter().any(|nothing| bare.eq_ignore_ascii_case(nothing)) {
            return diagnostic.hint("to have none, leave the icon out");
        }
        // Other sets have other names, say more of an icon, as in `book-open`, or put their own name before it, `fa-home` and
        // `mdi:home`; or they say less.
        let own = bare.rsplit([':', ' ', '/']).next().unwrap_or(bare);
        let (first, rest) = own.split_once('-').unwrap_or_default();
        let part = || [first, rest, own].into_iter().find(|part| self.has_icon(part));
        let of_a_set = if first.len() <= 3 { rest } else { own };
        let known = [own, of_a_set].into_iter().find_map(symbols::icon_of_another_name);
        let near = || nearest(own, self.icon_names());
        diagnostic.meant(known.or_else(near).or_else(part).or_else(|| self.icon_that_ends_with(own)))
    }

    /// The icon whose name ends with this one, as `mark-github` does, and has as little before it as any.
    fn icon_that_ends_with(&self, name: &str) -> Option<&str> {
        let ends = |icon: &&str| icon.strip_suffix(name).is_some_and(|before| before.ends_with('-'));
        self.icon_names().filter(ends).min_by_key(|icon| (icon.len(), Reverse(*icon)))
    }

    /// The names of all icons.
    pub fn icon_names(&self) -> impl Iterator<Item = &str> {
        let own = self.icons.keys().map(String::as_str);
        own.chain(symbols::icon_names().map(|name| -> &str { name }))
    }

    /// The component of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<Component>> {
        self.components.get(name)
    }

    /// Whether the theme has this component.
    pub fn has(&self, name: &str) -> bool {
        self.components.contains_key(name)
    }

    /// The component that `[!name]` means.
    pub fn inline(&self, name: &str) -> Option<&Arc<Component>> {
        self.get(name).filter(|component| component.shape == Shape::Inline)
    }

    /// The component that draws blocks of code in this language.
    pub fn code(&self, language: &str) -> Option<&Arc<Component>> {
        self.codes.iter().find(|component| component.metadata.language == language)
    }

    /// The component that `:::name … :::` means.
    pub fn line(&self, name: &str) -> Option<&Arc<Component>> {
        self.lines.iter().find(|component| component.written_name() == name)
    }

    /// Whether pages can hold any `[!name]` at all.
    pub fn has_inline(&self) -> bool {
        self.has_inline
    }

    /// The block component whose marker is made of `mark`.
    pub fn block(&self, mark: u8) -> Option<&Arc<Component>> {
        self.blocks.iter().find(|component| component.metadata.marker.as_bytes().first() == Some(&mark))
    }

    /// The component for an address alone on a line, with the parts that its pattern names.
    pub fn url(&self, address: &str) -> Option<(&Arc<Component>, Parts)> {
        let host = address::host(address);
        // Most addresses are of other hosts, which is soon seen.
        let of_host = self.urls.iter().filter(|url| url.host.as_deref().is_none_or(|own| own == host));
        of_host.into_iter().find_map(|UrlPattern { component, pattern, .. }| {
            let takes = |(name, value): &(String, String)| {
                component.argument(name).is_none_or(|own| own.values.is_empty() || own.values.contains(value))
            };
            let parts = match_url(pattern, address).filter(|parts| parts.iter().all(takes))?;
            Some((component, parts))
        })
    }

    /// Every component, by name.
    pub fn components(&self) -> Vec<&Arc<Component>> {
        let mut all: Vec<_> = self.components.values().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }
}
