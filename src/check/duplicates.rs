//! Pages that look the same in a list of results.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Page, Site};

/// How many of the others are shown.
const SHOWN: usize = 3;

/// Tells of titles and descriptions that several findable pages share.
pub(super) fn find(site: &Site) -> Vec<Diagnostic> {
    let pages: Vec<&Page> = site.pages.iter().map(Arc::as_ref).filter(|page| page.is_findable()).collect();
    let title = |page: &Page| page.document.meta.meta.title.clone().unwrap_or_else(|| page.title.to_string());
    let titles = shared(&pages, title).into_iter();
    let descriptions = shared(&pages, |page| page.description.to_string()).into_iter();
    let titles = titles.map(|(text, pages)| finding(Code::DuplicateTitle, "title", &text, &pages));
    let described = descriptions.map(|(text, pages)| finding(Code::DuplicateDescription, "description", &text, &pages));
    titles.chain(described).collect()
}

/// What more than one page has, with the pages.
fn shared<'a>(pages: &[&'a Page], text: impl Fn(&Page) -> String) -> Vec<(String, Vec<&'a Page>)> {
    let mut by_text: BTreeMap<String, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        by_text.entry(text(page)).or_default().push(page);
    }
    by_text.into_iter().filter(|(text, pages)| pages.len() > 1 && !text.trim().is_empty()).collect()
}

fn finding(code: Code, what: &str, text: &str, pages: &[&Page]) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    let dots = if shown.len() < text.len() { "…" } else { "" };
    let message = format!("{} pages have the {what} `{shown}{dots}`", pages.len());
    let mut finding = Diagnostic::new(code, message);
    for (at, page) in pages.iter().take(SHOWN + 1).enumerate() {
        let heading = || (Arc::clone(&page.document.source), super::place(page));
        let (source, span) = page.document.said(&[what], text).unwrap_or_else(heading);
        finding = if at == 0 { finding.at(&source, span) } else { finding.related(&source, span, "the same") };
    }
    finding
}
