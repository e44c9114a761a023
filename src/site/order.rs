//! The order of neighbours in the navigation.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use crate::case::alphabetical;
use crate::document::Order;
use crate::path::lower_case;

/// What decides a node's place among its neighbours.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) order: Order,
    pub(super) label: Arc<str>,
    pub(super) is_folder: bool,
    /// `2025-11-15` when the file's name begins with a date.
    pub(super) date: Option<String>,
}

/// A place as a key to sort by: field by field, so that the order is total whatever an author mixes.
///
/// Positive numbers, larger first; folders without an order; text and pages without an order, by label, those with a date
/// before the others and newest first; versions, newest first; negative numbers, closer to zero first. Between equals
/// folders come before pages, newer dates before older ones, then labels decide. Case is ignored, and
/// accents decide last.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    group: Group,
    number: Reverse<Number>,
    version: Reverse<Version>,
    mixed: Option<(Reverse<Option<String>>, Arc<str>)>,
    is_page: bool,
    date: Reverse<Option<String>>,
    label: Arc<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Positive,
    Folders,
    Mixed,
    Versions,
    Negative,
}

impl Place {
    pub(super) fn key(&self) -> Key {
        // A backslash says how a mark is read, and is nothing that one sees.
        let label = match self.label.contains('\\') {
            true => alphabetical(&self.label.replace('\\', "")).into(),
            false if self.label.is_ascii() => lower_case(&self.label),
            false => alphabetical(&self.label).into(),
        };
        let group = match &self.order {
            Order::Number(number) if *number > 0.0 => Group::Positive,
            Order::None if self.is_folder => Group::Folders,
            Order::None | Order::Text(_) => Group::Mixed,
            Order::Version(..) => Group::Versions,
            Order::Number(_) => Group::Negative,
        };
        let date = Reverse(self.date.clone());
        let mixed = match &self.order {
            Order::Text(text) => Some((Reverse(None), alphabetical(text).into())),
            Order::None if !self.is_folder => Some((date.clone(), label.clone())),
            _ => None,
        };
        let number = if let Order::Number(number) = self.order { number } else { 0.0 };
        let version =
            if let Order::Version(parts, pre) = &self.order { Version::new(parts, pre) } else { Version::default() };
        Key {
            group,
            number: Reverse(Number(number)),
            version: Reverse(version),
            mixed,
            is_page: !self.is_folder,
            date,
            label,
        }
    }
}

/// A number that is never NaN.
#[derive(Debug, Clone, Copy)]
struct Number(f64);

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

/// A version: its numbers, whether it is a release, which stands above its pre-releases, and their identifiers, of which
/// numbers stand below words (semver.org §11).
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    numbers: Vec<u64>,
    is_release: bool,
    identifiers: Vec<Identifier>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identifier {
    Number(u64),
    Word(String),
}

impl Version {
    fn new(numbers: &[u64], pre_release: &str) -> Self {
        let identifiers = pre_release.split('.').filter(|part| !part.is_empty());
        let identifiers = identifiers
            .map(|part| part.parse().map_or_else(|_| Identifier::Word(part.to_lowercase()), Identifier::Number));
        // `v1.10` is `v1.10.0`.
        let length = numbers.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
        Self {
            numbers: numbers[..length].to_vec(),
            is_release: pre_release.is_empty(),
            identifiers: identifiers.collect(),
        }
    }
}

/// The date that a file's name begins with: `2025-11-15` or `2025-11`.
pub(super) fn date_of(name: &str) -> Option<String> {
    crate::document::dated(name).map(|(date, _)| date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_in_the_formats_order() {
        let version = |text: &[u64], pre: &str| Order::Version(text.to_vec(), pre.into());
        let mut places = vec![
            ("minus two", Order::Number(-2.0)),
            ("v1.0 beta 2", version(&[1, 0], "beta.2")),
            ("v1.0 beta 10", version(&[1, 0], "beta.10")),
            ("v1.0", version(&[1, 0], "")),
            ("v1.10", version(&[1, 10], "")),
            ("v1.10.0 beta", version(&[1, 10, 0], "beta")),
            ("banana", Order::None),
            ("ordered by cherry", Order::Text("cherry".into())),
            ("Apple", Order::None),
            ("huge", Order::Number(1e23)),
            ("two", Order::Number(2.0)),
            ("minus one", Order::Number(-1.0)),
        ];
        let place = |(label, order): &(&str, Order)| Place {
            order: order.clone(),
            label: (*label).into(),
            is_folder: false,
            date: None,
        };
        places.sort_by_cached_key(|named| place(named).key());
        let labels: Vec<&str> = places.iter().map(|(label, _)| *label).collect();
        assert_eq!(
            labels,
            [
                "huge", "two", "Apple", "banana", "ordered by cherry", "v1.10", "v1.10.0 beta", "v1.0", "v1.0 beta 10",
                "v1.0 beta 2", "minus one", "minus two"
            ]
        );
    }

    #[test]
    fn between_equals_folders_and_newer_dates_come_first() {
        let place = |label: &str, is_folder| Place {
            order: Order::Number(91.0),
            label: label.into(),
            is_folder,
            date: date_of(label),
        };
        let mut places = [
            place("Selenium", false),
            place("2024-01-01 old", false),
            place("2025-01-01 new", false),
            place("Zoo", true),
        ];
        places.sort_by_cached_key(Place::key);
        let labels: Vec<&str> = places.iter().map(|place| &*place.label).collect();
        assert_eq!(labels, ["Zoo", "2025-01-01 new", "2024-01-01 old", "Selenium"]);
    }

    #[test]
    fn whatever_is_mixed_there_is_one_order() {
        let place = |label: &str, order: Order, is_folder| Place {
            order,
            label: label.into(),
            is_folder,
            date: date_of(label),
        };
        let mut places = [
            place("Zoo", Order::None, true),
            place("apple", Order::None, false),
            place("by text", Order::Text("Melon".into()), false),
            place("Élan", Order::None, false),
            place("nut", Order::None, false),
            place("2024-05 old", Order::None, false),
            place("2025-05 new", Order::None, false),
        ];
        let expected = ["Zoo", "2025-05 new", "2024-05 old", "apple", "Élan", "by text", "nut"];
        for _ in 0..places.len() {
            places.rotate_left(1);
            let mut sorted: Vec<&Place> = places.iter().collect();
            sorted.sort_by_cached_key(|place| place.key());
            assert_eq!(sorted.iter().map(|place| &*place.label).collect::<Vec<_>>(), expected);
        }
    }
}
