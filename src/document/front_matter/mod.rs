//! The YAML block at the top of a page.

mod around;
mod author;
mod block;
mod date;
mod exposed;
mod misread;
mod order;
mod permalink;
mod place;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub use around::*;
pub use author::*;
use block::lines_below;
pub(super) use block::split;
pub use date::*;
pub use exposed::HidesElsewhere;
use exposed::{exposed, hides};
use misread::misread;
pub(super) use misread::{below_a_rule, would_hide};
pub use order::*;
pub use permalink::*;
use serde_yaml::Value;

use crate::config::{
    Data, FromYaml, Ignored, Layer, Layers, Layout, Reader, Seldom, Shape, UnknownKeys, choices, definitions,
};
use crate::diagnostic::{Code, Diagnostic, SourceText, telling};
use crate::document::title::with_tags_as_text;
use crate::path::SourcePath;

/// Front matter may be this long, in bytes.
const MAX_FRONT_MATTER: usize = 64 * 1024;

definitions! {
    /// What a page says about itself.
    pub struct Meta {
        /// Hugo's and Jekyll's key for the old addresses of a page. It has no effect, and that is told; here a page with `permalink`
        /// and `redirect` stands at each.
        aliases: RedirectsElsewhere = "aliases" | "redirect_from";
        /// Who wrote it: a name or e-mail address, an object, or a list of these. They stand in the by-line under the title.
        authors: Authors = "authors" | "author";
        /// "See also": the pages that link here. In a folder's `index.yml`, for all pages of the folder.
        backlinks: Seldom<PageBacklinks> = "backlinks";
        /// The branding of the project; without effect on a page.
        branding: Ignored = "branding";
        /// Whether the path of folders above the page is shown. In a folder's `index.yml`, for all pages of the folder.
        breadcrumb: Option<bool> = "breadcrumb";
        /// Categories: text or a list. They stand in the by-line and have pages of their own.
        categories: Vec<String> = "categories" | "category";
        /// Day of creation, for cards, when there is no `date`.
        created: Option<PageDate> = "created";
        /// Values of your own for templates and expressions in the page; over those of the project.
        data: Seldom<Data> = "data";
        /// Day of publication, `2025-09-05` or `2025-09-05T14:30`. It stands in the by-line. By default the date that the
        /// file's name begins with.
        date: Option<PageDate> = "date";
        /// Description for search engines and cards; by default the first paragraph.
        description: Option<Arc<str>> = "description";
        /// Whether the page is still being written; it is left out unless the build is told `--drafts`.
        draft: bool = "draft";
        /// Whether its folder is open in the navigation; on a folder's page or in its `index.yml`.
        expanded: bool = "expanded";
        /// In short for `visibility: hidden`.
        hidden: bool = "hidden";
        /// Icon in the navigation: the name of an Octicon, an emoji shortcode in quotes, a path (from the input folder, or with `../` from the page's) or an `<svg>`.
        icon: Option<Box<str>> = "icon";
        /// A name for other tools; without effect.
        id: Ignored = "id";
        /// Picture for cards; by default the first image on the page.
        image: Option<Box<str>> = "image";
        /// Label in the navigation, inline Markdown; by default the title.
        label: Option<Arc<str>> = "label" | "sidebar_label";
        /// When the page was last changed and by whom, instead of what git knows: a day, or an object.
        last_updated: Seldom<PageUpdated> = "lastUpdated";
        /// Who changed it last, instead of what git knows.
        last_updated_by: Option<Box<str>> = "lastUpdatedBy";
        /// Kind of page. `default`; for pages in the folder `blog` that of `blog.layout`.
        layout: PageLayout = "layout";
        /// Title and description for search engines.
        meta: Seldom<HeadMeta> = "meta";
        /// The page in the navigation.
        nav: PageNav = "nav";
        /// Links to the previous and next page. In a folder's `index.yml`, for all pages of the folder.
        nextprev: PageNextPrev = "nextprev";
        /// Position among its neighbours: larger numbers first, then text, then versions, then negative numbers.
        order: Order = "order";
        /// Address of the page instead of that of its file. On a folder's page or in its `index.yml`, that of the folder.
        permalink: Option<Permalink> = "permalink" | "route" | "slug";
        /// Jekyll's key. `published: false` has no effect, and is told; here it is `draft: true`.
        published: HidesElsewhere<false> = "published";
        /// Page or address to which the page has moved. Links to it lead there.
        redirect: Option<Box<str>> = "redirect";
        /// Tags: a list, or text with commas. They stand at the end of the page and have pages of their own.
        tags: Terms = "tags" | "tag";
        /// Where the page's link in the navigation opens: `blank`, `self`, or a name.
        target: Option<Box<str>> = "target";
        /// Whether expressions in the page are evaluated.
        templating: Option<bool> = "templating";
        /// Title of the page, and its heading where its text has none; inline Markdown without links and HTML.
        title: Option<Arc<str>> = "title";
        /// The contents beside the page.
        toc: Seldom<PageToc> = "toc";
        /// Docusaurus' key. `unlisted: true` has no effect, and is told; here it is `hidden: true`.
        unlisted: HidesElsewhere<true> = "unlisted";
        /// Who may see the page: `public`, `hidden` (listed nowhere), `protected` (needs the password) or `private` (both).
        /// In a folder's `index.yml`, for all pages of the folder.
        visibility: Option<Visibility> = "visibility";
    }

    /// Titles and description for search engines.
    pub struct HeadMeta {
        /// The whole `<title>`.
        title: Option<String> = "title";
        /// Description for search engines.
        description: Option<Arc<str>> = "description";
    }
}

impl Meta {
    /// Who may see the page, if it says so itself.
    pub fn visibility(&self) -> Option<Visibility> {
        self.visibility.or(self.hidden.then_some(Visibility::Hidden))
    }

    /// The title as Markdown.
    pub fn title_as_markdown(&self) -> Option<Arc<str>> {
        let title = self.title.as_ref()?;
        Some(match with_tags_as_text(title) {
            Cow::Borrowed(_) => Arc::clone(title),
            Cow::Owned(escaped) => escaped.into(),
        })
    }

    /// Writes the path of an icon that climbs from the folder of the file at `path` as one from the input folder.
    pub(super) fn find_icon(&mut self, path: &SourcePath) {
        if let Some(found) = self.icon.as_deref().and_then(|icon| path.climb(icon)) {
            self.icon = Some(found.into());
        }
    }
}

/// How a page is laid out, if it says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageLayout(pub Option<Layout>);

impl FromYaml for PageLayout {
    const SHAPE: Shape = Layout::SHAPE;

    /// An object is GitBook's, of the parts that are shown of a page there.
    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        if value.is_mapping() { Some(Self(None)) } else { Option::from_yaml(value, reader).map(Self) }
    }
}

/// Names of tags: a list, or text with commas between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms(pub Vec<String>);

impl FromYaml for Terms {
    const SHAPE: Shape = Shape::List(&Shape::Text("text"));

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let written = Vec::<String>::from_yaml(value, reader)?;
        let names = written.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|name| !name.is_empty());
        Some(Self(names.map(str::to_owned).collect()))
    }
}

choices! {
    /// Who may see a page.
    pub enum Visibility {
        /// Everybody.
        Public = "public",
        /// Whoever knows the address.
        Hidden = "hidden",
        /// Listed; needs a password.
        Protected = "protected",
        /// Not listed; needs a password.
        Private = "private",
    }
}

/// Reads the front matter of a page.
pub(super) fn read(source: &Arc<SourceText>, yaml: Range<usize>) -> (Meta, Vec<Diagnostic>) {
    if yaml.is_empty() {
        let Some((place, slip)) = misread(&source.text) else { return (Meta::default(), Vec::new()) };
        let exposed = exposed(source, lines_below(&source.text, place.end));
        return (Meta::default(), [slip.at(source, place)].into_iter().chain(exposed).collect());
    }
    if yaml.len() > MAX_FRONT_MATTER {
        let message = format!("the front matter is {} KB long; at most 64 KB are read", yaml.len() / 1024);
        let diagnostic = Diagnostic::new(Code::FrontMatterTooLarge, message).at(source, yaml.start..yaml.start + 1);
        let problems = std::iter::once(diagnostic.hint("is the closing `---` line missing?"));
        return (Meta::default(), problems.chain(exposed(source, yaml)).collect());
    }
    let (layer, mut problems) = Layer::read(source, yaml.clone(), Code::FrontMatterInvalid);
    let read = Reader::read(&Layers::from(layer), "the front matter", UnknownKeys::ReportSlips);
    let meta = telling(&mut problems, read);
    if hides(&meta) {
        problems.retain(|problem| problem.code != Code::PageExposed);
    } else if !problems.is_empty() {
        problems.extend(exposed(source, yaml));
    }
    (meta, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(text: &str) -> (Meta, Vec<String>) {
        let source = SourceText::new("a.md", text);
        let (meta, diagnostics) = read(&source, split(text).yaml);
        let line = |d: &Diagnostic| d.place.as_ref().map_or(0, |place| source.line_column(place.span.start).0);
        (
            meta,
            diagnostics
                .iter()
                .map(|d| format!("{}: {} {}", line(d), d.message, d.hints.join(" ")).trim().to_owned())
                .collect(),
        )
    }

    #[test]
    fn authors_come_in_every_form() {
        let (meta, problems) = read_page("---\nauthor: Ann\n---\n");
        assert_eq!((meta.authors.0[0].called(), meta.authors.0[0].href().as_str(), problems.len()), ("Ann", "", 0));
        let (meta, _) = read_page("---\nauthors:\n - name: Ann\n   email: a@b.c\n - b@c.d\n---\n");
        let pairs: Vec<(&str, String)> = meta.authors.0.iter().map(|a| (a.called(), a.href())).collect();
        assert_eq!(pairs, [("Ann", "mailto:a@b.c".into()), ("b@c.d", "mailto:b@c.d".into())]);
    }

    #[test]
    fn toml_between_lines_of_pluses_is_no_text_and_told() {
        let text = "+++\ntitle = \"x\"\n+++\nText";
        assert_eq!(&text[split(text).body..], "Text");
        assert!(read_page(text).1[0].starts_with("1: this front matter is TOML"), "{:?}", read_page(text).1);
        for text in ["+++ Tab\na = b\n+++\n", "+++\nText, a = b\n+++\n", "+++\na = b\n", "+++\n+++\n"] {
            assert_eq!((split(text).body, read_page(text).1.len()), (0, 0), "{text}");
        }
    }

    #[test]
    fn text_below_a_rule_that_looks_like_front_matter_is_told() {
        for text in ["summary: x\nslides:\n  - a\n", "weight: 3\n", "x-y: z\n\n# note\nz_1:\r\n"] {
            let (_, told) = read_page(&format!("---\n\n{text}---\n# A\n"));
            assert!(told.len() == 1 && told[0].starts_with("1: this is shown as text"), "{told:?} in {text}");
        }
        for text in
            ["Note: x\n", "https://x.y\n", "# A\n\nx: y\n", "x: y\n\nText.\n", "- x: y\n", "one two: three\n", "\n"]
        {
            assert_eq!(read_page(&format!("---\n\n{text}\n---\n")).1, [""; 0], "{text}");
        }
        assert_eq!(read_page("---\n\nx: y\n").1, [""; 0]);
        assert_eq!(read_page("---\nx: y\n---\n").1, [""; 0]);
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_with_its_line() {
        let (meta, problems) = read_page("---\nlabel: x\ndate: 2024-02-31\n---\n");
        assert_eq!(meta.label.as_deref(), Some("x"));
        assert!(problems[0].starts_with("3: `2024-02-31` is no date"), "{problems:?}");
    }

    #[test]
    fn old_addresses_in_the_words_of_other_tools_are_told_and_other_names_are_not() {
        for written in ["aliases: [/old/, /older/]", "redirect_from: /old/", "redirect_from:\n - /old/"] {
            let (_, told) = read_page(&format!("---\n{written}\n---\n"));
            assert!(told.len() == 1 && told[0].starts_with("2: nothing stands at `/old/`"), "{told:?} in {written}");
        }
        for written in ["aliases: [Pool, Tills]", "aliases: []", "aliases:", "aliases: Pool"] {
            assert_eq!(read_page(&format!("---\n{written}\n---\n")).1, [""; 0], "{written}");
        }
    }

    #[test]
    fn a_slip_in_a_key_is_told_and_a_foreign_key_is_not() {
        let (_, problems) = read_page("---\nlable: x\nslides: y\n---\n");
        assert_eq!(problems, ["2: unknown key `lable` did you mean `label`?"]);
    }

    #[test]
    fn order_is_a_number_a_version_or_text() {
        let order = |text: &str| read_page(&format!("---\norder: {text}\n---\n")).0.order;
        assert_eq!(order("89"), Order::Number(89.0));
        assert_eq!(order("-1.5"), Order::Number(-1.5));
        assert_eq!(order("99999999999999999999999"), Order::Number(1e23));
        assert_eq!(order("v1.2.0-beta"), Order::Version(vec![1, 2, 0], "beta".into()));
        assert_eq!(order("zebra"), Order::Text("zebra".into()));
        assert_eq!(order("0"), Order::None);
    }
}
