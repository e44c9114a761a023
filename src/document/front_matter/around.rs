//! What a page says about what stands around it: navigation, contents, backlinks, last change.

use serde_yaml::Value;

use super::PageDate;
use crate::config::{FromYaml, GitFact, Levels, NavMode, NextPrevMode, Reader, Shape, Side, definitions};

definitions! {
    /// "See also".
    pub struct PageBacklinks, short enabled: Option<bool> {
        /// Whether the pages that link here are listed.
        enabled: Option<bool> = "enabled";
        /// Heading of the list.
        title: Option<String> = "title";
        /// How many are listed at most.
        max_results: Option<u32> = "maxResults";
        /// Whether the list stands at the end of the page without `[!backlinks]`.
        auto_include: Option<bool> = "autoInclude";
    }

    /// The page in the navigation.
    pub struct PageNav {
        /// A badge behind the label: `New`, `New|success`, or an object.
        badge: Option<Box<NavBadge>> = "badge";
        /// The look of the folder of the first level that the page is in.
        mode: Option<NavMode> = "mode";
    }

    /// A badge in the navigation. In short, `text|variant`.
    pub struct NavBadge, short text: String {
        /// Its text, perhaps with a bar and the variant behind it.
        text: String = "text";
        /// Its look, a variant of the [badge](components/badge.md).
        variant: Option<String> = "variant";
        /// Its size.
        size: String = "size", default "s".into();
        /// Its corners.
        corners: Option<String> = "corners";
        /// Its icon.
        icon: Option<String> = "icon";
        /// Side of the text on which the icon stands.
        icon_align: Side = "iconAlign";
        /// Where it leads.
        link: Option<String> = "link";
        /// Where its link opens.
        target: Option<String> = "target";
    }

    /// Links to the neighbours.
    pub struct PageNextPrev, short mode: Option<NextPrevMode> {
        /// `hide` shows no links, but keeps the page in the sequence; `exclude` takes it out.
        mode: Option<NextPrevMode> = "mode";
    }

    /// The contents beside the page.
    pub struct PageToc, short depth: Option<Levels> {
        /// Levels of the headings that are listed.
        depth: Option<Levels> = "depth";
        /// Heading of the contents.
        label: Option<String> = "label";
    }

    /// When the page was last changed and by whom.
    pub struct PageUpdated, short date: Option<Updated<PageDate>> {
        /// The day, or what to take from git.
        date: Option<Updated<PageDate>> = "date";
        /// The person, or what to take from git.
        by: Option<Updated<String>> = "by";
    }
}

/// Something about the last change.
#[derive(Debug, Clone, PartialEq)]
pub enum Updated<T> {
    /// As the page says.
    Said(T),
    /// From git.
    Git(GitFact),
}

impl<T: FromYaml> FromYaml for Updated<T> {
    const SHAPE: Shape = Shape::Either(&[T::SHAPE, GitFact::SHAPE]);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Mapping(_) | Value::Bool(_) => GitFact::from_yaml(value, reader).map(Self::Git),
            said => T::from_yaml(said, reader).map(Self::Said),
        }
    }
}

impl NavBadge {
    /// Text and variant, whether the variant is a key of its own or stands behind a bar.
    pub fn text_and_variant(&self) -> (&str, Option<&str>) {
        match (self.variant.as_deref(), self.text.split_once('|')) {
            (None, Some((text, variant))) => (text.trim(), Some(variant.trim())),
            (variant, _) => (self.text.trim(), variant),
        }
    }
}
