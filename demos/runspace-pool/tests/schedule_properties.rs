//! The schedule's promises over random job sets, and at the edges that a reader will try.

// Helpers stand outside of the `#[test]` functions, where the lints would not know them as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use runspace_pool::schedule::{Command, Event, Fate, JobId, Limits, Millis, Schedule, Till};
use runspace_pool::simulate::{Customer, simulate};
use runspace_pool::{PoolError, PoolState};

const CLEANUP: Millis = 50;

fn run(min: u32, max: u32, customers: &[Customer]) -> Schedule {
    let mut schedule = Schedule::new(Limits::new(min, max).unwrap(), CLEANUP);
    simulate(&mut schedule, min, 10, customers).unwrap();
    schedule
}

fn customer() -> impl Strategy<Value = Customer> {
    let fate = prop_oneof![4 => Just(Fate::Ready), 1 => Just(Fate::Lost)];
    (0..300u64, fate).prop_map(|(takes, fate)| Customer { takes, fate })
}

/// What an onlooker counts, from the trace alone.
#[derive(Default)]
struct Onlooker {
    tills: u32,
    waiting: u32,
    started: Vec<JobId>,
    ended: Vec<JobId>,
}

impl Onlooker {
    /// Watches a whole run and complains at the first broken promise.
    fn watch(schedule: &Schedule, max: u32) -> Self {
        let mut seen = Self::default();
        for entry in schedule.trace().entries() {
            seen.event(entry.event);
            for &command in &entry.commands {
                seen.command(command);
                assert!(seen.tills <= max, "more than {max} tills at {}", entry.at);
            }
        }
        seen
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Submit(_) => self.waiting += 1,
            Event::TillClosed(_) => self.tills -= 1,
            Event::Ended { job, fate, .. } => {
                self.ended.push(job);
                self.tills -= u32::from(fate == Fate::Lost);
            }
            _ => {}
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::OpenTill(_) => self.tills += 1,
            Command::Start { job, .. } => {
                self.started.push(job);
                self.waiting -= 1;
            }
            Command::Cancel(job) => {
                self.ended.push(job);
                self.waiting -= 1;
            }
            Command::Interrupt { .. } | Command::CloseTill(_) => {}
        }
    }
}

fn all(count: usize) -> Vec<JobId> {
    (0..count as u32).map(JobId).collect()
}

proptest! {
    #[test]
    fn every_job_starts_in_order_and_ends_once(
        min in 1..5u32, more in 0..6u32, customers in prop::collection::vec(customer(), 0..60),
    ) {
        let schedule = run(min, min + more, &customers);
        let mut seen = Onlooker::watch(&schedule, min + more);
        prop_assert_eq!(&seen.started, &all(customers.len()));
        seen.ended.sort();
        prop_assert_eq!(&seen.ended, &all(customers.len()));
        prop_assert_eq!((seen.tills, seen.waiting), (0, 0));
        prop_assert_eq!(schedule.state(), PoolState::Closed);
    }

    #[test]
    fn a_till_above_the_minimum_opens_only_for_somebody_who_waits(
        min in 1..4u32, more in 1..6u32, customers in prop::collection::vec(customer(), 0..40),
    ) {
        let schedule = run(min, min + more, &customers);
        let mut seen = Onlooker::default();
        for entry in schedule.trace().entries() {
            seen.event(entry.event);
            let waiting_before = seen.waiting;
            let tills_before = seen.tills;
            entry.commands.iter().for_each(|&command| seen.command(command));
            let opened = entry.commands.iter().filter(|command| matches!(command, Command::OpenTill(_))).count() as u32;
            prop_assert!(opened <= waiting_before + min.saturating_sub(tills_before));
        }
    }

    #[test]
    fn no_customer_waits_beside_a_free_till(
        min in 1..4u32, more in 0..4u32, customers in prop::collection::vec(customer(), 0..40),
    ) {
        let mut schedule = run(min, min + more, &customers);
        let trace = schedule.trace().clone();
        schedule = Schedule::new(Limits::new(min, min + more).unwrap(), CLEANUP);
        let mut idle = 0i64;
        for entry in trace.entries() {
            let commands = schedule.step(entry.at, entry.event).unwrap();
            prop_assert_eq!(&commands, &entry.commands, "the same events give the same commands");
            idle += match entry.event {
                Event::TillOpened(_) | Event::Ended { fate: Fate::Ready, .. } => 1,
                _ => 0,
            };
            for command in &commands {
                idle -= i64::from(matches!(command, Command::Start { .. } | Command::CloseTill(_)));
            }
            prop_assert!(idle == 0 || schedule.waiting() == 0);
        }
    }

    /// Anything at any time: the schedule may refuse, but it never panics, never opens too many and never ends a job twice.
    #[test]
    fn nonsense_is_survived(events in prop::collection::vec((0..12u32, 0..6u32, 1..6u32), 0..200)) {
        let mut schedule = Schedule::new(Limits::new(1, 3).unwrap(), CLEANUP);
        let (mut ended, mut highest) = (Vec::new(), 3);
        for (now, &(kind, a, b)) in (0..).zip(&events) {
            let event = event(kind, a, b, schedule.next_job());
            let Ok(commands) = schedule.step(now * 7, event) else { continue };
            if let Event::Ended { job, .. } = event {
                ended.push(job);
            }
            ended.extend(commands.iter().filter_map(|command| match command {
                Command::Cancel(job) => Some(*job),
                _ => None,
            }));
            highest = highest.max(schedule.limits().max());
            prop_assert!(schedule.tills() <= highest, "never more than the highest maximum that was set");
        }
        let count = ended.len();
        ended.sort();
        ended.dedup();
        prop_assert_eq!(ended.len(), count);
    }
}

fn event(kind: u32, a: u32, b: u32, next: JobId) -> Event {
    match kind {
        0 => Event::Open,
        1 => Event::Submit(next),
        2 => Event::TillOpened(Till(b)),
        3 if a == 0 => Event::TillBroken(Till(b)),
        3 | 4 => Event::Ended { job: JobId(a), till: Till(b), fate: Fate::Ready },
        5 => Event::Ended { job: JobId(a), till: Till(b), fate: Fate::Lost },
        6 => Event::StopJob(JobId(a)),
        7 => Event::SetMin(a),
        8 => Event::SetMax(a + b - 1),
        9 => Event::Tick,
        10 if a == 0 && b == 1 => Event::Close,
        10 => Event::Submit(JobId(a)),
        _ => Event::TillClosed(Till(b)),
    }
}

const QUICK: Customer = Customer { takes: 3, fate: Fate::Ready };
const DEADLY: Customer = Customer { takes: 3, fate: Fate::Lost };

#[test]
fn one_till_serves_one_after_another() {
    let schedule = run(1, 1, &[QUICK; 4]);
    let starts: Vec<_> = schedule
        .trace()
        .entries()
        .iter()
        .filter(|entry| entry.commands.iter().any(|command| matches!(command, Command::Start { .. })))
        .map(|entry| entry.at)
        .collect();
    assert_eq!(starts, [10, 13, 16, 19]);
}

#[test]
fn ten_thousand_customers_are_served() {
    let customers = vec![Customer { takes: 7, fate: Fate::Ready }; 10_000];
    let seen = Onlooker::watch(&run(1, 5, &customers), 5);
    assert_eq!(seen.started, all(10_000));
}

#[test]
fn customers_who_take_their_till_along_hold_nobody_up() {
    let seen = Onlooker::watch(&run(2, 3, &[DEADLY; 100]), 3);
    assert_eq!(seen.started, all(100));
}

#[test]
fn nobody_at_all_opens_and_closes_the_store() {
    let schedule = run(3, 9, &[]);
    assert_eq!((schedule.state(), schedule.trace().entries().len()), (PoolState::Closed, 8));
}

#[test]
fn stopped_at_once_everybody_is_sent_home() {
    let mut schedule = Schedule::new(Limits::new(1, 2).unwrap(), CLEANUP);
    schedule.step(0, Event::Open).unwrap();
    schedule.step(0, Event::TillOpened(Till(1))).unwrap();
    (0..5).for_each(|job| drop(schedule.step(0, Event::Submit(JobId(job))).unwrap()));
    let commands = schedule.step(0, Event::Close).unwrap();
    assert_eq!(commands.iter().filter(|command| matches!(command, Command::Cancel(_))).count(), 4);
    let lost = Event::Ended { job: JobId(0), till: Till(1), fate: Fate::Lost };
    schedule.step(0, lost).unwrap();
    assert_eq!(schedule.step(0, Event::TillOpened(Till(2))), Ok(vec![Command::CloseTill(Till(2))]));
    schedule.step(0, Event::TillClosed(Till(2))).unwrap();
    assert_eq!(schedule.state(), PoolState::Closed);
    let refused = PoolError::WrongState { action: "invoke", state: PoolState::Closed };
    assert_eq!(schedule.step(1, Event::Submit(JobId(5))), Err(refused));
}
