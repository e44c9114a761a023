//! Where one link leads, by the page that it stands on.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::index::Index;
use super::made::Unfound;
use super::target::{Destination, Target, is_external};
use super::{anchors, elsewhere, relink};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Link, LinkKind};
use crate::html::is_active_url;
use crate::path::{SourcePath, Url, compared, cut, slashed};
use crate::site::{File, Page, PageId, actions};
use crate::source::FOLDER_PAGES;

/// Folders in which an image is looked for when it is not where the link says.
const IMAGE_FOLDERS: [&str; 7] = ["static", "images", "img", "resources", "attachments", "assets", "public"];

/// Looks up the links of a page.
pub(super) struct Resolver<'a> {
    pub(super) page: &'a Page,
    /// The file that the link is written in.
    pub(super) from: &'a SourcePath,
    pub(super) pages: &'a [Arc<Page>],
    pub(super) files: &'a [File],
    pub(super) index: &'a Index<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether where one of them leads depends on more than what stands at the path that it says.
    pub(super) strays: bool,
}

/// What was found for a path.
pub(super) struct Found {
    pub(super) to: Destination,
    /// Whether it stands at that very path.
    pub(super) is_straight: bool,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(page: &'a Page, pages: &'a [Arc<Page>], files: &'a [File], index: &'a Index<'a>) -> Self {
        let (from, diagnostics) = (&page.document.path, Vec::new());
        Self { page, from, pages, files, index, diagnostics, strays: false }
    }
}

impl Resolver<'_> {
    /// Where a link leads; what is to be told of one for which there is no page or file.
    pub(super) fn target(&mut self, link: &Link) -> Result<Target, Box<Diagnostic>> {
        let written = link.destination.trim();
        if let Some(name) = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            self.strays = true;
            return Ok(self.wiki(link, name));
        }
        if let Some(active) = elsewhere::active(written) {
            self.report(link, active);
            return Ok(Target::Refused);
        }
        if let Some(id) = actions::id(written) {
            self.strays = true;
            if let Some(problem) = self.index.actions.unknown(&id) {
                self.report(link, problem);
            }
            return Ok(Target::External(written.into()));
        }
        if is_external(written) {
            if let Some(slip) = elsewhere::slip(written, Code::DeadLink) {
                self.report(link, slip);
            }
            return Ok(Target::External(written.into()));
        }
        let (path, suffix) = split(link);
        if let Some(Found { to, is_straight }) = self.found(link, &path) {
            self.strays |= !is_straight;
            self.check_spelling(link, &path, to);
            return Ok(self.settled(link, to, suffix));
        }
        self.strays = true;
        match self.index.base.inside(&path).and_then(|path| self.found(link, path)) {
            Some(found) => Ok(self.settled(link, found.to, suffix)),
            None => Err(Box::new(self.dead(link, &path))),
        }
    }

    /// The link as it is meant: where Markdown took the `\` of a path for escapes, as in `..\..\a.md`, with the path that stands in the
    /// text. In `a\_b.md` it may well be an escape, and is one unless only `a/_b.md` is there; so it may behind a `..\`.
    pub(super) fn meant<'l>(&self, link: &'l Link) -> Cow<'l, Link> {
        if !link.may_be_misread {
            return Cow::Borrowed(link);
        }
        let read = link.destination.trim();
        let page = &self.page.document.source.text;
        let text = page.get(link.span.clone()).unwrap_or_default();
        let written = relink::escaped(page, text, read).filter(|_| !is_external(read) && !is_active_url(read));
        let Some(written) = written else { return Cow::Borrowed(link) };
        let (path, suffix) = (cut(written).0, cut(read).1);
        let is_path = path.starts_with(".\\") || path.starts_with("..\\") || cut(read).0.contains('\\');
        let with = |path: &str| Link { destination: format!("{path}{suffix}").into(), ..link.clone() };
        let leads = |link: &Link| self.found(link, &split(link).0).is_some();
        let whole = with(path);
        if leads(&whole) && (is_path || !leads(link)) {
            return Cow::Owned(whole);
        }
        if !is_path || leads(link) {
            return Cow::Borrowed(link);
        }
        let partly = with(&relink::unescaped(path, |sign| sign != '.'));
        Cow::Owned(if leads(&partly) { partly } else { whole })
    }

    pub(super) fn found(&self, link: &Link, path: &str) -> Option<Found> {
        match link.kind {
            LinkKind::Link => self.destination(path),
            LinkKind::Image => self.image(path),
        }
    }

    /// A link for which there is no page or file, with the paths that it may mean.
    pub(super) fn unfound(&self, page: PageId, at: usize, link: &Link, problem: Diagnostic) -> Unfound {
        let (path, suffix) = split(link);
        let own = self.at_own_address();
        let from = [Some(self.from), own.as_ref()].into_iter().flatten();
        let is_link = link.kind == LinkKind::Link && !path.is_empty();
        let inside = self.index.base.inside(&path).and_then(SourcePath::new);
        let paths = from.filter_map(|from| from.resolve(&path)).chain(inside).filter(|_| is_link).collect();
        Unfound { page, link: at, paths, suffix: suffix.to_owned(), problem }
    }

    /// A destination that was found, where it has moved to, with what follows it checked.
    pub(super) fn settled(&mut self, link: &Link, to: Destination, suffix: &str) -> Target {
        match self.moved(to) {
            Some(moved) => {
                self.strays = true;
                match moved {
                    Target::Internal { to, .. } => moved.with_suffix(&self.checked_suffix(link, to, suffix)),
                    elsewhere => elsewhere.with_suffix(suffix),
                }
            }
            None => Target::Internal { to, suffix: self.checked_suffix(link, to, suffix) },
        }
    }

    /// Where a page has moved.
    fn moved(&self, to: Destination) -> Option<Target> {
        match to {
            Destination::Page(id) => self.pages[id].redirect.clone(),
            Destination::File(_) => None,
        }
    }

    /// The path that a link means from the file that it is written in, as paths are compared.
    fn resolve(&self, path: &str) -> Option<String> {
        let around = || self.from.resolve_around(&self.index.sources.config.input, path);
        self.from.resolve_compared(path).or_else(|| around().map(|path| compared(path.as_str())))
    }

    /// Something at the page's own address, from where a browser follows a path.
    fn at_own_address(&self) -> Option<SourcePath> {
        SourcePath::new(&format!("{}x", self.page.url.as_str()))
    }

    pub(super) fn destination(&self, path: &str) -> Option<Found> {
        if path.is_empty() {
            let own = self.index.paths.urls.get(&self.page.url.lower_case());
            return own.map(|id| Found { to: Destination::Page(*id), is_straight: false });
        }
        let Some(key) = self.resolve(path) else { return straight_or(None, || self.route(path)) };
        let page = |key: &str| self.index.paths.pages.get(key).copied().map(Destination::Page);
        let file = || self.index.paths.files.get(key.as_str()).copied().map(Destination::File);
        let elsewhere = || {
            file()
                .or_else(|| page(&format!("{}.md", without_html(&key))))
                .or_else(|| FOLDER_PAGES.iter().find_map(|name| page(prefixed(&key, &format!("{name}.md")).as_str())))
                .or_else(|| page(&format!("{key}/{}.md", key.rsplit('/').next().unwrap_or_default())))
                .or_else(|| self.route(path))
        };
        straight_or(page(&key), elsewhere)
    }

    /// A link that is written as the address of a page: from the root, from the page's folder, or from its own address, from where
    /// it may also name a file.
    fn route(&self, path: &str) -> Option<Destination> {
        let lower = compared(path);
        let index = self.index.sources.config.generator.directory_index.alt_names.iter().find_map(|name| {
            lower.strip_suffix(&name.to_lowercase()).filter(|folder| folder.is_empty() || folder.ends_with('/'))
        });
        let lower = without_html(index.unwrap_or(&lower).trim_end_matches('/'));
        let from_root = |path: &str| {
            let url = Url::new(&format!("{path}/"))?;
            self.index.paths.urls.get(&url.lower_case()).copied().map(Destination::Page)
        };
        if lower.starts_with('/') || lower.is_empty() {
            return from_root(lower);
        }
        let at = |path: SourcePath| {
            let page = self.index.paths.pages.get(path.as_str()).copied().map(Destination::Page);
            page.or_else(|| self.index.paths.files.get(path.as_str()).copied().map(Destination::File))
        };
        let bases = [Some(self.from.clone()), self.at_own_address()];
        bases.into_iter().flatten().find_map(|base| {
            let address = base.resolve(lower.trim_end_matches(".md"))?;
            from_root(address.as_str()).or_else(|| at(base.resolve(lower)?))
        })
    }

    pub(super) fn image(&self, path: &str) -> Option<Found> {
        let file = |path: &str| {
            let is_lower = !path.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
            let key = if is_lower { Cow::Borrowed(path) } else { Cow::Owned(compared(path)) };
            self.index.paths.files.get(&*key).copied().map(Destination::File)
        };
        // What climbs over the root is at the root, as in browsers.
        let at_root = || SourcePath::new(path.trim_start_matches("./").trim_start_matches("../"));
        let source = self.resolve(path).or_else(|| at_root().map(|path| compared(path.as_str())))?;
        let from_root = || SourcePath::new(path).and_then(|path| file(path.as_str()));
        let in_a_folder = || {
            let name = path.trim_start_matches(['.', '/']);
            IMAGE_FOLDERS.iter().find_map(|folder| {
                file(&format!("{folder}/{name}"))
                    .or_else(|| file(&format!("{folder}/{}", source.rsplit('/').next().unwrap_or_default())))
            })
        };
        straight_or(file(&source), || from_root().or_else(in_a_folder))
    }

    /// Anchors are looked up; one that only differs in case is corrected.
    fn checked_suffix(&mut self, link: &Link, to: Destination, suffix: &str) -> Box<str> {
        let (query, fragment) = suffix.split_at(suffix.find('#').unwrap_or(suffix.len()));
        let (Destination::Page(id), Some(fragment)) = (to, fragment.strip_prefix('#').filter(|id| !id.is_empty()))
        else {
            return suffix.into();
        };
        let page = &self.pages[id];
        let wanted = percent_decode_str(fragment).decode_utf8_lossy();
        match page.document.facts.anchor(&wanted) {
            Some(id) => format!("{query}#{id}").into(),
            None => {
                let missing = anchors::missing(page, &wanted);
                self.report(link, relink::needing(missing, self.with_escapes(link)));
                suffix.into()
            }
        }
    }

    /// A file that is found only because its case or what stands between folders is ignored is worth a note: other tools would not
    /// find it. A page is named by its file only with its extension; anything else may be its address, which is in lower case.
    fn check_spelling(&mut self, link: &Link, path: &str, to: Destination) {
        let real = match to {
            Destination::File(id) => Some(&self.files[id].source.path),
            Destination::Page(id) => Some(&self.pages[id].document.path).filter(|_| path.ends_with(".md")),
        };
        let (written, _) = cut(link.destination.trim());
        if written.contains('\\') {
            let better = real.and_then(|real| relink::recased(path, real)).unwrap_or_else(|| path.to_owned());
            let message = format!("`{written}` is written with `\\`, which other tools do not take for `/`");
            let diagnostic = Diagnostic::new(Code::PathSeparator, message).hint(format!("write `{better}`"));
            self.report(link, diagnostic.mended_by(relink::destination(&link.destination, written, &better)));
        } else if let Some(problem) = real.and_then(|real| relink::in_another_case(&link.destination, path, real)) {
            self.report(link, problem);
        }
    }
}

/// What stands at the very path of a link, or what it leads to else.
fn straight_or(straight: Option<Destination>, elsewhere: impl FnOnce() -> Option<Destination>) -> Option<Found> {
    let found = |is_straight| move |to| Found { to, is_straight };
    straight.map(found(true)).or_else(|| elsewhere().map(found(false)))
}

/// The path of a link, as it is meant, and what follows it.
pub(super) fn split(link: &Link) -> (Cow<'_, str>, &str) {
    let (path, suffix) = cut(link.destination.trim());
    // As nearly all are written.
    if !path.bytes().any(|byte| matches!(byte, b'%' | b'\\')) {
        return (path.into(), suffix);
    }
    let path = match percent_decode_str(path).decode_utf8_lossy() {
        Cow::Borrowed(path) => slashed(path),
        Cow::Owned(path) => slashed(&path).into_owned().into(),
    };
    (path, suffix)
}

pub(super) fn prefixed(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A path without the `.html` at its end: in other generators' sites, and in what is written for them, pages are called so.
pub(in crate::site) fn without_html(path: &str) -> &str {
    path.rsplit_once('.').filter(|(_, extension)| is_html(extension)).map_or(path, |(stem, _)| stem)
}

fn is_html(extension: &str) -> bool {
    ["html", "htm"].iter().any(|html| extension.eq_ignore_ascii_case(html))
}

pub(in crate::site) fn has_file_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && !extension.eq_ignore_ascii_case("md")
            && (1..=5).contains(&extension.len())
            && extension.chars().all(|c| c.is_ascii_alphanumeric())
    })
}
