//! The schedule's memory of itself.

use std::fmt;

use super::{Command, Event, Millis};

/// All events with the commands they led to, in order.
///
/// It grows with every event and is kept as long as the schedule: a pool lives as long as its script, and two runs are compared
/// by comparing their traces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    entries: Vec<Entry>,
}

/// One event and its consequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub at: Millis,
    /// What happened.
    pub event: Event,
    /// What was to be done about it.
    pub commands: Vec<Command>,
}

impl Trace {
    /// Notes one step.
    pub fn push(&mut self, at: Millis, event: Event, commands: &[Command]) {
        self.entries.push(Entry { at, event, commands: commands.to_vec() });
    }

    /// The steps, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// One line a step, for people and for comparing: `  120  job 3 leaves till 2 → start job 7 on till 2`.
impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            write!(f, "{:>5}  {}", entry.at, entry.event)?;
            for (place, command) in entry.commands.iter().enumerate() {
                write!(f, "{}{command}", if place == 0 { " → " } else { ", " })?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
