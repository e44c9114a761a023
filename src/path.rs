//! The three kinds of path in a site, as types that cannot hold what would be dangerous.
//!
//! A [`SourcePath`] names a file of the project, an [`OutPath`] a file of the built site, a [`Url`] an address in it.
//! All three are relative to their own root, separated by `/`, and free of `.`, `..`, NUL, and drives where there are any: no link that an
//! author writes can reach outside the project, and no output can be written outside the output folder. Copies of the first and the
//! last, which many parts of a site keep, share one text.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A file of the project, relative to the folder that it was found in: `guide/Getting-Started.md`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourcePath(Arc<str>);

/// A file of the built site, relative to the output folder: `guide/getting-started/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutPath(Box<str>);

/// An address of the site without host or base path; always begins with `/`: `/guide/getting-started/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Url(Arc<str>);

impl SourcePath {
    /// Normalises `text`; `None` when it would leave its root or is empty.
    pub fn new(text: &str) -> Option<Self> {
        normalise("", text).filter(|path| !path.is_empty()).map(|path| Self(path.into()))
    }

    /// The path that `link` means when written in this file: relative to its folder, or to the root with a leading `/` or `~/`.
    pub fn resolve(&self, link: &str) -> Option<Self> {
        self.resolved(link).map(|path| Self(path.into()))
    }

    fn resolved(&self, link: &str) -> Option<String> {
        let link = from_root(link);
        let folder = if link.starts_with(['/', '\\']) { "" } else { self.folder() };
        normalise(folder, link)
    }

    /// The path that `link` means, as paths are [`compared`].
    pub(crate) fn resolve_compared(&self, link: &str) -> Option<String> {
        self.resolved(link).map(|path| if is_compared(&path) { path } else { compared(&path) })
    }

    /// The path that `link` means, which may leave the folder that paths begin in and come back to it. That one is called `input`.
    pub fn resolve_around(&self, input: &str, link: &str) -> Option<Self> {
        let input = normalise("", input)?;
        let found = Self::new(&format!("{input}/{self}"))?.resolve(&format!("./{link}"))?;
        found.0.strip_prefix(&input)?.strip_prefix('/').map(|path| Self(path.into()))
    }

    /// Where a path leads that climbs from this file's folder, `../icons/sail.svg`; `None` for any other.
    pub fn climb(&self, written: &str) -> Option<String> {
        slashed(written).starts_with("../").then(|| self.resolve(written)).flatten().map(|path| path.0.to_string())
    }

    /// The path as text, without a leading `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path in lower case, in which paths are compared.
    pub fn lower_case(&self) -> Arc<str> {
        lower_case(&self.0)
    }

    /// The folder part without a trailing `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it is in a folder, or below it, in whatever case.
    pub fn is_in(&self, folder: &Self) -> bool {
        self.lower_case().strip_prefix(&*folder.lower_case()).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The last segment, `Getting-Started.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last segment without its extension, `Getting-Started`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
    }

    /// The extension in lower case, without its dot; empty when there is none.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(String::new(), |(_, ext)| ext.to_lowercase())
    }
}

impl OutPath {
    /// Normalises `text`; `None` when it would leave the output folder or is empty.
    pub fn new(text: &str) -> Option<Self> {
        normalise("", text).filter(|path| !path.is_empty()).map(|path| Self(path.into()))
    }

    /// The path as text, without a leading `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Url {
    /// So many bytes may stand between two slashes: file systems take 255, and something may stand behind them.
    const LONGEST_NAME: usize = 200;

    /// The site's home.
    pub fn root() -> Self {
        Self("/".into())
    }

    /// Normalises `text` to an address from the root; a trailing `/` is kept. `None` when it would leave the site.
    pub fn new(text: &str) -> Option<Self> {
        let mut path = normalise("", text)?;
        if text.ends_with(['/', '\\']) && !path.is_empty() {
            path.push('/');
        }
        path.insert(0, '/');
        Some(Self(path.into()))
    }

    /// An address beside this one, `/guide-1/` for `/guide/`.
    pub fn numbered(&self, number: usize) -> Self {
        let own = self.0.trim_end_matches('/');
        let between = if own.is_empty() { '/' } else { '-' };
        Self(format!("{own}{between}{number}/").into())
    }

    /// As much of a name as may stand between two slashes.
    pub fn fitting(name: &str) -> &str {
        &name[..name.floor_char_boundary(Self::LONGEST_NAME)]
    }

    /// The address as text, with its leading `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last segment, `guide` for `/docs/guide/`; empty for the home.
    pub fn name(&self) -> &str {
        self.0.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }

    /// The address in lower case, in which addresses are compared.
    pub fn lower_case(&self) -> Arc<str> {
        lower_case(&self.0)
    }

    /// The file that a server sends for this address: a folder's is its `index.html`.
    pub fn out_path(&self) -> OutPath {
        let path = &self.0[1..];
        OutPath(if path.is_empty() || path.ends_with('/') { format!("{path}index.html").into() } else { path.into() })
    }

    /// Whether `file` is what a server sends for this address, when `index` is the name of folders' pages.
    pub fn is_at(&self, file: &OutPath, index: &str) -> bool {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') { file.0.strip_suffix(index) == Some(path) } else { *file.0 == *path }
    }

    /// How many folders lie between this address and the root: 0 for `/` and `/404.html`, 1 for `/guide/`.
    pub fn depth(&self) -> usize {
        self.0[1..].matches('/').count()
    }
}

/// What stands at a path among `all` in path order: most likely `at` its old place, or beside it when something came or went.
pub(crate) fn find_near<'a, T>(
    all: &'a [T],
    at: usize,
    path: &SourcePath,
    path_of: impl Fn(&T) -> &SourcePath,
) -> Option<&'a T> {
    let mut near = [at, at.wrapping_sub(1), at + 1].into_iter().filter_map(|at| all.get(at));
    near.find(|one| path_of(one) == path).or_else(|| {
        let at = all.binary_search_by(|one| path_of(one).cmp(path)).ok()?;
        all.get(at)
    })
}

/// An address as it is written, cut in two: its path, and the `?query` and `#fragment` behind it.
pub fn cut(address: &str) -> (&str, &str) {
    address.split_at(address.find(['?', '#']).unwrap_or(address.len()))
}

/// A text as names are [`compared`]; itself where it is so, as most are.
pub(crate) fn lower_case(text: &Arc<str>) -> Arc<str> {
    if is_compared(text) { Arc::clone(text) } else { compared(text).into() }
}

/// Whether a text is for certain as names are [`compared`].
fn is_compared(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

/// A text as names are compared by it: in lower case, and composed.
pub(crate) fn compared(text: &str) -> String {
    composed(text).to_lowercase()
}

/// A text with each letter and its accents as one character (NFC, Unicode Standard Annex #15), as people type it. Some file systems
/// of Macs keep names in pieces (NFD), and archives and repositories bring these to other systems.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    }
}

/// A path with `/` between its parts. On Windows `\` stands there, too, and browsers take it for a `/` everywhere (WHATWG URL, special
/// schemes).
pub fn slashed(path: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', path.as_bytes()).is_some() { path.replace('\\', "/").into() } else { path.into() }
}

/// A path with `~/`, by which some tools begin at the root, as one with `/`.
pub(crate) fn from_root(path: &str) -> &str {
    path.strip_prefix('~').filter(|rest| rest.starts_with(['/', '\\'])).unwrap_or(path)
}

/// Joins `folder` and `path` and removes `.`, `..` and empty segments; `None` when that leaves the root.
fn normalise(folder: &str, path: &str) -> Option<String> {
    if memchr::memchr(0, path.as_bytes()).is_some() {
        return None;
    }
    let path = slashed(path);
    // With room for slashes around it.
    let mut joined = String::with_capacity(folder.len() + path.len() + 3);
    for segment in folder.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            name => {
                joined.push_str(if joined.is_empty() { "" } else { "/" });
                joined.push_str(name);
            }
        }
    }
    // A drive such as `C:` would make the path absolute on Windows, where no folder is called so.
    let is_drive = cfg!(windows) && joined.as_bytes().get(1) == Some(&b':');
    (!is_drive).then_some(joined)
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_its_root() {
        let drives: &[&str] = if cfg!(windows) { &["C:", "C:/x", "C:x", "C:\\x"] } else { &[] };
        for text in ["../x", "a/../../x", "/../x", "..\\x", "a\\..\\..\\x", "a\0b"].iter().chain(drives) {
            assert_eq!(SourcePath::new(text), None, "{text}");
            assert_eq!(OutPath::new(text), None, "{text}");
            assert_eq!(Url::new(text), None, "{text}");
        }
    }

    #[test]
    fn a_link_is_relative_to_the_folder_of_its_file_or_to_the_root() {
        let page = SourcePath::new("guide/a.md").unwrap();
        let resolve = |link| page.resolve(link).map(|path| path.as_str().to_owned());
        assert_eq!(resolve("b.md").as_deref(), Some("guide/b.md"));
        assert_eq!(resolve("./x/../b.md").as_deref(), Some("guide/b.md"));
        assert_eq!(resolve("../b.md").as_deref(), Some("b.md"));
        assert_eq!(resolve("..\\images\\b.png").as_deref(), Some("images/b.png"));
        assert_eq!(resolve("/images/b.png").as_deref(), Some("images/b.png"));
        assert_eq!(resolve("~/images/b.png").as_deref(), Some("images/b.png"));
        assert_eq!(resolve("~images/b.png").as_deref(), Some("guide/~images/b.png"));
        assert_eq!(resolve("~/../b.md").or(resolve("../../b.md")), None);
        let around = |input, link| page.resolve_around(input, link).map(|path| path.as_str().to_owned());
        assert_eq!(around("./a/docs/", "../../docs/b.md").as_deref(), Some("b.md"));
        assert_eq!(around("docs", "../../docs2/b.md"), None);
        assert_eq!(around("docs", "../../../docs/b.md"), None);
        assert_eq!(around(".", "../../b.md"), None);
    }

    #[test]
    fn an_address_knows_its_file_and_its_depth() {
        let of = |text| Url::new(text).map(|url| (url.out_path().as_str().to_owned(), url.depth())).unwrap();
        assert_eq!(of("/"), ("index.html".into(), 0));
        assert_eq!(of("/guide/start/"), ("guide/start/index.html".into(), 2));
        assert_eq!(of("guide\\start\\"), of("/guide/start/"));
        assert_eq!(of("/404.html"), ("404.html".into(), 0));
        for text in ["/", "/guide/start/", "/404.html"] {
            let url = Url::new(text).unwrap();
            assert!(
                url.is_at(&url.out_path(), "index.html")
                    && !url.is_at(&OutPath("guide/index.html".into()), "index.html")
            );
        }
    }

    #[test]
    fn a_dot_file_has_no_extension() {
        let path = SourcePath::new("a/.hidden").unwrap();
        assert_eq!((path.stem(), path.extension()), (".hidden", String::new()));
    }
}
