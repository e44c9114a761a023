//! How a run stands, in a sentence; the page shows it and reads it aloud.

use super::units::{counted, seconds, times_as_fast};
use crate::run::{Comparison, Run, Style};

/// The sentence about the run of this style.
#[must_use]
pub fn sentence(comparison: &Comparison, run: &Run) -> String {
    let customers = counted(comparison.fleet.len().into(), "customer", "customers");
    let served = run.answers.iter().filter(|answer| !answer.is_pending()).count();
    if run.tills_used() == 0 && !run.finished {
        return format!("{customers} at the door; the store is opening.");
    }
    if !run.finished {
        let waiting = run.queue.last().map_or(0, |last| last.1);
        let open = run.lanes.iter().filter(|lane| lane.open.last().is_some_and(|span| span.to.is_none())).count();
        let tills = counted(open as u64, "till", "tills");
        return format!("{served} of {customers} served, {waiting} waiting, {tills} open.");
    }
    if comparison.fleet.is_empty() {
        return "No customers came, and the tills closed again.".to_owned();
    }
    if !run.is_whole() {
        let served = run.answers.iter().filter(|answer| !answer.is_stopped()).count();
        return format!("Stopped after {}: {served} of {customers} served.", seconds(run.elapsed));
    }
    let failed = run.answers.iter().filter(|answer| answer.is_failed()).count();
    let errors = if failed == 0 { "no error".to_owned() } else { counted(failed as u64, "error", "errors") };
    let who = match run.style {
        Style::Foreach => "One till",
        Style::Pool(_) => "The pool",
    };
    let ratio = comparison.speed_up_tenths().map(times_as_fast);
    let ratio = ratio.map_or(String::new(), |ratio| format!("; the pool is {ratio} as fast"));
    format!("{who} served {customers} in {}, with {errors}{ratio}.", seconds(run.elapsed))
}
