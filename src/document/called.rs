//! What a page is called by its path, when nothing else names it.

use super::front_matter::Meta;
use crate::case::capitalized;
use crate::config::Layout;
use crate::path::{SourcePath, composed};
use crate::source::DEFAULT_PAGES;

/// The folder whose pages are posts.
pub const BLOG: &str = "blog";

/// The name of a page by its path.
pub fn called(path: &SourcePath, is_post: bool) -> String {
    match path.stem() {
        _ if is_post => pretty(name_without_date(own_name(path))),
        stem if is_default_name(stem) => pretty(folder_name(path)),
        stem => pretty(stem),
    }
}

/// The heading of a page that has none by its path. A home page without one, and the page of what is not found, are as they are written.
pub(super) fn heading(path: &SourcePath, meta: &Meta) -> Option<String> {
    let (folder, is_default) = (path.folder(), is_default_name(path.stem()));
    if folder.is_empty() && (is_default || path.stem() == "404") {
        return None;
    }
    let introduces = is_default && folder.eq_ignore_ascii_case(BLOG);
    Some(called(path, !introduces && is_post(path, meta)))
}

/// Whether a page is a post, if it does not introduce the blog: it stands below its folder, at any depth, or says so by its layout.
pub fn is_post(path: &SourcePath, meta: &Meta) -> bool {
    let is_below = path.folder().split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(BLOG));
    is_below || meta.layout.0 == Some(Layout::Blog)
}

/// The name of a post: its file's, or its folder's when it has one of its own.
pub fn own_name(path: &SourcePath) -> &str {
    let folder = path.folder().rsplit('/').next().filter(|_| is_default_name(path.stem()));
    folder.unwrap_or_else(|| path.stem())
}

/// A post's name without the date that it begins with.
fn name_without_date(stem: &str) -> &str {
    let day = dated(stem).filter(|(date, _)| date.len() == "2025-11-15".len());
    let rest = day.map(|(_, length)| &stem[length..]);
    rest.map(|rest| rest.trim_start_matches(['-', '_', ' '])).filter(|rest| !rest.is_empty()).unwrap_or(stem)
}

fn is_default_name(stem: &str) -> bool {
    DEFAULT_PAGES.iter().any(|name| stem.eq_ignore_ascii_case(name))
}

fn folder_name(path: &SourcePath) -> &str {
    match path.folder().rsplit('/').next() {
        Some(name) if !name.is_empty() => name,
        _ => "Home",
    }
}

/// `feature-log` and `feature_log` as `Feature log`. A name with spaces is written as it is meant, and its hyphens are hyphens:
/// `Asia-Pacific - The plan`. So is the case of one with a capital in it: `iOS`.
pub fn pretty(name: &str) -> String {
    let name = composed(name);
    let name = if name.contains(' ') { name.into_owned() } else { name.replace(['-', '_'], " ") };
    if name.contains(char::is_uppercase) { name } else { capitalized(&name) }
}

/// The date that a file's name begins with, and how many bytes it is there: a day may be written `2025-1-5`, too.
pub fn dated(name: &str) -> Option<(String, usize)> {
    let fits = |(byte, shape): (&u8, &u8)| if *shape == b'-' { byte == shape } else { byte.is_ascii_digit() };
    let begins = |shape: &[u8]| name.len() >= shape.len() && name.as_bytes().iter().zip(shape).all(fits);
    let stands_alone = |shape: &[u8]| !name[shape.len()..].starts_with(char::is_alphanumeric);
    let short = [b"0000-0-00".as_slice(), b"0000-00-0", b"0000-0-0"];
    let short = || short.into_iter().find(|shape| begins(shape) && stands_alone(shape));
    let long = |shape: &'static [u8]| Some(shape).filter(|shape| begins(shape));
    let length = long(b"0000-00-00").or_else(short).or_else(|| long(b"0000-00"))?.len();
    let parts: Vec<String> = name[..length].split('-').map(|part| format!("{part:0>2}")).collect();
    Some((parts.join("-"), length))
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
            ("2025-1-5-hello", "hello"),
            ("2025-1-15 hello", "hello"),
            ("2025-1-hello", "2025-1-hello"),
            ("2025-11-1st-post", "2025-11-1st-post"),
            ("hello", "hello"),
        ] {
            assert_eq!(name_without_date(stem), name);
        }
    }

    #[test]
    fn a_name_is_that_of_its_file_without_its_hyphens() {
        for (name, called) in [
            ("feature-log", "Feature log"),
            ("FAQ_FOR_ALL", "FAQ FOR ALL"),
            ("iOS", "iOS"),
            ("our bread", "Our bread"),
            ("bread and API", "bread and API"),
            ("Asia-Pacific - The plan", "Asia-Pacific - The plan"),
        ] {
            assert_eq!(pretty(name), called);
        }
    }
}
