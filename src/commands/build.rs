//! `rasher build`: project to folder.

use std::io::Write;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::reporter::Tally;
use super::{Outcome, Reporter, Verbosity, plural, shown};
use crate::cache::Cache;
use crate::compile::{Snapshot, compile_knowing};
use crate::demo::{self, Demos};
use crate::diagnostic::{Diagnostic, in_order, telling};
use crate::emit::{self, Report, emit};
use crate::error::Result;
use crate::record::{Made, Record};
use crate::source::{self, Overrides, Project, Sources};

/// A build takes longer than a blink when it takes longer than this.
const BLINK: Duration = Duration::from_millis(400);

/// What to build, and how to tell about it.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project's folder or configuration file.
    pub project: Utf8PathBuf,
    /// What the command line says over the configuration.
    pub overrides: Overrides,
    /// Whether demos are built and shown.
    pub demos: bool,
    /// Whether what earlier builds left in the project's cache is used and added to.
    pub cache: bool,
    /// Whether warnings fail the build.
    pub strict: bool,
    /// How it tells of it.
    pub reporter: Reporter,
}

/// Builds a project.
///
/// # Errors
/// When the environment does not allow it. An author's mistakes are in the outcome.
pub fn run(options: &Options) -> Result<Outcome> {
    let start = Instant::now();
    let project = Project::open(&options.project, &options.overrides)?;
    let output = project.output();
    emit::check_output(&output, &project.root, &project.sources(), options.overrides.output.is_none())?;
    let (sources, mut diagnostics) = source::read(&project)?;
    let read = start.elapsed();
    let demos = telling(&mut diagnostics, demos(&project, &sources, options));
    let cache = if options.cache { Cache::of(&project.root) } else { Cache::none() };
    let record = if options.cache && diagnostics.is_empty() { Record::of(&sources, &demos, &output) } else { None };
    if let Some(made) = record.as_ref().and_then(|record| record.holds(&cache, &output)) {
        let written = Report { unchanged: made.files, ..Report::default() };
        options.reporter.say(&summary(made, Tally::default(), &written, &output, start.elapsed()));
        return Ok(Outcome::Fine);
    }
    let snapshot = compile_knowing(cache.code(), &sources, demos);
    let compiled = start.elapsed();
    emit::check_around(&snapshot, &output, &project.root, &project.input())?;
    let written = emit_with_progress(&snapshot, &output, options.reporter)?;
    if snapshot.has_new_code() {
        cache.keep_code(|file| snapshot.write_code(file));
    }
    diagnostics.extend_from_slice(snapshot.diagnostics());
    diagnostics.extend_from_slice(&written.diagnostics);
    let made = Made::of(&snapshot);
    // What was found wrong must be told each time.
    if let Some(record) = record.filter(|_| diagnostics.is_empty()) {
        record.keep(&cache, written.state, &made);
    }
    let tally = options.reporter.report(&in_order(diagnostics), &project.root);
    if options.reporter.verbosity == Verbosity::Verbose {
        let steps = format!(
            "read {read:.0?}, compiled {:.0?}, rendered and written {:.0?}",
            compiled - read,
            start.elapsed() - compiled
        );
        writeln!(std::io::stderr(), "{steps}").ok();
    }
    options.reporter.say(&summary(made, tally, &written, &output, start.elapsed()));
    // The program ends now; giving back the memory of ten thousand pages piece by piece would keep it from that.
    std::mem::forget(snapshot);
    Ok(tally.outcome(options.strict))
}

/// Builds the demos, and says so on a terminal: compiling takes a while.
fn demos(project: &Project, sources: &Sources, options: &Options) -> (Demos, Vec<Diagnostic>) {
    if !options.demos {
        return (Demos::left_out(), Vec::new());
    }
    demo::prepare(project, sources, &|name| {
        if options.reporter.shows_progress() {
            writeln!(std::io::stderr(), "building the demo `{name}` …").ok();
        }
    })
}

/// Writes the site, with a bar on a terminal when it takes a while.
fn emit_with_progress(snapshot: &Snapshot, output: &Utf8Path, reporter: Reporter) -> Result<Report> {
    if !reporter.shows_progress() {
        return emit(snapshot, output, &|| {});
    }
    let bar = ProgressBar::with_draw_target(Some(snapshot.paths().count() as u64), ProgressDrawTarget::hidden());
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} files") {
        bar.set_style(style);
    }
    let start = Instant::now();
    let report = emit(snapshot, output, &|| {
        bar.inc(1);
        if bar.is_hidden() && start.elapsed() > BLINK {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    });
    bar.finish_and_clear();
    report
}

/// The one line at the end.
fn summary(made: Made, found: Tally, report: &Report, output: &Utf8Path, time: Duration) -> String {
    let mut parts = vec![
        plural(made.pages, "page"),
        format!("{} written", plural(report.written, "file")),
        format!("{} unchanged", report.unchanged),
    ];
    if report.removed > 0 {
        parts.push(format!("{} removed", report.removed));
    }
    for (left_out, what) in [(made.left_out.drafts, "draft"), (made.left_out.future, "future page")] {
        if left_out > 0 {
            parts.push(format!("{} left out", plural(left_out, what)));
        }
    }
    if found.errors > 0 {
        parts.push(plural(found.errors, "error"));
    }
    parts.push(plural(found.warnings, "warning"));
    let time = if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    };
    format!("{} in {time} → {}", parts.join(", "), shown(output))
}
