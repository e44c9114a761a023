//! Days, as pages give them.

use jiff::civil::{Date, DateTime, Time};
use serde_yaml::Value;

use crate::config::{FromYaml, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic};

/// A day, perhaps with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageDate(pub DateTime);

impl FromYaml for PageDate {
    const SHAPE: Shape = Shape::Text("a date such as `2025-09-05` or `2025-09-05T14:30`");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = value.as_str().map(str::trim) else { return reader.wrong(&Self::SHAPE, value) };
        match Self::read(text) {
            Ok(date) => Some(date),
            Err(reason) => {
                let message = format!("`{text}` is no date: {reason}");
                reader.report(
                    Diagnostic::new(Code::WrongType, message).hint("write it as `2025-09-05` or `2025-09-05T14:30`"),
                );
                None
            }
        }
    }
}

impl PageDate {
    /// Reads a day and perhaps a time, or tells why it is none. Seconds and a zone may follow; the page's day is what the author wrote.
    pub fn read(text: &str) -> Result<Self, String> {
        let (date, time) = text.split_once(['T', ' ']).map_or((text, None), |(date, time)| (date, Some(time.trim())));
        let day = match parse_day(date) {
            Ok(day) => day,
            Err(reason) => {
                // Fewer digits would be a year, too: `March 2025` the twentieth of March in the year 25.
                let is_whole = |day: &Date| day.year() >= 1000;
                let in_words = IN_WORDS.iter().find_map(|format| Date::strptime(format, text).ok().filter(is_whole));
                return in_words.map(|day| Self(day.to_datetime(Time::midnight()))).ok_or(reason);
            }
        };
        Ok(Self(day.to_datetime(time.map_or(Ok(Time::midnight()), parse_time)?)))
    }
}

/// Days whose month is a word, which can be read in one way only.
const IN_WORDS: [&str; 6] = ["%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y"];

fn parse_day(text: &str) -> Result<Date, String> {
    let parts: Option<Vec<i16>> =
        text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(|part| part.parse().ok()).collect();
    let Some([year @ 1000..=9999, month, day]) = parts.as_deref() else {
        return Err("a day is written as year, month and day".into());
    };
    let first = i8::try_from(*month).ok().and_then(|month| Date::new(*year, month, 1).ok());
    let first = first.ok_or_else(|| format!("there is no month {month}"))?;
    let day = i8::try_from(*day).ok().filter(|day| (1..=first.days_in_month()).contains(day));
    let day = day.ok_or_else(|| format!("that month has {} days", first.days_in_month()))?;
    Date::new(first.year(), first.month(), day).map_err(|error| error.to_string())
}

fn parse_time(text: &str) -> Result<Time, String> {
    let clock = text.trim_end_matches(['Z', 'z']).split(['+', '-', '.']).next().unwrap_or_default();
    let parts: Option<Vec<i8>> = clock.trim().split(':').map(|part| part.parse().ok()).collect();
    let time = match parts.as_deref() {
        Some([hour, minute]) => Time::new(*hour, *minute, 0, 0).ok(),
        Some([hour, minute, second]) => Time::new(*hour, *minute, *second, 0).ok(),
        _ => None,
    };
    time.ok_or_else(|| format!("there is no time `{clock}`"))
}

#[cfg(test)]
mod tests {
    use super::PageDate;

    #[test]
    fn days_and_times_are_read_as_people_write_them() {
        let read = |text| PageDate::read(text).map(|date| date.0.to_string());
        for (text, expected) in [
            ("2025-09-05", "2025-09-05T00:00:00"),
            ("2025-9-5", "2025-09-05T00:00:00"),
            ("2025/09/05", "2025-09-05T00:00:00"),
            ("2025.09.05", "2025-09-05T00:00:00"),
            ("2025年9月5日 14:30", "2025-09-05T14:30:00"),
            ("2025-09-05T14:30", "2025-09-05T14:30:00"),
            ("2025-09-05 9:05:07", "2025-09-05T09:05:07"),
            ("2025-09-05T14:30:00.5-05:00", "2025-09-05T14:30:00"),
            ("2025-09-05T14:30Z", "2025-09-05T14:30:00"),
            ("September 5, 2025", "2025-09-05T00:00:00"),
            ("Sep 05 2025", "2025-09-05T00:00:00"),
            ("5 september 2025", "2025-09-05T00:00:00"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for (text, reason) in [
            ("2024-13-45", "there is no month 13"),
            ("2024-02-31", "that month has 29 days"),
            ("tomorrow", "a day is written as year, month and day"),
            ("February 30, 2025", "a day is written as year, month and day"),
            ("March 2025", "a day is written as year, month and day"),
            ("March 5, 25", "a day is written as year, month and day"),
            ("05.09.2025", "a day is written as year, month and day"),
            ("05-09-2025", "a day is written as year, month and day"),
            ("2024-02-03T25:00", "there is no time `25:00`"),
        ] {
            assert_eq!(read(text), Err(reason.into()), "{text}");
        }
    }
}
