//! What hosts look for: `.nojekyll` keeps GitHub Pages from building the site again, `CNAME` names its domain.

use super::{Content, Recipe, Rows, row};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct Fixed(String);

impl Recipe for Fixed {
    fn render(&self, _: &Renderer) -> (Content, Vec<Diagnostic>) {
        (Content::Bytes(self.0.clone().into_bytes()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    let cname = site.cname.as_ref().and_then(|domain| row("CNAME", Fixed(domain.clone())));
    row(".nojekyll", Fixed(String::new())).into_iter().chain(cname).collect()
}
