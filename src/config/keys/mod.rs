//! Every key of the configuration file, defined once. One file per topic; this one has the top level.

mod blog;
mod check;
mod header;
mod hosting;
mod look;
mod navigation;
mod pages;
mod search;

pub use blog::*;
pub use check::*;
pub use header::*;
pub use hosting::*;
pub use look::*;
pub use navigation::*;
pub use pages::*;
pub use search::*;

use std::collections::BTreeMap;

use super::{Data, Dialect, Needless, Pattern, definitions};

/// The site's own words: by collection (`default`, or a language), then by name.
pub type Labels = BTreeMap<String, BTreeMap<String, String>>;

definitions! {
    /// The whole configuration.
    pub struct Config {
        /// Address of the published site: host, sub-domain and sub-folder, with or without `https://`. Needed for canonical
        /// links, the sitemap, feeds and social cards.
        url: Option<String> = "url";
        /// Folder of the Markdown files, relative to this file, also behind a `/`, `/docs`, where the disk has no such folder.
        /// `content`; in a Retype project `.`.
        input: String = "input", unread "the files of another folder are published";
        /// Folder that the site is written to, relative to this file as `input` is. `public`; in a Retype project `.retype`.
        output: String = "output";
        /// Folder of templates that replace or extend the theme's. `templates`; in a Retype project `_templates`.
        templates: String = "templates";
        /// Folder whose files are copied to the root of the site as they are. `static`; none in a Retype project, where
        /// such folders are part of the input.
        static_folder: String = "static";
        /// Page actions: the menu beside a page's title.
        actions: Actions = "actions";
        /// "See also": the pages that link to a page, at its end.
        backlinks: Backlinks = "backlinks";
        /// The blog's summary pages and feed.
        blog: Blog = "blog";
        /// Name, logo and label in the header.
        branding: Branding = "branding" | "identity";
        /// The path of folders above a page's title.
        breadcrumb: Breadcrumb = "breadcrumb";
        /// How readers' browsers are kept from using old styles and scripts.
        cache: Cache = "cache";
        /// What `rasher check` looks at.
        check: Check = "check";
        /// The `CNAME` file, by which hosts such as GitHub Pages know the domain. By default the host of `url`, if that is a
        /// domain of your own; `false` for none; or another domain.
        cname: Cname = "cname";
        /// Values of your own for [templates](templates.md) and expressions in pages.
        data: Data = "data";
        /// "Edit this page" links.
        edit: Edit = "edit";
        /// Retype's editor in the browser; pages are edited in the editor of your choice while `rasher serve` runs.
        editor: Needless = "editor";
        /// Patterns of input files to leave out, as in `.gitignore`: `?`, `*`, `**`, and `!` to take back; `\` is a `/`. Paths
        /// begin in the input folder, with or without its own path. Names that begin with `.` or `_`, and `node_modules`, are always left out.
        exclude: Vec<Pattern> = "exclude", unread "files that it should leave out are published";
        /// Other configuration files, relative to this one, that are merged over it in their order.
        extends: Vec<String> = "extends", unread "what those files leave out is published";
        /// Path or address of the favicon; by default `favicon.svg`, `.ico` or `.png` at the root of the site, or else the
        /// theme's. A sibling `favicon-dark.*` is used in the dark scheme.
        favicon: Option<String> = "favicon";
        /// What stands at the end of every page.
        footer: Footer = "footer";
        /// How addresses and files are written.
        generator: Generator = "generator";
        /// What becomes of HTML in Markdown: `allow` keeps it, `sanitize` removes what could run code, `escape` shows it as
        /// text. `sanitize`; in a Retype project `allow`.
        html: Option<RawHtml> = "html", unread "HTML is published that it should keep out";
        /// A link before the logo, back to the site that this one belongs to.
        hub: Hub = "hub";
        /// Patterns of input files to take although they would be left out. They are stronger than `exclude`, and publish files
        /// of any kind.
        include: Vec<Pattern> = "include";
        /// Services of others. Nothing is asked of any of them until it is named here.
        integrations: Integrations = "integrations" | "plugins";
        /// The site's own words, by collection: `default` for every language, or the name of a `locale`. Case does not matter in
        /// their names, and `_` and `-` are the same. [Their names](languages.md#all-words).
        labels: Labels = "labels";
        /// When a page was last changed and by whom, from git.
        last_updated: LastUpdated = "lastUpdated";
        /// Retype's licence key; Rasher needs none.
        license: Needless = "license" | "licence";
        /// Links in the header.
        links: Vec<Link> = "links";
        /// Language of the site's own words and of `<html lang>`, and the form of dates.
        locale: Locale = "locale";
        /// Markdown options.
        markdown: Markdown = "markdown";
        /// Titles and description for search engines.
        meta: SiteMeta = "meta";
        /// The navigation's look.
        nav: Nav = "nav";
        /// Links to the previous and next page.
        nextprev: NextPrev = "nextprev";
        /// Links to other sites.
        outbound: Outbound = "outbound";
        /// Retype's own advertisement; Rasher has none to switch off.
        powered_by: Needless = "poweredByRetype" | "poweredBy";
        /// Colour scheme before the reader chooses.
        scheme: Scheme = "scheme";
        /// The search.
        search: Search = "search";
        /// The preview server of `rasher serve`.
        serve: Serve = "serve";
        /// Whether a field above the navigation filters it by label.
        show_sidebar_filter: bool = "showSidebarFilter", default true;
        /// Defaults of code blocks.
        snippets: Snippets = "snippets";
        /// What `rasher serve` does when it starts.
        start: Start = "start";
        /// Expressions in pages.
        templating: Templating = "templating";
        /// Values of the theme's variables, as in CSS.
        theme: ThemeVariables = "theme";
        /// The contents beside a page.
        toc: Toc = "toc";
    }
}

impl Config {
    /// Fills in what the file left out and whose default is the format's.
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
        let (html, templating) = match dialect {
            Dialect::Native => (RawHtml::Sanitize, false),
            Dialect::Retype => (RawHtml::Allow, true),
        };
        if dialect == Dialect::Retype {
            // Retype appends nothing to titles unless it is told to.
            self.meta.title.get_or_insert_default();
        }
        self.html.get_or_insert(html);
        self.templating.enabled.get_or_insert(templating);
        self
    }
}
