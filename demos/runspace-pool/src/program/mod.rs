//! The command line: arguments in, a report out.

mod arguments;
mod options;
mod record;
mod stores;

use std::io::{self, Write as _};
use std::process::ExitCode;

use arguments::{Arguments, Output, Request};
use runspace_pool::report::{self, Clock};
use runspace_pool::run::Comparison;

/// What this demo is called on the page.
const TITLE: &str = "The runspace pool, as a store with tills";

/// Runs the program; 0 is success, 1 a failure of the machine, 2 arguments that make no sense.
pub(crate) fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    match arguments::parse(arguments) {
        Ok(Request::Help) => print(&options::help()),
        Ok(Request::Run(arguments)) => run(arguments),
        Err(message) => complain(&format!("{message}\n\nTry `--help`."), 2),
    }
}

fn run(arguments: Arguments) -> ExitCode {
    let outcome = match arguments.output {
        Output::Record => record::compare(arguments).map(|comparison| as_record(&comparison)),
        Output::Json => {
            stores::compare(arguments).map(|comparison| report::comparison(&comparison, Clock::Measured) + "\n")
        }
        Output::Text => stores::compare(arguments).map(|comparison| as_text(&comparison)),
    };
    match outcome {
        Ok(text) => print(&text),
        Err(error) => complain(&error.to_string(), 1),
    }
}

fn as_record(comparison: &Comparison) -> String {
    report::protocol(TITLE, &report::fragment(comparison), &report::comparison(comparison, Clock::Simulated))
}

fn as_text(comparison: &Comparison) -> String {
    [
        "Services that should have started and have not\n\n",
        &report::results_as_text(comparison),
        "\n",
        &report::timeline_as_text(comparison),
        "\n",
        &report::times_as_text(comparison),
    ]
    .concat()
}

/// A reader who has seen enough (`| head`) is no failure.
fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => complain(&format!("cannot write: {error}"), 1),
        _ => ExitCode::SUCCESS,
    }
}

fn complain(message: &str, code: u8) -> ExitCode {
    eprintln!("runspace-pool: {message}");
    ExitCode::from(code)
}
