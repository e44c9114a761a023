//! Where the site is published, and how one address is written on the page of another.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::page::is_not_found;
use crate::config::{Config, LinkStyle};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::Url;

/// What is written as it is in the path of an address (RFC 3986 §3.3, less what HTML would have to escape).
pub const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\'');

/// The address of the published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// `https://host`, or empty when it is not known.
    pub origin: String,
    /// The folder on that host, with slashes at both ends: `/docs/`.
    pub path: String,
    /// How links are written.
    pub links: LinkStyle,
    /// How links to pages end.
    ending: Ending,
}

/// How the address of a page ends in a link.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    /// `guide/`.
    Slash,
    /// `guide`. Then links begin at the root: how a relative one is understood would depend on the slash.
    Bare,
    /// `guide/index.html`, which can be read from disk.
    Index(String),
}

impl Ending {
    fn new(config: &Config) -> Self {
        let index = &config.generator.directory_index;
        match config.generator.trailing_slash {
            _ if index.append => Self::Index(index.name.as_str().to_owned()),
            true => Self::Slash,
            false => Self::Bare,
        }
    }

    /// A page's address without its first slash, as it is written in links; that of a file stays.
    fn of<'a>(&self, url: &'a Url) -> Cow<'a, str> {
        let path = &url.as_str()[1..];
        match self {
            _ if !(path.is_empty() || path.ends_with('/')) => path.into(),
            Self::Slash => path.into(),
            Self::Bare => path.trim_end_matches('/').into(),
            Self::Index(name) => format!("{path}{name}").into(),
        }
    }
}

/// Stands for the way to the root in what is written for [`Viewpoint::Shared`]. A noncharacter, which no text is meant to hold.
pub const WAY_TO_ROOT: char = '\u{fdd0}';

/// Where a text stands that links to addresses of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Viewpoint {
    /// On a page that may be shown at any address, or on a site whose links all begin at the root.
    Anywhere,
    /// On a page this many folders below the root.
    Depth(usize),
    /// On pages at different depths; the way to the root is left open as [`WAY_TO_ROOT`].
    Shared,
}

impl Base {
    /// Reads `url` of the configuration.
    pub(super) fn new(config: &Config) -> (Self, Vec<Diagnostic>) {
        let ending = Ending::new(config);
        let links = if ending == Ending::Bare { LinkStyle::Root } else { config.generator.paths };
        let nowhere = Self { origin: String::new(), path: "/".into(), links, ending };
        // What follows a `#` is no part of where the site is, and often a comment that YAML does not take for one.
        let written = config.url.as_deref().and_then(|url| url.split(['#', '?']).next());
        let Some(url) = written.map(str::trim).filter(|url| !url.is_empty()) else {
            return (nowhere, Vec::new());
        };
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let scheme = scheme.to_ascii_lowercase();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
        let Some(path) = Url::new(path).filter(|_| is_host && matches!(&*scheme, "https" | "http")) else {
            let message = format!("`url` takes an address such as `https://example.com/docs`, not `{url}`");
            return (nowhere, vec![Diagnostic::new(Code::WrongType, message)]);
        };
        let folder = path.as_str().trim_matches('/');
        let path = if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") };
        (Self { origin: format!("{scheme}://{}", host.to_lowercase()), path, ..nowhere }, Vec::new())
    }

    /// A path of the host as one below the folder that the site is published in: `/guide/` for `/docs/guide/`. Authors write what
    /// they see in their browsers.
    pub fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        let folder = self.path.trim_end_matches('/');
        let (own, rest) = path.split_at_checked(folder.len()).filter(|_| !folder.is_empty())?;
        let is_inside = own.eq_ignore_ascii_case(folder) && (rest.is_empty() || rest.starts_with('/'));
        is_inside.then_some(if rest.is_empty() { "/" } else { rest })
    }

    /// The host without its port; empty when it is not known.
    pub fn host(&self) -> &str {
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);
        host.split(':').next().unwrap_or_default()
    }

    /// Where a page at `url` stands.
    pub fn viewpoint(&self, url: &Url) -> Viewpoint {
        match self.links {
            LinkStyle::Root => Viewpoint::Anywhere,
            LinkStyle::Relative if is_not_found(url) => Viewpoint::Anywhere,
            LinkStyle::Relative => Viewpoint::Depth(url.depth()),
        }
    }

    /// The prefix that leads from there to the root of the site.
    pub fn root(&self, from: Viewpoint) -> String {
        let mut root = String::new();
        self.push_root(&mut root, from);
        root
    }

    /// `to` as it is written behind [`root`](Self::root).
    pub fn below_root(&self, to: &Url) -> String {
        let mut path = String::new();
        push_encoded(&mut path, &self.ending.of(to));
        path
    }

    fn push_root(&self, out: &mut String, from: Viewpoint) {
        match from {
            Viewpoint::Anywhere => out.push_str(&self.path),
            Viewpoint::Depth(0) => out.push_str("./"),
            Viewpoint::Shared => out.push(WAY_TO_ROOT),
            Viewpoint::Depth(depth) => (0..depth).for_each(|_| out.push_str("../")),
        }
    }

    /// `to` as it is written there.
    pub fn href(&self, from: Viewpoint, to: &Url) -> String {
        let path = self.ending.of(to);
        let mut href = String::with_capacity(self.path.len() + path.len() + 16);
        // What stands before a colon would be taken for a scheme (RFC 3986 §4.2).
        if from != Viewpoint::Depth(0) || to.as_str() == "/" || path.contains(':') {
            self.push_root(&mut href, from);
        }
        push_encoded(&mut href, &path);
        href
    }

    /// `to` as an author would write it on the page at `from`: not through the folders that both stand in.
    pub fn brief(&self, from: &Url, to: &Url) -> String {
        let href = self.href(self.viewpoint(from), to);
        let own = self.below_root(from);
        let mut folders = own.split('/').take(from.depth());
        let mut path = href.trim_start_matches("../");
        let mut up = (href.len() - path.len()) / "../".len();
        while up > 0
            && let Some((folder, behind)) = path.split_once('/')
            && folders.next() == Some(folder)
        {
            (path, up) = (behind, up - 1);
        }
        let begins = if up == 0 && (path.is_empty() || path.contains(':')) { "./" } else { "" };
        format!("{begins}{}{path}", "../".repeat(up))
    }

    /// `to` as whole as it is known: from the root of the host when that is not.
    pub fn fullest(&self, to: &Url) -> String {
        match self.absolute(to) {
            unknown if unknown.is_empty() => self.href(Viewpoint::Anywhere, to),
            absolute => absolute,
        }
    }

    /// `to` as seen from anywhere; empty when the site's address is not known.
    pub fn absolute(&self, to: &Url) -> String {
        if self.origin.is_empty() { String::new() } else { [&*self.origin, &*self.on_host(to)].concat() }
    }

    /// `to` from the root of the host, as readers elsewhere know it.
    pub fn on_host(&self, to: &Url) -> String {
        let path = match &self.ending {
            Ending::Bare => self.ending.of(to),
            // For them, a page is its folder.
            Ending::Slash | Ending::Index(_) => to.as_str()[1..].into(),
        };
        let mut address = self.path.clone();
        push_encoded(&mut address, &path);
        address
    }
}

/// Appends a path, percent-encoded; most have nothing to encode.
fn push_encoded(out: &mut String, path: &str) {
    let stays = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    if path.bytes().all(stays) {
        out.push_str(path);
    } else {
        out.extend(utf8_percent_encode(path, PATH));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str, links: LinkStyle) -> Base {
        let mut config = Config { url: Some(url.into()), ..Config::default() };
        config.generator.paths = links;
        Base::new(&config).0
    }

    #[test]
    fn an_address_is_written_from_the_page_or_from_the_root() {
        let (to, page) = (Url::new("/guide/é b/").unwrap(), Url::new("/a/b/").unwrap());
        let relative = base("example.com/docs", LinkStyle::Relative);
        let href = |base: &Base, from: &Url, to: &Url| base.href(base.viewpoint(from), to);
        assert_eq!(href(&relative, &Url::root(), &to), "guide/%C3%A9%20b/");
        assert_eq!(href(&relative, &page, &to), "../../guide/%C3%A9%20b/");
        assert_eq!(
            (href(&relative, &Url::root(), &Url::root()), href(&relative, &page, &Url::root())),
            ("./".into(), "../../".into())
        );
        assert_eq!(href(&relative, &Url::root(), &Url::new("/a:b.png").unwrap()), "./a:b.png");
        assert_eq!(href(&base("example.com/docs/", LinkStyle::Root), &page, &to), "/docs/guide/%C3%A9%20b/");
        assert_eq!(relative.href(Viewpoint::Anywhere, &to), "/docs/guide/%C3%A9%20b/");
        assert_eq!(relative.absolute(&to), "https://example.com/docs/guide/%C3%A9%20b/");
        assert_eq!(relative.fullest(&to), relative.absolute(&to));
        assert_eq!(base("", LinkStyle::Relative).fullest(&to), "/guide/%C3%A9%20b/");
    }

    #[test]
    fn a_brief_address_leaves_out_the_folders_of_both() {
        let relative = base("example.com", LinkStyle::Relative);
        let brief = |to| relative.brief(&Url::new("/a/b/page/").unwrap(), &Url::new(to).unwrap());
        let addresses =
            ["/a/b/other/", "/a/c/", "/x/", "/a/b/page/", "/a/b/page/x.png", "/a/b/page/x:y.png", "/a/", "/"];
        assert_eq!(
            addresses.map(brief),
            ["../other/", "../../c/", "../../../x/", "./", "x.png", "./x:y.png", "../../", "../../../"]
        );
        let root = base("example.com/docs", LinkStyle::Root);
        assert_eq!(root.brief(&Url::new("/a/b/").unwrap(), &Url::new("/a/").unwrap()), "/docs/a/");
    }

    #[test]
    fn links_to_pages_end_as_the_configuration_says() {
        let (page, file, to) = (Url::new("/a/").unwrap(), Url::new("/x.png").unwrap(), Url::new("/guide/").unwrap());
        let hrefs = |set: fn(&mut Config)| {
            let mut config = Config { url: Some("example.com".into()), ..Config::default() };
            set(&mut config);
            let (base, _) = Base::new(&config);
            let from = base.viewpoint(&page);
            [&to, &Url::root(), &file].map(|to| base.href(from, to)).join(" ") + " " + &base.absolute(&to)
        };
        assert_eq!(hrefs(|_| {}), "../guide/ ../ ../x.png https://example.com/guide/");
        assert_eq!(
            hrefs(|config| config.generator.trailing_slash = false),
            "/guide / /x.png https://example.com/guide"
        );
        assert_eq!(
            hrefs(|config| config.generator.directory_index.append = true),
            "../guide/index.html ../index.html ../x.png https://example.com/guide/"
        );
    }

    #[test]
    fn a_host_is_in_lower_case_and_ends_before_a_comment() {
        let origin = |url| base(url, LinkStyle::Root).origin;
        assert_eq!(origin("Example.Com# your address here"), "https://example.com");
        assert_eq!(origin("HTTPS://Example.com"), "https://example.com");
        assert_eq!(base("https://A.github.io/Docs/#x", LinkStyle::Root).path, "/Docs/");
    }

    #[test]
    fn what_is_no_address_is_told_and_left_out() {
        let config = Config { url: Some("https://a b/".into()), ..Config::default() };
        let (base, problems) = Base::new(&config);
        assert_eq!((base.origin.as_str(), problems.len()), ("", 1));
    }
}
