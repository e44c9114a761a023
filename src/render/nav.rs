//! The navigation as one page shows it (format sheet §8.1).
//!
//! Every entry is rendered once, when a page first shows it, and written on each page that does. A small site's pages show the
//! whole tree; on a larger one a page shows the top level and the branch that it stands in, and of a long folder the
//! neighbourhood, so that what a page weighs does not depend on how many others there are.

use std::ops::Range;
use std::sync::OnceLock;

use super::piece::{CURRENT, INSIDE, Piece, Slot};
use super::{Renderer, chrome, configured_href, plain_label};
use crate::config::NavIconMode;
use crate::diagnostic::Diagnostic;
use crate::document::NavBadge;
use crate::html::{Html, is_active_url};
use crate::path::Url;
use crate::site::{NavNode, Site, Viewpoint};
use crate::theme::Value;

/// So many entries of a folder stand around the current one on a larger site: as many as a screen has room for.
const NEIGHBOURHOOD: usize = 30;

/// There is room for about a hundred entries from the start.
const ROOM: usize = 16 * 1024;

/// The pieces of the navigation, in the shape of the site's tree.
#[derive(Debug, Default)]
pub(super) struct Nav {
    frame: Piece,
    entries: Vec<Entry>,
    scope: Scope,
}

/// What a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Scope {
    #[default]
    Whole,
    Branch,
}

/// A piece that is made when it is first shown.
type Made = OnceLock<Result<Piece, Box<Diagnostic>>>;

/// An entry's pieces. Most entries are pages.
#[derive(Debug, Default)]
struct Entry {
    closed: Made,
    folder: Option<Box<Folder>>,
}

/// What only an entry with others in it has.
#[derive(Debug, Default)]
struct Folder {
    open: Made,
    entries: Vec<Entry>,
}

impl Nav {
    /// `frame` is what stands around the entries.
    pub(super) fn new(frame: Piece, site: &Site) -> Self {
        let scope = if site.has_large_nav() { Scope::Branch } else { Scope::Whole };
        Self { frame, entries: entries(&site.nav), scope }
    }

    /// The navigation on the page at `place`, which is nowhere for one that has no place in the tree.
    pub(super) fn on_page(&self, renderer: &Renderer, from: Viewpoint, place: &[usize]) -> (Html, Option<Diagnostic>) {
        let root = renderer.site.base.root(from);
        let mut writer = Writer::new(renderer, from, &root, self.scope);
        let mut html = String::with_capacity(self.frame.size() + ROOM);
        let inside = |html: &mut String| writer.level(html, &renderer.site.nav, &self.entries, place);
        self.frame.write(&mut html, &root, |_| None, inside);
        (Html::trusted(html), writer.problem)
    }

    /// Every entry, as it is written at the root: what pages of a large site do not hold.
    pub(super) fn whole(&self, renderer: &Renderer) -> (Html, Option<Diagnostic>) {
        let from = renderer.site.base.viewpoint(&Url::root());
        let root = renderer.site.base.root(from);
        let mut writer = Writer::new(renderer, from, &root, Scope::Whole);
        let mut html = String::with_capacity(ROOM);
        writer.level(&mut html, &renderer.site.nav, &self.entries, &[]);
        (Html::trusted(html), writer.problem)
    }
}

fn entries(nodes: &[NavNode]) -> Vec<Entry> {
    let folder = |node: &NavNode| Box::new(Folder { entries: entries(&node.children), ..Folder::default() });
    let entry =
        |node: &NavNode| Entry { folder: (!node.children.is_empty()).then(|| folder(node)), ..Entry::default() };
    nodes.iter().map(entry).collect()
}

struct Writer<'a> {
    renderer: &'a Renderer,
    /// Where the navigation stands, and what leads from there to the root.
    from: Viewpoint,
    root: &'a str,
    scope: Scope,
    /// How many folders the entries lie in.
    depth: usize,
    problem: Option<Diagnostic>,
}

impl<'a> Writer<'a> {
    fn new(renderer: &'a Renderer, from: Viewpoint, root: &'a str, scope: Scope) -> Self {
        Self { renderer, from, root, scope, depth: 0, problem: None }
    }

    /// Writes the entries of a folder; `place` leads from there to the current page.
    fn level(&mut self, out: &mut String, nodes: &[NavNode], entries: &[Entry], place: &[usize]) {
        let current = place.first().copied();
        let shown = match self.scope {
            Scope::Whole => 0..nodes.len(),
            Scope::Branch => neighbourhood(nodes.len(), current),
        };
        if let Some(before) = shown.start.checked_sub(1) {
            self.more(out, &nodes[before], shown.start);
        }
        for at in shown.clone() {
            let way = (current == Some(at)).then(|| &place[1..]);
            self.entry(out, &nodes[at], &entries[at], way);
        }
        if let Some(behind) = nodes.get(shown.end) {
            self.more(out, behind, nodes.len() - shown.end);
        }
    }

    /// Writes one entry; `way` leads on to the current page if that is this one or lies in it.
    fn entry(&mut self, out: &mut String, node: &NavNode, entry: &Entry, way: Option<&[usize]>) {
        let stays_open = node.expanded || node.is_group || way.is_some();
        let open = entry.folder.as_ref().filter(|_| self.scope == Scope::Whole || stays_open);
        let made = open.map_or(&entry.closed, |folder| &folder.open);
        let piece = match made.get_or_init(|| piece(self.renderer, node, self.depth, open.is_some())) {
            Ok(piece) => piece,
            Err(problem) => {
                self.problem.get_or_insert_with(|| problem.as_ref().clone());
                return;
            }
        };
        let mut is_current = way.is_some_and(<[usize]>::is_empty) && node.url.is_some();
        let fill = |slot: &Slot| match slot {
            Slot::Link(_) if std::mem::take(&mut is_current) => Some(CURRENT),
            Slot::Fold if way.is_some() => Some(" open"),
            _ => None,
        };
        piece.write(out, self.root, fill, |out| {
            self.depth += 1;
            let entries = open.map(|folder| folder.entries.as_slice()).unwrap_or_default();
            self.level(out, &node.children, entries, way.unwrap_or_default());
            self.depth -= 1;
        });
    }

    /// The way to the neighbours that are not shown: a link to the nearest of them, around which they are.
    fn more(&mut self, out: &mut String, nearest: &NavNode, count: usize) {
        let url = nearest.first_url().map(|url| self.renderer.site.base.href(self.from, url));
        let arguments = [("url", url.unwrap_or_default().into()), ("count", Value::from(count))];
        match self.renderer.theme.component("nav_more", arguments, None) {
            Ok(html) => out.push_str(html.as_str()),
            Err(problem) => drop(self.problem.get_or_insert(*problem)),
        }
    }
}

/// Which of `count` entries are shown around `current`.
fn neighbourhood(count: usize, current: Option<usize>) -> Range<usize> {
    let start = current.unwrap_or(0).saturating_sub(NEIGHBOURHOOD / 2).min(count.saturating_sub(NEIGHBOURHOOD));
    start..count.min(start + NEIGHBOURHOOD)
}

/// Where an entry leads: to where its page has moved to, or to this address of the site; empty without one.
pub(super) fn href(renderer: &Renderer, node: &NavNode, url: Option<&Url>, from: Viewpoint) -> String {
    let here = || url.map(|url| format!("{}{}", renderer.site.base.href(from, url), node.suffix)).unwrap_or_default();
    node.elsewhere.as_deref().map_or_else(here, str::to_owned)
}

fn piece(renderer: &Renderer, node: &NavNode, depth: usize, is_open: bool) -> Result<Piece, Box<Diagnostic>> {
    let from = Viewpoint::Shared;
    // A folder without a page of its own that is shown closed leads to the first page in it.
    let url = if is_open { node.url.as_ref() } else { node.first_url() };
    let href = href(renderer, node, url, from);
    let icon = node.icon.as_deref().filter(|_| shows_icon(renderer.site.config.nav.icons.mode, node, depth));
    let badge = node.badge.as_ref().map(|badge| self::badge(renderer, badge)).transpose()?;
    let value = Value::object([
        ("label", renderer.label(&node.label, from).into()),
        ("name", plain_label(&node.label, &renderer.theme).into()),
        ("url", href.into()),
        ("icon", renderer.icon(icon.unwrap_or_default(), from).into()),
        ("target", node.target.as_deref().map(chrome::target).into()),
        ("badge", badge.into()),
        ("badge_leads", node.badge.as_ref().is_some_and(|badge| badge.link.is_some()).into()),
        ("group", node.is_group.into()),
        ("folder", (!node.children.is_empty()).into()),
        ("expanded", node.expanded.into()),
        ("open", is_open.into()),
    ]);
    let body = if is_open { INSIDE } else { "" };
    Ok(Piece::new(&renderer.theme.component("nav_entry", [("node", value)], Some(body))?))
}

fn shows_icon(mode: NavIconMode, node: &NavNode, depth: usize) -> bool {
    match mode {
        NavIconMode::All => true,
        NavIconMode::None => false,
        NavIconMode::Folders => !node.children.is_empty(),
        NavIconMode::Pages => node.children.is_empty(),
        NavIconMode::Top => depth == 0,
    }
}

fn badge(renderer: &Renderer, badge: &NavBadge) -> Result<Html, Box<Diagnostic>> {
    let from = Viewpoint::Shared;
    let (text, variant) = badge.text_and_variant();
    let link = badge.link.as_deref().filter(|link| !is_active_url(link));
    let link = link.map(|link| configured_href(&renderer.site, link, from));
    let icon = renderer.icon(badge.icon.as_deref().unwrap_or_default(), from);
    let corners = badge.corners.as_deref().filter(|corners| *corners != "round");
    let value = Value::object([
        ("text", renderer.label(text, from).into()),
        ("variant", variant.filter(|name| renderer.unknown_variant(name).is_none()).unwrap_or("primary").into()),
        ("size", badge.size.as_str().into()),
        ("corners", corners.into()),
        ("icon", icon.into()),
        ("icon_align", badge.icon_align.name().into()),
        ("link", link.into()),
        ("target", badge.target.as_deref().map(chrome::target).into()),
    ]);
    renderer.theme.component("nav_badge", [("badge", value)], None)
}

#[cfg(test)]
mod tests {
    use super::neighbourhood;

    #[test]
    fn a_long_folder_shows_the_neighbourhood() {
        assert_eq!(neighbourhood(10, Some(3)), 0..10);
        assert_eq!(neighbourhood(1000, None), 0..30);
        assert_eq!(neighbourhood(1000, Some(10)), 0..30);
        assert_eq!(neighbourhood(1000, Some(500)), 485..515);
        assert_eq!(neighbourhood(1000, Some(999)), 970..1000);
    }
}
