//! The pool as a script uses it, over real threads.

// Helpers stand outside of the `#[test]` functions, where the lints would not know them as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use runspace_pool::schedule::{Event, Schedule};
use runspace_pool::{
    AsyncResult, ErrorCategory, ErrorRecord, PoolError, PoolState, PowerShell, Runspace, RunspacePool,
};

fn opened(min: u32, max: u32) -> RunspacePool {
    let pool = RunspacePool::new(min, max).unwrap();
    pool.open().unwrap();
    pool
}

/// One pipeline, begun.
fn begin<T: Send + 'static>(
    pool: &RunspacePool,
    script: impl FnOnce(u32) -> Result<T, ErrorRecord> + Send + 'static,
    argument: u32,
) -> (PowerShell<u32, T>, AsyncResult) {
    let mut powershell = PowerShell::create();
    powershell.set_runspace_pool(pool).add_script(script).add_argument(argument);
    let status = powershell.begin_invoke().unwrap();
    (powershell, status)
}

#[test]
fn results_come_in_the_order_asked_for() {
    let pool = opened(1, 4);
    let script = |number: u32| {
        Runspace::start_sleep(Duration::from_millis(u64::from(20 - number)))?;
        Ok(number * number)
    };
    let runspaces: Vec<_> = (0..20).map(|number| begin(&pool, script, number)).collect();
    let results: Vec<_> =
        runspaces.into_iter().map(|(mut pipe, status)| pipe.end_invoke(&status).unwrap().unwrap()).collect();
    assert_eq!(results, (0..20).map(|number| number * number).collect::<Vec<_>>());
}

#[test]
fn a_pool_goes_through_the_states_of_net() {
    let pool = RunspacePool::new(1, 2).unwrap();
    assert_eq!((pool.state(), pool.get_available_runspaces()), (PoolState::BeforeOpen, 2));
    pool.open().unwrap();
    assert_eq!((pool.state(), pool.get_available_runspaces()), (PoolState::Opened, 2));
    pool.close().unwrap();
    assert_eq!((pool.state(), pool.get_available_runspaces()), (PoolState::Closed, 0));
    pool.close().unwrap();
    assert_eq!(pool.open(), Err(PoolError::WrongState { action: "open", state: PoolState::Closed }));
}

#[test]
fn misuse_is_an_error_and_no_panic() {
    assert_eq!(RunspacePool::new(0, 2).err(), Some(PoolError::MinBelowOne));
    assert_eq!(RunspacePool::new(3, 2).err(), Some(PoolError::MaxBelowMin { min: 3, max: 2 }));

    let pool = RunspacePool::new(1, 1).unwrap();
    let mut pipe: PowerShell<u32, u32> = PowerShell::create();
    assert_eq!(pipe.begin_invoke().err(), Some(PoolError::NoRunspacePool));
    pipe.set_runspace_pool(&pool).add_script(|number| Ok::<_, ErrorRecord>(number + 1)).add_argument(1);
    let early = PoolError::WrongState { action: "invoke", state: PoolState::BeforeOpen };
    assert_eq!(pipe.begin_invoke().err(), Some(early));
    pool.open().unwrap();
    let status = pipe.begin_invoke().unwrap();
    assert_eq!(pipe.begin_invoke().err(), Some(PoolError::AlreadyInvoked));

    let (mut other, other_status) = begin(&pool, Ok, 5);
    assert_eq!(pipe.end_invoke(&other_status), Err(PoolError::ForeignHandle));
    assert_eq!(pipe.end_invoke(&status), Ok(Ok(2)));
    assert_eq!(pipe.end_invoke(&status), Err(PoolError::AlreadyEnded));
    assert_eq!(other.end_invoke(&other_status), Ok(Ok(5)));

    let mut empty: PowerShell<u32, u32> = PowerShell::create();
    empty.set_runspace_pool(&pool);
    assert_eq!(empty.begin_invoke().err(), Some(PoolError::NoScript));
    empty.add_script(Ok::<_, ErrorRecord>);
    assert_eq!(empty.begin_invoke().err(), Some(PoolError::NoArgument));
    assert_eq!(pool.set_max_runspaces(0), Err(PoolError::MaxBelowMin { min: 1, max: 0 }));
    assert_eq!(pool.set_min_runspaces(0), Err(PoolError::MinBelowOne));
}

#[test]
fn never_more_than_the_maximum_run_at_once_and_all_of_them_do() {
    let pool = opened(1, 3);
    // Three scripts that meet; a fourth would have to wait for them.
    let meeting = Arc::new(Barrier::new(3));
    let script = move |_| {
        meeting.wait();
        Ok(Runspace::current().map(|runspace| runspace.id()))
    };
    let runspaces: Vec<_> = (0..9).map(|number| begin(&pool, script.clone(), number)).collect();
    let tills: HashSet<_> =
        runspaces.into_iter().map(|(mut pipe, status)| pipe.end_invoke(&status).unwrap().unwrap()).collect();
    assert_eq!(tills, HashSet::from([Some(1), Some(2), Some(3)]));
}

#[test]
fn a_failing_script_holds_nobody_up() {
    let pool = opened(1, 1);
    let (mut bad, bad_status) = begin::<u32>(&pool, |_| Err(ErrorRecord::from("no answer")), 0);
    let (mut good, good_status) = begin(&pool, Ok, 1);
    assert_eq!(good.end_invoke(&good_status), Ok(Ok(1)));
    let error = bad.end_invoke(&bad_status).unwrap().unwrap_err();
    assert_eq!((error.category, error.message.as_str()), (ErrorCategory::NotSpecified, "no answer"));
}

thread_local! {
    static VARIABLE: Cell<u32> = const { Cell::new(0) };
}

fn count(_: u32) -> Result<u32, ErrorRecord> {
    VARIABLE.set(VARIABLE.get() + 1);
    Ok(VARIABLE.get())
}

#[test]
fn a_panic_gives_a_record_and_a_fresh_runspace() {
    let pool = opened(1, 1);
    let (mut first, status) = begin(&pool, count, 0);
    assert_eq!(first.end_invoke(&status), Ok(Ok(1)));
    let (mut second, status) = begin(&pool, count, 0);
    assert_eq!(second.end_invoke(&status), Ok(Ok(2)), "a runspace keeps its variables");

    let (mut bad, status) = begin::<u32>(&pool, |number| panic!("slipped on {number}"), 7);
    let error = bad.end_invoke(&status).unwrap().unwrap_err();
    assert_eq!(
        (error.category, error.message.as_str()),
        (ErrorCategory::ScriptPanicked, "the script panicked: slipped on 7")
    );

    let (mut third, status) = begin(&pool, count, 0);
    assert_eq!(third.end_invoke(&status), Ok(Ok(1)), "the new runspace knows nothing of the old one");
    assert_eq!(VARIABLE.get(), 0, "nor does the caller");
}

#[test]
fn all_scripts_panicking_leave_a_pool_that_works() {
    let pool = opened(2, 4);
    let runspaces: Vec<_> = (0..40).map(|number| begin::<u32>(&pool, |_| panic!("all of us"), number)).collect();
    for (mut pipe, status) in runspaces {
        assert!(pipe.end_invoke(&status).unwrap().is_err());
    }
    let (mut pipe, status) = begin(&pool, Ok, 3);
    assert_eq!(pipe.end_invoke(&status), Ok(Ok(3)));
}

#[test]
fn stop_ends_a_sleeper_soon_and_a_waiter_at_once() {
    let pool = opened(1, 1);
    let start = Instant::now();
    let sleep = |_| Runspace::start_sleep(Duration::from_secs(60));
    let (mut sleeper, sleeper_status) = begin(&pool, sleep, 0);
    let (mut waiter, waiter_status) = begin(&pool, sleep, 0);
    waiter.stop();
    assert!(waiter_status.is_completed() && !sleeper_status.is_completed());
    assert_eq!(waiter.end_invoke(&waiter_status), Ok(Err(ErrorRecord::stopped())));
    sleeper.stop();
    assert_eq!(sleeper.end_invoke(&sleeper_status), Ok(Err(ErrorRecord::stopped())));
    sleeper.stop();
    assert!(start.elapsed() < Duration::from_secs(10));
    let (mut next, status) = begin(&pool, Ok, 1);
    assert_eq!(next.end_invoke(&status), Ok(Ok(1)), "the runspace is still usable");
}

#[test]
fn closing_while_busy_answers_everybody() {
    let pool = opened(1, 2);
    let sleep = |_| Runspace::start_sleep(Duration::from_secs(60));
    let runspaces: Vec<_> = (0..6).map(|number| begin(&pool, sleep, number)).collect();
    pool.close().unwrap();
    for (mut pipe, status) in runspaces {
        assert!(status.is_completed());
        assert_eq!(pipe.end_invoke(&status), Ok(Err(ErrorRecord::stopped())));
    }
}

#[test]
fn dropping_pool_or_pipeline_ends_the_script() {
    let (ended, news) = channel();
    let pool = opened(1, 1);
    let report = |ended: std::sync::mpsc::Sender<()>| {
        move |_| {
            let slept = Runspace::start_sleep(Duration::from_secs(60));
            ended.send(()).map_err(|error| error.to_string())?;
            slept
        }
    };
    let (pipe, _) = begin(&pool, report(ended.clone()), 0);
    pipe.dispose();
    news.recv_timeout(Duration::from_secs(10)).unwrap();
    // Another pool: the till of this one may not have told yet that it is free, and then the script would never start.
    let pool = opened(1, 1);
    let (_pipe, _) = begin(&pool, report(ended), 0);
    pool.dispose();
    news.try_recv().unwrap();
}

#[test]
fn a_script_cannot_close_the_pool_it_runs_in() {
    let pool = Arc::new(opened(1, 1));
    let inside = Arc::clone(&pool);
    let (mut pipe, status) = begin(&pool, move |_| inside.close().map_err(|error| error.to_string().into()), 0);
    let error = pipe.end_invoke(&status).unwrap().unwrap_err();
    assert_eq!(error.message, PoolError::ClosedFromInside.to_string());
}

#[test]
fn bounds_change_while_customers_wait() {
    let pool = opened(1, 1);
    let (release, released) = channel::<()>();
    let (mut first, first_status) =
        begin(&pool, move |_| released.recv().map_err(|error| ErrorRecord::from(error.to_string())), 0);
    let (mut second, second_status) = begin(&pool, Ok, 1);
    assert_eq!(pool.get_available_runspaces(), 0);
    pool.set_max_runspaces(2).unwrap();
    assert_eq!(second.end_invoke(&second_status), Ok(Ok(1)));
    assert_eq!((pool.get_min_runspaces(), pool.get_max_runspaces(), pool.get_available_runspaces()), (1, 2, 1));
    release.send(()).unwrap();
    assert_eq!(first.end_invoke(&first_status), Ok(Ok(())));
}

#[test]
fn idle_tills_close_down_to_the_minimum() {
    let pool = RunspacePool::with_cleanup_interval(1, 4, Duration::from_millis(20)).unwrap();
    pool.open().unwrap();
    let sleep = |_| Runspace::start_sleep(Duration::from_millis(30));
    let runspaces: Vec<_> = (0..4).map(|number| begin(&pool, sleep, number)).collect();
    for (mut pipe, status) in runspaces {
        pipe.end_invoke(&status).unwrap().unwrap();
    }
    let closed = || pool.trace().entries().iter().filter(|entry| matches!(entry.event, Event::TillClosed(_))).count();
    let deadline = Instant::now() + Duration::from_secs(10);
    while closed() < 3 && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(closed(), 3);
}

/// The threads' schedule is the schedule: its events, told to another one, give the same commands.
#[test]
fn what_the_threads_did_can_be_replayed() {
    let pool = RunspacePool::with_cleanup_interval(1, 3, Duration::from_millis(1)).unwrap();
    pool.open().unwrap();
    let script = |number: u32| {
        Runspace::start_sleep(Duration::from_millis(u64::from(number % 5)))?;
        if number.is_multiple_of(7) { panic!("bad luck") } else { Ok(number) }
    };
    let runspaces: Vec<_> = (0..50).map(|number| begin(&pool, script, number)).collect();
    for (mut pipe, status) in runspaces {
        drop(pipe.end_invoke(&status).unwrap());
    }
    pool.close().unwrap();
    let trace = pool.trace();
    let mut replayed = Schedule::new(runspace_pool::schedule::Limits::new(1, 3).unwrap(), 1);
    for entry in trace.entries() {
        replayed.step(entry.at, entry.event).unwrap();
    }
    assert_eq!(replayed.trace().to_string(), trace.to_string());
}
