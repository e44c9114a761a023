//! The bounds of a pool; a value of this type is always a possible pair.

use crate::error::PoolError;

/// How few and how many tills may be open: the two numbers in `CreateRunspacePool(1, 5)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    min: u32,
    max: u32,
}

impl Limits {
    /// Bounds from `min` to `max` tills.
    ///
    /// # Errors
    ///
    /// A store needs a till, and its maximum cannot be below its minimum.
    pub fn new(min: u32, max: u32) -> Result<Self, PoolError> {
        if min < 1 {
            return Err(PoolError::MinBelowOne);
        }
        if max < min {
            return Err(PoolError::MaxBelowMin { min, max });
        }
        Ok(Self { min, max })
    }

    /// One till and never another: the `foreach` loop.
    #[must_use]
    pub const fn one() -> Self {
        Self { min: 1, max: 1 }
    }

    /// How many tills stay open when nobody comes.
    #[must_use]
    pub fn min(self) -> u32 {
        self.min
    }

    /// How many tills open at most.
    #[must_use]
    pub fn max(self) -> u32 {
        self.max
    }
}
