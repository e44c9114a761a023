//! `date.…`. A date without a zone, since a page's is what its author wrote.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, fmt::strtime};

use super::{Arguments, Outcome, no_such};
use crate::document::PageDate;
use crate::expand::value::Value;

pub(super) const NAMES: &[&str] = &["add_days", "add_months", "add_years", "now", "parse", "to_string"];

pub(super) fn call(name: &str, given: &Arguments, now: DateTime) -> Outcome {
    let moved = |span: Span| {
        let moved = date(given.get(0))?.checked_add(span).map_err(|_| "there is no such day")?;
        Ok(Value::Date(moved))
    };
    match name {
        "now" => Ok(Value::Date(now)),
        "parse" => date(given.get(0)).map(Value::Date),
        "to_string" => format(date(given.get(0))?, &given.text(1)),
        "add_days" => moved(span(given, Span::try_days)?),
        "add_months" => moved(span(given, Span::try_months)?),
        "add_years" => moved(span(given, Span::try_years)?),
        _ => no_such("date", name),
    }
}

fn span(given: &Arguments, unit: fn(Span, i64) -> Result<Span, jiff::Error>) -> Result<Span, String> {
    unit(Span::new(), given.int(1)?).map_err(|_| "that is too far away".into())
}

/// A part of a date.
pub(in crate::expand) fn part(date: DateTime, name: &str) -> Option<Value> {
    let number = match name {
        "year" => i64::from(date.year()),
        "month" => i64::from(date.month()),
        "day" => i64::from(date.day()),
        "day_of_year" => i64::from(date.day_of_year()),
        "hour" => i64::from(date.hour()),
        "minute" => i64::from(date.minute()),
        "second" => i64::from(date.second()),
        "millisecond" => i64::from(date.millisecond()),
        _ => return None,
    };
    Some(number.into())
}

/// As it is written into a page: `05 Sep 2025`.
pub(in crate::expand) fn written(date: DateTime) -> String {
    strtime::format("%d %b %Y", date).unwrap_or_default()
}

fn date(value: &Value) -> Result<DateTime, String> {
    match value {
        Value::Date(date) => Ok(*date),
        other => parse(&other.text()).ok_or_else(|| format!("`{}` is no date", other.text())),
    }
}

/// A date as front matter has it, or as Americans write days.
pub(in crate::expand) fn parse(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let american = || Date::strptime("%m/%d/%Y", text).ok().map(|day| day.to_datetime(Time::midnight()));
    // The library keeps parts of seconds.
    text.parse().ok().or_else(|| Some(PageDate::read(text).ok()?.0)).or_else(american)
}

fn format(date: DateTime, pattern: &str) -> Outcome {
    if pattern.is_empty() {
        return Ok(written(date).into());
    }
    strtime::format(pattern, date)
        .map(Value::from)
        .map_err(|error| format!("`{pattern}` is no form of a date: {error}"))
}
