//! What the head of a page says to search engines, social networks and browsers.

use super::Renderer;
use crate::document::{LinkKind, Medium};
use crate::path::Url;
use crate::site::{Destination, Feed, File, MANIFEST, Page, Site, Target, Viewpoint};
use crate::theme::Value;

/// The territories in which languages are taken to be spoken, where they are not called like the language.
const TERRITORIES: [(&str, &str); 35] = [
    ("ar", "SA"),
    ("be", "BY"),
    ("bn", "BD"),
    ("ca", "ES"),
    ("cs", "CZ"),
    ("da", "DK"),
    ("el", "GR"),
    ("en", "US"),
    ("et", "EE"),
    ("eu", "ES"),
    ("fa", "IR"),
    ("ga", "IE"),
    ("gl", "ES"),
    ("he", "IL"),
    ("hi", "IN"),
    ("hy", "AM"),
    ("ja", "JP"),
    ("ka", "GE"),
    ("kk", "KZ"),
    ("kn", "IN"),
    ("ko", "KR"),
    ("ms", "MY"),
    ("nb", "NO"),
    ("nn", "NO"),
    ("sa", "IN"),
    ("sl", "SI"),
    ("sq", "AL"),
    ("sr", "RS"),
    ("sv", "SE"),
    ("ta", "IN"),
    ("te", "IN"),
    ("uk", "UA"),
    ("ur", "PK"),
    ("vi", "VN"),
    ("zh", "CN"),
];

/// The variables of `page` that are about it.
pub(super) fn variables(renderer: &Renderer, page: &Page) -> Vec<(&'static str, Value)> {
    let picture = picture_of(renderer, page);
    let (width, height) = match picture {
        Some(Picture::File(file)) => file.source.dimensions.unwrap_or_default(),
        _ => (0, 0),
    };
    vec![
        ("head_title", title(renderer, page).into()),
        ("canonical", renderer.site.base.absolute(&page.url).into()),
        ("image", address(picture, |file| renderer.site.base.absolute(&file.url)).into()),
        ("image_alt", (&*page.title).into()),
        ("image_width", i64::from(width).into()),
        ("image_height", i64::from(height).into()),
        ("noindex", (!page.is_public()).into()),
        ("markdown", copy(renderer, page).into()),
    ]
}

/// The address of the page's copy as Markdown; empty when there is none.
fn copy(renderer: &Renderer, page: &Page) -> String {
    let base = &renderer.site.base;
    let url = renderer.site.copy_url(page);
    url.map(|url| base.href(base.viewpoint(&page.url), &url)).unwrap_or_default()
}

/// The whole `<title>`: `meta.title`, or the title and what the project appends. A blog's pages often all have the same
/// heading; the label tells them apart.
pub(super) fn title(renderer: &Renderer, page: &Page) -> String {
    title_of(renderer, page, &page.title)
}

/// The whole `<title>` of a page that those who may read it know by another title.
pub(super) fn title_of(renderer: &Renderer, page: &Page, title: &str) -> String {
    page.document.meta.meta.title.clone().unwrap_or_else(|| full_title(renderer, title))
}

/// A title with what the project appends to all of them.
pub(super) fn full_title(renderer: &Renderer, title: &str) -> String {
    let site = renderer.site.title();
    match renderer.site.config.meta.title.as_deref() {
        Some(suffix) => format!("{title}{suffix}"),
        None if title == site => title.to_owned(),
        None => format!("{title} · {site}"),
    }
}

/// The picture for cards on this site.
pub(super) fn picture(renderer: &Renderer, page: &Page, from: Viewpoint) -> String {
    address(picture_of(renderer, page), |file| renderer.site.base.href(from, &file.url))
}

/// The picture's whole address, for other sites.
pub(super) fn picture_elsewhere(renderer: &Renderer, page: &Page) -> String {
    address(picture_of(renderer, page), |file| renderer.site.base.absolute(&file.url))
}

/// The address of a picture, where that of a file is written so; empty where there is none.
fn address(picture: Option<Picture<'_>>, of_file: impl FnOnce(&File) -> String) -> String {
    match picture {
        Some(Picture::File(file)) => of_file(file),
        Some(Picture::Elsewhere(address)) => address.to_owned(),
        None => String::new(),
    }
}

/// The feeds that every page names; a tag's or category's is named by its list.
pub(super) fn feeds(site: &Site, from: Viewpoint) -> Vec<Value> {
    site.feeds.iter().filter(|feed| feed.term.is_none()).map(|feed| self::feed(site, feed, from)).collect()
}

/// The address of the web manifest, when there is one.
pub(super) fn manifest(site: &Site, from: Viewpoint) -> Option<String> {
    let url = Url::new(MANIFEST).filter(|_| !site.icons().is_empty())?;
    Some(site.base.href(from, &url))
}

/// A feed as the head of a page names it.
pub(super) fn feed(site: &Site, feed: &Feed, from: Viewpoint) -> Value {
    Value::object([
        ("url", site.base.href(from, &feed.url).into()),
        ("type", feed.format.media_type().into()),
        ("title", feed.title.as_str().into()),
    ])
}

#[derive(Clone, Copy)]
enum Picture<'a> {
    File(&'a File),
    Elsewhere(&'a str),
}

/// The page's `image`, or the first on the page that is no film or sound; none of a page that needs a password.
fn picture_of<'a>(renderer: &'a Renderer, page: &'a Page) -> Option<Picture<'a>> {
    let site = &renderer.site;
    if !page.is_open() {
        return None;
    }
    if let Some(image) = &page.document.meta.image {
        if image.contains("://") {
            return Some(Picture::Elsewhere(image));
        }
        let path = page.document.path.resolve(image);
        return path.and_then(|path| site.file(path.as_str())).or_else(|| site.file(image)).map(Picture::File);
    }
    page.own_links().find_map(|(link, target)| match target {
        _ if link.kind != LinkKind::Image || Medium::of(&link.destination).is_some() => None,
        Target::Internal { to: Destination::File(id), .. } => Some(Picture::File(&site.files[*id])),
        Target::External(address) => Some(Picture::Elsewhere(address)),
        _ => None,
    })
}

/// The language as the Open Graph protocol writes it: `en_US`.
pub(super) fn territory(language: &str) -> String {
    let (language, territory) = language.split_once(['-', '_']).unwrap_or((language, ""));
    let language = language.to_ascii_lowercase();
    let known = TERRITORIES.iter().find(|(of, _)| *of == language).map(|(_, territory)| *territory);
    let territory = if territory.is_empty() { known.unwrap_or(&language) } else { territory };
    format!("{language}_{}", territory.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::territory;

    #[test]
    fn a_language_is_told_with_its_territory() {
        assert_eq!(["en", "de", "pt-pt", "sv"].map(territory), ["en_US", "de_DE", "pt_PT", "sv_SE"]);
    }
}
