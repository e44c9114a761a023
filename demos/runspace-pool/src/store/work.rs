//! What a till spends its time on.

/// The two kinds of work that the post's table of factors tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Waiting for a server to answer: many tills help, whatever the machine.
    Network,
    /// Computing: tills help as far as the machine has cores.
    Cpu,
}

impl Work {
    /// The word for it on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Cpu => "cpu",
        }
    }
}

/// How many steps make a round; a round takes about two milliseconds in a browser.
const STEPS: u32 = 1_000_000;

/// One round of real work for the processor, to be called again with its own result: a checksum over numbers that are made up
/// as it goes, as one might compute over a server's log.
#[must_use]
pub fn checksum(seed: u64) -> u64 {
    let mut sum = seed | 1;
    let mut step = 0;
    // Not a `for`: without optimisation, as `cargo run` compiles, the range's iterator would be most of the work.
    while step < STEPS {
        sum ^= sum << 13;
        sum ^= sum >> 7;
        sum ^= sum << 17;
        step += 1;
    }
    sum
}
