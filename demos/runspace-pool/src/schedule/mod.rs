//! Who is served where and when: the pool's mind, without hands.
//!
//! [`Schedule`] is a pure state machine.  It is told what happened ([`Event`]) and at what time (a plain number), and answers
//! what to do ([`Command`]).  It starts no thread, creates no Worker and reads no clock, so that the two drivers, OS threads
//! and Web Workers, cannot disagree, and so that a test can run ten thousand jobs in a blink.
//!
//! The words are the post's: a *till* is a runspace, a *job* is a customer.

mod command;
mod event;
mod limits;
mod trace;

use std::collections::VecDeque;

pub use command::Command;
pub use event::{Event, Fate};
pub use limits::Limits;
pub use trace::{Entry, Trace};

use crate::error::PoolError;
use crate::state::PoolState;

/// Milliseconds since some moment that the driver chose.
pub type Millis = u64;

/// A customer, numbered in order of arrival from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u32);

/// A till, numbered from 1.  A number that has become free is given again, so that it never exceeds the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Till(pub u32);

/// The state machine that decides which till serves which customer.
#[derive(Clone, Debug)]
pub struct Schedule {
    limits: Limits,
    cleanup_interval: Millis,
    state: PoolState,
    /// Sorted by number; at most `limits.max()` unless the maximum was lowered while they were busy.
    tills: Vec<Slot>,
    queue: VecDeque<JobId>,
    next_job: u32,
    trace: Trace,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    till: Till,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Opening,
    Idle { since: Millis },
    Busy(JobId),
    Closing,
}

impl Schedule {
    /// A schedule for a pool that has not been opened yet.
    ///
    /// A till above the minimum that has been idle for `cleanup_interval` is closed.
    #[must_use]
    pub fn new(limits: Limits, cleanup_interval: Millis) -> Self {
        Self {
            limits,
            cleanup_interval,
            state: PoolState::BeforeOpen,
            tills: Vec::new(),
            queue: VecDeque::new(),
            next_job: 0,
            trace: Trace::default(),
        }
    }

    /// Takes in what happened and answers what to do, in this order.
    ///
    /// # Errors
    ///
    /// An event that makes no sense now (a job before the pool is open, an ending that was already told) is refused, and
    /// the schedule stays as it was.
    pub fn step(&mut self, now: Millis, event: Event) -> Result<Vec<Command>, PoolError> {
        let mut commands = Vec::new();
        self.accept(now, event, &mut commands)?;
        self.settle(now, &mut commands);
        self.trace.push(now, event, &commands);
        Ok(commands)
    }

    /// When to send the next [`Event::Tick`], if nothing else happens before: the moment an idle till has waited enough.
    #[must_use]
    pub fn next_tick(&self) -> Option<Millis> {
        if self.state != PoolState::Opened || self.staying() <= self.limits.min() {
            return None;
        }
        self.tills.iter().filter_map(|slot| self.expires(slot)).min()
    }

    /// The pool's state, as .NET names it.
    #[must_use]
    pub fn state(&self) -> PoolState {
        self.state
    }

    /// The bounds in force.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// How many customers wait in the queue.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// How many tills serve a customer at this moment.
    #[must_use]
    pub fn busy(&self) -> u32 {
        self.count(|phase| matches!(phase, Phase::Busy(_)))
    }

    /// How many tills exist in any phase: opening, idle, busy or closing.
    #[must_use]
    pub fn tills(&self) -> u32 {
        self.count(|_| true)
    }

    /// Whether a customer may come in now.
    ///
    /// # Errors
    ///
    /// [`PoolError::WrongState`] unless the pool is open.
    pub fn admit(&self) -> Result<(), PoolError> {
        if self.state == PoolState::Opened {
            return Ok(());
        }
        Err(PoolError::WrongState { action: "invoke", state: self.state })
    }

    /// The number that the next [`Event::Submit`] has to carry.
    #[must_use]
    pub fn next_job(&self) -> JobId {
        JobId(self.next_job)
    }

    /// Everything that this schedule was told and what it answered; the timeline is drawn from it.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    fn accept(&mut self, now: Millis, event: Event, commands: &mut Vec<Command>) -> Result<(), PoolError> {
        match event {
            Event::Open => self.open()?,
            Event::Submit(job) => self.submit(job)?,
            Event::TillOpened(till) => self.slot(till, Phase::Opening)?.phase = Phase::Idle { since: now },
            Event::TillBroken(till) => self.break_down(till, commands)?,
            Event::Ended { job, till, fate } => self.end(now, job, till, fate)?,
            Event::StopJob(job) => self.stop(job, commands)?,
            Event::SetMin(min) => self.limits = Limits::new(min, self.limits.max())?,
            Event::SetMax(max) => self.limits = Limits::new(self.limits.min(), max)?,
            Event::Tick => {}
            Event::Close => self.close(commands),
            Event::TillClosed(till) => {
                self.slot(till, Phase::Closing)?;
                self.remove(till);
            }
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), PoolError> {
        if self.state != PoolState::BeforeOpen {
            return Err(PoolError::WrongState { action: "open", state: self.state });
        }
        self.state = PoolState::Opening;
        Ok(())
    }

    fn submit(&mut self, job: JobId) -> Result<(), PoolError> {
        self.admit()?;
        if job.0 != self.next_job {
            return Err(PoolError::UnknownJob(job));
        }
        self.next_job += 1;
        self.queue.push_back(job);
        Ok(())
    }

    /// A till that cannot be opened breaks the pool, as in .NET: those served are served to the end, the queue is sent home.
    fn break_down(&mut self, till: Till, commands: &mut Vec<Command>) -> Result<(), PoolError> {
        self.slot(till, Phase::Opening)?;
        self.remove(till);
        if self.state != PoolState::Closing {
            self.state = PoolState::Broken;
        }
        self.send_queue_home(commands);
        Ok(())
    }

    fn end(&mut self, now: Millis, job: JobId, till: Till, fate: Fate) -> Result<(), PoolError> {
        let slot = self.slot(till, Phase::Busy(job))?;
        match fate {
            Fate::Ready => slot.phase = Phase::Idle { since: now },
            Fate::Lost => self.remove(till),
        }
        Ok(())
    }

    /// Stopping a job that has already ended is no mistake: the asker could not know.
    fn stop(&mut self, job: JobId, commands: &mut Vec<Command>) -> Result<(), PoolError> {
        if job.0 >= self.next_job {
            return Err(PoolError::UnknownJob(job));
        }
        if let Some(place) = self.queue.iter().position(|&waiting| waiting == job) {
            self.queue.remove(place);
            commands.push(Command::Cancel(job));
        } else if let Some(slot) = self.tills.iter().find(|slot| slot.phase == Phase::Busy(job)) {
            commands.push(Command::Interrupt { job, till: slot.till });
        }
        Ok(())
    }

    /// Closing again, or after a break-down, is no mistake either: `Drop` closes whatever the caller did before.
    fn close(&mut self, commands: &mut Vec<Command>) {
        match self.state {
            PoolState::BeforeOpen => self.state = PoolState::Closed,
            PoolState::Opening | PoolState::Opened => {
                self.state = PoolState::Closing;
                self.send_queue_home(commands);
                self.interrupt_all(commands);
            }
            PoolState::Broken => self.interrupt_all(commands),
            PoolState::Closing | PoolState::Closed => {}
        }
    }

    fn send_queue_home(&mut self, commands: &mut Vec<Command>) {
        commands.extend(self.queue.drain(..).map(Command::Cancel));
    }

    fn interrupt_all(&self, commands: &mut Vec<Command>) {
        for slot in &self.tills {
            if let Phase::Busy(job) = slot.phase {
                commands.push(Command::Interrupt { job, till: slot.till });
            }
        }
    }

    /// Brings the tills in line with the queue, the bounds and the state; every event ends here.
    fn settle(&mut self, now: Millis, commands: &mut Vec<Command>) {
        match self.state {
            PoolState::Opening | PoolState::Opened => {
                self.close_surplus(commands);
                self.serve(commands);
                self.grow(commands);
                self.close_idle(now, commands);
                if self.state == PoolState::Opening && self.ready() >= self.limits.min() {
                    self.state = PoolState::Opened;
                }
            }
            PoolState::Closing | PoolState::Broken => {
                while self.close_last(|phase| matches!(phase, Phase::Idle { .. }), commands) {}
                if self.state == PoolState::Closing && self.tills.is_empty() {
                    self.state = PoolState::Closed;
                }
            }
            PoolState::BeforeOpen | PoolState::Closed => {}
        }
    }

    /// The first in the queue goes to the free till with the lowest number, so that the highest fall idle and close first.
    fn serve(&mut self, commands: &mut Vec<Command>) {
        for slot in &mut self.tills {
            if !matches!(slot.phase, Phase::Idle { .. }) {
                continue;
            }
            let Some(job) = self.queue.pop_front() else { return };
            slot.phase = Phase::Busy(job);
            commands.push(Command::Start { job, till: slot.till });
        }
    }

    /// A till opens when the minimum is not there, or for each customer who waits and for whom none is being opened.
    fn grow(&mut self, commands: &mut Vec<Command>) {
        loop {
            let opening = self.count(|phase| phase == Phase::Opening) as usize;
            let wanted = self.staying() < self.limits.min() || self.queue.len() > opening;
            if !wanted || self.tills() >= self.limits.max() {
                return;
            }
            let till = self.lowest_free_number();
            let place = self.tills.partition_point(|slot| slot.till < till);
            self.tills.insert(place, Slot { till, phase: Phase::Opening });
            commands.push(Command::OpenTill(till));
        }
    }

    /// After the maximum was lowered, a till that is free closes before it can take another customer.
    fn close_surplus(&mut self, commands: &mut Vec<Command>) {
        while self.staying() > self.limits.max() {
            if !self.close_last(|phase| matches!(phase, Phase::Idle { .. }), commands) {
                return;
            }
        }
    }

    /// A till above the minimum closes when it has idled for the cleanup interval.
    fn close_idle(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let interval = self.cleanup_interval;
        let idled = |phase| matches!(phase, Phase::Idle { since } if now >= since.saturating_add(interval));
        while self.staying() > self.limits.min() {
            if !self.close_last(idled, commands) {
                return;
            }
        }
    }

    /// Closes the till with the highest number whose phase fits, and tells whether there was one.
    fn close_last(&mut self, fits: impl Fn(Phase) -> bool, commands: &mut Vec<Command>) -> bool {
        let Some(slot) = self.tills.iter_mut().rev().find(|slot| fits(slot.phase)) else { return false };
        slot.phase = Phase::Closing;
        commands.push(Command::CloseTill(slot.till));
        true
    }

    fn expires(&self, slot: &Slot) -> Option<Millis> {
        match slot.phase {
            Phase::Idle { since } => Some(since.saturating_add(self.cleanup_interval)),
            Phase::Opening | Phase::Busy(_) | Phase::Closing => None,
        }
    }

    fn slot(&mut self, till: Till, phase: Phase) -> Result<&mut Slot, PoolError> {
        let fits = |slot: &&mut Slot| slot.till == till && slot.phase == phase;
        self.tills.iter_mut().find(fits).ok_or(PoolError::UnexpectedReport(till))
    }

    fn remove(&mut self, till: Till) {
        self.tills.retain(|slot| slot.till != till);
    }

    fn lowest_free_number(&self) -> Till {
        let taken = (1..).zip(&self.tills).take_while(|(number, slot)| slot.till.0 == *number).count();
        Till(taken as u32 + 1)
    }

    fn staying(&self) -> u32 {
        self.count(|phase| phase != Phase::Closing)
    }

    fn ready(&self) -> u32 {
        self.count(|phase| matches!(phase, Phase::Idle { .. } | Phase::Busy(_)))
    }

    fn count(&self, fits: impl Fn(Phase) -> bool) -> u32 {
        self.tills.iter().filter(|slot| fits(slot.phase)).count() as u32
    }
}

#[cfg(test)]
mod tests;
