//! What is worth telling about a site as a whole, beyond what a build tells; and mending it.
//!
//! Everything here looks at a finished [`Site`]. Only [`mend`] writes, into the author's own files, and only [`external`] asks
//! other hosts.

mod ask;
mod duplicates;
mod emoji;
mod fences;
mod orphans;
mod unused;

pub mod external;
pub mod mend;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Page, Site};
use crate::source::Sources;
use crate::theme::Grammar;

/// Looks at a whole site.
pub fn review(site: &Site, sources: &Sources, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut findings = orphans::find(site, sources, grammar);
    findings.extend(unused::find(site, sources));
    findings.extend(duplicates::find(site));
    findings.extend(fences::find(site));
    findings.extend(emoji::find(site, grammar));
    findings.extend(blog_without_feed(site));
    findings
}

/// A blog that nobody can subscribe to. A build does not tell, since a site may have no address yet.
fn blog_without_feed(site: &Site) -> Option<Diagnostic> {
    site.blog.as_ref().filter(|_| site.base.origin.is_empty())?;
    let diagnostic = Diagnostic::new(Code::FeedNeedsUrl, "the blog has no feed, since the site's address is not known");
    Some(diagnostic.hint("write it in the configuration: `url: https://example.com`"))
}

/// Where a page as a whole is told of: at its first heading, or its first line.
fn place(page: &Page) -> Range<usize> {
    let heading = page.document.facts.headings.first();
    heading.map_or_else(|| page.document.first_line(), |heading| heading.span.clone())
}
