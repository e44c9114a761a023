//! What stands in the header and footer of every page: `branding`, `hub`, `links`, `footer`.

use serde_yaml::Value;

use super::Side;
use crate::config::{CssValue, FromYaml, Reader, Shape, choices, definitions};

definitions! {
    /// Name, logo and label in the header.
    pub struct Branding {
        /// Name of the site, inline Markdown; by default the title of the home page. Beside a `logo` it stands only when it is written.
        title: Option<String> = "title";
        /// A small chip beside the name, such as a version; inline Markdown.
        label: Option<String> = "label";
        /// Path of the logo from the input folder, or an `<svg>`.
        logo: Option<String> = "logo";
        /// The logo for the dark scheme; by default a sibling `logo-dark.*`.
        logo_dark: Option<String> = "logoDark";
        /// Width of the logo in pixels.
        logo_width: Option<u32> = "logoWidth";
        /// Height of the logo in pixels.
        logo_height: Option<u32> = "logoHeight";
        /// Side of the name on which the logo stands.
        logo_align: Side = "logoAlign";
        /// Accent colour: any CSS colour. In short for `theme.base.base-color`.
        base_color: Option<CssValue> = "baseColor";
        /// Colours.
        colors: BrandingColors = "colors";
    }

    /// Colours in the header.
    pub struct BrandingColors {
        /// Colours of the label.
        label: LabelColors = "label";
    }

    /// Colours of the label.
    pub struct LabelColors {
        /// Colour of its text.
        text: Option<CssValue> = "text";
        /// Colour behind its text.
        background: Option<CssValue> = "background";
    }

    /// A link before the logo.
    pub struct Hub, short link: Option<String> {
        /// Address that it leads to.
        link: Option<String> = "link";
        /// What it is called when it is read aloud.
        alt: Option<String> = "alt";
        /// Where it opens: `blank`, `self`, or a name.
        target: Option<String> = "target";
    }

    /// A link in the header or footer, or an entry of a menu.
    pub struct Link {
        /// Text, inline Markdown; may be left out when there is an icon.
        text: String = "text";
        /// Page, path or address.
        link: String = "link";
        /// A page action instead of a link, such as `print-page`.
        action: Option<String> = "action";
        /// Name of an Octicon, an emoji shortcode, an image path or an inline `<svg>`.
        icon: String = "icon";
        /// Side of the text on which the icon stands.
        icon_align: Side = "iconAlign";
        /// Where the link opens: `blank`, `self`, or a name.
        target: String = "target";
        /// Tooltip.
        title: String = "title";
        /// Line below the text, in a menu.
        description: String = "description";
        /// Entries of a menu that the link opens; one level.
        items: Menu = "items";
        /// `separator` for a line between the entries of a menu.
        kind: LinkKind = "type";
    }

    /// What stands at the end of every page.
    pub struct Footer {
        /// Copyright line, inline Markdown with expressions; `{{ year }}` is the current year.
        copyright: String = "copyright";
        /// Links beside it.
        links: Vec<Link> = "links";
    }
}

choices! {
    /// What an entry of a menu is.
    pub enum LinkKind {
        /// A link or an action.
        Link = "link",
        /// A line between entries.
        Separator = "separator",
    }
}

/// The entries of a menu, links themselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Menu(pub Vec<Link>);

impl FromYaml for Menu {
    const SHAPE: Shape = Shape::Nested;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        Vec::<Link>::from_yaml(value, reader).map(Self)
    }
}
