//! Arguments to library to exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(rasher::cli::run().exit_code())
}
