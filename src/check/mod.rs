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

use crate::diagnostic::{Diagnostic, SourceText};
use crate::site::Site;
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

/// The first line of a page, for what concerns the page as a whole.
fn first_line(source: &SourceText) -> std::ops::Range<usize> {
    0..source.text.lines().next().map_or(0, str::len)
}
