//! What all pages share: header, navigation, footer.
//!
//! They are rendered once, as pieces, by templates that know nothing of the current page: how the root is reached and which
//! link is the current one is filled in per page.

use super::nav::Nav;
use super::piece::{INSIDE, Piece};
use super::shared::variables;
use super::whole::Place;
use super::{Renderer, menu, tag_cloud};
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::site::{Viewpoint, WAY_TO_ROOT};
use crate::theme::{Frame, Value, Variable};

/// Header, navigation and footer.
#[derive(Debug, Default)]
pub(super) struct Chrome {
    header: Piece,
    nav: Nav,
    footer: Piece,
    /// The menu beside a page's title.
    actions: Piece,
}

impl Chrome {
    /// Renders what pages share.
    pub(super) fn new(renderer: &Renderer) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let shared = Frame::new(variables(renderer, Viewpoint::Shared));
        let cloud = tag_cloud::cloud(renderer).unwrap_or_else(|problem| {
            diagnostics.push(*problem);
            Value::none()
        });
        let mut piece =
            |template: &str, more: Vec<Variable>| match renderer.theme.render(template, shared.variables().chain(more))
            {
                Ok(html) => Piece::new(&html),
                Err(diagnostic) => {
                    diagnostics.push(*diagnostic);
                    Piece::default()
                }
            };
        let header = piece("header.html", Vec::new());
        let frame = piece("nav.html", vec![("nav", Html::trusted(INSIDE).into()), ("tag_cloud", cloud)]);
        let footer = piece("footer.html", Vec::new());
        let actions = &renderer.site.config.actions;
        let entries =
            if actions.enabled { menu::links(renderer, &actions.items, Viewpoint::Shared) } else { Vec::new() };
        let actions = piece("actions.html", vec![("entries", entries.into())]);
        (Self { header, nav: Nav::new(frame, &renderer.site), footer, actions }, diagnostics)
    }

    /// The whole navigation, as it is written at the root.
    pub(super) fn whole_nav(&self, renderer: &Renderer) -> (Html, Option<Diagnostic>) {
        self.nav.whole(renderer)
    }

    /// `header`, `nav`, `footer` and `actions` for the page or list that stands there.
    pub(super) fn on_page(&self, renderer: &Renderer, place: Place<'_>) -> ([Variable; 4], Option<Diagnostic>) {
        let base = &renderer.site.base;
        let from = place.viewpoint(renderer);
        let root = base.root(from);
        let (address, place) = match place {
            Place::At(url, place) => (Some(base.href(Viewpoint::Shared, url)), place),
            Place::Anywhere => (None, &[][..]),
        };
        let address = address.as_deref().map(|address| address.trim_start_matches(WAY_TO_ROOT));
        let (nav, problem) = self.nav.on_page(renderer, from, place);
        let header = self.header.on_page(&root, address);
        let footer = self.footer.on_page(&root, None);
        let actions = self.actions.on_page(&root, None);
        let pieces = [("header", header), ("nav", nav), ("footer", footer), ("actions", actions)];
        (pieces.map(|(name, html)| (name, html.into())), problem)
    }
}
