//! The bytes that a packed tree consists of: one for each kind of node, and for each kind of what a node says.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag};

use crate::document::tree::{Kind, Mark, Symbol};

/// The kinds that say nothing but what they are, and those that say one text, each with its byte: the byte and the text of one, and
/// one again.
macro_rules! kinds {
    ($($plain:literal ($($kind:tt)*))* with $text:ident $($byte:literal ($($saying:tt)*))*) => {
        pub(super) fn byte_of<'n>(kind: &'n Kind<'_>) -> Option<(u8, Option<&'n str>)> {
            match kind {
                $($($kind)* => Some(($plain, None)),)*
                $($($saying)* => Some(($byte, Some(&**$text))),)*
                _ => None,
            }
        }

        pub(super) fn kind<'a>(byte: u8, text: impl FnOnce() -> &'a str) -> Kind<'a> {
            match byte {
                $($plain => $($kind)*,)*
                $($byte => {
                    let $text = text().into();
                    $($saying)*
                })*
                _ => Kind::Figure,
            }
        }
    };
}

kinds! {
    0 (Kind::Element(Tag::Paragraph))
    1 (Kind::Element(Tag::BlockQuote(None)))
    2 (Kind::Element(Tag::CodeBlock(CodeBlockKind::Indented)))
    3 (Kind::Element(Tag::HtmlBlock))
    4 (Kind::Element(Tag::List(None)))
    5 (Kind::Element(Tag::Item))
    6 (Kind::Element(Tag::DefinitionList))
    7 (Kind::Element(Tag::DefinitionListTitle))
    8 (Kind::Element(Tag::DefinitionListDefinition))
    9 (Kind::Element(Tag::TableHead))
    10 (Kind::Element(Tag::TableRow))
    11 (Kind::Element(Tag::TableCell))
    12 (Kind::Element(Tag::Emphasis))
    13 (Kind::Element(Tag::Strong))
    14 (Kind::Element(Tag::Strikethrough))
    15 (Kind::Element(Tag::Superscript))
    16 (Kind::Element(Tag::Subscript))
    17 (Kind::Leaf(Event::SoftBreak))
    18 (Kind::Leaf(Event::HardBreak))
    19 (Kind::Leaf(Event::Rule))
    20 (Kind::Leaf(Event::TaskListMarker(false)))
    21 (Kind::Leaf(Event::TaskListMarker(true)))
    22 (Kind::Figure)
    23 (Kind::Description)
    24 (Kind::Mark(Mark::Inserted))
    25 (Kind::Mark(Mark::Marked))
    26 (Kind::Footnotes)

    with text
    27 (Kind::Leaf(Event::Text(text)))
    28 (Kind::Leaf(Event::Code(text)))
    29 (Kind::Leaf(Event::InlineMath(text)))
    30 (Kind::Leaf(Event::DisplayMath(text)))
    31 (Kind::Leaf(Event::Html(text)))
    32 (Kind::Leaf(Event::InlineHtml(text)))
    33 (Kind::Leaf(Event::FootnoteReference(text)))
    34 (Kind::Element(Tag::CodeBlock(CodeBlockKind::Fenced(text))))
    35 (Kind::Element(Tag::FootnoteDefinition(text)))
    36 (Kind::Abbreviation(text))
    37 (Kind::Symbol(Symbol::Emoji(text)))
    38 (Kind::Symbol(Symbol::Icon(text)))
    39 (Kind::Word(text))
    40 (Kind::Verbatim(text))
}

/// The bytes of the kinds that say more.
pub(super) mod rich {
    pub(in crate::document::packed) const HEADING: u8 = 41;
    pub(in crate::document::packed) const LIST: u8 = 42;
    pub(in crate::document::packed) const TABLE: u8 = 43;
    pub(in crate::document::packed) const LINK: u8 = 44;
    pub(in crate::document::packed) const IMAGE: u8 = 45;
    pub(in crate::document::packed) const FOOTNOTE_REFERENCE: u8 = 46;
    pub(in crate::document::packed) const FOOTNOTE: u8 = 47;
    pub(in crate::document::packed) const COMPONENT: u8 = 48;
    pub(in crate::document::packed) const ATTRIBUTES: u8 = 49;
}

/// The bytes of the kinds of argument.
pub(super) mod argument {
    pub(in crate::document::packed) const TEXT: u8 = 0;
    pub(in crate::document::packed) const MARKDOWN: u8 = 1;
    pub(in crate::document::packed) const ICON: u8 = 2;
    pub(in crate::document::packed) const SIZE: u8 = 3;
    pub(in crate::document::packed) const LINK: u8 = 4;
    pub(in crate::document::packed) const IMAGE: u8 = 5;
}

/// In a kind's byte: the text that it says is all that is written there.
pub(super) const AS_WRITTEN: u8 = 0x40;

/// In a kind's byte: others are inside.
pub(super) const HOLDS: u8 = 0x80;

/// Where a text's words are.
pub(super) mod words {
    pub(in crate::document::packed) const WITHIN: u8 = 0;
    pub(in crate::document::packed) const APART: u8 = 1;
}

pub(super) const ALIGNMENTS: [Alignment; 4] = [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];

pub(super) const LINKS: [LinkType; 8] = [
    LinkType::Inline,
    LinkType::Reference,
    LinkType::Collapsed,
    LinkType::Shortcut,
    LinkType::Autolink,
    LinkType::Email,
    LinkType::WikiLink { has_pothole: false },
    LinkType::WikiLink { has_pothole: true },
];
