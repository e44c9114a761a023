//! What is worth telling about a site as a whole, beyond what a build tells; and mending it.
//!
//! Everything here looks at a finished [`Site`]. Only [`mend`] writes, into the author's own files, and only [`external`] asks
//! other hosts.

mod ask;
mod duplicates;
mod fences;
mod orphans;
mod unused;

pub mod external;
pub mod mend;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::site::{Page, Site};
use crate::source::Sources;
use crate::theme::Grammar;

/// Looks at a whole site.
pub fn review(site: &Site, sources: &Sources, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut findings = orphans::find(site);
    findings.extend(unused::find(site, sources));
    findings.extend(duplicates::find(site));
    findings.extend(fences::find(site, grammar));
    findings
}

/// Where a page as a whole is told of: at its first heading, or its first line.
fn place(page: &Page) -> Range<usize> {
    let first_line = || 0..page.document.source.text.lines().next().map_or(0, str::len);
    page.document.facts.headings.first().map_or_else(first_line, |heading| heading.span.clone())
}
