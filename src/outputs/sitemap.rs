//! `sitemap.xml` (sitemaps.org): the public pages, the home page first. Needs the site's address.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{Page, Site};

#[derive(Debug)]
struct Sitemap;

impl Recipe for Sitemap {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        // Writing to memory cannot fail.
        (Content::Bytes(write(renderer.site()).unwrap_or_default()), Vec::new())
    }
}

fn write(site: &Site) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|writer| {
            let mut pages: Vec<&Page> = site.pages.iter().filter(|page| page.is_public()).collect();
            pages.sort_by(|a, b| a.url.cmp(&b.url));
            pages.into_iter().try_for_each(|page| url(writer, site, page))
        })?;
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    Ok(xml)
}

fn url(writer: &mut Writer<Vec<u8>>, site: &Site, page: &Page) -> std::io::Result<()> {
    writer.create_element("url").write_inner_content(|writer| {
        writer.create_element("loc").write_text_content(BytesText::new(&site.base.absolute(&page.url)))?;
        if let Some(date) = page.date {
            writer.create_element("lastmod").write_text_content(BytesText::new(&date.0.date().to_string()))?;
        }
        Ok(())
    })?;
    Ok(())
}

pub(super) fn rows(site: &Site) -> Rows {
    if site.base.origin.is_empty() { Rows::new() } else { row("sitemap.xml", Sitemap).into_iter().collect() }
}
