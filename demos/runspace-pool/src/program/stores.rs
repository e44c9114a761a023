//! The post's two scripts, in Rust, with a stop-watch.

use std::hint::black_box;
use std::time::{Duration, Instant};

use runspace_pool::live::CLEANUP_INTERVAL;
use runspace_pool::run::{Comparison, Run, Span, Style};
use runspace_pool::schedule::{Event, Millis, Trace};
use runspace_pool::store::{Answer, Fleet, Work, checksum};
use runspace_pool::{ErrorRecord, PoolError, PowerShell, Runspace, RunspacePool};

use super::arguments::Arguments;

/// Runs the `foreach` loop, then the pool.
pub(super) fn compare(arguments: Arguments) -> Result<Comparison, PoolError> {
    let Arguments { fleet, work, .. } = arguments;
    let foreach = Some(one_by_one(fleet, work));
    let pool = Some(through_the_pool(arguments)?);
    Ok(Comparison { fleet, work, foreach, pool })
}

/// The post's first script: `foreach ($server in $servers) { Get-Service -ComputerName $server | ? { … } }`.
fn one_by_one(fleet: Fleet, work: Work) -> Run {
    let start = Instant::now();
    let (mut answers, mut spans) = (Vec::new(), Vec::new());
    for server in 0..fleet.len() {
        let from = millis(start);
        answers.push(answer(ask(fleet, work, server)));
        spans.push(Span { from, to: Some(millis(start)) });
    }
    Run::one_by_one(&spans, answers, millis(start))
}

/// The post's second script, line by line.
fn through_the_pool(Arguments { limits, fleet, work, .. }: Arguments) -> Result<Run, PoolError> {
    let cleanup_interval = Duration::from_millis(CLEANUP_INTERVAL);
    // $runspacePool = [runspacefactory]::CreateRunspacePool(1, 5); $runspacePool.Open()
    let pool = RunspacePool::with_cleanup_interval(limits.min(), limits.max(), cleanup_interval)?;
    pool.open()?;

    // $runspaces = @(); foreach ($server in $servers) { … }
    let mut runspaces = Vec::new();
    for server in 0..fleet.len() {
        let mut powershell = PowerShell::create();
        powershell.set_runspace_pool(&pool);
        powershell.add_script(move |srv: u32| ask(fleet, work, srv)).add_argument(server);
        let status = powershell.begin_invoke()?;
        runspaces.push((powershell, status));
    }

    // $results = @(); foreach ($runspace in $runspaces) { … EndInvoke … Dispose … }
    let mut results = Vec::new();
    for (mut pipe, status) in runspaces {
        results.push(answer(pipe.end_invoke(&status)?));
        pipe.dispose();
    }

    // $runspacePool.Close()
    pool.close()?;
    let trace = pool.trace();
    let elapsed = last_ending(&trace);
    Ok(Run::from_trace(Style::Pool(limits), &trace, results, elapsed, true))
}

/// The script block: spend the time that this server takes, then ask it.
fn ask(fleet: Fleet, work: Work, server: u32) -> Result<Answer, ErrorRecord> {
    match work {
        Work::Network => Runspace::start_sleep(Duration::from_millis(fleet.latency(server)))?,
        Work::Cpu => compute(fleet.rounds(server), server)?,
    }
    match fleet.should_have_started(server) {
        Answer::Failed(error) => Err(error),
        found => Ok(found),
    }
}

/// Looks up between two rounds, so that a stopped script ends soon.
fn compute(rounds: u32, server: u32) -> Result<(), ErrorRecord> {
    let runspace = Runspace::current();
    let mut sum = u64::from(server);
    for _ in 0..rounds {
        if runspace.as_ref().is_some_and(Runspace::stop_requested) {
            return Err(ErrorRecord::stopped());
        }
        sum = checksum(sum);
    }
    // Without a use of the sum the compiler would save itself the work.
    black_box(sum);
    Ok(())
}

fn answer(output: Result<Answer, ErrorRecord>) -> Answer {
    output.unwrap_or_else(Answer::Failed)
}

/// From the opening to the last customer's leaving.
fn last_ending(trace: &Trace) -> Millis {
    let origin = trace.entries().first().map_or(0, |entry| entry.at);
    let endings = trace.entries().iter().filter(|entry| matches!(entry.event, Event::Ended { .. }));
    endings.map(|entry| entry.at - origin).max().unwrap_or(0)
}

fn millis(since: Instant) -> Millis {
    since.elapsed().as_millis() as Millis
}
