//! The tags below the navigation (`nav.tags`).

use super::Renderer;
use crate::case::alphabetical;
use crate::config::{TagLayout, TagOrder, Wildcards};
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::site::{Taxonomy, Term, Viewpoint};
use crate::theme::Value;

/// A site with thousands of tags does not put them all into every page; the list of tags has them.
const MOST: usize = 100;

/// The cloud as templates get it; nothing when there are no tags, or they are not wanted.
pub(super) fn cloud(renderer: &Renderer) -> Result<Value, Box<Diagnostic>> {
    let config = &renderer.site.config.nav.tags;
    let shown = if config.enabled { shown(renderer) } else { Vec::new() };
    if shown.is_empty() {
        return Ok(Value::none());
    }
    let badges: Vec<Html> = shown.into_iter().map(|tag| badge(renderer, tag)).collect::<Result<_, _>>()?;
    Ok(Value::object([
        ("title", config.title.as_str().into()),
        ("stacked", (config.layout == TagLayout::Stack).into()),
        ("align", config.align.name().into()),
        ("tags", badges.into()),
    ]))
}

fn shown(renderer: &Renderer) -> Vec<&Term> {
    let config = &renderer.site.config.nav.tags;
    let (include, exclude) = (Wildcards::new(&config.include), Wildcards::new(&config.exclude));
    let is_wanted = |tag: &&Term| match config.include.is_empty() {
        true => !exclude.matches(&tag.name),
        false => include.matches(&tag.name),
    };
    let mut tags: Vec<&Term> = renderer.site.terms.of(Taxonomy::Tags).filter(is_wanted).collect();
    let limit = config.limit.map_or(MOST, |limit| (limit as usize).min(MOST));
    let name = |tag: &Term| alphabetical(&tag.name);
    if tags.len() > limit {
        tags.sort_by_cached_key(|tag| (std::cmp::Reverse(tag.pages.len()), name(tag)));
        tags.truncate(limit);
    }
    match config.order {
        TagOrder::NameAscending => tags.sort_by_cached_key(|tag| name(tag)),
        TagOrder::NameDescending => tags.sort_by_cached_key(|tag| std::cmp::Reverse(name(tag))),
        TagOrder::CountDescending => tags.sort_by_cached_key(|tag| (std::cmp::Reverse(tag.pages.len()), name(tag))),
        TagOrder::CountAscending => tags.sort_by_cached_key(|tag| (tag.pages.len(), name(tag))),
    }
    tags
}

fn badge(renderer: &Renderer, tag: &Term) -> Result<Html, Box<Diagnostic>> {
    let variant = renderer.site.config.nav.tags.variant.as_str();
    let value = Value::object([
        ("text", tag.name.as_str().into()),
        ("variant", renderer.known_of_badge("variant", variant).unwrap_or("info").into()),
        ("size", "s".into()),
        ("link", renderer.site.base.href(Viewpoint::Shared, &tag.url).into()),
    ]);
    renderer.theme.component("nav_badge", [("badge", value)], None)
}
