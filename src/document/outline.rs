//! What the rest of a site sees of a page. As long as that stays, an edit of its text concerns no other page.

use super::{Document, Facts, Heading, Link};

impl Document {
    /// Whether the same is seen of both from elsewhere: all but the words between headings and links, and where what stands.
    pub fn has_outline_of(&self, other: &Self) -> bool {
        // Every field is named, so that a new one cannot be forgotten.
        let Self { source, path, meta, beside, body: _, facts, markers: _ } = self;
        source.name == other.source.name
            && *path == other.path
            && *meta == other.meta
            && *beside == other.beside
            && facts.have_outline_of(&other.facts)
    }
}

impl Facts {
    fn have_outline_of(&self, other: &Self) -> bool {
        let Self {
            headings,
            own: _,
            component_ids,
            element_ids,
            html_ids,
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
        let is_same_heading = |(own, other): (&Heading, &Heading)| {
            let Heading { level, id, text, span: _ } = own;
            *level == other.level && *id == other.id && *text == other.text
        };
        let is_same_link = |(own, other): (&Link, &Link)| {
            let Link { kind, destination, span: _ } = own;
            *kind == other.kind && *destination == other.destination
        };
        let ids = component_ids.iter().map(|(_, id)| id);
        headings.len() == other.headings.len()
            && headings.iter().zip(&other.headings).all(is_same_heading)
            && self.title() == other.title()
            && ids.eq(other.component_ids.iter().map(|(_, id)| id))
            && *element_ids == other.element_ids
            && *html_ids == other.html_ids
            && links.len() == other.links.len()
            && links.iter().zip(&other.links).all(is_same_link)
            && demos.iter().map(|(name, _)| name).eq(other.demos.iter().map(|(name, _)| name))
            && *sizes == other.sizes
            && *components == other.components
    }
}
