//! Where a wiki link leads.

use super::names::Names;
use super::resolver::Resolver;
use super::target::{Destination, Target};
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::document::{Link, LinkKind, slug};
use crate::site::Page;

/// How many of those that share a name are named: on a site in which each folder has an `overview`, each link to it tells them.
const NAMED: usize = 5;

impl Resolver<'_> {
    /// Where `[[name#anchor]]` leads: what is written as a path, else what has the name.
    pub(super) fn wiki(&mut self, link: &Link, written: &str) -> Target {
        let written = written.split('|').next().unwrap_or_default().trim();
        let (name, anchors) = written.split_once('#').unwrap_or((written, ""));
        let name = name.trim();
        let to = self.found(link, name).map(|found| found.to).or_else(|| self.named(link, name));
        let Some(to) = to else {
            self.report_unnamed(link, name);
            return Target::Unnamed;
        };
        // `A#B#C` is the heading C below B below A.
        let anchor = anchors.rsplit('#').next().unwrap_or_default().trim();
        let suffix = match to {
            _ if anchor.is_empty() => String::new(),
            Destination::File(_) => format!("#{anchor}"),
            Destination::Page(id) => {
                let facts = &self.pages[id].document.facts;
                // What is written is a heading before it is the id of anything else.
                let heading = facts.heading_called(anchor);
                let known = || anchor.starts_with('^') || facts.anchor(anchor).is_some();
                match heading {
                    Some(heading) => format!("#{}", heading.id),
                    None if known() => format!("#{anchor}"),
                    None => format!("#{}", slug(anchor)),
                }
            }
        };
        self.settled(link, to, &suffix)
    }

    /// What has the name, told when several do.
    fn named(&mut self, link: &Link, name: &str) -> Option<Destination> {
        let from = &self.page.document.path;
        let names = self.index.names.get_or_init(|| Names::new(self.pages, self.files));
        let found = match link.kind {
            LinkKind::Link => names.find(name, from),
            LinkKind::Image => names.file(name, from),
        }?;
        if !found.namesakes.is_empty() {
            let path = |of: &Destination| match of {
                Destination::Page(id) => {
                    let path = self.pages[*id].document.path.as_str();
                    format!("`[[{}]]`", path.strip_suffix(".md").unwrap_or(path))
                }
                Destination::File(id) => format!("`[[{}]]`", self.files[*id].source.path),
            };
            let count = found.namesakes.len();
            let paths: Vec<String> = found.namesakes.iter().take(NAMED).map(path).collect();
            let more = if count > NAMED { format!(" or {} more", count - NAMED) } else { String::new() };
            let message = format!("`{name}` is the name of {count} pages or files; the nearest was taken");
            let diagnostic = Diagnostic::new(Code::AmbiguousLink, message);
            self.report(link, diagnostic.hint(format!("write one of {}{more}", paths.join(", "))));
        }
        Some(found.to)
    }

    fn report_unnamed(&mut self, link: &Link, name: &str) {
        let (near, diagnostic, hint) = match link.kind {
            LinkKind::Image => {
                let names = || Words::new(self.files.iter().map(|file| file.source.path.file_name().to_owned()));
                let near = self.index.called_files.get_or_init(names).nearest(name);
                let message = format!("there is no image `{name}`");
                (near, Diagnostic::new(Code::MissingImage, message), "an image is named by its file or its path")
            }
            LinkKind::Link => {
                let stem = |page: &'_ Page| {
                    let name = page.document.path.file_name();
                    name.strip_suffix(".md").unwrap_or(name).to_owned()
                };
                let names = || Words::new(self.pages.iter().flat_map(|page| [stem(page), page.title.to_string()]));
                let near = self.index.called_pages.get_or_init(names).nearest(name);
                let diagnostic = Diagnostic::new(Code::DeadLink, format!("no page is called `{name}`"));
                (near, diagnostic, "a wiki link names a page by its file, its title or its path")
            }
        };
        let diagnostic = diagnostic.meant(near.map(String::as_str));
        self.report(link, diagnostic.hint(hint));
    }
}
