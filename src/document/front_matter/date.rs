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
        match parse_date(text) {
            Ok(date) => Some(Self(date)),
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

fn parse_date(text: &str) -> Result<DateTime, String> {
    let reason = |error: jiff::Error| error.to_string();
    match text.split_once(['T', ' ']) {
        Some((date, time)) => {
            let date: Date = date.parse().map_err(reason)?;
            // Seconds and a zone may follow; the page's day is what the author wrote.
            let time = time.trim_end_matches('Z').split(['+', '.']).next().unwrap_or_default();
            let time: Time = time.parse().map_err(reason)?;
            Ok(date.to_datetime(time))
        }
        None => text.parse::<Date>().map(|date| date.to_datetime(Time::midnight())).map_err(reason),
    }
}
