//! Links in raw HTML. It is published as it was written, so what counts is where a browser comes to from the
//! page's address, not what would be found from its file.

use super::dead::missing;
use super::resolver::{prefixed, split, without_html};
use super::target::is_external;
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Link;
use crate::path::{OutPath, Url, compared};
use crate::site::{File, Page, PageId, Site};
use crate::source::FOLDER_PAGES;

/// Where the pictures of a GitBook export are.
pub const EXPORTED: &str = ".gitbook/assets/";

/// Where a browser comes to.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// To this path below the root of the site.
    Here(String),
    /// To this path of the host, outside of the folder that the site is published in.
    Beside(String),
    /// To a place that depends on the address at which the page is shown, which may be any.
    Anywhere,
}

impl Site {
    /// The links in raw HTML that lead to nothing of a site whose files are those that `has` knows.
    pub fn dead_in_html(&self, has: impl Fn(&OutPath) -> bool) -> Vec<Diagnostic> {
        if self.config.html == Some(RawHtml::Escape) {
            return Vec::new();
        }
        let links = self.pages.iter().flat_map(|page| links_of(page).map(move |link| (page, link)));
        links.filter_map(|(page, link)| self.dead(page, link, &has)).collect()
    }

    /// What is wrong with a link in HTML that stands on every page.
    pub fn dead_in_html_everywhere(&self, link: &Link, has: impl Fn(&OutPath) -> bool) -> Option<Diagnostic> {
        let (written, _) = in_browser(link);
        let problem = match self.followed(None, &written)? {
            Place::Here(path) if !self.is_served(&path, &has) => nothing_at(link, &path),
            Place::Anywhere => {
                let message = format!("this HTML leads elsewhere from every page: `{written}` has no leading `/`");
                Diagnostic::new(Code::DeadLink, message)
            }
            Place::Here(_) | Place::Beside(_) => return None,
        };
        Some(
            problem.hint(
                "HTML is published as it is written; in Markdown, `[text](path)`, it leads there from every page",
            ),
        )
    }

    /// The pages that links in a page's raw HTML lead to.
    pub fn pages_from_html(&self, page: &Page) -> Vec<PageId> {
        let page_at = |link| match self.followed(Some(page), &in_browser(link).0)? {
            Place::Here(path) => self.paths.urls.get(&Url::new(&format!("{path}/"))?.lower_case()).copied(),
            Place::Beside(_) | Place::Anywhere => None,
        };
        links_of(page).filter_map(page_at).collect()
    }

    /// The picture of a GitBook export that a link in HTML on a page shows, and what stands behind its path, which begins at the
    /// folder of the page's file.
    pub fn exported<'l>(&self, page: &Page, link: &'l Link) -> Option<(&File, &'l str)> {
        let (path, suffix) = link.destination.contains(EXPORTED).then(|| in_browser(link))?;
        Some((self.file(page.document.path.resolve(&path)?.as_str())?, suffix))
    }

    fn dead(&self, page: &Page, link: &Link, has: &impl Fn(&OutPath) -> bool) -> Option<Diagnostic> {
        if self.exported(page, link).is_some() {
            return None;
        }
        let (written, suffix) = in_browser(link);
        let meant = || self.meant(page, &written);
        let (problem, meant) = match self.followed(Some(page), &written)? {
            Place::Here(path) if !self.is_served(&path, has) => (nothing_at(link, &path), meant()),
            Place::Here(path) if path.ends_with(".md") => {
                let page = meant().filter(|url| url.as_str().ends_with('/'))?;
                (leads_to_copy(&path), Some(page))
            }
            Place::Here(_) => return None,
            Place::Beside(path) => {
                let message = format!("this HTML leads to `{path}`, and the site is published in `{}`", self.base.path);
                (Diagnostic::new(Code::DeadLink, message), Some(meant()?))
            }
            Place::Anywhere => {
                let message = "this page is shown at every address that does not exist, where this HTML leads nowhere";
                (Diagnostic::new(Code::DeadLink, message), Some(meant()?))
            }
        };
        let source = &page.document.source;
        // What a page includes may be right on another.
        let is_own = source.name_at(link.span.start) == source.name;
        let problem = match meant {
            Some(url) => {
                let href = self.base.brief(&page.url, &url);
                let hint = format!("HTML is published as it is written; on this page write `{href}`");
                problem.hint(hint).mended_by(is_own.then(|| format!("{href}{suffix}")))
            }
            None => problem.hint(format!(
                "HTML is published as it is written: a path without a leading `/` starts at the page's address, `{}`",
                page.url
            )),
        };
        Some(problem.at(source, link.span.clone()))
    }

    /// Where a browser comes to that follows an address on a page, or on all of them; nothing when that cannot be known, or is another host.
    fn followed(&self, page: Option<&Page>, written: &str) -> Option<Place> {
        let is_relative = !written.starts_with('/');
        if written.is_empty() || is_external(written) || written.contains("{{") {
            return None;
        }
        let folder = match page.filter(|page| !page.is_not_found()) {
            Some(page) if is_relative => format!("{}{}", self.base.path, &page.url.as_str()[1..]),
            None if is_relative => return Some(Place::Anywhere),
            _ => String::new(),
        };
        // Without a slash at the end of the page's address it is the host who decides where a path begins.
        if is_relative && !self.config.generator.trailing_slash {
            return None;
        }
        let mut segments: Vec<&str> = Vec::new();
        for segment in folder.split('/').chain(written.split('/')) {
            match segment {
                "" | "." => {}
                // A browser stays at the root.
                ".." => drop(segments.pop()),
                name => segments.push(name),
            }
        }
        let path = segments.join("/");
        let base = self.base.path.trim_matches('/');
        Some(match path.strip_prefix(base).filter(|rest| base.is_empty() || rest.is_empty() || rest.starts_with('/')) {
            Some(rest) => Place::Here(rest.trim_start_matches('/').to_owned()),
            None => Place::Beside(format!("/{path}")),
        })
    }

    /// Whether a server has something for a path: a file, or the page of a folder.
    fn is_served(&self, path: &str, has: &impl Fn(&OutPath) -> bool) -> bool {
        let index = prefixed(path, self.config.generator.directory_index.name.as_str());
        [path.to_owned(), index, format!("{path}.html")]
            .iter()
            .filter_map(|path| OutPath::new(path))
            .any(|path| has(&path))
    }

    /// The address of what is found when the path is read as one in Markdown.
    fn meant(&self, page: &Page, written: &str) -> Option<Url> {
        let source = page.document.path.resolve(written);
        let key = compared(source.as_ref().map_or(written.trim_matches('/'), |path| path.as_str()));
        let page = |key: &str| self.paths.pages.get(key).map(|id| &self.pages[*id].url);
        let of_folder = || FOLDER_PAGES.iter().find_map(|name| page(&prefixed(&key, &format!("{name}.md"))));
        let file = |path: &str| self.file(path).filter(|file| file.published).map(|file| &file.url);
        let found = page(&key).or_else(|| file(&key)).or_else(|| page(&format!("{}.md", without_html(&key))));
        found.or_else(of_folder).or_else(|| file(written.trim_start_matches(['.', '/']))).cloned()
    }
}

/// The path of a link as browsers read it, and what follows it.
fn in_browser(link: &Link) -> (String, &str) {
    let (path, suffix) = split(link);
    (path.replace('\\', "/"), suffix)
}

fn links_of(page: &Page) -> impl Iterator<Item = &Link> {
    page.document.facts.html_links.iter()
}

fn nothing_at(link: &Link, path: &str) -> Diagnostic {
    let (code, what) = missing(link.kind, path);
    Diagnostic::new(code, format!("there is no {what} at `/{path}`, where this HTML leads"))
}

/// Not dead, but hardly what was meant.
fn leads_to_copy(path: &str) -> Diagnostic {
    let message = format!("this HTML leads to `/{path}`, the Markdown copy of the page");
    Diagnostic { severity: Severity::Note, ..Diagnostic::new(Code::DeadLink, message) }
}
