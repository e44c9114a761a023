//! Lists of pages: as a page of their own, or below what an author wrote at their address.

use std::collections::BTreeSet;

use super::whole::{self, Inside, Place};
use super::{Renderer, fields, head, nav};
use crate::diagnostic::{Diagnostic, telling};
use crate::document::ComponentNames;
use crate::html::{Html, escape};
use crate::path::Url;
use crate::site::{LIST_COMPONENTS, List, ListKind, NavNode, Page, PageId, Taxonomy, Viewpoint, by_year};
use crate::theme::Value;

/// A list at an address where no author wrote a page.
pub(super) fn render(renderer: &Renderer, list: &List) -> (Html, Vec<Diagnostic>) {
    let site = &renderer.site;
    let from = site.base.viewpoint(&list.url);
    let mut diagnostics = Vec::new();
    let below = section(renderer, list, from).unwrap_or_else(|problem| {
        diagnostics.push(*problem);
        Html::default()
    });
    let components = ComponentNames::from_iter(LIST_COMPONENTS);
    let (styles, scripts) = renderer.shared.get(from).component_files.of(&components);
    let inside = Inside {
        variables: variables(renderer, list, from),
        content: Html::trusted(format!("<h1>{}</h1>{below}", escape(&heading(renderer, list)))),
        styles,
        scripts,
        ..Inside::default()
    };
    let place = Place::At(&list.url, &list.place);
    let html = telling(&mut diagnostics, whole::render(renderer, "page.html", place, None, inside, list.url.as_str()));
    (html, diagnostics)
}

/// What stands above the list.
fn heading(renderer: &Renderer, list: &List) -> String {
    let terms = &renderer.site.terms.all;
    match list.kind {
        ListKind::Home => renderer.site.labels.get("welcome").to_owned(),
        ListKind::Posts => renderer.site.blog.as_ref().map_or(String::new(), |blog| blog.title.to_string()),
        ListKind::Archive => renderer.site.labels.get("archive").to_owned(),
        ListKind::Terms(taxonomy) => renderer.site.labels.get(taxonomy.name()).to_owned(),
        ListKind::Term(id) => {
            format!("{}: {}", renderer.site.labels.get(terms[id].taxonomy.singular()), terms[id].name)
        }
    }
}

/// What stands in the browser's tab: shorter than the heading, and different for each part of a list.
pub(super) fn title(renderer: &Renderer, list: &List) -> String {
    let page = || format!("{} {}", renderer.site.labels.get("page"), list.part);
    match list.kind {
        ListKind::Posts if list.part > 1 => page(),
        ListKind::Term(id) if list.part > 1 => format!("{} · {}", renderer.site.terms.all[id].name, page()),
        ListKind::Term(id) => renderer.site.terms.all[id].name.clone(),
        _ => heading(renderer, list),
    }
}

fn variables(renderer: &Renderer, list: &List, from: Viewpoint) -> Value {
    let site = &renderer.site;
    let title = title(renderer, list);
    let description = match list.kind {
        ListKind::Posts if list.part == 1 => site.blog_description(),
        _ => "",
    };
    let feeds = match list.kind {
        ListKind::Term(id) => site.feeds_of(id),
        _ => &[],
    };
    let feeds: Vec<Value> = feeds.iter().map(|feed| head::feed(site, feed, from)).collect();
    let step = |(label, url): (Value, Option<Url>)| {
        let href = url.as_ref().map(|url| site.base.href(from, url)).unwrap_or_default();
        Value::object([("label", label), ("url", href.into()), ("current", url.is_none().into())])
    };
    let has_breadcrumb = site.config.breadcrumb.enabled && list.kind != ListKind::Home;
    let trail = if has_breadcrumb { trail(renderer, list, from) } else { Vec::new() };
    let breadcrumb: Vec<Value> = trail.into_iter().map(step).collect();
    Value::object([
        ("head_title", head::full_title(renderer, &title).into()),
        ("title", title.into()),
        ("description", description.into()),
        ("url", site.base.href(from, &list.url).into()),
        ("path", list.url.as_str().into()),
        ("canonical", site.base.absolute(&list.url).into()),
        ("layout", "default".into()),
        ("noindex", false.into()),
        ("feeds", feeds.into()),
        ("home", (list.url == Url::root()).into()),
        ("breadcrumb", breadcrumb.into()),
    ])
}

/// The lists above a list, each with its address, and the list itself.
fn trail(renderer: &Renderer, list: &List, from: Viewpoint) -> Vec<(Value, Option<Url>)> {
    let site = &renderer.site;
    let blog = site.blog.as_ref().map(|blog| (renderer.label(&blog.label, from).into(), blog.url.clone()));
    let own: Value = title(renderer, list).into();
    match list.kind {
        ListKind::Posts if list.part == 1 => vec![(blog.map_or(own, |(label, _)| label), None)],
        ListKind::Home | ListKind::Terms(_) => vec![(own, None)],
        ListKind::Posts | ListKind::Archive => {
            let above = blog.map(|(label, url)| (label, Some(url)));
            above.into_iter().chain([(own, None)]).collect()
        }
        ListKind::Term(id) => {
            let taxonomy = site.terms.all[id].taxonomy;
            vec![(site.labels.get(taxonomy.name()).into(), Some(taxonomy.url())), (own, None)]
        }
    }
}

/// The list itself.
pub(super) fn section(renderer: &Renderer, list: &List, from: Viewpoint) -> Result<Html, Box<Diagnostic>> {
    let site = &renderer.site;
    let cards = |ids: &[PageId]| ids.iter().map(|id| card(renderer, *id, from)).collect::<Result<Vec<_>, _>>();
    let entries = |ids: &[PageId]| ids.iter().map(|id| entry(renderer, *id, from)).collect::<Vec<_>>();
    let years = || {
        let years = by_year(&list.pages, &site.pages).into_iter();
        let year = |(year, posts): (Option<i16>, Vec<PageId>)| {
            let id = year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
            let name = year.map_or(renderer.site.labels.get("undated"), |_| &id);
            Value::object([("name", name.into()), ("id", id.as_str().into()), ("entries", entries(&posts).into())])
        };
        years.map(year).collect::<Vec<_>>()
    };
    let (kind, entries) = match list.kind {
        ListKind::Home => ("home", beginnings(renderer, from)),
        ListKind::Posts => ("posts", cards(&list.pages)?),
        ListKind::Archive => ("archive", years()),
        ListKind::Terms(Taxonomy::Tags) => ("tags", terms(renderer, Taxonomy::Tags, from)),
        ListKind::Terms(taxonomy) => ("terms", terms(renderer, taxonomy, from)),
        ListKind::Term(_) => ("pages", cards(&list.pages)?),
    };
    let parts = list.parts.iter().map(|url| {
        let is_current = *url == list.url;
        Value::object([("url", site.base.href(from, url).into()), ("current", is_current.into())])
    });
    let value = Value::object([
        ("kind", kind.into()),
        ("entries", entries.into()),
        ("parts", parts.collect::<Vec<_>>().into()),
        ("more", more(renderer, list, from).into()),
    ]);
    let shared = renderer.shared.get(from).frame.variables();
    renderer.theme.render("list.html", shared.chain([("list", value)]))
}

/// Where the navigation begins.
fn beginnings(renderer: &Renderer, from: Viewpoint) -> Vec<Value> {
    let beginning = |node: &NavNode| {
        let url = Some(nav::href(renderer, node, node.first_url(), from)).filter(|url| !url.is_empty())?;
        Some(Value::object([("name", renderer.plain(&node.label).into()), ("url", url.into())]))
    };
    let others = renderer.site.nav.iter().filter(|node| node.url.as_ref().is_none_or(|url| *url != Url::root()));
    others.filter_map(beginning).collect()
}

/// A page in a list.
pub(super) fn entry(renderer: &Renderer, id: PageId, from: Viewpoint) -> Value {
    Value::object(own(renderer, &renderer.site.pages[id], from))
}

fn own(renderer: &Renderer, page: &Page, from: Viewpoint) -> [(&'static str, Value); 3] {
    [
        ("url", renderer.site.base.href(from, &page.url).into()),
        ("kicker", kicker(page).into()),
        ("page", shown(renderer, page, from)),
    ]
}

/// A page in a list with its card, which is all that the built-in list writes; a project's own may be made of the rest alone.
fn card(renderer: &Renderer, id: PageId, from: Viewpoint) -> Result<Value, Box<Diagnostic>> {
    let page = &renderer.site.pages[id];
    let url = renderer.site.base.href(from, &page.url);
    let mut arguments = vec![("link", url.into()), ("layout", "horizontal".into()), ("kicker", kicker(page).into())];
    if renderer.theme.is_own("components/card.html") {
        arguments.push(("page", shown(renderer, page, from)));
    } else {
        // Field by field, so that the card is rendered once for all pages: as an argument, a page would be another each time.
        let own =
            [("title", "title"), ("text", "description"), ("image", "image"), ("icon", "icon"), ("footer", "day")];
        arguments.extend(own.map(|(argument, name)| (argument, fields::field(renderer, page, from, name))));
    }
    let card = renderer.theme.component("card", arguments, None);
    if renderer.theme.is_own("list.html") {
        let card = card.ok().map(|card| ("card", Value::from(card)));
        return Ok(Value::fields(own(renderer, page, from).into_iter().chain(card)));
    }
    Ok(Value::object([("card", card?.into())]))
}

/// What stands above a title in a list: the page's categories, not its folder, which is the same for all.
fn kicker(page: &Page) -> String {
    if page.is_open() { page.document.meta.categories.join(" • ") } else { String::new() }
}

/// A page as lists show it.
fn shown(renderer: &Renderer, page: &Page, from: Viewpoint) -> Value {
    fields::page_with(renderer, page, from, |name| name != "folder")
}

fn terms(renderer: &Renderer, taxonomy: Taxonomy, from: Viewpoint) -> Vec<Value> {
    let terms = renderer.site.terms.of(taxonomy).map(|term| {
        Value::object([
            ("name", term.name.as_str().into()),
            ("url", renderer.site.base.href(from, &term.url).into()),
            ("count", term.pages.len().into()),
        ])
    });
    terms.collect()
}

/// Where to go from a list: to the whole of which it is a part, and from the blog to its other lists.
fn more(renderer: &Renderer, list: &List, from: Viewpoint) -> Vec<Value> {
    let site = &renderer.site;
    let link =
        |text: String, url: &Url| Value::object([("text", text.into()), ("url", site.base.href(from, url).into())]);
    match list.kind {
        ListKind::Term(id) => {
            let taxonomy = site.terms.all[id].taxonomy;
            vec![link(
                format!("{} {}", site.labels.get("see_all"), site.labels.get(&format!("{}_all", taxonomy.name()))),
                &taxonomy.url(),
            )]
        }
        ListKind::Posts => {
            let archive = site.blog.iter().map(|blog| (renderer.site.labels.get("archive"), blog.archive()));
            let taxonomies: BTreeSet<Taxonomy> = site.terms.all.iter().map(|term| term.taxonomy).collect();
            let taxonomies =
                taxonomies.into_iter().map(|taxonomy| (renderer.site.labels.get(taxonomy.name()), taxonomy.url()));
            archive.chain(taxonomies).map(|(text, url)| link(text.to_owned(), &url)).collect()
        }
        ListKind::Home | ListKind::Archive | ListKind::Terms(_) => Vec::new(),
    }
}
