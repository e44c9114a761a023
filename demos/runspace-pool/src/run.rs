//! One run of the store, ready to be shown: who was served where and when, and what came of it.

use crate::schedule::{Command, Event, Fate, JobId, Limits, Millis, Till, Trace};
use crate::store::{Answer, Fleet, Work};

/// A run, finished or going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The `foreach` loop or the pool.
    pub style: Style,
    /// The tills, by number.
    pub lanes: Vec<Lane>,
    /// The length of the queue: from each moment on, that many customers waited.
    pub queue: Vec<(Millis, u32)>,
    /// What came of each customer, in the order asked for.
    pub answers: Vec<Answer>,
    /// From opening to the last customer's leaving, or to now.
    pub elapsed: Millis,
    /// Whether the last customer has left.
    pub finished: bool,
}

/// The two scripts of the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One by one.
    Foreach,
    /// Through a pool with these bounds.
    Pool(Limits),
}

/// One till's story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// When it was open.
    pub open: Vec<Span>,
    /// Whom it served.
    pub bars: Vec<Bar>,
}

/// From one moment to another, or to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The beginning.
    pub from: Millis,
    /// The end; nothing while it goes on.
    pub to: Option<Millis>,
}

/// One customer at one till.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The customer.
    pub job: JobId,
    /// From start to end.
    pub span: Span,
}

/// Both scripts over the same servers, side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Whom they asked.
    pub fleet: Fleet,
    /// What they spent their time on.
    pub work: Work,
    /// The `foreach` loop, if it was run.
    pub foreach: Option<Run>,
    /// The pool, if it was run.
    pub pool: Option<Run>,
}

impl Run {
    /// A run as its schedule remembers it.  Time begins with the opening of the pool.
    #[must_use]
    pub fn from_trace(style: Style, trace: &Trace, answers: Vec<Answer>, elapsed: Millis, finished: bool) -> Self {
        let mut run = Self { style, lanes: Vec::new(), queue: Vec::new(), answers, elapsed, finished };
        let origin = trace.entries().first().map_or(0, |entry| entry.at);
        for entry in trace.entries() {
            let at = entry.at.saturating_sub(origin);
            run.note_event(at, entry.event);
            entry.commands.iter().for_each(|&command| run.note_command(at, command));
        }
        run
    }

    /// The `foreach` loop: customers one after another, each with its beginning and end.
    #[must_use]
    pub fn one_by_one(spans: &[Span], answers: Vec<Answer>, elapsed: Millis) -> Self {
        let bars = (0..).zip(spans).map(|(job, &span)| Bar { job: JobId(job), span }).collect();
        let left = (0..spans.len() as u32).rev();
        Self {
            style: Style::Foreach,
            lanes: vec![Lane { open: vec![Span { from: 0, to: Some(elapsed) }], bars }],
            queue: spans.iter().map(|span| span.from).zip(left).collect(),
            answers,
            elapsed,
            finished: true,
        }
    }

    /// Where and when a customer was served.
    #[must_use]
    pub fn served(&self, job: JobId) -> Option<(Till, Span)> {
        (1..)
            .zip(&self.lanes)
            .find_map(|(till, lane)| lane.bars.iter().find(|bar| bar.job == job).map(|bar| (Till(till), bar.span)))
    }

    /// Whether everybody was served, so that its time can be compared.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.finished && !self.answers.iter().any(Answer::is_stopped)
    }

    /// How many tills were opened at all.
    #[must_use]
    pub fn tills_used(&self) -> usize {
        self.lanes.iter().filter(|lane| !lane.open.is_empty()).count()
    }

    fn note_event(&mut self, at: Millis, event: Event) {
        match event {
            Event::Submit(_) => self.note_queue(at, 1),
            Event::TillOpened(till) => self.lane(till).open.push(Span { from: at, to: None }),
            Event::Ended { till, fate, .. } => {
                end(self.lane(till).bars.last_mut().map(|bar| &mut bar.span), at);
                if fate == Fate::Lost {
                    end(self.lane(till).open.last_mut(), at);
                }
            }
            _ => {}
        }
    }

    fn note_command(&mut self, at: Millis, command: Command) {
        match command {
            Command::Start { job, till } => {
                self.note_queue(at, -1);
                self.lane(till).bars.push(Bar { job, span: Span { from: at, to: None } });
            }
            Command::Cancel(_) => self.note_queue(at, -1),
            Command::CloseTill(till) => end(self.lane(till).open.last_mut(), at),
            Command::OpenTill(_) | Command::Interrupt { .. } => {}
        }
    }

    /// Changes at one moment are one change.
    fn note_queue(&mut self, at: Millis, change: i32) {
        let length = self.queue.last().map_or(0, |last| last.1).saturating_add_signed(change);
        match self.queue.last_mut() {
            Some(last) if last.0 == at => last.1 = length,
            _ => self.queue.push((at, length)),
        }
    }

    fn lane(&mut self, till: Till) -> &mut Lane {
        let place = till.0 as usize - 1;
        if self.lanes.len() <= place {
            self.lanes.resize(place + 1, Lane::default());
        }
        &mut self.lanes[place]
    }
}

impl Comparison {
    /// The run whose results are shown: the pool's, or the only one there is.
    #[must_use]
    pub fn shown(&self) -> Option<&Run> {
        self.pool.as_ref().or(self.foreach.as_ref())
    }

    /// How many times as fast the pool was, in tenths, when both have served everybody.
    #[must_use]
    pub fn speed_up_tenths(&self) -> Option<u64> {
        let (foreach, pool) = (self.foreach.as_ref()?, self.pool.as_ref()?);
        let both = foreach.is_whole() && pool.is_whole() && !self.fleet.is_empty();
        (both && pool.elapsed > 0).then(|| (foreach.elapsed * 10 + pool.elapsed / 2) / pool.elapsed)
    }
}

fn end(span: Option<&mut Span>, at: Millis) {
    if let Some(span) = span {
        span.to = Some(at);
    }
}
