//! The order of neighbours in the navigation (format sheet §8.2).

use std::cmp::Ordering;

use crate::document::Order;

/// What decides a node's place among its neighbours.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) order: Order,
    pub(super) label: String,
    pub(super) is_folder: bool,
    /// `2025-11-15` when the file's name begins with a date.
    pub(super) date: Option<String>,
}

/// Positive numbers, larger first; text and what has no order, by label; versions, newest first; negative numbers, closer
/// to zero first. Between equals folders come before pages, newer dates before older ones, then labels decide.
pub(super) fn compare(a: &Place, b: &Place) -> Ordering {
    group(&a.order).cmp(&group(&b.order)).then_with(|| within(a, b)).then_with(|| between_equals(a, b))
}

fn group(order: &Order) -> u8 {
    match order {
        Order::Number(number) if *number > 0.0 => 0,
        Order::None | Order::Text(_) => 1,
        Order::Version(..) => 2,
        Order::Number(_) => 3,
    }
}

fn within(a: &Place, b: &Place) -> Ordering {
    match (&a.order, &b.order) {
        (Order::Number(a), Order::Number(b)) => b.total_cmp(a),
        (Order::Version(a, a_pre), Order::Version(b, b_pre)) => compare_versions((b, b_pre), (a, a_pre)),
        (Order::None, Order::None) => Ordering::Equal,
        _ => text(a).cmp(&text(b)),
    }
}

/// A release stands above its pre-releases (semver.org §11).
fn compare_versions(a: (&Vec<u64>, &String), b: (&Vec<u64>, &String)) -> Ordering {
    let release = |pre: &String| pre.is_empty();
    a.0.cmp(b.0).then_with(|| release(a.1).cmp(&release(b.1))).then_with(|| a.1.cmp(b.1))
}

fn between_equals(a: &Place, b: &Place) -> Ordering {
    let folders_first = b.is_folder.cmp(&a.is_folder);
    let newest_first = match (&a.date, &b.date) {
        (Some(a), Some(b)) => b.cmp(a),
        _ => Ordering::Equal,
    };
    folders_first.then(newest_first).then_with(|| label(a).cmp(&label(b)))
}

fn text(place: &Place) -> String {
    match &place.order {
        Order::Text(text) => text.to_lowercase(),
        _ => label(place),
    }
}

fn label(place: &Place) -> String {
    place.label.to_lowercase()
}

/// The date that a file's name begins with: `2025-11-15` or `2025-11`.
pub(super) fn date_of(name: &str) -> Option<String> {
    let shape: String = name.chars().take(10).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let length = if shape == "0000-00-00" {
        10
    } else if shape.starts_with("0000-00") {
        7
    } else {
        return None;
    };
    Some(name.chars().take(length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_in_the_formats_order() {
        let version = |text: &[u64], pre: &str| Order::Version(text.to_vec(), pre.into());
        let mut places = vec![
            ("minus two", Order::Number(-2.0)),
            ("v1.0 beta", version(&[1, 0], "beta")),
            ("v1.0", version(&[1, 0], "")),
            ("v1.10", version(&[1, 10], "")),
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
        places.sort_by(|a, b| compare(&place(a), &place(b)));
        let labels: Vec<&str> = places.iter().map(|(label, _)| *label).collect();
        assert_eq!(
            labels,
            [
                "huge",
                "two",
                "Apple",
                "banana",
                "ordered by cherry",
                "v1.10",
                "v1.0",
                "v1.0 beta",
                "minus one",
                "minus two"
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
        places.sort_by(compare);
        let labels: Vec<&str> = places.iter().map(|place| place.label.as_str()).collect();
        assert_eq!(labels, ["Zoo", "2025-01-01 new", "2024-01-01 old", "Selenium"]);
    }
}
