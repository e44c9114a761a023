//! Where pages have moved (`redirect`).

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::index::Index;
use super::resolver::Resolver;
use super::target::{Destination, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Link, LinkKind};
use crate::path::Url;
use crate::site::{File, Page, PageId, lock};

/// What each page says that has moved, and where that leads.
type Steps = BTreeMap<PageId, (Link, Target)>;

/// Settles where those pages lead that have moved, through every page on the way. One that leads back to itself is told, and its
/// page stays where it is. What lists there are depends on which pages have moved, so those are asked for that the others have.
pub(super) fn redirects(
    pages: &[Arc<Page>],
    files: &[File],
    index: &Index<'_>,
    lists: &dyn Fn(&[Arc<Page>]) -> HashSet<Url>,
) -> (Vec<(PageId, Target)>, Vec<Diagnostic>) {
    let resolver = |page| Resolver::new(page, pages, files, index);
    let lists = LazyCell::new(|| {
        let others = pages.iter().filter(|page| page.document.meta.redirect.is_none());
        lists(&others.cloned().collect::<Vec<_>>())
    });
    let mut diagnostics = Vec::new();
    let mut steps = Steps::new();
    for (id, page) in pages.iter().enumerate() {
        let Some(note) = note(page) else { continue };
        let mut resolver = resolver(page);
        let target = resolver.target(&note).unwrap_or_else(|dead| {
            let unfound = resolver.unfound(id, 0, &note, *dead);
            unfound.among(&lists).unwrap_or_else(|| {
                diagnostics.push(unfound.problem);
                Target::Dead(note.destination.clone())
            })
        });
        let may_lead_on = page.is_open() || is_open_page(&target, pages);
        if !may_lead_on {
            resolver.report(&note, lock::leads_on());
        }
        diagnostics.extend(resolver.diagnostics);
        if may_lead_on && !matches!(target, Target::Dead(_) | Target::Refused | Target::Unnamed) {
            steps.insert(id, (note, target));
        }
    }
    let mut settled = Vec::new();
    for (id, end) in ends(&steps) {
        match end {
            Some(end) => settled.push((id, end)),
            None => diagnostics.push(resolver(&pages[id]).placed(&steps[&id].0, in_a_circle(&steps[&id].0))),
        }
    }
    (settled, diagnostics)
}

fn in_a_circle(note: &Link) -> Diagnostic {
    let message = format!("`redirect: {}` leads round in a circle", note.destination);
    Diagnostic::new(Code::RedirectLoop, message).hint("it stays where it is until it leads elsewhere")
}

/// What a page says of where it has moved.
fn note(page: &Page) -> Option<Link> {
    let destination = page.document.meta.redirect.clone().filter(|written| !written.trim().is_empty())?;
    Some(Link { kind: LinkKind::Link, destination, span: 0..page.document.body, may_be_misread: false })
}

fn is_open_page(target: &Target, pages: &[Arc<Page>]) -> bool {
    matches!(target, Target::Internal { to: Destination::Page(id), .. } if pages[*id].is_open())
}

/// The end of the way from each page that has moved; `None` for one that goes round in a circle.
fn ends(steps: &Steps) -> BTreeMap<PageId, Option<Target>> {
    let mut ends: BTreeMap<PageId, Option<Target>> = BTreeMap::new();
    for start in steps.keys() {
        let mut way = Vec::new();
        let mut next = Some(*start);
        while let Some((id, (_, step))) = next.and_then(|id| steps.get_key_value(&id))
            && !ends.contains_key(id)
        {
            // Who meets it again before its end is known has gone round.
            ends.insert(*id, None);
            way.push((*id, step));
            next = step.page();
        }
        for (id, step) in way.into_iter().rev() {
            let known = step.page().and_then(|next| ends.get(&next));
            let end = match (step, known) {
                (Target::Internal { suffix, .. }, Some(end)) => end.clone().map(|end| end.with_suffix(suffix)),
                _ => Some(step.clone()),
            };
            ends.insert(id, end);
        }
    }
    ends
}
