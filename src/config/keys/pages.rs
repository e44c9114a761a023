//! What a page is made of: its text, its layout, and what stands around it.

use super::Link;
use super::navigation::Side;
use crate::config::{Pattern, choices, definitions};

definitions! {
    /// The menu beside a page's title.
    pub struct Actions, short enabled: bool {
        /// Whether there is one.
        enabled: bool = "enabled", default true;
        /// Its entries; without any there is no menu.
        items: Vec<Link> = "items";
    }

    /// The pages that link to a page.
    pub struct Backlinks, short enabled: bool {
        /// Whether they are listed.
        enabled: bool = "enabled", default true;
        /// Heading of the list; by default the word for "See also".
        title: Option<String> = "title";
        /// How many are listed at most.
        max_results: u32 = "maxResults", default 12;
        /// Patterns of source paths whose pages are left out.
        exclude: Vec<Pattern> = "exclude";
        /// Patterns of source paths whose pages are listed although `exclude` leaves them out.
        include: Vec<Pattern> = "include";
    }

    /// "Edit this page" links.
    pub struct Edit, short repo: Option<String> {
        /// Address of the repository, also as one clones it (`git@host:owner/name.git`, `ssh://…`), or `owner/name` of one on GitHub. The links need it.
        repo: Option<String> = "repo";
        /// Folder of the project in the repository.
        base: String = "base";
        /// Branch.
        branch: String = "branch", default "main".into();
        /// Text of the link; by default the words for "Edit this page".
        label: Option<String> = "label";
    }

    /// When a page was last changed and by whom.
    pub struct LastUpdated {
        /// The day.
        date: GitFact = "date";
        /// The person.
        by: GitFact = "by";
    }

    /// Something that git knows of a page.
    pub struct GitFact, short enabled: bool {
        /// Whether it is shown.
        enabled: bool = "enabled";
        /// Whether the author of the last commit counts, or who committed it.
        source: Who = "source";
    }

    /// Markdown options.
    pub struct Markdown {
        /// Whether a line that ends in the text also ends on the page (`hard`).
        line_breaks: LineBreaks = "lineBreaks";
    }

    /// Links to other sites.
    pub struct Outbound, short enabled: bool {
        /// Whether they are marked and open elsewhere.
        enabled: bool = "enabled", default true;
        /// Attributes of their tags, such as `rel="nofollow"`.
        custom: Option<String> = "custom";
        /// Their icon; empty for none.
        icon: String = "icon", default "link-external".into();
        /// Side on which the icon stands.
        icon_align: Side = "iconAlign", default Side::Right;
        /// Where they open: `blank`, `self`, or a name.
        target: String = "target", default "blank".into();
        /// Patterns of domains and paths that are not taken for other sites.
        exclude: Vec<String> = "exclude";
        /// Patterns of domains and paths that alone are taken for other sites.
        include: Vec<String> = "include";
    }

    /// Defaults of code blocks.
    pub struct Snippets {
        /// Languages whose blocks have line numbers; `"*"` for all.
        line_numbers: Vec<String> = "lineNumbers";
        /// Whether the words of code have colours.
        highlight: bool = "highlight", default true;
        /// Folders outside the project and its repository whose files `:::code` and includes may show, relative to this file.
        folders: Vec<String> = "folders";
    }

    /// Expressions in pages.
    pub struct Templating, short enabled: Option<bool> {
        /// Whether `{{ … }}` in pages is evaluated. `false`; in a Retype project `true`.
        enabled: Option<bool> = "enabled";
        /// Whether `{% … %}` is evaluated, too.
        liquid: bool = "liquid";
        /// How often loops may run on one page, all together; `0` for no limit.
        loop_limit: u32 = "loopLimit", default 1000;
        /// Name under which `project`, `page` and `content` stand, such as `site` for `site.page`; dots are allowed.
        namespace: Option<String> = "namespace";
    }
}

choices! {
    /// How a page is laid out.
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

choices! {
    /// Which of the two people that git records with a commit.
    pub enum Who {
        /// Who committed it.
        Committer = "committer",
        /// Who wrote it.
        Author = "author",
    }
}

choices! {
    /// What the end of a line means.
    pub enum LineBreaks {
        /// A space.
        Soft = "soft",
        /// The end of a line.
        Hard = "hard",
    }
}

choices! {
    /// What becomes of HTML in Markdown.
    pub enum RawHtml {
        /// What could run code is removed.
        Sanitize = "sanitize",
        /// It stays as it is.
        Allow = "allow",
        /// It is shown as text.
        Escape = "escape",
    }
}
