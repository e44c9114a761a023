//! A page's variables, and its template.

use super::body::{self, Context};
use super::{Renderer, plain_label};
use crate::diagnostic::Diagnostic;
use crate::document::{Heading, LinkKind};
use crate::html::Html;
use crate::path::Url;
use crate::site::{Destination, File, Page, PageId, Target, Viewpoint};
use crate::theme::Value;

/// Words a minute that a technical text is read at.
const READING_SPEED: usize = 220;

/// Heading levels of the page contents (format sheet §8.3).
const TOC_LEVELS: std::ops::RangeInclusive<u8> = 2..=3;

pub(super) fn render(renderer: &Renderer, id: PageId) -> (Html, Vec<Diagnostic>) {
    let page = &renderer.site.pages[id];
    let from = renderer.site.base.viewpoint(&page.url);
    let mut context = Context::of_page(renderer, page);
    let Some(shared) = renderer.shared.get(&from) else { return (Html::default(), Vec::new()) };
    let variables = Value::fields(variables(renderer, page, from));
    let mut byline_variables = shared.variables.to_vec();
    byline_variables.push(("page", variables.clone()));
    match renderer.theme.render("byline.html", byline_variables) {
        Ok(byline) => context.byline = Some(byline).filter(|byline| !byline.as_str().trim().is_empty()),
        Err(diagnostic) => context.diagnostics.push(*diagnostic),
    }
    let content = content(renderer, page, &mut context);
    let (chrome, problem) = renderer.chrome.on_page(renderer, Some(page));
    context.diagnostics.extend(problem);
    let mut template = shared.variables.to_vec();
    template.extend(chrome);
    template.push(("page", variables));
    template.push(("content", Html::trusted(content).into()));
    let (mut styles, mut scripts) = shared.component_files.of(&page.document.facts.components);
    styles.extend(context.styles);
    scripts.extend(context.scripts);
    template.push(("styles", styles.into()));
    template.push(("scripts", scripts.into()));
    let mut diagnostics = context.diagnostics;
    match renderer.theme.render("page.html", template) {
        Ok(html) => (html, diagnostics),
        Err(diagnostic) => {
            diagnostics.push(diagnostic.hint(format!("while rendering `{}`", page.document.source.name)));
            (Html::default(), diagnostics)
        }
    }
}

/// The page's text, with its by-line behind the title; a page without a title of its own gets `title` as one.
fn content(renderer: &Renderer, page: &Page, context: &mut Context<'_>) -> String {
    let mut content = page.document.with_tree(renderer.theme.grammar(), |nodes| body::blocks(nodes, context));
    let heading = match (&page.document.meta.title, page.document.facts.title()) {
        (Some(title), None) => format!("<h1>{}</h1>\n", Html::text(title)),
        _ => String::new(),
    };
    let byline = context.byline.take().map(|byline| format!("{byline}\n")).unwrap_or_default();
    content.insert_str(0, &format!("{heading}{byline}"));
    content
}

fn variables(renderer: &Renderer, page: &Page, from: Viewpoint) -> Vec<(String, Value)> {
    let site = &renderer.site;
    let meta = &page.document.meta;
    let facts = &page.document.facts;
    let (image, image_alt) = image(renderer, page);
    let neighbour = |id: Option<PageId>| {
        id.map(|id| {
            let page = &site.pages[id];
            Value::object([
                ("label", renderer.inline(&page.label, from).into()),
                ("url", site.base.href(from, &page.url).into()),
            ])
        })
    };
    let trail = page.trail.iter().map(|(label, url)| {
        let url = url.as_ref().map(|url| site.base.href(from, url)).unwrap_or_default();
        Value::object([("label", renderer.inline(label, from).into()), ("url", url.into())])
    });
    let authors = meta.authors.0.iter().map(|author| {
        let name = renderer.inline(author.called(), from);
        let initials: String =
            author.called().split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
        let href = author.href();
        let url = if crate::html::is_active_url(&href) { "" } else { href.as_str() };
        Value::object([("name", name.into()), ("url", url.into()), ("initials", initials.to_uppercase().into())])
    });
    let date = page.date.map(|date| {
        let iso = date.0.date().to_string();
        Value::object([("iso", iso.as_str().into()), ("text", iso.as_str().into())])
    });
    let fields: Vec<(&str, Value)> = vec![
        ("title", page.title.as_str().into()),
        ("label", plain_label(&page.label, &renderer.theme).into()),
        ("head_title", head_title(renderer, page).into()),
        ("description", page.description.as_str().into()),
        ("url", site.base.href(from, &page.url).into()),
        ("path", page.url.as_str().into()),
        ("canonical", site.base.absolute(&page.url).into()),
        ("layout", page.layout.name().into()),
        ("icon", renderer.icon(meta.icon.as_deref().unwrap_or_default(), from).into()),
        ("authors", authors.collect::<Vec<_>>().into()),
        ("date", date.into()),
        ("minutes", facts.words.div_ceil(READING_SPEED).max(1).into()),
        ("words", facts.words.into()),
        ("image", image.into()),
        ("image_alt", image_alt.into()),
        ("noindex", (!page.is_public()).into()),
        ("home", (page.url == Url::root()).into()),
        ("edit", edit_link(renderer, page).into()),
        ("toc", toc(&facts.headings).into()),
        ("previous", neighbour(page.previous).into()),
        ("next", neighbour(page.next).into()),
        ("breadcrumb", trail.collect::<Vec<_>>().into()),
        ("components", facts.components.iter().map(String::as_str).collect::<Vec<_>>().into()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The whole `<title>`: `meta.title`, or the title and what the project appends. A blog's pages often all have the same
/// heading; the label tells them apart.
fn head_title(renderer: &Renderer, page: &Page) -> String {
    if let Some(title) = &page.document.meta.meta.title {
        return title.clone();
    }
    let suffix = renderer.site.config.meta.title.as_deref();
    let site = renderer.site.title();
    match suffix {
        Some(suffix) => format!("{}{suffix}", page.title),
        None if page.title == site => page.title.clone(),
        None => format!("{} · {site}", page.title),
    }
}

/// The picture for social cards, absolute since other hosts show it, and its text.
fn image(renderer: &Renderer, page: &Page) -> (String, String) {
    let address = match picture_of(renderer, page) {
        Some(Picture::File(file)) => renderer.site.base.absolute(&file.url),
        Some(Picture::Elsewhere(address)) => address.to_owned(),
        None => String::new(),
    };
    (address, page.title.clone())
}

/// The picture for cards on this site.
pub(super) fn picture(renderer: &Renderer, page: &Page, from: Viewpoint) -> String {
    match picture_of(renderer, page) {
        Some(Picture::File(file)) => renderer.site.base.href(from, &file.url),
        Some(Picture::Elsewhere(address)) => address.to_owned(),
        None => String::new(),
    }
}

enum Picture<'a> {
    File(&'a File),
    Elsewhere(&'a str),
}

/// The page's `image`, or the first on the page.
fn picture_of<'a>(renderer: &'a Renderer, page: &'a Page) -> Option<Picture<'a>> {
    let site = &renderer.site;
    if let Some(image) = &page.document.meta.image {
        if image.contains("://") {
            return Some(Picture::Elsewhere(image));
        }
        let path = page.document.path.resolve(image);
        return path.and_then(|path| site.file(path.as_str())).or_else(|| site.file(image)).map(Picture::File);
    }
    page.document.facts.links.iter().zip(&page.targets).find_map(|(link, target)| match target {
        _ if link.kind != LinkKind::Image => None,
        Target::Internal { to: Destination::File(id), .. } => Some(Picture::File(&site.files[*id])),
        Target::External(address) => Some(Picture::Elsewhere(address)),
        _ => None,
    })
}

/// Where the page's source can be edited.
fn edit_link(renderer: &Renderer, page: &Page) -> String {
    let edit = &renderer.site.config.edit;
    let Some(repo) = &edit.repo else { return String::new() };
    let repo = repo.trim_end_matches('/');
    let base = edit.base.trim_matches('/');
    let folder = if base.is_empty() { String::new() } else { format!("{base}/") };
    let branch = &edit.branch;
    let view = if repo.ends_with("/edit") { repo.to_owned() } else { format!("{repo}/blob") };
    format!("{view}/{branch}/{folder}{}", page.document.path)
}

/// The headings of the contents as a tree.
fn toc(headings: &[Heading]) -> Vec<Value> {
    let shown: Vec<&Heading> =
        headings.iter().filter(|heading| TOC_LEVELS.contains(&heading.level) && !heading.text.is_empty()).collect();
    branch(&mut shown.as_slice(), 0)
}

fn branch(rest: &mut &[&Heading], above: u8) -> Vec<Value> {
    let mut entries = Vec::new();
    while let Some((heading, behind)) = rest.split_first() {
        if heading.level <= above {
            break;
        }
        *rest = behind;
        let children = branch(rest, heading.level);
        entries.push(Value::object([
            ("id", heading.id.as_str().into()),
            ("text", heading.text.as_str().into()),
            ("level", i64::from(heading.level).into()),
            ("children", children.into()),
        ]));
    }
    entries
}

pub(super) fn not_found(renderer: &Renderer) -> (Html, Vec<Diagnostic>) {
    let Some(shared) = renderer.shared.get(&Viewpoint::Anywhere) else { return (Html::default(), Vec::new()) };
    let (chrome, _) = renderer.chrome.on_page(renderer, None);
    let page = Value::object([
        ("title", "404".into()),
        ("head_title", format!("404 · {}", renderer.site.title()).into()),
        ("noindex", true.into()),
        ("layout", "central".into()),
        ("description", "".into()),
        ("canonical", "".into()),
        ("image", "".into()),
        ("home", false.into()),
        ("toc", Vec::<Value>::new().into()),
        ("authors", Vec::<Value>::new().into()),
    ]);
    let mut template = shared.variables.to_vec();
    template.extend(chrome);
    template.push(("page", page));
    template.push(("styles", Vec::<Value>::new().into()));
    template.push(("scripts", Vec::<Value>::new().into()));
    match renderer.theme.render("404.html", template) {
        Ok(html) => (html, Vec::new()),
        Err(diagnostic) => (Html::default(), vec![*diagnostic]),
    }
}
