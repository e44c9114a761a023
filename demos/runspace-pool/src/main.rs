//! The post's example, run natively: `cargo run -p runspace-pool -- --min 1 --max 5`.

mod program;

use std::process::ExitCode;

fn main() -> ExitCode {
    program::main(std::env::args().skip(1))
}
