//! What the rest of a site sees of a page. As long as that stays, an edit of its text concerns no other page.

use super::{Document, Facts, Heading, Link};

/// How far an edit of a page can be seen from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not at all: only words between headings and links are others, and where what stands.
    Nowhere,
    /// From links to places on the page: its headings or ids are others.
    Places,
    /// From anywhere.
    Anywhere,
}

impl Document {
    /// How far can be seen that this took the place of `before`.
    pub fn reach(&self, before: &Self) -> Reach {
        // Every field is named, so that a new one cannot be forgotten.
        let Self { source, path, meta, beside, body: _, facts, markers: _ } = self;
        let is_same = source.name == before.source.name
            && *path == before.path
            && *meta == before.meta
            && *beside == before.beside;
        if is_same { facts.reach(&before.facts) } else { Reach::Anywhere }
    }
}

impl Facts {
    fn reach(&self, before: &Self) -> Reach {
        let Self {
            headings,
            title_id,
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
        let is_same = self.title() == before.title()
            && links.iter().map(link).eq(before.links.iter().map(link))
            && html_links.iter().map(link).eq(before.html_links.iter().map(link))
            && demos.iter().map(|(name, _)| name).eq(before.demos.iter().map(|(name, _)| name))
            && *sizes == before.sizes
            && *components == before.components;
        let heading = |heading: &Heading| (heading.id.clone(), heading.text.clone());
        let has_same_places = headings.iter().map(heading).eq(before.headings.iter().map(heading))
            && component_ids.iter().map(|(_, id)| id).eq(before.component_ids.iter().map(|(_, id)| id))
            && *title_id == before.title_id
            && *element_ids == before.element_ids
            && *html_ids == before.html_ids;
        match (is_same, has_same_places) {
            (false, _) => Reach::Anywhere,
            (true, false) => Reach::Places,
            (true, true) => Reach::Nowhere,
        }
    }
}
