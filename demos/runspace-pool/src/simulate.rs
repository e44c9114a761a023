//! The third driver, over pretended time: it makes a run of ten seconds in a blink, and the same run every time.
//!
//! The recorded run on the page comes from here, and so do the tests that compare two schedules.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::error::PoolError;
use crate::schedule::{Command, Event, Fate, JobId, Millis, Schedule, Till};

/// Anything that decides as a [`Schedule`] does; in a test, the one inside the WebAssembly module.
pub trait Decide {
    /// See [`Schedule::step`].
    ///
    /// # Errors
    ///
    /// Those of [`Schedule::step`].
    fn step(&mut self, now: Millis, event: Event) -> Result<Vec<Command>, PoolError>;

    /// See [`Schedule::next_tick`].
    fn next_tick(&mut self) -> Option<Millis>;
}

impl Decide for Schedule {
    fn step(&mut self, now: Millis, event: Event) -> Result<Vec<Command>, PoolError> {
        Self::step(self, now, event)
    }

    fn next_tick(&mut self) -> Option<Millis> {
        Self::next_tick(self)
    }
}

/// A customer whose doings are known beforehand.
#[derive(Clone, Copy, Debug)]
pub struct Customer {
    /// How long it takes to serve.
    pub takes: Millis,
    /// What becomes of the till.
    pub fate: Fate,
}

/// The post's second script in pretended time: open the pool, begin all jobs at once, close when the last has ended.
///
/// Opening a till takes `opening`.
///
/// # Errors
///
/// A schedule that works as it should refuses nothing here.
pub fn simulate(
    schedule: &mut impl Decide,
    min: u32,
    opening: Millis,
    customers: &[Customer],
) -> Result<(), PoolError> {
    let mut agenda = Agenda::default();
    agenda.add(0, Event::Open);
    let (mut opened, mut left) = (0, customers.len());
    while let Some((now, event)) = agenda.next(schedule.next_tick()) {
        for command in schedule.step(now, event)? {
            match command {
                Command::OpenTill(till) => agenda.add(now + opening, Event::TillOpened(till)),
                Command::Start { job, till } => agenda.add_ending(now, job, till, customers),
                Command::CloseTill(till) => agenda.add(now, Event::TillClosed(till)),
                Command::Interrupt { .. } => {}
                Command::Cancel(_) => left -= 1,
            }
        }
        match event {
            Event::TillOpened(_) => {
                opened += 1;
                if opened == min {
                    (0..customers.len() as u32).for_each(|job| agenda.add(now, Event::Submit(JobId(job))));
                }
                if opened == min && left == 0 {
                    agenda.add(now, Event::Close);
                }
            }
            Event::Ended { .. } => {
                left -= 1;
                if left == 0 {
                    agenda.add(now, Event::Close);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// What is going to happen, soonest first; of two things at one moment the one that was noted first.
#[derive(Default)]
struct Agenda {
    notes: BinaryHeap<Reverse<(Millis, usize)>>,
    events: Vec<Event>,
}

impl Agenda {
    fn add(&mut self, at: Millis, event: Event) {
        self.notes.push(Reverse((at, self.events.len())));
        self.events.push(event);
    }

    fn add_ending(&mut self, now: Millis, job: JobId, till: Till, customers: &[Customer]) {
        let Customer { takes, fate } = customers[job.0 as usize];
        self.add(now + takes, Event::Ended { job, till, fate });
    }

    fn next(&mut self, tick: Option<Millis>) -> Option<(Millis, Event)> {
        let &Reverse((at, place)) = self.notes.peek()?;
        if let Some(tick) = tick.filter(|&tick| tick < at) {
            return Some((tick, Event::Tick));
        }
        self.notes.pop();
        Some((at, self.events[place]))
    }
}
