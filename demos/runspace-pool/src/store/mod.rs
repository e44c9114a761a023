//! The post's example: ten servers, and the services on them that should have started and have not.
//!
//! No network is touched.  The servers are made up from a seed, the same everywhere, and asking one of them takes the time that
//! asking a real one might.

mod answer;
mod chance;
mod fleet;
mod service;
mod work;

pub use answer::{Answer, Finding};
pub use fleet::Fleet;
pub use service::{Service, StartType, Status};
pub use work::{Work, checksum};
