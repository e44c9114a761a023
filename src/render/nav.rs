//! The navigation as one page shows it.
//!
//! Every entry is rendered once, when a page first shows it, and written on each page that does. A small site's pages show the
//! whole tree; on a larger one a page shows the top level and the branch that it stands in, and of a long folder the
//! neighbourhood, so that what a page weighs does not depend on how many others there are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::piece::{CURRENT, INSIDE, Piece, Slot, Strip};
use super::{Renderer, attributes, configured};
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

/// So many entries of a folder are rendered when the first of them is shown.
const STRIP: usize = 32;

/// The pieces of the navigation, in the shape of the site's tree.
#[derive(Debug, Default)]
pub(super) struct Nav {
    frame: Piece,
    top: Level,
    scope: Scope,
}

/// What a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Scope {
    #[default]
    Whole,
    Branch,
}

/// Entries that are made when one of them is first shown, and what went wrong.
type Made = OnceLock<(Strip, Option<Box<Diagnostic>>)>;

/// The pieces of what stands in a folder, or at the top.
#[derive(Debug, Default)]
struct Level {
    /// Every entry as a link, [`STRIP`] in each.
    links: Box<[Made]>,
    /// The entries with others in them, by their place.
    folders: BTreeMap<usize, Folder>,
}

/// What only an entry with others in it has.
#[derive(Debug, Default)]
struct Folder {
    open: Made,
    level: Level,
}

impl Nav {
    /// `frame` is what stands around the entries.
    pub(super) fn new(frame: Piece, site: &Site) -> Self {
        let scope = if site.has_large_nav() { Scope::Branch } else { Scope::Whole };
        Self { frame, top: Level::new(&site.nav), scope }
    }

    /// The navigation on the page at `place`, which is nowhere for one that has no place in the tree.
    pub(super) fn on_page(&self, renderer: &Renderer, from: Viewpoint, place: &[usize]) -> (Html, Option<Diagnostic>) {
        let root = renderer.site.base.root(from);
        let mut writer = Writer::new(renderer, from, &root, self.scope);
        let mut html = String::with_capacity(self.frame.view().size() + ROOM);
        let inside = |html: &mut String| writer.level(html, &renderer.site.nav, &self.top, place);
        self.frame.view().write(&mut html, &root, |_, _| None, inside);
        (Html::trusted(html), writer.problem)
    }

    /// Every entry, as it is written at the root: what pages of a large site do not hold.
    pub(super) fn whole(&self, renderer: &Renderer) -> (Html, Option<Diagnostic>) {
        let from = renderer.site.base.viewpoint(&Url::root());
        let root = renderer.site.base.root(from);
        let mut writer = Writer::new(renderer, from, &root, Scope::Whole);
        let mut html = String::with_capacity(ROOM);
        writer.level(&mut html, &renderer.site.nav, &self.top, &[]);
        (Html::trusted(html), writer.problem)
    }
}

impl Level {
    fn new(nodes: &[NavNode]) -> Self {
        let folders = nodes.iter().enumerate().filter(|(_, node)| !node.children.is_empty());
        let folder = |node: &NavNode| Folder { open: Made::new(), level: Self::new(&node.children) };
        Self {
            links: nodes.chunks(STRIP).map(|_| Made::new()).collect(),
            folders: folders.map(|(at, node)| (at, folder(node))).collect(),
        }
    }
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
    fn level(&mut self, out: &mut String, nodes: &[NavNode], level: &Level, place: &[usize]) {
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
            self.entry(out, nodes, level, at, way);
        }
        if let Some(behind) = nodes.get(shown.end) {
            self.more(out, behind, nodes.len() - shown.end);
        }
    }

    /// Writes one entry; `way` leads on to the current page if that is this one or lies in it.
    fn entry(&mut self, out: &mut String, nodes: &[NavNode], level: &Level, at: usize, way: Option<&[usize]>) {
        let stays_open = |node: &NavNode| node.expanded || node.is_group || way.is_some();
        let open = level.folders.get(&at).filter(|_| self.scope == Scope::Whole || stays_open(&nodes[at]));
        let (made, strip, shape) = match open {
            Some(folder) => (&folder.open, at..at + 1, Shape::Open),
            None => {
                let start = at - at % STRIP;
                (&level.links[at / STRIP], start..nodes.len().min(start + STRIP), Shape::Link)
            }
        };
        let start = strip.start;
        let (strip, problem) = made.get_or_init(|| self::strip(self.renderer, &nodes[strip], self.depth, shape));
        if let Some(problem) = problem {
            self.problem.get_or_insert_with(|| problem.as_ref().clone());
        }
        let mut is_current = way.is_some_and(<[usize]>::is_empty) && nodes[at].url.is_some();
        let fill = |slot, _: &str| match slot {
            Slot::Link if std::mem::take(&mut is_current) => Some(CURRENT),
            Slot::Fold if way.is_some() => Some(" open"),
            _ => None,
        };
        strip.piece(at - start).write(out, self.root, fill, |out| {
            if let Some(folder) = open {
                self.depth += 1;
                self.level(out, &nodes[at].children, &folder.level, way.unwrap_or_default());
                self.depth -= 1;
            }
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

/// What an entry is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Link,
    Open,
}

fn strip(renderer: &Renderer, nodes: &[NavNode], depth: usize, shape: Shape) -> (Strip, Option<Box<Diagnostic>>) {
    let mut strip = Strip::default();
    let mut problem = None;
    for node in nodes {
        let made = entry(renderer, node, depth, shape).map_err(|problem_of| problem.get_or_insert(problem_of));
        strip.push(made.ok().as_ref());
    }
    (strip, problem)
}

fn entry(renderer: &Renderer, node: &NavNode, depth: usize, shape: Shape) -> Result<Html, Box<Diagnostic>> {
    let from = Viewpoint::Shared;
    let is_open = shape == Shape::Open;
    // A folder without a page of its own that is shown closed leads to the first page in it.
    let url = if is_open { node.url.as_ref() } else { node.first_url() };
    let href = href(renderer, node, url, from);
    let icon = node.icon.as_deref().filter(|_| shows_icon(renderer.site.config.nav.icons.mode, node, depth));
    let badge = node.badge.as_ref().map(|badge| self::badge(renderer, badge)).transpose()?;
    let value = Value::object([
        ("label", renderer.label(&node.label, from).into()),
        ("name", renderer.plain(&node.label).into()),
        ("url", href.into()),
        ("icon", renderer.icon(icon.unwrap_or_default(), from).into()),
        ("target", node.target.as_deref().map(attributes::target).into()),
        ("badge", badge.into()),
        ("badge_leads", node.badge.as_ref().is_some_and(|badge| badge.link.is_some()).into()),
        ("group", node.is_group.into()),
        ("folder", (!node.children.is_empty()).into()),
        ("expanded", node.expanded.into()),
        ("open", is_open.into()),
    ]);
    let body = if is_open { INSIDE } else { "" };
    renderer.theme.component("nav_entry", [("node", value)], Some(body))
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
    let link = link.map(|link| configured::href(&renderer.site, link, from));
    let icon = renderer.icon(badge.icon.as_deref().unwrap_or_default(), from);
    let corners = badge.corners.as_deref().filter(|corners| *corners != "round");
    let value = Value::object([
        ("text", renderer.label(text, from).into()),
        (
            "variant",
            variant.and_then(|variant| renderer.known_of_badge("variant", variant)).unwrap_or("primary").into(),
        ),
        ("size", renderer.known_of_badge("size", &badge.size).unwrap_or("s").into()),
        ("corners", corners.and_then(|corners| renderer.known_of_badge("corners", corners)).into()),
        ("icon", icon.into()),
        ("icon_align", badge.icon_align.name().into()),
        ("link", link.into()),
        ("target", badge.target.as_deref().map(attributes::target).into()),
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
