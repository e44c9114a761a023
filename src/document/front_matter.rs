//! The YAML block at the top of a page (format sheet §2).

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};
use serde_yaml::Value;

use crate::config::{FromYaml, Key, Layout, NotYet, Reader, UnknownKeys, choices, definitions};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// Front matter may be this long, in bytes.
const MAX_FRONT_MATTER: usize = 64 * 1024;

definitions! {
    /// What a page says about itself.
    pub struct Meta {
        /// Who wrote it: a name or e-mail address, an object with `name`, `email`, `link` and `avatar`, or a list of these.
        authors: Vec<Author> = "authors" | "author";
        /// Day of publication, `2025-09-05` or `2025-09-05T14:30`.
        date: Option<PageDate> = "date";
        /// Day of creation.
        created: Option<PageDate> = "created";
        /// Description for search engines and cards; by default the first paragraph.
        description: Option<String> = "description";
        /// Icon in the navigation: the name of an Octicon or an emoji shortcode in quotes.
        icon: Option<String> = "icon";
        /// Picture for cards; by default the first image on the page.
        image: Option<String> = "image";
        /// Label in the navigation; by default the title.
        label: Option<String> = "label" | "sidebar_label";
        /// Kind of page; by default `blog` below `/blog`, `default` elsewhere.
        layout: Option<Layout> = "layout";
        /// `title` and `description` for search engines.
        meta: HeadMeta = "meta";
        /// Position among its neighbours: larger numbers first, then text, then versions, then negative numbers.
        order: Order = "order";
        /// Address of the page instead of that of its file.
        permalink: Option<String> = "permalink" | "route" | "slug";
        /// Heading for a page that has none.
        title: Option<String> = "title";
        /// Whether the page is listed, and for whom it is; by default as its folder says, `public` when none does.
        visibility: Option<Visibility> = "visibility";
        /// Whether its folder is open in the navigation.
        expanded: bool = "expanded";
        /// "See also" list.
        backlinks: NotYet = "backlinks";
        /// The branding of the project; Retype ignores it on a page, and so does Rasher.
        branding: Unused = "branding";
        /// The path of folders above the page.
        breadcrumb: NotYet = "breadcrumb";
        /// The categories that the page belongs to: shown below its title, each with a list of its pages.
        categories: Vec<String> = "categories" | "category";
        /// Values for templates.
        data: NotYet = "data";
        /// When the page was last changed.
        last_updated: NotYet = "lastUpdated";
        /// Who changed it last.
        last_updated_by: NotYet = "lastUpdatedBy";
        /// The page's place in the navigation.
        nav: NotYet = "nav";
        /// Previous and next links.
        nextprev: NotYet = "nextprev";
        /// Where the page has moved: a page or an address. Links to the page lead there.
        redirect: Option<String> = "redirect";
        /// Tags, a list or separated by commas: shown at the end of the page, each with a list of its pages.
        tags: Terms = "tags" | "tag";
        /// Whether the page is still being written; it is left out unless the build is told `--drafts`.
        draft: bool = "draft";
        /// Where the page's link in the navigation opens.
        target: NotYet = "target";
        /// Whether expressions in the page are evaluated.
        templating: NotYet = "templating";
        /// Page contents.
        toc: NotYet = "toc";
    }

    /// Titles and description for search engines.
    pub struct HeadMeta {
        /// The whole `<title>`.
        title: Option<String> = "title";
        /// Description for search engines.
        description: Option<String> = "description";
    }

    /// The object form of an author.
    pub struct AuthorObject {
        /// Name.
        name: String = "name";
        /// E-mail address.
        email: String = "email";
        /// Address that the name links to; by default `mailto:` and the e-mail address.
        link: String = "link";
        /// Picture.
        avatar: NotYet = "avatar";
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

/// An author.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Name; the e-mail address when there is none.
    pub name: String,
    /// Where the name links to; empty for nowhere.
    pub link: String,
}

impl FromYaml for Author {
    const TAKES: &'static str = "a name, an e-mail address, or an object";
    const KEYS: &'static [Key] = AuthorObject::KEYS;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let object = match value {
            Value::String(text) if text.contains('@') && !text.contains(' ') => {
                AuthorObject { email: text.clone(), ..AuthorObject::default() }
            }
            Value::String(text) => AuthorObject { name: text.clone(), ..AuthorObject::default() },
            Value::Mapping(_) => AuthorObject::from_yaml(value, reader)?,
            _ => return reader.wrong(Self::TAKES, value),
        };
        let AuthorObject { name, email, link, .. } = object;
        let link = if link.is_empty() && !email.is_empty() { format!("mailto:{email}") } else { link };
        Some(Self { name: if name.is_empty() { email } else { name }, link })
    }
}

/// Names of tags: a list, or text with commas between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms(pub Vec<String>);

impl FromYaml for Terms {
    const TAKES: &'static str = "a list, or names with commas between them";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let written = Vec::<String>::from_yaml(value, reader)?;
        let names = written.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|name| !name.is_empty());
        Some(Self(names.map(str::to_owned).collect()))
    }
}

/// A day, perhaps with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageDate(pub DateTime);

impl FromYaml for PageDate {
    const TAKES: &'static str = "a date such as `2025-09-05` or `2025-09-05T14:30`";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = value.as_str().map(str::trim) else { return reader.wrong(Self::TAKES, value) };
        match parse_date(text) {
            Ok(date) => Some(Self(date)),
            Err(reason) => {
                let message = format!("`{text}` is no date: {reason}");
                reader.report(
                    Diagnostic::new(Code::WrongType, message).hint("write it as `2025-09-05` or `2025-09-05T14:30`"),
                );
                None
            }
        }
    }
}

fn parse_date(text: &str) -> Result<DateTime, String> {
    let reason = |error: jiff::Error| error.to_string();
    match text.split_once(['T', ' ']) {
        Some((date, time)) => {
            let date: Date = date.parse().map_err(reason)?;
            // Seconds and a zone may follow; the page's day is what the author wrote.
            let time = time.trim_end_matches('Z').split(['+', '.']).next().unwrap_or_default();
            let time: Time = time.parse().map_err(reason)?;
            Ok(date.to_datetime(time))
        }
        None => text.parse::<Date>().map(|date| date.to_datetime(Time::midnight())).map_err(reason),
    }
}

/// A page's place among its neighbours (format sheet §8.2).
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Order {
    /// None given, or `0`.
    #[default]
    None,
    /// A number; never NaN.
    Number(f64),
    /// A version, its parts and its pre-release.
    Version(Vec<u64>, String),
    /// Text, compared with the labels of the others.
    Text(String),
}

impl FromYaml for Order {
    const TAKES: &'static str = "a number, or text such as `v1.2`";

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            // As text, since a number may be larger than any integer type.
            Value::Number(number) => Some(Self::number(number.to_string().parse().unwrap_or_default())),
            Value::String(text) => Some(Self::text(text.trim())),
            Value::Null => Some(Self::None),
            _ => reader.wrong(Self::TAKES, value),
        }
    }
}

impl Order {
    fn number(number: f64) -> Self {
        if number == 0.0 || number.is_nan() { Self::None } else { Self::Number(number) }
    }

    fn text(text: &str) -> Self {
        if let Ok(number) = text.parse::<f64>() {
            return Self::number(number);
        }
        let (version, pre_release) = text.split_once('-').unwrap_or((text, ""));
        let parts: Option<Vec<u64>> = version
            .strip_prefix(['v', 'V'])
            .map(|numbers| numbers.split('.').map(|part| part.parse().ok()).collect())
            .unwrap_or_default();
        match parts {
            Some(parts) => Self::Version(parts, pre_release.to_owned()),
            None if text.is_empty() => Self::None,
            None => Self::Text(text.to_owned()),
        }
    }
}

/// A key that means something elsewhere, but nothing on a page.
pub type Unused = crate::config::Ignored;

/// Where a page's front matter and text are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Split {
    /// The YAML, without its `---` lines; empty when there is none.
    pub(super) yaml: Range<usize>,
    /// Where the Markdown begins.
    pub(super) body: usize,
}

/// Separates front matter from text.
pub(super) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { yaml: start..start, body: start };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return none };
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Split { yaml: yaml_start..at, body: at + line.len() };
        }
        at += line.len();
    }
    none
}

/// Reads the front matter of a page.
pub(super) fn read(source: &Arc<SourceText>, yaml: Range<usize>) -> (Meta, Vec<Diagnostic>) {
    if yaml.len() > MAX_FRONT_MATTER {
        let message = format!("the front matter is {} KB long; at most 64 KB are read", yaml.len() / 1024);
        let diagnostic = Diagnostic::new(Code::FrontMatterTooLarge, message).at(source, yaml.start..yaml.start + 1);
        return (Meta::default(), vec![diagnostic.hint("is the closing `---` line missing?")]);
    }
    let mut reader = Reader::new(source, yaml, UnknownKeys::ReportSlips);
    let meta = reader.read::<Meta>(Code::FrontMatterInvalid).unwrap_or_default();
    (meta, reader.diagnostics)
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
        assert_eq!((meta.authors, problems.len()), (vec![Author { name: "Ann".into(), link: String::new() }], 0));
        let (meta, _) = read_page("---\nauthors:\n - name: Ann\n   email: a@b.c\n - b@c.d\n---\n");
        let pairs: Vec<(&str, &str)> = meta.authors.iter().map(|a| (a.name.as_str(), a.link.as_str())).collect();
        assert_eq!(pairs, [("Ann", "mailto:a@b.c"), ("b@c.d", "mailto:b@c.d")]);
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_with_its_line() {
        let (meta, problems) = read_page("---\nlabel: x\ndate: 2024-02-31\n---\n");
        assert_eq!(meta.label.as_deref(), Some("x"));
        assert!(problems[0].starts_with("3: `2024-02-31` is no date"), "{problems:?}");
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

    #[test]
    fn front_matter_is_only_at_the_top_and_closed() {
        assert_eq!(split("---\na: b\n---\nx"), Split { yaml: 4..9, body: 13 });
        assert_eq!(split("\u{feff}---\r\na: b\r\n---\r\nx").body, 19);
        assert_eq!(split("---\nno end").body, 0);
        assert_eq!(split("x\n---\n").body, 0);
    }
}
