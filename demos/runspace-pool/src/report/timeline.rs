//! The drawn timeline: one lane per till, customers as bars.
//!
//! Sizes across are percentages and sizes down are pixels, so the picture fits a telephone and a wide screen without its letters
//! shrinking or growing, and without a script.  It carries classes and no colours; those are the style sheet's.

use std::fmt::Write as _;

use super::escape::push_escaped;
use super::queue;
use super::scale::{Scale, end_or_now, percent};
use super::units::{counted, round_seconds, seconds};
use crate::run::{Bar, Comparison, Lane, Run, Style};
use crate::store::Answer;

/// Where the lanes begin and how wide they are; the labels stand to the left.
const TRACK: &str = r#"x="13%" width="87%""#;

const TITLE_HEIGHT: u32 = 24;
const QUEUE_HEIGHT: u32 = 26;
const LANE_HEIGHT: u32 = 30;
const BAR_HEIGHT: u32 = 24;
const GROUP_GAP: u32 = 16;
const AXIS_HEIGHT: u32 = 22;

/// Narrower bars, in hundredths of a percent of the axis, carry no number: it would not fit on a telephone.
const NARROWEST_LABELLED: u64 = 560;

/// The picture of both runs, or of the one there is, on one time axis.
#[must_use]
pub fn timeline(comparison: &Comparison) -> String {
    let scale = Scale::of(comparison);
    let runs: Vec<&Run> = comparison.foreach.iter().chain(&comparison.pool).collect();
    let lanes_end: u32 = runs.iter().map(|run| height(run) + GROUP_GAP).sum();
    let mut svg = format!(
        r#"<svg class="rp-chart" role="img" width="100%" height="{}"><title>{}</title><desc>"#,
        lanes_end + AXIS_HEIGHT,
        title(&runs),
    );
    push_escaped(&mut svg, &description(comparison));
    svg.push_str("</desc>");
    push_marks(&mut svg, scale, lanes_end);
    let mut top = 0;
    for run in runs {
        push_run(&mut svg, run, scale, top);
        top += height(run) + GROUP_GAP;
    }
    svg.push_str("</svg>");
    svg
}

fn title(runs: &[&Run]) -> String {
    let mut title = String::from("Timeline of the tills");
    for run in runs {
        let who = match run.style {
            Style::Foreach => "one till",
            Style::Pool(_) => "the pool",
        };
        let _ = write!(title, "; {who}: {}", seconds(run.elapsed));
    }
    title
}

/// What a sighted reader takes from the picture; the single numbers are in the table.
fn description(comparison: &Comparison) -> String {
    let mut text = format!(
        "{}, each a bar at the till that served it.",
        counted(comparison.fleet.len().into(), "customer", "customers")
    );
    if let Some(run) = &comparison.pool {
        let _ = write!(text, " The pool opened {}.", counted(run.tills_used() as u64, "till", "tills"));
    }
    if let Some(server) = comparison.fleet.down() {
        let _ = write!(text, " {} did not answer and is marked.", comparison.fleet.name(server));
    }
    text
}

fn height(run: &Run) -> u32 {
    TITLE_HEIGHT + QUEUE_HEIGHT + lanes(run) * LANE_HEIGHT
}

/// All tills that may open have a lane from the beginning, so that the picture does not jump when one does.
fn lanes(run: &Run) -> u32 {
    let possible = match run.style {
        Style::Foreach => 1,
        Style::Pool(limits) => limits.max(),
    };
    possible.max(run.lanes.len() as u32)
}

fn push_marks(svg: &mut String, scale: Scale, lanes_end: u32) {
    let baseline = lanes_end + 12;
    let _ = write!(svg, r#"<svg {TRACK} overflow="visible">"#);
    for mark in scale.marks() {
        let class = match scale.share(mark) {
            0 => "rp-mark",
            9_500.. => "rp-mark rp-last",
            _ => "rp-mark rp-mid",
        };
        let (x, label) = (scale.percent(mark), round_seconds(mark));
        let _ = write!(svg, r#"<text class="{class}" x="{x}" y="{baseline}">{label}</text>"#);
    }
    svg.push_str("</svg>");
}

/// The marks' lines stand behind each run's own lanes, clear of its name.
fn push_grid(svg: &mut String, scale: Scale, top: u32, bottom: u32) {
    let _ = write!(svg, r#"<svg {TRACK} overflow="visible">"#);
    for x in scale.marks().map(|mark| scale.percent(mark)) {
        let _ = write!(svg, r#"<line class="rp-grid" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>"#);
    }
    svg.push_str("</svg>");
}

fn push_run(svg: &mut String, run: &Run, scale: Scale, top: u32) {
    let (class, name) = match run.style {
        Style::Foreach => ("rp-foreach", "One till".to_owned()),
        Style::Pool(limits) if limits.min() == limits.max() => {
            ("rp-pool", format!("Pool of {}", counted(limits.max().into(), "till", "tills")))
        }
        Style::Pool(limits) => ("rp-pool", format!("Pool of {} to {} tills", limits.min(), limits.max())),
    };
    let _ = write!(svg, r#"<g class="{class}"><text class="rp-group" y="{}">{name}</text>"#, top + 14);
    let queue_top = top + TITLE_HEIGHT;
    push_grid(svg, scale, queue_top, top + height(run));
    push_queue(svg, run, scale, queue_top);
    for lane in 0..lanes(run) {
        push_lane(svg, run, lane, scale, queue_top + QUEUE_HEIGHT + lane * LANE_HEIGHT);
    }
    if !run.finished {
        push_now(svg, run, scale, queue_top, top + height(run));
    }
    svg.push_str("</g>");
}

fn push_queue(svg: &mut String, run: &Run, scale: Scale, top: u32) {
    let _ = write!(svg, r#"<text class="rp-label rp-soft" y="{}">Queue</text>"#, top + 14);
    if let Some(d) = queue::path(run, scale) {
        let (width, height) = (queue::WIDTH, queue::HEIGHT);
        let _ = write!(
            svg,
            r#"<svg {TRACK} y="{top}" height="{height}" viewBox="0 0 {width} {height}" preserveAspectRatio="none"><path class="rp-queue" d="{d}"/></svg>"#
        );
    }
}

fn push_lane(svg: &mut String, run: &Run, number: u32, scale: Scale, top: u32) {
    let nobody = Lane::default();
    let lane = run.lanes.get(number as usize).unwrap_or(&nobody);
    let soft = if lane.open.is_empty() { " rp-soft" } else { "" };
    let _ = write!(svg, r#"<text class="rp-label{soft}" y="{}">Till {}</text>"#, top + 16, number + 1);
    let _ = write!(svg, r#"<svg {TRACK} y="{top}" height="{BAR_HEIGHT}">"#);
    for span in &lane.open {
        let end = end_or_now(span.to, run).min(run.elapsed);
        let (x, width) = (scale.percent(span.from), scale.percent(end.saturating_sub(span.from)));
        let _ = write!(svg, r#"<rect class="rp-open" x="{x}" width="{width}" height="{BAR_HEIGHT}"/>"#);
    }
    for bar in &lane.bars {
        push_bar(svg, run, bar, scale);
    }
    svg.push_str("</svg>");
}

fn push_bar(svg: &mut String, run: &Run, bar: &Bar, scale: Scale) {
    let answer = run.answers.get(bar.job.0 as usize).unwrap_or(&Answer::Pending);
    let stopped = answer.is_stopped();
    let failed = answer.is_failed() && !stopped;
    let from = scale.share(bar.span.from);
    let share = scale.share(end_or_now(bar.span.to, run)).saturating_sub(from);
    let class = match bar.span.to {
        _ if stopped => " rp-stopped",
        _ if failed => " rp-failed",
        None => " rp-going",
        Some(_) => "",
    };
    let (x, width, height) = (percent(from), percent(share.max(20)), BAR_HEIGHT - 2);
    let _ = write!(svg, r#"<rect class="rp-bar{class}" x="{x}" width="{width}" y="1" height="{height}" rx="3"/>"#);
    if share < NARROWEST_LABELLED {
        return;
    }
    let (middle, number) = (percent(from + share / 2), bar.job.0 + 1);
    let _ = match failed {
        true if share < 2 * NARROWEST_LABELLED => {
            write!(svg, r#"<text class="rp-number rp-failed" x="{middle}" y="16">×</text>"#)
        }
        true => write!(svg, r#"<text class="rp-number rp-failed" x="{middle}" y="16">× {number:02}</text>"#),
        false => write!(svg, r#"<text class="rp-number" x="{middle}" y="16">{number:02}</text>"#),
    };
}

fn push_now(svg: &mut String, run: &Run, scale: Scale, top: u32, bottom: u32) {
    let x = scale.percent(run.elapsed);
    let _ = write!(
        svg,
        r#"<svg {TRACK} overflow="visible"><line class="rp-now" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/></svg>"#
    );
}
