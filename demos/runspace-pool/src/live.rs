//! The store as the page plays it: one schedule for the run that is going on, and what is known of the last runs.
//!
//! The page's script has the Workers and the clock; this has everything else, in plain Rust that can be tested natively.
//! `wasm.rs` only puts numbers in front of it.

use crate::ErrorRecord;
use crate::error::PoolError;
use crate::report;
use crate::run::{Comparison, Run, Style};
use crate::schedule::{Command, Event, JobId, Limits, Millis, Schedule};
use crate::state::PoolState;
use crate::store::{Answer, Fleet, Work};

/// As many customers as the page's slider lets in.
pub const MOST_CUSTOMERS: u32 = 40;
/// As many tills as the page's sliders let open.
pub const MOST_TILLS: u32 = 8;

/// How long a till above the minimum idles before it closes; short enough to be seen.
pub const CLEANUP_INTERVAL: Millis = 120;

/// A page's store.
pub struct Live {
    fleet: Fleet,
    work: Work,
    foreach: Option<Going>,
    pool: Option<Going>,
    current: Current,
}

/// Which of the two runs is going on, or was last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Current {
    Foreach,
    Pool,
}

/// A run with the schedule that leads it.
struct Going {
    style: Style,
    schedule: Schedule,
    answers: Vec<Answer>,
    finished: Option<Millis>,
}

/// A region of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The sentence about the current run.
    Status,
    /// The two times.
    Times,
    /// The drawn timeline.
    Timeline,
    /// The results table.
    Results,
}

impl Live {
    /// A store that is closed, with nothing to show.
    #[must_use]
    pub fn new() -> Self {
        Self { fleet: Fleet::new(0, 0), work: Work::Network, foreach: None, pool: None, current: Current::Pool }
    }

    /// Makes everything ready for a run of this style, which begins with [`Event::Open`] at time 0.
    ///
    /// The run of the other style is kept for comparison if it asked the same servers in the same way.
    pub fn prepare(&mut self, style: Style, fleet: Fleet, work: Work) {
        if (fleet, work) != (self.fleet, self.work) {
            (self.foreach, self.pool) = (None, None);
        }
        (self.fleet, self.work) = (fleet, work);
        let limits = match style {
            Style::Foreach => Limits::one(),
            Style::Pool(limits) => limits,
        };
        let schedule = Schedule::new(limits, CLEANUP_INTERVAL);
        let answers = vec![Answer::Pending; fleet.len() as usize];
        let going = Some(Going { style, schedule, answers, finished: None });
        match style {
            Style::Foreach => (self.foreach, self.current) = (going, Current::Foreach),
            Style::Pool(_) => (self.pool, self.current) = (going, Current::Pool),
        }
    }

    /// Tells the current run's schedule what happened.
    ///
    /// # Errors
    ///
    /// Those of [`Schedule::step`]; also before the first [`prepare`](Self::prepare).
    pub fn step(&mut self, now: Millis, event: Event) -> Result<Vec<Command>, PoolError> {
        let nothing = PoolError::WrongState { action: "step", state: PoolState::BeforeOpen };
        let going = self.going().ok_or(nothing)?;
        let commands = going.schedule.step(now, event)?;
        going.note_limits();
        if event == Event::Close {
            going.turn_away_those_outside();
        }
        if going.schedule.state() != PoolState::Opening {
            going.finish_if_all_left(now);
        }
        Ok(commands)
    }

    /// When to tell that time has passed; see [`Schedule::next_tick`].
    #[must_use]
    pub fn next_tick(&mut self) -> Option<Millis> {
        self.going()?.schedule.next_tick()
    }

    /// Takes what came of a customer; with the last one the run has ended, at that moment.
    ///
    /// Only the first answer about a customer counts.
    pub fn answer(&mut self, now: Millis, job: JobId, answer: Answer) {
        let Some(going) = self.going() else { return };
        if let Some(place) = going.answers.get_mut(job.0 as usize).filter(|place| place.is_pending()) {
            *place = answer;
        }
        going.finish_if_all_left(now);
    }

    /// Whether the current run has ended.
    #[must_use]
    pub fn is_finished(&mut self) -> bool {
        self.going().is_some_and(|going| going.finished.is_some())
    }

    /// A region of the page as it looks now.
    #[must_use]
    pub fn draw(&self, now: Millis, part: Part) -> String {
        let show = |going: &Option<Going>| going.as_ref().map(|going| going.run(now));
        let (foreach, pool) = (show(&self.foreach), show(&self.pool));
        let mut comparison = Comparison { fleet: self.fleet, work: self.work, foreach, pool };
        match part {
            Part::Status => {
                let run = match self.current {
                    Current::Foreach => &comparison.foreach,
                    Current::Pool => &comparison.pool,
                };
                run.as_ref().map_or(String::new(), |run| report::sentence(&comparison, run))
            }
            Part::Times => report::times(&comparison),
            Part::Timeline => report::timeline(&comparison),
            Part::Results => {
                // The table shows the run that the reader has just started.
                if self.current == Current::Foreach {
                    comparison.pool = None;
                }
                report::results(&comparison)
            }
        }
    }

    fn going(&mut self) -> Option<&mut Going> {
        match self.current {
            Current::Foreach => self.foreach.as_mut(),
            Current::Pool => self.pool.as_mut(),
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

impl Going {
    /// The picture names the bounds in force, and has a lane for each till that may open.
    fn note_limits(&mut self) {
        if let Style::Pool(limits) = &mut self.style {
            *limits = self.schedule.limits();
        }
    }

    /// When the store closes before it was quite open, those who had not come in yet are sent home too.
    fn turn_away_those_outside(&mut self) {
        for answer in self.answers.iter_mut().skip(self.schedule.next_job().0 as usize) {
            *answer = Answer::Failed(ErrorRecord::stopped());
        }
    }

    fn finish_if_all_left(&mut self, now: Millis) {
        if self.finished.is_none() && !self.answers.iter().any(Answer::is_pending) {
            self.finished = Some(now);
        }
    }

    fn run(&self, now: Millis) -> Run {
        let elapsed = self.finished.unwrap_or(now);
        Run::from_trace(self.style, self.schedule.trace(), self.answers.clone(), elapsed, self.finished.is_some())
    }
}
