//! A run for the terminal, in plain characters.

use super::scale::{Scale, end_or_now};
use super::units::{round_seconds, seconds, times_as_fast};
use crate::run::{Bar, Comparison, Lane, Run, Style};
use crate::store::Answer;

/// How many columns the time axis has.
const COLUMNS: usize = 64;

/// The results as `Format-Table -AutoSize` would show them.
#[must_use]
pub fn results_as_text(comparison: &Comparison) -> String {
    let mut rows = vec![row("Server", "Status", "Service"), row("------", "------", "-------")];
    let answers = comparison.shown().map_or(&[][..], |run| &run.answers);
    for (server, answer) in (0..).zip(answers) {
        let server = comparison.fleet.name(server);
        match answer {
            Answer::Pending => {}
            Answer::Found(findings) if findings.is_empty() => rows.push(row(&server, "", "(all are running)")),
            Answer::Found(findings) => {
                rows.extend(findings.iter().map(|finding| row(&server, finding.status.name(), finding.display_name)));
            }
            Answer::Failed(error) => rows.push(row(&server, "Error", &error.message)),
        }
    }
    rows.concat()
}

/// Both times and the speed-up.
#[must_use]
pub fn times_as_text(comparison: &Comparison) -> String {
    let time = |run: &Option<Run>| run.as_ref().map_or("–".to_owned(), |run| seconds(run.elapsed));
    let speed_up = comparison.speed_up_tenths().map_or("–".to_owned(), times_as_fast);
    format!(
        "One till (foreach)     {:>8}\nTills of the pool      {:>8}\nSpeed-up               {:>8}\n",
        time(&comparison.foreach),
        time(&comparison.pool),
        speed_up
    )
}

/// One line per till: `[03====]` is the third customer, `[04!!!!]` the one whose server did not answer, `·` an open till.
#[must_use]
pub fn timeline_as_text(comparison: &Comparison) -> String {
    let scale = Scale::of(comparison);
    let mut text = String::new();
    for run in comparison.foreach.iter().chain(&comparison.pool) {
        text.push_str(&match run.style {
            Style::Foreach => "One by one\n".to_owned(),
            Style::Pool(limits) => format!("Pool of {} to {} tills\n", limits.min(), limits.max()),
        });
        for (till, lane) in (1..).zip(&run.lanes) {
            text.push_str(&format!("  Till {till:<3} {}\n", lane_as_text(run, lane, scale)));
        }
    }
    let end = round_seconds(scale.whole());
    text.push_str(&format!("           0{end:>width$}\n", width = COLUMNS - 1));
    text
}

fn lane_as_text(run: &Run, lane: &Lane, scale: Scale) -> String {
    let mut cells = vec![' '; COLUMNS];
    let column = |time| scale.share(time) as usize * COLUMNS / 10_000;
    for span in &lane.open {
        let end = column(end_or_now(span.to, run).min(run.elapsed));
        cells[column(span.from).min(end)..end].fill('·');
    }
    for bar in &lane.bars {
        let (from, to) = (column(bar.span.from), column(end_or_now(bar.span.to, run)));
        let drawn = bar_as_text(run, bar, to.saturating_sub(from).max(1));
        cells.iter_mut().skip(from).zip(drawn.chars()).for_each(|(cell, character)| *cell = character);
    }
    cells.into_iter().collect::<String>().trim_end().to_owned()
}

fn bar_as_text(run: &Run, bar: &Bar, width: usize) -> String {
    let failed = run.answers.get(bar.job.0 as usize).is_some_and(Answer::is_failed);
    let fill = if failed { '!' } else { '=' };
    let label = format!("[{:02}", bar.job.0 + 1);
    if width < label.len() + 1 {
        return fill.to_string().repeat(width);
    }
    let middle = fill.to_string().repeat(width - label.len() - 1);
    format!("{label}{middle}]")
}

fn row(server: &str, status: &str, service: &str) -> String {
    format!("{server:<10} {status:<8} {service}\n")
}
