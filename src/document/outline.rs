//! What the rest of a site sees of a page. As long as that stays, an edit of its text concerns no other page.

use crate::config::Seldom;

use super::front_matter::Terms;
use super::{Document, Facts, Heading, Link, Meta, Order};

/// What an edit of a page made another of what is seen of it from elsewhere. All the rest are words between headings and links, and
/// where what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// What links to places on the page lead to: its headings or ids.
    pub places: bool,
    /// What it is called, and where it stands among its neighbours.
    pub name: bool,
    /// The icon by which it is shown.
    pub icon: bool,
    /// Where its links lead.
    pub links: bool,
    /// Which tags and categories it has.
    pub terms: bool,
}

impl Document {
    /// What of this can be seen to be other than `before` from elsewhere; nothing when it is more than can be told.
    pub fn reach(&self, before: &Self) -> Option<Reach> {
        // Every field is named, so that a new one cannot be forgotten.
        let Self { source, path, meta, beside, body: _, facts, markers: _, tree: _, copied: _ } = self;
        // What it says of itself for search engines is seen where the page is named, which is rendered later.
        let without_words = |meta: &Meta| Meta {
            title: None,
            label: None,
            order: Order::None,
            icon: None,
            tags: Terms::default(),
            categories: Vec::new(),
            description: None,
            meta: Seldom::default(),
            ..meta.clone()
        };
        let has_same_names =
            (&meta.title, &meta.label, &meta.order) == (&before.meta.title, &before.meta.label, &before.meta.order);
        let has_same_terms = (&meta.tags, &meta.categories) == (&before.meta.tags, &before.meta.categories);
        let has_same_meta = *meta == before.meta || without_words(meta) == without_words(&before.meta);
        let is_same = source.name == before.source.name && *path == before.path && *beside == before.beside;
        let reach = facts.reach(&before.facts).filter(|_| is_same && has_same_meta)?;
        let (name, icon) = (reach.name || !has_same_names, meta.icon != before.meta.icon);
        Some(Reach { name, icon, terms: !has_same_terms, ..reach })
    }
}

impl Facts {
    fn reach(&self, before: &Self) -> Option<Reach> {
        let Self {
            headings,
            title_id,
            named,
            own: _,
            component_ids,
            element_ids,
            html_ids,
            html_links,
            links,
            code: _,
            words: _,
            excerpt: _,
            frames: _,
            asks: _,
            demos,
            sizes,
            components,
        } = self;
        let link = |link: &Link| (link.kind, link.destination.clone());
        let is_same = html_links.iter().map(link).eq(before.html_links.iter().map(link))
            && demos.iter().map(|(name, _)| name).eq(before.demos.iter().map(|(name, _)| name))
            && *sizes == before.sizes
            && *components == before.components;
        let heading = |heading: &Heading| (heading.id.clone(), heading.text.clone());
        let has_same_places = headings.iter().map(heading).eq(before.headings.iter().map(heading))
            && component_ids.iter().map(|(_, id)| id).eq(before.component_ids.iter().map(|(_, id)| id))
            && *title_id == before.title_id
            && *element_ids == before.element_ids
            && *html_ids == before.html_ids;
        is_same.then(|| Reach {
            places: !has_same_places,
            name: self.title() != before.title() || *named != before.named,
            icon: false,
            links: !links.iter().map(link).eq(before.links.iter().map(link)),
            terms: false,
        })
    }
}
