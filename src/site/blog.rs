//! What makes a page a post (format sheet §6), and when it was written.

use jiff::civil::Date;

use super::order::date_of;
use crate::config::Layout;
use crate::document::{Document, PageDate};
use crate::path::SourcePath;

/// The folder whose pages are posts.
pub(super) const FOLDER: &str = "blog";

/// Whether a page is a post: it stands below `/blog`, at any depth, or says so by its layout. The page of the folder
/// itself introduces the blog.
pub(super) fn is_post(document: &Document, is_folder_page: bool) -> bool {
    let first = document.path.folder().split('/').next().unwrap_or_default();
    let introduces = is_folder_page && document.path.folder().eq_ignore_ascii_case(FOLDER);
    document.meta.layout == Some(Layout::Blog) || (first.eq_ignore_ascii_case(FOLDER) && !introduces)
}

/// When a page was published: as its front matter says, or the name of a post's file.
pub(super) fn date(document: &Document, is_post: bool) -> Option<PageDate> {
    document.meta.date.or_else(|| is_post.then(|| date_in_name(&document.path)).flatten())
}

fn date_in_name(path: &SourcePath) -> Option<PageDate> {
    let date: Date = date_of(path.stem())?.parse().ok()?;
    Some(PageDate(date.into()))
}

/// A post's name without the date that it begins with.
pub(super) fn name_without_date(stem: &str) -> &str {
    let date = date_of(stem).filter(|date| date.len() == "2025-11-15".len());
    let rest = date.and_then(|date| stem.strip_prefix(date.as_str()));
    rest.map(|rest| rest.trim_start_matches(['-', '_', ' '])).filter(|rest| !rest.is_empty()).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_at_the_front_is_no_part_of_the_name() {
        for (stem, name) in [
            ("2025-11-15-hello-world", "hello-world"),
            ("2025-11-15", "2025-11-15"),
            ("2025-11-hello", "2025-11-hello"),
            ("hello", "hello"),
        ] {
            assert_eq!(name_without_date(stem), name);
        }
    }
}
