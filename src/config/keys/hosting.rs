//! How the site is written, served and found: `generator`, `cname`, `cache`, `meta`, `integrations`, `serve`, `start`.

use serde_yaml::Value;

use crate::config::values::is_nothing;
use crate::config::{FromYaml, Needless, Reader, Shape, choices, definitions};
use crate::path::SourcePath;

definitions! {
    /// Titles and description for search engines.
    pub struct SiteMeta {
        /// Text appended to every page's `<title>`; by default a dot and the name of the site, in a Retype
        /// project nothing.
        title: Option<String> = "title";
        /// Name of the site on social cards; by default `branding.title`.
        site_name: Option<String> = "siteName";
        /// Description of the site.
        description: Option<String> = "description";
    }

    /// How addresses and files are written.
    pub struct Generator {
        /// Whether links between pages are relative, so that the site can be moved or opened from disk, or begin at the root.
        paths: LinkStyle = "paths";
        /// Whether names of folders and files are lower-cased in addresses.
        recase: Recase = "recase";
        /// Whether links to pages end in `/`. The files are the same either way; most hosts redirect to the slash.
        trailing_slash: bool = "trailingSlash", default true;
        /// The file that a page is written to in its folder.
        directory_index: DirectoryIndex = "directoryIndex";
    }

    /// The file that a page is written to.
    pub struct DirectoryIndex {
        /// Its name.
        name: IndexName = "name";
        /// Whether links name it: `guide/index.html` instead of `guide/`, for reading from disk.
        append: bool = "append";
        /// Names that mean the same in links that you write.
        alt_names: Vec<String> = "altNames", default
            ["index.html", "index.htm", "default.html", "default.htm"].map(str::to_owned).to_vec();
    }

    /// How old styles and scripts are kept from being used.
    pub struct Cache {
        /// `query` adds a token to their addresses; `none` does not. `path` is taken for `query`.
        strategy: CacheStrategy = "strategy" | "busting";
        /// The token; by default a digest of the theme, which changes when the theme does.
        token: Option<String> = "token";
    }

    /// Services of others.
    pub struct Integrations {
        /// Google Analytics.
        google_analytics: ServiceId = "googleAnalytics";
        /// Google Tag Manager.
        google_tag_manager: ServiceId = "googleTagManager";
        /// Pictures of authors by e-mail address.
        gravatar: Gravatar = "gravatar";
        /// Plausible, which counts visits without cookies.
        plausible: Plausible = "plausible";
    }

    /// A service that knows a site by an id.
    pub struct ServiceId, short id: Option<String> {
        /// The site's id.
        id: Option<String> = "id";
    }

    /// Pictures of authors by e-mail address.
    pub struct Gravatar, short enabled: bool {
        /// Whether readers' browsers fetch authors' pictures from gravatar.com. By default nothing is asked of other hosts, and
        /// authors are shown by their initials.
        enabled: bool = "enabled";
        /// What is shown for an address that Gravatar does not know.
        default: UnknownFace = "default";
    }

    /// Plausible.
    pub struct Plausible {
        /// The site's domain, or several with commas between them.
        domain: Option<String> = "domain";
        /// Host of the service or address of its script.
        host: String = "host", default "plausible.io".into();
    }

    /// The preview server.
    pub struct Serve {
        /// Host that it listens on, with or without `:port`.
        host: String = "host", default "localhost".into();
        /// Port. By default 5001 or the next that is free; one that is named here must be free.
        port: Option<u16> = "port";
        /// How changes are noticed.
        watch: Watch = "watch";
        /// How your editor is called from a finding in the browser: an address with `{file}`, `{line}` and `{column}`.
        editor: String = "editor", default "vscode://file/{file}:{line}:{column}".into();
    }

    /// How changes are noticed.
    pub struct Watch {
        /// Retype keeps the preview in memory or on disk; Rasher renders a page when it is asked for and keeps none.
        mode: Needless = "mode";
        /// Whether files are looked at again and again, for file systems that do not tell of changes; or how often, in
        /// milliseconds. `true` is every second.
        polling: Polling = "polling";
        /// How Retype tells changed files; Rasher compares their content.
        validation: Needless = "validation";
    }

    /// What the preview does when it starts.
    pub struct Start {
        /// Whether the site is opened in the browser when the preview starts, as with `--open`.
        open: bool = "open";
        /// Retype's trial of what it sells; everything is simply there.
        pro: Needless = "pro";
        /// How long, in milliseconds, no file may change before the site is compiled again.
        debounce: u32 = "debounce", default 100;
    }
}

impl Integrations {
    /// Whether Google is asked to count visits.
    pub fn has_google(&self) -> bool {
        self.google_analytics.id.is_some() || self.google_tag_manager.id.is_some()
    }
}

impl Plausible {
    /// The address of its script: `host` is one, or the host whose script has its usual name.
    pub fn script(&self) -> String {
        let host =
            Some(self.host.trim().trim_end_matches('/')).filter(|host| !host.is_empty()).unwrap_or("plausible.io");
        let address = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
        let has_path = address.splitn(4, '/').nth(3).is_some();
        if has_path { address } else { format!("{address}/js/script.js") }
    }
}

choices! {
    /// How links between pages are written.
    pub enum LinkStyle {
        /// From the page: `../images/a.png`.
        Relative = "relative" | "source",
        /// From the root of the host: `/docs/images/a.png`.
        Root = "root",
    }
}

choices! {
    /// Lower-casing of addresses.
    pub enum Recase {
        /// Every name is in lower case.
        All = "all",
        /// Names are as on disk.
        None = "none",
    }
}

choices! {
    /// How old styles and scripts are kept from being used.
    pub enum CacheStrategy {
        /// By a token behind their address.
        Query = "query" | "path",
        /// Not at all.
        None = "none",
    }
}

/// What Gravatar shows for an address that it does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFace(pub String);

impl UnknownFace {
    /// The names that Gravatar knows.
    const NAMES: &[&[&str]] =
        &[&["404"], &["mp"], &["identicon"], &["monsterid"], &["wavatar"], &["retro"], &["robohash"], &["blank"]];
}

impl Default for UnknownFace {
    fn default() -> Self {
        Self("mp".to_owned())
    }
}

impl FromYaml for UnknownFace {
    const SHAPE: Shape = Shape::Either(&[Shape::Choice(Self::NAMES), Shape::Text("the address of a picture")]);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::from_yaml(value, reader)?;
        let is_known = text.contains("://") || Self::NAMES.iter().any(|names| names.contains(&text.as_str()));
        if is_known { Some(Self(text)) } else { reader.wrong(&Self::SHAPE, value) }
    }

    fn written(&self) -> Option<String> {
        Some(self.0.clone())
    }
}

/// The name of the file that a page is written to, in the page's own folder: a name, and no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexName(String);

impl IndexName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for IndexName {
    fn default() -> Self {
        Self("index.html".to_owned())
    }
}

impl FromYaml for IndexName {
    const SHAPE: Shape = Shape::Text("the name of a file");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        if is_nothing(value) {
            return Some(Self::default());
        }
        let name = String::from_yaml(value, reader)?;
        let is_name = SourcePath::new(&name).is_some_and(|path| path.file_name() == name);
        if is_name { Some(Self(name)) } else { reader.wrong(&Self::SHAPE, value) }
    }

    fn written(&self) -> Option<String> {
        self.0.written()
    }
}

/// The `CNAME` file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cname {
    /// The host of `url`, when it is a domain of one's own.
    #[default]
    FromUrl,
    /// No file.
    Off,
    /// This domain.
    Domain(String),
}

impl FromYaml for Cname {
    const SHAPE: Shape = Shape::Either(&[Shape::Flag, Shape::Text("a domain")]);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Bool(true) => Some(Self::FromUrl),
            nothing if is_nothing(nothing) => Some(Self::FromUrl),
            Value::Bool(false) => Some(Self::Off),
            Value::String(domain) if is_domain(domain.trim()) => Some(Self::Domain(domain.trim().to_owned())),
            _ => reader.wrong(&Self::SHAPE, value),
        }
    }
}

/// Whether a text can be a domain, which neither has a scheme before it nor a path behind it.
fn is_domain(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || matches!(c, ':' | '/'))
}

/// How often files are looked at, in milliseconds; never when the file system tells of changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Polling(pub Option<u32>);

impl FromYaml for Polling {
    const SHAPE: Shape = Shape::Either(&[Shape::Flag, Shape::Whole]);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Bool(true) => Some(Self(Some(1000))),
            Value::Bool(false) | Value::Null => Some(Self(None)),
            Value::Number(_) => u32::from_yaml(value, reader).map(|milliseconds| Self(Some(milliseconds))),
            _ => reader.wrong(&Self::SHAPE, value),
        }
    }

    fn written(&self) -> Option<String> {
        Some(self.0.map_or_else(|| "false".to_owned(), |milliseconds| milliseconds.to_string()))
    }
}
