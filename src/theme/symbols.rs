//! Emoji by their short names and Octicons by theirs, from the tables in `src/theme/data/`.
//!
//! Both tables are sorted text, one name a line, and are searched where they lie: nothing is parsed at start-up, and a
//! site that uses no icon pays nothing for the 400 that it could.

/// A drawing: what goes inside an `<svg>` whose view box is `0 0 size size`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    /// 24, or less for the few that are not drawn as large.
    pub size: u8,
    /// The markup inside the `<svg>`.
    pub markup: &'static str,
}

static OCTICONS: &str = include_str!("data/octicons.tsv");
static EMOJI: &str = include_str!("data/emoji.tsv");

/// The Octicon of that name, or of the name of its file, which ends in a size: `play-24`.
pub fn icon(name: &str) -> Option<Icon> {
    let of_file = || find(OCTICONS, name.strip_suffix("-24").or_else(|| name.strip_suffix("-16"))?);
    let (size, markup) = find(OCTICONS, name).or_else(of_file)?.split_once('\t')?;
    Some(Icon { size: size.parse().ok()?, markup })
}

/// The names of the Octicons.
pub fn icon_names() -> impl Iterator<Item = &'static str> {
    OCTICONS.lines().filter_map(|line| line.split('\t').next())
}

/// The emoji of that short name (format sheet §1.13).
pub fn emoji(name: &str) -> Option<&'static str> {
    find(EMOJI, name)
}

/// The short names of all emoji.
pub fn emoji_names() -> impl Iterator<Item = &'static str> {
    EMOJI.lines().filter_map(|line| line.split('\t').next())
}

/// Binary search by the first column; gives the rest of the line.
fn find(table: &'static str, name: &str) -> Option<&'static str> {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memchr::memrchr(b'\n', &bytes[..middle]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(table.len(), |at| start + at);
        let (key, rest) = table[start..end].split_once('\t')?;
        match key.cmp(name) {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_both_tables_is_found() {
        for line in EMOJI.lines() {
            let (name, text) = line.split_once('\t').unwrap();
            assert_eq!(emoji(name), Some(text));
        }
        let icons = OCTICONS.lines().filter_map(|line| line.split('\t').next());
        assert!(icons.into_iter().all(|name| icon(name).is_some()));
        assert_eq!(icon("play-24"), icon("play"));
        assert!(icon("play-").is_none() && icon("-24").is_none());
    }

    #[test]
    fn short_names_are_slacks_and_not_githubs() {
        assert_eq!(emoji("bacon"), Some("🥓"));
        assert!(["+1", "thinking_face", "flag-ca", "musical_note", "100"].iter().all(|name| emoji(name).is_some()));
        assert_eq!(emoji("woman_judge"), None);
        assert_eq!(emoji(""), None);
    }
}
