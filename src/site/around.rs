//! What stands around a page's text: as the page says, the nearest folder above it, or the project.

use super::Folders;
use super::inherited::Inherited;
use crate::config::{Config, NextPrevMode};
use crate::document::{Document, Visibility};

/// Which furniture a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Whether the path of folders above it is shown.
    pub breadcrumb: bool,
    /// Whether it has links to its neighbours.
    pub nextprev: NextPrevMode,
    /// Whether the pages that link to it are listed.
    pub backlinks: bool,
}

/// What folders say of the pages in them.
pub(super) struct Inheritance<'a> {
    config: &'a Config,
    visibility: Inherited<Visibility>,
    breadcrumb: Inherited<bool>,
    nextprev: Inherited<NextPrevMode>,
    backlinks: Inherited<bool>,
}

impl<'a> Inheritance<'a> {
    /// `speaking` are the pages that speak for their folders.
    pub(super) fn new(config: &'a Config, speaking: &[&Document], folders: &Folders) -> Self {
        Self {
            config,
            visibility: Inherited::new(speaking, folders, |meta| meta.visibility()),
            breadcrumb: Inherited::new(speaking, folders, |meta| meta.breadcrumb),
            nextprev: Inherited::new(speaking, folders, |meta| meta.nextprev.mode),
            backlinks: Inherited::new(speaking, folders, |meta| meta.backlinks.enabled),
        }
    }

    /// Who may see a page.
    pub(super) fn visibility(&self, document: &Document) -> Visibility {
        let inherited = || self.visibility.in_folder(document.path.folder());
        document.meta.visibility().or_else(inherited).unwrap_or_default()
    }

    pub(super) fn around(&self, document: &Document) -> Around {
        let (meta, folder, config) = (&document.meta, document.path.folder(), self.config);
        let breadcrumb = meta.breadcrumb.or_else(|| self.breadcrumb.in_folder(folder));
        let nextprev = meta.nextprev.mode.or_else(|| self.nextprev.in_folder(folder));
        let backlinks = meta.backlinks.enabled.or_else(|| self.backlinks.in_folder(folder));
        Around {
            breadcrumb: breadcrumb.unwrap_or(true) && config.breadcrumb.enabled,
            nextprev: nextprev.unwrap_or(config.nextprev.mode),
            backlinks: backlinks.unwrap_or(config.backlinks.enabled),
        }
    }
}
