//! A run made visible: as HTML for the page, as text for the terminal, as JSON for tools.
//!
//! The page's script draws nothing itself.  It asks this code, compiled to WebAssembly, for the same fragments that the
//! recorded run on the page was made of, so the two cannot come to look different.

mod escape;
#[cfg(not(target_family = "wasm"))]
mod fragment;
#[cfg(not(target_family = "wasm"))]
mod json;
mod queue;
mod results;
mod scale;
mod sentence;
#[cfg(not(target_family = "wasm"))]
mod text;
mod timeline;
mod times;
mod units;

#[cfg(not(target_family = "wasm"))]
pub use fragment::fragment;
#[cfg(not(target_family = "wasm"))]
pub use json::{Clock, comparison, protocol};
pub use results::results;
pub use sentence::sentence;
#[cfg(not(target_family = "wasm"))]
pub use text::{results_as_text, timeline_as_text, times_as_text};
pub use timeline::timeline;
pub use times::times;
