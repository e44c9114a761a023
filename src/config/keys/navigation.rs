//! How readers find their way: `nav`, `breadcrumb`, `nextprev`, `toc`.

use serde_yaml::Value;

use crate::config::{FromYaml, Reader, Shape, choices, definitions};

definitions! {
    /// The navigation's look.
    pub struct Nav, short mode: NavMode {
        /// `stack` shows the folders of the first level as headings that are always open.
        mode: NavMode = "mode";
        /// Icons in the navigation.
        icons: NavIcons = "icons";
        /// The cloud of tags below the navigation.
        tags: NavTags = "tags";
    }

    /// Icons in the navigation.
    pub struct NavIcons, short mode: NavIconMode {
        /// Which entries show their icons.
        mode: NavIconMode = "mode";
    }

    /// The cloud of tags below the navigation.
    pub struct NavTags, short enabled: bool {
        /// Whether there is one.
        enabled: bool = "enabled", default true;
        /// Its heading.
        title: String = "title";
        /// How many tags it has at most.
        limit: Option<u32> = "limit";
        /// Patterns (`?`, `*`) of the tags that it has; without them it has all.
        include: Vec<String> = "include";
        /// Patterns of tags that it leaves out; not used when `include` is given.
        exclude: Vec<String> = "exclude";
        /// One beside the other, or one below the other.
        layout: TagLayout = "layout";
        /// Side on which the tags stand.
        align: Side = "align", default Side::Right;
        /// Their order: by name or by how many pages have them.
        order: TagOrder = "order";
        /// Look of the tags, a variant of the [badge](components/badge.md).
        variant: String = "variant", default "info".into();
    }

    /// The path of folders above a page's title.
    pub struct Breadcrumb, short enabled: bool {
        /// Whether it is shown.
        enabled: bool = "enabled", default true;
        /// Its first entry: text, an icon or an emoji; by default the label of the home page. `false` leaves it out.
        home: HomeCrumb = "home";
        /// What stands between entries: text or an icon; by default an arrow.
        separator: Option<String> = "separator";
    }

    /// Links to the previous and next page.
    pub struct NextPrev, short mode: NextPrevMode {
        /// `hide` shows no links, but keeps pages in the sequence; `exclude` takes them out of it.
        mode: NextPrevMode = "mode";
    }

    /// The contents beside a page.
    pub struct Toc, short depth: Levels {
        /// Levels of the headings that are listed: `2`, `2-3`, `2,4`, `1,3-4`.
        depth: Levels = "depth";
        /// Heading of the contents; by default the word for "Contents".
        label: Option<String> = "label";
    }
}

choices! {
    /// The look of the first level of the navigation.
    pub enum NavMode {
        /// A tree.
        Default = "default",
        /// Groups under headings.
        Stack = "stack",
    }
}

choices! {
    /// Which entries of the navigation show their icons.
    pub enum NavIconMode {
        /// All.
        All = "all",
        /// None.
        None = "none",
        /// Folders.
        Folders = "folders",
        /// Pages.
        Pages = "pages",
        /// Those of the first level.
        Top = "top",
    }
}

choices! {
    /// How the cloud of tags is laid out.
    pub enum TagLayout {
        /// One beside the other.
        Flex = "flex",
        /// One below the other.
        Stack = "stack",
    }
}

choices! {
    /// The order of tags.
    pub enum TagOrder {
        /// By name.
        NameAscending = "asc",
        /// By name, backwards.
        NameDescending = "desc" | "alpha-desc" | "name-desc" | "title-desc",
        /// The most frequent first.
        CountDescending = "count" | "count-desc" | "popular" | "popularity" | "frequency",
        /// The rarest first.
        CountAscending = "count-asc" | "popular-asc" | "popularity-asc" | "frequency-asc",
    }
}

choices! {
    /// Whether a page has links to its neighbours.
    pub enum NextPrevMode {
        /// It has.
        Show = "show",
        /// It has none, but its neighbours lead to it.
        Hide = "hide",
        /// Its neighbours pass it over.
        Exclude = "exclude",
    }
}

choices! {
    /// A side of a text.
    pub enum Side {
        /// Before the text.
        Left = "left",
        /// After the text.
        Right = "right",
    }
}

/// The first entry of a breadcrumb.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HomeCrumb {
    /// The home page's label.
    #[default]
    Label,
    /// There is none.
    Off,
    /// This text or icon.
    Text(String),
}

impl FromYaml for HomeCrumb {
    const SHAPE: Shape = Shape::Either(&[Shape::Flag, Shape::Text("text")]);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Bool(true) | Value::Null => Some(Self::Label),
            Value::Bool(false) => Some(Self::Off),
            Value::String(text) => Some(Self::Text(text.clone())),
            _ => reader.wrong(&Self::SHAPE, value),
        }
    }
}

/// Levels of headings, 1 to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// Whether headings of that level are among them.
    pub fn contains(self, level: u8) -> bool {
        (1..=6).contains(&level) && self.0 & (1 << level) != 0
    }

    fn of(text: &str) -> Option<Self> {
        let level = |text: &str| text.trim().parse::<u8>().ok().filter(|level| (1..=6).contains(level));
        let mut levels = 0;
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            for level in level(first)?..=level(last)? {
                levels |= 1 << level;
            }
        }
        Some(Self(levels))
    }
}

impl Default for Levels {
    fn default() -> Self {
        Self(1 << 2 | 1 << 3)
    }
}

impl FromYaml for Levels {
    const SHAPE: Shape = Shape::Text("levels such as `2`, `2-3` or `2,4`");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let text = match value {
            Value::Number(level) => level.to_string(),
            Value::String(text) => text.clone(),
            _ => return reader.wrong(&Self::SHAPE, value),
        };
        Self::of(&text).or_else(|| reader.wrong(&Self::SHAPE, value))
    }

    fn written(&self) -> Option<String> {
        let levels: Vec<u8> = (1..=6).filter(|level| self.contains(*level)).collect();
        match levels[..] {
            [first, .., last] if usize::from(last - first) + 1 == levels.len() => Some(format!("{first}-{last}")),
            _ => Some(levels.iter().map(u8::to_string).collect::<Vec<_>>().join(",")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_lists_and_ranges() {
        let levels = |text: &str| Levels::of(text).and_then(|levels| levels.written());
        assert_eq!(levels("2"), Some("2".into()));
        assert_eq!(levels("1-4"), Some("1-4".into()));
        assert_eq!(levels("1, 3-4"), Some("1,3,4".into()));
        assert_eq!((levels("0"), levels("2-9"), levels("x")), (None, None, None));
        assert!(Levels::default().contains(3) && !Levels::default().contains(4) && !Levels::default().contains(200));
    }
}
