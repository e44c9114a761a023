//! What stands around a page's text: breadcrumb, contents, neighbours, backlinks, edit link.

use super::{Renderer, fields};
use crate::config::{HomeCrumb, Layout, NextPrevMode};
use crate::diagnostic::Diagnostic;
use crate::document::Heading;
use crate::html::Html;
use crate::path::{Url, slashed};
use crate::site::{Page, PageId, Viewpoint};
use crate::theme::Value;

/// The variables of `page` that are about it.
pub(super) fn variables(renderer: &Renderer, page: &Page, from: Viewpoint) -> Vec<(&'static str, Value)> {
    let shows_neighbours = page.around.nextprev == NextPrevMode::Show;
    let neighbour = |id: Option<PageId>| id.filter(|_| shows_neighbours).map(|id| link(renderer, id, from));
    let toc = &page.document.meta.toc;
    let label = toc.label.as_ref().or(renderer.site.config.toc.label.as_ref());
    vec![
        ("breadcrumb", breadcrumb(renderer, page, from).into()),
        contents(renderer, page),
        ("toc_label", label.map(|label| renderer.label(label, from)).into()),
        ("previous", neighbour(page.previous).into()),
        ("next", neighbour(page.next).into()),
        ("is_post", page.is_post().into()),
        ("updated", updated(renderer, page).into()),
        ("edit", edit_link(renderer, page).into()),
    ]
}

fn link(renderer: &Renderer, id: PageId, from: Viewpoint) -> Value {
    let page = &renderer.site.pages[id];
    Value::object([
        ("label", renderer.label(&page.label, from).into()),
        ("url", renderer.site.base.href(from, &page.url).into()),
    ])
}

/// The folders above the page, then the page itself unless it is one that is listed nowhere. The home page has none.
fn breadcrumb(renderer: &Renderer, page: &Page, from: Viewpoint) -> Vec<Value> {
    if !page.around.breadcrumb || page.url == Url::root() {
        return Vec::new();
    }
    let step = |label: &str, url: String, is_current: bool| {
        let label = renderer.label(label, from).into();
        Value::object([("label", label), ("url", url.into()), ("current", is_current.into())])
    };
    let base = &renderer.site.base;
    let folders = page.trail.iter().map(|(label, url)| {
        let url = url.as_ref().map(|url| base.href(from, url)).unwrap_or_default();
        step(label, url, false)
    });
    let own = page.is_public().then(|| step(&page.label, String::new(), true));
    folders.chain(own).collect()
}

/// What breadcrumbs begin with, and what stands between their entries.
pub(super) fn breadcrumb_style(renderer: &Renderer, from: Viewpoint) -> Value {
    let config = &renderer.site.config.breadcrumb;
    let home = match &config.home {
        HomeCrumb::Off => Value::none(),
        HomeCrumb::Text(text) => renderer.owners_label(text, from).into(),
        HomeCrumb::Label => {
            let home = renderer.site.home.and_then(|id| renderer.site.pages[id].document.meta.label.as_ref());
            home.map_or_else(|| "".into(), |label| renderer.label(label, from).into())
        }
    };
    let separator = config.separator.as_deref().map(|separator| renderer.owners_label(separator, from));
    let has_home = config.home != HomeCrumb::Off;
    Value::object([("has_home", has_home.into()), ("home", home), ("separator", separator.into())])
}

/// The headings that are listed beside the page: a tree, of which a project's own templates may make what they like, or the
/// finished list. A post or a page in the middle has no room for them.
fn contents(renderer: &Renderer, page: &Page) -> (&'static str, Value) {
    let has_room = !matches!(page.layout, Layout::Blog | Layout::Central);
    let shown = if has_room { shown_headings(renderer, page) } else { Vec::new() };
    if renderer.theme.has_own_templates() {
        return ("toc", branch(&mut shown.as_slice(), 0).into());
    }
    let entries = entries(renderer, &mut shown.as_slice(), 0);
    ("contents", Html::trusted(entries).into())
}

fn shown_headings<'p>(renderer: &Renderer, page: &'p Page) -> Vec<&'p Heading> {
    let levels = page.document.meta.toc.depth.unwrap_or(renderer.site.config.toc.depth);
    let is_shown = |heading: &&Heading| levels.contains(heading.level) && !heading.text.is_empty();
    page.document.facts.headings.iter().filter(is_shown).collect()
}

/// A list of headings with those below them.
fn entries(renderer: &Renderer, rest: &mut &[&Heading], above: u8) -> String {
    let mut html = String::new();
    while let Some((heading, behind)) = rest.split_first().filter(|(heading, _)| heading.level > above) {
        *rest = behind;
        let below = entries(renderer, rest, heading.level);
        let arguments = [("id", (&*heading.id).into()), ("text", (&*heading.text).into())];
        let entry = renderer.theme.component("toc_entry", arguments, Some(&below)).unwrap_or_default();
        html.push_str(entry.as_str());
    }
    if html.is_empty() { html } else { format!("<ul>{html}</ul>") }
}

fn branch(rest: &mut &[&Heading], above: u8) -> Vec<Value> {
    let mut entries = Vec::new();
    while let Some((heading, behind)) = rest.split_first().filter(|(heading, _)| heading.level > above) {
        *rest = behind;
        let children = branch(rest, heading.level);
        entries.push(Value::object([
            ("id", (&*heading.id).into()),
            ("text", (&*heading.text).into()),
            ("level", i64::from(heading.level).into()),
            ("children", children.into()),
        ]));
    }
    entries
}

/// The pages that link here, unless the author placed the list or switched it off.
pub(super) fn backlinks_at_the_end(renderer: &Renderer, page: &Page, from: Viewpoint) -> Result<Html, Box<Diagnostic>> {
    let is_placed = page.document.facts.components.contains("backlinks");
    if is_placed || page.backlinks.is_empty() || page.document.meta.backlinks.auto_include == Some(false) {
        return Ok(Html::default());
    }
    let title = backlinks_title(renderer, page);
    let arguments = [("title", title.into()), ("pages", backlinks(renderer, page, from).into())];
    let html = renderer.theme.component("backlinks", arguments, None)?;
    Ok(Html::trusted(format!("{html}\n")))
}

/// The pages that link here, as cards show them.
pub(super) fn backlinks(renderer: &Renderer, page: &Page, from: Viewpoint) -> Vec<Value> {
    let Some(component) = renderer.theme.grammar().get("backlinks") else { return Vec::new() };
    let page_of = |id: &PageId| fields::page(renderer, &renderer.site.pages[*id], from, component);
    page.backlinks.iter().map(page_of).collect()
}

/// The list's title.
pub(super) fn backlinks_title(renderer: &Renderer, page: &Page) -> String {
    let title = page.document.meta.backlinks.title.as_ref().or(renderer.site.config.backlinks.title.as_ref());
    title.map_or_else(|| renderer.site.labels.get("backlinks").to_owned(), |title| renderer.plain(title))
}

/// When the page was last changed. The words around the date stand before and behind it, so that a script of the theme's can
/// say how long ago that is.
fn updated(renderer: &Renderer, page: &Page) -> Option<Value> {
    let update = page.updated.as_ref()?;
    let site = &renderer.site;
    let (name, by) = match &update.by {
        Some(by) => ("updated_by", by.as_str()),
        None => ("updated", ""),
    };
    let around = |name: &str| {
        let (before, behind) = site.labels.get(name).split_once("{0}").unwrap_or_default();
        (before.replace("{1}", by), behind.replace("{1}", by))
    };
    let (before, behind) = around(name);
    let ago = around(if update.by.is_some() { "updated_ago_by" } else { "updated_ago" });
    Some(Value::object([
        ("iso", update.date.to_string().into()),
        ("text", site.written_date(update.date).into()),
        ("before", before.into()),
        ("behind", behind.into()),
        ("before_ago", ago.0.into()),
    ]))
}

/// The address of a repository, which may be written without its scheme, as one clones it, or as GitHub's `owner/name`.
fn repository(written: &str) -> String {
    let written = written.trim().trim_end_matches('/');
    let written = written.strip_suffix(".git").unwrap_or(written);
    if let Some(address) = written.strip_prefix("ssh://") {
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        let host = host.rsplit('@').next().unwrap_or_default();
        return format!("https://{}/{path}", host.split(':').next().unwrap_or_default());
    }
    if written.contains("://") {
        return written.to_owned();
    }
    if let Some((host, path)) = written.strip_prefix("git@").and_then(|rest| rest.split_once(':')) {
        return format!("https://{host}/{path}");
    }
    let is_on_github =
        |(owner, name): (&str, &str)| !owner.contains(['.', ':']) && !name.is_empty() && !name.contains('/');
    let host = if written.split_once('/').is_some_and(is_on_github) { "github.com/" } else { "" };
    format!("https://{host}{written}")
}

/// Where the page's source can be edited.
fn edit_link(renderer: &Renderer, page: &Page) -> String {
    let edit = &renderer.site.config.edit;
    let Some(repo) = &edit.repo else { return String::new() };
    let repo = repository(repo);
    let base = slashed(&edit.base);
    let base = base.trim_start_matches("./").trim_matches('/');
    let folder = if matches!(base, "" | ".") { String::new() } else { format!("{base}/") };
    let branch = if edit.branch.is_empty() { "main" } else { &edit.branch };
    let view = if repo.ends_with("/edit") { repo } else { format!("{repo}/blob") };
    let file = format!("{folder}{}", page.document.path);
    format!("{view}/{branch}/{}", percent_encoding::utf8_percent_encode(&file, crate::site::PATH))
}
