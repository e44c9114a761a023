//! What the schedule promises, one behaviour a test.  `tests/schedule_properties.rs` tries the same on random job sets.

use super::*;

/// A schedule of an open pool with `jobs` in it, told and asked at time 0.
fn opened(min: u32, max: u32, jobs: u32) -> Schedule {
    let mut schedule = Schedule::new(Limits::new(min, max).unwrap(), 100);
    let opening = schedule.step(0, Event::Open).unwrap();
    assert_eq!(opening.len(), min as usize);
    (1..=min).for_each(|till| drop(schedule.step(0, Event::TillOpened(Till(till))).unwrap()));
    (0..jobs).for_each(|job| drop(schedule.step(0, Event::Submit(JobId(job))).unwrap()));
    schedule
}

fn ended(job: u32, till: u32) -> Event {
    Event::Ended { job: JobId(job), till: Till(till), fate: Fate::Ready }
}

fn start(job: u32, till: u32) -> Command {
    Command::Start { job: JobId(job), till: Till(till) }
}

#[test]
fn the_minimum_opens_first_and_nothing_more() {
    let mut schedule = Schedule::new(Limits::new(2, 5).unwrap(), 100);
    assert_eq!(schedule.step(0, Event::Open), Ok(vec![Command::OpenTill(Till(1)), Command::OpenTill(Till(2))]));
    assert_eq!(schedule.step(1, Event::TillOpened(Till(2))), Ok(vec![]));
    assert_eq!(schedule.state(), PoolState::Opening);
    assert_eq!(schedule.step(2, Event::TillOpened(Till(1))), Ok(vec![]));
    assert_eq!(schedule.state(), PoolState::Opened);
}

#[test]
fn a_customer_goes_to_the_free_till_with_the_lowest_number() {
    let mut schedule = opened(3, 3, 0);
    assert_eq!(schedule.step(0, Event::Submit(JobId(0))), Ok(vec![start(0, 1)]));
    assert_eq!(schedule.step(0, Event::Submit(JobId(1))), Ok(vec![start(1, 2)]));
    assert_eq!(schedule.step(5, ended(0, 1)), Ok(vec![]));
    assert_eq!(schedule.step(6, Event::Submit(JobId(2))), Ok(vec![start(2, 1)]));
}

#[test]
fn a_till_opens_for_each_who_waits_up_to_the_maximum() {
    let mut schedule = opened(1, 3, 1);
    assert_eq!(schedule.step(0, Event::Submit(JobId(1))), Ok(vec![Command::OpenTill(Till(2))]));
    assert_eq!(schedule.step(0, Event::Submit(JobId(2))), Ok(vec![Command::OpenTill(Till(3))]));
    assert_eq!(schedule.step(0, Event::Submit(JobId(3))), Ok(vec![]));
    assert_eq!(schedule.waiting(), 3);
}

#[test]
fn nobody_waiting_means_no_further_till() {
    let mut schedule = opened(2, 9, 2);
    assert_eq!(schedule.tills(), 2);
    assert_eq!(schedule.step(1, ended(0, 1)), Ok(vec![]));
}

#[test]
fn an_idle_till_closes_after_the_interval_and_the_minimum_stays() {
    let mut schedule = opened(1, 2, 2);
    schedule.step(10, Event::TillOpened(Till(2))).unwrap();
    schedule.step(20, ended(1, 2)).unwrap();
    assert_eq!(schedule.next_tick(), Some(120));
    assert_eq!(schedule.step(119, Event::Tick), Ok(vec![]));
    assert_eq!(schedule.step(120, Event::Tick), Ok(vec![Command::CloseTill(Till(2))]));
    schedule.step(130, Event::TillClosed(Till(2))).unwrap();
    schedule.step(140, ended(0, 1)).unwrap();
    assert_eq!(schedule.next_tick(), None);
    assert_eq!(schedule.step(9_999, Event::Tick), Ok(vec![]));
}

#[test]
fn a_lost_till_is_replaced_by_one_of_the_same_number() {
    let mut schedule = opened(1, 1, 2);
    let lost = Event::Ended { job: JobId(0), till: Till(1), fate: Fate::Lost };
    assert_eq!(schedule.step(5, lost), Ok(vec![Command::OpenTill(Till(1))]));
    assert_eq!(schedule.step(6, Event::TillOpened(Till(1))), Ok(vec![start(1, 1)]));
}

#[test]
fn a_lowered_maximum_waits_for_customers_and_takes_no_new_ones() {
    let mut schedule = opened(2, 2, 4);
    schedule.step(1, Event::SetMin(1)).unwrap();
    assert_eq!(schedule.step(1, Event::SetMax(1)), Ok(vec![]));
    assert_eq!(schedule.step(2, ended(0, 1)), Ok(vec![Command::CloseTill(Till(1))]));
    assert_eq!(schedule.step(3, ended(1, 2)), Ok(vec![start(2, 2)]));
}

#[test]
fn a_raised_maximum_opens_tills_for_those_who_wait() {
    let mut schedule = opened(1, 1, 3);
    let both = vec![Command::OpenTill(Till(2)), Command::OpenTill(Till(3))];
    assert_eq!(schedule.step(1, Event::SetMax(5)), Ok(both));
}

#[test]
fn stopping_cancels_who_waits_and_interrupts_who_is_served() {
    let mut schedule = opened(1, 1, 3);
    assert_eq!(schedule.step(1, Event::StopJob(JobId(2))), Ok(vec![Command::Cancel(JobId(2))]));
    let interrupt = Command::Interrupt { job: JobId(0), till: Till(1) };
    assert_eq!(schedule.step(1, Event::StopJob(JobId(0))), Ok(vec![interrupt]));
    assert_eq!(schedule.step(2, ended(0, 1)), Ok(vec![start(1, 1)]));
    assert_eq!(schedule.step(3, Event::StopJob(JobId(0))), Ok(vec![]), "it has ended already");
}

#[test]
fn closing_while_busy_sends_the_queue_home_and_waits_for_the_rest() {
    let mut schedule = opened(2, 2, 3);
    let commands = schedule.step(1, Event::Close).unwrap();
    let interrupt = |job, till| Command::Interrupt { job: JobId(job), till: Till(till) };
    assert_eq!(commands, [Command::Cancel(JobId(2)), interrupt(0, 1), interrupt(1, 2)]);
    assert_eq!(schedule.step(2, ended(0, 1)), Ok(vec![Command::CloseTill(Till(1))]));
    assert_eq!(schedule.step(3, Event::TillClosed(Till(1))), Ok(vec![]));
    let lost = Event::Ended { job: JobId(1), till: Till(2), fate: Fate::Lost };
    assert_eq!(schedule.step(4, lost), Ok(vec![]), "nothing is replaced any more");
    assert_eq!(schedule.state(), PoolState::Closed);
}

#[test]
fn closing_while_opening_closes_each_till_as_it_comes() {
    let mut schedule = Schedule::new(Limits::new(2, 2).unwrap(), 100);
    schedule.step(0, Event::Open).unwrap();
    assert_eq!(schedule.step(1, Event::Close), Ok(vec![]));
    assert_eq!(schedule.step(2, Event::TillOpened(Till(1))), Ok(vec![Command::CloseTill(Till(1))]));
    assert_eq!(schedule.step(2, Event::TillBroken(Till(2))), Ok(vec![]));
    assert_eq!(schedule.step(3, Event::TillClosed(Till(1))), Ok(vec![]));
    assert_eq!(schedule.state(), PoolState::Closed);
}

#[test]
fn a_till_that_cannot_open_breaks_the_pool() {
    let mut schedule = opened(1, 3, 3);
    let commands = schedule.step(1, Event::TillBroken(Till(2))).unwrap();
    assert_eq!(commands, [Command::Cancel(JobId(1)), Command::Cancel(JobId(2))]);
    assert_eq!(schedule.state(), PoolState::Broken);
    assert_eq!(schedule.step(2, ended(0, 1)), Ok(vec![Command::CloseTill(Till(1))]));
    let refused = PoolError::WrongState { action: "invoke", state: PoolState::Broken };
    assert_eq!(schedule.step(3, Event::Submit(JobId(3))), Err(refused));
}

#[test]
fn misuse_is_refused_and_changes_nothing() {
    let mut schedule = Schedule::new(Limits::one(), 100);
    let early = PoolError::WrongState { action: "invoke", state: PoolState::BeforeOpen };
    assert_eq!(schedule.step(0, Event::Submit(JobId(0))), Err(early));
    let mut schedule = opened(1, 2, 1);
    let before = schedule.trace().clone();
    for (event, error) in [
        (Event::Open, PoolError::WrongState { action: "open", state: PoolState::Opened }),
        (Event::Submit(JobId(0)), PoolError::UnknownJob(JobId(0))),
        (Event::Submit(JobId(7)), PoolError::UnknownJob(JobId(7))),
        (Event::StopJob(JobId(1)), PoolError::UnknownJob(JobId(1))),
        (Event::TillOpened(Till(1)), PoolError::UnexpectedReport(Till(1))),
        (Event::TillClosed(Till(1)), PoolError::UnexpectedReport(Till(1))),
        (Event::TillBroken(Till(9)), PoolError::UnexpectedReport(Till(9))),
        (ended(1, 1), PoolError::UnexpectedReport(Till(1))),
        (Event::SetMax(0), PoolError::MaxBelowMin { min: 1, max: 0 }),
        (Event::SetMin(3), PoolError::MaxBelowMin { min: 3, max: 2 }),
        (Event::SetMin(0), PoolError::MinBelowOne),
    ] {
        assert_eq!(schedule.step(1, event), Err(error), "{event}");
    }
    assert_eq!(schedule.trace(), &before);
    assert_eq!(schedule.step(2, ended(0, 1)), Ok(vec![]));
    assert_eq!(schedule.step(3, ended(0, 1)), Err(PoolError::UnexpectedReport(Till(1))), "a job ends once");
}

#[test]
fn the_trace_reads_like_a_story() {
    let mut schedule = opened(1, 2, 2);
    schedule.step(40, Event::TillOpened(Till(2))).unwrap();
    schedule.step(90, ended(0, 1)).unwrap();
    let story = "    0  open → open till 1
    0  till 1 is open
    0  job 0 arrives → start job 0 on till 1
    0  job 1 arrives → open till 2
   40  till 2 is open → start job 1 on till 2
   90  job 0 leaves till 1
";
    assert_eq!(schedule.trace().to_string(), story);
}
