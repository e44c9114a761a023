//! What a process takes: this program runs itself as `measure COMMAND…`, so that the system counts each run by itself.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Seconds, and peak memory in MiB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken {
    pub cpu: f64,
    pub wall: f64,
    pub peak: f64,
}

/// The argument that makes this program measure.
pub const MEASURE: &str = "measure";

/// Runs a command in a process of its own and tells what it took; the middle one of `runs`, by CPU time. Before each run
/// `prepare` is called.
pub fn middle(command: &[String], runs: usize, mut prepare: impl FnMut()) -> Taken {
    let mut taken: Vec<Taken> = (0..runs)
        .map(|_| {
            prepare();
            once(command)
        })
        .collect();
    taken.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    taken[runs / 2]
}

fn once(command: &[String]) -> Taken {
    let this = std::env::current_exe().unwrap();
    let output = Command::new(this).arg(MEASURE).args(command).stderr(Stdio::inherit()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [cpu, wall, peak] = numbers[..] else { panic!("`{}` failed: {text}", command.join(" ")) };
    Taken { cpu, wall, peak }
}

/// The measuring process: runs `command` and prints what it took.
#[cfg(unix)]
pub fn measure(command: &[String]) {
    use nix::sys::resource::{UsageWho, getrusage};
    let start = Instant::now();
    let status = Command::new(&command[0]).args(&command[1..]).stdout(Stdio::null()).status().unwrap();
    let wall = start.elapsed().as_secs_f64();
    assert!(status.success(), "`{}` failed", command.join(" "));
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    println!(
        "{} {wall} {}",
        seconds(usage.user_time()) + seconds(usage.system_time()),
        usage.max_rss() as f64 / 1024.0
    );
}

/// The measuring process, where the system does not tell.
#[cfg(not(unix))]
pub fn measure(command: &[String]) {
    let start = Instant::now();
    assert!(Command::new(&command[0]).args(&command[1..]).stdout(Stdio::null()).status().unwrap().success());
    let wall = start.elapsed().as_secs_f64();
    println!("{wall} {wall} 0");
}

/// How many files a folder holds, at any depth.
pub fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}
