//! RSS 2.0 (rssboard.org/rss-specification), with the whole text as `content:encoded`.

use std::io::Result;

use jiff::civil::DateTime;

use super::{Entry, Written};
use crate::html::escape;
use crate::outputs::xml::{Writer, document, optional, text, text_with};
use crate::site::Taxonomy;

pub(super) fn write(feed: &Written<'_>) -> Result<Vec<u8>> {
    let attributes = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    document("rss", &attributes, |writer| {
        writer.create_element("channel").write_inner_content(|writer| channel(writer, feed))?;
        Ok(())
    })
}

fn channel(writer: &mut Writer, feed: &Written<'_>) -> Result<()> {
    let (title, home, own) = (&feed.feed.title, feed.home(), feed.own());
    // A channel has to have a description.
    let description = Some(feed.description()).filter(|text| !text.is_empty()).unwrap_or(title);
    text(writer, "title", title)?;
    text(writer, "link", &home)?;
    text(writer, "description", description)?;
    text(writer, "language", feed.language())?;
    optional(writer, "copyright", &feed.copyright())?;
    if let Some(date) = feed.updated() {
        text(writer, "lastBuildDate", &rfc_822(date))?;
    }
    text(writer, "generator", concat!("Rasher ", env!("CARGO_PKG_VERSION")))?;
    let link = [("href", own.as_str()), ("rel", "self"), ("type", feed.feed.format.media_type())];
    writer.create_element("atom:link").with_attributes(link).write_empty()?;
    if let Some(address) = feed.image() {
        writer.create_element("image").write_inner_content(|writer| {
            text(writer, "url", &address)?;
            text(writer, "title", title)?;
            text(writer, "link", &home)
        })?;
    }
    for entry in feed.entries() {
        writer.create_element("item").write_inner_content(|writer| item(writer, feed, &entry))?;
    }
    Ok(())
}

fn item(writer: &mut Writer, feed: &Written<'_>, entry: &Entry<'_>) -> Result<()> {
    text(writer, "title", &entry.page.title)?;
    text(writer, "link", &entry.address)?;
    text_with(writer, "guid", &[("isPermaLink", "true")], &entry.address)?;
    // Readers take it for HTML, as the specification says.
    optional(writer, "description", &escape(&entry.page.description))?;
    for author in entry.authors() {
        // `author` takes an e-mail address; a name alone is Dublin Core's.
        match (author.email.trim(), author.name.trim()) {
            ("", name) => text(writer, "dc:creator", name)?,
            (email, "") => text(writer, "author", email)?,
            (email, name) => text(writer, "author", &format!("{email} ({name})"))?,
        }
    }
    text(writer, "pubDate", &rfc_822(entry.date))?;
    for (name, address) in entry.terms(feed.site(), Taxonomy::Categories) {
        text_with(writer, "category", &[("domain", &address)], &name)?;
    }
    for (name, _) in entry.terms(feed.site(), Taxonomy::Tags) {
        text(writer, "category", &name)?;
    }
    text(writer, "content:encoded", &entry.content)
}

/// A date as mail writes it (RFC 822): an author's day begins at midnight, Greenwich mean time.
fn rfc_822(date: DateTime) -> String {
    date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
