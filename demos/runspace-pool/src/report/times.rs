//! The two times, side by side.

use std::fmt::Write as _;

use super::units::{seconds, times_as_fast};
use crate::run::{Comparison, Run};

/// A description list of the `foreach` loop's time, the pool's, and how many times as fast it was.
#[must_use]
pub fn times(comparison: &Comparison) -> String {
    let mut html = String::from(r#"<dl class="rp-times">"#);
    push_time(&mut html, "rp-foreach", "One till", "foreach", comparison.foreach.as_ref());
    push_time(&mut html, "rp-pool", "Tills of the pool", "runspaces", comparison.pool.as_ref());
    let speed_up = comparison.speed_up_tenths().map_or("–".to_owned(), times_as_fast);
    let _ = write!(html, r"<div><dt>Speed-up <span>by the pool</span></dt><dd>{speed_up}</dd></div></dl>");
    html
}

fn push_time(html: &mut String, class: &str, name: &str, word: &str, run: Option<&Run>) {
    let time = run.map_or("–".to_owned(), |run| seconds(run.elapsed));
    let _ = write!(html, r#"<div class="{class}"><dt>{name} <span>{word}</span></dt><dd>{time}</dd></div>"#);
}
