//! The door to the page: a dozen functions that take and give whole numbers.
//!
//! The module is instantiated many times.  The page's own instance keeps the store ([`Live`]); each Worker's instance is one
//! runspace and calls `serve` only.  They share nothing but the compiled code.
//!
//! | function | who | meaning |
//! |---|---|---|
//! | `memory` | both | where the texts and bytes are |
//! | `text() → address`, `text_len() → bytes` | both | what the last call produced, until the next call: UTF-8, or an answer's bytes |
//! | `room(bytes) → address` | page | where to write the bytes that the next call takes |
//! | `prepare(pool, min, max, seed, customers, work) → ok` | page | make ready for a run; 0 if the bounds make no sense |
//! | `step(now, event, a, b) → n` | page | tell the schedule; −1 if refused, else `n` commands |
//! | `commands() → address` | page | `n` triples of `u32`: command, `a`, `b` |
//! | `next_tick() → ms` | page | when to tell of time passed; −1 for never |
//! | `answer(now, job, kind)` | page | take what came of a customer, from the room |
//! | `finished() → yes` | page | 1 when the last customer has left |
//! | `draw(now, part)` | page | produce a region of the page as text |
//! | `latency(seed, customers, server) → ms` | Worker | how long the network takes |
//! | `serve(seed, customers, server, work) → kind` | Worker | do the work and produce the answer's bytes |
//!
//! Events, with what `a` and `b` mean: 0 open, 1 submit job, 2 till is open, 3 till is broken, 4 job has left till, 5 job took
//! till along, 6 stop job, 7 min, 8 max, 9 tick, 10 close, 11 till is closed.  Commands: 0 open till, 1 start job on till,
//! 2 interrupt job on till, 3 close till, 4 cancel job.  Jobs come before tills.  Kinds of answer: 0 found, 1 failed, 2 stopped.
//! Parts: 0 status, 1 times, 2 timeline, 3 results.
//!
//! Times are milliseconds and fit into 31 bits; a page is not open for 24 days.

// `#[unsafe(no_mangle)]` is the only unsafe thing here: it promises that no other function of the program has the same plain
// name, and this module is linked with nothing else.  No pointer is ever followed on this side.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::mem;

use crate::ErrorRecord;
use crate::live::{Live, Part};
use crate::run::Style;
use crate::schedule::{Command, Event, Fate, JobId, Limits, Millis, Till};
use crate::store::{Answer, Fleet, Work, checksum};

/// Everything that an instance remembers between two calls.
struct Instance {
    live: Live,
    text: Vec<u8>,
    commands: Vec<u32>,
}

thread_local! {
    static INSTANCE: RefCell<Instance> =
        RefCell::new(Instance { live: Live::new(), text: Vec::new(), commands: Vec::new() });
}

#[unsafe(no_mangle)]
extern "C" fn text() -> u32 {
    INSTANCE.with_borrow(|instance| instance.text.as_ptr() as u32)
}

#[unsafe(no_mangle)]
extern "C" fn text_len() -> u32 {
    INSTANCE.with_borrow(|instance| instance.text.len() as u32)
}

#[unsafe(no_mangle)]
extern "C" fn room(bytes: u32) -> u32 {
    INSTANCE.with_borrow_mut(|instance| {
        instance.text = vec![0; bytes as usize];
        instance.text.as_ptr() as u32
    })
}

#[unsafe(no_mangle)]
extern "C" fn prepare(pool: u32, min: u32, max: u32, seed: u32, customers: u32, work: u32) -> u32 {
    let style = match (pool, Limits::new(min, max)) {
        (0, _) => Style::Foreach,
        (_, Ok(limits)) => Style::Pool(limits),
        (_, Err(_)) => return 0,
    };
    INSTANCE.with_borrow_mut(|instance| instance.live.prepare(style, Fleet::new(seed, customers), work_from(work)));
    1
}

#[unsafe(no_mangle)]
extern "C" fn step(now: u32, event: u32, a: u32, b: u32) -> i32 {
    let Some(event) = event_from(event, a, b) else { return -1 };
    INSTANCE.with_borrow_mut(|instance| {
        let Ok(commands) = instance.live.step(Millis::from(now), event) else { return -1 };
        instance.commands.clear();
        commands.iter().for_each(|&command| instance.commands.extend_from_slice(&command_to(command)));
        commands.len() as i32
    })
}

#[unsafe(no_mangle)]
extern "C" fn commands() -> u32 {
    INSTANCE.with_borrow(|instance| instance.commands.as_ptr() as u32)
}

#[unsafe(no_mangle)]
extern "C" fn next_tick() -> i32 {
    INSTANCE.with_borrow_mut(|instance| instance.live.next_tick().map_or(-1, |at| at as i32))
}

#[unsafe(no_mangle)]
extern "C" fn answer(now: u32, job: u32, kind: u32) {
    INSTANCE.with_borrow_mut(|instance| {
        let wire = mem::take(&mut instance.text);
        let answer = match kind {
            0 => Answer::found_from_wire(&wire),
            1 => Answer::failed_from_wire(wire),
            _ => Answer::Failed(ErrorRecord::stopped()),
        };
        instance.live.answer(Millis::from(now), JobId(job), answer);
    });
}

#[unsafe(no_mangle)]
extern "C" fn finished() -> u32 {
    INSTANCE.with_borrow_mut(|instance| u32::from(instance.live.is_finished()))
}

#[unsafe(no_mangle)]
extern "C" fn draw(now: u32, part: u32) {
    let part = match part {
        0 => Part::Status,
        1 => Part::Times,
        2 => Part::Timeline,
        _ => Part::Results,
    };
    INSTANCE.with_borrow_mut(|instance| instance.text = instance.live.draw(Millis::from(now), part).into_bytes());
}

#[unsafe(no_mangle)]
extern "C" fn latency(seed: u32, customers: u32, server: u32) -> u32 {
    Fleet::new(seed, customers).latency(server) as u32
}

#[unsafe(no_mangle)]
extern "C" fn serve(seed: u32, customers: u32, server: u32, work: u32) -> u32 {
    let fleet = Fleet::new(seed, customers);
    if work_from(work) == Work::Cpu {
        let sum = (0..fleet.rounds(server)).fold(u64::from(server), |sum, _| checksum(sum));
        // Without a use of the sum the compiler would save itself the work.
        std::hint::black_box(sum);
    }
    let answer = fleet.should_have_started(server);
    INSTANCE.with_borrow_mut(|instance| instance.text = answer.to_wire());
    u32::from(answer.is_failed())
}

fn work_from(number: u32) -> Work {
    if number == 0 { Work::Network } else { Work::Cpu }
}

fn event_from(event: u32, a: u32, b: u32) -> Option<Event> {
    Some(match event {
        0 => Event::Open,
        1 => Event::Submit(JobId(a)),
        2 => Event::TillOpened(Till(a)),
        3 => Event::TillBroken(Till(a)),
        4 => Event::Ended { job: JobId(a), till: Till(b), fate: Fate::Ready },
        5 => Event::Ended { job: JobId(a), till: Till(b), fate: Fate::Lost },
        6 => Event::StopJob(JobId(a)),
        7 => Event::SetMin(a),
        8 => Event::SetMax(a),
        9 => Event::Tick,
        10 => Event::Close,
        11 => Event::TillClosed(Till(a)),
        _ => return None,
    })
}

fn command_to(command: Command) -> [u32; 3] {
    match command {
        Command::OpenTill(till) => [0, till.0, 0],
        Command::Start { job, till } => [1, job.0, till.0],
        Command::Interrupt { job, till } => [2, job.0, till.0],
        Command::CloseTill(till) => [3, till.0, 0],
        Command::Cancel(job) => [4, job.0, 0],
    }
}
