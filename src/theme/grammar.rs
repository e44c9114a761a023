//! What the components look like in Markdown, as their templates declare it.
//!
//! A component's template is one place: its metadata map says its shape, its marker and which of its arguments take what.
//! The scanner and the parser are generic over the shapes below and know no component by name, so a new component of an
//! existing shape is one template file.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use super::custom_icon::CustomIcon;
use super::symbols;
use crate::html::Html;

/// How a component is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// `[!name …](…)` in text.
    Inline,
    /// A block between two marker lines: `!!!` … `!!!`.
    Fence,
    /// Alone on a line, from a marker to its end: `:::name key="value" :::`.
    Line,
    /// Blocks one after another, each with a title: `+++ One` … `+++ Two` … `+++`.
    Panes,
    /// A fenced code block in a language that is drawn: ```` ```mermaid ````.
    Code,
    /// An address alone on a line.
    Url,
    /// `:name:` in text.
    Symbol,
    /// A Markdown element whose HTML the theme decides: heading, image, code, table.
    Element,
}

/// Where an inline component stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Display {
    /// In a line of text.
    #[default]
    Inline,
    /// In a box of its own: alone on a line, it ends the paragraph around it.
    Block,
}

/// What a component's argument is, beside its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name, as the template spells it.
    pub name: String,
    /// The values it takes; empty when it takes any.
    pub values: Vec<String>,
    /// What an author's text becomes on its way to the template.
    pub content: Content,
    /// How the value is handed to the template.
    pub kind: Kind,
    /// Whether the template has no default for it.
    pub is_required: bool,
}

/// What an author's text becomes on its way to the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Itself.
    Text,
    /// HTML, from inline Markdown.
    Markdown,
    /// HTML, from the name of an icon.
    Icon,
    /// The address of a picture, resolved like that of any image.
    Image,
    /// An address, resolved like the destination of any link.
    Link,
    /// A class that sets this property of CSS.
    Size(String),
}

/// The type of an argument in the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Bool,
}

/// A component, as its template declares it.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Its name: that of the template's component, and of `[!name]`.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// Its arguments, in the template's order.
    pub arguments: Vec<Argument>,
    /// The metadata that tells the rest.
    pub metadata: Metadata,
}

/// The metadata map of a component's template.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Metadata {
    /// How it is written.
    pub shape: Shape,
    /// `line`: the name behind the marker, where it is not the component's own.
    #[serde(default)]
    pub name: String,
    /// The argument that names a text file of the project. The body is then its text, or the piece that the arguments
    /// `range` and `region` say, as a block of code.
    #[serde(default)]
    pub loads: Option<String>,
    /// `fence`, `panes`: three equal characters.
    #[serde(default)]
    pub marker: String,
    /// The argument that takes a word glued to the marker: `!!!warning`.
    #[serde(default)]
    pub glued: Option<String>,
    /// Whether a glued word that is none of the argument's values is text instead: `!!!Mind the step`, `+++Title`.
    #[serde(default)]
    pub glued_text: bool,
    /// The argument that takes the words behind the marker or the component's name.
    #[serde(default)]
    pub text: Option<String>,
    /// The argument behind `|` in the short form `[!badge Text|success]`.
    #[serde(default)]
    pub piped: Option<String>,
    /// The argument that takes the address in parentheses.
    #[serde(default)]
    pub link: Option<String>,
    /// The argument that is `open` or `closed` when the marker's last character is `+` or `-`.
    #[serde(default)]
    pub fold: Option<String>,
    /// Arguments of which one must be given: without any of them there is nothing to show.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Arguments that are inline Markdown.
    #[serde(default)]
    pub markdown: Vec<String>,
    /// Arguments that name an icon.
    #[serde(default)]
    pub icons: Vec<String>,
    /// Arguments that are addresses of pictures.
    #[serde(default)]
    pub images: Vec<String>,
    /// Arguments that are lengths, and the property of CSS that each sets; the template gets a class.
    #[serde(default)]
    pub sizes: BTreeMap<String, String>,
    /// The argument that takes a number before the text: `>>> 3. Third`.
    #[serde(default)]
    pub number: Option<String>,
    /// The argument from whose text an id is made when the author gives none.
    #[serde(default)]
    pub id_from: Option<String>,
    /// The class of the box around a run of these components.
    #[serde(default)]
    pub group: Option<String>,
    /// Whether an address that belongs to a `url` component becomes that component.
    #[serde(default)]
    pub addresses: bool,
    /// Whether what may not nest begins anew inside it.
    #[serde(default)]
    pub encloses: bool,
    /// Whether one may stand inside another of its kind.
    #[serde(default = "yes")]
    pub nests: bool,
    /// Arguments that take one of a list.
    #[serde(default)]
    pub values: BTreeMap<String, Vec<String>>,
    /// `code`: the language.
    #[serde(default)]
    pub language: String,
    /// `url`: the addresses it takes, with `{argument}` for a part and the rest of the query in the argument `query`.
    #[serde(default, rename = "match")]
    pub patterns: Vec<String>,
    /// Where it loads frames and films from when the reader asks: a source of a Content-Security-Policy.
    pub frames: Option<String>,
    /// Whether its address is for readers to keep: that of a page is its Markdown copy.
    #[serde(default)]
    pub downloads: bool,
    /// Whether the search finds what it says.
    #[serde(default = "yes")]
    pub searchable: bool,
    /// A file in `components/NAME/` that its script loads, and that a program may have been built without.
    #[serde(default)]
    pub library: Option<String>,
    /// Components whose style and script it shares, beside its own.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether it stands in text or in a box of its own.
    #[serde(default)]
    pub display: Display,
    /// Arguments that the template writes as they are, or leaves out where they are empty or 0, and that decide nothing else:
    /// it is rendered once for all that they may be.
    #[serde(default)]
    pub opaque: Vec<String>,
    /// Arguments that are words of the site's own where nothing is given: by their names, those of the words.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// One sentence, for the manual.
    #[serde(default)]
    pub doc: String,
    /// A piece of Markdown that shows it.
    #[serde(default)]
    pub example: String,
}

fn yes() -> bool {
    true
}

impl Component {
    /// The name that authors write.
    pub fn written_name(&self) -> &str {
        Some(self.metadata.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(&self.name)
    }

    /// The argument of that name, in any case: authors write `iconalign`.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name.eq_ignore_ascii_case(name))
    }
}

/// The parts of an address, by the names that its pattern gives them.
pub type Parts = Vec<(String, String)>;

/// Every component that pages may use.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    components: HashMap<String, Arc<Component>>,
    blocks: Vec<Arc<Component>>,
    urls: Vec<Arc<Component>>,
    lines: Vec<Arc<Component>>,
    icons: BTreeMap<String, CustomIcon>,
    codes: Vec<Arc<Component>>,
    has_inline: bool,
}

impl Grammar {
    /// Sorts components by what the scanner looks for.
    pub fn new(components: impl IntoIterator<Item = Component>) -> Self {
        let mut grammar = Self::default();
        for component in components {
            let component = Arc::new(component);
            match component.shape {
                Shape::Fence | Shape::Panes => grammar.blocks.push(Arc::clone(&component)),
                Shape::Url => grammar.urls.push(Arc::clone(&component)),
                Shape::Code => grammar.codes.push(Arc::clone(&component)),
                Shape::Line => grammar.lines.push(Arc::clone(&component)),
                Shape::Inline => grammar.has_inline = true,
                _ => {}
            }
            grammar.components.insert(component.name.clone(), component);
        }
        grammar.blocks.sort_by(|a, b| a.name.cmp(&b.name));
        grammar.urls.sort_by(|a, b| a.name.cmp(&b.name));
        grammar.codes.sort_by(|a, b| a.name.cmp(&b.name));
        grammar.lines.sort_by(|a, b| a.name.cmp(&b.name));
        grammar
    }

    /// Adds an icon of the project's own.
    pub(super) fn add_icon(&mut self, name: &str, icon: CustomIcon) {
        self.icons.insert(name.to_owned(), icon);
    }

    /// The project's own icon of that name.
    pub fn custom_icon(&self, name: &str) -> Option<&CustomIcon> {
        self.icons.get(name)
    }

    /// The finished `<svg>` of an icon, the project's own or an Octicon.
    pub fn icon_svg(&self, name: &str) -> Option<Html> {
        self.custom_icon(name).map(|icon| icon.svg(name)).or_else(|| super::icon_svg(name))
    }

    /// Whether there is an icon of that name.
    pub fn has_icon(&self, name: &str) -> bool {
        self.icons.contains_key(name) || symbols::icon(name).is_some()
    }

    /// Whether something is shown for what an author gives as an icon (format sheet §1.0): a name, an emoji in colons, a
    /// character, an address, or a drawing.
    pub fn shows_icon(&self, given: &str) -> bool {
        let given = given.trim();
        let bare = given.trim_matches(':');
        given.is_empty()
            || !given.is_ascii()
            || given.contains(['<', '/', '.'])
            || symbols::emoji(bare).is_some()
            || self.has_icon(bare.strip_prefix("icon-").unwrap_or(bare))
    }

    /// The names of all icons.
    pub fn icon_names(&self) -> impl Iterator<Item = &str> {
        let own = self.icons.keys().map(String::as_str);
        own.chain(symbols::icon_names().map(|name| -> &str { name }))
    }

    /// The component of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<Component>> {
        self.components.get(name)
    }

    /// Whether the theme has this component.
    pub fn has(&self, name: &str) -> bool {
        self.components.contains_key(name)
    }

    /// The component that `[!name]` means.
    pub fn inline(&self, name: &str) -> Option<&Arc<Component>> {
        self.get(name).filter(|component| component.shape == Shape::Inline)
    }

    /// The component that draws blocks of code in this language.
    pub fn code(&self, language: &str) -> Option<&Arc<Component>> {
        self.codes.iter().find(|component| component.metadata.language == language)
    }

    /// The component that `:::name … :::` means.
    pub fn line(&self, name: &str) -> Option<&Arc<Component>> {
        self.lines.iter().find(|component| component.written_name() == name)
    }

    /// Whether pages can hold any `[!name]` at all.
    pub fn has_inline(&self) -> bool {
        self.has_inline
    }

    /// The block component whose marker is made of `mark`.
    pub fn block(&self, mark: u8) -> Option<&Arc<Component>> {
        self.blocks.iter().find(|component| component.metadata.marker.as_bytes().first() == Some(&mark))
    }

    /// The component for an address alone on a line, with the parts that its pattern names.
    pub fn url(&self, address: &str) -> Option<(&Arc<Component>, Parts)> {
        let host = host(address);
        self.urls.iter().find_map(|component| {
            let takes = |(name, value): &(String, String)| {
                component.argument(name).is_none_or(|own| own.values.is_empty() || own.values.contains(value))
            };
            let of = |pattern: &String| match_url(pattern, address).filter(|parts| parts.iter().all(takes));
            // Most addresses are of other hosts, which is soon seen.
            let of_host = |pattern: &&String| self::host(pattern) == host || self::host(pattern).contains('{');
            component.metadata.patterns.iter().filter(of_host).find_map(|pattern| Some((component, of(pattern)?)))
        })
    }

    /// Every component, by name.
    pub fn components(&self) -> Vec<&Arc<Component>> {
        let mut all: Vec<_> = self.components.values().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }
}

/// Matches `address` with a pattern such as `https://www.youtube.com/watch?v={id}`: scheme and `www.` may be left out or
/// added, query parameters come in any order, and those that the pattern does not name are given as `query`.
fn match_url(pattern: &str, address: &str) -> Option<Parts> {
    let (pattern_path, pattern_query) = split_query(strip_host_prefix(pattern));
    let (path, query) = split_query(strip_host_prefix(address));
    let mut parts = Vec::new();
    let (wanted, found) = (pattern_path.split('/'), path.trim_end_matches('/').split('/'));
    if wanted.clone().count() != found.clone().count() {
        return None;
    }
    wanted.zip(found).try_for_each(|(pattern, text)| match_part(pattern, text, &mut parts))?;
    let mut rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    for wanted in pattern_query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = wanted.split_once('=')?;
        let at = rest.iter().position(|pair| pair.split_once('=').is_some_and(|(found, _)| found == key))?;
        match_part(value, rest.remove(at).split_once('=')?.1, &mut parts)?;
    }
    parts.push(("query".to_owned(), rest.join("&")));
    Some(parts)
}

/// The host of an address, without `www.`.
fn host(address: &str) -> &str {
    let path = strip_host_prefix(address);
    path.find(['/', '?']).map_or(path, |end| &path[..end])
}

fn match_part(pattern: &str, text: &str, parts: &mut Parts) -> Option<()> {
    let Some((before, rest)) = pattern.split_once('{') else { return (pattern == text).then_some(()) };
    let (name, after) = rest.split_once('}')?;
    let value = text.strip_prefix(before)?.strip_suffix(after)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~%!:=+,*()'$@".contains(c);
    if value.is_empty() || !value.chars().all(plain) {
        return None;
    }
    parts.push((name.to_owned(), value.to_owned()));
    Some(())
}

fn strip_host_prefix(address: &str) -> &str {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    rest.strip_prefix("www.").unwrap_or(rest)
}

fn split_query(address: &str) -> (&str, &str) {
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(test)]
mod tests {
    use super::match_url;

    #[test]
    fn an_address_gives_the_parts_that_its_pattern_names() {
        let parts = |pattern, address| {
            match_url(pattern, address)
                .map(|parts| parts.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>())
        };
        let watch = "https://www.youtube.com/watch?v={id}";
        assert_eq!(parts(watch, "https://www.youtube.com/watch?v=a_B-1").unwrap(), ["id=a_B-1", "query="]);
        assert_eq!(parts(watch, "http://youtube.com/watch?t=30s&v=x&loop=1").unwrap(), ["id=x", "query=t=30s&loop=1"]);
        assert_eq!(parts("https://youtu.be/{id}", "https://youtu.be/x?t=1").unwrap(), ["id=x", "query=t=1"]);
        assert_eq!(parts(watch, "https://www.youtube.com/channel/x"), None);
        let reel = "https://www.instagram.com/{user}/reel/{id}";
        assert_eq!(
            parts(reel, "https://instagram.com/a.b/reel/x_1/?y=z").unwrap(),
            ["user=a.b", "id=x_1", "query=y=z"]
        );
        assert_eq!(parts(reel, "https://instagram.com/reel/x"), None);
        assert_eq!(parts(watch, "https://www.youtube.com/watch?v=\"><script>"), None);
    }
}
