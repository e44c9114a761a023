//! What pages at the same depth share: header, navigation, footer.
//!
//! They are rendered once, by templates that know nothing of the current page. Which entry is current is marked
//! afterwards, in the finished HTML: the link to the page gets `aria-current`, and the folders around it are opened.

use std::collections::HashMap;

use super::by_need::{ComponentFiles, theme_file};
use super::{Renderer, configured_href, plain_label};
use crate::config::Link;
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::path::Url;
use crate::site::{NavNode, Viewpoint};
use crate::theme::Value;

/// The site's own words, in English (format sheet, appendix B).
const LABELS: [(&str, &str); 26] = [
    ("breadcrumb", "Breadcrumb"),
    ("by", "By"),
    ("contents", "Contents"),
    ("copied", "Copied"),
    ("copy", "Copy"),
    ("edit", "Edit this page"),
    ("footer", "Footer"),
    ("home", "Home"),
    ("in", "In"),
    ("links", "Links"),
    ("menu", "Menu"),
    ("navigation", "Navigation"),
    ("next", "Next"),
    ("not_found_body", "You may have mistyped the address, or the page has moved."),
    ("not_found_home", "Go to the home page"),
    ("not_found_title", "This page does not exist"),
    ("pager", "Previous and next page"),
    ("previous", "Previous"),
    ("published", "Published"),
    ("reading", "min read"),
    ("scheme", "Colour scheme"),
    ("scheme_dark", "Dark"),
    ("scheme_light", "Light"),
    ("scheme_system", "System"),
    ("search", "Search"),
    ("skip", "Skip to content"),
];

/// The shared parts for one depth, and the variables that page templates share with them.
#[derive(Debug)]
pub(super) struct Chrome {
    header: Marked,
    nav: Marked,
    footer: Html,
    pub(super) component_files: ComponentFiles,
    /// `root`, `site` and `labels`.
    pub(super) shared: [(&'static str, Value); 3],
}

impl Chrome {
    /// `header`, `nav` and `footer` for the page whose address is written `href` here.
    pub(super) fn for_page(&self, href: &str) -> [(&'static str, Value); 3] {
        [
            ("header", self.header.with_current(href).into()),
            ("nav", self.nav.with_current(href).into()),
            ("footer", (&self.footer).into()),
        ]
    }
}

/// Renders the shared parts.
pub(super) fn render(renderer: &Renderer, from: Viewpoint) -> (Chrome, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let shared = [
        ("root", Value::from(renderer.site.base.root(from))),
        ("site", site(renderer, from)),
        ("labels", Value::fields(LABELS.map(|(name, text)| (name.to_owned(), text.into())))),
    ];
    let nav = renderer.site.nav.iter().map(|node| nav_node(renderer, node, from)).collect::<Vec<_>>();
    let mut part =
        |template: &str, variables: Vec<(&'static str, Value)>| match renderer.theme.render(template, variables) {
            Ok(html) => html,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                Html::default()
            }
        };
    let header = part("header.html", shared.to_vec());
    let mut with_nav = shared.to_vec();
    with_nav.push(("nav", nav.into()));
    let nav = part("nav.html", with_nav);
    let footer = part("footer.html", shared.to_vec());
    let component_files = ComponentFiles::new(renderer, from);
    (Chrome { header: Marked::new(header), nav: Marked::new(nav), footer, component_files, shared }, diagnostics)
}

fn site(renderer: &Renderer, from: Viewpoint) -> Value {
    let site = &renderer.site;
    let config = &site.config;
    let file = |path: Option<&str>| {
        let file = path.and_then(|path| site.file(path.trim_start_matches("./")));
        file.map(|file| site.base.href(from, &file.url)).unwrap_or_default()
    };
    let logo = config.branding.logo.as_deref();
    let favicon = config
        .favicon
        .as_deref()
        .or_else(|| ["favicon.svg", "favicon.ico", "favicon.png"].into_iter().find(|path| site.file(path).is_some()));
    let dark = |path: Option<&str>| {
        path.and_then(|path| path.rsplit_once('.')).map(|(stem, extension)| format!("{stem}-dark.{extension}"))
    };
    let theme_file = |name: &str| theme_file(renderer, name, from);
    let footer = &config.footer;
    let copyright = footer.copyright.replace("{{ year }}", &site.today.year().to_string());
    Value::object([
        ("title", site.title().into()),
        ("label", config.branding.label.as_deref().unwrap_or_default().into()),
        ("description", config.meta.description.as_deref().unwrap_or_default().into()),
        ("lang", config.locale.as_ref().map_or("en", |locale| locale.0.as_str()).into()),
        ("url", format!("{}{}", site.base.origin, site.base.path.trim_end_matches('/')).into()),
        ("home", site.base.href(from, &Url::root()).into()),
        ("logo", file(logo).into()),
        ("logo_dark", file(config.branding.logo_dark.as_deref().or(dark(logo).as_deref())).into()),
        ("logo_width", i64::from(config.branding.logo_width.unwrap_or_default()).into()),
        ("logo_height", i64::from(config.branding.logo_height.unwrap_or_default()).into()),
        ("favicon", file(favicon).into()),
        ("touch_icon", file(Some("favicon.png")).into()),
        ("favicon_dark", file(dark(favicon).as_deref()).into()),
        ("generator", concat!("Rasher ", env!("CARGO_PKG_VERSION")).into()),
        ("year", i64::from(site.today.year()).into()),
        ("links", links(renderer, &config.links, from).into()),
        (
            "footer",
            Value::object([
                ("copyright", renderer.inline(&copyright, from).into()),
                ("links", links(renderer, &footer.links, from).into()),
            ]),
        ),
        ("style", theme_file("theme.css").into()),
        ("script", theme_file("theme.js").into()),
        ("scheme_script", theme_file("scheme.js").into()),
        ("scheme", config.scheme.mode.name().into()),
    ])
}

fn links(renderer: &Renderer, links: &[Link], from: Viewpoint) -> Vec<Value> {
    let link = |link: &Link| {
        let url = configured_href(&renderer.site, &link.link, from);
        Value::object([
            ("text", renderer.inline(&link.text, from).into()),
            ("external", url.contains("://").into()),
            ("url", url.into()),
            ("icon", renderer.icon(&link.icon, from).into()),
            ("icon_align", link.icon_align.name().into()),
            ("target", target(&link.target).into()),
            ("title", link.title.as_str().into()),
        ])
    };
    links.iter().map(link).collect()
}

/// `blank` as `_blank`; a name in lower case with hyphens (format sheet §1.0).
pub(super) fn target(written: &str) -> String {
    match written.trim().to_lowercase().as_str() {
        name @ ("blank" | "parent" | "top" | "self") => format!("_{name}"),
        name => name.replace(' ', "-"),
    }
}

fn nav_node(renderer: &Renderer, node: &NavNode, from: Viewpoint) -> Value {
    let site = &renderer.site;
    let url = node.url.as_ref().map(|url| site.base.href(from, url)).unwrap_or_default();
    Value::object([
        ("label", renderer.inline(&node.label, from).into()),
        ("name", plain_label(&node.label, &renderer.theme).into()),
        ("url", url.into()),
        ("icon", renderer.icon(node.icon.as_deref().unwrap_or_default(), from).into()),
        ("expanded", node.expanded.into()),
        ("children", node.children.iter().map(|child| nav_node(renderer, child, from)).collect::<Vec<_>>().into()),
    ])
}

/// HTML in which the link to a page can be marked as current.
#[derive(Debug)]
struct Marked {
    html: Html,
    /// For each address: where `aria-current` goes, and where `open` goes in each `<details>` around it.
    places: HashMap<String, (usize, Vec<usize>)>,
}

impl Marked {
    fn new(html: Html) -> Self {
        let places = places(html.as_str());
        Self { html, places }
    }

    fn with_current(&self, href: &str) -> Html {
        let html = self.html.as_str();
        let Some((link, open)) = self.places.get(href) else { return self.html.clone() };
        let mut marked = String::with_capacity(html.len() + 64);
        let mut done = 0;
        let mut marks: Vec<(usize, &str)> = open.iter().map(|at| (*at, " open")).collect();
        marks.push((*link, " aria-current=\"page\""));
        marks.sort_unstable();
        for (at, text) in marks {
            marked.push_str(&html[done..at]);
            marked.push_str(text);
            done = at;
        }
        marked.push_str(&html[done..]);
        Html::trusted(marked)
    }
}

/// Scans finished HTML for `<a href="…">`, the `<details>` around each, and the one right behind it, which is the folder
/// whose page it leads to. The first link to an address counts.
fn places(html: &str) -> HashMap<String, (usize, Vec<usize>)> {
    let mut places: HashMap<String, (usize, Vec<usize>)> = HashMap::new();
    // Where `open` goes in each block that we are inside; `None` for one that is open already.
    let mut around: Vec<Option<usize>> = Vec::new();
    let mut last_link = String::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<').map(|found| at + found) {
        let Some(end) = html[found..].find('>').map(|end| found + end) else { break };
        let tag = &html[found..end];
        if tag == "<details" || tag.starts_with("<details ") {
            let is_open = tag.split(' ').any(|word| word == "open");
            let place = (!is_open).then_some(found + "<details".len());
            if html[..found].ends_with("</a>")
                && let Some((_, open)) = places.get_mut(&last_link)
            {
                open.extend(place);
            }
            around.push(place);
        } else if tag == "</details" {
            around.pop();
        } else if tag.starts_with("<a ")
            && let Some(from) = tag.find(" href=\"").map(|from| from + " href=\"".len())
            && let Some(href) = tag[from..].split('"').next()
        {
            last_link = href.to_owned();
            let open = around.iter().flatten().copied().collect();
            places.entry(last_link.clone()).or_insert((found + "<a".len(), open));
        }
        at = end;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_page_is_marked_and_the_folders_around_it_are_opened() {
        let nav = Marked::new(Html::trusted(
            r#"<details><summary>A</summary><a href="a/">a</a><details open><a class="x" href="b/">b</a></details></details><a href="c/">c</a>"#,
        ));
        assert_eq!(
            nav.with_current("b/").as_str(),
            r#"<details open><summary>A</summary><a href="a/">a</a><details open><a aria-current="page" class="x" href="b/">b</a></details></details><a href="c/">c</a>"#
        );
        assert_eq!(nav.with_current("gone/").as_str(), nav.html.as_str());
    }

    #[test]
    fn a_folder_opens_on_its_own_page() {
        let nav = Marked::new(Html::trusted(
            r#"<a href="g/">g</a><details><summary></summary><a href="g/a/">a</a></details>"#,
        ));
        assert_eq!(
            nav.with_current("g/").as_str(),
            r#"<a aria-current="page" href="g/">g</a><details open><summary></summary><a href="g/a/">a</a></details>"#
        );
    }
}
