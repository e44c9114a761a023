//! A page that needs a password. What its author wrote stands in it encrypted, and nothing of it in
//! clear: the reader's browser opens it.

use serde_json::json;

use super::whole::{self, Inside, Place};
use super::{Renderer, around, head, page};
use crate::diagnostic::{Diagnostic, telling};
use crate::document::{ComponentNames, Visibility};
use crate::html::Html;
use crate::path::Url;
use crate::seal::{ITERATIONS, Sealed};
use crate::site::{LOCK, Page, Viewpoint};
use crate::theme::Value;

/// What of a protected page's surroundings is shown to everybody. A private page has none: its folders are its secret, too.
const SHOWN: [&str; 3] = ["breadcrumb", "next", "previous"];

pub(super) fn render(renderer: &Renderer, page: &Page) -> (Html, Vec<Diagnostic>) {
    let site = &renderer.site;
    let from = site.base.viewpoint(&page.url);
    let (secret, mut diagnostics) = page::inside(renderer, page, from);
    let Some(sealed) = seal(renderer, page, from, &secret) else { return (Html::default(), diagnostics) };
    let (styles, scripts) = renderer.shared.get(from).component_files.of(&ComponentNames::from_iter([LOCK]));
    let variables = Value::fields(variables(renderer, page, from, &sealed));
    let Inside { content: sealed, has_id_content, .. } = secret;
    let inside = Inside { variables, sealed, has_id_content, styles, scripts, ..Inside::default() };
    let place = Place::At(&page.url, &page.place);
    // What a project puts on every page may quote the page that it stands on.
    let rendered = whole::render(renderer, "page.html", place, None, inside, &page.document.source.name);
    (telling(&mut diagnostics, rendered), diagnostics)
}

/// Encrypts what the page says, with the addresses of the styles and scripts that it needs.
fn seal(renderer: &Renderer, page: &Page, from: Viewpoint, secret: &Inside) -> Option<Sealed> {
    let own = [("page", secret.variables.clone())];
    let around = |template: &str| {
        let html = renderer.theme.render_in(&renderer.shared.get(from).frame, template, &own);
        html.unwrap_or_default().as_str().trim().to_owned()
    };
    let text = json!({
        "title": head::title_of(renderer, page, page.document.facts.called().unwrap_or(&page.title)),
        "content": secret.content.as_str(),
        "end": around("page_end.html"),
        "toc": around("toc.html"),
        "styles": secret.styles,
        "scripts": secret.scripts,
    });
    renderer.sealer()?.seal(page.url.as_str(), &text.to_string())
}

/// What everybody may know of the page.
fn variables(renderer: &Renderer, page: &Page, from: Viewpoint, sealed: &Sealed) -> Vec<(&'static str, Value)> {
    let base = &renderer.site.base;
    let lock = Value::object([
        ("salt", sealed.salt.as_str().into()),
        ("iterations", i64::from(ITERATIONS).into()),
        ("nonce", sealed.nonce.as_str().into()),
        ("text", sealed.text.as_str().into()),
    ]);
    let mut variables = vec![
        ("title", (&*page.title).into()),
        ("head_title", head::full_title(renderer, &page.title).into()),
        ("description", "".into()),
        ("url", base.href(from, &page.url).into()),
        ("path", page.url.as_str().into()),
        ("canonical", base.absolute(&page.url).into()),
        ("layout", page.layout.name().into()),
        ("noindex", true.into()),
        ("home", (page.url == Url::root()).into()),
        ("is_post", page.is_post().into()),
        ("lock", lock),
    ];
    let is_protected = page.visibility == Visibility::Protected;
    let around = around::variables(renderer, page, from).into_iter();
    variables.extend(around.filter(|(name, _)| is_protected && SHOWN.contains(name)));
    variables
}
