//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Value, json};

use super::{Entry, Written, rfc_3339};
use crate::document::Author;
use crate::site::{Site, Taxonomy};

pub(super) fn write(feed: &Written<'_>) -> Vec<u8> {
    let items: Vec<Value> = feed.entries().map(|entry| item(feed.site(), &entry)).collect();
    let json = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.feed.title,
        "home_page_url": feed.home(),
        "feed_url": feed.own(),
        "description": some(feed.description()),
        "icon": feed.image(),
        "language": feed.language(),
        "items": items,
    });
    // Values that are texts and lists of texts can always be written.
    let mut bytes = serde_json::to_vec_pretty(&without_nulls(json)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn item(site: &Site, entry: &Entry<'_>) -> Value {
    let authors: Vec<Value> = entry.authors().iter().map(author).collect();
    let terms = [Taxonomy::Categories, Taxonomy::Tags].into_iter().flat_map(|taxonomy| entry.terms(site, taxonomy));
    without_nulls(json!({
        "id": entry.address,
        "url": entry.address,
        "title": *entry.page.title,
        "content_html": entry.content,
        "summary": some(&entry.page.description),
        "image": some(&entry.image),
        "date_published": rfc_3339(entry.date),
        "date_modified": Some(entry.updated()).filter(|updated| *updated != entry.date).map(rfc_3339),
        "authors": authors,
        "tags": terms.map(|(name, _)| name).collect::<Vec<_>>(),
    }))
}

fn author(author: &Author) -> Value {
    without_nulls(json!({ "name": author.called(), "url": some(&author.href()) }))
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// A field without a value is left out.
fn without_nulls(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
    }
    value
}
