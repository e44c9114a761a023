//! Where links of the configuration lead: those of the header, the footer, menus and the hub (`links`).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::links::{
    Paths, active, anchors, is_external, missing, names_folder, no_page_of, relink, slip, without_html,
};
use super::{FileId, Page, PageId, Site, Target, actions};
use crate::config::{Layers, Step};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, LinkKind};
use crate::path::{OutPath, SourcePath, Url, cut, from_root, slashed};
use crate::source::COMMAND_LINE;
use crate::theme::Grammar;

impl Site {
    /// The address of what a link of the configuration names: a page by its path, with or without `.md`, or by its address; a
    /// file; a list. The path begins at the root, with or without a slash; or it is that of the host.
    pub fn configured(&self, path: &str) -> Option<Url> {
        self.readings(path).find_map(|path| self.at(&path))
    }

    /// What a path of the configuration may be: as it is written, below the folder of the host, and each without escapes.
    fn readings<'p>(&self, path: &'p str) -> impl Iterator<Item = Cow<'p, str>> {
        let inside = self.base.inside(path);
        let written = [Some(path), inside].into_iter().flatten();
        written.clone().map(Cow::from).chain(written.map(|path| percent_decode_str(path).decode_utf8_lossy()))
    }

    fn at(&self, path: &str) -> Option<Url> {
        // A link to a page that has moved leads to where it is now.
        let url_of = |id: PageId| match &self.pages[id].redirect {
            Some(Target::Internal { to, .. }) => self.url(*to).clone(),
            Some(Target::Made { url, .. }) => url.clone(),
            _ => self.pages[id].url.clone(),
        };
        let page = self.paths.page(path).map(url_of);
        let list = || Url::new(&format!("{}/", key(path))).filter(|url| self.list(url).is_some());
        page.or_else(|| self.file(path).map(|file| file.url.clone())).or_else(list)
    }

    /// The file that a link of the configuration names, unless that is a page.
    fn configured_file(&self, path: &str) -> Option<FileId> {
        let file = |path: &str| if self.paths.page(path).is_some() { None } else { self.file_id(path) };
        if is_external(path) { None } else { self.readings(path).find_map(|path| file(&path)) }
    }

    /// The links of the configuration that lead to nothing of a site whose files are those that `has` knows, and those of badges in the
    /// navigation; and the links and pictures of authors that would run code.
    pub fn dead_around_pages(&self, written: &Layers, has: impl Fn(&OutPath) -> bool) -> Vec<Diagnostic> {
        let is_made = |path: &str| self.has_at(path, &has);
        let links = configured_links(written).into_iter();
        let is_file = |at: &[Step]| written.place_of(at).is_some_and(|(source, _)| source.name != COMMAND_LINE);
        let placed = |at: &[Step], link: &str, problem: Diagnostic| match problem.replacement.is_some() && is_file(at) {
            true => written.placed_at_value(at, link, problem),
            false => written.placed(at, problem.mended_by(None)),
        };
        let in_configuration =
            links.filter_map(|(at, link)| Some(placed(&at, link, in_configuration(problem(self, link, is_made)?))));
        let hint = "a path with a leading `/` starts at the root of the site, any other at the folder of the page";
        let of_badges = badge_links(self).filter_map(|(page, link)| {
            let diagnostic = problem(self, &page.path_from_root(link), is_made)?;
            Some(page.document.placed(&["link"], link, with_hint(diagnostic, hint)))
        });
        let of_authors = author_links(self)
            .filter_map(|(page, link)| Some(page.document.placed(&["link", "avatar"], link, active(link)?)));
        in_configuration.chain(of_badges).chain(of_authors).collect()
    }

    /// What is wrong with a link of the configuration, whose path begins at the root of a site whose files are those that `has` knows.
    pub fn dead_in_configuration(&self, link: &str, has: impl Fn(&OutPath) -> bool) -> Option<Diagnostic> {
        problem(self, link, |path| self.has_at(path, &has)).map(in_configuration)
    }

    /// The pages to which links lead that stand on no page: in the header, say.
    pub fn pages_from_around<'a>(
        &'a self,
        written: &'a Layers,
        grammar: &Grammar,
    ) -> impl Iterator<Item = PageId> + use<'a> {
        let page = |link: String| self.readings(cut(&link).0).find_map(|path| self.paths.page(&path));
        links_around(self, written, grammar).filter_map(page)
    }

    /// Takes note of where the links lead that stand on no page, as they are once their expressions are evaluated: files are published,
    /// as those are that links of pages lead to.
    pub fn settle_configured(&mut self, written: &Layers, grammar: &Grammar) {
        self.settled_mut().has_configured_places = lead_to_places(self, written);
        publish_files(self, written, grammar);
    }
}

fn in_configuration(diagnostic: Diagnostic) -> Diagnostic {
    with_hint(diagnostic, "a path in the configuration starts at the input folder")
}

impl Paths {
    /// The page that a path from the root means, with or without `.md`, or an address.
    pub(super) fn page(&self, path: &str) -> Option<PageId> {
        let key = key(path);
        // An HTML file of the author's is what it is.
        let bare = if self.files.contains_key(key.as_str()) { &key } else { without_html(&key) };
        let by_path = || self.pages.get(key.as_str()).or_else(|| self.pages.get(format!("{bare}.md").as_str()));
        let url = |address: String| self.urls.get(address.as_str());
        let by_url = || url(format!("/{bare}/")).or_else(|| url(format!("/{key}")));
        by_path().or_else(by_url).copied()
    }
}

/// A path as it is looked up.
fn key(path: &str) -> String {
    slashed(from_root(path)).trim_start_matches("./").trim_matches('/').to_lowercase()
}

pub(super) fn with_hint(diagnostic: Diagnostic, hint: &str) -> Diagnostic {
    let is_missing = matches!(diagnostic.code, Code::DeadLink | Code::MissingFile) && diagnostic.replacement.is_none();
    if is_missing { diagnostic.hint(hint) } else { diagnostic }
}

/// Whether one of these links may lead to a place on a page; those in the copyright line are Markdown.
fn lead_to_places(site: &Site, written: &Layers) -> bool {
    let in_configuration = configured_links(written).into_iter().map(|(_, link)| link);
    let in_configuration = in_configuration.chain([site.config.footer.copyright.as_str()]);
    in_configuration.chain(badge_links(site).map(|(_, link)| link)).any(|link| link.contains('#'))
}

fn publish_files(site: &mut Site, written: &Layers, grammar: &Grammar) {
    let all = links_around(site, written, grammar);
    let files: Vec<_> = all.filter_map(|link| site.configured_file(cut(&link).0)).collect();
    if files.iter().any(|id| !site.files[*id].published) {
        let published = &mut site.settled_mut().files;
        files.into_iter().for_each(|id| published[id].published = true);
    }
}

/// The links that stand on no page: those of the configuration, of the copyright line, and of badges in the navigation.
fn links_around<'a>(site: &'a Site, written: &'a Layers, grammar: &Grammar) -> impl Iterator<Item = String> + use<'a> {
    let in_copyright = document::inline_facts(&site.config.footer.copyright, grammar);
    let in_copyright = in_copyright.links.into_iter().map(|link| link.destination.into_string());
    let in_configuration = configured_links(written).into_iter().map(|(_, link)| link.trim().to_owned());
    let of_badges = badge_links(site).map(|(page, link)| page.path_from_root(link));
    in_configuration.chain(in_copyright).chain(of_badges)
}

/// The links of the badges that pages have in the navigation.
fn badge_links(site: &Site) -> impl Iterator<Item = (&Page, &str)> {
    let pages = site.pages.iter().map(AsRef::as_ref);
    pages.filter_map(|page: &Page| Some((page, page.document.meta.nav.badge.as_ref()?.link.as_deref()?)))
}

/// Where pages say that their authors are found, and their pictures.
fn author_links(site: &Site) -> impl Iterator<Item = (&Page, &str)> {
    let authors =
        site.pages.iter().flat_map(|page| page.document.meta.authors.0.iter().map(move |author| (page, author)));
    authors
        .flat_map(|(page, author)| [Some(&*author.link), author.avatar.as_deref()].map(|link| (&**page, link)))
        .filter_map(|(page, link)| Some((page, link?)))
}

/// The links of a configuration, in the header, the footer and menus, with the paths to them.
pub fn configured_links(written: &Layers) -> Vec<(Vec<Step>, &str)> {
    let menus = ["links", "footer", "actions"].map(|menus| written.texts_under(&[menus], &["link"]));
    // In short, `hub` is a link itself.
    let hub = written.texts_under(&[], &["hub"]).into_iter().filter(|(at, _)| at.len() == 1);
    menus.into_iter().flatten().chain(hub).chain(written.texts_under(&["hub"], &["link"])).collect()
}

/// What is wrong with a link. What is no page may be a file or list that another stage makes, such as the sitemap: `is_made` tells.
pub(super) fn problem(site: &Site, link: &str, is_made: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let (path, suffix) = cut(link.trim());
    if path.is_empty() || actions::id(path).is_some() {
        return None;
    }
    let elsewhere = slip(link.trim(), Code::DeadLink);
    if is_external(path) {
        return active(link.trim()).or(elsewhere);
    }
    let escaped = || relink::with_escapes(link.trim(), |path| site.at(path).is_some());
    match site.paths.page(path) {
        Some(id) => problem_with(&site.pages[id], link, path, suffix, escaped),
        None if is_made(path) || site.configured(path).is_some() => None,
        None => Some(elsewhere.unwrap_or_else(|| relink::needing(nothing_at(site, path), escaped()))),
    }
}

/// What is wrong with a link that leads to a page.
fn problem_with(
    page: &Page,
    link: &str,
    path: &str,
    suffix: &str,
    escaped: impl FnOnce() -> Option<String>,
) -> Option<Diagnostic> {
    let anchor = suffix.split_once('#').map(|(_, anchor)| percent_decode_str(anchor).decode_utf8_lossy());
    let missing = anchor.filter(|anchor| !anchor.is_empty() && page.document.facts.anchor(anchor).is_none());
    if let Some(missing) = missing.filter(|_| page.redirect.is_none()) {
        return Some(relink::needing(anchors::missing(page, &missing), escaped()));
    }
    path.ends_with(".md").then(|| relink::in_another_case(link, path, &page.document.path)).flatten()
}

/// That there is no page or file at a path, with what may have been meant.
fn nothing_at(site: &Site, path: &str) -> Diagnostic {
    let (code, what) = missing(LinkKind::Link, path);
    let pages = site.pages.iter().map(|page| &page.document.path).filter(|_| code == Code::DeadLink);
    let files = site.files.iter().map(|file| file.source.path.as_str()).filter(|_| code == Code::MissingFile);
    let diagnostic = Diagnostic::new(code, format!("there is no {what} `{path}`"));
    let at = SourcePath::new(path);
    let own = |at: &SourcePath| site.paths.page(&format!("/{}", at.folder()));
    if let Some(own) = at.as_ref().filter(|at| names_folder(at)).and_then(own) {
        return diagnostic.hint(format!("did you mean `{}`?", site.pages[own].document.path));
    }
    let in_folder = |folder: SourcePath| no_page_of(pages.clone().filter(|path| path.is_in(&folder)));
    if let Some(hint) = at.and_then(in_folder) {
        return diagnostic.hint(hint);
    }
    diagnostic.did_you_mean(path.trim_start_matches(['.', '/']), pages.map(SourcePath::as_str).chain(files))
}
