//! What is told of a link that leads nowhere, and where.

use super::candidates::Candidates;
use super::elsewhere;
use super::relink;
use super::resolver::{Resolver, has_file_extension, without_html};
use super::target::Destination;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Link, LinkKind};
use crate::path::SourcePath;
use crate::source::FOLDER_PAGES;

/// How many of a folder's pages are named.
const NAMED: usize = 5;

/// What is missing where a link leads to a path at which there is nothing: by its code, and in a word.
pub(in crate::site) fn missing(kind: LinkKind, path: &str) -> (Code, &'static str) {
    match kind {
        LinkKind::Image => (Code::MissingImage, "image"),
        LinkKind::Link if has_file_extension(without_html(path)) => (Code::MissingFile, "file"),
        LinkKind::Link => (Code::DeadLink, "page"),
    }
}

/// What is to be said of a folder with these pages and none of its own.
pub(in crate::site) fn no_page_of<'p>(pages: impl Iterator<Item = &'p SourcePath>) -> Option<String> {
    let pages: Vec<String> = pages.take(NAMED).map(|path| format!("`/{path}`")).collect();
    let hint = || {
        format!("this folder has no page of its own: link to one in it ({}), or add an `index.md`", pages.join(", "))
    };
    (!pages.is_empty()).then(hint)
}

/// Whether a path is that of a folder's page, by its name.
pub(in crate::site) fn names_folder(path: &SourcePath) -> bool {
    FOLDER_PAGES.contains(&path.stem().to_lowercase().as_str())
}

impl Resolver<'_> {
    /// What is to be told of a link for which there is no page or file.
    pub(super) fn dead(&self, link: &Link, path: &str) -> Diagnostic {
        if link.kind == LinkKind::Link && self.is_left_out(path) {
            let message = format!("the page `{path}` was left out of this build");
            let hint = "it is a draft, its day has not come, or it needs a password";
            return self.placed(link, Diagnostic::new(Code::DeadLink, message).hint(hint));
        }
        let (code, what) = missing(link.kind, path);
        if path.is_empty() {
            let diagnostic = Diagnostic::new(code, format!("the address of this {what} is missing"));
            return self.placed(link, diagnostic.hint("it stands between the parentheses"));
        }
        let diagnostic = Diagnostic::new(code, format!("there is no {what} `{path}`"));
        if let Some(slip) = elsewhere::slip(link.destination.trim(), code) {
            return self.placed(link, slip);
        }
        if let Some((_, size)) = path.split_once('|').filter(|_| link.kind == LinkKind::Image) {
            return self.placed(link, diagnostic.hint(format!("a size stands in the text: `![text|{size}](…)`")));
        }
        if let Some(escaped) = self.with_escapes(link) {
            return self.placed(link, relink::needing(diagnostic, Some(escaped)));
        }
        let candidates = if code == Code::DeadLink { self.named_pages() } else { self.named_files() };
        let renamed = self.page_of_folder(path);
        let folder = self.folder(path).filter(|_| renamed.is_none());
        if let Some(hint) = folder.and_then(|folder| no_page_of(candidates.inside(&folder))) {
            return self.placed(link, diagnostic.hint(hint));
        }
        let diagnostic = match renamed.or_else(|| relink::moved(path, self.from, candidates)) {
            Some(moved) => {
                let replacement = relink::destination(&link.destination, path, &moved);
                diagnostic.hint(format!("did you mean `{moved}`?")).mended_by(replacement)
            }
            None => diagnostic.hint(self.nearest(path, candidates)),
        };
        self.placed(link, diagnostic)
    }

    /// The destination of a link with escapes for the signs in the name of a page or file that it leads to with these.
    pub(super) fn with_escapes(&self, link: &Link) -> Option<String> {
        relink::with_escapes(link.destination.trim(), |path| self.found(link, path).is_some())
    }

    /// The folder at a path, or that of which it names the page.
    fn folder(&self, path: &str) -> Option<SourcePath> {
        let path = self.from.resolve(path)?;
        if names_folder(&path) { SourcePath::new(path.folder()) } else { Some(path) }
    }

    /// Where the page of a folder stands that a path names as it is not called, `index.md` for `readme.md`.
    fn page_of_folder(&self, path: &str) -> Option<String> {
        let named = self.from.resolve(path).filter(names_folder)?;
        let Destination::Page(id) = self.destination(&format!("/{}", named.folder()))?.to else { return None };
        Some(relink::written_like(path, self.from, self.pages[id].document.path.as_str()))
    }

    fn is_left_out(&self, path: &str) -> bool {
        let key = self.from.resolve(path).map(|path| path.lower_case()).unwrap_or_default();
        self.index.is_written(&key) || self.index.is_written(&format!("{key}.md"))
    }

    fn named_pages(&self) -> &Candidates {
        let pages = || Candidates::new(self.pages.iter().map(|page| &page.document.path));
        self.index.named_pages.get_or_init(pages)
    }

    /// Files that links may mean. Those in place of the theme's are its own matter.
    fn named_files(&self) -> &Candidates {
        let paths =
            || self.files.iter().map(|file| &file.source.path).filter(|path| !path.as_str().starts_with("theme/"));
        let files = || Candidates::new(paths());
        self.index.named_files.get_or_init(files)
    }

    /// What the link may have meant, in words.
    fn nearest(&self, path: &str, candidates: &Candidates) -> String {
        let wanted = self.from.resolve(path);
        // The `README.md` around the input folder is not that of a folder in it, and nobody means the page that says it.
        let says_much = |near: &&SourcePath| *near != self.from && (wanted.is_some() || !names_folder(near));
        match candidates.nearest(wanted.as_ref().map_or(path, SourcePath::as_str)).filter(says_much) {
            Some(near) => format!("did you mean `{}`?", relink::written_like(path, self.from, near.as_str())),
            None if wanted.is_none() => {
                "it leads out of the input folder, of which alone the site is made: link to its address on the web"
                    .into()
            }
            None => {
                "a path with a leading `/` starts at the root of the site, any other at the folder of the page".into()
            }
        }
    }

    pub(super) fn report(&mut self, link: &Link, diagnostic: Diagnostic) {
        let diagnostic = self.placed(link, diagnostic);
        self.diagnostics.push(diagnostic);
    }

    /// Places a finding at the destination inside the link. Where that cannot be told from the same words in the link's text or
    /// title, as in a link by reference, nothing is mended.
    pub(super) fn placed(&self, link: &Link, diagnostic: Diagnostic) -> Diagnostic {
        let source = &self.page.document.source;
        let text = source.text.get(link.span.clone()).unwrap_or_default();
        let written = &*link.destination;
        let at = |offset: usize| link.span.start + offset..link.span.start + offset + written.len();
        if let Some(offset) = relink::position(text, written) {
            return diagnostic.at(source, at(offset));
        }
        match text.rfind(written).filter(|_| !written.is_empty()).map(at) {
            Some(near) => diagnostic.mended_by(None).at(source, near),
            None => match relink::definition(&source.text, written) {
                Some(definition) => diagnostic.at(source, definition),
                None => diagnostic.mended_by(None).at(source, link.span.clone()),
            },
        }
    }
}
