//! The queue's length over time, as a small mountain above the tills.

use std::fmt::Write as _;

use super::scale::{Scale, end_or_now};
use crate::run::Run;

/// The path's own units: it is stretched to the axis, whatever its width.
pub(super) const WIDTH: u64 = 1000;
/// The height in those units, which are pixels in this direction.
pub(super) const HEIGHT: u64 = 18;

/// The path's `d`, or nothing if nobody ever waited.
pub(super) fn path(run: &Run, scale: Scale) -> Option<String> {
    let longest = run.queue.iter().map(|moment| u64::from(moment.1)).max().filter(|&longest| longest > 0)?;
    let x = |time| scale.share(time) * WIDTH / 10_000;
    let mut d = format!("M{} {HEIGHT}", x(run.queue.first()?.0));
    for &(at, length) in &run.queue {
        let y = HEIGHT - u64::from(length) * HEIGHT / longest;
        // Writing to a `String` cannot fail.
        let _ = write!(d, "H{}V{y}", x(at));
    }
    let _ = write!(d, "H{}V{HEIGHT}Z", x(end_or_now(None, run)));
    Some(d)
}
