//! `llms.txt` (llmstxt.org) and `llms-full.txt`: what there is to read here, for language models. The first
//! lists the public pages in the order of the navigation, the second holds them whole, unless there are very many. An author's own
//! file wins.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Content, Pieces, Recipe, Rows, Turn, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::{NavNode, Page, PageId, Site};

/// The pages of a larger site are not put into one file: some hosts take none of more than 25 MiB (Cloudflare Pages), and nothing
/// reads so much at once. A limit of bytes would let the file come and go with every edit of a page.
const MOST_PAGES: usize = 2000;

#[derive(Debug, Clone, Copy)]
enum Llms {
    List,
    Full,
}

impl Recipe for Llms {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let text: String = self.text(renderer).collect();
        (Content::Bytes(text.into_bytes()), Vec::new())
    }

    fn pieces<'r>(&'r self, renderer: &'r Renderer) -> Option<Pieces<'r>> {
        Some(self.text(renderer))
    }

    fn turn(&self) -> Turn {
        Turn::First
    }
}

impl Llms {
    /// The text, page by page: both files grow with the site.
    fn text<'r>(&self, renderer: &'r Renderer) -> Pieces<'r> {
        match self {
            Self::List => Box::new(list(renderer).map(Cow::Owned)),
            Self::Full => Box::new(full(renderer)),
        }
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    rows_for(site.pages.iter().filter(|page| page.is_findable()).count())
}

fn rows_for(pages: usize) -> Rows {
    let list = row("llms.txt", Llms::List).filter(|_| pages > 0);
    let full = row("llms-full.txt", Llms::Full).filter(|_| (1..=MOST_PAGES).contains(&pages));
    list.into_iter().chain(full).collect()
}

/// A heading with the pages below it; the first has none.
struct Section {
    heading: String,
    pages: Vec<PageId>,
}

/// The pages by the folders of the top level, then the posts of the blog.
fn sections(renderer: &Renderer) -> Vec<Section> {
    let site = renderer.site();
    let mut top = Section { heading: String::new(), pages: site.home.into_iter().collect() };
    let mut sections = Vec::new();
    for node in site.nav.iter() {
        if node.children.is_empty() {
            top.pages.extend(node.page);
        } else {
            let mut section = Section { heading: renderer.plain(&node.label), pages: Vec::new() };
            gather(node, &mut section.pages);
            sections.push(section);
        }
    }
    if let Some(blog) = &site.blog {
        sections.push(Section { heading: blog.title.to_string(), pages: blog.summary.clone() });
    }
    // A page may be public without standing in the navigation.
    let named: HashSet<PageId> = sections.iter().flat_map(|section| section.pages.iter().copied()).collect();
    let unnamed = |id: &PageId| !named.contains(id) && !site.pages[*id].is_post();
    top.pages.extend((0..site.pages.len()).filter(unnamed));
    sections.insert(0, top);
    let mut seen = HashSet::new();
    for section in &mut sections {
        section.pages.retain(|id| site.pages[*id].is_findable() && seen.insert(*id));
    }
    sections.retain(|section| !section.pages.is_empty());
    sections
}

fn gather(node: &NavNode, pages: &mut Vec<PageId>) {
    pages.extend(node.page);
    node.children.iter().for_each(|child| gather(child, pages));
}

/// The names of the pages, with what they are about.
fn list(renderer: &Renderer) -> impl Iterator<Item = String> {
    let site = renderer.site();
    let page = |id: PageId| {
        let page = &site.pages[id];
        let address = site.copy_url(page).map(|url| site.base.fullest(&url)).unwrap_or_default();
        let description = one_line(&page.description);
        let colon = if description.is_empty() { "" } else { ": " };
        format!("- [{}]({address}){colon}{description}\n", title(page))
    };
    let section = move |Section { heading, pages }: Section| {
        let heading = if heading.is_empty() { "\n".to_owned() } else { format!("\n## {heading}\n\n") };
        std::iter::once(heading).chain(pages.into_iter().map(page))
    };
    std::iter::once(head(site)).chain(sections(renderer).into_iter().flat_map(section))
}

/// The pages themselves, one after the other.
fn full(renderer: &Renderer) -> impl Iterator<Item = Cow<'_, str>> {
    let site = renderer.site();
    let page = |id: PageId| {
        let page = &site.pages[id];
        let title = match page.document.facts.title() {
            Some(_) => String::new(),
            None => format!("# {}\n\n", page.title),
        };
        let source = site.base.fullest(&page.url);
        [format!("\n---\n\nSource: {source}\n\n{title}").into(), renderer.markdown(id)]
    };
    std::iter::once(head(site).into())
        .chain(sections(renderer).into_iter().flat_map(|section| section.pages).flat_map(page))
}

/// The name of the site and what it is about.
fn head(site: &Site) -> String {
    let home = site.home.map(|id| &*site.pages[id].description);
    let description = home.filter(|text| !text.trim().is_empty()).or(site.config.meta.description.as_deref());
    let quote = description.map(|text| format!("\n> {}\n", one_line(text))).unwrap_or_default();
    format!("# {}\n{quote}", site.title())
}

fn title(page: &Page) -> String {
    one_line(&page.title).replace('[', "\\[").replace(']', "\\]")
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        line.extend([if line.is_empty() { "" } else { " " }, word]);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{MOST_PAGES, rows_for};

    #[test]
    fn a_site_of_very_many_pages_is_listed_but_not_put_into_one_file() {
        let paths = |pages| rows_for(pages).into_iter().map(|(path, _)| path.to_string()).collect::<Vec<_>>();
        assert_eq!(paths(0), [""; 0]);
        assert_eq!(paths(1), ["llms.txt", "llms-full.txt"]);
        assert_eq!(paths(MOST_PAGES), ["llms.txt", "llms-full.txt"]);
        assert_eq!(paths(MOST_PAGES + 1), ["llms.txt"]);
    }
}
