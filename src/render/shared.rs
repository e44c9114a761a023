//! What every template is given, `root`, `site` and `labels`: made once for all pages at the same depth.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::by_need::{ComponentFiles, theme_file};
use super::{Renderer, around, brand, head, integrations, menu};
use crate::config::style_sheet;
use crate::path::Url;
use crate::site::Viewpoint;
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
        let lists = site.lists.par_iter().map(|list| &list.url);
        let urls = site.pages.par_iter().map(|page| &page.url).chain(lists);
        let depths: Vec<Viewpoint> = urls.map(|url| site.base.viewpoint(url)).collect();
        let depths: BTreeSet<Viewpoint> = depths.into_iter().collect();
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

/// `root`, `site` and `labels` for what stands at `from`.
pub(super) fn variables(renderer: &Renderer, from: Viewpoint) -> [Variable; 3] {
    [
        ("root", Value::from(renderer.site.base.root(from))),
        ("site", site(renderer, from)),
        ("labels", Value::fields(renderer.site.labels.iter().map(|(name, text)| (name.to_owned(), text.into())))),
    ]
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
                ("copyright", renderer.owners(&footer.copyright, from).into()),
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
