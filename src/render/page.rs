//! A page's variables, and its template.

use std::borrow::Cow;

use super::body;
use super::context::Context;
use super::whole::{self, Inside, Place};
use super::{Renderer, around, author, head};
use crate::diagnostic::{Diagnostic, telling};
use crate::document::{ComponentNames, Document};
use crate::html::{Html, escape};
use crate::path::Url;
use crate::site::{LIST_COMPONENTS, Page, PageId, Taxonomy, Viewpoint};
use crate::theme::{Value, Variable};

/// Words a minute that a technical text is read at.
const READING_SPEED: usize = 220;

pub(super) fn render(renderer: &Renderer, id: PageId) -> (Html, Vec<Diagnostic>) {
    let page = &renderer.site.pages[id];
    let (inside, mut diagnostics) = inside(renderer, page, renderer.site.base.viewpoint(&page.url));
    let place = Place::At(&page.url, &page.place);
    let rendered = whole::render(renderer, "page.html", place, Some(id), inside, &page.document.source.name);
    (telling(&mut diagnostics, rendered), diagnostics)
}

/// What is rendered of a page before its template.
pub(super) fn inside(renderer: &Renderer, page: &Page, from: Viewpoint) -> (Inside, Vec<Diagnostic>) {
    let mut context = Context::of_page(renderer, page);
    let shared = renderer.shared.get(from);
    let own = [("page", Value::fields(variables(renderer, page, from)))];
    match renderer.theme.render_in(&shared.frame, "byline.html", &own) {
        Ok(byline) => context.byline = Some(byline).filter(|byline| !byline.as_str().trim().is_empty()),
        Err(diagnostic) => context.diagnostics.push(*diagnostic),
    }
    let [(_, variables)] = own;
    // What stands on every page does not stand on one that needs a password.
    let extent = if page.is_open() { Extent::Whole } else { Extent::Own };
    let [above, mut content, end] = content(page, extent, &mut context);
    let list = site_list(renderer, page, from, &mut context);
    let backlinks = around::backlinks_at_the_end(renderer, page, from).unwrap_or_else(|problem| {
        context.diagnostics.push(*problem);
        Html::default()
    });
    // There is room for what stands around a text.
    content.insert_str(0, &above);
    content.extend([list.as_str(), backlinks.as_str(), &end]);
    let components = components(renderer, page, &context.embedded);
    let (mut styles, mut scripts) = shared.component_files.of(&components);
    styles.extend(context.styles);
    scripts.extend(context.scripts);
    let mut shown = std::iter::once(page).chain(context.embedded.iter().copied());
    let has_id_content = shown.any(|page| page.document.facts.anchors().any(|id| id == "content"));
    let content = Html::trusted(content);
    (Inside { variables, content, sealed: Html::default(), has_id_content, styles, scripts }, context.diagnostics)
}

/// What stands above the page's text, its text, with its by-line behind the title, and what stands at its end. A page without
/// a title of its own gets the one of its front matter.
fn content(page: &Page, extent: Extent, context: &mut Context<'_>) -> [String; 3] {
    let byline = context.byline.take();
    let nodes = page.document.tree();
    let parts = page.document.parts(&nodes);
    let (top, bottom) = match extent {
        Extent::Whole => (parts.top, parts.bottom),
        Extent::Own => (&[][..], &[][..]),
    };
    let mut above = body::blocks(top, context);
    context.byline = byline;
    let own = body::blocks(parts.own, context);
    let heading = heading(page, context);
    // No heading has taken it.
    let byline = context.byline.take().map(|byline| format!("{byline}\n")).unwrap_or_default();
    above.extend([heading, byline]);
    [above, own, body::blocks(bottom, context) + &body::blocks(parts.notes, context)]
}

/// The heading of a page whose text has no title: the title of its front matter, else its label, else its name by its path.
fn heading(page: &Page, context: &Context<'_>) -> String {
    let Document { meta, facts, .. } = &*page.document;
    let title = meta.title_as_markdown();
    if facts.title().is_some() || (title.is_none() && facts.title_id.is_none()) {
        return String::new();
    }
    // It stands in no text of the page's, where its links would be looked up.
    let text = match title.as_ref().or(meta.label.as_ref()) {
        Some(written) => context.renderer.label(written, context.from).to_string(),
        None => escape(&page.title).to_string(),
    };
    let id = facts.title_id.as_deref().map(|id| format!(" id=\"{}\"", escape(id)));
    format!("<h1{}>{text}</h1>\n", id.unwrap_or_default())
}

/// The page's own text alone. Findings are told when the page is rendered.
pub(super) fn text(renderer: &Renderer, page: &Page) -> String {
    content(page, Extent::Own, &mut Context::of_page(renderer, page)).concat()
}

/// How much of a page's text is meant.
#[derive(Debug, Clone, Copy)]
enum Extent {
    /// All of it, with what stands on every page.
    Whole,
    /// The page's own.
    Own,
}

/// The list that stands below the page, when it is at the address of one.
fn site_list(renderer: &Renderer, page: &Page, from: Viewpoint, context: &mut Context<'_>) -> Html {
    let Some(list) = renderer.site.list(&page.url) else { return Html::default() };
    super::list::section(renderer, list, from).unwrap_or_else(|problem| {
        context.diagnostics.push(*problem);
        Html::default()
    })
}

/// The components whose styles and scripts the page needs, with those of the pages of which it shows parts.
fn components<'a>(renderer: &Renderer, page: &'a Page, embedded: &[&Page]) -> Cow<'a, ComponentNames> {
    let own = &page.document.facts.components;
    let has_list = renderer.site.list(&page.url).is_some() || !page.related.is_empty();
    if !has_list && embedded.is_empty() {
        return Cow::Borrowed(own);
    }
    let listed = LIST_COMPONENTS.into_iter().filter(|_| has_list);
    let others = embedded.iter().flat_map(|page| page.document.facts.components.iter());
    Cow::Owned(own.iter().chain(listed).chain(others).collect())
}

fn variables(renderer: &Renderer, page: &Page, from: Viewpoint) -> Vec<Variable> {
    let site = &renderer.site;
    let meta = &page.document.meta;
    let facts = &page.document.facts;
    let date = page.date.map(|date| {
        let iso = date.0.date().to_string();
        Value::object([("iso", iso.into()), ("text", site.written_date(date.0.date()).into())])
    });
    let terms = |taxonomy: Taxonomy, names: &[String]| {
        let term = |name: &String| {
            let url = site.terms.named(taxonomy, name).map(|id| site.base.href(from, &site.terms.all[id].url));
            Value::object([("name", name.as_str().into()), ("url", url.into())])
        };
        names.iter().map(term).collect::<Vec<_>>()
    };
    let related = page.related.iter().map(|id| super::list::entry(renderer, *id, from));
    let mut variables = vec![
        ("title", (&*page.title).into()),
        ("description", (&*page.description).into()),
        ("layout", page.layout.name().into()),
        ("authors", author::values(renderer, page, from).into()),
        ("date", date.into()),
        ("categories", terms(Taxonomy::Categories, &meta.categories).into()),
        ("tags", terms(Taxonomy::Tags, &meta.tags.0).into()),
        ("related", related.collect::<Vec<_>>().into()),
        ("minutes", facts.words.div_ceil(READING_SPEED).max(1).into()),
        ("home", (page.url == Url::root()).into()),
    ];
    variables.extend(head::variables(renderer, page));
    variables.extend(around::variables(renderer, page, from));
    if renderer.theme.has_own_templates() {
        variables.extend(more_variables(renderer, page, from));
    }
    variables
}

/// Those that the built-in templates do not read.
fn more_variables(renderer: &Renderer, page: &Page, from: Viewpoint) -> [Variable; 6] {
    let facts = &page.document.facts;
    let icon = page.document.meta.icon.as_deref().unwrap_or_default();
    [
        ("label", renderer.plain(&page.label).into()),
        ("url", renderer.site.base.href(from, &page.url).into()),
        ("path", page.url.as_str().into()),
        ("icon", renderer.icon(icon, from).into()),
        ("words", facts.words.into()),
        ("components", facts.components.iter().collect::<Vec<_>>().into()),
    ]
}

pub(super) fn not_found(renderer: &Renderer) -> (Html, Vec<Diagnostic>) {
    let page = Value::object([
        ("title", "404".into()),
        ("head_title", head::full_title(renderer, renderer.site.labels.get("not_found")).into()),
        ("noindex", true.into()),
        ("layout", "central".into()),
        ("description", "".into()),
        ("canonical", "".into()),
        ("image", "".into()),
        ("home", false.into()),
        ("authors", Vec::<Value>::new().into()),
    ]);
    let inside = Inside { variables: page, ..Inside::default() };
    whole::render(renderer, "404.html", Place::Anywhere, None, inside, "404.html")
}
