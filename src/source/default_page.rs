//! Which page of a folder is the folder's own.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::path::SourcePath;

/// Names of a folder's default page, best first. The last two only count at the root.
pub const DEFAULT_PAGES: [&str; 5] = ["index", "readme", "default", "welcome", "home"];

/// Those of them that count below the root; there a page that is named like its folder comes after them.
pub const FOLDER_PAGES: &[&str] = DEFAULT_PAGES.split_at(3).0;

/// The default page of each folder, by the folder's path in lower case.
pub fn default_pages<'a>(pages: impl ParallelIterator<Item = &'a SourcePath>) -> HashMap<String, SourcePath> {
    let ranked: Vec<_> = pages.filter_map(|page| Some((rank(page)?, page))).collect();
    let mut best: HashMap<String, (usize, &SourcePath)> = HashMap::new();
    for (rank, page) in ranked {
        let known = best.entry(page.folder().to_lowercase()).or_insert((rank, page));
        if rank < known.0 {
            *known = (rank, page);
        }
    }
    best.into_iter().map(|(folder, (_, path))| (folder, path.clone())).collect()
}

fn rank(page: &SourcePath) -> Option<usize> {
    let (stem, folder) = (page.stem(), page.folder());
    let rank = DEFAULT_PAGES.iter().position(|name| name.eq_ignore_ascii_case(stem));
    if folder.is_empty() {
        return rank;
    }
    let name = folder.rsplit('/').next().unwrap_or_default();
    let is_ascii = name.is_ascii() && stem.is_ascii();
    let is_named_like_folder =
        if is_ascii { name.eq_ignore_ascii_case(stem) } else { name.to_lowercase() == stem.to_lowercase() };
    rank.filter(|rank| *rank < FOLDER_PAGES.len()).or(is_named_like_folder.then_some(FOLDER_PAGES.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_name_in_a_folder_is_its_default_page() {
        let default_of = |paths: &[&str], folder: &str| {
            let paths: Vec<SourcePath> = paths.iter().filter_map(|path| SourcePath::new(path)).collect();
            default_pages(paths.par_iter()).get(folder).map(ToString::to_string).unwrap_or_default()
        };
        assert_eq!(default_of(&["home.md", "README.md", "Index.md"], ""), "Index.md");
        assert_eq!(default_of(&["home.md", "welcome.md"], ""), "welcome.md");
        assert_eq!(default_of(&["Guides/guides.md", "Guides/home.md"], "guides"), "Guides/guides.md");
        assert_eq!(default_of(&["guides/guides.md", "guides/readme.md"], "guides"), "guides/readme.md");
        assert_eq!(default_of(&["guides/home.md"], "guides"), "");
    }
}
