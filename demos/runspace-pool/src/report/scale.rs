//! How milliseconds become a place on the time axis.

use crate::run::{Comparison, Run};
use crate::schedule::Millis;

/// The axis goes into at most so many steps.
const MOST_STEPS: Millis = 6;

/// The time axis that all tills of both runs share, so that lengths can be compared by eye.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    step: Millis,
    whole: Millis,
}

impl Scale {
    /// Just wide enough for the longer run.  While one is going on the axis grows by whole steps, so that the picture stays
    /// still between them.
    pub(super) fn of(comparison: &Comparison) -> Self {
        let runs = || comparison.foreach.iter().chain(&comparison.pool);
        let longest = runs().map(|run| run.elapsed).max().unwrap_or(0).max(1);
        let step = step_for(longest);
        let grain = if runs().all(|run| run.finished) { (step / 4).max(1) } else { step };
        Self { step, whole: longest.div_ceil(grain) * grain }
    }

    /// The end of the axis.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn whole(self) -> Millis {
        self.whole
    }

    /// Where the axis has its marks.
    pub(super) fn marks(self) -> impl Iterator<Item = Millis> {
        (0..=self.whole / self.step).map(move |mark| mark * self.step)
    }

    /// A place or a length in hundredths of a percent of the axis.
    pub(super) fn share(self, time: Millis) -> u64 {
        (time * 10_000 / self.whole).min(10_000)
    }

    /// A place or a length as an SVG percentage.
    pub(super) fn percent(self, time: Millis) -> String {
        percent(self.share(time))
    }
}

/// `12.34%` for 1234 hundredths of a percent.
pub(super) fn percent(share: u64) -> String {
    format!("{}.{:02}%", share / 100, share % 100)
}

/// When a bar or a till that has no end yet is drawn to.
pub(super) fn end_or_now(end: Option<Millis>, run: &Run) -> Millis {
    end.unwrap_or(run.elapsed)
}

fn step_for(longest: Millis) -> Millis {
    let mut decade = 10;
    loop {
        for step in [decade, 2 * decade, 5 * decade] {
            if longest / step < MOST_STEPS {
                return step;
            }
        }
        decade *= 10;
    }
}
