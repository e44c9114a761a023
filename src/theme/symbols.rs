//! Emoji by their short names and Octicons by theirs, from the tables in `src/theme/data/`.
//!
//! Both tables are text, one name a line, of which the lines are found when the first name is looked up: a site that uses no
//! emoji pays nothing for the 1,900 that it could.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::html::Html;

/// A drawing: what goes inside an `<svg>` whose view box is `0 0 size size`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    /// Its name.
    pub name: &'static str,
    /// 24, or less for the few that are not drawn as large.
    pub size: u8,
    /// The markup inside the `<svg>`.
    pub markup: &'static str,
}

/// What other sets call the Octicons, Font Awesome, Feather and Material among them: what authors who know those write.
const OTHER_NAMES: [(&str, &[&str]); 35] = [
    ("alert", &["alert-circle", "alert-triangle", "exclamation-triangle", "triangle-exclamation", "warning"]),
    ("apps", &["grid"]),
    ("circle-slash", &["ban"]),
    ("comment", &["message"]),
    ("comment-discussion", &["comments", "forum"]),
    ("credit-card", &["money", "payment", "wallet"]),
    ("device-desktop", &["laptop", "monitor", "screen"]),
    ("device-mobile", &["phone"]),
    ("eye-closed", &["eye-off", "eye-slash"]),
    ("file-directory", &["directory", "folder"]),
    ("file-directory-open-fill", &["folder-open"]),
    ("flame", &["fire"]),
    ("gear", &["cog", "cogs", "gears", "settings"]),
    ("git-branch", &["git"]),
    ("globe", &["language", "website", "world"]),
    ("graph", &["bar-chart", "chart", "chart-bar", "chart-line", "pie-chart", "stats"]),
    ("hubot", &["bot", "robot"]),
    ("list-ordered", &["list-ol"]),
    ("list-unordered", &["list", "list-ul"]),
    ("location", &["map", "map-marker", "map-pin", "place"]),
    ("mail", &["envelope"]),
    ("mortar-board", &["graduation-cap", "school"]),
    ("package", &["box", "cube"]),
    ("pencil", &["edit", "pen"]),
    ("people", &["group", "team", "users"]),
    ("person", &["account", "user", "user-circle"]),
    ("question", &["circle-question", "help", "help-circle", "question-circle"]),
    ("stack", &["layers"]),
    ("sync", &["refresh"]),
    ("tasklist", &["tasks"]),
    ("three-bars", &["menu"]),
    ("tools", &["build", "hammer", "wrench"]),
    ("trash", &["delete", "remove"]),
    ("x", &["close", "times", "xmark"]),
    ("zap", &["bolt", "lightning-bolt"]),
];

/// Whether an icon is named by the path or address of a picture. `material/home` is none: so another tool names an icon of a set.
pub fn is_path(icon: &str) -> bool {
    let icon = icon.trim_start();
    !icon.starts_with('<') && (icon.contains('.') || icon.starts_with('/') || icon.contains("://"))
}

/// The Octicon that another set calls so.
pub fn icon_of_another_name(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    OTHER_NAMES.iter().find(|(_, others)| others.contains(&name.as_str())).map(|(icon, _)| *icon)
}

/// What each name stands for.
type Table = FxHashMap<&'static str, &'static str>;

static OCTICON_LINES: &str = include_str!("data/octicons.tsv");
static EMOJI_LINES: &str = include_str!("data/emoji.tsv");

static OCTICONS: LazyLock<Table> = LazyLock::new(|| lines(OCTICON_LINES).collect());
static EMOJI: LazyLock<Table> = LazyLock::new(|| lines(EMOJI_LINES).collect());

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter_map(|line| line.split_once('\t'))
}

/// The Octicon of that name in any case, or of the name of its file, which ends in a size: `play-24`.
pub fn icon(name: &str) -> Option<Icon> {
    let of_file = |name: &str| OCTICONS.get_key_value(name.strip_suffix("-24").or_else(|| name.strip_suffix("-16"))?);
    let found = |name: &str| OCTICONS.get_key_value(name).or_else(|| of_file(name));
    let (name, line) = found(name).or_else(|| found(&name.to_ascii_lowercase()))?;
    let (size, markup) = line.split_once('\t')?;
    Some(Icon { name, size: size.parse().ok()?, markup })
}

/// The finished `<svg>` of an Octicon.
pub fn icon_svg(name: &str) -> Option<Html> {
    let Icon { name, size, markup } = icon(name)?;
    Some(Html::trusted(format!(
        r#"<svg class="icon icon-{name}" viewBox="0 0 {size} {size}" aria-hidden="true">{markup}</svg>"#
    )))
}

/// Whether an icon is a whole drawing. A part of one, which a quotation mark too many leaves, would swallow what stands behind it.
pub fn is_drawing(icon: &str) -> bool {
    let icon = icon.trim();
    let Some(rest) = icon.strip_prefix("<svg").filter(|rest| rest.starts_with([' ', '\t', '\n', '>', '/'])) else {
        return false;
    };
    rest.ends_with("</svg>") || (rest.ends_with("/>") && !rest.contains('<'))
}

/// The names of the Octicons, in order.
pub fn icon_names() -> impl Iterator<Item = &'static str> {
    lines(OCTICON_LINES).map(|(name, _)| name)
}

/// The emoji of that short name. `wave::skin-tone-2` is one in a tone of skin, where there are such.
pub fn emoji(name: &str) -> Option<Cow<'static, str>> {
    let Some((base, tone)) = name.split_once("::") else { return EMOJI.get(name).copied().map(Cow::Borrowed) };
    let tone = EMOJI.get(tone).filter(|_| tone.starts_with("skin-tone-"))?;
    let mut characters = EMOJI.get(base)?.chars();
    let first = characters.next().filter(|first| TONED.iter().any(|range| range.contains(first)))?;
    // The tone stands where a sign for colour may stand, which it makes superfluous.
    let rest = characters.as_str().trim_start_matches('\u{fe0f}');
    Some(Cow::Owned(format!("{first}{tone}{rest}")))
}

/// Unicode's `Emoji_Modifier_Base`: the characters that come in tones of skin.
const TONED: [RangeInclusive<char>; 40] = [
    '\u{261d}'..='\u{261d}',
    '\u{26f9}'..='\u{26f9}',
    '\u{270a}'..='\u{270d}',
    '\u{1f385}'..='\u{1f385}',
    '\u{1f3c2}'..='\u{1f3c4}',
    '\u{1f3c7}'..='\u{1f3c7}',
    '\u{1f3ca}'..='\u{1f3cc}',
    '\u{1f442}'..='\u{1f443}',
    '\u{1f446}'..='\u{1f450}',
    '\u{1f466}'..='\u{1f478}',
    '\u{1f47c}'..='\u{1f47c}',
    '\u{1f481}'..='\u{1f483}',
    '\u{1f485}'..='\u{1f487}',
    '\u{1f48f}'..='\u{1f48f}',
    '\u{1f491}'..='\u{1f491}',
    '\u{1f4aa}'..='\u{1f4aa}',
    '\u{1f574}'..='\u{1f575}',
    '\u{1f57a}'..='\u{1f57a}',
    '\u{1f590}'..='\u{1f590}',
    '\u{1f595}'..='\u{1f596}',
    '\u{1f645}'..='\u{1f647}',
    '\u{1f64b}'..='\u{1f64f}',
    '\u{1f6a3}'..='\u{1f6a3}',
    '\u{1f6b4}'..='\u{1f6b6}',
    '\u{1f6c0}'..='\u{1f6c0}',
    '\u{1f6cc}'..='\u{1f6cc}',
    '\u{1f90c}'..='\u{1f90c}',
    '\u{1f90f}'..='\u{1f90f}',
    '\u{1f918}'..='\u{1f91f}',
    '\u{1f926}'..='\u{1f926}',
    '\u{1f930}'..='\u{1f939}',
    '\u{1f93c}'..='\u{1f93e}',
    '\u{1f977}'..='\u{1f977}',
    '\u{1f9b5}'..='\u{1f9b6}',
    '\u{1f9b8}'..='\u{1f9b9}',
    '\u{1f9bb}'..='\u{1f9bb}',
    '\u{1f9cd}'..='\u{1f9cf}',
    '\u{1f9d1}'..='\u{1f9dd}',
    '\u{1fac3}'..='\u{1fac5}',
    '\u{1faf0}'..='\u{1faf8}',
];

/// The short names of all emoji, in order.
pub fn emoji_names() -> impl Iterator<Item = &'static str> {
    lines(EMOJI_LINES).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_both_tables_is_found() {
        assert!(emoji_names().all(|name| emoji(name).is_some()));
        assert!(icon_names().all(|name| icon(name).is_some()));
        assert_eq!(icon("play-24"), icon("play"));
        assert_eq!((icon("PLAY-24"), icon("Play")), (icon("play"), icon("play")));
        assert!(icon("play-").is_none() && icon("-24").is_none());
    }

    #[test]
    fn what_other_sets_call_an_icon_is_no_other_icon_here() {
        for (name, others) in OTHER_NAMES {
            assert!(icon(name).is_some(), "{name}");
            assert!(others.iter().all(|other| icon(other).is_none()), "{others:?}");
        }
        assert_eq!((icon_of_another_name("Settings"), icon_of_another_name("gear")), (Some("gear"), None));
    }

    #[test]
    fn a_drawing_is_one_whole_element() {
        for whole in ["<svg/>", "<svg width=\"1\" />", " <svg><g><path/></g></svg>\n"] {
            assert!(is_drawing(whole), "{whole}");
        }
        for part in ["<svg width=", "<svg><g><path/>", "<svgx></svg>", "rocket", "<img/>"] {
            assert!(!is_drawing(part), "{part}");
        }
    }

    #[test]
    fn short_names_are_slacks_and_not_githubs() {
        assert_eq!(emoji("bacon").as_deref(), Some("🥓"));
        assert_eq!(emoji("wave::skin-tone-2").as_deref(), Some("👋🏻"));
        assert_eq!([emoji("bacon::skin-tone-2"), emoji("wave::bacon"), emoji("wave::")], [None, None, None]);
        assert!(["+1", "thinking_face", "flag-ca", "musical_note", "100"].iter().all(|name| emoji(name).is_some()));
        assert_eq!(emoji("woman_judge"), None);
        assert_eq!(emoji(""), None);
    }
}
