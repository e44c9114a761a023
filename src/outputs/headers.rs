//! `_headers`, by which hosts such as Netlify and Cloudflare Pages say what a page may do and how long a file is kept.
//!
//! The Content-Security-Policy (W3C CSP3) allows what the site uses and nothing else: its own files, the hosts that its
//! embeds, pictures and services come from, and what the author's own HTML asks for. A site of plain Markdown allows no
//! inline script or style, and no request to another host.

use std::collections::{BTreeMap, BTreeSet};

use super::{Content, Recipe, Rows, row};
use crate::config::CacheStrategy;
use crate::diagnostic::Diagnostic;
use crate::document::{LinkKind, Medium};
use crate::html::{Ask, is_elsewhere};
use crate::render::Renderer;
use crate::site::{NavNode, Page, Site, Target, Viewpoint};

/// What is said of every address beside the policy.
const ALWAYS: [(&str, &str); 2] =
    [("Referrer-Policy", "strict-origin-when-cross-origin"), ("X-Content-Type-Options", "nosniff")];

#[derive(Debug)]
struct Headers;

impl Recipe for Headers {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let site = renderer.site();
        let root = site.base.root(Viewpoint::Anywhere);
        let mut text = format!("{root}*\n  Content-Security-Policy: {}\n", Policy::of(renderer).text());
        for (name, value) in ALWAYS {
            text.push_str(&format!("  {name}: {value}\n"));
        }
        if site.config.cache.strategy == CacheStrategy::Query && site.config.cache.token.is_none() {
            // The address of a file of the theme changes with its content.
            text.push_str(&format!("{root}theme/*\n  Cache-Control: public, max-age=31536000, immutable\n"));
        }
        (Content::Bytes(text.into_bytes()), Vec::new())
    }
}

pub(super) fn rows(_: &Site) -> Rows {
    row("_headers", Headers).into_iter().collect()
}

/// A policy: sources by directive.
struct Policy(BTreeMap<&'static str, BTreeSet<String>>);

impl Policy {
    fn of(renderer: &Renderer) -> Self {
        let mut policy = Self(BTreeMap::new());
        policy.allow("default-src", "'self'");
        policy.allow("base-uri", "'none'");
        policy.allow("form-action", "'self'");
        policy.allow("frame-ancestors", "'self'");
        policy.allow("script-src", "'self'");
        policy.allow("style-src", "'self'");
        policy.allow("img-src", "'self'");
        policy.allow("img-src", "data:");
        policy.allow_what_the_site_uses(renderer.site());
        policy.allow_what_stands_around_pages(renderer);
        renderer.asks().into_iter().for_each(|ask| policy.allow_asked(ask));
        policy.allow_services(renderer.site());
        policy.0.entry("object-src").or_insert_with(|| BTreeSet::from(["'none'".to_owned()]));
        policy
    }

    fn allow(&mut self, directive: &'static str, source: impl Into<String>) {
        self.0.entry(directive).or_default().insert(source.into());
    }

    fn allow_all(&mut self, directive: &'static str, sources: &[&str]) {
        sources.iter().for_each(|source| self.allow(directive, *source));
    }

    /// Demos, embeds, pictures, films and sounds.
    fn allow_what_the_site_uses(&mut self, site: &Site) {
        if site.demos.iter().next().is_some() {
            self.allow("script-src", "'wasm-unsafe-eval'");
            self.allow("worker-src", "'self'");
            self.allow("worker-src", "blob:");
        }
        for page in &site.pages {
            for host in &page.document.facts.frames {
                for directive in ["frame-src", "media-src"] {
                    self.allow(directive, "'self'");
                    self.allow(directive, host.as_str());
                }
            }
            let linked = page.document.facts.links.iter().zip(&page.targets);
            let linked = linked.filter_map(|(link, target)| match (link.kind, target) {
                (LinkKind::Image, Target::External(address)) => Some(&**address),
                _ => None,
            });
            let meta = &page.document.meta;
            let avatars = meta.authors.0.iter().filter_map(|author| author.avatar.as_deref());
            let badge = meta.nav.badge.as_ref().and_then(|badge| badge.icon.as_deref());
            let own = [meta.image.as_deref(), meta.icon.as_deref(), badge].into_iter().flatten();
            let (media, pictures): (Vec<&str>, Vec<&str>) = linked.partition(|address| Medium::of(address).is_some());
            self.allow_of(page, "img-src", pictures.into_iter().chain(own).chain(avatars));
            self.allow_of(page, "media-src", media.into_iter());
        }
    }

    /// What a page shows from other hosts.
    fn allow_of<'a>(&mut self, page: &Page, directive: &'static str, shown: impl Iterator<Item = &'a str>) {
        let sources: BTreeSet<String> = shown.filter_map(source_of_picture).collect();
        if sources.is_empty() {
            return;
        }
        self.allow(directive, "'self'");
        match page.is_open() {
            true => sources.into_iter().for_each(|source| self.allow(directive, source)),
            // Whose pictures a page with a password shows is its secret.
            false => self.allow(directive, "https:"),
        }
    }

    /// The logo, the favicon, the icons of links and of the navigation, and the pictures of the copyright line.
    fn allow_what_stands_around_pages(&mut self, renderer: &Renderer) {
        let (site, config, copyright) = (renderer.site(), &renderer.site().config, renderer.copyright());
        let pictures = copyright.links.iter().filter(|link| link.kind == LinkKind::Image);
        let pictures = pictures.map(|link| &*link.destination);
        let links = config.links.iter().chain(&config.footer.links).chain(&config.actions.items);
        let icons = links.flat_map(|link| std::iter::once(link).chain(&link.items.0)).map(|link| link.icon.as_str());
        let own = [&config.branding.logo, &config.branding.logo_dark, &config.favicon];
        let own = own.into_iter().flatten().chain([&config.outbound.icon]).map(String::as_str);
        icons.chain(own).chain(pictures).filter_map(source_of_picture).for_each(|source| self.allow("img-src", source));
        self.allow_icons(&site.nav);
    }

    fn allow_icons(&mut self, nodes: &[NavNode]) {
        for node in nodes {
            let source = node.icon.as_deref().and_then(source_of_picture);
            source.into_iter().for_each(|source| self.allow("img-src", source));
            self.allow_icons(&node.children);
        }
    }

    /// What the author's own HTML needs, from wherever it comes.
    fn allow_asked(&mut self, ask: Ask) {
        match ask {
            Ask::Script => self.allow_all("script-src", &["'unsafe-inline'", "https:"]),
            Ask::ByScript => {
                self.allow_all("connect-src", &["'self'", "https:", "wss:"]);
                self.allow_all("style-src", &["'unsafe-inline'"]);
                [Ask::StyleSheet, Ask::Frame, Ask::Media].into_iter().for_each(|ask| self.allow_asked(ask));
            }
            Ask::Style => self.allow("style-src", "'unsafe-inline'"),
            Ask::StyleSheet => {
                self.allow("style-src", "https:");
                self.allow_all("font-src", &["'self'", "data:", "https:"]);
                self.allow_asked(Ask::Picture);
            }
            Ask::StyleAttribute => self.allow("style-src-attr", "'unsafe-inline'"),
            Ask::Frame => self.allow_all("frame-src", &["'self'", "https:"]),
            Ask::Object => self.allow("object-src", "'self'"),
            // Browsers show it in a frame.
            Ask::ObjectElsewhere => {
                self.allow("object-src", "https:");
                self.allow_asked(Ask::Frame);
            }
            Ask::Form => self.allow("form-action", "https:"),
            Ask::Picture => self.allow("img-src", "https:"),
            Ask::Media => self.allow_all("media-src", &["'self'", "https:"]),
        }
    }

    /// Services that the configuration names.
    fn allow_services(&mut self, site: &Site) {
        let integrations = &site.config.integrations;
        if integrations.gravatar.enabled {
            self.allow("img-src", "https://www.gravatar.com");
        }
        if integrations.plausible.domain.is_some() {
            let host = origin(&integrations.plausible.script());
            self.allow("script-src", host.clone());
            self.allow("connect-src", "'self'");
            self.allow("connect-src", host);
        }
        if integrations.has_google() {
            self.allow("script-src", "https://www.googletagmanager.com");
            self.allow("connect-src", "'self'");
            for host in
                ["https://*.google-analytics.com", "https://*.analytics.google.com", "https://*.googletagmanager.com"]
            {
                self.allow("connect-src", host);
                self.allow("img-src", host);
            }
        }
    }

    fn text(&self) -> String {
        let directive = |(name, sources): (&&str, &BTreeSet<String>)| {
            let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
            format!("{name} {}", sources.join(" "))
        };
        self.0.iter().map(directive).collect::<Vec<_>>().join("; ")
    }
}

/// What a picture of another host needs; any other value, such as an icon's name, needs nothing.
fn source_of_picture(picture: &str) -> Option<String> {
    let picture = picture.trim();
    is_elsewhere(picture).then(|| origin(picture))
}

/// Scheme and host of an address; `https:` when it has none that a policy could name.
fn origin(address: &str) -> String {
    let (scheme, rest) =
        address.split_once("://").or_else(|| Some(("https", address.strip_prefix("//")?))).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
    if is_host && matches!(scheme, "https" | "http") { format!("{scheme}://{host}") } else { "https:".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_cannot_say_more_than_a_host() {
        assert_eq!(origin("https://a.example/x.png?y"), "https://a.example");
        assert_eq!(origin("//a.example:8080/x"), "https://a.example:8080");
        assert_eq!(origin("https://a;script-src *"), "https:");
        assert_eq!(origin("data:image/png,x"), "https:");
    }
}
