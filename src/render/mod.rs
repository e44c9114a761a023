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
mod configured;
mod context;
mod demo;
mod embedded;
mod exported;
mod fields;
mod figure;
mod footnotes;
mod head;
mod highlight;
mod icon;
mod image;
mod inserts;
mod integrations;
mod label;
mod libraries;
mod link;
mod list;
mod lock;
mod math;
mod menu;
mod named;
mod nav;
mod outbound;
mod page;
mod piece;
mod raw_html;
mod redirect;
mod shared;
mod snippet;
mod standalone;
mod symbol;
mod table;
mod tag_cloud;
mod whole;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

pub use brand::lacks_favicon;
use chrome::Chrome;
pub use highlight::{Highlighter, KnownCode};
use math::Maths;
use outbound::Outbound;
use shared::SharedAt;

use crate::config::{CacheStrategy, RawHtml};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Facts, Section};
use crate::html::{Ask, Html};
use crate::path::Url;
use crate::seal::Sealer;
use crate::site::{Page, PageId, Site, Viewpoint};
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
    shared: Arc<SharedAt>,
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
        renderer.shared = Arc::new(SharedAt::new(&renderer));
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

    /// What the author's own HTML asks of a browser: on pages, in what stands on every page, in templates, and in whole files of it.
    pub fn asks(&self) -> BTreeSet<Ask> {
        let html = self.site.config.html.unwrap_or(RawHtml::Allow);
        let pages = self.site.pages.iter().flat_map(|page| page.document.facts.asks.iter().copied());
        let pages = pages.filter(|ask| raw_html::lets(html, *ask));
        let files = self.site.files.iter().flat_map(|file| file.source.asks.iter().copied());
        let around = self.site.inserts.asks().into_iter().chain(self.copyright().asks);
        pages.chain(files).chain(around).chain(self.theme.asks()).collect()
    }

    /// What is known of the copyright line, which is Markdown.
    pub fn copyright(&self) -> Facts {
        document::inline_facts(&self.site.config.footer.copyright, self.theme.grammar())
    }

    /// The site that is rendered.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The address of a file that consists of these bytes, so that browsers keep it until they change.
    fn digested(&self, url: &Url, bytes: &[u8], from: Viewpoint) -> String {
        self.stamped(url, &blake3::hash(bytes).to_hex()[..8], from)
    }

    /// The address of a file with its version, as `cache` says.
    fn stamped(&self, url: &Url, version: &str, from: Viewpoint) -> String {
        let address = self.site.base.href(from, url);
        let cache = &self.site.config.cache;
        match cache.strategy {
            CacheStrategy::None => address,
            CacheStrategy::Query => format!("{address}?v={}", cache.token.as_deref().unwrap_or(version)),
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
}
