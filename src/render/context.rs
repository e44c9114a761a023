//! What a text is rendered with: where it stands, where its links lead, what it needs and what is found on the way.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::raw_html::Sanitizer;
use super::{Renderer, code, configured};
use crate::config::{LineBreaks, RawHtml};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::{Fence, LinkKind};
use crate::html::Html;
use crate::path::SourcePath;
use crate::site::{Destination, Page, Target, Viewpoint};
use crate::source::Shown;
use crate::theme::{Named, Value};

/// What rendering a text needs to know about where it stands, and what it finds.
pub(super) struct Context<'a> {
    pub(super) renderer: &'a Renderer,
    /// Where the text stands, for relative addresses.
    pub(super) from: Viewpoint,
    /// Where each link leads, by the start of its span.
    targets: FxHashMap<(usize, LinkKind), &'a Target>,
    /// The ids of headings, by the start of their span.
    pub(super) ids: FxHashMap<usize, &'a str>,
    /// The ids of components and panes, by the start of their span.
    component_ids: FxHashMap<usize, &'a str>,
    /// The page that the text is part of.
    pub(super) page: Option<&'a Page>,
    /// What stands right behind the first heading of the first level.
    pub(super) byline: Option<Html>,
    /// What becomes of the author's own HTML.
    pub(super) html: RawHtml,
    pub(super) sanitizer: Sanitizer,
    /// Whether a line of text ends on the page, too.
    pub(super) hard_breaks: bool,
    /// Whether the text stands in a link, in which there can be no other.
    pub(super) in_link: bool,
    /// How many images were written; the first is not loaded lazily.
    images: usize,
    /// How many rows of formulas have a number.
    pub(super) equations: usize,
    /// The links in whose place the text stands, the outermost first, each with the page that it is on.
    pub(super) outer: Vec<(Option<&'a Page>, Range<usize>)>,
    /// The pages of which parts are shown on this one.
    pub(super) embedded: Vec<&'a Page>,
    /// Style sheets and scripts that components on this page need beside the theme's.
    pub(super) styles: Vec<String>,
    pub(super) scripts: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// For the text of a page.
    pub(super) fn of_page(renderer: &'a Renderer, page: &'a Page) -> Self {
        let facts = &page.document.facts;
        let targets =
            facts.links.iter().zip(&page.targets).map(|(link, target)| ((link.span.start, link.kind), target));
        let ids = facts.headings.iter().map(|heading| (heading.span.start, &*heading.id));
        Self {
            targets: targets.collect(),
            ids: ids.collect(),
            component_ids: facts.component_ids.iter().map(|(at, id)| (*at, &**id)).collect(),
            page: Some(page),
            ..Self::outside(renderer, renderer.site.base.viewpoint(&page.url))
        }
    }

    /// For a block of a page that is shown in the place of a `link` on another, where its ids are not.
    pub(super) fn inside(self, other: &Self, link: &Range<usize>) -> Self {
        let (ids, component_ids) = (FxHashMap::default(), FxHashMap::default());
        let outer = other.outer.iter().cloned().chain([(other.page, link.clone())]).collect();
        Self { from: other.from, images: other.images, equations: other.equations, outer, ids, component_ids, ..self }
    }

    /// How many blocks of other pages the text stands in.
    pub(super) fn depth(&self) -> usize {
        self.outer.len()
    }

    /// The page that an embedded block was taken from, as it is linked from where the block stands.
    pub(super) fn home_of_embedded(&self) -> Option<String> {
        let page = self.page.filter(|_| self.depth() > 0)?;
        Some(self.renderer.site.base.href(self.from, &page.url))
    }

    /// For a text that stands on every page.
    pub(super) fn outside(renderer: &'a Renderer, from: Viewpoint) -> Self {
        Self {
            renderer,
            from,
            targets: FxHashMap::default(),
            ids: FxHashMap::default(),
            component_ids: FxHashMap::default(),
            page: None,
            byline: None,
            // Most labels are those of pages.
            html: renderer.site.config.html.unwrap_or(RawHtml::Allow),
            sanitizer: Sanitizer::default(),
            hard_breaks: renderer.site.config.markdown.line_breaks == LineBreaks::Hard,
            in_link: false,
            images: 0,
            equations: 0,
            outer: Vec::new(),
            embedded: Vec::new(),
            styles: Vec::new(),
            scripts: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The address of a link as it is written on this page; `None` when it was refused.
    pub(super) fn href(&self, kind: LinkKind, at: usize, written: &str) -> Option<String> {
        let site = &self.renderer.site;
        match self.targets.get(&(at, kind)) {
            Some(Target::Internal { to, suffix }) => Some(format!("{}{suffix}", self.address(*to, suffix, written))),
            Some(Target::Made { url, suffix }) => Some(format!("{}{suffix}", site.base.href(self.from, url))),
            Some(Target::External(address)) if address.starts_with("action:") => {
                Some(configured::href_on(site, address, self.from, self.page))
            }
            Some(Target::External(address)) => Some(address.to_string()),
            Some(Target::Dead(_)) => Some(written.to_owned()),
            Some(Target::Refused | Target::Unnamed) => None,
            None if crate::html::is_active_url(written) => None,
            None => Some(configured::href(site, written, self.from)),
        }
    }

    /// Whether an address on a page leads to another site.
    pub(super) fn leads_out(&self, address: &str) -> bool {
        self.page.is_some() && self.renderer.outbound.leads_out(address)
    }

    /// Where the link or image that begins at `at` leads.
    pub(super) fn target(&self, kind: LinkKind, at: usize) -> Option<&'a Target> {
        self.targets.get(&(at, kind)).copied()
    }

    /// The page's text, for what the parser does not keep.
    pub(super) fn source(&self) -> Option<&'a SourceText> {
        self.page.map(|page| page.document.source.as_ref())
    }

    /// The text file that is called `name` where the page's text at `at` was written.
    pub(super) fn shown(&self, name: &str, at: usize) -> Option<&'a Shown> {
        self.renderer.site.shown.get(self.source()?.name_at(at), name)
    }

    /// Counts an image; gives how many came before it.
    pub(super) fn next_image(&mut self) -> usize {
        self.images += 1;
        self.images - 1
    }

    /// What the link that begins at `at` leads to on this site.
    pub(super) fn destination(&self, at: usize) -> Option<Destination> {
        match self.targets.get(&(at, LinkKind::Link)) {
            Some(Target::Internal { to, .. }) => Some(*to),
            _ => None,
        }
    }

    /// The id of the component that begins at `at`.
    pub(super) fn component_id(&self, at: usize) -> Option<&'a str> {
        self.component_ids.get(&at).copied()
    }

    fn address(&self, to: Destination, suffix: &str, written: &str) -> String {
        let site = &self.renderer.site;
        let url = site.url(to);
        let own = self.depth() == 0 && self.page.is_some_and(|page| page.url == *url);
        // A link without a destination, or with nothing but `#id`, stays on the page.
        if own && (suffix.starts_with('#') || written.is_empty()) {
            String::new()
        } else {
            site.base.href(self.from, url)
        }
    }

    /// Renders a component of the theme; when its template fails, that is told and nothing is shown.
    pub(super) fn component(&mut self, name: &str, mut arguments: Vec<Named>, body: Option<&str>) -> String {
        let words = self.renderer.theme.grammar().get(name).map(|component| &component.metadata.words);
        for (argument, word) in words.into_iter().flatten() {
            if !arguments.iter().any(|(given, _)| given == argument) {
                arguments.push((argument.clone().into(), self.renderer.site.labels.get(word).into()));
            }
        }
        match self.renderer.theme.component(name, arguments, body) {
            Ok(html) => html.into_string(),
            Err(diagnostic) => {
                let page = self.page.map_or("", |page| page.document.source.name.as_str());
                self.diagnostics.push(diagnostic.hint(format!("while rendering `{page}`")));
                String::new()
            }
        }
    }

    /// Adds a finding at a place on the page.
    pub(super) fn report(&mut self, diagnostic: Diagnostic, span: Range<usize>) {
        self.diagnostics.push(match self.page {
            Some(page) => diagnostic.at(&page.document.source, span),
            None => diagnostic,
        });
    }

    /// Notes a style sheet and a script that the page needs, once each.
    pub(super) fn need(&mut self, style: Option<String>, script: Option<String>) {
        self.styles.extend(style.filter(|style| !self.styles.contains(style)));
        self.scripts.extend(script.filter(|script| !self.scripts.contains(script)));
    }

    /// A file of source code as a block with line numbers.
    pub(super) fn source_code(&mut self, text: &str, path: &str) -> String {
        let extension = path.rsplit('.').next().unwrap_or_default();
        let fence = Fence { language: extension.to_owned(), numbers: Some(true), ..Fence::default() };
        code::lines(text, &fence, &(0..0), self)
    }

    /// An argument for a component of the theme, when there is something to say and the component takes it.
    pub(super) fn optional(&self, component: &str, name: &'static str, html: Html) -> Option<Named> {
        let takes = || self.renderer.theme.grammar().get(component)?.argument(name);
        (!html.as_str().is_empty() && takes().is_some()).then(|| argument(name, html))
    }

    /// An icon that an author names; its path starts at the page's folder, or at the input folder.
    pub(super) fn icon(&self, name: &str) -> Html {
        let near = self.page.filter(|_| name.contains('.')).and_then(|page| page.document.path.resolve(name.trim()));
        let near = near.filter(|path| self.renderer.site.file(path.as_str()).is_some());
        let name = near.as_ref().map_or(name.trim(), SourcePath::as_str);
        match self.html {
            RawHtml::Allow => self.renderer.owners_icon(name, self.from),
            RawHtml::Sanitize | RawHtml::Escape => self.renderer.icon(name, self.from),
        }
    }

    pub(super) fn has(&self, element: &str) -> bool {
        self.renderer.theme.grammar().has(element)
    }
}

pub(super) fn argument(name: &'static str, value: impl Into<Value>) -> Named {
    (Cow::Borrowed(name), value.into())
}
