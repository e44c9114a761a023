//! When a page was last changed and by whom: as it says itself, or as git knows (`lastUpdated`).

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::{Config, GitFact, Who};
use crate::document::{Meta, Updated};
use crate::source::{Change, Hand};

/// What a page tells about its last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastUpdate {
    /// The day, in UTC when it comes from git.
    pub date: Date,
    /// Who.
    pub by: Option<String>,
}

/// Settles it. What a page says itself is never mixed with what git knows.
pub(super) fn last_update(meta: &Meta, config: &Config, change: Option<&Change>) -> Option<LastUpdate> {
    let (date, by) = (&meta.last_updated.date, &meta.last_updated.by);
    let said_by = match by {
        Some(Updated::Said(name)) => Some(name.clone()),
        _ => meta.last_updated_by.as_deref().map(str::to_owned),
    };
    if let Some(Updated::Said(date)) = date {
        return Some(LastUpdate { date: date.0.date(), by: said_by });
    }
    if said_by.is_some() {
        return None;
    }
    let wanted = |own: Option<&GitFact>, of_project: &GitFact| own.unwrap_or(of_project).clone();
    let date = wanted(git(date.as_ref()), &config.last_updated.date);
    let by = wanted(git(by.as_ref()), &config.last_updated.by);
    let change = change.filter(|_| date.enabled)?;
    let by = by.enabled.then(|| hand(change, by.source).name.clone()).filter(|name| !name.is_empty());
    Some(LastUpdate { date: day(hand(change, date.source)), by })
}

/// The day of a change, in UTC.
pub(super) fn day(hand: &Hand) -> Date {
    hand.at.to_zoned(TimeZone::UTC).date()
}

fn git<T>(updated: Option<&Updated<T>>) -> Option<&GitFact> {
    match updated {
        Some(Updated::Git(fact)) => Some(fact),
        _ => None,
    }
}

fn hand(change: &Change, who: Who) -> &Hand {
    match who {
        Who::Author => &change.author,
        Who::Committer => &change.committer,
    }
}
