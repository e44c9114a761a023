//! What a component's template declares: its shape, its marker, and which of its arguments take what.

use std::collections::BTreeMap;

use serde::Deserialize;

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
    /// A part of other templates, which pages cannot call.
    Part,
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
    /// Arguments, also those of its panes, that the template writes as they are, or leaves out where they are empty or 0, and
    /// that decide nothing else: it is rendered once for all that they may be. Only the theme is taken at its word.
    #[serde(default)]
    pub opaque: Vec<String>,
    /// What the template reads of the pages that it is given; any of it where nothing is named.
    #[serde(default)]
    pub reads: Vec<String>,
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

    /// Whether a marker of it goes on with the next pane, instead of nesting another inside.
    pub fn is_sequence(&self) -> bool {
        self.shape == Shape::Panes
    }

    /// The argument of that name, in any case: authors write `iconalign`.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name.eq_ignore_ascii_case(name))
    }
}
