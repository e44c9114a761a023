//! Files that are published and that nothing uses.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{File, Site, Target};
use crate::source::Sources;

/// Names at the root that browsers, hosts and search engines ask for by themselves.
const ASKED_FOR: [&str; 16] = [
    "_headers",
    "_redirects",
    "ads.txt",
    "apple-touch-icon.png",
    "browserconfig.xml",
    "cname",
    "favicon-dark.svg",
    "favicon.ico",
    "favicon.png",
    "favicon.svg",
    "humans.txt",
    "llms.txt",
    "manifest.json",
    "robots.txt",
    "security.txt",
    "site.webmanifest",
];

/// Kinds of files that name others.
const TEXTS: [&str; 7] = ["css", "htm", "html", "js", "json", "svg", "webmanifest"];

/// A larger file is not read for names.
const LARGEST: u64 = 1024 * 1024;

/// Tells of published files that no link leads to and no text names.
pub(super) fn find(site: &Site, sources: &Sources) -> Vec<Diagnostic> {
    let mut is_used = vec![false; site.files.len()];
    for file in site.pages.iter().flat_map(|page| &page.targets).filter_map(Target::file) {
        is_used[file] = true;
    }
    let unlinked = site.files.iter().zip(is_used).filter(|(file, is_used)| file.published && !is_used);
    let unlinked: Vec<&File> = unlinked.map(|(file, _)| file).filter(|file| !is_asked_for(file)).collect();
    if unlinked.is_empty() {
        return Vec::new();
    }
    let named = names(site, sources);
    let is_named = |file: &&File| {
        let name = file.source.path.file_name().to_lowercase();
        // `a-dark.png` is used where `a.png` is.
        named.contains(&name.replacen("-dark.", ".", 1)) || named.contains(&name)
    };
    unlinked.into_iter().filter(|file| !is_named(file)).map(finding).collect()
}

fn is_asked_for(file: &File) -> bool {
    let path = file.source.path.as_str();
    path.starts_with("theme/") || ASKED_FOR.binary_search(&path.to_lowercase().as_str()).is_ok()
}

/// Every word in the project's texts that could be the end of a file's path, in lower case.
fn names(site: &Site, sources: &Sources) -> HashSet<String> {
    let mut names = HashSet::new();
    let pages = sources.pages.iter().chain(&sources.folders).map(|page| &page.source);
    let partials = sources.partials.iter().map(|partial| &partial.source);
    let templates = sources.templates.iter().map(|(_, source)| source);
    pages.chain(partials).chain(templates).for_each(|source| take(&source.text, &mut names));
    take(&format!("{:?}", sources.config), &mut names);
    let texts = site.files.iter().filter(|file| {
        file.published && file.source.size < LARGEST && TEXTS.contains(&file.source.path.extension().as_str())
    });
    for file in texts {
        if let Ok(text) = crate::source::read_to_string(&file.source.disk) {
            take(&text, &mut names);
        }
    }
    names
}

fn take(text: &str, names: &mut HashSet<String>) {
    let ends = |c: char| c.is_whitespace() || "/\"'`()[]{}<>|=,;?#\\".contains(c);
    let words = text.split(ends).filter(|word| word.contains('.'));
    names.extend(words.map(|word| percent_encoding::percent_decode_str(word).decode_utf8_lossy().to_lowercase()));
}

fn finding(file: &File) -> Diagnostic {
    Diagnostic::new(Code::UnusedFile, format!("nothing uses the file `{}`", file.source.path))
        .hint("remove it, or leave it out with `exclude`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_names_is_sorted_for_searching() {
        assert!(ASKED_FOR.is_sorted());
    }
}
