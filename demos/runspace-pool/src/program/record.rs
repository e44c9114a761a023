//! The same comparison in pretended time, for the page: the same bytes on every machine, and no waiting.

use runspace_pool::PoolError;
use runspace_pool::live::CLEANUP_INTERVAL;
use runspace_pool::run::{Comparison, Run, Span, Style};
use runspace_pool::schedule::{Event, Fate, Millis, Schedule};
use runspace_pool::simulate::{Customer, simulate};
use runspace_pool::store::{Fleet, Work};

use super::arguments::Arguments;

/// About what a browser needs to start a Worker.
const OPENING: Millis = 40;
/// About what a round of computing takes.
const ROUND: Millis = 2;

/// Pretends the `foreach` loop, then the pool, with real servers' answers and made-up time.
pub(super) fn compare(arguments: Arguments) -> Result<Comparison, PoolError> {
    let Arguments { limits, fleet, work, .. } = arguments;
    let customers: Vec<_> =
        (0..fleet.len()).map(|server| Customer { takes: duration(fleet, work, server), fate: Fate::Ready }).collect();
    let answers: Vec<_> = (0..fleet.len()).map(|server| fleet.should_have_started(server)).collect();

    let mut schedule = Schedule::new(limits, CLEANUP_INTERVAL);
    simulate(&mut schedule, limits.min(), OPENING, &customers)?;
    let trace = schedule.trace();
    let endings = trace.entries().iter().filter(|entry| matches!(entry.event, Event::Ended { .. }));
    let elapsed = endings.map(|entry| entry.at).max().unwrap_or(0);
    let pool = Run::from_trace(Style::Pool(limits), trace, answers.clone(), elapsed, true);

    Ok(Comparison { fleet, work, foreach: Some(one_by_one(&customers, answers)), pool: Some(pool) })
}

fn one_by_one(customers: &[Customer], answers: Vec<runspace_pool::store::Answer>) -> Run {
    let mut now = 0;
    let mut spans = Vec::new();
    for customer in customers {
        spans.push(Span { from: now, to: Some(now + customer.takes) });
        now += customer.takes;
    }
    Run::one_by_one(&spans, answers, now)
}

fn duration(fleet: Fleet, work: Work, server: u32) -> Millis {
    match work {
        Work::Network => fleet.latency(server),
        Work::Cpu => Millis::from(fleet.rounds(server)) * ROUND,
    }
}
