//! Dates as `locale.dateFormat` says, with the names of the language.

use jiff::civil::Date;

use super::Labels;
use crate::config::Config;

/// How dates are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A letter of [`LETTERS`] and how often it stands there.
    Field(char, usize),
    /// Text as it is.
    Text(String),
}

/// The letters that stand for parts of a date.
const LETTERS: [char; 3] = ['y', 'M', 'd'];

impl DateFormat {
    /// The format of the configuration, or else of the language.
    pub fn new(config: &Config, labels: &Labels) -> Self {
        Self::parse(config.locale.date_format.as_deref().unwrap_or_else(|| labels.get("date_format")))
    }

    /// Runs of the same letter are fields; what stands between apostrophes, and all else, is text.
    fn parse(format: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut quoted = false;
        for c in format.chars() {
            match parts.last_mut() {
                _ if c == '\'' => {
                    quoted = !quoted;
                    parts.push(Part::Text(String::new()));
                }
                Some(Part::Field(letter, count)) if !quoted && *letter == c => *count += 1,
                _ if !quoted && LETTERS.contains(&c) => parts.push(Part::Field(c, 1)),
                Some(Part::Text(text)) => text.push(c),
                _ => parts.push(Part::Text(c.into())),
            }
        }
        Self(parts)
    }

    /// A date in the words of `labels`.
    pub fn write(&self, date: Date, labels: &Labels) -> String {
        self.0.iter().map(|part| self.part(part, date, labels)).collect()
    }

    fn part(&self, part: &Part, date: Date, labels: &Labels) -> String {
        let name = |names: &str, index: usize| labels.language.calendar(names, index).map(str::to_owned);
        let month = usize::try_from(date.month() - 1).unwrap_or_default();
        let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        let numbers = || format!("{:02}", if matches!(part, Part::Field('d', _)) { date.day() } else { date.month() });
        match *part {
            Part::Text(ref text) => text.clone(),
            Part::Field('y', count) if count > 2 => format!("{:04}", date.year()),
            Part::Field('y', _) => format!("{:02}", date.year().rem_euclid(100)),
            Part::Field('M', 1) => date.month().to_string(),
            Part::Field('M', 2) | Part::Field('d', 2) => numbers(),
            Part::Field('M', 3) => name("months_short", month).unwrap_or_else(numbers),
            Part::Field('M', _) => self.month(month, labels).unwrap_or_else(numbers),
            Part::Field('d', 1) => date.day().to_string(),
            Part::Field('d', 3) => name("days_short", day).unwrap_or_else(numbers),
            Part::Field(..) => name("days", day).unwrap_or_else(numbers),
        }
    }

    /// A month's name; beside a day some languages decline it: 5 сентября.
    fn month(&self, month: usize, labels: &Labels) -> Option<String> {
        let has_day = self.0.iter().any(|part| matches!(part, Part::Field('d', 1 | 2)));
        let declined = || labels.language.calendar("months_of_days", month).filter(|_| has_day);
        declined().or_else(|| labels.language.calendar("months", month)).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn written(code: &str, format: Option<&str>) -> String {
        let mut config = Config::default();
        config.locale.code = code.into();
        config.locale.date_format = format.map(str::to_owned);
        let labels = Labels::new(&config);
        DateFormat::new(&config, &labels).write(date(2025, 9, 5), &labels)
    }

    #[test]
    fn every_field_is_written() {
        let fields = "yy|yyyy|M|MM|MMM|MMMM|d|dd|ddd|dddd";
        assert_eq!(written("en", Some(fields)), "25|2025|9|09|Sep|September|5|05|Fri|Friday");
        assert_eq!(written("en", Some("MMMM d, yyyy")), "September 5, 2025");
        assert_eq!(written("de", Some("dddd, d. MMMM yyyy")), "Freitag, 5. September 2025");
        assert_eq!(written("en", Some("d 'de' MMM")), "5 de Sep");
    }

    #[test]
    fn a_month_is_declined_beside_a_day() {
        assert_eq!(written("ru", Some("d MMMM yyyy")), "5 сентября 2025");
        assert_eq!(written("ru", Some("MMMM yyyy")), "сентябрь 2025");
        assert_eq!(written("fi", Some("d. MMMM")), "5. syyskuuta");
    }

    #[test]
    fn without_a_format_a_date_is_that_of_the_language() {
        assert_eq!(written("en", None), "2025-09-05");
    }
}
