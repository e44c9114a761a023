//! What templates are told of pages and files that they show.

use super::{Renderer, head, list};
use crate::document::Medium;
use crate::html::Html;
use crate::path::Url;
use crate::site::{Page, Viewpoint};
use crate::theme::{Component, Value};

/// What a template may ask of a page that it shows.
const FIELDS: [&str; 11] =
    ["title", "url", "label", "description", "icon", "image", "date", "day", "folder", "path", "categories"];

/// A page as `component` shows it.
pub(super) fn page(renderer: &Renderer, page: &Page, from: Viewpoint, component: &Component) -> Value {
    let reads = &component.metadata.reads;
    page_with(renderer, page, from, |name| reads.is_empty() || reads.iter().any(|own| own == name))
}

/// A page with the fields that are wanted.
pub(super) fn page_with(renderer: &Renderer, page: &Page, from: Viewpoint, is_wanted: impl Fn(&str) -> bool) -> Value {
    let wanted = FIELDS.into_iter().filter(|name| is_wanted(name));
    Value::fields(wanted.map(|name| (name, field(renderer, page, from, name))))
}

/// One of [`FIELDS`].
pub(super) fn field(renderer: &Renderer, page: &Page, from: Viewpoint, name: &str) -> Value {
    // Of a page that needs a password its label is known, and no more.
    let meta = Some(&page.document.meta).filter(|_| page.is_open());
    let date = || {
        let date = page.date.filter(|_| page.is_open()).or(meta.and_then(|meta| meta.created))?;
        Some(date.0.date())
    };
    match name {
        "title" => (&*page.title).into(),
        "url" => renderer.site.base.href(from, &page.url).into(),
        "label" => renderer.label(&page.label, from).into(),
        "description" => (&*page.description).into(),
        "icon" => renderer.icon(meta.and_then(|meta| meta.icon.as_deref()).unwrap_or_default(), from).into(),
        "image" => head::picture(renderer, page, from).into(),
        "date" => date().map(|date| date.to_string()).unwrap_or_default().into(),
        "day" => date().map(|date| renderer.site.written_date(date)).unwrap_or_default().into(),
        "folder" => page.trail.last().map(|(label, _)| renderer.label(label, from)).unwrap_or_default().into(),
        "path" => page.url.as_str().into(),
        "categories" => meta.map_or_else(String::new, |meta| meta.categories.join(" • ")).into(),
        _ => Value::none(),
    }
}

/// What nobody wrote, such as a list or a feed, as a page.
pub(super) fn made_page(renderer: &Renderer, url: &Url) -> Value {
    let list = renderer.site.list(url);
    named_page(&list.map_or_else(|| url.name().to_owned(), |list| list::title(renderer, list)), url)
}

/// What is no page as one, of which its name and its path are known.
pub(super) fn named_page(name: &str, url: &Url) -> Value {
    let field = |field: &str| match field {
        "title" => name.into(),
        "label" => Html::text(name).into(),
        "path" => url.as_str().into(),
        _ => "".into(),
    };
    Value::fields(FIELDS.map(|name| (name, field(name))))
}

/// A file as a download shows it. How large one is that is made with the site is not known before.
pub(super) fn file(name: &str, bytes: Option<u64>) -> Value {
    let medium = Medium::of(name).map_or("", Medium::name);
    let size = bytes.map(size).unwrap_or_default();
    Value::object([("name", name.into()), ("size", size.into()), ("medium", medium.into())])
}

/// A size for people: `36 B`, `1.5 KB`.
fn size(bytes: u64) -> String {
    let mut size = bytes as f64;
    for unit in ["B", "KB", "MB"] {
        if size < 1000.0 {
            return if unit == "B" || size >= 100.0 {
                format!("{size:.0} {unit}")
            } else {
                format!("{size:.1} {unit}")
            };
        }
        size /= 1000.0;
    }
    format!("{size:.1} GB")
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        assert_eq!([0, 36, 1536, 123_456, 5_000_000_000].map(size), ["0 B", "36 B", "1.5 KB", "123 KB", "5.0 GB"]);
    }
}
