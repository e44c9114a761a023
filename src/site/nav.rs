//! The navigation's tree, made of folders and pages.

mod position;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

pub(super) use position::{Position, Trail, place_of, positions};
use rayon::prelude::*;

use super::contents::Contents;
use super::links::Paths;
use super::order::{Place, date_of};
use super::{Blog, Destination, Folders, List, ListKind, Page, PageId, Role, Target, blog};
use crate::config::{Config, NavMode};
use crate::document::{NavBadge, Order, pretty};
use crate::labels::Labels;
use crate::path::{Url, compared};

/// The home page stands before pages whose order is not larger than this.
const HOME_ORDER: f64 = 10_000.0;

/// Up to this many entries stand in every page.
const WHOLE_TREE: usize = 250;

/// An entry of the navigation: a page, a folder, or a folder that has a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NavNode {
    /// Its label, inline Markdown.
    pub label: Arc<str>,
    /// Its icon, as the front matter names it.
    pub icon: Option<Box<str>>,
    /// The address it leads to: that of its page or of a list; `None` for a folder without a page.
    pub url: Option<Url>,
    /// The address elsewhere that its page has moved to.
    pub elsewhere: Option<Box<str>>,
    /// What follows its address: the `#part` of the page that its own has moved to.
    pub suffix: Box<str>,
    /// The page at that address, when it is one.
    pub page: Option<PageId>,
    /// Whether its folder is open although no page in it is shown.
    pub expanded: bool,
    /// Whether its folder is a group under a heading, which cannot be closed.
    pub is_group: bool,
    /// The badge behind its label; few have one.
    pub badge: Option<Box<NavBadge>>,
    /// Where its link opens, as the front matter says it.
    pub target: Option<Box<str>>,
    /// What is in its folder, in order.
    pub children: Vec<NavNode>,
}

/// A folder of the input while the tree is built.
#[derive(Default)]
struct Folder {
    folders: BTreeMap<String, Folder>,
    pages: Vec<PageId>,
    default: Option<PageId>,
}

impl Folder {
    /// Lets pages beside folders of their names, `guides.md` beside `guides/`, be these folders' own, since they have one address
    /// (as sites that were published with Retype have it). A page in the folder goes before it.
    fn take_in(&mut self, pages: &[Arc<Page>], home: Option<PageId>) {
        let mut silent: HashMap<String, &mut Option<PageId>> = HashMap::new();
        for (name, folder) in &mut self.folders {
            folder.take_in(pages, home);
            if folder.default.is_none() {
                silent.insert(compared(name), &mut folder.default);
            }
        }
        if silent.is_empty() {
            return;
        }
        self.pages.retain(|id| {
            let stem = pages[*id].document.path.stem();
            let folder = silent.remove(&compared(stem)).filter(|_| Some(*id) != home);
            folder.map(|folder| *folder = Some(*id)).is_none()
        });
    }
}

/// What is in a folder, while its place is sought.
enum Child {
    /// A page, of which there may be many: its node is made when it is in its place.
    Page(PageId),
    /// Anything else.
    Other(Box<NavNode>),
}

/// The node at a place in the tree.
pub(super) fn node_at<'n>(nav: &'n [NavNode], place: &[usize]) -> Option<&'n NavNode> {
    let (first, below) = place.split_first()?;
    let node = nav.get(*first)?;
    if below.is_empty() { Some(node) } else { node_at(&node.children, below) }
}

/// Builds the tree from the pages that are listed.
pub(super) fn tree(grounds: Grounds<'_>) -> Vec<NavNode> {
    let Grounds { pages, home, .. } = grounds;
    if let Some(contents) = grounds.contents {
        let builder = Builder { grounds, modes: BTreeMap::new() };
        return builder.contents(&contents.entries, &mut HashSet::new());
    }
    let mut root = Folder::default();
    let mut modes = BTreeMap::new();
    let listed: Vec<PageId> = (0..pages.len()).filter(|id| pages[*id].is_listed()).collect();
    let path_of = |id: PageId| pages[id].document.path.folder();
    // Most pages stand behind another of their folder.
    for together in listed.chunk_by(|before, behind| path_of(*before) == path_of(*behind)) {
        let path = together.first().map_or("", |id| path_of(*id));
        let mut folder = &mut root;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            folder = folder.folders.entry(name.to_owned()).or_default();
        }
        for id in together {
            if let (Some(mode), Some(first)) = (pages[*id].document.meta.nav.mode, path.split('/').next()) {
                modes.insert(first.to_owned(), mode);
            }
            if Some(*id) != home && pages[*id].is_folder_page {
                folder.default = Some(*id);
            } else {
                folder.pages.push(*id);
            }
        }
    }
    root.take_in(pages, home);
    Builder { grounds, modes }.children(root, "")
}

/// The tree after a page in it was called otherwise. Nothing when that takes more than to move its node among its neighbours.
pub(super) fn renamed(nav: &[NavNode], id: PageId, grounds: Grounds<'_>) -> Option<Vec<NavNode>> {
    let builder = Builder { grounds, modes: BTreeMap::new() };
    let mut tree = nav.to_vec();
    let (at, above) = grounds.pages[id].place.split_last()?;
    let mut siblings = &mut tree;
    for folder in above {
        siblings = &mut siblings.get_mut(*folder)?.children;
    }
    let key = (builder.place(id).key(), id);
    siblings.remove(*at);
    let mut is_among_pages = true;
    let at = siblings.partition_point(|sibling| match sibling.page {
        Some(page) if sibling.children.is_empty() && !grounds.pages[page].is_folder_page => {
            (builder.place(page).key(), page) < key
        }
        // What decides the place of anything else is not known here.
        _ => {
            is_among_pages = false;
            true
        }
    });
    siblings.insert(at, builder.page(id));
    is_among_pages.then_some(tree)
}

/// What a tree is built from.
#[derive(Clone, Copy)]
pub(super) struct Grounds<'a> {
    pub(super) pages: &'a [Arc<Page>],
    pub(super) home: Option<PageId>,
    pub(super) folders: &'a Folders,
    pub(super) paths: &'a Paths,
    /// What an author lists of it, instead of the folders.
    pub(super) contents: Option<&'a Contents>,
    pub(super) blog: Option<&'a Blog>,
    pub(super) lists: &'a [List],
    pub(super) config: &'a Config,
    pub(super) labels: &'a Labels,
}

pub(super) struct Builder<'a> {
    grounds: Grounds<'a>,
    /// The looks that pages choose for the folder of the first level that they are in.
    modes: BTreeMap<String, NavMode>,
}

impl<'a> Deref for Builder<'a> {
    type Target = Grounds<'a>;

    fn deref(&self) -> &Grounds<'a> {
        &self.grounds
    }
}

impl Builder<'_> {
    fn children(&self, folder: Folder, path: &str) -> Vec<NavNode> {
        let mut children: Vec<(Place, Child)> = Vec::new();
        let other = |(place, node)| (place, Child::Other(Box::new(node)));
        for (name, below) in folder.folders {
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            children.extend(self.folder(below, &name, &path).map(other));
        }
        // To look at every page is what takes time.
        children.par_extend(folder.pages.into_par_iter().map(|id| (self.place(id), Child::Page(id))));
        children.extend(self.blog.filter(|_| path.is_empty()).and_then(|blog| self.blog(blog)).map(other));
        let welcome = self.lists.iter().find(|list| path.is_empty() && list.kind == ListKind::Home);
        children.extend(welcome.map(|list| other(self.welcome(list))));
        children.par_sort_by_cached_key(|(place, _)| place.key());
        let node = |(_, child)| match child {
            Child::Page(id) => self.page(id),
            Child::Other(node) => *node,
        };
        children.into_par_iter().map(node).collect()
    }

    /// Where a page's node belongs.
    fn place(&self, id: PageId) -> Place {
        let page = &self.pages[id];
        let order = match &page.document.meta.order {
            Order::None if Some(id) == self.home => Order::Number(HOME_ORDER),
            order => order.clone(),
        };
        Place { order, label: self.label(id), is_folder: false, date: date_of(page.document.path.stem()) }
    }

    pub(super) fn page(&self, id: PageId) -> NavNode {
        let page = &self.pages[id];
        let meta = &page.document.meta;
        let icon = meta.icon.clone().or_else(|| (Some(id) == self.home).then(|| "home".into()));
        let (badge, target) = (badge(page), meta.target.clone());
        NavNode { label: self.label(id), icon, badge, target, ..self.leads_to(id) }
    }

    fn label(&self, id: PageId) -> Arc<str> {
        let page = &self.pages[id];
        let is_unnamed_home = Some(id) == self.home && !page.document.is_titled() && page.document.meta.label.is_none();
        if is_unnamed_home { self.labels.get("home").into() } else { Arc::clone(&page.label) }
    }

    fn folder(&self, folder: Folder, name: &str, path: &str) -> Option<(Place, NavNode)> {
        let default = folder.default;
        let config = self.folders.get(path);
        let page = default.map(|id| &*self.pages[id]);
        let children = self.children(folder, path);
        if children.is_empty() && page.is_none() {
            return None;
        }
        let meta = page.map(|page| &page.document.meta);
        let said = || [meta, config].into_iter().flatten();
        let is_titled = |page: &&Page| page.document.is_titled();
        let page_label = || page.filter(is_titled).map(|page| Arc::clone(&page.label));
        let label =
            said().find_map(|meta| meta.label.clone()).or_else(page_label).unwrap_or_else(|| pretty(name).into());
        let orders = said().map(|meta| meta.order.clone());
        let order = orders.into_iter().find(|order| *order != Order::None).unwrap_or_default();
        let expanded = said().any(|meta| meta.expanded);
        let place = Place { order, label: label.clone(), is_folder: true, date: date_of(name) };
        let icon = said().find_map(|meta| meta.icon.clone());
        let badge = page.and_then(badge).or_else(|| config.and_then(|meta| meta.nav.badge.clone()));
        let target = said().find_map(|meta| meta.target.clone());
        let is_group = !path.contains('/') && !children.is_empty() && self.mode(path) == NavMode::Stack;
        let leads = default.map(|id| self.leads_to(id)).unwrap_or_default();
        Some((place, NavNode { label, icon, expanded, is_group, badge, target, children, ..leads }))
    }

    /// The look of a folder of the first level: as it says, any page in it, or the project.
    fn mode(&self, folder: &str) -> NavMode {
        let said = self.folders.get(folder).and_then(|meta| meta.nav.mode);
        said.or_else(|| self.modes.get(folder).copied()).unwrap_or(self.config.nav.mode)
    }

    /// A node that leads to a page, or to where it has moved; then the page is not one to turn to.
    fn leads_to(&self, id: PageId) -> NavNode {
        let own = NavNode { url: Some(self.pages[id].url.clone()), ..NavNode::default() };
        match &self.pages[id].redirect {
            None => NavNode { page: Some(id), ..own },
            Some(Target::Internal { to: Destination::Page(to), suffix }) => {
                NavNode { url: Some(self.pages[*to].url.clone()), suffix: suffix.clone(), ..own }
            }
            Some(Target::Made { url, suffix }) => NavNode { url: Some(url.clone()), suffix: suffix.clone(), ..own },
            Some(Target::External(address)) => NavNode { elsewhere: Some(address.clone()), ..own },
            Some(_) => own,
        }
    }

    /// The node of the home page that nobody wrote.
    fn welcome(&self, list: &List) -> (Place, NavNode) {
        let label: Arc<str> = self.labels.get("welcome").into();
        let place = Place { order: Order::Number(HOME_ORDER), label: label.clone(), is_folder: false, date: None };
        let (icon, url) = (Some("home".into()), Some(list.url.clone()));
        (place, NavNode { label, icon, url, ..NavNode::default() })
    }

    /// The node of a blog that no page introduces, neither one of the folder nor one beside it, `blog.md`. A blog at the root has the
    /// home page's.
    fn blog(&self, blog: &Blog) -> Option<(Place, NavNode)> {
        let introduces = |page: &Arc<Page>| page.role == Role::Blog || page.url == blog.url;
        if blog.url == Url::root() || self.pages.iter().any(introduces) {
            return None;
        }
        let config = self.folders.get(blog::FOLDER);
        let label = blog.label.clone();
        let order = config.map(|meta| meta.order.clone()).unwrap_or_default();
        let icon = config.and_then(|meta| meta.icon.clone());
        let place = Place { order, label: label.clone(), is_folder: false, date: None };
        let url = Some(blog.url.clone());
        Some((place, NavNode { label, icon, url, ..NavNode::default() }))
    }
}

/// The badge of a page's node. Its link starts at the page, as any in front matter does.
fn badge(page: &Page) -> Option<Box<NavBadge>> {
    let mut badge = page.document.meta.nav.badge.clone()?;
    badge.link = badge.link.map(|link| page.path_from_root(&link));
    Some(badge)
}

/// Whether a tree has more entries than stand in every page.
pub(super) fn is_large(nodes: &[NavNode]) -> bool {
    /// The room that a tree leaves, unless it takes more than there is.
    fn rest(nodes: &[NavNode], room: usize) -> Option<usize> {
        nodes.iter().try_fold(room.checked_sub(nodes.len())?, |room, node| rest(&node.children, room))
    }
    rest(nodes, WHOLE_TREE).is_none()
}

impl NavNode {
    /// Where it leads, or, for a folder without a page, where the first page in it is.
    pub fn first_url(&self) -> Option<&Url> {
        self.url.as_ref().or_else(|| self.children.iter().find_map(Self::first_url))
    }
}
