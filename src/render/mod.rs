//! One page to HTML: tree → plain HTML and components → template.
//!
//! A [`Renderer`] holds a finished site and a theme and is shared by all threads. What pages have in common (header,
//! navigation, footer) is rendered once, so that cost does not grow with the square of the site.

mod around;
mod attributes;
mod author;
mod body;
mod brand;
mod by_need;
mod chrome;
mod code;
mod component;
mod context;
mod embedded;
mod figure;
mod footnotes;
mod head;
mod highlight;
mod image;
mod inserts;
mod integrations;
mod libraries;
mod list;
mod lock;
mod made;
mod math;
mod menu;
mod named;
mod nav;
mod outbound;
mod page;
mod piece;
mod raw_html;
mod redirect;
mod snippet;
mod standalone;
mod symbol;
mod table;
mod tag_cloud;
mod whole;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use chrome::{Chrome, Shared};
pub use highlight::{Highlighter, KnownCode};
use math::Maths;
use outbound::Outbound;

use crate::config::{CacheStrategy, RawHtml};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Node, Section};
use crate::html::{Ask, Html};
use crate::path::Url;
use crate::seal::Sealer;
use crate::site::{Page, PageId, Run, Site, Viewpoint, is_external};
use crate::theme::Theme;

/// Renders the pages of one site with one theme. Everything is shared with the renderer of the same site with other texts.
#[derive(Debug, Clone)]
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    highlighter: Arc<Highlighter>,
    maths: Arc<Maths>,
    chrome: Arc<Chrome>,
    outbound: Arc<Outbound>,
    /// What templates are given, by where their page stands.
    shared: Arc<BTreeMap<Viewpoint, Shared>>,
    /// `?v=…` for the theme's own files.
    version: String,
    /// Encrypts pages; made when the first of them is rendered, since that takes a moment.
    sealer: Arc<OnceLock<Option<Sealer>>>,
}

impl Renderer {
    /// Prepares what all pages share. `version` changes whenever the theme's style or script does.
    pub fn new(
        site: Arc<Site>,
        theme: Arc<Theme>,
        highlighter: Arc<Highlighter>,
        version: String,
    ) -> (Self, Vec<Diagnostic>) {
        let (chrome, shared) = (Arc::default(), Arc::default());
        let (maths, outbound, sealer) = (Arc::default(), Arc::default(), Arc::default());
        let mut renderer = Self { site, theme, highlighter, maths, chrome, outbound, shared, version, sealer };
        // The page for addresses that do not exist is shown at any of them.
        let viewpoints: BTreeSet<Viewpoint> = renderer
            .site
            .pages
            .iter()
            .map(|page| &page.url)
            .chain(renderer.site.lists.iter().map(|list| &list.url))
            .map(|url| renderer.site.base.viewpoint(url))
            .chain([Viewpoint::Anywhere])
            .collect();
        let shared = viewpoints.into_iter().map(|from| (from, Shared::new(&renderer, from))).collect();
        renderer.shared = Arc::new(shared);
        let (chrome, diagnostics) = Chrome::new(&renderer);
        renderer.chrome = Arc::new(chrome);
        renderer.outbound = Arc::new(Outbound::new(&renderer));
        (renderer, diagnostics)
    }

    /// A renderer of the same site with other texts of pages: what pages share is none of these.
    pub fn with(&self, site: Arc<Site>) -> Self {
        Self { site, ..self.clone() }
    }

    /// A renderer of another site with the same theme.
    pub fn anew(&self, site: Arc<Site>) -> (Self, Vec<Diagnostic>) {
        Self::new(site, Arc::clone(&self.theme), Arc::clone(&self.highlighter), self.version.clone())
    }

    /// A page's whole HTML; of one that has moved, what leads its readers on.
    pub fn page(&self, id: PageId) -> (Html, Vec<Diagnostic>) {
        let page = &self.site.pages[id];
        match &page.redirect {
            Some(target) => redirect::render(self, page, target),
            None if !page.is_open() => lock::render(self, page),
            None => page::render(self, id),
        }
    }

    /// The whole HTML of the list at an address.
    pub fn list(&self, url: &Url) -> (Html, Vec<Diagnostic>) {
        self.site.list(url).map_or_else(Default::default, |list| list::render(self, list))
    }

    /// The page that is shown for an address that does not exist. Its links begin at the root, since it is shown anywhere.
    pub fn not_found(&self) -> (Html, Vec<Diagnostic>) {
        page::not_found(self)
    }

    /// A label without its markup.
    pub fn plain(&self, label: &str) -> String {
        plain_label(label, &self.theme)
    }

    /// A page's copy as Markdown.
    pub fn markdown(&self, id: PageId) -> Cow<'_, str> {
        self.site.copy(&self.site.pages[id])
    }

    /// A page's text, cut at its headings.
    pub fn sections(&self, id: PageId) -> Vec<Section> {
        self.site.pages[id].document.sections()
    }

    /// A page's text for readers elsewhere, without its title: every address in it is whole.
    pub fn standalone(&self, id: PageId) -> String {
        let page = &self.site.pages[id];
        standalone::standalone(&page::text(self, page), &self.site.base.absolute(&page.url))
    }

    /// The whole address of a page's picture; empty when it has none.
    pub fn picture(&self, page: &Page) -> String {
        head::picture_elsewhere(self, page)
    }

    /// The whole navigation, which pages of a large site do not hold.
    pub fn whole_nav(&self) -> (Html, Option<Diagnostic>) {
        self.chrome.whole_nav(self)
    }

    /// What follows `?v=` in the addresses of the theme's own files.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the author's own HTML asks of a browser: on pages, in what stands on every page, and in templates.
    pub fn asks(&self) -> BTreeSet<Ask> {
        let html = self.site.config.html.unwrap_or(RawHtml::Allow);
        let pages = self.site.pages.iter().flat_map(|page| page.document.facts.asks.iter().copied());
        let pages = pages.filter(|ask| raw_html::lets(html, *ask));
        pages.chain(self.site.inserts.asks()).chain(self.theme.asks()).collect()
    }

    /// The site that is rendered.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The address of a file that changes with the theme, so that browsers keep it until it does: with its digest, or as
    /// `cache` says.
    fn stamped(&self, address: String, digest: &str) -> String {
        let cache = &self.site.config.cache;
        match cache.strategy {
            CacheStrategy::None => address,
            CacheStrategy::Query => format!("{address}?v={}", cache.token.as_deref().unwrap_or(digest)),
        }
    }

    /// What encrypts pages, when there is a password.
    fn sealer(&self) -> Option<&Sealer> {
        let new = || {
            let site = format!("{}{}\0{}", self.site.base.origin, self.site.base.path, self.site.title());
            self.site.password.as_ref().map(|password| Sealer::new(password, &site))
        };
        self.sealer.get_or_init(new).as_ref()
    }

    /// Inline Markdown that stands outside a page as HTML.
    fn inline(&self, text: &str, from: Viewpoint) -> Html {
        self.inline_in(text, context::Context::outside(self, from))
    }

    /// The same for what stands in a link, or in a button: links in it are their text.
    fn label(&self, text: &str, from: Viewpoint) -> Html {
        let mut context = context::Context::outside(self, from);
        context.in_link = true;
        self.inline_in(text, context)
    }

    fn inline_in(&self, text: &str, mut context: context::Context<'_>) -> Html {
        if is_plain(text) {
            return Html::text(text);
        }
        let nodes = document::inline(text, self.theme.grammar());
        Html::trusted(body::inline(&nodes, &mut context))
    }

    /// An icon as authors name it (format sheet §1.0): an Octicon, an emoji in colons, a character, an address of a
    /// picture, or an `<svg>`.
    fn icon(&self, name: &str, from: Viewpoint) -> Html {
        let bare = name.trim().trim_matches(':');
        let own = self.theme.grammar().custom_icon(bare.strip_prefix("icon-").unwrap_or(bare));
        match own.and_then(|_| self.theme.grammar().icon_svg(bare.strip_prefix("icon-").unwrap_or(bare))) {
            Some(svg) => svg,
            None => icon(&self.site, name, from),
        }
    }
}

fn icon(site: &Site, name: &str, from: Viewpoint) -> Html {
    let name = name.trim();
    if name.is_empty() {
        return Html::default();
    }
    if name.starts_with("<svg") {
        return Html::trusted(format!("<span class=\"icon\">{name}</span>"));
    }
    let bare = name.trim_matches(':');
    if name.starts_with(':')
        && let Some(emoji) = crate::theme::emoji(bare)
    {
        return Html::trusted(format!("<span class=\"emoji\">{emoji}</span>"));
    }
    if let Some(svg) = crate::theme::icon_svg(bare.strip_prefix("icon-").unwrap_or(bare)) {
        return svg;
    }
    if name.contains(['/', '.']) {
        let file = site.file(name);
        let src = file.map_or_else(|| name.to_owned(), |file| site.base.href(from, &file.url));
        return Html::trusted(format!("<img class=\"icon\" src=\"{}\" alt=\"\">", crate::html::escape(&src)));
    }
    if name.chars().count() <= 8 && !name.is_ascii() {
        return Html::trusted(format!("<span class=\"emoji\">{}</span>", crate::html::escape(name)));
    }
    Html::default()
}

/// A link of the configuration, as an address for where it stands: a page by its path, a file, or somewhere else.
fn configured_href(site: &Site, link: &str, from: Viewpoint) -> String {
    href_on(site, link, from, None)
}

/// The same on a page, where an action may lead elsewhere than on others.
fn href_on(site: &Site, link: &str, from: Viewpoint, page: Option<&Page>) -> String {
    match site.actions.run(link, page) {
        Some(Run::Script(address)) => return address,
        Some(Run::Link { link, .. }) if site.actions.run(link, page).is_none() => {
            return href_on(site, link, from, page);
        }
        _ => {}
    }
    let (path, suffix) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    if is_external(path) {
        return link.to_owned();
    }
    match site.configured(path).or_else(|| Url::new(path)) {
        Some(url) => format!("{}{suffix}", site.base.href(from, &url)),
        None => link.to_owned(),
    }
}

/// Whether a text is the same in Markdown: words alone, as most labels are. They stand on many pages, and need no parser.
fn is_plain(text: &str) -> bool {
    // A colon at the end of a word is no symbol's, which has no space in it.
    let is_word = |word: &[u8]| {
        let word = word.strip_suffix(b",").or_else(|| word.strip_suffix(b":")).unwrap_or(word);
        if !word.is_ascii() {
            return str::from_utf8(word).is_ok_and(|word| word.chars().all(char::is_alphanumeric));
        }
        let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        word.first().is_some_and(u8::is_ascii_alphanumeric) && word.iter().all(is_in_word)
    };
    text.as_bytes().split(|byte| *byte == b' ').all(is_word)
}

/// Runs `render` and turns a panic in it into a diagnostic that names the page.
pub fn guarded<T>(name: &str, render: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(render)).map_err(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        let message = format!("Rasher failed on `{name}`: {}", text.unwrap_or_else(|| "no reason given".into()));
        Diagnostic::new(Code::PagePanic, message)
            .hint("this is a mistake in Rasher; please report it with the page's text")
    })
}

/// Nodes that have no place in a page, for labels.
pub fn plain_label(text: &str, theme: &Theme) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let nodes: Vec<Node<'_>> = document::inline(text, theme.grammar());
    document::plain_text(&nodes).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{guarded, is_plain};
    use crate::document;
    use crate::theme::Theme;

    #[test]
    fn words_alone_need_no_parser() {
        let (theme, _) = Theme::load(&[]);
        for text in ["Getting started", "Straße, Haus", "h2o", "Set-up: a guide, part 4", "2001: 3D", "a: b: c"] {
            let parsed = document::inline(text, theme.grammar());
            assert!(is_plain(text) && parsed.len() == 1 && parsed[0].text() == Some(text), "{text}");
        }
        for text in ["", "a  b", "1. a", "- a", "a*b*", ":bacon:", "a:bacon:", "a::", "a.b", "a_b_", "https://a"] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn a_panic_becomes_a_diagnostic_that_names_the_page() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let diagnostic = guarded("content/a.md", || panic!("out of {}", "luck")).unwrap_err();
        std::panic::set_hook(hook);
        assert_eq!(diagnostic.message, "Rasher failed on `content/a.md`: out of luck");
    }
}
