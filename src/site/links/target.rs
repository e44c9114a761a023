//! What a link can lead to.

use crate::path::Url;
use crate::site::{FileId, PageId};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To something of this site.
    Internal {
        /// What.
        to: Destination,
        /// What follows the address: `?query`, `#fragment`, or nothing.
        suffix: Box<str>,
    },
    /// To something of this site that nobody wrote, such as a list or a feed.
    Made {
        /// Its address.
        url: Url,
        /// What follows the address.
        suffix: Box<str>,
    },
    /// To somewhere else, as written.
    External(Box<str>),
    /// Nowhere: the destination does not exist. It is kept as written.
    Dead(Box<str>),
    /// Nowhere: no page or file has the name in a wiki link. Its text is shown without a link.
    Unnamed,
    /// Nowhere: it would run code.
    Refused,
}

/// Something of this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// A page.
    Page(PageId),
    /// A file.
    File(FileId),
}

impl Target {
    /// The page that it leads to.
    pub fn page(&self) -> Option<PageId> {
        match self {
            Self::Internal { to: Destination::Page(id), .. } => Some(*id),
            _ => None,
        }
    }

    /// The file that it leads to.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::Internal { to: Destination::File(id), .. } => Some(*id),
            _ => None,
        }
    }

    /// Whether it leads to what nobody wrote, or would if there were such a thing.
    pub(in crate::site) fn depends_on_made(&self) -> bool {
        matches!(self, Self::Made { .. } | Self::Dead(_))
    }

    /// The target with what followed the link.
    pub(super) fn with_suffix(self, more: &str) -> Self {
        match self {
            Self::Internal { to, suffix } => Self::Internal { to, suffix: followed_by(&suffix, more) },
            Self::Made { url, suffix } => Self::Made { url, suffix: followed_by(&suffix, more) },
            Self::External(address) => Self::External(followed_by(&address, more)),
            other => other,
        }
    }
}

/// An address, or what stands behind its path, with what followed a link to it: its own fragment counts for less than the link's, and
/// both queries count.
fn followed_by(address: &str, more: &str) -> Box<str> {
    let (bare, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let fragment = if more.contains('#') { "" } else { fragment };
    match more.strip_prefix('?').filter(|_| bare.contains('?')) {
        Some(query) => format!("{bare}&{query}{fragment}").into(),
        None => format!("{bare}{more}{fragment}").into(),
    }
}

/// `scheme:…` or `//host`; a drive letter is no scheme, and neither is a colon behind a slash.
pub fn is_external(address: &str) -> bool {
    if address.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = address.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
