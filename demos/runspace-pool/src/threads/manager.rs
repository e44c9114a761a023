//! Carries out what the schedule decides: starts threads, hands jobs over, lets threads end.

use std::collections::HashMap;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::async_result::Progress;
use super::job::Job;
use super::lock;
use super::runspace::{self, Task};
use crate::error::PoolError;
use crate::schedule::{Command, Event, Fate, JobId, Limits, Millis, Schedule, Till};

/// The pool as its tills and pipelines share it.
pub(super) struct Manager {
    created: Instant,
    cleanup_interval: Duration,
    hall: Mutex<Hall>,
    changed: Condvar,
}

/// Everything behind the one lock.
pub(super) struct Hall {
    pub(super) schedule: Schedule,
    waiting: HashMap<JobId, Box<dyn Job>>,
    tills: HashMap<Till, Desk>,
}

/// The pool's end of a till.
struct Desk {
    tasks: Sender<Task>,
    serving: Option<Arc<Progress>>,
}

impl Manager {
    pub(super) fn new(limits: Limits, cleanup_interval: Duration) -> Arc<Self> {
        let schedule = Schedule::new(limits, cleanup_interval.as_millis() as Millis);
        Arc::new(Self {
            created: Instant::now(),
            cleanup_interval,
            hall: Mutex::new(Hall { schedule, waiting: HashMap::new(), tills: HashMap::new() }),
            changed: Condvar::new(),
        })
    }

    pub(super) fn hall(&self) -> MutexGuard<'_, Hall> {
        lock(&self.hall)
    }

    /// Waits until the hall looks as asked.
    pub(super) fn wait_until(&self, looks_right: impl Fn(&Schedule) -> bool) {
        let mut hall = self.hall();
        while !looks_right(&hall.schedule) {
            hall = self.changed.wait(hall).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts a job into the queue.
    pub(super) fn submit(self: &Arc<Self>, job: Box<dyn Job>) -> Result<JobId, PoolError> {
        let mut hall = self.hall();
        let id = hall.schedule.next_job();
        hall.waiting.insert(id, job);
        let result = self.step(&mut hall, Event::Submit(id));
        let refused = if result.is_err() { hall.waiting.remove(&id) } else { None };
        drop(hall);
        drop(refused);
        self.changed.notify_all();
        result.map(|_| id)
    }

    /// Passes on what the caller wants.
    pub(super) fn tell(self: &Arc<Self>, event: Event) -> Result<(), PoolError> {
        let cancelled = self.step(&mut self.hall(), event)?;
        // Their callers are answered here, after the lock: an output's destructor may be anybody's code.
        drop(cancelled);
        self.changed.notify_all();
        Ok(())
    }

    /// Passes on what a till says about itself, which the schedule always expects.
    pub(super) fn report(self: &Arc<Self>, event: Event) {
        let told = self.tell(event);
        debug_assert!(told.is_ok(), "a till's report was refused: {told:?}");
    }

    /// One step of the schedule with its consequences; gives back the jobs that ended without a start.
    fn step(self: &Arc<Self>, hall: &mut Hall, event: Event) -> Result<Vec<Box<dyn Job>>, PoolError> {
        let now = self.created.elapsed().as_millis() as Millis;
        let commands = hall.schedule.step(now, event)?;
        match event {
            Event::Ended { till, fate: Fate::Lost, .. } | Event::TillClosed(till) => drop(hall.tills.remove(&till)),
            Event::Ended { till, .. } => hall.free(till),
            _ => {}
        }
        let mut cancelled = Vec::new();
        for command in commands {
            match command {
                Command::OpenTill(till) => cancelled.extend(self.open_till(hall, till)?),
                Command::Start { job, till } => hall.start(job, till),
                Command::Interrupt { till, .. } => hall.interrupt(till),
                // The thread finds its channel closed, and reports when it is gone.
                Command::CloseTill(till) => drop(hall.tills.remove(&till)),
                Command::Cancel(job) => cancelled.extend(hall.waiting.remove(&job)),
            }
        }
        Ok(cancelled)
    }

    /// A machine that has no thread left to give breaks the pool, as .NET has it.
    fn open_till(self: &Arc<Self>, hall: &mut Hall, till: Till) -> Result<Vec<Box<dyn Job>>, PoolError> {
        let (sender, tasks) = channel();
        let (pool, boredom) = (Arc::downgrade(self), self.cleanup_interval);
        let thread = thread::Builder::new().name(format!("till {}", till.0));
        match thread.spawn(move || runspace::serve(till, &pool, &tasks, boredom)) {
            Ok(_runs_until_its_channel_closes) => {
                hall.tills.insert(till, Desk { tasks: sender, serving: None });
                Ok(Vec::new())
            }
            Err(_) => self.step(hall, Event::TillBroken(till)),
        }
    }
}

impl Hall {
    fn start(&mut self, id: JobId, till: Till) {
        let (Some(job), Some(desk)) = (self.waiting.remove(&id), self.tills.get_mut(&till)) else { return };
        desk.serving = Some(job.progress());
        // A till that waits for work holds the other end, so the job arrives; were it lost, its drop would answer the caller.
        let _arrives = desk.tasks.send(Task { id, job });
    }

    fn interrupt(&mut self, till: Till) {
        if let Some(progress) = self.tills.get(&till).and_then(|desk| desk.serving.as_ref()) {
            progress.request_stop();
        }
    }

    fn free(&mut self, till: Till) {
        if let Some(desk) = self.tills.get_mut(&till) {
            desk.serving = None;
        }
    }
}
