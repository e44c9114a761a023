//! Atom (RFC 4287), with the whole text.

use std::io::Result;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Entry, Written, optional, rfc_3339, text, xml_text};
use crate::document::Author;
use crate::site::Taxonomy;

pub(super) fn write(feed: &Written<'_>) -> Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language())];
    writer.create_element("feed").with_attributes(attributes).write_inner_content(|writer| {
        head(writer, feed)?;
        for entry in feed.entries() {
            writer.create_element("entry").write_inner_content(|writer| self::entry(writer, feed, &entry))?;
        }
        Ok(())
    })?;
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    Ok(xml)
}

fn head(writer: &mut Writer<Vec<u8>>, feed: &Written<'_>) -> Result<()> {
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
    let generator = writer.create_element("generator").with_attribute(("version", env!("CARGO_PKG_VERSION")));
    generator.write_text_content(BytesText::new("Rasher"))?;
    Ok(())
}

fn entry(writer: &mut Writer<Vec<u8>>, feed: &Written<'_>, entry: &Entry<'_>) -> Result<()> {
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
            writer.create_element("category").with_attribute(("term", &*xml_text(&name))).write_empty()?;
        }
    }
    optional(writer, "summary", &entry.page.description)?;
    let content = writer.create_element("content").with_attribute(("type", "html"));
    content.write_text_content(BytesText::new(&xml_text(&entry.content)))?;
    Ok(())
}

fn author(writer: &mut Writer<Vec<u8>>, author: &Author) -> Result<()> {
    text(writer, "name", author.called())?;
    if author.link.contains("://") {
        text(writer, "uri", &author.link)?;
    }
    optional(writer, "email", &author.email)
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, media_type: &str, address: &str) -> Result<()> {
    let attributes = [("rel", rel), ("type", media_type), ("href", address)];
    writer.create_element("link").with_attributes(attributes).write_empty()?;
    Ok(())
}
