//! Lines that were highlighted before.
//!
//! What a line becomes, and where it leaves the grammar, depends on where the grammar stood and on the line. Much of the code
//! on a site is alike (braces, imports, prompts), so both are kept, for as long as they are many. Each thread has a memo of
//! its own, since a grammar's state cannot be shared; what it holds is true for every site.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::runs::Runs;
use super::tokens::State;

/// So many lines are kept, the first ones: what is frequent comes early.
const MAX_LINES: usize = 50_000;

/// A longer line is hardly met again.
const MAX_LENGTH: usize = 160;

/// So many states may be open in the same scopes. There are more when a state remembers text, such as the end of a
/// here-document; such states are hardly met again.
const MAX_ALIKE: usize = 32;

thread_local! {
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// The number of a state that was met.
pub(super) type Number = usize;

/// States and lines that were met.
#[derive(Debug, Default)]
pub(super) struct Memo {
    states: Vec<Met>,
    by_scopes: HashMap<u64, Vec<Number>>,
    lines: usize,
}

/// A state that was met, with the lines that followed it.
#[derive(Debug)]
struct Met {
    state: Box<State>,
    lines: HashMap<Box<str>, (Runs, Number)>,
}

impl Memo {
    /// Lends the memo of this thread.
    pub(super) fn lend<T>(to: impl FnOnce(&mut Self) -> T) -> T {
        MEMO.with_borrow_mut(to)
    }

    /// The number of a state; the state back when it is not worth remembering.
    pub(super) fn number(&mut self, state: Box<State>) -> Result<Number, Box<State>> {
        let mut hasher = DefaultHasher::new();
        state.scopes().hash(&mut hasher);
        let alike = self.by_scopes.entry(hasher.finish()).or_default();
        if let Some(number) = alike.iter().copied().find(|number| self.states[*number].state == state) {
            return Ok(number);
        }
        if alike.len() == MAX_ALIKE {
            return Err(state);
        }
        let number = self.states.len();
        alike.push(number);
        self.states.push(Met { state, lines: HashMap::new() });
        Ok(number)
    }

    /// The state of a number.
    pub(super) fn state(&self, number: Number) -> &State {
        &self.states[number].state
    }

    /// Adds what `line` became when it was met behind this state, and gives the state behind it.
    pub(super) fn follow(&self, number: Number, line: &str, runs: &mut Runs) -> Option<Number> {
        let (known, next) = self.states[number].lines.get(line)?;
        runs.extend(known.as_bytes());
        Some(*next)
    }

    /// Remembers what `line` became behind a state, and where it led.
    pub(super) fn keep(&mut self, number: Number, line: &str, runs: Runs, next: Number) {
        if line.len() <= MAX_LENGTH && self.lines < MAX_LINES {
            self.lines += 1;
            self.states[number].lines.insert(line.into(), (runs, next));
        }
    }
}
