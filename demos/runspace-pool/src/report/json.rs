//! JSON for tools, written by hand: it is the only thing that a library would be needed for.

use std::fmt::Write as _;

use crate::run::{Comparison, Lane, Run, Span, Style};
use crate::schedule::JobId;
use crate::store::{Answer, Finding};

/// How time passed in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// By the wall clock of this machine.
    Measured,
    /// In pretended time, the same on every machine.
    Simulated,
}

/// What the site generator reads from a demo; the README tells the protocol.
#[must_use]
pub fn protocol(title: &str, html: &str, record: &str) -> String {
    format!("{{\n\"title\": {},\n\"html\": {},\n\"record\": {record}\n}}\n", string(title), string(html))
}

/// Both runs with all their numbers; times are milliseconds.
#[must_use]
pub fn comparison(comparison: &Comparison, clock: Clock) -> String {
    let clock = match clock {
        Clock::Measured => "measured",
        Clock::Simulated => "simulated",
    };
    let run = |run: &Option<Run>| run.as_ref().map_or("null".to_owned(), run_object);
    let speed_up =
        comparison.speed_up_tenths().map_or("null".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10));
    let results = comparison.shown().map_or("[]".to_owned(), |run| {
        list((0..).zip(&run.answers).map(|(server, answer)| result(comparison, run, server, answer)))
    });
    format!(
        r#"{{"clock":"{clock}","seed":{},"servers":{},"work":"{}","foreach":{},"pool":{},"speed_up":{speed_up},"results":{results}}}"#,
        comparison.fleet.seed(),
        comparison.fleet.len(),
        comparison.work.name(),
        run(&comparison.foreach),
        run(&comparison.pool),
    )
}

fn run_object(run: &Run) -> String {
    let (min, max) = match run.style {
        Style::Foreach => (1, 1),
        Style::Pool(limits) => (limits.min(), limits.max()),
    };
    let tills = list((1..).zip(&run.lanes).map(|(till, lane)| lane_object(till, lane)));
    format!(r#"{{"min":{min},"max":{max},"elapsed_ms":{},"tills":{tills}}}"#, run.elapsed)
}

fn lane_object(till: u32, lane: &Lane) -> String {
    let open = list(lane.open.iter().map(|span| format!("[{}]", span_members(*span))));
    let served = list(
        lane.bars
            .iter()
            .map(|bar| format!(r#"{{"customer":{},"from_to_ms":[{}]}}"#, bar.job.0 + 1, span_members(bar.span))),
    );
    format!(r#"{{"till":{till},"open_ms":{open},"served":{served}}}"#)
}

fn span_members(span: Span) -> String {
    format!("{},{}", span.from, span.to.map_or("null".to_owned(), |to| to.to_string()))
}

fn result(comparison: &Comparison, run: &Run, server: u32, answer: &Answer) -> String {
    let name = string(&comparison.fleet.name(server));
    let till = run.served(JobId(server)).map_or("null".to_owned(), |(till, _)| till.0.to_string());
    let (services, error) = match answer {
        Answer::Pending => ("[]".to_owned(), "null".to_owned()),
        Answer::Found(findings) => (list(findings.iter().map(finding_object)), "null".to_owned()),
        Answer::Failed(error) => ("[]".to_owned(), string(&error.message)),
    };
    format!(r#"{{"server":{name},"till":{till},"services":{services},"error":{error}}}"#)
}

fn finding_object(finding: &Finding) -> String {
    let (name, display_name) = (string(finding.name), string(finding.display_name));
    format!(r#"{{"name":{name},"display_name":{display_name},"status":"{}"}}"#, finding.status.name())
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn string(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\0'..' ' => {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(character));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}
