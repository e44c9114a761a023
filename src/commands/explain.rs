//! `rasher explain`: what a diagnostic means and how to mend it.

use std::fmt::Write as _;
use std::io::Write as _;

use super::Outcome;
use crate::diagnostic::{Code, nearest};

/// Explains the code of that name, or lists them all.
pub fn run(name: Option<&str>) -> Outcome {
    let Some(name) = name else {
        writeln!(std::io::stdout(), "{}", list()).ok();
        return Outcome::Fine;
    };
    match Code::from_name(name) {
        Some(code) => {
            let text =
                format!("{} ({})\n{}\n\n{}", code.name(), code.severity().name(), code.summary(), code.explanation());
            writeln!(std::io::stdout(), "{text}").ok();
            Outcome::Fine
        }
        None => {
            let hint = nearest(name, Code::ALL.iter().map(|code| code.name()));
            let hint = hint
                .map(|near| format!("did you mean `{near}`?"))
                .unwrap_or_else(|| "`rasher explain` lists them all".into());
            writeln!(std::io::stderr(), "error: there is no diagnostic `{name}`\n  help: {hint}").ok();
            Outcome::Failed
        }
    }
}

fn list() -> String {
    let mut text = String::from("Every diagnostic, by name. `rasher explain NAME` tells more.\n");
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    let width = codes.iter().map(|code| code.name().len()).max().unwrap_or_default();
    for code in codes {
        // Writing to a string cannot fail.
        write!(text, "\n  {:width$}  {}", code.name(), code.summary()).ok();
    }
    text
}
