//! Every key of the configuration file, defined once (format sheet §4.1).

use serde_yaml::Value;

use super::definition::Ignored;
use super::{Dialect, FromYaml, NotYet, Reader, choices, definitions};

definitions! {
    /// The whole configuration.
    pub struct Config {
        /// Address of the published site: host, sub-domain and sub-folder, with or without `https://`. Needed for canonical
        /// links, the sitemap and social cards.
        url: Option<String> = "url";
        /// Folder of the Markdown files, relative to this file. `content`; in a Retype project `.`.
        input: String = "input";
        /// Folder that the site is written to, relative to this file. `public`; in a Retype project `.retype`.
        output: String = "output";
        /// Folder of templates that replace or extend the theme's. `templates`; in a Retype project `_templates`.
        templates: String = "templates";
        /// Folder whose files are copied to the root of the site as they are. `static`; none in a Retype project, where
        /// such folders are part of the input.
        static_folder: String = "static";
        /// Name, logo and label in the header.
        branding: Branding = "branding";
        /// Links in the header.
        links: Links = "links";
        /// Path of the favicon; by default `favicon.ico`, `.png` or `.svg` at the root of the site.
        favicon: Option<String> = "favicon";
        /// What stands at the end of every page.
        footer: Footer = "footer";
        /// Titles and description for search engines.
        meta: SiteMeta = "meta";
        /// Language of the site's own words and of `<html lang>`.
        locale: Option<Locale> = "locale";
        /// How addresses and files are written.
        generator: Generator = "generator";
        /// Patterns of input files to leave out, as in `.gitignore`.
        exclude: Vec<String> = "exclude";
        /// Patterns of input files to take although they would be left out.
        include: Vec<String> = "include";
        /// "Edit this page" links.
        edit: Edit = "edit";
        /// Defaults of code blocks.
        snippets: Snippets = "snippets";
        /// Colour scheme before the reader chooses.
        scheme: Scheme = "scheme";
        /// Page actions.
        actions: NotYet = "actions";
        /// "See also" lists.
        backlinks: NotYet = "backlinks";
        /// The blog's summary pages and feed.
        blog: Blog = "blog";
        /// The path of folders above a page.
        breadcrumb: NotYet = "breadcrumb";
        /// Cache busting; Rasher always uses a digest of the content.
        cache: Ignored = "cache";
        /// The domain in the `CNAME` file; by default the host of `url`, unless that is a GitHub address. `false` for no
        /// such file.
        cname: Cname = "cname";
        /// Values for templates.
        data: NotYet = "data";
        /// Retype's editor in the browser.
        editor: Ignored = "editor";
        /// Other configuration files.
        extends: NotYet = "extends";
        /// The link back to a hub.
        hub: NotYet = "hub";
        /// Analytics and avatars.
        integrations: NotYet = "integrations";
        /// The site's own words.
        labels: NotYet = "labels";
        /// When a page was last changed.
        last_updated: NotYet = "lastUpdated";
        /// Markdown options.
        markdown: NotYet = "markdown";
        /// The navigation's look.
        nav: NotYet = "nav";
        /// Previous and next links.
        nextprev: NotYet = "nextprev";
        /// Links to other sites.
        outbound: NotYet = "outbound";
        /// Retype's own advertisement; Rasher has none.
        powered_by: Ignored = "poweredByRetype";
        /// The search.
        search: NotYet = "search";
        /// The preview server.
        serve: NotYet = "serve";
        /// The filter above the navigation.
        show_sidebar_filter: NotYet = "showSidebarFilter";
        /// Retype's preview options.
        start: Ignored = "start";
        /// Expressions in pages.
        templating: NotYet = "templating";
        /// Theme variables.
        theme: NotYet = "theme";
        /// Page contents.
        toc: NotYet = "toc";
    }

    /// The blog's summary pages and feed.
    pub struct Blog {
        /// First part of the address of the summary pages. The posts stay in the folder `blog`.
        base: String = "base", default "blog".into();
        /// Layout of posts that name none.
        layout: Layout = "layout", default Layout::Blog;
        /// How many posts are listed at most.
        max_results: Option<u32> = "maxResults";
        /// How many posts stand on one summary page.
        page_size: u32 = "pageSize", default 10;
        /// Heading of the summary pages; `Blog` in the site's language when there is none.
        title: Option<String> = "title";
        /// The feeds.
        rss: Rss = "rss";
    }

    /// The blog's feeds.
    pub struct Rss {
        /// How many of the newest posts they hold.
        max_results: u32 = "maxResults", default 20;
        /// Title; by default the names of the site and of the blog.
        title: Option<String> = "title";
        /// Description; by default `meta.description`.
        description: Option<String> = "description";
        /// Copyright; by default `footer.copyright`.
        copyright: Option<String> = "copyright";
        /// Address or path of a picture; by default the favicon, if it is a picture that feeds can show.
        image_url: Option<String> = "imageUrl";
    }

    /// Name, logo and label in the header.
    pub struct Branding {
        /// Name of the site.
        title: Option<String> = "title";
        /// A small chip beside the name, such as a version.
        label: Option<String> = "label";
        /// Path of the logo, from the input folder.
        logo: Option<String> = "logo";
        /// Path of the logo for the dark scheme.
        logo_dark: Option<String> = "logoDark";
        /// Width of the logo in pixels.
        logo_width: Option<u32> = "logoWidth";
        /// Height of the logo in pixels.
        logo_height: Option<u32> = "logoHeight";
        /// Side of the name on which the logo stands.
        logo_align: NotYet = "logoAlign";
        /// Accent colour.
        base_color: NotYet = "baseColor";
        /// Colours of the label.
        colors: NotYet = "colors";
    }

    /// A link in the header or footer.
    pub struct Link {
        /// Text, inline Markdown; may be left out when there is an icon.
        text: String = "text";
        /// Page, path or address.
        link: String = "link";
        /// Name of an Octicon, an emoji shortcode, an image path or an inline `<svg>`.
        icon: String = "icon";
        /// Side of the text on which the icon stands.
        icon_align: IconAlign = "iconAlign";
        /// Where the link opens: `blank`, `self`, or a name.
        target: String = "target";
        /// Tooltip.
        title: String = "title";
        /// Line below the text in a menu.
        description: Ignored = "description";
        /// A page action instead of a link.
        action: NotYet = "action";
        /// Entries of a menu.
        items: NotYet = "items";
        /// `separator` in a menu.
        kind: Ignored = "type";
    }

    /// What stands at the end of every page.
    pub struct Footer {
        /// Copyright line, inline Markdown; `{{ year }}` is the current year.
        copyright: String = "copyright";
        /// Links beside it.
        links: Links = "links";
    }

    /// Titles and description for search engines.
    pub struct SiteMeta {
        /// Text appended to every page's `<title>`.
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
        /// Lower-casing of addresses.
        recase: NotYet = "recase";
        /// Trailing slashes.
        trailing_slash: NotYet = "trailingSlash";
        /// The name of index files.
        directory_index: NotYet = "directoryIndex";
    }

    /// "Edit this page" links.
    pub struct Edit {
        /// Address of the repository.
        repo: Option<String> = "repo";
        /// Folder of the project in the repository.
        base: String = "base";
        /// Branch.
        branch: String = "branch", default "main".into();
        /// Text of the link.
        label: Option<String> = "label";
    }

    /// Defaults of code blocks.
    pub struct Snippets {
        /// Languages whose blocks have line numbers; `"*"` for all.
        line_numbers: Vec<String> = "lineNumbers";
    }

    /// Colour scheme.
    pub struct Scheme {
        /// The scheme before the reader chooses one.
        mode: SchemeMode = "mode";
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
    /// The side on which an icon stands.
    pub enum IconAlign {
        /// Before the text.
        Left = "left",
        /// After the text.
        Right = "right",
    }
}

choices! {
    /// A colour scheme.
    pub enum SchemeMode {
        /// As the reader's system says.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

choices! {
    /// How a page is laid out (format sheet §9.3).
    pub enum Layout {
        /// With navigation and page contents.
        Default = "default",
        /// The same, but not listed in the navigation.
        Page = "page",
        /// A column in the middle.
        Central = "central",
        /// A post.
        Blog = "blog",
    }
}

/// The `cname` key: whether there is a `CNAME` file, or what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cname {
    /// As `url` suggests.
    #[default]
    FromUrl,
    /// No file.
    Off,
    /// This domain.
    Domain(String),
}

impl FromYaml for Cname {
    const TAKES: &'static str = "a domain, `true` or `false`";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Bool(true) => Some(Self::FromUrl),
            Value::Bool(false) => Some(Self::Off),
            Value::String(domain) => Some(Self::Domain(domain.trim().to_owned())),
            _ => reader.wrong(Self::TAKES, value),
        }
    }
}

/// A list of links, which reads like any list.
pub(super) type Links = Vec<Link>;

/// The language: `locale: de`, or `locale: { dateFormat: … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(pub String);

impl FromYaml for Locale {
    const TAKES: &'static str = "a language code such as `en`";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::String(code) => Some(Self(code.clone())),
            Value::Mapping(_) => NotYet::from_yaml(value, reader).map(|_| Self("en".into())),
            _ => reader.wrong(Self::TAKES, value),
        }
    }
}

impl Config {
    /// Fills in the folders that the file left out.
    pub fn with_defaults_of(mut self, dialect: Dialect) -> Self {
        let (input, output, templates, static_folder) = match dialect {
            Dialect::Native => ("content", "public", "templates", "static"),
            Dialect::Retype => (".", ".retype", "_templates", ""),
        };
        for (value, default) in [
            (&mut self.input, input),
            (&mut self.output, output),
            (&mut self.templates, templates),
            (&mut self.static_folder, static_folder),
        ] {
            if value.is_empty() {
                *value = default.into();
            }
        }
        self
    }
}
