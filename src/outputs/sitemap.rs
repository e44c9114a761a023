//! `sitemap.xml` (sitemaps.org): the pages that readers should find and the lists of them, the home page first. Needs the
//! site's address.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::xml::{Writer, document, text};
use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::path::Url;
use crate::render::Renderer;
use crate::site::{Page, PageId, Site};

#[derive(Debug)]
struct Sitemap;

impl Recipe for Sitemap {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        // Writing to memory cannot fail.
        (Content::Bytes(write(renderer.site()).unwrap_or_default()), Vec::new())
    }
}

fn write(site: &Site) -> std::io::Result<Vec<u8>> {
    document("urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")], |writer| {
        addresses(site).into_iter().try_for_each(|(url, date)| entry(writer, &site.base.absolute(url), date))
    })
}

/// Every address with the day on which its page was last changed, when that is known.
fn addresses(site: &Site) -> BTreeMap<&Url, Option<Date>> {
    let pages = site.pages.iter().filter(|page| page.in_sitemap());
    // What a page says itself comes before what git knows.
    let changed = |page: &Page| page.updated.as_ref().map(|update| update.date).or(page.committed);
    let pages = pages.map(|page| (&page.url, changed(page).or(page.date.map(|date| date.0.date()))));
    let unwritten = site.unwritten_lists().into_iter().map(|list| (&list.url, None));
    let mut addresses: BTreeMap<&Url, Option<Date>> = pages.chain(unwritten).collect();
    // A list changes with its pages, and so does a page that has a list below it.
    for list in &site.lists {
        if let Some(known) = addresses.get_mut(&list.url) {
            *known = (*known).max(newest(site, &list.pages));
        }
    }
    addresses
}

/// The day of the newest of some pages.
fn newest(site: &Site, pages: &[PageId]) -> Option<Date> {
    let published = |page: &Page| page.date.map(|date| date.0.date());
    pages.iter().map(|id| &site.pages[*id]).filter_map(|page| published(page).max(page.committed)).max()
}

fn entry(writer: &mut Writer, address: &str, date: Option<Date>) -> std::io::Result<()> {
    writer.create_element("url").write_inner_content(|writer| {
        text(writer, "loc", address)?;
        date.map_or(Ok(()), |date| text(writer, "lastmod", &date.to_string()))
    })?;
    Ok(())
}

pub(super) fn rows(site: &Site) -> Rows {
    if site.base.origin.is_empty() { Rows::new() } else { row("sitemap.xml", Sitemap).into_iter().collect() }
}
