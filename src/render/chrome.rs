//! What all pages share: header, navigation, footer.
//!
//! They are rendered once, as pieces, by templates that know nothing of the current page: how the root is reached and which
//! link is the current one is filled in per page.

use std::collections::{BTreeMap, BTreeSet};

use super::by_need::{ComponentFiles, theme_file};
use super::nav::Nav;
use super::piece::{INSIDE, Piece};
use super::whole::Place;
use super::{Renderer, around, brand, head, integrations, menu, tag_cloud};
use crate::config::style_sheet;
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::path::Url;
use crate::site::{Viewpoint, WAY_TO_ROOT};
use crate::theme::{Frame, Value, Variable};

/// What pages at the same depth share, for every depth that the site has.
#[derive(Debug, Default)]
pub(super) struct SharedAt {
    /// For the page for addresses that do not exist, which is shown at any of them.
    anywhere: Shared,
    depths: BTreeMap<Viewpoint, Shared>,
}

impl SharedAt {
    pub(super) fn new(renderer: &Renderer) -> Self {
        let site = &renderer.site;
        let urls = site.pages.iter().map(|page| &page.url).chain(site.lists.iter().map(|list| &list.url));
        let depths: BTreeSet<Viewpoint> = urls.map(|url| site.base.viewpoint(url)).collect();
        Self {
            anywhere: Shared::new(renderer, Viewpoint::Anywhere),
            depths: depths.into_iter().map(|from| (from, Shared::new(renderer, from))).collect(),
        }
    }

    pub(super) fn get(&self, from: Viewpoint) -> &Shared {
        self.depths.get(&from).unwrap_or(&self.anywhere)
    }
}

/// What pages at the same depth share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// `root`, `site` and `labels`, which every template is given.
    pub(super) frame: Frame,
    pub(super) component_files: ComponentFiles,
}

impl Shared {
    fn new(renderer: &Renderer, from: Viewpoint) -> Self {
        Self { frame: Frame::new(variables(renderer, from)), component_files: ComponentFiles::new(renderer, from) }
    }
}

fn variables(renderer: &Renderer, from: Viewpoint) -> [Variable; 3] {
    [
        ("root", Value::from(renderer.site.base.root(from))),
        ("site", site(renderer, from)),
        ("labels", Value::fields(renderer.site.labels.iter().map(|(name, text)| (name.to_owned(), text.into())))),
    ]
}

/// Header, navigation and footer.
#[derive(Debug, Default)]
pub(super) struct Chrome {
    header: Piece,
    nav: Nav,
    footer: Piece,
    /// The menu beside a page's title.
    actions: Piece,
}

impl Chrome {
    /// Renders what pages share.
    pub(super) fn new(renderer: &Renderer) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let shared = Frame::new(variables(renderer, Viewpoint::Shared));
        let cloud = tag_cloud::cloud(renderer).unwrap_or_else(|problem| {
            diagnostics.push(*problem);
            Value::none()
        });
        let mut piece =
            |template: &str, more: Vec<Variable>| match renderer.theme.render(template, shared.variables().chain(more))
            {
                Ok(html) => Piece::new(&html),
                Err(diagnostic) => {
                    diagnostics.push(*diagnostic);
                    Piece::default()
                }
            };
        let header = piece("header.html", Vec::new());
        let frame = piece("nav.html", vec![("nav", Html::trusted(INSIDE).into()), ("tag_cloud", cloud)]);
        let footer = piece("footer.html", Vec::new());
        let actions = &renderer.site.config.actions;
        let entries =
            if actions.enabled { menu::links(renderer, &actions.items, Viewpoint::Shared) } else { Vec::new() };
        let actions = piece("actions.html", vec![("entries", entries.into())]);
        (Self { header, nav: Nav::new(frame, &renderer.site), footer, actions }, diagnostics)
    }

    /// The whole navigation, as it is written at the root.
    pub(super) fn whole_nav(&self, renderer: &Renderer) -> (Html, Option<Diagnostic>) {
        self.nav.whole(renderer)
    }

    /// `header`, `nav`, `footer` and `actions` for the page or list that stands there.
    pub(super) fn on_page(&self, renderer: &Renderer, place: Place<'_>) -> ([Variable; 4], Option<Diagnostic>) {
        let base = &renderer.site.base;
        let from = place.viewpoint(renderer);
        let root = base.root(from);
        let (address, place) = match place {
            Place::At(url, place) => (Some(base.href(Viewpoint::Shared, url)), place),
            Place::Anywhere => (None, &[][..]),
        };
        let address = address.as_deref().map(|address| address.trim_start_matches(WAY_TO_ROOT));
        let (nav, problem) = self.nav.on_page(renderer, from, place);
        let header = self.header.on_page(&root, address);
        let footer = self.footer.on_page(&root, None);
        let actions = self.actions.on_page(&root, None);
        let pieces = [("header", header), ("nav", nav), ("footer", footer), ("actions", actions)];
        (pieces.map(|(name, html)| (name, html.into())), problem)
    }
}

/// What the search needs to know before its script is loaded.
fn search(renderer: &Renderer, from: Viewpoint) -> Value {
    let search = &renderer.site.config.search;
    Value::object([
        ("script", theme_file(renderer, "search.js", from).into()),
        ("style", theme_file(renderer, "search.css", from).into()),
        ("hotkeys", search.hotkeys.join(" ").into()),
        ("max", i64::from(search.max_results).into()),
        ("min", i64::from(search.min_chars).into()),
        ("placeholder", search.placeholder.as_deref().unwrap_or_default().into()),
        ("none", search.no_results.as_deref().unwrap_or_default().into()),
        ("preload", search.preload.into()),
    ])
}

/// The script of page actions.
fn actions(renderer: &Renderer, from: Viewpoint) -> Value {
    let actions = &renderer.site.actions;
    Value::object([
        ("script", theme_file(renderer, "actions.js", from).into()),
        ("everywhere", actions.are_everywhere.into()),
    ])
}

fn site(renderer: &Renderer, from: Viewpoint) -> Value {
    let site = &renderer.site;
    let config = &site.config;
    let theme_file = |name: &str| theme_file(renderer, name, from);
    let sitemap = Url::new("/sitemap.xml").filter(|_| !site.base.origin.is_empty());
    let sitemap = sitemap.map(|url| site.base.href(from, &url));
    let footer = &config.footer;
    Value::object([
        ("title", site.title().into()),
        ("brand", brand::name(renderer, from).into()),
        ("label", brand::label(renderer, from).into()),
        ("description", config.meta.description.as_deref().unwrap_or_default().into()),
        ("feeds", head::feeds(site, from).into()),
        ("manifest", head::manifest(site, from).into()),
        ("lang", site.labels.language().into()),
        ("dir", site.labels.direction().into()),
        ("url", format!("{}{}", site.base.origin, site.base.path.trim_end_matches('/')).into()),
        ("home", site.base.href(from, &Url::root()).into()),
        ("logo", brand::logo(renderer, from)),
        ("hub", brand::hub(renderer, from)),
        ("favicon", brand::favicon(renderer, from)),
        ("generator", concat!("Rasher ", env!("CARGO_PKG_VERSION")).into()),
        ("year", i64::from(site.today.year()).into()),
        ("links", menu::links(renderer, &config.links, from).into()),
        (
            "footer",
            Value::object([
                ("copyright", renderer.inline(&footer.copyright, from).into()),
                ("links", menu::links(renderer, &footer.links, from).into()),
            ]),
        ),
        ("style", theme_file("theme.css").into()),
        ("variables", variables_file(renderer, from).into()),
        ("analytics", integrations::google(renderer, from)),
        ("plausible", integrations::plausible(renderer)),
        ("script", theme_file("theme.js").into()),
        ("scheme_script", theme_file("scheme.js").into()),
        ("name", config.meta.site_name.as_deref().unwrap_or_else(|| site.title()).into()),
        ("sitemap", sitemap.into()),
        ("edit_label", config.edit.label.as_deref().unwrap_or_default().into()),
        ("breadcrumb", around::breadcrumb_style(renderer, from)),
        ("territory", head::territory(site.labels.language()).into()),
        ("filter", config.show_sidebar_filter.into()),
        ("tree", site.has_large_nav().then(|| theme_file("nav.html")).into()),
        ("actions", actions(renderer, from)),
        ("search", search(renderer, from)),
        ("scheme", config.scheme.mode.name().into()),
    ])
}

/// The style sheet of the site's variables, when it sets any.
fn variables_file(renderer: &Renderer, from: Viewpoint) -> Option<String> {
    let css = style_sheet(&renderer.site.config);
    let url = Url::new("/theme/variables.css").filter(|_| !css.is_empty())?;
    Some(renderer.digested(&url, css.as_bytes(), from))
}

/// `blank` as `_blank`; a name in lower case with hyphens.
pub(super) fn target(written: &str) -> String {
    match written.trim().to_lowercase().as_str() {
        name @ ("blank" | "parent" | "top" | "self") => format!("_{name}"),
        name => name.replace(' ', "-"),
    }
}
