//! Reads the command line.

use runspace_pool::schedule::Limits;
use runspace_pool::store::{Fleet, Work};

use super::options::OPTIONS;

/// More threads than this help nobody and may trouble the machine.
const MOST_TILLS: u32 = 256;
/// Enough for the post's "what if that list was 10,000 computers".
const MOST_SERVERS: u32 = 10_000;

/// What the user wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    Help,
    Run(Arguments),
}

/// A run that makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arguments {
    pub(super) limits: Limits,
    pub(super) fleet: Fleet,
    pub(super) work: Work,
    pub(super) output: Output,
}

/// How to tell about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output {
    Text,
    Json,
    Record,
}

/// Understands the words after the program's name, or says in a sentence why not.
pub(super) fn parse(words: impl Iterator<Item = String>) -> Result<Request, String> {
    let (mut min, mut max, mut servers, mut seed) = (None, None, 10, 2);
    let (mut work, mut output) = (Work::Network, Output::Text);
    let mut words = words;
    while let Some(word) = words.next() {
        let (name, given) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        let value = value_of(&name, given, &mut words)?;
        match name.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--min" => min = Some(number(&name, &value, 1, MOST_TILLS)?),
            "--max" => max = Some(number(&name, &value, 1, MOST_TILLS)?),
            "--servers" => servers = number(&name, &value, 0, MOST_SERVERS)?,
            "--seed" => seed = number(&name, &value, 0, u32::MAX)?,
            "--work" => work = kind(&value)?,
            "--json" => output = Output::Json,
            _ => output = Output::Record,
        }
    }
    let limits = limits(min, max)?;
    Ok(Request::Run(Arguments { limits, fleet: Fleet::new(seed, servers), work, output }))
}

/// The word after an option that wants one, or after its `=`; empty for the others.
fn value_of(name: &str, given: Option<String>, rest: &mut impl Iterator<Item = String>) -> Result<String, String> {
    let known = OPTIONS.iter().find(|option| option.name == name);
    let option = known.ok_or_else(|| format!("`{name}` is not an option of this program"))?;
    match (option.value, given) {
        ("", None) => Ok(String::new()),
        ("", Some(value)) => Err(format!("`{name}` takes no value, but was given `{value}`")),
        (_, Some(value)) => Ok(value),
        (wanted, None) => rest.next().ok_or_else(|| format!("`{name}` wants a value: `{name} {wanted}`")),
    }
}

fn number(name: &str, value: &str, least: u32, most: u32) -> Result<u32, String> {
    let fits = value.parse().ok().filter(|number| (least..=most).contains(number));
    fits.ok_or_else(|| format!("`{name}` wants a whole number from {least} to {most}, not `{value}`"))
}

fn kind(value: &str) -> Result<Work, String> {
    let known = [Work::Network, Work::Cpu].into_iter().find(|work| work.name() == value);
    known.ok_or_else(|| format!("`--work` is `network` or `cpu`, not `{value}`"))
}

/// A bound that was not given makes room for the other one.
fn limits(min: Option<u32>, max: Option<u32>) -> Result<Limits, String> {
    let (min, max) = match (min, max) {
        (None, None) => (1, 5),
        (Some(min), None) => (min, min.max(5)),
        (None, Some(max)) => (1, max),
        (Some(min), Some(max)) => (min, max),
    };
    Limits::new(min, max)
        .map_err(|_| format!("`--max {max}` is below `--min {min}`: there cannot be fewer tills at most than at least"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    fn limits_of(line: &str) -> (u32, u32) {
        match read(line) {
            Ok(Request::Run(Arguments { limits, .. })) => (limits.min(), limits.max()),
            other => panic!("`{line}` was read as {other:?}"),
        }
    }

    #[test]
    fn nothing_given_is_the_posts_example() {
        assert_eq!(limits_of(""), (1, 5));
    }

    #[test]
    fn a_minimum_alone_raises_the_maximum() {
        assert_eq!(limits_of("--min 8"), (8, 8));
        assert_eq!(limits_of("--min=2"), (2, 5));
    }

    #[test]
    fn every_option_has_a_line_of_help() {
        let help = super::super::options::help();
        assert!(OPTIONS.iter().all(|option| help.contains(option.name) && !option.help.is_empty()));
    }

    #[test]
    fn nonsense_is_answered_with_a_sentence() {
        for (line, sentence) in [
            ("--min 6 --max 2", "`--max 2` is below `--min 6`: there cannot be fewer tills at most than at least"),
            ("--max 0", "`--max` wants a whole number from 1 to 256, not `0`"),
            ("--servers many", "`--servers` wants a whole number from 0 to 10000, not `many`"),
            ("--seed -1", "`--seed` wants a whole number from 0 to 4294967295, not `-1`"),
            ("--work hard", "`--work` is `network` or `cpu`, not `hard`"),
            ("--json=yes", "`--json` takes no value, but was given `yes`"),
            ("--max", "`--max` wants a value: `--max N`"),
            ("--tills 3", "`--tills` is not an option of this program"),
            ("servers", "`servers` is not an option of this program"),
        ] {
            assert_eq!(read(line), Err(sentence.to_owned()), "{line}");
        }
    }
}
