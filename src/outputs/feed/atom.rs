//! Atom (RFC 4287), with the whole text.

use std::io::Result;

use super::{Entry, Written, rfc_3339};
use crate::document::Author;
use crate::outputs::xml::{Writer, document, optional, plain, text, text_with};
use crate::site::Taxonomy;

pub(super) fn write(feed: &Written<'_>) -> Result<Vec<u8>> {
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language())];
    document("feed", &attributes, |writer| {
        head(writer, feed)?;
        for entry in feed.entries() {
            writer.create_element("entry").write_inner_content(|writer| self::entry(writer, feed, &entry))?;
        }
        Ok(())
    })
}

fn head(writer: &mut Writer, feed: &Written<'_>) -> Result<()> {
    let (home, own) = (feed.home(), feed.own());
    text(writer, "id", &home)?;
    text(writer, "title", &feed.feed.title)?;
    optional(writer, "subtitle", feed.description())?;
    if let Some(date) = feed.updated() {
        text(writer, "updated", &rfc_3339(date))?;
    }
    link(writer, "self", feed.feed.format.media_type(), &own)?;
    link(writer, "alternate", "text/html", &home)?;
    // Stands for the author of every entry that names none.
    writer.create_element("author").write_inner_content(|writer| text(writer, "name", feed.site().title()))?;
    optional(writer, "rights", &feed.copyright())?;
    if let Some(address) = feed.image() {
        text(writer, "icon", &address)?;
    }
    text_with(writer, "generator", &[("version", env!("CARGO_PKG_VERSION"))], "Rasher")
}

fn entry(writer: &mut Writer, feed: &Written<'_>, entry: &Entry<'_>) -> Result<()> {
    text(writer, "id", &entry.address)?;
    text(writer, "title", &entry.page.title)?;
    link(writer, "alternate", "text/html", &entry.address)?;
    text(writer, "published", &rfc_3339(entry.date))?;
    text(writer, "updated", &rfc_3339(entry.updated()))?;
    for author in entry.authors() {
        writer.create_element("author").write_inner_content(|writer| self::author(writer, author))?;
    }
    for taxonomy in [Taxonomy::Categories, Taxonomy::Tags] {
        for (name, _) in entry.terms(feed.site(), taxonomy) {
            writer.create_element("category").with_attribute(("term", &*plain(&name))).write_empty()?;
        }
    }
    optional(writer, "summary", &entry.page.description)?;
    text_with(writer, "content", &[("type", "html")], &entry.content)
}

fn author(writer: &mut Writer, author: &Author) -> Result<()> {
    text(writer, "name", author.called())?;
    if author.link.contains("://") {
        text(writer, "uri", &author.link)?;
    }
    optional(writer, "email", &author.email)
}

fn link(writer: &mut Writer, rel: &str, media_type: &str, address: &str) -> Result<()> {
    let attributes = [("rel", rel), ("type", media_type), ("href", address)];
    writer.create_element("link").with_attributes(attributes).write_empty()?;
    Ok(())
}
