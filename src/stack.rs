//! The room that threads have for what stands in something else: quotes, lists, formulas, expressions, values.
//!
//! How deep pages may nest is limited, but those who read them go down in calls, and what a system gives a thread for these
//! (1 MB on Windows, 2 to those that Rust makes) is used up before; then the whole program ends.

/// The stack of a thread, in bytes. Systems only give what is used of it.
pub const STACK: usize = 16 << 20;
